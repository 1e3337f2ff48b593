import type { Evolve } from '@thidua/event-sourcing';
import {
  type AchievementEvent,
  type Actor,
  type Contribution,
  type EventData,
  type Line,
  personsOf,
  type Subject,
} from '@thidua/events';

/** States of an achievement (domain.md E2); rejected, withdrawn and revoked are final. */
export type AchievementStatus =
  | 'registered'
  | 'in-progress'
  | 'completed'
  | 'under-review'
  | 'returned'
  | 'approved'
  | 'amendment-pending'
  | 'rejected'
  | 'withdrawn'
  | 'revoked';

type Progress = Pick<EventData<'ProgressRecorded.v1'>, 'percentDone' | 'effectiveOn' | 'note'>;
export type EvidenceFacts = Omit<EventData<'EvidenceAttached.v1'>, 'achievementId' | 'campaignId'>;

/** An achievement from its registration on. */
export interface AchievementInForce {
  readonly status: AchievementStatus;
  readonly achievementId: string;
  readonly campaignId: string;
  readonly areaCode: string;
  readonly kind: EventData<'AchievementRegistered.v1'>['kind'];
  readonly ownerOrgId: string;
  readonly ownerUnitId: string;
  /** The lead first; until others are declared the owner stands for the whole. */
  readonly contributions: readonly Contribution[];
  /** How far it was on the latest day that was recorded. */
  readonly progress: Progress | null;
  /** What is reported now: once approved, what counts. */
  readonly lines: readonly Line[];
  /** What an amendment that waits would make of the lines. */
  readonly proposedLines: readonly Line[] | null;
  readonly evidence: readonly EvidenceFacts[];
  readonly withdrawnEvidenceIds: readonly string[];
  readonly completedOn: string | null;
  /** Counts submissions and amendments. */
  readonly submissionNo: number;
  /** Who received the last of them. */
  readonly receiverOrgId: string | null;
  /** Everybody with an act of their own so far: none of them may review it. */
  readonly tookPart: readonly string[];
}

export type Achievement = { readonly status: 'none' } | AchievementInForce;

const withPart = (achievement: AchievementInForce, actor: Actor): readonly string[] => [
  ...new Set([...achievement.tookPart, ...personsOf(actor)]),
];

/** A step of an achievement that is registered; before that no other event can stand. */
const step = (achievement: Achievement, changed: (before: AchievementInForce) => Partial<AchievementInForce>) =>
  achievement.status === 'none' ? achievement : { ...achievement, ...changed(achievement) };

/** A step by which somebody takes part. */
const act = (
  achievement: Achievement,
  actor: Actor,
  changed: (before: AchievementInForce) => Partial<AchievementInForce>,
) => step(achievement, (before) => ({ ...changed(before), tookPart: withPart(before, actor) }));

/** Work has begun: with its first progress, its first quantity. */
const begun = ({ status }: AchievementInForce): AchievementStatus => (status === 'registered' ? 'in-progress' : status);

/** The state that a day of completion leads to: what was sent back stays so until it is submitted again. */
const done = ({ status }: AchievementInForce): AchievementStatus =>
  status === 'registered' || status === 'in-progress' ? 'completed' : status;

/** Setting a line replaces the one with its id, in its place; a new id is one more line. */
export const mergeLines = (
  before: readonly Line[],
  set: readonly Line[],
  removedLineIds: readonly string[],
): readonly Line[] => {
  const byId = new Map(before.map((line) => [line.lineId, line]));
  for (const lineId of removedLineIds) byId.delete(lineId);
  for (const line of set) byId.set(line.lineId, line);
  return [...byId.values()];
};

