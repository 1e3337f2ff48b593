import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { mayReadWork } from '@thidua/authority';
import {
  actingIn,
  connectionOf,
  emptyPage,
  organisationName,
  type PageArgs,
  type PayloadValue,
  PORTS,
  pageSizeOf,
  READERS,
  type Readers,
  type RequestContext,
  readBack,
  type ServicePorts,
  standingOf,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import { campaignValue } from '../campaign/campaign.values.js';
import { campaignLoader } from '../campaign/campaign-loader.js';
import { type AchievementOrder, achievementById, achievementsBehind, placeOf } from './achievement.queries.js';
import type { AchievementTables } from './achievement.rows.js';
import { type AchievementValue, achievementValue } from './achievement.values.js';
import { campaignOf, receiverOf, workOf } from './achievement-access.js';
import { allowedActions } from './achievement-actions.js';
import { type AchievementFilter, cursorKey, newestFirst, placeBehind, selectionFor } from './achievement-list.js';
import { storedAchievement } from './stored-achievement.js';

interface AchievementsArgs extends PageArgs {
  readonly filter: AchievementFilter;
  readonly order?: AchievementOrder | null;
  readonly minReceipt?: number | null;
}

@Resolver('Achievement')
export class AchievementResolver {
  private readonly database: Kysely<AchievementTables>;

  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    @Inject(READERS) private readonly readers: Readers,
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
  async achievements(
    @Args() { filter, order, minReceipt, ...page }: AchievementsArgs,
    @Context() context: RequestContext,
  ) {
    await this.readers.reach(minReceipt ?? null);
    const size = pageSizeOf(page);
    const asked = order ?? newestFirst;
    const behind = placeBehind(page, asked);
    const standing = standingOf(context, this.ports.registryView);
    const acting = actingIn(standing);
    const selection = acting && selectionFor(acting, standing.world, filter);
    // A partner may read work of a campaign that it does not read: rights are those of one achievement.
    const campaign = await campaignLoader(context, this.ports).load(filter.campaign);
    if (!selection || !campaign) return emptyPage;
    const rows = await achievementsBehind(this.database, selection, asked, behind, size + 1);
    return connectionOf(
      rows,
      size,
      (row) => cursorKey(asked, placeOf(row, asked)),
      (row) => achievementValue(row, campaign, context.language, this.ports.registryView),
    );
  }

  @ResolveField('campaign')
  async campaign(@Parent() { row }: AchievementValue, @Context() context: RequestContext) {
    const { registryView } = this.ports;
    const campaign = await campaignLoader(context, this.ports).load(row.campaign_id);
    return (
      campaign &&
      campaignValue(campaign, context.language, (orgId) => organisationName(registryView, orgId, registryView.today()))
    );
  }

  @ResolveField('allowed')
  async allowed(@Parent() { row }: AchievementValue, @Context() context: RequestContext) {
    const standing = standingOf(context, this.ports.registryView);
    const acting = actingIn(standing);
    if (!acting) return [];
    const achievement = storedAchievement(row);
    const campaign = await campaignOf(this.ports, achievement);
    const receiverOrgId = receiverOf(achievement, campaign, standing);
    const { today, world } = standing;
    return allowedActions({ achievement, campaign, receiverOrgId, today, acting, world }, context.language);
  }

  private async read(id: string, context: RequestContext) {
    const { registryView } = this.ports;
    const standing = standingOf(context, registryView);
    const acting = actingIn(standing);
    const row = await achievementById(this.database, id);
    if (!row || !acting || !mayReadWork(acting, workOf(storedAchievement(row)), standing.world)) return null;
    const campaign = await campaignLoader(context, this.ports).load(row.campaign_id);
    return campaign && achievementValue(row, campaign, context.language, registryView);
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
