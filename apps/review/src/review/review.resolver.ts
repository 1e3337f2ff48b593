import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { mayReadCase, mayReadWork, queueOf } from '@thidua/authority';
import type { Actor } from '@thidua/events';
import {
  actingIn,
  actorOf,
  connectionOf,
  keyOf,
  organisationName,
  type PageArgs,
  type PayloadValue,
  PORTS,
  pageSizeOf,
  READERS,
  type Readers,
  type RequestContext,
  readBack,
  returnReason,
  returnReasons,
  runMutation,
  type ServicePorts,
  type Standing,
  standingOf,
  unitAsOfOrLast,
  waitMsMax,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import { DecideReviewOrder, type ReviewDecision, type ReviewDecisionInput } from './review.handler.js';
import type { ReviewRow, ReviewTables } from './review.projection.js';
import { queueBehind, reviewById } from './review.queries.js';

interface QueueArgs extends PageArgs {
  readonly filter?: {
    readonly campaign?: string | null;
    readonly status?: readonly ReviewRow['status'][] | null;
  } | null;
  readonly minReceipt?: number | null;
}

const emptyPage = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };

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
    if (receiverOrgIds.length === 0) return emptyPage;
    const selection = {
      receiverOrgIds,
      campaignId: filter?.campaign ?? null,
      status: filter?.status ?? (['OPEN'] as const),
    };
    const behind = key && ([String(key[0]), String(key[1])] as const);
    const rows = await queueBehind(this.database, selection, behind, size + 1);
    return connectionOf(
      rows,
      size,
      ({ due_at, review_id }) => [due_at, review_id],
      (row) => this.value(row, context, standing),
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

  @ResolveField('review')
  changed(@Parent() payload: PayloadValue & { reviewId: string }, @Context() context: RequestContext) {
    return readBack(
      payload.receipt,
      (receipt) => this.readers.reach(receipt),
      () => this.read(payload.reviewId, context),
    );
  }

  private async decide(operation: ReviewDecision, input: ReviewDecisionInput, context: RequestContext) {
    const payload = await runMutation(this.ports, context, operation, input, { changes: true }, (caller) =>
      this.commands.execute(new DecideReviewOrder(operation, input, caller)),
    );
    const settled = payload.receipt === null ? null : await this.settled(input.review);
    return { ...payload, receipt: settled ?? payload.receipt, settled: settled !== null, reviewId: input.review };
  }

  /** Receipt of the event that took the decision over, as soon as it is there; null after 2 s. */
  private async settled(reviewId: string): Promise<string | null> {
    const deadline = performance.now() + waitMsMax;
    for (let left = waitMsMax; left > 0; left = deadline - performance.now()) {
      const moved = this.readers.at(0).moved(left);
      const row = await reviewById(this.database, reviewId);
      if (row?.settled_receipt != null) return String(row.settled_receipt);
      await moved;
    }
    return null;
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
    return mayReadCase(acting, work, standing.world) ? this.value(row, context, standing) : null;
  }

  private value(row: ReviewRow, { language }: RequestContext, standing: Standing) {
    const { registryView } = this.ports;
    const acting = actingIn(standing);
    const work = { ownerOrgId: row.owner_org_id, ownerUnitId: row.owner_unit_id, approved: row.outcome === 'APPROVE' };
    const today = registryView.today();
    return {
      id: row.review_id,
      subjectType: row.subject_type,
      // Another service would answer null for what may not be read, where the schema promises a title.
      achievement: acting && mayReadWork(acting, work, standing.world) ? { id: row.subject_id } : null,
      submissionNo: row.submission_no,
      campaignId: row.campaign_id,
      areaCode: row.area_code,
      owner: organisationName(registryView, row.owner_org_id, today),
      unit: unitAsOfOrLast(registryView, row.owner_unit_id, today),
      receiver: organisationName(registryView, row.receiver_org_id, today),
      status: row.status,
      reviewer: row.decided_by === null ? null : actorOf(JSON.parse(row.decided_by) as Actor, null, registryView),
      openedAt: row.opened_at,
      dueAt: row.due_at,
      outcome: row.outcome,
      decidedAt: row.decided_at,
      reasonCode: row.reason_code,
      reason: row.reason_code === null ? null : returnReason(row.reason_code, language),
      note: row.note,
      revision: row.revision,
    };
  }
}
