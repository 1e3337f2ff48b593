import { type Decider, type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { EventData, ReviewEvent } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';
import { evolveReview, type MootReason, type OpenedReview, type Outcome, type Review } from './review.state.js';

export type { Review } from './review.state.js';

/** Findings that one case takes. */
export const findingsMax = 50;
/** Characters of a text that was typed. */
const textMax = 10_000;

export type ReviewCommand =
  | { readonly type: 'OpenReview'; readonly opening: EventData<'ReviewOpened.v1'> }
  | {
      readonly type: 'AssignReviewer';
      readonly userId: string;
      /** The person it is assigned to, and whoever they stand in for. */
      readonly persons: readonly string[];
      /** Whether that person holds the role REVIEWER at the receiver today. */
      readonly reviewsHere: boolean;
    }
  | { readonly type: 'Recuse'; readonly userId: string; readonly reason: string }
  | {
      readonly type: 'RaiseFinding';
      readonly persons: readonly string[];
      readonly code: string;
      readonly text: string;
      readonly severity: EventData<'FindingRaised.v1'>['severity'];
      /** Codes of the catalogue of reasons. */
      readonly reasons: readonly string[];
    }
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
    }
  | { readonly type: 'MootReview'; readonly reason: MootReason };

export type ReviewRefusal = Refusal<
  | 'NOT_FOUND'
  | 'ALREADY_DECIDED'
  | 'CASE_MOOTED'
  | 'SUBMISSION_CHANGED'
  | 'REPORT_NOT_REJECTED'
  | 'FOUR_EYES'
  | 'RECUSED'
  | 'REVIEWER_INVALID'
  | 'ASSIGNED_TO_ANOTHER'
  | 'REASON_REQUIRED'
  | 'UNKNOWN_REASON'
  | 'TEXT_INVALID'
  | 'TOO_MANY'
>;

type Command<Type extends ReviewCommand['type']> = Extract<ReviewCommand, { type: Type }>;
type Decision = readonly ReviewEvent[] | ReviewRefusal;

/** The field of the input that names the case, by the command. */
const caseField = (command: ReviewCommand['type']): 'id' | 'review' => (command === 'Recuse' ? 'id' : 'review');

export const reviewDecider: Decider<Review, ReviewCommand, ReviewEvent, ReviewRefusal> = {
  category: 'review',
  initial: () => ({ status: 'none' }),
  evolve: evolveReview,
  decide(command, review) {
    // Opening is a repeat wherever there is a case, and closing where it is closed like that already.
    if (command.type === 'OpenReview') {
      return review.status === 'none' ? [{ type: 'ReviewOpened.v1', data: command.opening }] : [];
    }
    if (command.type === 'MootReview' && review.status === 'mooted') return [];
    const closed = closedTo(command.type, review);
    if (closed || review.status === 'none') return closed ?? [];
    switch (command.type) {
      case 'AssignReviewer':
        return assign(command, review);
      case 'Recuse':
        return recuse(command, review);
      case 'RaiseFinding':
        return raiseFinding(command, review);
      case 'DecideReview':
        return decide(command, review);
      case 'MootReview':
        return [{ type: 'ReviewMooted.v1', data: { reviewId: review.reviewId, reason: command.reason } }];
    }
  },
};

/** Why nothing more is done on a case, whoever asks; null while it waits. */
export const closedTo = (command: ReviewCommand['type'], review: Review): ReviewRefusal | null => {
  const field = [caseField(command)];
  if (review.status === 'none') return refuse('NOT_FOUND', field);
  if (review.status === 'decided') return refuse('ALREADY_DECIDED', field, { outcome: review.outcome ?? '' });
  if (review.status === 'mooted') return refuse('CASE_MOOTED', field, { mooted: review.mooted ?? '' });
  return null;
};

