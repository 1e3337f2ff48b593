import type { Position } from '@thidua/events';

/**
 * When the tree changed, on both axes. Two questions with the same answers here have the same tree,
 * and an answer never changes by what comes later, so it may name a cached tree for good.
 */
export class ChangeLog {
  /** Positions of all unit events, growing. */
  private readonly positions: Position[] = [];
  /** Days from which something changes, growing, each with the first position that knew of it. */
  private readonly days: { readonly date: string; readonly knownFrom: Position }[] = [];

  /** Position of the last unit event, 0 before the first. */
  get position(): Position {
    return this.positions.at(-1) ?? 0;
  }

  record(date: string, position: Position): void {
    this.positions.push(position);
    const at = this.daysUpTo(date);
    if (this.days[at - 1]?.date !== date) this.days.splice(at, 0, { date, knownFrom: position });
  }

  /** Names the tree of a date as known at a position: (last change in force, last event known). */
  nameOf(on: string, knownUpTo: Position): string {
    const known = countUpTo(this.positions, (position) => position <= knownUpTo);
    let at = this.daysUpTo(on) - 1;
    while (at >= 0 && (this.days[at] as { knownFrom: Position }).knownFrom > knownUpTo) at--;
    return `${this.days[at]?.date ?? 'never'}@${this.positions[known - 1] ?? 0}`;
  }

  private daysUpTo(on: string): number {
    return countUpTo(this.days, ({ date }) => date <= on);
  }
}

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
