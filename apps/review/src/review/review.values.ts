import { type Acting, mayReadWork, receiverToday } from '@thidua/authority';
import type { Actor } from '@thidua/events';
import {
  actorOf,
  type Language,
  organisationName,
  type RegistryView,
  returnReason,
  type Standing,
  unitAsOfOrLast,
} from '@thidua/service';
import { findingsOf, type ReviewRow, reviewOf } from './review.rows.js';
import { allowedOn } from './review-allowed.js';

/** Who looks at cases, and what they are shown by. */
export interface Viewer {
  readonly standing: Standing;
  readonly acting: Acting;
  readonly language: Language;
  readonly view: RegistryView;
}

/** GraphQL's Review, of a case that its viewer may read; `allowed` is worked out only where it is asked for. */
export const reviewValue = (row: ReviewRow, { standing, acting, language, view }: Viewer) => {
  const { today, world } = standing;
  const work = {
    ownerOrgId: row.owner_org_id,
    ownerUnitId: row.owner_unit_id,
    receiverOrgId: row.subject_receiver_org_id,
    approved: false,
    partnerOrgIds: [],
  };
  // Whoever received an earlier submission goes on reading that case, and the work only where it is still theirs to read.
  const subject = mayReadWork(acting, work, world) ? { id: row.subject_id } : null;
  const isReport = row.subject_type === 'REPORT';
  return {
    id: row.review_id,
    subjectType: row.subject_type,
    achievement: isReport ? null : subject,
    report: isReport ? subject : null,
    submissionNo: row.submission_no,
    campaignId: row.campaign_id,
    areaCode: row.area_code,
    roundCode: row.round_code,
    owner: organisationName(view, row.owner_org_id, today),
    unit: unitAsOfOrLast(view, row.owner_unit_id, today),
    receiver: organisationName(view, row.receiver_org_id, today),
    status: row.status,
    reviewer: reviewerOf(row, standing, view),
    openedAt: row.opened_at,
    dueAt: row.due_at,
    findings: findingsOf(row).map(({ by, ...finding }) => ({
      ...finding,
      title: returnReason(finding.code, language),
      by: actorOf(by, null, view),
    })),
    outcome: row.outcome,
    decidedAt: row.decided_at,
    reasonCode: row.reason_code,
    reason: row.reason_code === null ? null : returnReason(row.reason_code, language),
    note: row.note,
    mootedBecause: row.mooted,
    revision: row.revision,
    allowed: () => allowedOn(reviewOf(row), standing, view, language),
  };
};

/** Who decided, in the role they did it in; before that the reviewer it is assigned to. */
const reviewerOf = (row: ReviewRow, { world }: Standing, view: RegistryView) => {
  if (row.decided_by !== null) return actorOf(JSON.parse(row.decided_by) as Actor, null, view);
  if (row.reviewer_user_id === null) return null;
  const orgId = receiverToday(row.receiver_org_id, world) ?? row.receiver_org_id;
  return actorOf({ userId: row.reviewer_user_id, orgId, role: 'REVIEWER', appointmentId: null }, null, view);
};
