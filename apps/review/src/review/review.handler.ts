import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { inForce, may, mayReadCase, receiverToday, type World } from '@thidua/authority';
import type { CommandMeta, Outcome } from '@thidua/event-sourcing';
import { type Actor, personsOf } from '@thidua/events';
import {
  actingIn,
  type Caller,
  notFound,
  PORTS,
  type RegistryView,
  refusedBy,
  refusedOutcome,
  returnReasonCodes,
  type ServicePorts,
  type UserRefusal,
} from '@thidua/service';
import { closedTo, type ReviewCommand, reviewDecider } from './review.decider.js';
import { outcomes, type ReviewChange, reviewIdIn } from './review.inputs.js';

/** One change of one case. */
export class ReviewOrder extends Command<Outcome<UserRefusal>> {
  constructor(
    readonly change: ReviewChange,
    readonly caller: Pick<Caller, 'standing' | 'meta'>,
  ) {
    super();
  }
}

@CommandHandler(ReviewOrder)
export class ReviewHandler implements ICommandHandler<ReviewOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ change, caller }: ReviewOrder): Promise<Outcome<UserRefusal>> {
    const { executor, registryView } = this.ports;
    const { standing, meta } = caller;
    const id = reviewIdIn(change);
    const { state: review } = await executor.load(reviewDecider, id);
    const reader = actingIn(standing);
    if (review.status === 'none' || !reader || !mayReadCase(reader, review, standing.world)) {
      return refusedOutcome(notFound(change.operation === 'reviewRecuse' ? 'id' : 'review'));
    }
    const refused = refusedBy(may(change.operation, standing.acting, { orgId: review.receiverOrgId }, standing.world));
    if (refused) return refusedOutcome(refused);
    const command = commandOf(change, meta.actor, (userId) =>
      reviewsFor(userId, review.receiverOrgId, standing.world, registryView),
    );
    const outcome = await executor.execute(reviewDecider, id, command, meta);
    return outcome.kind === 'stale' ? this.closedOr(outcome, id, command, meta) : outcome;
  }

  /** Whoever comes too late learns who decided and how, and not only that the case has moved on. */
  private async closedOr(
    stale: Outcome<UserRefusal>,
    id: string,
    command: ReviewCommand,
    meta: CommandMeta,
  ): Promise<Outcome<UserRefusal>> {
    const { executor } = this.ports;
    const { state: review } = await executor.load(reviewDecider, id);
    // A closed case stays closed, so whatever its revision the answer is the same refusal.
    if (closedTo(command.type, review) === null) return stale;
    return executor.execute(reviewDecider, id, command, { ...meta, expectedRevision: null });
  }
}

/** Whether somebody holds the role REVIEWER today where what an organisation received is decided. */
export const reviewsFor = (userId: string, receiverOrgId: string, world: World, view: RegistryView): boolean => {
  const receiver = receiverToday(receiverOrgId, world);
  return inForce(view.appointmentsOf(userId), view.today()).some(
    ({ role, orgId }) => role === 'REVIEWER' && orgId === receiver,
  );
};

const commandOf = (change: ReviewChange, actor: Actor, reviews: (userId: string) => boolean): ReviewCommand => {
  const { userId } = actor;
  const persons = personsOf(actor);
  const reasons = returnReasonCodes;
  switch (change.operation) {
    case 'reviewAssign': {
      const reviewer = change.input.reviewer ?? userId;
      return {
        type: 'AssignReviewer',
        userId: reviewer,
        persons: reviewer === userId ? persons : [reviewer],
        reviewsHere: reviews(reviewer),
      };
    }
    case 'reviewRecuse':
      return { type: 'Recuse', userId, reason: change.input.reason.trim() };
    case 'reviewRaiseFinding': {
      const { code, text, severity } = change.input;
      return { type: 'RaiseFinding', persons, code, text: text.trim(), severity, reasons };
    }
    case 'reviewApprove':
    case 'reviewReturn':
    case 'reviewReject':
    case 'reviewsDecide': {
      const { submissionNo, reasonCode = null, note } = change.input;
      const outcome = change.operation === 'reviewsDecide' ? change.input.outcome : outcomes[change.operation];
      return { type: 'DecideReview', outcome, submissionNo, persons, reasonCode, note: note?.trim() ?? null, reasons };
    }
  }
};
