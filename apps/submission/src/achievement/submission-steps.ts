import { refusedFor } from '@thidua/event-sourcing';
import type { AchievementEvent, Line } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';
import { mayRegister, maySettle, maySubmit } from '../campaign/campaign-gates.js';
import type {
  AchievementRefusal,
  CompleteAchievement,
  Decision,
  Sending,
  SettleAchievement,
  SubmitAchievement,
  Verdict,
} from './achievement.commands.js';
import { type Achievement, type AchievementInForce, subjectOf } from './achievement.state.js';
import { dayFaults, drafted, isStopped, open } from './step-rules.js';

/** Saying it again with another day mends the day. */
export const complete = ({ completedOn, campaign, today }: CompleteAchievement, before: Achievement): Decision => {
  const achievement = open(before, drafted, campaign, mayRegister, 'complete');
  if (isStopped(achievement)) return achievement;
  const refused = refusedFor(dayFaults(completedOn, campaign, today, ['completedOn']));
  if (refused) return refused;
  return completedOn === achievement.completedOn ? [] : [completedOf(achievement, completedOn)];
};

const completedOf = ({ achievementId, campaignId }: AchievementInForce, completedOn: string): AchievementEvent => ({
  type: 'AchievementCompleted.v1',
  data: { achievementId, campaignId, completedOn },
});

/** Submitting completes it, if nobody did, on the latest day of its lines. */
export const submit = (command: SubmitAchievement, before: Achievement): Decision => {
  const { campaign, today, receiverOrgId } = command;
  const achievement = open(before, drafted, campaign, maySubmit, 'submit');
  if (isStopped(achievement)) return achievement;
  // A line that came after a return may lie behind the day it was first said to be completed.
  const completedOn =
    command.completedOn ?? latest([achievement.completedOn ?? '', ...achievement.lines.map(dayOf)]) ?? today;
  const refused = refusedFor<AchievementRefusal>([
    ...(achievement.lines.length === 0 ? [refuse('NOTHING_TO_SUBMIT', ['achievement'])] : []),
    ...(lacksProof(achievement) ? [refuse('EVIDENCE_REQUIRED', ['achievement'])] : []),
    ...(receiverOrgId === null ? [refuse('NO_RECEIVER', ['achievement'])] : []),
    ...dayFaults(completedOn, campaign, today, ['completedOn']),
  ]);
  if (refused || receiverOrgId === null) return refused ?? refuse('NO_RECEIVER', ['achievement']);

  const submissionNo = achievement.submissionNo + 1;
  const sent = { submissionNo, receiverOrgId, subject: subjectOf(achievement) };
  const data = { ...sent, lines: [...achievement.lines], submittedBy: submittedBy(achievement, command) };
  const submitted = { type: 'AchievementSubmitted.v1', data } as const;
  const events = completedOn === achievement.completedOn ? [] : [completedOf(achievement, completedOn)];
  return storable([...events, submitted], () => ['achievement']);
};

const dayOf = ({ effectiveOn }: Line): string => effectiveOn;

/** The last of some days, null where none is given. */
const latest = (days: readonly string[]): string | null =>
  days.reduce((last, day) => (day > last ? day : last), '') || null;

/** A work stands somewhere: an acceptance or a photo shows it. */
const lacksProof = ({ kind, evidence }: AchievementInForce): boolean =>
  kind === 'WORK' && !evidence.some((one) => one.kind === 'ACCEPTANCE' || one.kind === 'PHOTO');

/** Everybody with an act of their own up to a submission, and who submits. */
export const submittedBy = ({ tookPart }: AchievementInForce, { persons }: Sending): string[] => [
  ...new Set([...tookPart, ...persons]),
];

const settledAs = {
  APPROVE: 'AchievementApproved.v1',
  RETURN: 'AchievementReturned.v1',
  REJECT: 'AchievementRejected.v1',
} as const;

/** What is decided is what was submitted; a decision about anything else changes nothing. */
export const settleSubmission = (command: SettleAchievement, achievement: Achievement): Decision => {
  if (achievement.status !== 'under-review' || !isAsked(achievement, command)) return [];
  const data = { ...verdictOf(command, achievement), lines: [...achievement.lines] };
  return [{ type: settledAs[command.outcome], data }];
};

/** Whether a decision is about the submission that waits, in a campaign that still takes decisions over. */
export const isAsked = ({ submissionNo }: AchievementInForce, command: SettleAchievement): boolean =>
  command.submissionNo === submissionNo && maySettle(command.campaign);

/** A verdict as its events say it. */
export const verdictOf = ({ submissionNo, reviewId, reasonCode, note }: Verdict, achievement: AchievementInForce) => ({
  submissionNo,
  reviewId,
  subject: subjectOf(achievement),
  ...(reasonCode !== undefined && { reasonCode }),
  ...(note !== undefined && { note }),
});
