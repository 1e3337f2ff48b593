import { may, type Operation } from '@thidua/authority';
import { isRefusal } from '@thidua/event-sourcing';
import {
  type AllowedActionValue,
  allowedAction,
  type Language,
  type RegistryView,
  refusedBy,
  returnReasonCodes,
  type Standing,
  type UserRefusal,
} from '@thidua/service';
import { closedTo, type ReviewCommand, type ReviewRefusal, reviewDecider } from './review.decider.js';
import { reviewsFor } from './review.handler.js';
import type { OpenedReview, Outcome } from './review.state.js';

/** Stands for any text that is not empty. */
const someText = 'x';
const [someReason = ''] = returnReasonCodes;

/** The mutations of this service on one case, each tried dry with input that has no fault of its own. */
const trials = (userId: string, review: OpenedReview): Partial<Record<Operation, ReviewCommand>> => {
  const persons = [userId];
  const reasons = returnReasonCodes;
  const decision = (outcome: Outcome): ReviewCommand => ({
    ...{ type: 'DecideReview', outcome, submissionNo: review.submissionNo, persons, reasons },
    ...(outcome === 'APPROVE' ? { reasonCode: null, note: null } : { reasonCode: someReason, note: someText }),
  });
  return {
    reviewAssign: { type: 'AssignReviewer', userId, persons, reviewsHere: true },
    reviewRecuse: { type: 'Recuse', userId, reason: someText },
    reviewRaiseFinding: {
      ...{ type: 'RaiseFinding', persons, reasons, code: someReason, text: someText, severity: 'NOTE' },
    },
    reviewApprove: decision('APPROVE'),
    reviewReturn: decision('RETURN'),
    reviewReject: decision('REJECT'),
  };
};

/** What a viewer may do on a case now: by their rights, and by its rule where it stands. */
export const allowedOn = (
  review: OpenedReview,
  standing: Standing,
  view: RegistryView,
  language: Language,
): readonly AllowedActionValue[] =>
  Object.entries(trials(standing.userId, review)).map(([name, command]) => {
    const action = name as Operation;
    const { acting, world } = standing;
    const refused: UserRefusal | null =
      refusedBy(may(action, acting, { orgId: review.receiverOrgId }, world)) ?? tried(command, review, standing, view);
    return allowedAction(action, refused, language);
  });

const tried = (
  command: ReviewCommand,
  review: OpenedReview,
  { userId, world }: Standing,
  view: RegistryView,
): ReviewRefusal | null => {
  // Who does not review themselves assigns to somebody else, so all that counts is that it still waits.
  if (command.type === 'AssignReviewer' && !reviewsFor(userId, review.receiverOrgId, world, view)) {
    return closedTo(command.type, review);
  }
  const decision = reviewDecider.decide(command, review);
  return isRefusal<ReviewRefusal>(decision) ? decision : null;
};
