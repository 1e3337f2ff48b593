import type { Contribution, Line } from '@thidua/events';
import type { AchievementRow } from './achievement.rows.js';
import { type AchievementInForce, type AchievementStatus, type EvidenceFacts } from './achievement.state.js';

/**
 * An achievement as its rules see it, from the row that is shown: what a viewer is told they may do then
 * belongs to what they see, and a list asks the log nothing. Who took part is not stored: no rule asks it.
 */
export const storedAchievement = (row: AchievementRow): AchievementInForce => ({
  status: row.status.toLowerCase().replaceAll('_', '-') as AchievementStatus,
  achievementId: row.achievement_id,
  campaignId: row.campaign_id,
  areaCode: row.area_code,
  kind: row.kind,
  ownerOrgId: row.owner_org_id,
  ownerUnitId: row.owner_unit_id,
  contributions: JSON.parse(row.contributions) as Contribution[],
  progress: row.progress_on === null ? null : { percentDone: row.percent_done, effectiveOn: row.progress_on },
  lines: JSON.parse(row.lines) as Line[],
  proposedLines: row.proposed_lines === null ? null : (JSON.parse(row.proposed_lines) as Line[]),
  evidence: JSON.parse(row.evidence) as EvidenceFacts[],
  withdrawnEvidenceIds: [],
  completedOn: row.completed_on,
  submissionNo: row.submission_no,
  receiverOrgId: row.receiver_org_id,
  tookPart: [],
});
