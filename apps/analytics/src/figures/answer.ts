import { Inject, Injectable } from '@nestjs/common';
import { mayReadFigures } from '@thidua/authority';
import { type Credit, type FactTable, type FigureNode, Forest, type Rollup, rollUp } from '@thidua/rollup';
import {
  actingIn,
  type CampaignTables,
  campaignReadable,
  campaignsById,
  type FreshnessValue,
  PORTS,
  projectionLagging,
  READERS,
  type Readers,
  type RequestContext,
  type ServicePorts,
  type StoredCampaign,
  standingOf,
  waitMsMax,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import { type AsOf, type AsOfInput, settleAsOf } from '../moments/as-of.js';
import type { MomentTables } from '../moments/moments.projection.js';
import { Figures } from './figures.projection.js';

/** What every question about figures names. */
export interface FiguresArgs {
  readonly campaign: string;
  /** Default: the unit of the acting organisation. */
  readonly unit?: string | null;
  readonly minReceipt?: number | null;
}

/** A unit whose figures in a campaign the asker may read. */
export interface ReadableFigures {
  readonly campaign: StoredCampaign;
  readonly unitId: string;
  readonly facts: FactTable;
  readonly freshness: FreshnessValue;
}

/** What all rows of one answer share: the sums, the trees they are summed over, the as-of. */
export interface Answer {
  readonly campaign: StoredCampaign;
  readonly rollup: Rollup;
  readonly credit: Credit;
  readonly asOf: AsOf;
  readonly freshness: FreshnessValue;
}

/** GraphQL's Rollup: a unit in an answer. */
export interface RollupValue {
  readonly answer: Answer;
  readonly node: FigureNode;
}

/** Asks for figures: rights first, then one scan of the facts for the whole answer. */
@Injectable()
export class FigureAnswers {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    @Inject(READERS) private readonly readers: Readers,
    private readonly figures: Figures,
  ) {}

  /** Null where nothing is readable under these ids: nothing there and nothing readable look the same. */
  async readable(args: FiguresArgs, context: RequestContext): Promise<ReadableFigures | null> {
    const { registryView } = this.ports;
    await this.readers.reach(args.minReceipt ?? null);
    if ((await registryView.caughtUp(waitMsMax)) === 'lagging') throw projectionLagging(registryView.position);
    const standing = standingOf(context, registryView);
    const acting = actingIn(standing);
    const unitId = args.unit ?? acting?.organisation.unitId;
    const [campaign] = await campaignsById(this.ports.readModels as Kysely<CampaignTables>, [args.campaign]);
    if (!acting || !campaign || unitId === undefined) return null;
    if (!campaignReadable(campaign, standing) || !mayReadFigures(acting, unitId, standing.world)) return null;
    return { campaign, unitId, facts: this.figures.of(campaign.campaignId), freshness: this.readers.freshness() };
  }

  settle({ campaign, freshness }: ReadableFigures, input: AsOfInput | null | undefined): Promise<AsOf> {
    const { clock, readModels } = this.ports;
    return settleAsOf(readModels as Kysely<MomentTables>, input ?? {}, {
      periodStart: campaign.details.periodStart,
      head: Number(freshness.position),
      nowMs: clock.now(),
    });
  }

  forest(asOf: AsOf): Forest {
    return new Forest(this.ports.registryView.units, questionOf(asOf));
  }

  /** The unit asked with all its figures; null where it stands in no tree of the window, or not in the one asked. */
  async rollup(
    args: FiguresArgs & { readonly asOf?: AsOfInput | null; readonly credit?: Credit | null },
    context: RequestContext,
  ): Promise<RollupValue | null> {
    const readable = await this.readable(args, context);
    if (!readable) return null;
    const { campaign, unitId, facts, freshness } = readable;
    const asOf = await this.settle(readable, args.asOf);
    const forest = this.forest(asOf);
    const node = forest.node(unitId);
    if (!node) return null;
    const credit = args.credit ?? 'LEAD';
    return { answer: { campaign, rollup: rollUp(facts, forest, credit), credit, asOf, freshness }, node };
  }
}

/** The question of the engine for an as-of. */
export const questionOf = ({ effectiveFrom, effectiveUpTo, knownUpToPosition, treeOn }: AsOf) => ({
  from: effectiveFrom,
  to: effectiveUpTo,
  knownUpTo: knownUpToPosition,
  treeOn,
});
