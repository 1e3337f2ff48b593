import { refusedFor } from '@thidua/event-sourcing';
import type { Contribution } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';
import { mayRegister } from '../campaign/campaign-gates.js';
import type {
  AchievementRefusal,
  Decision,
  DeclareContributions,
  RecordProgress,
  ReportQuantities,
} from './achievement.commands.js';
import type { Achievement, AchievementInForce } from './achievement.state.js';
import { reportedLines } from './lines.js';
import { dayFaults, drafted, isStopped, open } from './step-rules.js';

const contributionsMax = 100;
const wholeBp = 10_000;

/** Figures are split by what was declared, so it stands from the first submission on. */
export const declareContributions = (
  { contributions, campaign }: DeclareContributions,
  before: Achievement,
): Decision => {
  if (before.status !== 'none' && before.submissionNo > 0) return refuse('CONTRIBUTIONS_FIXED', ['contributions']);
  const achievement = open(before, drafted, campaign, mayRegister, 'declare-contributions');
  if (isStopped(achievement)) return achievement;
  const refused = refusedFor(contributionFaults(contributions, achievement));
  if (refused) return refused;
  const declared = leadFirst(contributions, achievement.ownerUnitId);
  if (sameContributions(declared, achievement.contributions)) return [];
  const { achievementId, campaignId } = achievement;
  return [{ type: 'ContributionsDeclared.v1', data: { achievementId, campaignId, contributions: declared } }];
};

/** The lead stands at the achievement's own unit, which may be one that went to the owner's. */
const leadFirst = (contributions: readonly Contribution[], ownerUnitId: string): Contribution[] => [
  ...contributions.filter(({ role }) => role === 'LEAD').map((lead) => ({ ...lead, unitId: ownerUnitId })),
  ...contributions.filter(({ role }) => role === 'PARTNER'),
];

/** Whether the same organisations have the same shares, in whatever order they were named. */
const sameContributions = (one: readonly Contribution[], other: readonly Contribution[]): boolean => {
  const shares = new Map(other.map(({ orgId, shareBp }) => [orgId, shareBp]));
  return one.length === other.length && one.every(({ orgId, shareBp }) => shares.get(orgId) === shareBp);
};

const contributionFaults = (
  contributions: readonly Contribution[],
  { ownerOrgId }: AchievementInForce,
): readonly AchievementRefusal[] => {
  const count = contributions.length;
  // A list too long is not read at all.
  if (count > contributionsMax) return [refuse('TOO_MANY', ['contributions'], { max: contributionsMax, count })];
  const faults: AchievementRefusal[] = [];
  const named = new Set<string>();
  for (const [index, { orgId, role, shareBp }] of contributions.entries()) {
    const at = ['contributions', String(index)];
    if (named.has(orgId)) faults.push(refuse('DUPLICATE', [...at, 'organisation'], { code: orgId }));
    named.add(orgId);
    if ((role === 'LEAD') !== (orgId === ownerOrgId)) faults.push(refuse('LEAD_INVALID', [...at, 'role']));
    if (shareBp < 0) faults.push(refuse('QUANTITY_NEGATIVE', [...at, 'shareBp'], { value: shareBp }));
  }
  if (!named.has(ownerOrgId)) faults.push(refuse('LEAD_INVALID', ['contributions']));
  const sum = contributions.reduce((total, { shareBp }) => total + shareBp, 0);
  if (sum !== wholeBp) faults.push(refuse('SHARES_SUM', ['contributions'], { sum }));
  return faults;
};

/** Progress is told of work that goes on: what is completed is at its end, unless it was sent back. */
export const recordProgress = (command: RecordProgress, before: Achievement): Decision => {
  const { percentDone, effectiveOn, note, campaign, today } = command;
  const goesOn = drafted.filter((status) => status !== 'completed');
  const achievement = open(before, goesOn, campaign, mayRegister, 'record-progress');
  if (isStopped(achievement)) return achievement;
  const refused = refusedFor([
    ...(percentDone < 0 || percentDone > 100
      ? [refuse('PERCENT_INVALID', ['percentDone'], { value: percentDone })]
      : []),
    ...dayFaults(effectiveOn, campaign, today, ['effectiveOn']),
  ]);
  if (refused) return refused;
  const { achievementId, campaignId, progress } = achievement;
  const same = progress?.percentDone === percentDone && progress.effectiveOn === effectiveOn;
  if (same && (progress.note ?? null) === note) return [];
  const data = { achievementId, campaignId, percentDone, ...(note !== null && { note }), effectiveOn };
  return storable([{ type: 'ProgressRecorded.v1', data }]);
};

/** Lines change until it is submitted and when it was sent back, never while it is under review or approved. */
export const reportQuantities = (command: ReportQuantities, before: Achievement): Decision => {
  const achievement = open(before, drafted, command.campaign, mayRegister, 'report-quantities');
  if (isStopped(achievement)) return achievement;
  const { achievementId, campaignId } = achievement;
  const reported = reportedLines(command, achievement.lines, achievementId);
  if ('refused' in reported) return reported;
  const { lines, removedLineIds } = reported;
  if (lines.length === 0 && removedLineIds.length === 0) return [];
  return storable([{ type: 'QuantityReported.v1', data: { achievementId, campaignId, lines, removedLineIds } }]);
};
