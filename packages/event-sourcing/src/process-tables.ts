import { type Kysely, sql, type Transaction } from 'kysely';
import { type CheckpointTables, createCheckpoints } from './projection.js';

/** Tables of processes: in a database of their own that no rebuild, replay or new version resets. */
export interface ProcessTables extends CheckpointTables {
  /** Follow-ups that could not be sent, with all later ones of the same aggregate. `key`: its own, else its number. */
  parked: { process: string; target: string; position: number; n: number; key: string; reason: string };
}

/** Opens the store of processes. */
export const createProcessTables = async (database: Kysely<ProcessTables>): Promise<void> => {
  await createCheckpoints(database as unknown as Kysely<CheckpointTables>);
  await database.transaction().execute(async (rows) => {
    const before = (await rows.introspection.getTables()).find(({ name }) => name === 'parked');
    if (before?.columns.some(({ name }) => name === 'key')) return;
    // A table from before follow-ups had keys: what is parked there stays parked.
    if (before) await rows.schema.alterTable('parked').renameTo('parked_before_keys').execute();
    await createParked(rows);
    if (!before) return;
    await sql`
      insert into parked (process, target, position, n, key, reason)
      select process, target, position, n, cast(n as text), reason from parked_before_keys`.execute(rows);
    await rows.schema.dropTable('parked_before_keys').execute();
  });
};

const createParked = (rows: Transaction<ProcessTables>): Promise<void> =>
  rows.schema
    .createTable('parked')
    .addColumn('process', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('n', 'integer', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('parked_key', ['process', 'position', 'key'])
    .execute();
