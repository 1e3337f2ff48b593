import { besideOf, type Projection } from '@thidua/event-sourcing';
import type { EventType, RecordedEvent } from '@thidua/events';
import type { Transaction } from 'kysely';
import { rowPages } from './row-pages.js';

/** Tables that hold events as they are, so that a start folds them and not the whole log. */
export type KeptEventTables = Record<string, { position: number; event: string }>;

/** What is folded in memory, and where its events are kept. */
interface EventsInMemory<Memory extends object> {
  /** Permanent identifier of its checkpoint. */
  readonly name: string;
  /** A new one where other types are kept: the table is built anew from the whole log. */
  readonly version: number;
  readonly table: string;
  readonly types: readonly EventType[];
  readonly memory: Memory;
  /** An empty one, for a rebuild: its fields become those of the one that answers. */
  readonly empty: () => Memory;
  /** Gives it the next event of these types, in log order. */
  readonly take: (memory: Memory, event: RecordedEvent) => void;
}

/** A fold in memory as a projection: its rows load it at the start, its batches move it. */
export const eventsInMemoryProjection = <Memory extends object>(
  folded: EventsInMemory<Memory>,
  rowsOfPage?: number,
): Projection<KeptEventTables> => {
  const { name, version, table, types, memory, empty, take } = folded;
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
      const pages = rowPages<KeptEventTables[string]>(
        (last, limit) =>
          database
            .selectFrom(table)
            .selectAll()
            .where('position', '>', last?.position ?? 0)
            .orderBy('position')
            .limit(limit)
            .execute(),
        rowsOfPage,
      );
      for await (const page of pages) for (const { event } of page) take(memory, JSON.parse(event) as RecordedEvent);
    },
    committed: (batch) => {
      for (const event of batch) if (kept.has(event.type)) take(memory, event);
    },
    beside: () =>
      besideOf(memory, empty(), (other) => eventsInMemoryProjection({ ...folded, memory: other }, rowsOfPage)),
  };
};
