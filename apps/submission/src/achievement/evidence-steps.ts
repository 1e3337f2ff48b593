import { refuse, storable } from '@thidua/service/refusals';
import { mayRegister } from '../campaign/campaign-gates.js';
import type { AttachEvidence, Decision, WithdrawEvidence } from './achievement.commands.js';
import type { Achievement } from './achievement.state.js';
import { drafted, isStopped, open } from './step-rules.js';

/** Pieces of evidence an achievement holds at once. */
const evidenceMax = 100;

/** Attaching the same upload in the same way again changes nothing; a piece that was taken away may come back. */
export const attachEvidence = ({ evidence, campaign, today }: AttachEvidence, before: Achievement): Decision => {
  const achievement = open(before, drafted, campaign, mayRegister, 'attach-evidence');
  if (isStopped(achievement)) return achievement;
  const { achievementId, campaignId } = achievement;
  const { evidenceId, capturedOn } = evidence;
  const attached = achievement.evidence.find((one) => one.evidenceId === evidenceId);
  if (attached) {
    const same =
      attached.kind === evidence.kind && attached.capturedOn === capturedOn && attached.sha256 === evidence.sha256;
    return same ? [] : refuse('DUPLICATE', ['evidence'], { code: evidenceId });
  }
  if (capturedOn !== undefined && capturedOn > today) {
    return refuse('DAY_IN_FUTURE', ['capturedOn'], { day: capturedOn, today });
  }
  const count = achievement.evidence.length + 1;
  if (count > evidenceMax) return refuse('TOO_MANY', ['evidence'], { max: evidenceMax, count });
  return [{ type: 'EvidenceAttached.v1', data: { achievementId, campaignId, ...evidence } }];
};

export const withdrawEvidence = ({ evidenceId, reason, campaign }: WithdrawEvidence, before: Achievement): Decision => {
  const achievement = open(before, drafted, campaign, mayRegister, 'withdraw-evidence');
  if (isStopped(achievement)) return achievement;
  const { achievementId, campaignId, evidence, withdrawnEvidenceIds } = achievement;
  if (withdrawnEvidenceIds.includes(evidenceId)) return [];
  if (!evidence.some((one) => one.evidenceId === evidenceId)) return refuse('NOT_FOUND', ['evidence']);
  const data = { achievementId, campaignId, evidenceId, ...(reason !== null && { reason }) };
  return storable([{ type: 'EvidenceWithdrawn.v1', data }]);
};
