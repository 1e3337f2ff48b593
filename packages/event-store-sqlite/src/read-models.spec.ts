import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { newFolder, removeFolder } from '../test/log-folder.js';
import { openReadModels, SqliteFault } from './index.js';
import { SqliteDatabase } from './sqlite-database.js';

interface Tables {
  unit: { id: string; total: number; active: number };
  checkpoint: { position: number };
}

const createTables = async (database: Kysely<Tables>) => {
  await sql`CREATE TABLE unit (id TEXT PRIMARY KEY, total INTEGER, active INTEGER) STRICT`.execute(database);
  await sql`CREATE TABLE checkpoint (position INTEGER)`.execute(database);
  await database.insertInto('checkpoint').values({ position: 0 }).execute();
};

const addUnit = (id: string, total: number) => ({ id, total, active: 1 });

describe('openReadModels', () => {
  let folder = '';
  let database: Kysely<Tables>;
  beforeEach(async () => {
    folder = await newFolder();
    database = openReadModels<Tables>(join(folder, 'read-models.db'));
    await createTables(database);
  });
  afterEach(async () => {
    await database.destroy();
    await removeFolder(folder);
  });

  it('runs in WAL with synchronous=NORMAL', async () => {
    expect((await sql`PRAGMA journal_mode`.execute(database)).rows).toEqual([{ journal_mode: 'wal' }]);
    expect((await sql`PRAGMA synchronous`.execute(database)).rows).toEqual([{ synchronous: 1 }]);
  });

  it('runs in memory', async () => {
    const inMemory = openReadModels<Tables>(':memory:');
    await createTables(inMemory);
    await inMemory.insertInto('unit').values(addUnit('u1', 5)).execute();
    expect(await inMemory.selectFrom('unit').selectAll().execute()).toEqual([addUnit('u1', 5)]);
    await inMemory.destroy();
  });

  it('keeps rows and checkpoint over a restart, and answers changed and returned rows', async () => {
    await database
      .insertInto('unit')
      .values([addUnit('u1', 5), addUnit('u2', 6)])
      .execute();
    const [changed] = await database.updateTable('unit').set({ total: 7 }).execute();
    expect(changed?.numUpdatedRows).toBe(2n);
    expect(await database.deleteFrom('unit').where('id', '=', 'u1').returning('total').execute()).toEqual([
      { total: 7 },
    ]);
    await database.destroy();
    database = openReadModels<Tables>(join(folder, 'read-models.db'));
    expect(await database.selectFrom('unit').select('id').execute()).toEqual([{ id: 'u2' }]);
  });

  it('moves rows and checkpoint together or not at all', async () => {
    const failing = database.transaction().execute(async (rows) => {
      await rows.insertInto('unit').values(addUnit('u1', 5)).execute();
      await rows.updateTable('checkpoint').set({ position: 1 }).execute();
      throw new Error('crash');
    });
    await expect(failing).rejects.toThrow('crash');
    expect(await database.selectFrom('unit').selectAll().execute()).toEqual([]);
    expect(await database.selectFrom('checkpoint').selectAll().execute()).toEqual([{ position: 0 }]);
  });

  it('shows nobody the inside of a transaction, however many run at once', async () => {
    const seen: number[] = [];
    const write = (n: number) =>
      database.transaction().execute(async (rows) => {
        await rows
          .insertInto('unit')
          .values([addUnit(`a${n}`, 1)])
          .execute();
        await new Promise((resolve) => setImmediate(resolve));
        await rows
          .insertInto('unit')
          .values([addUnit(`b${n}`, 1)])
          .execute();
      });
    const look = async () => {
      const { count } = await database
        .selectFrom('unit')
        .select(sql<number>`count(*)`.as('count'))
        .executeTakeFirstOrThrow();
      seen.push(count);
    };
    await Promise.all(Array.from({ length: 20 }, (_, n) => [write(n), look()]).flat());
    expect(seen.length).toBe(20);
    expect(seen.every((count) => count % 2 === 0)).toBe(true);
  });

  it('says a second row under a unique key by its code', async () => {
    await database.insertInto('unit').values(addUnit('u1', 5)).execute();
    const twice = database.insertInto('unit').values(addUnit('u1', 6)).execute();
    await expect(twice).rejects.toThrow(SqliteFault);
    await expect(twice).rejects.toMatchObject({ code: 1555, primaryCode: 19 });
  });

  it('streams rows, and frees the table where its reader leaves early', async () => {
    await database
      .insertInto('unit')
      .values([addUnit('u1', 1), addUnit('u2', 2), addUnit('u3', 3)])
      .execute();
    const all = database.selectFrom('unit').selectAll().orderBy('id');
    const seen: string[] = [];
    for await (const { id } of all.stream()) {
      seen.push(id);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(['u1', 'u2']);
    await database.schema.dropTable('unit').execute();
  });
});

describe('a connection', () => {
  const open = () => SqliteDatabase.open(':memory:', 'NORMAL');

  it.each([
    ['a date', new Date(0)],
    ['an object', { a: 1 }],
    ['undefined', undefined],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a list', [1]],
    ['a symbol', Symbol('s')],
  ])('throws on %s as a parameter instead of storing NULL', (_, value) => {
    expect(() => open().all('SELECT ? AS value', value)).toThrow(TypeError);
    expect(() => open().all('SELECT ? AS one, ? AS value', 1, value)).toThrow(TypeError);
  });

  it('stores text, finite numbers, big integers, null, bytes, and booleans as 0 and 1', () => {
    const values = ['đỏ', 1.5, 2n, null, new Uint8Array([1, 2]), true, false];
    const row = open().first<Record<string, unknown>>(
      `SELECT ${values.map((_, n) => `? AS v${n}`).join(', ')}`,
      ...values,
    );
    expect(Object.values(row ?? {})).toEqual(['đỏ', 1.5, 2, null, new Uint8Array([1, 2]), 1, 0]);
  });

  it('throws on an integer that JavaScript cannot hold instead of rounding it', () => {
    expect(() => open().all('SELECT 9007199254740993 AS value')).toThrow();
  });

  it('keeps a prepared statement until 200 others were used since', () => {
    const database = open();
    const first = database.prepare('SELECT 0');
    for (let n = 1; n < 200; n++) database.prepare(`SELECT ${n}`);
    expect(database.prepare('SELECT 0')).toBe(first);
    for (let n = 1; n <= 200; n++) database.prepare(`SELECT ${n}`);
    expect(database.prepare('SELECT 0')).not.toBe(first);
  });

  it('reads the columns that a table has now through a statement prepared before', () => {
    const database = open();
    database.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    expect(database.all('SELECT * FROM t')).toEqual([{ a: 1 }]);
    database.exec('ALTER TABLE t ADD COLUMN b DEFAULT 2');
    expect(database.all('SELECT * FROM t')).toEqual([{ a: 1, b: 2 }]);
  });

  it('goes on with a walk through rows while the same statement runs again', () => {
    const database = open();
    database.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)');
    const seen: unknown[] = [];
    for (const row of database.prepare('SELECT a FROM t ORDER BY a').iterate([])) {
      seen.push(row);
      if (seen.length < 10) expect(database.all('SELECT a FROM t ORDER BY a').length).toBe(3);
    }
    expect(seen).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  });

  it('takes back what a failed transaction did', () => {
    const database = open();
    database.exec('CREATE TABLE t (a UNIQUE)');
    const failing = () =>
      database.transaction(() => {
        database.all('INSERT INTO t VALUES (1)');
        database.all('INSERT INTO t VALUES (1)');
      });
    expect(failing).toThrow(SqliteFault);
    expect(database.all('SELECT * FROM t')).toEqual([]);
    expect(database.inTransaction).toBe(false);
  });
});
