import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '@thidua/event-sourcing';
import { randomFrom } from '@thidua/event-sourcing/contracts';
import { eventIdOf, type RecordedEvent } from '@thidua/events';
import { nthAppend } from '../test/append-until-killed.js';
import { AppendingProcess } from '../test/appending-process.js';
import { newFolder, openStore, removeFolder } from '../test/log-folder.js';
import { FolderInUse, verifyLog } from './index.js';

const timeoutMs = 60_000;
const cycles = 20;
const killAfterMsMax = 100;

let folder = '';
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => removeFolder(folder));

const readAfter = async (store: EventStore, start: number): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  const head = await store.head();
  while (start + events.length < head) events.push(...(await store.readAll(start + events.length, 1000)));
  return events;
};

/** What must stand in the log after `start` where a process was stopped that had these acknowledged. */
const expectedAfter = (start: number, label: string, appends: number) =>
  Array.from({ length: appends }, (_, n) => nthAppend(label, n))
    .flatMap(({ envelope, streams }) =>
      streams
        .flatMap(({ stream, expectedRevision, events }) =>
          events.map(({ data }, k) => ({ stream, revision: expectedRevision + 1 + k, data })),
        )
        .map((event, index, { length }) => ({
          ...event,
          eventId: eventIdOf(envelope.commandId, index),
          appendIndex: index,
          appendSize: length,
        })),
    )
    .map((event, index) => ({ ...event, position: start + 1 + index }));

/** Every acknowledged append stands there whole, in order, and at most one more that was under way. */
const checkRun = async (store: EventStore, start: number, label: string, acknowledged: ReadonlyMap<number, number>) => {
  const events = await readAfter(store, start);
  const stored = new Set(events.map((event) => event.commandId)).size;
  expect([acknowledged.size, acknowledged.size + 1]).toContain(stored);
  const brief = events.map(({ stream, revision, data, eventId, appendIndex, appendSize, position }) => {
    return { stream, revision, data, eventId, appendIndex, appendSize, position };
  });
  expect(brief).toEqual(expectedAfter(start, label, stored));
  const ends = events.filter((event) => event.appendIndex === event.appendSize - 1).map((event) => event.receipt);
  expect([...acknowledged.values()]).toEqual(ends.slice(0, acknowledged.size));
};

describe('a process that is killed while it appends', () => {
  it(
    `loses nothing that it acknowledged and leaves nothing half done, ${cycles} times on one log`,
    async () => {
      const seed = Math.floor(Math.random() * 2 ** 32);
      const random = randomFrom(seed);
      let start = 0;
      for (let cycle = 0; cycle < cycles; cycle++) {
        const label = `seed ${seed}, cycle ${cycle}`;
        const child = AppendingProcess.start(folder, label);
        await child.firstAcknowledgement();
        await pause(random() * killAfterMsMax);
        await child.kill();
        expect(child.faults).toEqual([]);

        const store = await openStore(folder);
        await checkRun(store, start, label, child.acknowledged);
        start = await store.head();
        await store.close();
      }
      expect(await verifyLog(folder)).toMatchObject({ events: start, faults: [] });
    },
    timeoutMs,
  );
});

describe('a process whose disk is full', () => {
  it(
    'stops at the first failed write, appends nothing more, and loses nothing that it acknowledged',
    async () => {
      const child = AppendingProcess.start(folder, 'full', 300_000);
      await child.ended;
      expect(child.acknowledged.size).toBeGreaterThan(10);
      expect(child.faults).toEqual(['StoreStopped', 'StoreStopped']);

      const store = await openStore(folder);
      await checkRun(store, 0, 'full', child.acknowledged);
      const lost = nthAppend('full', child.acknowledged.size);
      expect(await store.append(lost)).toMatchObject({ kind: 'appended' });
      await store.close();
      expect((await verifyLog(folder)).faults).toEqual([]);
    },
    timeoutMs,
  );
});

describe('a folder with an owner', () => {
  it(
    'lets no other process in until the owner is gone, however it went',
    async () => {
      const child = AppendingProcess.start(folder, 'owner');
      await child.firstAcknowledgement();
      const second = openStore(folder);
      await expect(second).rejects.toThrow(FolderInUse);
      await expect(second).rejects.toMatchObject({ folder, ownerPid: child.pid });
      await child.kill();
      await (await openStore(folder)).close();
    },
    timeoutMs,
  );

  it(
    'stays closed to other processes after its own process was refused a second opening',
    async () => {
      const store = await openStore(folder);
      await expect(openStore(folder)).rejects.toThrow(FolderInUse);
      const child = AppendingProcess.start(folder, 'other');
      await child.ended;
      expect(child.faults).toEqual(['FolderInUse']);
      await store.close();
    },
    timeoutMs,
  );
});
