import type { Operation } from '@thidua/authority';
import type { EventData } from '@thidua/events';
import type { MutationInput, ReasonInput } from '@thidua/service';
import type { Outcome } from './review.state.js';

export interface ReviewDecisionInput extends MutationInput {
  readonly review: string;
  readonly submissionNo: number;
  readonly reasonCode?: string | null;
  readonly note?: string | null;
}

/** One outcome and reason for many cases. */
export interface ReviewsDecideInput extends Pick<MutationInput, 'idempotencyKey'> {
  readonly outcome: Outcome;
  readonly reasonCode?: string | null;
  readonly note?: string | null;
  readonly items: readonly ReviewsDecideItem[];
}

export interface ReviewsDecideItem extends Omit<MutationInput, 'idempotencyKey'> {
  readonly review: string;
  readonly submissionNo: number;
}

export interface ReviewAssignInput extends MutationInput {
  readonly review: string;
  /** None = oneself. */
  readonly reviewer?: string | null;
}

export interface FindingInput extends MutationInput {
  readonly review: string;
  readonly code: string;
  readonly text: string;
  readonly severity: EventData<'FindingRaised.v1'>['severity'];
}

/** Mutations that decide one case, and how. */
export const outcomes = {
  reviewApprove: 'APPROVE',
  reviewReturn: 'RETURN',
  reviewReject: 'REJECT',
} as const satisfies { readonly [Name in Operation]?: Outcome };

type DecisionContent = Omit<ReviewDecisionInput, keyof MutationInput>;

/** One change of one case, by the mutation that asks for it. */
export type ReviewChange =
  | { readonly operation: keyof typeof outcomes; readonly input: DecisionContent }
  | { readonly operation: 'reviewsDecide'; readonly input: DecisionContent & { readonly outcome: Outcome } }
  | { readonly operation: 'reviewAssign'; readonly input: Omit<ReviewAssignInput, keyof MutationInput> }
  | { readonly operation: 'reviewRecuse'; readonly input: Omit<ReasonInput, keyof MutationInput> }
  | { readonly operation: 'reviewRaiseFinding'; readonly input: Omit<FindingInput, keyof MutationInput> };

export const reviewIdIn = (change: ReviewChange): string =>
  change.operation === 'reviewRecuse' ? change.input.id : change.input.review;
