import type { Handlers, Projection } from '@thidua/event-sourcing';
import type { AnyRecorded, RecordedEvent } from '@thidua/events';
import { type Fact, FactTable, factsOf, figureEventTypes, type Plane } from '@thidua/rollup';
import type { Transaction } from 'kysely';

export interface FigureTables {
  /** Signed facts in log order; `n` counts the facts of one event. */
  fact: {
    position: number;
    n: number;
    campaign_id: string;
    unit_id: string;
    area_code: string;
    metric: string;
    effective_on: string;
    plane: Plane;
    sign: 1 | -1;
    value: number;
  };
}

/** All facts in memory, by campaign: what every figure is summed from. */
export class Figures {
  private readonly byCampaign = new Map<string, FactTable>();

  of(campaignId: string): FactTable {
    let table = this.byCampaign.get(campaignId);
    if (!table) {
      table = new FactTable(campaignId);
      this.byCampaign.set(campaignId, table);
    }
    return table;
  }

  add(fact: Fact): void {
    this.of(fact.campaignId).append(fact);
  }
}

const store = async (rows: Transaction<FigureTables>, event: RecordedEvent): Promise<void> => {
  const facts = factsOf(event as AnyRecorded);
  if (facts.length === 0) return;
  await rows
    .insertInto('fact')
    .values(
      facts.map((fact, n) => ({
        position: fact.position,
        n,
        campaign_id: fact.campaignId,
        unit_id: fact.unitId,
        area_code: fact.areaCode,
        metric: fact.metric,
        effective_on: fact.effectiveOn,
        plane: fact.plane,
        sign: fact.sign,
        value: fact.value,
      })),
    )
    .execute();
};

/** Facts as rows, and in memory: a start loads the rows and follows the log from there. */
export const figuresProjection = (figures: Figures): Projection<FigureTables> => ({
  name: 'analytics-figures',
  version: 1,
  tables: ['fact'],
  create: (database) =>
    database.schema
      .createTable('fact')
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('n', 'integer', (column) => column.notNull())
      .addColumn('campaign_id', 'text', (column) => column.notNull())
      .addColumn('unit_id', 'text', (column) => column.notNull())
      .addColumn('area_code', 'text', (column) => column.notNull())
      .addColumn('metric', 'text', (column) => column.notNull())
      .addColumn('effective_on', 'text', (column) => column.notNull())
      .addColumn('plane', 'text', (column) => column.notNull())
      .addColumn('sign', 'integer', (column) => column.notNull())
      .addColumn('value', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('fact_key', ['position', 'n'])
      .execute(),
  handlers: Object.fromEntries(figureEventTypes.map((type) => [type, store])) as Handlers<Transaction<FigureTables>>,
  load: async (database) => {
    const rows = await database.selectFrom('fact').selectAll().orderBy('position').orderBy('n').execute();
    for (const row of rows) {
      figures.add({
        campaignId: row.campaign_id,
        unitId: row.unit_id,
        areaCode: row.area_code,
        metric: row.metric,
        effectiveOn: row.effective_on,
        position: row.position,
        plane: row.plane,
        sign: row.sign,
        value: row.value,
      });
    }
  },
  committed: (batch) => {
    for (const event of batch) for (const fact of factsOf(event as AnyRecorded)) figures.add(fact);
  },
});
