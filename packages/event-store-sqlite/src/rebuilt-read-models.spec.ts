import { copyFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { newFolder, removeFolder } from '../test/log-folder.js';
import { openReadModels, openRebuiltReadModels, SqliteFault } from './index.js';

interface Tables {
  fact: { position: number; metres: string };
}

const pageBytes = 4096;

describe('openRebuiltReadModels', () => {
  let folder = '';
  let file = '';
  let thrownAway: string[] = [];
  const opened: Kysely<Tables>[] = [];

  beforeEach(async () => {
    folder = await newFolder();
    file = join(folder, 'analytics.read.db');
    thrownAway = [];
    const database = openReadModels<Tables>(file);
    await sql`CREATE TABLE fact (position INTEGER PRIMARY KEY, metres TEXT) STRICT`.execute(database);
    const facts = Array.from({ length: 400 }, (_, n) => ({ position: n + 1, metres: '1024 '.repeat(20) }));
    for (let n = 0; n < 400; n += 100) {
      await database
        .insertInto('fact')
        .values(facts.slice(n, n + 100))
        .execute();
    }
    await database.destroy();
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.destroy();
    await removeFolder(folder);
  });

  const open = (path = file): Kysely<Tables> => {
    const database = openRebuiltReadModels<Tables>(path, (damage) => thrownAway.push(damage));
    opened.push(database);
    return database;
  };
  const tablesOf = async (database: Kysely<Tables>): Promise<readonly unknown[]> =>
    (await sql<{ name: string }>`SELECT name FROM sqlite_schema`.execute(database)).rows;
  const count = async (database: Kysely<Tables>) => (await database.selectFrom('fact').selectAll().execute()).length;

  it('keeps a whole file, and makes one that is not there', async () => {
    expect(await count(open())).toBe(400);
    expect(await tablesOf(open(join(folder, 'new.read.db')))).toEqual([]);
    expect(thrownAway).toEqual([]);
  });

  it('keeps what a killed program left in the log of the file', async () => {
    const writing = open();
    await writing.insertInto('fact').values({ position: 401, metres: 'late' }).execute();
    const left = join(folder, 'left.read.db');
    for (const ending of ['', '-wal']) copyFileSync(`${file}${ending}`, `${left}${ending}`);
    expect(await count(open(left))).toBe(401);
    expect(thrownAway).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['is cut by its last 10 bytes', () => truncateSync(file, statSync(file).size - 10)],
    ['is cut by its last page', () => truncateSync(file, statSync(file).size - pageBytes)],
    ['is cut to a few bytes', () => truncateSync(file, 40)],
    ['is something else', () => writeFileSync(file, 'không phải cơ sở dữ liệu'.repeat(1000))],
    [
      'has a page of something else',
      () => writeFileSync(file, readFileSync(file).fill('7', 4 * pageBytes, 5 * pageBytes)),
    ],
  ])('throws a file away that %s, says so once, and begins with an empty one', async (_, damage) => {
    damage();
    const database = open();
    expect(await tablesOf(database)).toEqual([]);
    expect(thrownAway).toEqual([expect.stringMatching(/./)]);
    await sql`CREATE TABLE fact (position INTEGER PRIMARY KEY, metres TEXT) STRICT`.execute(database);
    await database.destroy();
    expect(await count(open())).toBe(0);
    expect(thrownAway).toHaveLength(1);
  });

  it('throws away what stood in the log of a damaged file, so that no old row comes back', async () => {
    const writing = open();
    await writing.insertInto('fact').values({ position: 401, metres: 'late' }).execute();
    const left = join(folder, 'left.read.db');
    for (const ending of ['', '-wal']) copyFileSync(`${file}${ending}`, `${left}${ending}`);
    truncateSync(left, statSync(left).size - 10);
    expect(await tablesOf(open(left))).toEqual([]);
    expect(thrownAway).toHaveLength(1);
  });

  it('throws nothing away where the file cannot be opened', async () => {
    const path = join(folder, 'a-folder.read.db');
    mkdirSync(path);
    await expect(tablesOf(openRebuiltReadModels<Tables>(path, (one) => thrownAway.push(one)))).rejects.toThrow(
      SqliteFault,
    );
    expect([statSync(path).isDirectory(), thrownAway]).toEqual([true, []]);
  });

  it('is asked for: other files stay as they are, damaged or not', async () => {
    truncateSync(file, statSync(file).size - pageBytes);
    const before = readFileSync(file);
    const database = openReadModels<Tables>(file);
    await expect(count(database)).rejects.toThrow(SqliteFault);
    await database.destroy().catch(() => undefined);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
