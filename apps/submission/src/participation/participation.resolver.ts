import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { mayReadParticipation, participationScope, unitsAsked, unitsShown } from '@thidua/authority';
import { participationIdOf } from '@thidua/events';
import {
  actingIn,
  connectionOf,
  emptyPage,
  keyOf,
  type PageArgs,
  type PayloadValue,
  PORTS,
  pageSizeOf,
  READERS,
  type Readers,
  type RequestContext,
  readBack,
  runMutation,
  type ServicePorts,
  standingOf,
} from '@thidua/service';
import DataLoader from 'dataloader';
import type { Kysely } from 'kysely';
import { campaignLoader, readableCampaignById } from '../campaign/campaign-loader.js';
import {
  type ParticipationChange,
  type ParticipationInput,
  ParticipationOrder,
  participationNamedBy,
} from './participation.handler.js';
import type { ParticipationRow, ParticipationTables } from './participation.projection.js';
import { participationsAfter, participationsById } from './participation.queries.js';
import { participationValue } from './participation.values.js';

interface ParticipationsArgs extends PageArgs {
  readonly filter?: {
    readonly status?: readonly ParticipationRow['status'][] | null;
    readonly within?: string | null;
  } | null;
}

/** How organisations take part, as fields of a campaign that the viewer reads. */
@Resolver('Campaign')
export class ParticipationsResolver {
  private readonly database: Kysely<ParticipationTables>;
  private readonly loaders = new WeakMap<RequestContext, DataLoader<string, ParticipationRow | null>>();

  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {
    this.database = ports.readModels as Kysely<ParticipationTables>;
  }

  @ResolveField('participation')
  async participation(
    @Parent() { id }: { id: string },
    @Args('organisation') organisation: string | null | undefined,
    @Context() context: RequestContext,
  ) {
    const acting = actingIn(standingOf(context, this.ports.registryView));
    return acting && this.read(participationIdOf(id, organisation ?? acting.organisation.orgId), context);
  }

  @ResolveField('participations')
  async participations(
    @Parent() { id: campaignId }: { id: string },
    @Args() { filter, ...page }: ParticipationsArgs,
    @Context() context: RequestContext,
  ) {
    const size = pageSizeOf(page);
    const key = keyOf(page.after, 1);
    const { registryView } = this.ports;
    const standing = standingOf(context, registryView);
    const acting = actingIn(standing);
    const campaign = await campaignLoader(context, this.ports).load(campaignId);
    if (!acting || !campaign) return emptyPage;
    const scope = participationScope(acting, standing.world);
    const within = filter?.within ?? null;
    const selection = {
      campaignId,
      unitIds: unitsShown(scope, standing.world),
      orgIds: scope.orgIds,
      within: within === null ? null : unitsAsked(within, standing.world),
      status: filter?.status ?? null,
    };
    const rows = await participationsAfter(this.database, selection, key === null ? null : String(key[0]), size + 1);
    return connectionOf(
      rows,
      size,
      ({ org_id }) => [org_id],
      (row) => participationValue(row, campaign, context.language, registryView),
    );
  }

  /** A participation as a mutation of this request left it. */
  readAgain(id: string, context: RequestContext) {
    this.loader(context).clear(id);
    return this.read(id, context);
  }

  /** A participation the viewer may read, else null: absent and unreadable look the same. */
  private async read(id: string, context: RequestContext) {
    const { registryView } = this.ports;
    const standing = standingOf(context, registryView);
    const acting = actingIn(standing);
    const row = await this.loader(context).load(id);
    const organisation = row && standing.world.organisation(row.org_id);
    if (!acting || !organisation || !mayReadParticipation(acting, organisation, standing.world)) return null;
    const campaign = await readableCampaignById(row.campaign_id, context, this.ports);
    return campaign && participationValue(row, campaign, context.language, registryView);
  }

  /** Participations of one request, read together however many campaigns ask for theirs. */
  private loader(context: RequestContext): DataLoader<string, ParticipationRow | null> {
    let loader = this.loaders.get(context);
    if (!loader) {
      loader = new DataLoader((ids) => participationsById(this.database, ids));
      this.loaders.set(context, loader);
    }
    return loader;
  }
}

/** Changes of participations, and what each changed, read only where it was asked for. */
@Resolver('ParticipationPayload')
export class ParticipationResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    @Inject(READERS) private readonly readers: Readers,
    private readonly participations: ParticipationsResolver,
    private readonly commands: CommandBus,
  ) {}

  @Mutation('participationRegister')
  register(@Args('input') input: ParticipationInput<'participationRegister'>, @Context() context: RequestContext) {
    return this.run({ operation: 'participationRegister', input }, context);
  }

  @Mutation('participationIssuePlan')
  issuePlan(@Args('input') input: ParticipationInput<'participationIssuePlan'>, @Context() context: RequestContext) {
    return this.run({ operation: 'participationIssuePlan', input }, context);
  }

  @Mutation('participationSetTargets')
  setTargets(@Args('input') input: ParticipationInput<'participationSetTargets'>, @Context() context: RequestContext) {
    return this.run({ operation: 'participationSetTargets', input }, context);
  }

  @Mutation('participationWithdraw')
  withdraw(@Args('input') input: ParticipationInput<'participationWithdraw'>, @Context() context: RequestContext) {
    return this.run({ operation: 'participationWithdraw', input }, context);
  }

  @ResolveField('participation')
  changed(@Parent() payload: PayloadValue & { participationId: string }, @Context() context: RequestContext) {
    const { receipt, participationId } = payload;
    return readBack(
      receipt,
      (one) => this.readers.reach(one),
      () => this.participations.readAgain(participationId, context),
    );
  }

  private async run(change: ParticipationChange, context: RequestContext) {
    const { operation, input } = change;
    let participationId: string | null = null;
    const payload = await runMutation(this.ports, context, operation, input, { changes: true }, (caller) => {
      participationId = participationNamedBy(change, caller);
      return this.commands.execute(new ParticipationOrder(change, caller));
    });
    return { ...payload, participationId: payload.userErrors.length > 0 ? null : participationId };
  }
}
