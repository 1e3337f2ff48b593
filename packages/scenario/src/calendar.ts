import { localInstant } from './working-time.js';

/** When in a day each kind of step on work is taken, hours and minutes: one operation an instant. */
const times = {
  upload: [7, 0],
  register: [7, 15],
  contribute: [7, 45],
  report: [8, 30],
  attach: [9, 15],
  submit: [10, 0],
  approve: [14, 0],
  return: [14, 30],
  reject: [14, 45],
  amend: [15, 0],
  withdraw: [15, 15],
  revoke: [15, 30],
} as const;

export type WorkSession = keyof typeof times;

/** The instant of a kind of step on a day, ISO 8601 with the offset +07:00. */
export const sessionOf = (day: string, session: WorkSession): string => {
  const [hour, minute] = times[session];
  return localInstant(day, hour, minute);
};
