import { rmSync, statSync } from 'node:fs';
import { Kysely, SqliteDialect } from 'kysely';
import { SqliteDatabase, SqliteFault } from './sqlite-database.js';

/**
 * Read models in a SQLite file (or `:memory:`), in WAL with synchronous=NORMAL: they can be rebuilt.
 * One connection: Kysely lets one transaction or query at a time have it. The file is opened by the
 * first query, since only what Kysely has opened itself is closed by `destroy()`.
 */
export const openReadModels = <Tables>(file: string): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new SqliteDialect({ database: async () => SqliteDatabase.open(file, 'NORMAL') }) });

/**
 * The same of a file that the log can make anew in full: one that is damaged is thrown away, an empty one stands in
 * its place, and whoever opened it is told what was wrong.
 */
export const openRebuiltReadModels = <Tables>(file: string, thrownAway: (damage: string) => void): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new SqliteDialect({ database: async () => openWhole(file, thrownAway) }) });

/** The same file for reading alone, beside whoever writes it. */
export const openReadModelsReadOnly = (file: string): Kysely<unknown> =>
  new Kysely<unknown>({ dialect: new SqliteDialect({ database: async () => SqliteDatabase.openReadOnly(file) }) });

const openWhole = (file: string, thrownAway: (damage: string) => void): SqliteDatabase => {
  const damage = damageOf(file);
  if (damage !== null) {
    // The file itself goes last: what is left of a removal that was cut off is damaged still.
    for (const ending of ['-wal', '-shm', '']) rmSync(`${file}${ending}`, { force: true });
    thrownAway(damage);
  }
  return SqliteDatabase.open(file, 'NORMAL');
};

/** What SQLite says of a file that is damaged, and of one that is none of its own. */
const damagedCodes: ReadonlySet<number> = new Set([11, 26]);

/** What is wrong with a file, null where nothing is. A disk that fails is no damage, and thrown. */
const damageOf = (file: string): string | null => {
  try {
    const database = SqliteDatabase.open(file, 'NORMAL');
    try {
      return cutOff(database, file) ?? structuralDamage(database);
    } finally {
      database.close();
    }
  } catch (fault) {
    if (fault instanceof SqliteFault && damagedCodes.has(fault.primaryCode)) return fault.message;
    throw fault;
  }
};

/** SQLite reads zeros where the last page is cut and says nothing of it. */
const cutOff = (database: SqliteDatabase, file: string): string | null => {
  const { page_size: pageBytes = 0 } = database.first<{ page_size: number }>('PRAGMA page_size') ?? {};
  const { size } = statSync(file);
  return size % pageBytes === 0 ? null : `its ${size} bytes are not whole pages of ${pageBytes}`;
};

const structuralDamage = (database: SqliteDatabase): string | null => {
  const said = database.first<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check ?? 'no answer';
  return said === 'ok' ? null : said;
};