/** Nobody reviews what they took part in, and nobody comes back who stepped back. */
const excluded = (persons: readonly string[], review: OpenedReview, field: string): ReviewRefusal | null => {
  if (persons.some((person) => review.submittedBy.includes(person))) return refuse('FOUR_EYES', [field]);
  if (persons.some((person) => review.recused.includes(person))) return refuse('RECUSED', [field]);
  return null;
};

const assign = ({ userId, persons, reviewsHere }: Command<'AssignReviewer'>, review: OpenedReview): Decision => {
  if (!reviewsHere) return refuse('REVIEWER_INVALID', ['reviewer']);
  const refused = excluded(persons, review, 'reviewer');
  if (refused) return refused;
  if (userId === review.assignee) return [];
  return [{ type: 'ReviewerAssigned.v1', data: { reviewId: review.reviewId, userId } }];
};

const recuse = ({ userId, reason }: Command<'Recuse'>, review: OpenedReview): Decision => {
  if (review.recused.includes(userId)) return [];
  if (reason === '') return refuse('TEXT_INVALID', ['reason'], { max: textMax });
  return storable([{ type: 'ReviewerRecused.v1', data: { reviewId: review.reviewId, userId, reason } }]);
};

const raiseFinding = (command: Command<'RaiseFinding'>, review: OpenedReview): Decision => {
  const { persons, code, text, severity, reasons } = command;
  const refused = excluded(persons, review, 'review');
  if (refused) return refused;
  if (review.findings >= findingsMax) {
    return refuse('TOO_MANY', ['review'], { max: findingsMax, count: review.findings + 1 });
  }
  const faults: ReviewRefusal[] = [];
  if (!reasons.includes(code)) faults.push(unknownReason('code', code, reasons));
  if (text === '') faults.push(refuse('TEXT_INVALID', ['text'], { max: textMax }));
  const data = { reviewId: review.reviewId, code, text, severity };
  return refusedFor(faults) ?? storable([{ type: 'FindingRaised.v1', data }]);
};

const decide = (command: Command<'DecideReview'>, review: OpenedReview): Decision => {
  const { reviewId, subjectType, subjectId, submissionNo, assignee } = review;
  // Said before all else: nothing that the reviewer could mend in the order would let a report be rejected.
  if (subjectType === 'REPORT' && command.outcome === 'REJECT') return refuse('REPORT_NOT_REJECTED', ['review']);
  if (command.submissionNo !== submissionNo) {
    return refuse('SUBMISSION_CHANGED', ['submissionNo'], { read: command.submissionNo, actual: submissionNo });
  }
  const refused = excluded(command.persons, review, 'review');
  if (refused) return refused;
  if (assignee !== null && !command.persons.includes(assignee)) return refuse('ASSIGNED_TO_ANOTHER', ['review']);
  const { outcome, reasonCode, note } = command;
  const why = { ...(reasonCode !== null && { reasonCode }), ...(note !== null && note !== '' && { note }) };
  const data = { reviewId, subjectType, subjectId, submissionNo, outcome, ...why };
  return refusedFor(reasonFaults(command)) ?? storable([{ type: 'ReviewDecided.v1', data }]);
};

/** Who sends something back or rejects it says why, by the catalogue and in words. */
export const reasonFaults = ({
  outcome,
  reasonCode,
  note,
  reasons,
}: Pick<Command<'DecideReview'>, 'outcome' | 'reasonCode' | 'note' | 'reasons'>): readonly ReviewRefusal[] => {
  const faults: ReviewRefusal[] = [];
  const saysWhy = outcome !== 'APPROVE';
  if (saysWhy && reasonCode === null) faults.push(refuse('REASON_REQUIRED', ['reasonCode']));
  if (saysWhy && (note === null || note === '')) faults.push(refuse('REASON_REQUIRED', ['note']));
  if (reasonCode !== null && !reasons.includes(reasonCode)) {
    faults.push(unknownReason('reasonCode', reasonCode, reasons));
  }
  return faults;
};

const unknownReason = (field: string, reasonCode: string, allowed: readonly string[]): ReviewRefusal =>
  refuse('UNKNOWN_REASON', [field], { reasonCode, allowed });
