import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStore, fixedClock, inMemoryEventStore, storeFeed } from '@thidua/event-sourcing';
import {
  appendOf,
  counted,
  eventFeedContract,
  eventStoreContract,
  testCodec,
  to,
} from '@thidua/event-sourcing/contracts';
import { array, assert, asyncProperty, integer, record } from 'fast-check';
import { newFolder, newSqliteLog, openStore, removeFolder } from '../test/log-folder.js';
import { FolderInUse, openSqliteEventStore, StoreStopped } from './index.js';

// Each append waits for the disk: 10,000 would take longer than all other tests together.
eventStoreContract('SQLite', newSqliteLog, { retriedAppends: 1000 });
eventFeedContract('SQLite', newSqliteLog, storeFeed);

let folder = '';
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => removeFolder(folder));

/** One of a few appends, so that revisions and command ids meet. */
const anyStep = record({
  command: integer({ min: 0, max: 5 }),
  first: integer({ min: 0, max: 2 }),
  revisions: array(integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 3 }),
  size: integer({ min: 1, max: 3 }),
});

describe('any history', () => {
  it('is answered and read as the store in memory answers and reads it', async () => {
    const clock = fixedClock('2022-03-01T00:00:00.000Z');
    let run = 0;
    await assert(
      asyncProperty(array(anyStep, { minLength: 1, maxLength: 25 }), async (steps) => {
        run += 1;
        const stores: EventStore[] = [
          await openSqliteEventStore({ folder: join(folder, `${run}`), clock, codec: testCodec }),
          inMemoryEventStore({ clock, codec: testCodec }),
        ];
        for (const { command, first, revisions, size } of steps) {
          const streams = revisions.map((revision, n) =>
            to(`s${(first + n) % 3}`, revision, ...Array.from({ length: size }, (_, k) => counted(k))),
          );
          const [sqlite, memory] = await Promise.all(
            stores.map((store) => store.append(appendOf(`${command}`, ...streams))),
          );
          expect(sqlite).toEqual(memory);
        }
        for (const limit of [1, 2, 100]) {
          const [sqlite, memory] = await Promise.all(stores.map((store) => store.readAll(0, limit)));
          expect(sqlite).toEqual(memory);
        }
        await stores[0]?.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('the owner of a folder', () => {
  it('refuses a second opening while it is open, naming folder and process, and lets the next in when closed', async () => {
    const store = await openStore(folder);
    const second = openStore(folder);
    await expect(second).rejects.toThrow(FolderInUse);
    await expect(second).rejects.toMatchObject({ folder, ownerPid: process.pid });
    await store.close();
    await (await openStore(folder)).close();
  });

  it('makes the folder where there is none', async () => {
    await (await openStore(join(folder, 'a', 'b'))).close();
  });
});

describe('appends that are sent at once', () => {
  it('share a commit, each judged by what those before it have written', async () => {
    const store = await openStore(folder);
    const sent = [0, 1, 2].map((n) => store.append(appendOf(`${n}`, to('a', n - 1, counted(n)))));
    const rival = store.append(appendOf('3', to('a', 0, counted(9))));
    const repeat = store.append(appendOf('0', to('a', -1, counted(0))));
    // Nothing is on disk, and nobody is told anything, before the commit.
    expect(await store.head()).toBe(0);
    expect((await Promise.all(sent)).map((outcome) => 'receipt' in outcome && outcome.receipt)).toEqual([1, 2, 3]);
    expect(await rival).toEqual({ kind: 'wrong-revision', stream: 'a', expected: 0, actual: 2 });
    expect(await repeat).toMatchObject({ kind: 'appended', repeated: true, receipt: 1 });
    await store.close();
  });

  it('are all refused where their commit fails, and none of them is stored', async () => {
    const store = await openStore(folder);
    const intruder = new DatabaseSync(join(folder, 'events.db'));
    intruder.exec('BEGIN IMMEDIATE');
    const sent = [0, 1].map((n) => store.append(appendOf(`${n}`, to(`s${n}`, -1, counted(n)))));
    const told = await Promise.allSettled(sent);
    expect(told.map((one) => one.status === 'rejected' && one.reason instanceof StoreStopped)).toEqual([true, true]);
    intruder.close();
    expect(await store.head()).toBe(0);
    await store.close();
  });

  it('are stored and answered before the store closes', async () => {
    const store = await openStore(folder);
    const sent = store.append(appendOf('1', to('a', -1, counted(0))));
    await store.close();
    expect(await sent).toMatchObject({ kind: 'appended', receipt: 1 });
  });
});

describe('a failed write', () => {
  it('stops the store: later appends are refused, what was stored is still read, a restart goes on', async () => {
    const store = await openStore(folder);
    await store.append(appendOf('1', to('a', -1, counted(0))));
    const intruder = new DatabaseSync(join(folder, 'events.db'));
    intruder.exec('BEGIN IMMEDIATE');
    const lost = appendOf('2', to('a', 0, counted(1)));
    await expect(store.append(lost)).rejects.toThrow(StoreStopped);
    intruder.close();

    await expect(store.append(lost)).rejects.toThrow(StoreStopped);
    expect((await store.readAll(0, 10)).map((event) => event.data)).toEqual([0]);
    await store.close();
    const restarted = await openStore(folder);
    expect(await restarted.append(lost)).toMatchObject({ kind: 'appended', repeated: false, receipt: 2 });
    await restarted.close();
  });
});
