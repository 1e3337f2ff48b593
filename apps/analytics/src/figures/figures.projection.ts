import { besideOf, type Handlers, type Projection } from '@thidua/event-sourcing';
import type { AnyRecorded, LineQuantity, RecordedEvent } from '@thidua/events';
import {
  type Credit,
  type Fact,
  FactTable,
  type FigureEventType,
  factsOf,
  figureEventTypes,
  type Plane,
} from '@thidua/rollup';
import { rowPages } from '@thidua/service';
import { sql, type Transaction } from 'kysely';
import { ByCampaign } from '../steps/by-campaign.js';

export interface FigureTables {
  /** Signed facts in log order; `n` counts the facts of one event. */
  fact: {
    position: number;
    n: number;
    /** When the event was recorded (UTC, ISO 8601). */
    recorded_at: string;
    event_type: FigureEventType;
    campaign_id: string;
    achievement_id: string;
    owner_org_id: string;
    unit_id: string;
    area_code: string;
    metric: string;
    effective_on: string;
    plane: Plane;
    sign: 1 | -1;
    credit: Credit | null;
    lines: 0 | 1;
    /** A LineQuantity as JSON: one value, two numbers or the members. */
    quantity: string;
  };
}

/** All facts in memory, by campaign: what every figure is summed from. */
export class Figures extends ByCampaign<FactTable> {
  constructor() {
    super((campaignId) => new FactTable(campaignId));
  }

  add(fact: Fact): void {
    this.of(fact.campaignId).append(fact);
  }
}

/** Rows written at once: times 16 columns well below the 32,766 values that SQLite takes. */
const rowsOfInsertMax = 1000;

const rowOf = (fact: Fact, n: number, recordedAt: string): FigureTables['fact'] => ({
  position: fact.position,
  n,
  recorded_at: recordedAt,
  event_type: fact.eventType,
  campaign_id: fact.campaignId,
  achievement_id: fact.achievementId,
  owner_org_id: fact.ownerOrgId,
  unit_id: fact.unitId,
  area_code: fact.areaCode,
  metric: fact.metric,
  effective_on: fact.effectiveOn,
  plane: fact.plane,
  sign: fact.sign,
  credit: fact.credit,
  lines: fact.lines,
  quantity: JSON.stringify(fact.quantity),
});

const factOf = (row: FigureTables['fact']): Fact => ({
  campaignId: row.campaign_id,
  achievementId: row.achievement_id,
  ownerOrgId: row.owner_org_id,
  eventType: row.event_type,
  unitId: row.unit_id,
  areaCode: row.area_code,
  metric: row.metric,
  effectiveOn: row.effective_on,
  position: row.position,
  plane: row.plane,
  sign: row.sign,
  credit: row.credit,
  lines: row.lines,
  quantity: JSON.parse(row.quantity) as LineQuantity,
});

const store = async (rows: Transaction<FigureTables>, event: RecordedEvent): Promise<void> => {
  const values = factsOf(event as AnyRecorded).map((fact, n) => rowOf(fact, n, event.recordedAt));
  // A statement takes a limited number of values, and an event brings up to a few thousand facts.
  for (let from = 0; from < values.length; from += rowsOfInsertMax) {
    await rows
      .insertInto('fact')
      .values(values.slice(from, from + rowsOfInsertMax))
      .execute();
  }
};

/** Facts as rows, and in memory: a start loads the rows and follows the log from there. */
export const figuresProjection = (figures: Figures): Projection<FigureTables> => ({
  name: 'analytics-figures',
  version: 2,
  tables: ['fact'],
  create: (database) =>
    database.schema
      .createTable('fact')
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('n', 'integer', (column) => column.notNull())
      .addColumn('recorded_at', 'text', (column) => column.notNull())
      .addColumn('event_type', 'text', (column) => column.notNull())
      .addColumn('campaign_id', 'text', (column) => column.notNull())
      .addColumn('achievement_id', 'text', (column) => column.notNull())
      .addColumn('owner_org_id', 'text', (column) => column.notNull())
      .addColumn('unit_id', 'text', (column) => column.notNull())
      .addColumn('area_code', 'text', (column) => column.notNull())
      .addColumn('metric', 'text', (column) => column.notNull())
      .addColumn('effective_on', 'text', (column) => column.notNull())
      .addColumn('plane', 'text', (column) => column.notNull())
      .addColumn('sign', 'integer', (column) => column.notNull())
      .addColumn('credit', 'text')
      .addColumn('lines', 'integer', (column) => column.notNull())
      .addColumn('quantity', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('fact_key', ['position', 'n'])
      .execute(),
  handlers: Object.fromEntries(figureEventTypes.map((type) => [type, store])) as Handlers<Transaction<FigureTables>>,
  load: async (database) => {
    const pages = rowPages<FigureTables['fact']>((last, limit) =>
      database
        .selectFrom('fact')
        .selectAll()
        .where(sql<boolean>`(position, n) > (${last?.position ?? 0}, ${last?.n ?? 0})`)
        .orderBy('position')
        .orderBy('n')
        .limit(limit)
        .execute(),
    );
    for await (const page of pages) for (const row of page) figures.add(factOf(row));
  },
  committed: (batch) => {
    for (const event of batch) for (const fact of factsOf(event as AnyRecorded)) figures.add(fact);
  },
  beside: () => besideOf(figures, new Figures(), figuresProjection),
});
