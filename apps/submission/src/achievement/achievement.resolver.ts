import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { holds, mayReadWork, readingScope, unitsShown } from '@thidua/authority';
import {
  actingIn,
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
  runMutation,
  type ServicePorts,
  standingOf,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import { campaignValue } from '../campaign/campaign.values.js';
import { campaignLoader, readableCampaignById } from '../campaign/campaign-loader.js';
import {
  type AchievementChange,
  AchievementOrder,
  type AchievementQuantitiesInput,
  type AchievementRegisterInput,
  type AchievementSubmitInput,
  achievementIdOf,
} from './achievement.handler.js';
import type { AchievementRow, AchievementTables } from './achievement.projection.js';
import { achievementById, achievementsBefore } from './achievement.queries.js';
import { achievementValue } from './achievement.values.js';

interface AchievementsArgs extends PageArgs {
  readonly filter: {
    readonly campaign: string;
    readonly within?: string | null;
    readonly status?: readonly AchievementRow['status'][] | null;
  };
  readonly minReceipt?: number | null;
}

const emptyPage = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };

@Resolver('Achievement')
export class AchievementResolver {
  private readonly database: Kysely<AchievementTables>;

  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    @Inject(READERS) private readonly readers: Readers,
    private readonly commands: CommandBus,
  ) {
    this.database = ports.readModels as Kysely<AchievementTables>;
  }

  @Query('achievement')
  async achievement(
    @Args('id') id: string,
    @Args('minReceipt') minReceipt: number | undefined,
    @Context() context: RequestContext,
  ) {
    await this.readers.reach(minReceipt ?? null);
    return this.read(id, context);
  }

  @ResolveReference()
  async reference({ id }: { id: string }, context: RequestContext) {
    await this.readers.reach(context.minReceipt);
    return this.read(id, context);
  }

  @Query('achievements')
  async achievements(@Args() { filter, minReceipt, ...page }: AchievementsArgs, @Context() context: RequestContext) {
    await this.readers.reach(minReceipt ?? null);
    const size = pageSizeOf(page);
    const key = keyOf(page.after, 1);
    const standing = standingOf(context, this.ports.registryView);
    const acting = actingIn(standing);
    const scope = acting && readingScope(acting, standing.world);
    const campaign = await readableCampaignById(filter.campaign, context, this.ports);
    if (!acting || !scope || !campaign) return emptyPage;
    const { within = null } = filter;
    const inside = within === null || holds(within, acting.organisation.unitId, standing.world);
    const selection = {
      campaignId: filter.campaign,
      unitIds: unitsShown(scope, within, standing.world),
      // Within a unit the own organisation's work shows only where it stands there.
      orgId: inside ? scope.orgId : null,
      status: scope.approvedOnly ? (['APPROVED'] as const) : (filter.status ?? null),
    };
    const before = key === null ? null : Number(key[0]);
    const rows = await achievementsBefore(this.database, selection, before, size + 1);
    return connectionOf(
      rows,
      size,
      ({ position }) => [position],
      (row) => achievementValue(row, campaign, context.language, this.ports.registryView),
    );
  }

  @ResolveField('campaign')
  async campaign(@Parent() { campaignId }: { campaignId: string }, @Context() context: RequestContext) {
    const { registryView } = this.ports;
    const campaign = await campaignLoader(context, this.ports).load(campaignId);
    return (
      campaign &&
      campaignValue(campaign, context.language, (orgId) => organisationName(registryView, orgId, registryView.today()))
    );
  }

  private async read(id: string, context: RequestContext) {
    const { registryView } = this.ports;
    const standing = standingOf(context, registryView);
    const acting = actingIn(standing);
    const row = await achievementById(this.database, id);
    if (!row || !acting) return null;
    const work = {
      ownerOrgId: row.owner_org_id,
      ownerUnitId: row.owner_unit_id,
      approved: row.status === 'APPROVED',
    };
    if (!mayReadWork(acting, work, standing.world)) return null;
    const campaign = await campaignLoader(context, this.ports).load(row.campaign_id);
    return campaign && achievementValue(row, campaign, context.language, registryView);
  }

  @Mutation('achievementRegister')
  register(@Args('input') input: AchievementRegisterInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementRegister', input }, context);
  }

  @Mutation('achievementReportQuantities')
  reportQuantities(@Args('input') input: AchievementQuantitiesInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementReportQuantities', input }, context);
  }

  @Mutation('achievementSubmit')
  submit(@Args('input') input: AchievementSubmitInput, @Context() context: RequestContext) {
    return this.run({ operation: 'achievementSubmit', input }, context);
  }

  private async run(change: AchievementChange, context: RequestContext) {
    const { operation, input } = change;
    const changes = operation !== 'achievementRegister';
    let achievementId = change.operation === 'achievementRegister' ? null : change.input.achievement;
    const payload = await runMutation(this.ports, context, operation, input, { changes }, (caller) => {
      achievementId ??= achievementIdOf(caller.meta.commandId);
      return this.commands.execute(new AchievementOrder(change, caller));
    });
    return { ...payload, achievementId: payload.userErrors.length > 0 ? null : achievementId };
  }
}

/** What a mutation changed, read only where it was asked for. */
@Resolver('AchievementPayload')
export class AchievementPayloadResolver {
  constructor(
    @Inject(READERS) private readonly readers: Readers,
    private readonly achievements: AchievementResolver,
  ) {}

  @ResolveField('achievement')
  changed(@Parent() payload: PayloadValue & { achievementId: string }, @Context() context: RequestContext) {
    return readBack(
      payload.receipt,
      (receipt) => this.readers.reach(receipt),
      () => this.achievements.achievement(payload.achievementId, undefined, context),
    );
  }
}
