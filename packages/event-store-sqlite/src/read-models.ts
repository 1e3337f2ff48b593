import { Kysely, SqliteDialect } from 'kysely';
import { SqliteDatabase } from './sqlite-database.js';

/**
 * Read models in a SQLite file (or `:memory:`), in WAL with synchronous=NORMAL: they can be rebuilt.
 * One connection: Kysely lets one transaction or query at a time have it. The file is opened by the
 * first query, since only what Kysely has opened itself is closed by `destroy()`.
 */
export const openReadModels = <Tables>(file: string): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new SqliteDialect({ database: async () => SqliteDatabase.open(file, 'NORMAL') }) });

/** The same file for reading alone, beside whoever writes it. */
export const openReadModelsReadOnly = (file: string): Kysely<unknown> =>
  new Kysely<unknown>({ dialect: new SqliteDialect({ database: async () => SqliteDatabase.openReadOnly(file) }) });
