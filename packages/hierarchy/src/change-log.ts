import type { Position } from '@thidua/events';

/** A day from which something changes, with the first position that knew of it. */
interface DayOfChange {
  readonly date: string;
  readonly knownFrom: Position;
}

/**
 * When the tree changed, on both axes. Two questions with the same answers here have the same tree,
 * and an answer never changes by what comes later, so it may name a cached tree for good.
 */
export class ChangeLog {
  /** Positions of all unit events, growing. */
  private readonly positions: Position[] = [];
  /** Days from which something changes, growing. */
  private readonly days: DayOfChange[] = [];
  /** Those of them on which a unit begins, ends or gets another parent. */
  private readonly daysOfShape: DayOfChange[] = [];

  /** Position of the last unit event, 0 before the first. */
  get position(): Position {
    return this.positions.at(-1) ?? 0;
  }

  /** `shape`: whether units begin, end or get another parent by it; a new name is none. */
  record(date: string, position: Position, shape: boolean): void {
    this.positions.push(position);
    keep(this.days, date, position);
    if (shape) keep(this.daysOfShape, date, position);
  }

  /** The days behind the first and up to the last one on which the shape of the tree changes, growing. */
  daysOfNewShape(first: string, last: string, knownUpTo: Position): readonly string[] {
    const within = this.daysOfShape.slice(upTo(this.daysOfShape, first), upTo(this.daysOfShape, last));
    return within.flatMap(({ date, knownFrom }) => (knownFrom <= knownUpTo ? [date] : []));
  }

  /** Names the tree of a date as known at a position: (last change in force, last event known). */
  nameOf(on: string, knownUpTo: Position): string {
    const known = countUpTo(this.positions, (position) => position <= knownUpTo);
    let at = upTo(this.days, on) - 1;
    while (at >= 0 && (this.days[at] as DayOfChange).knownFrom > knownUpTo) at--;
    return `${this.days[at]?.date ?? 'never'}@${this.positions[known - 1] ?? 0}`;
  }
}

const upTo = (days: readonly DayOfChange[], on: string): number => countUpTo(days, ({ date }) => date <= on);

/** Puts a day in its place, unless it is there: an earlier event knew of it. */
const keep = (days: DayOfChange[], date: string, knownFrom: Position): void => {
  const at = upTo(days, date);
  if (days[at - 1]?.date !== date) days.splice(at, 0, { date, knownFrom });
};

/** How many elements from the start pass a test that, once failed, fails for all that follow. */
const countUpTo = <Element>(list: readonly Element[], passes: (element: Element) => boolean): number => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(list[middle] as Element)) low = middle + 1;
    else high = middle;
  }
  return low;
};
