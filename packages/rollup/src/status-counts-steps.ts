import type { AchievementEvent, EventData, Line, Position } from '@thidua/events';

/** States that achievements are counted by. One whose amendment waits is approved: its old figures count. */
export const countedStatuses = [
  'registered',
  'inProgress',
  'completed',
  'underReview',
  'returned',
  'approved',
  'rejected',
  'withdrawn',
  'revoked',
] as const;
export type CountedStatus = (typeof countedStatuses)[number];

/** The day of a line; all else about it does not decide when an achievement counts. */
export interface LineDay {
  readonly lineId: string;
  readonly effectiveOn: string;
}

/** What one event does to the state of an achievement, or to its first day. */
export type StatusChange =
  | {
      readonly does: 'register';
      readonly unitId: string;
      /** Local date on which it was recorded: its first day until it has a line. */
      readonly registeredOn: string;
      readonly plannedTo: string | null;
    }
  | { readonly does: 'progress' }
  | { readonly does: 'report'; readonly lines: readonly LineDay[]; readonly removedLineIds: readonly string[] }
  | { readonly does: 'complete' }
  | { readonly does: 'enter'; readonly status: CountedStatus }
  /** The lines are these from now on; it stays approved. */
  | { readonly does: 'correct'; readonly lines: readonly LineDay[] };

/** A change with the achievement it is about and its place in the log. Plain data: it can be stored as JSON. */
export interface StatusStep {
  readonly campaignId: string;
  readonly achievementId: string;
  readonly position: Position;
  readonly change: StatusChange;
}

/** An event of an achievement with its place in the log and the local date on which it was recorded. */
export type DatedAchievementEvent = AchievementEvent & { readonly position: Position; readonly recordedOn: string };

const daysOf = (lines: readonly Line[]): readonly LineDay[] =>
  lines.map(({ lineId, effectiveOn }) => ({ lineId, effectiveOn }));

const enter = (status: CountedStatus) => (): StatusChange => ({ does: 'enter', status });
const nothing = (): null => null;

/** One line an event; a new event of an achievement does not compile until it has one (domain.md E2). */
const changes: {
  readonly [Type in AchievementEvent['type']]: (data: EventData<Type>, recordedOn: string) => StatusChange | null;
} = {
  'AchievementRegistered.v1': ({ ownerUnitId: unitId, plannedTo = null }, registeredOn) => ({
    does: 'register',
    unitId,
    registeredOn,
    plannedTo,
  }),
  'ContributionsDeclared.v1': nothing,
  'ProgressRecorded.v1': () => ({ does: 'progress' }),
  'QuantityReported.v1': ({ lines, removedLineIds }) => ({ does: 'report', lines: daysOf(lines), removedLineIds }),
  'EvidenceAttached.v1': nothing,
  'EvidenceWithdrawn.v1': nothing,
  'AchievementCompleted.v1': () => ({ does: 'complete' }),
  'AchievementSubmitted.v1': enter('underReview'),
  'AchievementApproved.v1': enter('approved'),
  'AchievementReturned.v1': enter('returned'),
  'AchievementRejected.v1': enter('rejected'),
  // While it waits, and where it is refused, what was approved goes on counting with its old lines.
  'AmendmentRequested.v1': nothing,
  'AmendmentRefused.v1': nothing,
  'AchievementCorrected.v1': ({ after }) => ({ does: 'correct', lines: daysOf(after) }),
  'AchievementWithdrawn.v1': enter('withdrawn'),
  'ApprovalRevoked.v1': enter('revoked'),
};

/** The events that may change a count: the keys of the map above. */
export const statusEventTypes = Object.keys(changes) as readonly AchievementEvent['type'][];

/** What an event does to the counts, null where it does nothing. Pure. */
export const statusStepOf = ({ type, data, position, recordedOn }: DatedAchievementEvent): StatusStep | null => {
  const changeOf = changes[type] as (data: unknown, recordedOn: string) => StatusChange | null;
  const change = changeOf(data, recordedOn);
  const { campaignId, achievementId } = 'subject' in data ? data.subject : data;
  return change && { campaignId, achievementId, position, change };
};
