import type { Dice } from './dice.js';
import { daysAfter, daysBetween, isWorkingDay, launchDay } from './working-time.js';

const lastDay = '2022-06-30';
const tuesday = 2;
const friday = 5;

const isEntryDay = (day: string): boolean => {
  const { dayOfWeek } = Temporal.PlainDate.from(day);
  return day > launchDay && isWorkingDay(day) && (dayOfWeek === tuesday || dayOfWeek === friday || day === lastDay);
};

/**
 * Days on which work is entered, submitted and decided: Tuesdays and Fridays, and the last one. People work every
 * day, but a load that waits for all readers after each instant stays short only where many act together.
 */
export const entryDays: readonly string[] = Array.from({ length: daysBetween(launchDay, lastDay) + 1 }, (_, n) =>
  daysAfter(launchDay, n),
).filter(isEntryDay);

/** Place in the list of the last entry day up to a day; -1 where there is none. */
export const entryIndexUpTo = (day: string): number => entryDays.findLastIndex((entryDay) => entryDay <= day);

export const entryDay = (index: number): string => {
  const day = entryDays[index];
  if (day === undefined) throw new RangeError(`there is no entry day ${index}`);
  return day;
};

/** When what some owners of one receiver did is entered, as places in the list of entry days. */
export interface EntryPlan {
  /** Before the final reports: what is entered then is decided before they are sent. */
  readonly main: readonly number[];
  /** Work of the last ten days, for the supplement. */
  readonly supplement: number;
}

const supplementDays = [entryIndexUpTo('2022-06-21'), entryIndexUpTo('2022-06-28')] as const;

/** So many days of entry for the owners of one receiver, spread from the launch up to a day. */
export const drawEntryPlan = (count: number, upTo: string, dice: Dice): EntryPlan => {
  const end = entryIndexUpTo(upTo) + 1;
  const edge = (n: number) => Math.floor((end * n) / count);
  return {
    main: Array.from({ length: count }, (_, n) => dice.whole(edge(n), edge(n + 1) - 1)),
    supplement: dice.whole(...supplementDays),
  };
};
