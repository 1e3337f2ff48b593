/** The n-th minute of office hours since the launch, counted from 0: 07:00 to 11:00 and 13:00 to 17:00. */
export type WorkingMinute = number;

/** The day of the launch, Friday 18 February 2022. */
export const launchDay = '2022-02-18';
const lastDay = '2022-06-30';

/** Days off between them: the Hung Kings' day and what the two holidays of 30 April and 1 May were moved to. */
const holidays: ReadonlySet<string> = new Set(['2022-04-11', '2022-05-02', '2022-05-03']);

const minutesPerHalfDay = 4 * 60;
export const minutesPerDay = 2 * minutesPerHalfDay;

/** A calendar day that many days on, ISO 8601. */
export const daysAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** Days from one calendar day to another. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days;

const workingDays: readonly string[] = Array.from({ length: daysBetween(launchDay, lastDay) + 1 }, (_, n) =>
  daysAfter(launchDay, n),
).filter((day) => Temporal.PlainDate.from(day).dayOfWeek <= 5 && !holidays.has(day));

/** The last minute of office hours that counts. */
export const lastWorkingMinute: WorkingMinute = workingDays.length * minutesPerDay - 1;

/** The first minute of office hours of that day or, where nobody works on it, of the next working day. */
export const firstWorkingMinuteOf = (day: string): WorkingMinute => {
  const index = workingDays.findIndex((workingDay) => workingDay >= day);
  if (index < 0) throw new RangeError(`nobody works after ${day}`);
  return index * minutesPerDay;
};

/** The local date of a minute. */
const dayOf = (minute: WorkingMinute): string => {
  const day = workingDays[Math.floor(minute / minutesPerDay)];
  if (day === undefined) throw new RangeError(`working minute ${minute} lies after ${lastDay}`);
  return day;
};

/** The instant of a minute, ISO 8601 with the offset of Asia/Ho_Chi_Minh. */
export const instantOf = (minute: WorkingMinute): string => {
  const ofDay = minute % minutesPerDay;
  const clock = ofDay < minutesPerHalfDay ? 7 * 60 + ofDay : 13 * 60 + ofDay - minutesPerHalfDay;
  return localInstant(dayOf(minute), Math.floor(clock / 60), clock % 60);
};

/** An instant by its local date and time, ISO 8601 with the offset of Asia/Ho_Chi_Minh. */
export const localInstant = (day: string, hour: number, minute = 0): string =>
  `${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00+07:00`;
