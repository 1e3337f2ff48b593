import { type Acting, may, type Operation, type World } from '@thidua/authority';
import { isRefusal } from '@thidua/event-sourcing';
import { type AllowedActionValue, allowedAction, type Language, refusedBy, type UserRefusal } from '@thidua/service';
import type { CampaignInForce } from '../campaign/campaign-gates.js';
import type { AchievementCommand, AchievementRefusal } from './achievement.commands.js';
import { achievementDecider } from './achievement.decider.js';
import type { AchievementInForce } from './achievement.state.js';
import { targetOf } from './change-achievement.js';
import type { LineInput } from './lines.js';

/** What an action is asked of: an achievement as somebody sees it today. */
export interface Asked {
  readonly achievement: AchievementInForce;
  readonly campaign: CampaignInForce;
  /** The owner's receiver in this campaign today, null where it has none. */
  readonly receiverOrgId: string | null;
  readonly today: string;
  readonly acting: Acting;
  readonly world: World;
}

/** A day that may be named, where there is one: today, or the period's last day. */
const dayIn = ({ campaign: { periodStart, periodEnd }, today }: Asked): string => {
  if (today < periodStart) return periodStart;
  return today < periodEnd ? today : periodEnd;
};

/** A line that may be sent under an id, of the campaign's first metric. */
const lineFor = (asked: Asked, lineId: string): LineInput => {
  const [metric = '', rule] = asked.campaign.metrics.entries().next().value ?? [];
  const line = { lineId, metric, effectiveOn: dayIn(asked) };
  switch (rule?.combine) {
    case 'RATIO':
      return { ...line, numerator: '0', denominator: '0' };
    case 'AVERAGE':
      return { ...line, sum: '0', count: 1 };
    case 'DISTINCT':
      return rule.countsItself ? line : { ...line, declared: '0' };
    default:
      return { ...line, value: '0' };
  }
};

const sendingOf = ({ campaign, today, receiverOrgId, acting }: Asked) => ({
  ...{ campaign, today, receiverOrgId },
  persons: [acting.userId],
});

const amendment = (asked: Asked, lines: readonly LineInput[], removedLineIds: readonly string[] = []) =>
  ({ type: 'RequestAmendment', lines, removedLineIds, reason: '?', ...sendingOf(asked) }) as const;

/**
 * One line a mutation on an achievement that stands: commands as somebody may well send them. It is allowed
 * where one of them is done.
 */
const actions: Readonly<Partial<Record<Operation, (asked: Asked) => readonly AchievementCommand[]>>> = {
  achievementDeclareContributions: ({ achievement: { contributions }, campaign }) => [
    { type: 'DeclareContributions', contributions, campaign },
  ],
  achievementRecordProgress: (asked) => [
    { type: 'RecordProgress', percentDone: 100, effectiveOn: dayIn(asked), note: null, ...sendingOf(asked) },
  ],
  achievementReportQuantities: (asked) => {
    const lineId = asked.achievement.lines[0]?.lineId ?? 'new';
    return [{ type: 'ReportQuantities', lines: [lineFor(asked, lineId)], removedLineIds: [], ...sendingOf(asked) }];
  },
  achievementAttachEvidence: ({ campaign, today }) => {
    const file = { sha256: '0'.repeat(64), mediaType: 'image/png', bytes: 0 };
    return [{ type: 'AttachEvidence', evidence: { evidenceId: 'new', kind: 'OTHER', ...file }, campaign, today }];
  },
  achievementWithdrawEvidence: ({ achievement: { evidence }, campaign }) => [
    { type: 'WithdrawEvidence', evidenceId: evidence[0]?.evidenceId ?? '', reason: null, campaign },
  ],
  achievementComplete: (asked) => [{ type: 'CompleteAchievement', completedOn: dayIn(asked), ...sendingOf(asked) }],
  achievementSubmit: (asked) => [{ type: 'SubmitAchievement', completedOn: null, ...sendingOf(asked) }],
  achievementRequestAmendment: (asked) => {
    const [first] = asked.achievement.lines;
    return [
      amendment(asked, [lineFor(asked, 'new')]),
      amendment(asked, [lineFor(asked, first?.lineId ?? 'new')]),
      amendment(asked, [], first ? [first.lineId] : []),
    ];
  },
  achievementWithdraw: ({ campaign }) => [{ type: 'WithdrawAchievement', reason: '?', campaign }],
  achievementRevoke: ({ campaign, acting: { organisation } }) => [
    { type: 'RevokeApproval', reason: '?', revokedByOrgId: organisation.orgId, campaign },
  ],
};

/** What somebody may do now, by their rights and the rules themselves, and why not. */
export const allowedActions = (asked: Asked, language: Language): readonly AllowedActionValue[] =>
  Object.entries(actions).map(([name, commandsOf]) => {
    const action = name as Operation;
    const target = targetOf(action, asked.achievement);
    const refused = refusedBy(may(action, asked.acting, target, asked.world)) ?? refusalOf(commandsOf(asked), asked);
    return allowedAction(action, refused, language);
  });

/** Why none of some commands would be done, in the words of the first; null where one would. */
const refusalOf = (commands: readonly AchievementCommand[], { achievement }: Asked): UserRefusal | null => {
  const decisions = commands.map((command) => achievementDecider.decide(command, achievement));
  const refusals = decisions.filter((decision) => isRefusal<AchievementRefusal>(decision));
  return refusals.length < decisions.length ? null : (refusals[0] ?? null);
};
