import type { RecordedEvent } from '@thidua/events';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { CheckpointTables, Projection } from '../src/index.js';

export interface TallyTables extends CheckpointTables {
  tally: { achievement: string; chain: number; events: number };
}

/** Depends on every event, on its order and on its number: one lost, doubled or swapped shows. */
const chained = (chain: number, metres: number): number => (chain * 31 + metres + 1) % 1_000_003;

const metresOf = (event: RecordedEvent): number => {
  const [line] = (event.data as { lines?: readonly { quantity: { value: number } }[] }).lines ?? [];
  return line?.quantity.value ?? 0;
};

const achievementOf = (event: RecordedEvent): string => (event.data as { achievementId: string }).achievementId;

const add = async (rows: Transaction<TallyTables>, event: RecordedEvent): Promise<void> => {
  const metres = metresOf(event);
  await sql`insert into tally (achievement, chain, events) values (${achievementOf(event)}, ${chained(0, metres)}, 1)
    on conflict (achievement) do update
    set chain = (chain * 31 + ${metres + 1}) % 1000003, events = events + 1`.execute(rows);
};

/** What a tally holds of a history, by achievement. */
export const tallyOf = (events: readonly RecordedEvent[]): Map<string, number> => {
  const chains = new Map<string, number>();
  for (const event of events) {
    chains.set(achievementOf(event), chained(chains.get(achievementOf(event)) ?? 0, metresOf(event)));
  }
  return chains;
};

/** A read model that is not idempotent in itself, with the same in memory where it is given a map. */
export const tallyProjection = (memory: Map<string, number> = new Map()): Projection<TallyTables> => ({
  name: 'tally',
  version: 1,
  tables: ['tally'],
  create: (database) =>
    database.schema
      .createTable('tally')
      .addColumn('achievement', 'text', (column) => column.primaryKey())
      .addColumn('chain', 'integer', (column) => column.notNull())
      .addColumn('events', 'integer', (column) => column.notNull())
      .execute(),
  handlers: { 'QuantityReported.v1': add, 'AchievementCompleted.v1': add },
  load: async (database) => {
    memory.clear();
    for (const { achievement, chain } of await rowsOf(database)) memory.set(achievement, chain);
  },
  committed: (batch) => {
    for (const event of batch) {
      memory.set(achievementOf(event), chained(memory.get(achievementOf(event)) ?? 0, metresOf(event)));
    }
  },
  beside: () => {
    const other = new Map<string, number>();
    const takeOver = () => {
      memory.clear();
      for (const [achievement, chain] of other) memory.set(achievement, chain);
    };
    return { projection: tallyProjection(other), takeOver };
  },
});

export const rowsOf = (database: Kysely<TallyTables>) =>
  database.selectFrom('tally').selectAll().orderBy('achievement').execute();
