/** The first day of the campaign's period. */
export const periodStart = '2022-01-01';

/** The day of the launch, Friday 18 February 2022. */
export const launchDay = '2022-02-18';

/** Days off between it and the end: the Hung Kings' day and what 30 April and 1 May were moved to. */
const holidays: ReadonlySet<string> = new Set(['2022-04-11', '2022-05-02', '2022-05-03']);

/** A calendar day that many days on, ISO 8601. */
export const daysAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** Days from one calendar day to another. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days;

export const isWorkingDay = (day: string): boolean => Temporal.PlainDate.from(day).dayOfWeek <= 5 && !holidays.has(day);

/** An instant by its local date and time, ISO 8601 with the offset of Asia/Ho_Chi_Minh. */
export const localInstant = (day: string, hour: number, minute = 0): string =>
  `${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00+07:00`;
