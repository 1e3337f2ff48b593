import type { Position } from '@thidua/events';
import { type FigureNode, Forest, type Part, type Quantity, rollUp } from '@thidua/rollup';
import {
  type CampaignTables,
  type RegistryView,
  type StoredCampaign,
  storedCampaign,
  type UnitAsOfValue,
  unitAsOf,
} from '@thidua/service';
import { GraphQLError } from 'graphql';
import type { Kysely } from 'kysely';
import { type AsOf, type AsOfInput, settleAsOf } from '../moments/as-of.js';
import type { MomentTables } from '../moments/moments.projection.js';
import { type Answer, questionOf } from './answer.js';
import type { Figures } from './figures.projection.js';
import { measuresOf } from './measure.values.js';

/** A beginning of the log as its read models hold it. */
export interface Replayed {
  /** The tables of `figureReadModels`. */
  readonly database: Kysely<unknown>;
  readonly figures: Figures;
  readonly registryView: RegistryView;
  /** The last position that was replayed. */
  readonly head: Position;
}

export interface ReplayedQuestion {
  /** Null: the only one that was launched. */
  readonly campaign: string | null;
  /** Code of a unit; null: what has nothing above it. */
  readonly unit: string | null;
  /** Null: whatever counts. */
  readonly metric: string | null;
  readonly asOf: AsOfInput;
}

interface MeasureRow {
  readonly metric: string;
  readonly title: string;
  readonly unit: string;
  readonly approved: Quantity;
  readonly pending: Quantity;
}

export interface UnitRow {
  readonly unit: Pick<UnitAsOfValue, 'id' | 'code' | 'name'> | null;
  readonly measures: readonly MeasureRow[];
}

/** What `rollup` answers, without the rights of anybody: for whoever holds the log itself. */
export interface ReplayedFigures {
  readonly campaign: { readonly id: string; readonly title: string };
  readonly asOf: AsOf;
  readonly units: readonly (UnitRow & {
    readonly own: readonly MeasureRow[];
    readonly unallocated: readonly MeasureRow[];
    readonly children: readonly UnitRow[];
  })[];
  /** What stands in no tree, where more than one unit has nothing above it. */
  readonly unplaced: readonly MeasureRow[];
}

/** What was asked for cannot be answered from the replayed log; why is said in words. */
export class NotInLog extends Error {
  override readonly name = 'NotInLog';
}

export const replayedFigures = async (replayed: Replayed, question: ReplayedQuestion): Promise<ReplayedFigures> => {
  try {
    return await answered(replayed, question);
  } catch (fault) {
    // What the graph would refuse: an unknown metric, a sum too large.
    throw fault instanceof GraphQLError ? new NotInLog(fault.message) : fault;
  }
};

const answered = async (replayed: Replayed, question: ReplayedQuestion): Promise<ReplayedFigures> => {
  const { database, figures, registryView, head } = replayed;
  const campaign = await campaignNamed(database as Kysely<CampaignTables>, question.campaign);
  const asOf = await settleAsOf(database as Kysely<MomentTables>, question.asOf, {
    periodStart: campaign.details.periodStart,
    head,
    nowMs: Date.now(),
  });
  const forest = new Forest(registryView.units, questionOf(asOf));
  const rollup = rollUp(figures.of(campaign.campaignId), forest, 'LEAD');
  const freshness = { position: String(head), recordedAt: null, lagSeconds: 0 };
  const answer: Answer = { campaign, rollup, credit: 'LEAD', asOf, freshness };
  const metrics = question.metric === null ? null : [question.metric];
  const measures = (node: FigureNode | null, part: Part): readonly MeasureRow[] =>
    measuresOf({ answer, node, part }, { metrics }, 'vi').map(
      ({ metric: { code, title, unit }, approved, pending }) => ({
        ...{ metric: code, title, unit, approved, pending },
      }),
    );
  const row = (node: FigureNode): UnitRow => {
    const named = unitAsOf(registryView, node.unitId, forest.calledOn(node), asOf.knownUpToPosition);
    return { unit: named && { id: named.id, code: named.code, name: named.name }, measures: measures(node, 'total') };
  };
  return {
    campaign: { id: campaign.campaignId, title: campaign.details.titleVi },
    asOf,
    units: nodesAsked(forest, registryView, asOf, question.unit).map((node) => ({
      ...row(node),
      own: measures(node, 'own'),
      unallocated: measures(node, 'unallocated'),
      children: forest.children(node).map(row),
    })),
    unplaced: measures(null, 'total'),
  };
};

const nodesAsked = (
  forest: Forest,
  { units }: RegistryView,
  { today, knownUpToPosition }: AsOf,
  code: string | null,
): readonly FigureNode[] => {
  if (code === null) return forest.roots();
  const unit = units.unitByCode(code, { on: today, knownUpTo: knownUpToPosition });
  const node = unit && forest.node(unit.unitId);
  if (node) return [node];
  throw new NotInLog(`No unit had the code ${code} then. / Khi đó không có đơn vị nào mang mã ${code}.`);
};

const campaignNamed = async (database: Kysely<CampaignTables>, id: string | null): Promise<StoredCampaign> => {
  const rows = await database.selectFrom('campaign').selectAll().orderBy('position').execute();
  const launched = rows.map(storedCampaign).filter(({ launch }) => launch !== null);
  const fitting = id === null ? launched : launched.filter(({ campaignId }) => campaignId === id);
  const [campaign, other] = fitting;
  if (campaign && !other) return campaign;
  const known = launched.map(({ campaignId, details }) => `\n  ${campaignId}  ${details.titleVi}`).join('');
  if (campaign) throw new NotInLog(`Name one with --campaign. / Hãy chọn bằng --campaign.${known}`);
  throw new NotInLog(
    id === null
      ? 'No campaign had been launched then. / Khi đó chưa phát động phong trào nào.'
      : `No campaign ${id} had been launched then. / Khi đó chưa phát động phong trào ${id}.${known}`,
  );
};
