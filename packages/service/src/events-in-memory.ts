import type { Projection } from '@thidua/event-sourcing';
import type { EventType, RecordedEvent } from '@thidua/events';
import type { Transaction } from 'kysely';

/** Tables that hold events as they are, so that a start folds them and not the whole log. */
export type KeptEventTables = Record<string, { position: number; event: string }>;

/** What is folded in memory, and where its events are kept. */
interface EventsInMemory {
  /** Permanent identifier of its checkpoint. */
  readonly name: string;
  /** A new one where other types are kept: the table is built anew from the whole log. */
  readonly version: number;
  readonly table: string;
  readonly types: readonly EventType[];
  /** Takes the next event of these types, in log order. */
  readonly take: (event: RecordedEvent) => void;
}

/** Rows that one page of a load holds in memory beside the fold. */
const pageSize = 20_000;

/** A fold in memory as a projection: its rows load it at the start, its batches move it. */
export const eventsInMemoryProjection = (
  { name, version, table, types, take }: EventsInMemory,
  rowsOfPage = pageSize,
): Projection<KeptEventTables> => {
  const kept = new Set<string>(types);
  const keep = async (rows: Transaction<KeptEventTables>, event: RecordedEvent) => {
    await rows
      .insertInto(table)
      .values({ position: event.position, event: JSON.stringify(event) })
      .execute();
  };
  return {
    name,
    version,
    tables: [table],
    create: (database) =>
      database.schema
        .createTable(table)
        .addColumn('position', 'integer', (column) => column.primaryKey())
        .addColumn('event', 'text', (column) => column.notNull())
        .execute(),
    handlers: Object.fromEntries(types.map((type) => [type, keep])),
    load: async (database) => {
      // Each page begins behind the one before it, and a page that is not full is the last.
      for (let behind = 0, full = true; full; ) {
        const rows = await database
          .selectFrom(table)
          .select(['position', 'event'])
          .where('position', '>', behind)
          .orderBy('position')
          .limit(rowsOfPage)
          .execute();
        for (const { event } of rows) take(JSON.parse(event) as RecordedEvent);
        behind = rows.at(-1)?.position ?? behind;
        full = rows.length === rowsOfPage;
      }
    },
    committed: (batch) => {
      for (const event of batch) if (kept.has(event.type)) take(event);
    },
  };
};
