import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { appendOf, noted, randomFrom, testCodec, to } from '@thidua/event-sourcing/contracts';
import type { RecordedEvent } from '@thidua/events';
import { newFolder, openStore, removeFolder } from '../test/log-folder.js';
import { FolderInUse, LogDamaged, openLogReader, verifyLog } from './index.js';

let folder = '';
let original = '';
let written: readonly RecordedEvent[] = [];

/** 40 events in 20 appends. */
beforeAll(async () => {
  original = await newFolder();
  const store = await openStore(original);
  for (let n = 0; n < 20; n++) {
    await store.append(
      appendOf(`c${n}`, to('a', n - 1, noted(`note ${n} ở a`)), to('b', n - 1, noted(`note ${n} ở b`))),
    );
  }
  written = await store.readAll(0, 100);
  await store.close();
});
afterAll(() => removeFolder(original));
beforeEach(async () => {
  folder = await newFolder();
  await cp(original, folder, { recursive: true });
});
afterEach(() => removeFolder(folder));

/** Changes the file behind the store's back. */
const tamper = (sql: string) => {
  const database = new DatabaseSync(join(folder, 'events.db'));
  database.exec(sql);
  database.close();
};

const flipAt = async (where: string, offsetsIn: (bytes: Buffer) => readonly number[], bit: number) => {
  const file = join(where, 'events.db');
  const bytes = await readFile(file);
  for (const offset of offsetsIn(bytes)) bytes.writeUInt8(bytes.readUInt8(offset) ^ (1 << bit), offset);
  await writeFile(file, bytes);
};

/** SQLite leaves old copies of a row in free space, which nobody reads. */
const everyPlaceOf = (text: string) => (bytes: Buffer) => {
  const places: number[] = [];
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) places.push(at);
  return places;
};

describe('verifyLog', () => {
  it('finds nothing in a log as it was written', async () => {
    expect(await verifyLog(folder)).toEqual({ events: 40, appends: 20, faults: [] });
  });

  it('refuses while the store is open', async () => {
    const store = await openStore(folder);
    await expect(verifyLog(folder)).rejects.toThrow(FolderInUse);
    await store.close();
  });

  it('throws where there is no log, and makes none', async () => {
    await expect(verifyLog(join(folder, 'none'))).rejects.toThrow('there is no log in');
    const empty = await newFolder();
    await expect(verifyLog(empty)).rejects.toThrow('there is no log in');
    expect(await readdir(empty)).toEqual([]);
    await removeFolder(empty);
  });

  it('finds a flipped bit in stored data', async () => {
    await flipAt(folder, everyPlaceOf('note 3 ở b'), 0);
    expect((await verifyLog(folder)).faults).toEqual(['the checksum of the append that ends at 8 is wrong']);
  });

  it.each([
    ['another value', `UPDATE events SET data = '"x"' WHERE position = 8`, 'checksum'],
    [
      'another envelope',
      `UPDATE events SET envelope = replace(envelope, 'CLERK', 'ADMIN') WHERE position = 8`,
      'checksum',
    ],
    ['another time', `UPDATE events SET recorded_at = '2001-01-01T00:00:00.000Z' WHERE position = 7`, 'checksum'],
    ['a lost event', 'DELETE FROM events WHERE position = 7', 'stands at 7'],
    ['a lost append', 'DELETE FROM events WHERE position IN (7, 8)', 'stands at 7'],
    ['a gap in a stream', `UPDATE events SET revision = 99 WHERE position = 39`, 'revisions of a have a gap'],
    ['half an append at the end', 'DELETE FROM events WHERE position = 40', 'last append is not whole'],
    [
      'two events that changed places',
      'UPDATE events SET position = CASE position WHEN 7 THEN -8 ELSE -7 END WHERE position IN (7, 8); UPDATE events SET position = -position WHERE position < 0',
      'not whole',
    ],
  ])('finds %s', async (_, sql, fault) => {
    tamper(sql);
    expect((await verifyLog(folder)).faults.join('; ')).toContain(fault);
  });

  it('finds any flipped bit that changes what is read', async () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = randomFrom(seed);
    let found = 0;
    for (let n = 0; n < 40; n++) {
      const copy = join(folder, `copy-${n}`);
      await cp(join(folder, 'events.db'), join(copy, 'events.db'));
      await flipAt(copy, (bytes) => [Math.floor(random() * bytes.length)], Math.floor(random() * 8));
      if (await isFound(copy)) {
        found += 1;
        continue;
      }
      // Read alone: a flip in the head of the file may forbid writing and leave all that is read as it was.
      const log = await openLogReader(copy, testCodec);
      expect({ seed, n, events: await log.readAll(0, 100) }).toEqual({ seed, n, events: written });
      await log.close();
    }
    expect(found).toBeGreaterThan(5);
  });
});

/** Refusing to open a log is a way to find its damage. */
const isFound = async (where: string): Promise<boolean> => {
  try {
    return (await verifyLog(where)).faults.length > 0;
  } catch {
    return true;
  }
};

describe('opening', () => {
  it.each([
    ['the last append is damaged', `UPDATE events SET data = '"x"' WHERE position = 39`],
    ['the last append is cut', 'DELETE FROM events WHERE position = 40'],
    ['an event is missing', 'DELETE FROM events WHERE position = 7'],
    [
      'the size of the last append is no size',
      'UPDATE events SET append_size = -9007199254740993, append_index = -9007199254740994 WHERE position = 40',
    ],
  ])('is refused where %s', async (_, sql) => {
    tamper(sql);
    await expect(openStore(folder)).rejects.toThrow(LogDamaged);
  });

  it('is refused where the file is no database, and leaves it as it is', async () => {
    const garbage = 'garbage '.repeat(1000);
    await writeFile(join(folder, 'events.db'), garbage);
    await expect(openStore(folder)).rejects.toThrow(LogDamaged);
    expect((await verifyLog(folder)).faults).toEqual(['file is not a database']);
    expect(await readFile(join(folder, 'events.db'), 'utf8')).toBe(garbage);
  });

  it('is refused where a newer build made the table', async () => {
    tamper('PRAGMA user_version = 2');
    await expect(openStore(folder)).rejects.toThrow('has schema 2');
    tamper('PRAGMA user_version = 1');
    await (await openStore(folder)).close();
  });
});
