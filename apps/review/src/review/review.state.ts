import type { Evolve } from '@thidua/event-sourcing';
import type { EventData, ReviewEvent } from '@thidua/events';

export type Outcome = EventData<'ReviewDecided.v1'>['outcome'];
export type MootReason = EventData<'ReviewMooted.v1'>['reason'];

/** A case from its opening on. */
export interface OpenedReview {
  readonly status: 'open' | 'assigned' | 'decided' | 'mooted';
  readonly reviewId: string;
  readonly subjectType: EventData<'ReviewOpened.v1'>['subjectType'];
  readonly subjectId: string;
  readonly submissionNo: number;
  readonly ownerOrgId: string;
  readonly ownerUnitId: string;
  readonly receiverOrgId: string;
  /** Everybody who took part in the submission: none of them reviews it. */
  readonly submittedBy: readonly string[];
  /** Whom the case is, or was last, assigned to. */
  readonly assignee: string | null;
  /** Who stepped back: for good. */
  readonly recused: readonly string[];
  /** How many findings were raised. */
  readonly findings: number;
  readonly outcome: Outcome | null;
  readonly mooted: MootReason | null;
}

export type Review = { readonly status: 'none' } | OpenedReview;

const changed = (review: Review, change: Partial<OpenedReview>): Review =>
  review.status === 'none' ? review : { ...review, ...change };

export const evolveReview: Evolve<Review, ReviewEvent> = {
  'ReviewOpened.v1': (_, { reviewId, subjectType, subjectId, submissionNo, submittedBy, ...where }) => ({
    status: 'open',
    reviewId,
    subjectType,
    subjectId,
    submissionNo,
    ownerOrgId: where.ownerOrgId,
    ownerUnitId: where.ownerUnitId,
    receiverOrgId: where.receiverOrgId,
    submittedBy,
    assignee: null,
    recused: [],
    findings: 0,
    outcome: null,
    mooted: null,
  }),
  'ReviewerAssigned.v1': (review, { userId }) => changed(review, { status: 'assigned', assignee: userId }),
  'ReviewerRecused.v1': (review, { userId }) => {
    if (review.status === 'none') return review;
    const recused = [...review.recused, userId];
    return userId === review.assignee ? { ...review, recused, status: 'open', assignee: null } : { ...review, recused };
  },
  'FindingRaised.v1': (review) => (review.status === 'none' ? review : { ...review, findings: review.findings + 1 }),
  'ReviewDecided.v1': (review, { outcome }) => changed(review, { status: 'decided', outcome }),
  'ReviewMooted.v1': (review, { reason }) => changed(review, { status: 'mooted', mooted: reason }),
};
