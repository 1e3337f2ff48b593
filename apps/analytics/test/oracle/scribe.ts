import type { AchievementEvent, UnitTreeEvent } from '@thidua/events';
import type { Logged } from './log.js';

/** Writes a log: whole appends, each event at the next position. */
export class Scribe {
  readonly log: Logged[] = [];
  /** The last position of each append: what may be asked as known. */
  readonly ends: number[] = [];

  /** The last position written. */
  get head(): number {
    return this.ends.at(-1) ?? 0;
  }

  /** Appends events behind all others, the first at `at` (default: the next position), and answers the last position. */
  append(events: readonly (AchievementEvent | UnitTreeEvent)[], at = this.head + 1): number {
    if (at <= this.head) throw new Error(`position ${at} is behind ${this.head}`);
    if (events.length === 0) return this.head;
    events.forEach((event, n) => {
      this.log.push({ ...event, position: at + n });
    });
    this.ends.push(at + events.length - 1);
    return this.head;
  }
}
