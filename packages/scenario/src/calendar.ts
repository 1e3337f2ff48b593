import { localInstant } from './working-time.js';

/** When in a day each kind of step is taken, hours and minutes: one operation an instant, so no time stands twice. */
const times = {
  upload: [7, 0],
  register: [7, 15],
  contribute: [7, 45],
  registerParticipation: [8, 0],
  issuePlan: [8, 15],
  report: [8, 30],
  setTargets: [8, 45],
  writeReport: [9, 0],
  attach: [9, 15],
  submit: [10, 0],
  sendReport: [10, 30],
  grantExtension: [13, 30],
  approve: [14, 0],
  return: [14, 30],
  reject: [14, 45],
  amend: [15, 0],
  withdraw: [15, 15],
  revoke: [15, 30],
  decideReports: [16, 0],
  closeReporting: [16, 15],
  summarise: [16, 30],
} as const;

export type Session = keyof typeof times;

/** The instant of a kind of step on a day, ISO 8601 with the offset +07:00. */
export const sessionOf = (day: string, session: Session): string => {
  const [hour, minute] = times[session];
  return localInstant(day, hour, minute);
};
