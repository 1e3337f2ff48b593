import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Acting, mayReadCase, queueOf, unitsAsked } from '@thidua/authority';
import {
  actingIn,
  type BulkResultValue,
  connectionOf,
  emptyPage,
  keyOf,
  type MutationInput,
  type PageArgs,
  type PayloadValue,
  PORTS,
  pageSizeOf,
  READERS,
  type Readers,
  type ReasonInput,
  type RequestContext,
  readBack,
  refusedOutcome,
  returnReasons,
  runMutation,
  type ServicePorts,
  type Standing,
  standingOf,
  waitMsMax,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import { bulkFault, decideInBulk, withSettled } from './decide-in-bulk.js';
import { ReviewOrder } from './review.handler.js';
import {
  type FindingInput,
  type outcomes,
  type ReviewAssignInput,
  type ReviewChange,
  type ReviewDecisionInput,
  type ReviewsDecideInput,
  reviewIdIn,
} from './review.inputs.js';
import { type QueueFilter, queueBehind, queueSelection, reviewById } from './review.queries.js';
import type { ReviewTables } from './review.rows.js';
import { reviewValue } from './review.values.js';
import { settledWithin } from './settling.js';

interface QueueArgs extends PageArgs {
  readonly filter?: QueueFilter | null;
  readonly minReceipt?: number | null;
}

@Resolver('ReviewPayload')
export class ReviewResolver {
  private readonly database: Kysely<ReviewTables>;

  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    @Inject(READERS) private readonly readers: Readers,
    private readonly commands: CommandBus,
  ) {
    this.database = ports.readModels as Kysely<ReviewTables>;
  }

  @Query('review')
  async review(
    @Args('id') id: string,
    @Args('minReceipt') minReceipt: number | undefined,
    @Context() context: RequestContext,
  ) {
    await this.readers.reach(minReceipt ?? null);
    return this.read(id, context);
  }

  @Query('reviewQueue')
  async reviewQueue(@Args() { filter, minReceipt, ...page }: QueueArgs, @Context() context: RequestContext) {
    await this.readers.reach(minReceipt ?? null);
    const size = pageSizeOf(page);
    const key = keyOf(page.after, 2);
    const standing = standingOf(context, this.ports.registryView);
    const acting = actingIn(standing);
    const receiverOrgIds = acting ? queueOf(acting, standing.world) : [];
    if (!acting || receiverOrgIds.length === 0) return emptyPage;
    const selection = queueSelection(receiverOrgIds, filter ?? {}, standing.userId, (unitId) =>
      unitsAsked(unitId, standing.world),
    );
    const behind = key && ([String(key[0]), String(key[1])] as const);
    const rows = await queueBehind(this.database, selection, behind, size + 1);
    const viewer = this.viewer(standing, acting, context);
    return connectionOf(
      rows,
      size,
      ({ due_at, review_id }) => [due_at, review_id],
      (row) => reviewValue(row, viewer),
    );
  }

  @Query('returnReasons')
  returnReasons(@Context() context: RequestContext) {
    standingOf(context, this.ports.registryView);
    return Object.entries(returnReasons).map(([code, title]) => ({ code, title: title[context.language] }));
  }

  @Mutation('reviewApprove')
  approve(@Args('input') input: ReviewDecisionInput, @Context() context: RequestContext) {
    return this.decide('reviewApprove', input, context);
  }

  @Mutation('reviewReturn')
  sendBack(@Args('input') input: ReviewDecisionInput, @Context() context: RequestContext) {
    return this.decide('reviewReturn', input, context);
  }

  @Mutation('reviewReject')
  reject(@Args('input') input: ReviewDecisionInput, @Context() context: RequestContext) {
    return this.decide('reviewReject', input, context);
  }

  @Mutation('reviewAssign')
  assign(@Args('input') input: ReviewAssignInput, @Context() context: RequestContext) {
    return this.change({ operation: 'reviewAssign', input }, input, context);
  }

  @Mutation('reviewRecuse')
  recuse(@Args('input') input: ReasonInput, @Context() context: RequestContext) {
    return this.change({ operation: 'reviewRecuse', input }, input, context);
  }

  @Mutation('reviewRaiseFinding')
  raiseFinding(@Args('input') input: FindingInput, @Context() context: RequestContext) {
    return this.change({ operation: 'reviewRaiseFinding', input }, input, context);
  }

  @Mutation('reviewsDecide')
  async decideMany(@Args('input') input: ReviewsDecideInput, @Context() context: RequestContext) {
    const say = { language: context.language, view: this.ports.registryView };
    let results: readonly BulkResultValue[] = [];
    const { userErrors } = await runMutation(
      this.ports,
      context,
      'reviewsDecide',
      input,
      { changes: false },
      async (caller) => {
        const fault = bulkFault(input);
        if (fault) return refusedOutcome(fault);
        results = await decideInBulk(input, caller, say, (change, by) =>
          this.commands.execute(new ReviewOrder(change, by)),
        );
        return { kind: 'done', revision: -1, receipt: null, appended: false };
      },
    );
    const settled = await this.settled(results.flatMap(({ id, receipt }) => (receipt === null ? [] : [id])));
    return { ...withSettled(results, settled), userErrors };
  }

  @ResolveField('review')
  changed(@Parent() payload: PayloadValue & { reviewId: string }, @Context() context: RequestContext) {
    return readBack(
      payload.receipt,
      (receipt) => this.readers.reach(receipt),
      () => this.read(payload.reviewId, context),
    );
  }

  /** A decision answers with the receipt of the event that took it over, as soon as it is there. */
  private async decide(operation: keyof typeof outcomes, input: ReviewDecisionInput, context: RequestContext) {
    const payload = await this.change({ operation, input }, input, context);
    if (payload.receipt === null) return payload;
    const settled = (await this.settled([input.review])).get(input.review);
    return settled === undefined ? payload : { ...payload, receipt: String(settled), settled: true };
  }

  private async change(change: ReviewChange, input: MutationInput, context: RequestContext) {
    const payload = await runMutation(this.ports, context, change.operation, input, { changes: true }, (caller) =>
      this.commands.execute(new ReviewOrder(change, caller)),
    );
    return { ...payload, settled: false, reviewId: reviewIdIn(change) };
  }

  private settled(reviewIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return settledWithin(this.database, this.readers.at(0), reviewIds, waitMsMax);
  }

  private async read(id: string, context: RequestContext) {
    const standing = standingOf(context, this.ports.registryView);
    const acting = actingIn(standing);
    const row = await reviewById(this.database, id);
    if (!row || !acting) return null;
    const work = {
      ownerOrgId: row.owner_org_id,
      ownerUnitId: row.owner_unit_id,
      receiverOrgId: row.receiver_org_id,
    };
    return mayReadCase(acting, work, standing.world) ? reviewValue(row, this.viewer(standing, acting, context)) : null;
  }

  private viewer(standing: Standing, acting: Acting, { language }: RequestContext) {
    return { standing, acting, language, view: this.ports.registryView };
  }
}
