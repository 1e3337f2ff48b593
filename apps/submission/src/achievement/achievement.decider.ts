import { type Decider, type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { AchievementEvent, Actor, EventData, Line, Subject } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';
import type { CampaignInForce } from '../campaign/campaign.decider.js';
import { type LineInput, type LineRefusal, reportedLines } from './lines.js';

/** An achievement from its registration on. */
export interface AchievementInForce {
  readonly status: 'registered' | 'under-review' | 'returned' | 'approved';
  readonly achievementId: string;
  readonly campaignId: string;
  readonly areaCode: string;
  readonly ownerOrgId: string;
  readonly ownerUnitId: string;
  readonly lines: readonly Line[];
  readonly completedOn: string | null;
  readonly submissionNo: number;
  /** Everybody with an act of their own so far: none of them may review it. */
  readonly tookPart: readonly string[];
}

export type Achievement = { readonly status: 'none' } | AchievementInForce;

export interface RegisterAchievement {
  readonly type: 'RegisterAchievement';
  readonly registration: EventData<'AchievementRegistered.v1'>;
  readonly campaign: CampaignInForce;
  /** Whether the owner matches a participant rule. */
  readonly participant: boolean;
}

export interface ReportQuantities {
  readonly type: 'ReportQuantities';
  readonly lines: readonly LineInput[];
  readonly removedLineIds: readonly string[];
  readonly campaign: CampaignInForce;
  readonly today: string;
}

export interface SubmitAchievement {
  readonly type: 'SubmitAchievement';
  readonly completedOn: string | null;
  /** The owner's receiver in this campaign, null where it has none. */
  readonly receiverOrgId: string | null;
  /** The person who submits, and whoever they stand in for. */
  readonly persons: readonly string[];
  readonly campaign: CampaignInForce;
  readonly today: string;
}

/** What follows from a decided review; nothing where it is not under review at that submission. */
export interface SettleAchievement {
  readonly type: 'SettleAchievement';
  readonly reviewId: string;
  readonly submissionNo: number;
  readonly outcome: 'APPROVE' | 'RETURN';
  readonly reasonCode?: string | undefined;
  readonly note?: string | undefined;
}

export type AchievementCommand = RegisterAchievement | ReportQuantities | SubmitAchievement | SettleAchievement;

export type AchievementRefusal =
  | LineRefusal
  | Refusal<
      | 'INVALID_TRANSITION'
      | 'UNKNOWN_AREA'
      | 'KIND_NOT_SUPPORTED'
      | 'NOT_A_PARTICIPANT'
      | 'DATES_REVERSED'
      | 'TEXT_INVALID'
      | 'TOO_MANY'
      | 'NOTHING_TO_SUBMIT'
      | 'NO_RECEIVER'
      | 'DAY_OUTSIDE_PERIOD'
      | 'DAY_IN_FUTURE'
    >;

type Decision = readonly AchievementEvent[] | AchievementRefusal;

const titleLengthMax = 500;

const withPart = (achievement: AchievementInForce, { userId, onBehalfOfUserId }: Actor): readonly string[] => [
  ...new Set([...achievement.tookPart, userId, ...(onBehalfOfUserId === undefined ? [] : [onBehalfOfUserId])]),
];

/** A step of an achievement that is registered; before that no other event can stand. */
const step = (achievement: Achievement, changed: (before: AchievementInForce) => Partial<AchievementInForce>) =>
  achievement.status === 'none' ? achievement : { ...achievement, ...changed(achievement) };

export const achievementDecider: Decider<Achievement, AchievementCommand, AchievementEvent, AchievementRefusal> = {
  category: 'achievement',
  initial: () => ({ status: 'none' }),
  evolve: {
    'AchievementRegistered.v1': (_, data, actor) => {
      const { achievementId, campaignId, areaCode, ownerOrgId, ownerUnitId } = data;
      const ids = { achievementId, campaignId, areaCode, ownerOrgId, ownerUnitId };
      const registered = { ...ids, lines: [], completedOn: null, submissionNo: 0, tookPart: [] };
      const achievement: AchievementInForce = { status: 'registered', ...registered };
      return { ...achievement, tookPart: withPart(achievement, actor) };
    },
    'QuantityReported.v1': (achievement, { lines, removedLineIds }, actor) =>
      step(achievement, (before) => ({
        lines: mergeLines(before.lines, lines, removedLineIds),
        tookPart: withPart(before, actor),
      })),
    'AchievementCompleted.v1': (achievement, { completedOn }, actor) =>
      step(achievement, (before) => ({ completedOn, tookPart: withPart(before, actor) })),
    'AchievementSubmitted.v1': (achievement, { submissionNo }, actor) =>
      step(achievement, (before) => ({ status: 'under-review', submissionNo, tookPart: withPart(before, actor) })),
    'AchievementApproved.v1': (achievement) => step(achievement, () => ({ status: 'approved' })),
    'AchievementReturned.v1': (achievement) => step(achievement, () => ({ status: 'returned' })),
  },
  decide(command, achievement) {
    switch (command.type) {
      case 'RegisterAchievement':
        return register(command, achievement);
      case 'ReportQuantities':
        return report(command, achievement);
      case 'SubmitAchievement':
        return submit(command, achievement);
      case 'SettleAchievement':
        return settle(command, achievement);
    }
  },
};

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

const register = ({ registration, campaign, participant }: RegisterAchievement, achievement: Achievement): Decision => {
  if (achievement.status !== 'none') {
    return refuse('INVALID_TRANSITION', undefined, { from: achievement.status, to: 'register' });
  }
  if (campaign.status !== 'launched') {
    return refuse('INVALID_TRANSITION', ['campaign'], { from: campaign.status, to: 'register' });
  }
  if (!participant) return refuse('NOT_A_PARTICIPANT', ['campaign']);
  return (
    refusedFor(registrationFaults(registration, campaign)) ??
    storable([{ type: 'AchievementRegistered.v1', data: registration }], (_, [name = '', ...path]) => [
      inputNames[name] ?? name,
      ...path,
    ])
  );
};

/** What the input calls a value that its event calls otherwise. */
const inputNames: Readonly<Record<string, string>> = { movementCodes: 'movements', templateId: 'template' };

const registrationFaults = (
  { areaCode, kind, titleVi, plannedFrom, plannedTo }: RegisterAchievement['registration'],
  campaign: CampaignInForce,
): readonly AchievementRefusal[] => {
  const faults: AchievementRefusal[] = [];
  if (!campaign.areas.has(areaCode)) {
    faults.push(refuse('UNKNOWN_AREA', ['area'], { area: areaCode, allowed: [...campaign.areas] }));
  }
  if (kind === 'WORK') faults.push(refuse('KIND_NOT_SUPPORTED', ['kind']));
  if (titleVi.length === 0 || titleVi.length > titleLengthMax) {
    faults.push(refuse('TEXT_INVALID', ['title'], { max: titleLengthMax }));
  }
  if (plannedFrom !== undefined && plannedTo !== undefined && plannedFrom > plannedTo) {
    faults.push(refuse('DATES_REVERSED', ['plannedTo'], { from: plannedFrom, to: plannedTo }));
  }
  return faults;
};

/** Lines change while it is drafted or sent back, never while it is under review or approved. */
const report = (command: ReportQuantities, achievement: Achievement): Decision => {
  if (achievement.status !== 'registered' && achievement.status !== 'returned') {
    return refuse('INVALID_TRANSITION', undefined, { from: achievement.status, to: 'report-quantities' });
  }
  const reported = reportedLines(command, achievement.lines);
  if ('refused' in reported) return reported;
  const { lines, removedLineIds } = reported;
  if (lines.length === 0 && removedLineIds.length === 0) return [];
  const { achievementId, campaignId } = achievement;
  return storable([{ type: 'QuantityReported.v1', data: { achievementId, campaignId, lines, removedLineIds } }]);
};

/** Submitting completes it, if nobody did, on the latest day of its lines. */
const submit = (command: SubmitAchievement, achievement: Achievement): Decision => {
  if (achievement.status !== 'registered' && achievement.status !== 'returned') {
    return refuse('INVALID_TRANSITION', undefined, { from: achievement.status, to: 'submit' });
  }
  const { campaign, today, receiverOrgId, persons } = command;
  const { lines, achievementId, campaignId } = achievement;
  if (lines.length === 0) return refuse('NOTHING_TO_SUBMIT', ['achievement']);
  if (receiverOrgId === null) return refuse('NO_RECEIVER', ['achievement']);
  const latestDay = lines.reduce((latest, { effectiveOn }) => (effectiveOn > latest ? effectiveOn : latest), '');
  // A line that came after a return may lie behind the day it was first said to be completed.
  const completedOn = command.completedOn ?? later(achievement.completedOn, latestDay);
  const { periodStart: from, periodEnd: to } = campaign;
  if (completedOn < from || completedOn > to) {
    return refuse('DAY_OUTSIDE_PERIOD', ['completedOn'], { day: completedOn, from, to });
  }
  if (completedOn > today) return refuse('DAY_IN_FUTURE', ['completedOn'], { day: completedOn, today });

  const completed = { type: 'AchievementCompleted.v1', data: { achievementId, campaignId, completedOn } } as const;
  const submittedBy = [...new Set([...achievement.tookPart, ...persons])];
  const submissionNo = achievement.submissionNo + 1;
  const data = { submissionNo, receiverOrgId, subject: subjectOf(achievement), lines: [...lines], submittedBy };
  const submitted = { type: 'AchievementSubmitted.v1', data } as const;
  return completedOn === achievement.completedOn ? [submitted] : [completed, submitted];
};

const later = (one: string | null, other: string): string => (one !== null && one > other ? one : other);

const settle = (command: SettleAchievement, achievement: Achievement): Decision => {
  const { reviewId, submissionNo, outcome, reasonCode, note } = command;
  if (achievement.status !== 'under-review' || achievement.submissionNo !== submissionNo) return [];
  const data = {
    submissionNo,
    reviewId,
    subject: subjectOf(achievement),
    lines: [...achievement.lines],
    ...(reasonCode !== undefined && { reasonCode }),
    ...(note !== undefined && { note }),
  };
  return [{ type: outcome === 'APPROVE' ? 'AchievementApproved.v1' : 'AchievementReturned.v1', data }];
};

/** Until contributions are declared the owner stands for the whole. */
const subjectOf = ({ achievementId, campaignId, areaCode, ownerOrgId, ownerUnitId }: AchievementInForce): Subject => ({
  achievementId,
  campaignId,
  areaCode,
  ownerOrgId,
  ownerUnitId,
  contributions: [{ orgId: ownerOrgId, unitId: ownerUnitId, role: 'LEAD', shareBp: 10_000 }],
});
