import { localInstant } from './working-time.js';

/**
 * When in a day each kind of step on participation and reports is taken, hours and minutes: one operation an
 * instant, and none at a time that `calendar.ts` gives to work.
 */
const times = {
  register: [8, 0],
  issuePlan: [8, 15],
  setTargets: [8, 45],
  write: [9, 0],
  send: [10, 30],
  grantExtension: [13, 30],
  decide: [16, 0],
  closeReporting: [16, 15],
  summarise: [16, 30],
} as const;

/** The instant of a kind of step on a day, ISO 8601 with the offset +07:00. */
export const dutySessionOf = (day: string, session: keyof typeof times): string => {
  const [hour, minute] = times[session];
  return localInstant(day, hour, minute);
};

/** So many of the whole province; in a smaller scope no more than a quarter, so that most do as they should. */
export const atMost = (count: number, all: readonly unknown[]): number => Math.min(count, Math.floor(all.length / 4));
