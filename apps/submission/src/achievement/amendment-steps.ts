import { refusedFor } from '@thidua/event-sourcing';
import { refuse, storable } from '@thidua/service/refusals';
import { mayCorrect } from '../campaign/campaign-gates.js';
import type { AchievementRefusal, Decision, RequestAmendment, SettleAchievement } from './achievement.commands.js';
import { type Achievement, mergeLines, subjectOf } from './achievement.state.js';
import { reportedLines } from './lines.js';
import { isStopped, open } from './step-rules.js';
import { isAsked, submittedBy, verdictOf } from './submission-steps.js';

/** Other figures than those approved, by the rules of every line; the approved ones count until it is decided. */
export const requestAmendment = (command: RequestAmendment, before: Achievement): Decision => {
  const { receiverOrgId, reason } = command;
  const achievement = open(before, ['approved'], command.campaign, mayCorrect, 'request-amendment');
  if (isStopped(achievement)) return achievement;
  if (receiverOrgId === null) return refuse('NO_RECEIVER', ['achievement']);
  const asked = reportedLines(command, achievement.lines, achievement.achievementId);
  if ('refused' in asked) return asked;
  const after = mergeLines(achievement.lines, asked.lines, asked.removedLineIds);
  const refused = refusedFor<AchievementRefusal>([
    ...(asked.lines.length + asked.removedLineIds.length === 0 ? [refuse('NOTHING_TO_AMEND', ['lines'])] : []),
    // What is to count for nothing is revoked by its receiver, not amended away.
    ...(after.length === 0 ? [refuse('NOTHING_TO_SUBMIT', ['removedLineIds'])] : []),
  ]);
  if (refused) return refused;
  const data = {
    submissionNo: achievement.submissionNo + 1,
    receiverOrgId,
    subject: subjectOf(achievement),
    before: [...achievement.lines],
    after: [...after],
    reason,
    submittedBy: submittedBy(achievement, command),
  };
  return storable([{ type: 'AmendmentRequested.v1', data }], (_, [name = '']) =>
    name === 'reason' ? ['reason'] : ['achievement'],
  );
};

/** Sending an amendment back and rejecting it both refuse it: the approved figures stay. */
export const settleAmendment = (command: SettleAchievement, achievement: Achievement): Decision => {
  if (achievement.status !== 'amendment-pending' || !isAsked(achievement, command)) return [];
  const { outcome } = command;
  const data = {
    ...verdictOf(command, achievement),
    before: [...achievement.lines],
    after: [...(achievement.proposedLines ?? achievement.lines)],
  };
  return outcome === 'APPROVE'
    ? [{ type: 'AchievementCorrected.v1', data }]
    : [{ type: 'AmendmentRefused.v1', data: { ...data, outcome } }];
};
