import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { may, mayReadCase } from '@thidua/authority';
import type { Outcome } from '@thidua/event-sourcing';
import {
  actingIn,
  type Caller,
  notFound,
  PORTS,
  refusedBy,
  refusedOutcome,
  returnReasonCodes,
  type ServicePorts,
  type UserRefusal,
} from '@thidua/service';
import { reviewDecider } from './review.decider.js';

export interface ReviewDecisionInput {
  readonly idempotencyKey: string;
  readonly expectedRevision?: number | null;
  readonly force?: boolean | null;
  readonly review: string;
  readonly submissionNo: number;
  readonly reasonCode?: string | null;
  readonly note?: string | null;
}

export type ReviewDecision = 'reviewApprove' | 'reviewReturn';

/** A decision on a case. */
export class DecideReviewOrder extends Command<Outcome<UserRefusal>> {
  constructor(
    readonly operation: ReviewDecision,
    readonly input: ReviewDecisionInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(DecideReviewOrder)
export class ReviewHandler implements ICommandHandler<DecideReviewOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ operation, input, caller }: DecideReviewOrder): Promise<Outcome<UserRefusal>> {
    const { executor } = this.ports;
    const { standing, meta } = caller;
    const { state: review } = await executor.load(reviewDecider, input.review);
    const reader = actingIn(standing);
    if (review.status === 'none' || !reader || !mayReadCase(reader, review, standing.world)) {
      return refusedOutcome(notFound('review'));
    }
    const refused = refusedBy(may(operation, standing.acting, { orgId: review.receiverOrgId }, standing.world));
    if (refused) return refusedOutcome(refused);
    const { userId, onBehalfOfUserId } = meta.actor;
    const command = {
      type: 'DecideReview',
      outcome: operation === 'reviewApprove' ? 'APPROVE' : 'RETURN',
      submissionNo: input.submissionNo,
      persons: onBehalfOfUserId === undefined ? [userId] : [userId, onBehalfOfUserId],
      reasonCode: input.reasonCode ?? null,
      note: input.note?.trim() ?? null,
      reasons: returnReasonCodes,
    } as const;
    return executor.execute(reviewDecider, input.review, command, meta);
  }
}
