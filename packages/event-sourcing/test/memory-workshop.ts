import { endsAppend, type RecordedEvent } from '@thidua/events';
import type { Kysely, Transaction } from 'kysely';
import type { BuildingSite, Workshop } from '../src/index.js';
import { memoryDatabase } from './memory-database.js';

type AnyTables = Record<string, Record<string, unknown>>;

/** Sites in memory over a history that may grow. */
export class MemoryWorkshop implements Workshop {
  /** Sites that were opened, and those that were discarded. */
  opened = 0;
  discarded = 0;
  /** Thrown within the transaction of a swap, where it is set. */
  failing: unknown;
  /** Called when a swap begins. */
  swapping: () => void = () => {};

  constructor(public history: readonly RecordedEvent[]) {}

  readonly log = {
    readAll: async (after: number, limit: number): Promise<readonly RecordedEvent[]> => {
      let end = Math.min(after + limit, this.history.length);
      for (let last = this.history[end - 1]; last && !endsAppend(last); last = this.history[end - 1]) end += 1;
      return this.history.slice(after, end);
    },
  };

  async open(): Promise<BuildingSite> {
    this.opened += 1;
    const database = memoryDatabase<unknown>();
    return {
      database,
      replace: (live, { tables, create, settle }) => {
        this.swapping();
        return live.transaction().execute(async (rows) => {
          for (const table of tables) await rows.schema.dropTable(table).ifExists().execute();
          await create(rows);
          for (const table of tables) await copy(table, database as Kysely<AnyTables>, rows as Transaction<AnyTables>);
          if (this.failing) throw this.failing;
          await settle(rows);
        });
      },
      discard: async () => {
        this.discarded += 1;
        await database.destroy();
      },
    };
  }
}

const copy = async (table: string, from: Kysely<AnyTables>, into: Transaction<AnyTables>): Promise<void> => {
  for (const row of await from.selectFrom(table).selectAll().execute()) {
    await into.insertInto(table).values(row).execute();
  }
};
