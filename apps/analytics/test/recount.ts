import type { AchievementEvent, Line } from '@thidua/events';
import type { StatusCounts } from '@thidua/rollup';
import { plusDays } from './oracle/days.js';
import type { History } from './oracle/history.js';
import type { Logged } from './oracle/log.js';
import { periodStart } from './oracle/tree-changes.js';

/** An event with the local date on which it was recorded. */
export type Dated = Logged & { readonly recordedOn: string };

type Status = Exclude<keyof StatusCounts, 'total' | 'slipping'>;

/** An achievement as it is counted. */
export interface Recounted {
  readonly unitId: string;
  readonly firstDay: string;
  readonly status: Status;
  readonly slipping: boolean;
}

/**
 * The log of a random history with all that counts depend on: dates of recording, planned ends for two of
 * three achievements, and progress of every other one before its first line. Positions are doubled for that.
 */
export const datedLog = ({ log }: History): readonly Dated[] =>
  log.flatMap((event): readonly Dated[] => {
    const position = 2 * event.position;
    const recordedOn = plusDays(periodStart, event.position % 25);
    if (event.type !== 'AchievementRegistered.v1') return [{ ...event, position, recordedOn }];
    const { achievementId, campaignId } = event.data;
    const planned = event.position % 3 === 0 ? {} : { plannedTo: plusDays(periodStart, (7 * event.position) % 20) };
    const registered: Dated = { ...event, data: { ...event.data, ...planned }, position, recordedOn };
    if (event.position % 2 === 0) return [registered];
    const data = { achievementId, campaignId, percentDone: 10, effectiveOn: periodStart };
    return [registered, { type: 'ProgressRecorded.v1', data, position: position + 1, recordedOn }];
  });

const decided: Partial<Record<AchievementEvent['type'], Status>> = {
  'AchievementSubmitted.v1': 'underReview',
  'AchievementApproved.v1': 'approved',
  'AchievementReturned.v1': 'returned',
  'AchievementRejected.v1': 'rejected',
  'AmendmentRequested.v1': 'approved',
  'AmendmentRefused.v1': 'approved',
  'AchievementCorrected.v1': 'approved',
  'AchievementWithdrawn.v1': 'withdrawn',
  'ApprovalRevoked.v1': 'revoked',
};

const achievementOf = ({ data }: Dated): string | null => {
  if ('subject' in data) return data.subject.achievementId;
  return 'achievementId' in data ? data.achievementId : null;
};

/** All achievements known at a position, each looked up in its own events by figures.md 8 and domain.md E2 alone. */
export const recount = (log: readonly Dated[], knownUpTo: number, today: string): readonly Recounted[] => {
  const known = log.filter(({ position }) => position <= knownUpTo);
  return known.flatMap((registered): readonly Recounted[] => {
    if (registered.type !== 'AchievementRegistered.v1') return [];
    const { achievementId, ownerUnitId: unitId, plannedTo } = registered.data;
    const events = known.filter((event) => achievementOf(event) === achievementId);
    const status = statusOf(events);
    const early = status === 'registered' || status === 'inProgress';
    const days = linesOf(events).map(({ effectiveOn }) => effectiveOn);
    const firstDay = days.sort()[0] ?? registered.recordedOn;
    return [{ unitId, firstDay, status, slipping: early && plannedTo !== undefined && plannedTo < today }];
  });
};

const statusOf = (events: readonly Dated[]): Status => {
  const last = events.findLast(({ type }) => type in decided);
  if (last) return decided[last.type as AchievementEvent['type']] as Status;
  const has = (type: AchievementEvent['type']) => events.some((event) => event.type === type);
  if (has('AchievementCompleted.v1')) return 'completed';
  return has('ProgressRecorded.v1') || has('QuantityReported.v1') ? 'inProgress' : 'registered';
};

const linesOf = (events: readonly Dated[]): readonly Line[] => {
  const corrected = events.findLast(({ type }) => type === 'AchievementCorrected.v1');
  if (corrected?.type === 'AchievementCorrected.v1') return corrected.data.after;
  let lines: readonly Line[] = [];
  for (const event of events) {
    if (event.type !== 'QuantityReported.v1') continue;
    const { lines: set, removedLineIds } = event.data;
    const gone = new Set([...removedLineIds, ...set.map(({ lineId }) => lineId)]);
    lines = [...lines.filter(({ lineId }) => !gone.has(lineId)), ...set];
  }
  return lines;
};

/** Counted one by one. */
export const countsOf = (achievements: readonly Recounted[]): StatusCounts => {
  const inStatus = (status: Status) => achievements.filter((one) => one.status === status).length;
  return {
    total: achievements.length,
    registered: inStatus('registered'),
    inProgress: inStatus('inProgress'),
    completed: inStatus('completed'),
    underReview: inStatus('underReview'),
    returned: inStatus('returned'),
    approved: inStatus('approved'),
    rejected: inStatus('rejected'),
    withdrawn: inStatus('withdrawn'),
    revoked: inStatus('revoked'),
    slipping: achievements.filter(({ slipping }) => slipping).length,
  };
};
