import type { Actor, EventData, RecordedOf } from '@thidua/events';
import type { MootReason, OpenedReview, Outcome } from './review.state.js';

/** What a reviewer noted, as its row keeps it. */
export interface StoredFinding {
  readonly code: string;
  readonly text: string;
  readonly severity: EventData<'FindingRaised.v1'>['severity'];
  readonly by: Actor;
  readonly at: string;
}

export type ReviewStatus = Uppercase<OpenedReview['status']>;

export interface ReviewRow {
  review_id: string;
  revision: number;
  status: ReviewStatus;
  /** 1 while it waits for a decision, 0 after: the queue's index begins with it. */
  waiting: 0 | 1;
  subject_type: OpenedReview['subjectType'];
  subject_id: string;
  submission_no: number;
  campaign_id: string;
  /** Of an achievement. */
  area_code: string | null;
  /** Of a report. */
  round_code: string | null;
  owner_org_id: string;
  owner_unit_id: string;
  receiver_org_id: string;
  /** Who received the last submission of the subject: this one, or a later case's. Of a report always the same. */
  subject_receiver_org_id: string;
  opened_at: string;
  due_at: string;
  /** Who took part in the submission, and who stepped back: lists of person ids, as JSON. */
  submitted_by: string;
  recused: string;
  /** Whom it is assigned to, or who decided. */
  reviewer_user_id: string | null;
  /** StoredFinding[] as JSON. */
  findings: string;
  outcome: Outcome | null;
  decided_at: string | null;
  /** The actor who decided, as JSON. */
  decided_by: string | null;
  reason_code: string | null;
  note: string | null;
  mooted: MootReason | null;
  /** Receipt of the event that took the decision over. */
  settled_receipt: number | null;
}

export interface ReviewTables {
  review: ReviewRow;
}

/** The case as its rule sees it, from its row: what may be done on it is asked without reading its stream. */
export const reviewOf = (row: ReviewRow): OpenedReview => ({
  status: row.status.toLowerCase() as OpenedReview['status'],
  reviewId: row.review_id,
  subjectType: row.subject_type,
  subjectId: row.subject_id,
  submissionNo: row.submission_no,
  ownerOrgId: row.owner_org_id,
  ownerUnitId: row.owner_unit_id,
  receiverOrgId: row.receiver_org_id,
  submittedBy: JSON.parse(row.submitted_by) as string[],
  assignee: row.status === 'DECIDED' ? null : row.reviewer_user_id,
  recused: JSON.parse(row.recused) as string[],
  findings: findingsOf(row).length,
  outcome: row.outcome,
  mooted: row.mooted,
});

export const findingsOf = (row: ReviewRow): readonly StoredFinding[] => JSON.parse(row.findings) as StoredFinding[];

/** The row of a case that was just opened. */
export const openedRow = ({ data, revision, recordedAt }: RecordedOf<'ReviewOpened.v1'>): ReviewRow => ({
  review_id: data.reviewId,
  revision,
  status: 'OPEN',
  waiting: 1,
  subject_type: data.subjectType,
  subject_id: data.subjectId,
  submission_no: data.submissionNo,
  campaign_id: data.campaignId,
  area_code: data.areaCode ?? null,
  round_code: data.roundCode ?? null,
  owner_org_id: data.ownerOrgId,
  owner_unit_id: data.ownerUnitId,
  receiver_org_id: data.receiverOrgId,
  subject_receiver_org_id: data.receiverOrgId,
  opened_at: recordedAt,
  due_at: data.dueAt,
  submitted_by: JSON.stringify(data.submittedBy),
  recused: '[]',
  reviewer_user_id: null,
  findings: '[]',
  outcome: null,
  decided_at: null,
  decided_by: null,
  reason_code: null,
  note: null,
  mooted: null,
  settled_receipt: null,
});
