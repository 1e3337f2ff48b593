import { storable } from '@thidua/service/refusals';
import { mayRegister, mayRevoke, maySubmit } from '../campaign/campaign-gates.js';
import type { Decision, RevokeApproval, WithdrawAchievement } from './achievement.commands.js';
import { type Achievement, subjectOf } from './achievement.state.js';
import { drafted, isStopped, open } from './step-rules.js';

/** Its owner takes back what is not approved; what waits for review leaves the figures that are pending. */
export const withdraw = ({ reason, campaign }: WithdrawAchievement, before: Achievement): Decision => {
  const waits = before.status === 'under-review';
  const gate = waits ? maySubmit : mayRegister;
  const achievement = open(before, [...drafted, 'under-review', 'rejected'], campaign, gate, 'withdraw');
  if (isStopped(achievement)) return achievement;
  const { submissionNo, lines } = achievement;
  const data = { submissionNo, subject: subjectOf(achievement), lines: waits ? [...lines] : [], reason };
  return storable([{ type: 'AchievementWithdrawn.v1', data }]);
};

/** Its receiver takes an approval back, never while an amendment of it waits. */
export const revoke = ({ reason, revokedByOrgId, campaign }: RevokeApproval, before: Achievement): Decision => {
  const achievement = open(before, ['approved'], campaign, mayRevoke, 'revoke');
  if (isStopped(achievement)) return achievement;
  const { submissionNo, lines } = achievement;
  const data = { submissionNo, subject: subjectOf(achievement), lines: [...lines], reason, revokedByOrgId };
  return storable([{ type: 'ApprovalRevoked.v1', data }]);
};
