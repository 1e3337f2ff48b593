import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { mayReadFigures } from '@thidua/authority';
import type { Tree } from '@thidua/hierarchy';
import { type Figure, type Rollup, rollUp, SumTooLarge } from '@thidua/rollup';
import {
  actingIn,
  areaRef,
  type CampaignTables,
  campaignReadable,
  campaignsById,
  type FreshnessValue,
  type Language,
  metricRef,
  PORTS,
  projectionLagging,
  READERS,
  type Readers,
  type RequestContext,
  type ServicePorts,
  type StoredCampaign,
  standingOf,
  unitAsOf,
  waitMsMax,
} from '@thidua/service';
import { GraphQLError } from 'graphql';
import type { Kysely } from 'kysely';
import { type AsOf, type AsOfInput, settleAsOf } from '../moments/as-of.js';
import type { MomentTables } from '../moments/moments.projection.js';
import { Figures } from './figures.projection.js';

interface RollupArgs {
  readonly campaign: string;
  readonly unit?: string | null;
  readonly asOf?: AsOfInput | null;
  readonly minReceipt?: number | null;
}

interface MeasureArgs {
  readonly areas?: readonly string[] | null;
  readonly metrics?: readonly string[] | null;
}

/** What all units of one answer share: the sums, the tree they are summed over, the as-of. */
interface Answer {
  readonly campaign: StoredCampaign;
  readonly sums: Rollup;
  readonly tree: Tree;
  /** The date of that tree. */
  readonly on: string;
  readonly asOf: AsOf;
  readonly freshness: FreshnessValue;
}

interface UnitFigures extends Answer {
  readonly unitId: string;
}

@Resolver('Rollup')
export class RollupResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    @Inject(READERS) private readonly readers: Readers,
    private readonly figures: Figures,
  ) {}

  @Query('rollup')
  async rollup(@Args() args: RollupArgs, @Context() context: RequestContext): Promise<UnitFigures | null> {
    const { registryView } = this.ports;
    await this.readers.reach(args.minReceipt ?? null);
    if ((await registryView.caughtUp(waitMsMax)) === 'lagging') throw projectionLagging(registryView.position);
    const standing = standingOf(context, registryView);
    const acting = actingIn(standing);
    const unitId = args.unit ?? acting?.organisation.unitId;
    const [campaign] = await campaignsById(this.ports.readModels as Kysely<CampaignTables>, [args.campaign]);
    if (!acting || !campaign || unitId === undefined) return null;
    if (!campaignReadable(campaign, standing) || !mayReadFigures(acting, unitId, standing.world)) return null;
    const answer = await this.answer(campaign, args.asOf ?? {});
    return answer.tree.has(unitId) ? { ...answer, unitId } : null;
  }

  @ResolveField('unit')
  unit(@Parent() { unitId, on }: UnitFigures) {
    return unitAsOf(this.ports.registryView, unitId, on);
  }

  @ResolveField('measures')
  measures(@Parent() figures: UnitFigures, @Args() args: MeasureArgs, @Context() { language }: RequestContext) {
    return measuresOf(figures, 'total', args, language);
  }

  @ResolveField('own')
  own(@Parent() figures: UnitFigures, @Args() args: MeasureArgs, @Context() { language }: RequestContext) {
    return measuresOf(figures, 'own', args, language);
  }

  @ResolveField('unallocated')
  unallocated(@Parent() figures: UnitFigures, @Args() args: MeasureArgs, @Context() { language }: RequestContext) {
    return measuresOf(figures, 'unallocated', args, language);
  }

  @ResolveField('children')
  children(@Parent() figures: UnitFigures): readonly UnitFigures[] {
    return figures.tree.childrenOf(figures.unitId).map((unitId) => ({ ...figures, unitId }));
  }

  /** One scan of the facts serves every unit of the answer. */
  private async answer(campaign: StoredCampaign, input: AsOfInput): Promise<Answer> {
    const { clock, readModels, registryView } = this.ports;
    const freshness = this.readers.freshness();
    const head = Number(freshness.position);
    const { periodStart } = campaign.details;
    const settings = { periodStart, head, nowMs: clock.now() };
    const asOf = await settleAsOf(readModels as Kysely<MomentTables>, input, settings);
    const { effectiveFrom: from, effectiveUpTo: to, knownUpToPosition, today } = asOf;
    // Under the latest tree of the answer: work of a unit that ended stands where the unit went.
    const on = to > today ? to : today;
    const tree = registryView.units.tree(on, knownUpToPosition);
    const placing = registryView.units.mapping(on, knownUpToPosition);
    const cells = this.figures.of(campaign.campaignId).sum({ from, to, knownUpTo: knownUpToPosition });
    const sums = rollUp(cells, tree, placing);
    return { campaign, sums, tree, on, asOf, freshness };
  }
}

const nothing = { value: 0, count: 0 };

/** The figures that were asked for by code are answered even where nothing counts: zero is an answer. */
const measuresOf = (
  { campaign, sums, unitId }: UnitFigures,
  part: 'own' | 'unallocated' | 'total',
  { areas, metrics }: MeasureArgs,
  language: Language,
) => {
  known(
    'areas',
    areas,
    campaign.areas.map(({ areaCode }) => areaCode),
  );
  known(
    'metrics',
    metrics,
    campaign.metrics.map(({ metric }) => metric),
  );
  const found = exactly(() => sums[part](unitId, areas ? 'by-area' : 'all-areas') ?? []);
  const wanted = (areas ?? [null]).flatMap((areaCode) => {
    const inArea = found.filter((figure) => figure.areaCode === areaCode);
    if (!metrics) return inArea;
    return metrics.map(
      (metric) =>
        inArea.find((figure) => figure.metric === metric) ??
        ({ unitId, areaCode, metric, approved: nothing, pending: nothing } satisfies Figure),
    );
  });
  return wanted.map(({ areaCode, metric, approved, pending }) => ({
    metric: metricRef(campaign, metric, language),
    area: areaCode === null ? null : areaRef(campaign, areaCode, language),
    approved: { ...approved, exact: true },
    pending: { ...pending, exact: true },
  }));
};

/** A figure beyond 2^53 is refused loudly; rounding it would be worse. */
const exactly = <Figures>(sum: () => Figures): Figures => {
  try {
    return sum();
  } catch (fault) {
    if (!(fault instanceof SumTooLarge)) throw fault;
    const { metric } = fault.figure;
    const message = `the sum of "${metric}" is beyond 2^53; look for a mistyped quantity (tổng của "${metric}" quá lớn; hãy tìm số liệu nhập sai)`;
    throw new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED' } });
  }
};

const known = (argument: string, asked: readonly string[] | null | undefined, codes: readonly string[]): void => {
  const unknown = (asked ?? []).find((code) => !codes.includes(code));
  if (unknown === undefined) return;
  const message = `${argument}: the campaign has no "${unknown}" (phong trào không có "${unknown}")`;
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
};
