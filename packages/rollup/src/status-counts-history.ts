import type { Position } from '@thidua/events';
import { Column } from './column.js';
import { Names } from './numbering.js';
import {
  type CountedStatus,
  countedStatuses,
  type LineDay,
  type StatusChange,
  type StatusStep,
} from './status-counts-steps.js';

/** An achievement as it is counted at a position. Days are local dates, ISO 8601. */
export interface CountedAchievement {
  readonly unitId: string;
  /** The earliest day of its lines, else the day on which it was registered. */
  readonly firstDay: string;
  readonly status: CountedStatus;
  readonly plannedTo: string | null;
}

/** What never changes about an achievement, and what the next step starts from. */
interface Course {
  readonly unitId: string;
  readonly registeredOn: string;
  readonly plannedTo: string | null;
  readonly dayOfLine: Map<string, string>;
  status: CountedStatus;
  firstDay: string;
}

/** Positions are kept as 32-bit whole numbers: two thousand million events. */
const positionMax = 2 ** 31 - 1;

/** The states of all achievements of one campaign and when they were known, in log order; only ever appended to. */
export class StatusHistory {
  private readonly courses: Course[] = [];
  private readonly numbers = new Map<string, number>();
  /** One entry a change that is seen: which achievement, known from which position, what it is from there on. */
  private readonly courseOfChange = new Column(Int32Array);
  private readonly positions = new Column(Int32Array);
  private readonly statuses = new Column(Int8Array);
  /** A campaign has a few hundred days, each kept once. */
  private readonly firstDays = new Column(Int32Array);
  private readonly days = new Names();
  private lastPosition: Position = 0;

  constructor(readonly campaignId: string) {}

  /**
   * Takes the next step; positions never decrease. Throws on one that no log can hold (registered twice,
   * never registered, of another campaign, out of order): a fault of the program.
   */
  append({ campaignId, achievementId, position, change }: StatusStep): void {
    if (campaignId !== this.campaignId)
      throw new Error(`a step of ${campaignId} does not belong to ${this.campaignId}`);
    if (position < this.lastPosition) throw new Error(`step at ${position} comes after ${this.lastPosition}`);
    if (position > positionMax) throw new RangeError(`position ${position} is beyond ${positionMax}`);
    if (change.does === 'register') this.register(achievementId, change);
    else this.advance(achievementId, change);
    this.remember(this.numbers.get(achievementId) as number, position);
    this.lastPosition = position;
  }

  /** All achievements known at a position (default: now) as they were there, in the order of their registration. */
  *knownAt(position: Position = this.lastPosition): Generator<CountedAchievement> {
    const latest = this.latestChanges(position);
    const [statuses, firstDays] = [this.statuses.view(), this.firstDays.view()];
    for (const [number, { unitId, plannedTo }] of this.courses.entries()) {
      const at = latest[number] as number;
      if (at < 0) continue;
      const status = countedStatuses[statuses[at] as number] as CountedStatus;
      yield { unitId, firstDay: this.days.texts[firstDays[at] as number] as string, status, plannedTo };
    }
  }

  /** The last change of each achievement up to a position, -1 where it is not known there. One plain scan. */
  private latestChanges(position: Position): Int32Array {
    const latest = new Int32Array(this.courses.length).fill(-1);
    const [courses, positions] = [this.courseOfChange.view(), this.positions.view()];
    for (let at = 0; at < positions.length && (positions[at] as number) <= position; at++) {
      latest[courses[at] as number] = at;
    }
    return latest;
  }

  private register(achievementId: string, change: Extract<StatusChange, { does: 'register' }>): void {
    const { unitId, registeredOn, plannedTo } = change;
    if (this.numbers.has(achievementId)) throw new Error(`achievement ${achievementId} is registered twice`);
    const course = { unitId, registeredOn, plannedTo, dayOfLine: new Map(), firstDay: registeredOn };
    this.numbers.set(achievementId, this.courses.push({ ...course, status: 'registered' }) - 1);
  }

  private advance(achievementId: string, change: Exclude<StatusChange, { does: 'register' }>): void {
    const course = this.courses[this.numbers.get(achievementId) ?? -1];
    if (!course) throw new Error(`achievement ${achievementId} goes on and was never registered`);
    course.status = statusAfter(course.status, change);
    if (change.does === 'correct') course.dayOfLine.clear();
    if (change.does === 'report') for (const lineId of change.removedLineIds) course.dayOfLine.delete(lineId);
    if (change.does === 'correct' || change.does === 'report') setDays(course, change.lines);
  }

  private remember(number: number, position: Position): void {
    const { status, firstDay } = this.courses[number] as Course;
    this.courseOfChange.push(number);
    this.positions.push(position);
    this.statuses.push(countedStatuses.indexOf(status));
    this.firstDays.push(this.days.numberOf(firstDay));
  }
}

const setDays = (course: Course, lines: readonly LineDay[]): void => {
  for (const { lineId, effectiveOn } of lines) course.dayOfLine.set(lineId, effectiveOn);
  let earliest: string | null = null;
  for (const day of course.dayOfLine.values()) if (earliest === null || day < earliest) earliest = day;
  course.firstDay = earliest ?? course.registeredOn;
};

/** Progress and quantities begin it, completing ends what was begun; what went further does not come back by them. */
const statusAfter = (before: CountedStatus, change: Exclude<StatusChange, { does: 'register' }>): CountedStatus => {
  switch (change.does) {
    case 'enter':
      return change.status;
    case 'correct':
      return 'approved';
    case 'complete':
      return before === 'registered' || before === 'inProgress' ? 'completed' : before;
    case 'progress':
    case 'report':
      return before === 'registered' ? 'inProgress' : before;
  }
};
