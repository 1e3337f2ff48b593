import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendOf, counted, testCodec, to } from '@thidua/event-sourcing/contracts';
import { newFolder, openStore, removeFolder } from '../test/log-folder.js';
import { LogDamaged, NoLog, openLogReader } from './index.js';
import { SqliteDatabase, SqliteFault } from './sqlite-database.js';

let folder = '';
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => removeFolder(folder));

const open = () => openLogReader(folder, testCodec);

describe('a reader of the log', () => {
  it('sees what a running owner commits, in whole appends, as the owner reads it', async () => {
    const store = await openStore(folder);
    await store.append(appendOf('1', to('a', -1, counted(0), counted(1), counted(2))));
    const reader = await open();
    expect(await reader.head()).toBe(3);
    expect(await reader.readAll(0, 1)).toEqual(await store.readAll(0, 1));
    await store.append(appendOf('2', to('b', -1, counted(3))));
    expect(await reader.head()).toBe(4);
    expect(await reader.readAll(3, 10)).toEqual(await store.readAll(3, 10));
    expect(await reader.readAll(4, 10)).toEqual([]);
    await reader.close();
    await store.append(appendOf('3', to('c', -1, counted(4))));
    expect(await store.head()).toBe(5);
    await store.close();
  });

  it('needs no owner, keeps none out, and leaves the log as it was to the byte', async () => {
    const store = await openStore(folder);
    await store.append(appendOf('1', to('a', -1, counted(0))));
    await store.close();
    const before = readFileSync(join(folder, 'events.db'));
    const reader = await open();
    expect(await reader.head()).toBe(1);
    const next = await openStore(folder);
    await next.close();
    await reader.close();
    expect(readFileSync(join(folder, 'events.db')).equals(before)).toBe(true);
  });

  it('is refused every change by SQLite itself', async () => {
    await (await openStore(folder)).close();
    const database = SqliteDatabase.openReadOnly(join(folder, 'events.db'));
    expect(() => database.exec('DELETE FROM events')).toThrow(SqliteFault);
    expect(() => database.transaction(() => database.exec('PRAGMA user_version = 9'))).toThrow(/readonly/);
    database.close();
  });

  it('says where there is no log, and makes none', async () => {
    await expect(open()).rejects.toThrow(NoLog);
    await expect(open()).rejects.toThrow(NoLog);
  });

  it('refuses a log that was changed anywhere, and a file that is none', async () => {
    const store = await openStore(folder);
    for (let n = 0; n < 5; n++) await store.append(appendOf(`${n}`, to(`s${n}`, -1, counted(n))));
    await store.close();
    const intruder = new DatabaseSync(join(folder, 'events.db'));
    intruder.exec("UPDATE events SET data = '9' WHERE position = 2");
    intruder.close();
    await expect(open()).rejects.toThrow('the checksum of the append that ends at 2 is wrong');
    writeFileSync(join(folder, 'events.db'), 'this is no database, whatever its name may say'.repeat(50));
    await expect(open()).rejects.toThrow(LogDamaged);
  });
});