/** Decisions are taken over by a process: whoever decided did not take part, so none of those adds a person. */
export const evolve: Evolve<Achievement, AchievementEvent> = {
  'AchievementRegistered.v1': (_, data, actor) => {
    const { achievementId, campaignId, areaCode, kind, ownerOrgId, ownerUnitId } = data;
    const achievement: AchievementInForce = {
      ...{ status: 'registered', achievementId, campaignId, areaCode, kind, ownerOrgId, ownerUnitId },
      contributions: [{ orgId: ownerOrgId, unitId: ownerUnitId, role: 'LEAD', shareBp: 10_000 }],
      ...{ progress: null, lines: [], proposedLines: null, evidence: [], withdrawnEvidenceIds: [] },
      ...{ completedOn: null, submissionNo: 0, receiverOrgId: null, tookPart: [] },
    };
    return { ...achievement, tookPart: withPart(achievement, actor) };
  },
  'ContributionsDeclared.v1': (achievement, { contributions }, actor) =>
    act(achievement, actor, () => ({ contributions })),
  'ProgressRecorded.v1': (achievement, { percentDone, effectiveOn, note }, actor) =>
    act(achievement, actor, (before) => ({
      status: begun(before),
      // What is told late of an earlier day does not undo what is known of a later one.
      ...((before.progress === null || before.progress.effectiveOn <= effectiveOn) && {
        progress: { percentDone, effectiveOn, note },
      }),
    })),
  'QuantityReported.v1': (achievement, { lines, removedLineIds }, actor) =>
    act(achievement, actor, (before) => ({
      status: begun(before),
      lines: mergeLines(before.lines, lines, removedLineIds),
    })),
  'EvidenceAttached.v1': (achievement, { achievementId: _, campaignId: __, ...evidence }, actor) =>
    act(achievement, actor, (before) => ({
      evidence: [...before.evidence, evidence],
      withdrawnEvidenceIds: before.withdrawnEvidenceIds.filter((id) => id !== evidence.evidenceId),
    })),
  'EvidenceWithdrawn.v1': (achievement, { evidenceId }, actor) =>
    act(achievement, actor, (before) => ({
      evidence: before.evidence.filter((one) => one.evidenceId !== evidenceId),
      withdrawnEvidenceIds: [...before.withdrawnEvidenceIds, evidenceId],
    })),
  'AchievementCompleted.v1': (achievement, { completedOn }, actor) =>
    act(achievement, actor, (before) => ({ status: done(before), completedOn })),
  'AchievementSubmitted.v1': (achievement, { submissionNo, receiverOrgId }, actor) =>
    act(achievement, actor, () => ({ status: 'under-review', submissionNo, receiverOrgId })),
  'AchievementApproved.v1': (achievement) => step(achievement, () => ({ status: 'approved' })),
  'AchievementReturned.v1': (achievement) => step(achievement, () => ({ status: 'returned' })),
  'AchievementRejected.v1': (achievement) => step(achievement, () => ({ status: 'rejected' })),
  'AmendmentRequested.v1': (achievement, { submissionNo, receiverOrgId, after: proposedLines }, actor) =>
    act(achievement, actor, () => ({ status: 'amendment-pending', submissionNo, receiverOrgId, proposedLines })),
  'AchievementCorrected.v1': (achievement, { after: lines }) =>
    step(achievement, () => ({ status: 'approved', lines, proposedLines: null })),
  'AmendmentRefused.v1': (achievement) => step(achievement, () => ({ status: 'approved', proposedLines: null })),
  'AchievementWithdrawn.v1': (achievement, _, actor) => act(achievement, actor, () => ({ status: 'withdrawn' })),
  'ApprovalRevoked.v1': (achievement) => step(achievement, () => ({ status: 'revoked' })),
};

/** What its figure events are about. */
export const subjectOf = (achievement: AchievementInForce): Subject => {
  const { achievementId, campaignId, areaCode, ownerOrgId, ownerUnitId, contributions } = achievement;
  return { achievementId, campaignId, areaCode, ownerOrgId, ownerUnitId, contributions: [...contributions] };
};

/** Work that counts, also while an amendment of it waits. */
export const isApproved = ({ status }: Pick<Achievement, 'status'>): boolean =>
  status === 'approved' || status === 'amendment-pending';
