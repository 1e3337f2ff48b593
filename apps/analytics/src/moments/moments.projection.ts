import type { Handlers, Projection } from '@thidua/event-sourcing';
import { type EventType, endsAppend, eventSchemas, type RecordedEvent } from '@thidua/events';
import { sql, type Transaction } from 'kysely';

export interface MomentTables {
  /** One row an append: its last position, and the latest recordedAt up to there (UTC, ISO 8601). */
  moment: { position: number; recorded_at: string; latest: string };
}

const remember = async (rows: Transaction<MomentTables>, event: RecordedEvent): Promise<void> => {
  if (!endsAppend(event)) return;
  const { position, recordedAt } = event;
  const before = rows.selectFrom('moment').select('latest').orderBy('position', 'desc').limit(1);
  const latest = sql<string>`max(${recordedAt}, coalesce((${before}), ''))`;
  await rows.insertInto('moment').values({ position, recorded_at: recordedAt, latest }).execute();
};

/** When what was known: turns instants into positions. Every event has its moment. */
export const momentsProjection: Projection<MomentTables> = {
  name: 'analytics-moments',
  version: 1,
  tables: ['moment'],
  create: async (database) => {
    await database.schema
      .createTable('moment')
      .addColumn('position', 'integer', (column) => column.primaryKey())
      .addColumn('recorded_at', 'text', (column) => column.notNull())
      .addColumn('latest', 'text', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('moment_by_latest').on('moment').columns(['latest', 'position']).execute();
  },
  handlers: Object.fromEntries((Object.keys(eventSchemas) as EventType[]).map((type) => [type, remember])) as Handlers<
    Transaction<MomentTables>
  >,
};
