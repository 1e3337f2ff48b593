import { type Decider, type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { EventData, ReviewEvent } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';

/** A case from its opening on. */
export interface OpenedReview {
  readonly status: 'open' | 'decided';
  readonly reviewId: string;
  readonly subjectType: EventData<'ReviewOpened.v1'>['subjectType'];
  readonly subjectId: string;
  readonly submissionNo: number;
  readonly ownerOrgId: string;
  readonly ownerUnitId: string;
  readonly receiverOrgId: string;
  readonly submittedBy: readonly string[];
  readonly outcome: Outcome | null;
}

export type Review = { readonly status: 'none' } | OpenedReview;
export type Outcome = EventData<'ReviewDecided.v1'>['outcome'];

export type ReviewCommand =
  | { readonly type: 'OpenReview'; readonly opening: EventData<'ReviewOpened.v1'> }
  | {
      readonly type: 'DecideReview';
      readonly outcome: Outcome;
      /** The submission that the reviewer read. */
      readonly submissionNo: number;
      /** The person who decides, and whoever they stand in for. */
      readonly persons: readonly string[];
      readonly reasonCode: string | null;
      readonly note: string | null;
      /** Codes of the catalogue of reasons. */
      readonly reasons: readonly string[];
    };

export type ReviewRefusal = Refusal<
  | 'NOT_FOUND'
  | 'ALREADY_DECIDED'
  | 'SUBMISSION_CHANGED'
  | 'FOUR_EYES'
  | 'REASON_REQUIRED'
  | 'UNKNOWN_REASON'
  | 'TEXT_INVALID'
  | 'TOO_MANY'
>;

type Decide = Extract<ReviewCommand, { type: 'DecideReview' }>;

export const reviewDecider: Decider<Review, ReviewCommand, ReviewEvent, ReviewRefusal> = {
  category: 'review',
  initial: () => ({ status: 'none' }),
  evolve: {
    'ReviewOpened.v1': (_, { reviewId, subjectType, subjectId, submissionNo, submittedBy, ...data }) => {
      const { ownerOrgId, ownerUnitId, receiverOrgId } = data;
      const about = { reviewId, subjectType, subjectId, submissionNo, submittedBy };
      return { status: 'open', ...about, ownerOrgId, ownerUnitId, receiverOrgId, outcome: null };
    },
    'ReviewDecided.v1': (review, { outcome }) =>
      review.status === 'none' ? review : { ...review, status: 'decided', outcome },
  },
  decide(command, review) {
    switch (command.type) {
      case 'OpenReview':
        return review.status === 'none' ? [{ type: 'ReviewOpened.v1', data: command.opening }] : [];
      case 'DecideReview':
        return decide(command, review);
    }
  },
};

const decide = (command: Decide, review: Review): readonly ReviewEvent[] | ReviewRefusal => {
  if (review.status === 'none') return refuse('NOT_FOUND', ['review']);
  if (review.status === 'decided') return refuse('ALREADY_DECIDED', ['review'], { outcome: review.outcome ?? '' });
  const { reviewId, subjectType, subjectId, submissionNo, submittedBy } = review;
  if (command.submissionNo !== submissionNo) {
    return refuse('SUBMISSION_CHANGED', ['submissionNo'], { read: command.submissionNo, actual: submissionNo });
  }
  if (command.persons.some((person) => submittedBy.includes(person))) return refuse('FOUR_EYES', ['review']);
  const { outcome, reasonCode, note } = command;
  const why = { ...(reasonCode !== null && { reasonCode }), ...(note !== null && note !== '' && { note }) };
  const data = { reviewId, subjectType, subjectId, submissionNo, outcome, ...why };
  return refusedFor(reasonFaults(command)) ?? storable([{ type: 'ReviewDecided.v1', data }]);
};

/** Who sends something back says why, by the catalogue and in words. */
const reasonFaults = ({ outcome, reasonCode, note, reasons }: Decide): readonly ReviewRefusal[] => {
  const faults: ReviewRefusal[] = [];
  if (outcome === 'RETURN' && reasonCode === null) faults.push(refuse('REASON_REQUIRED', ['reasonCode']));
  if (outcome === 'RETURN' && (note === null || note === '')) faults.push(refuse('REASON_REQUIRED', ['note']));
  if (reasonCode !== null && !reasons.includes(reasonCode)) {
    faults.push(refuse('UNKNOWN_REASON', ['reasonCode'], { reasonCode, allowed: reasons }));
  }
  return faults;
};
