import { describe, expect, it } from '@jest/globals';
import { endsAppend, type RecordedEvent } from '@thidua/events';
import { storeWith } from '../test/baskets.js';
import { Noting, pass, ReadLog, upTo } from '../test/read-log.js';
import { FeedReader } from './feed-reader.js';

const log = new ReadLog();
const foreverMs = 60_000;

describe('reading', () => {
  it('hands over the whole log in order, in batches that end where an append ends', async () => {
    for (let n = 0; n < 400; n++) await log.append(`${n}`, 3);
    const handler = new Noting();
    const reader = await log.start(handler);
    expect(await reader.caughtUp(foreverMs)).toBe('passed');
    expect(handler.positions).toEqual(upTo(1200));
    expect(handler.batches.map((batch) => batch.length)).toEqual([501, 501, 198]);
    expect(handler.batches.every((batch) => endsAppend(batch.at(-1) as RecordedEvent))).toBe(true);
  });

  it('goes on behind the checkpoint that the handler starts with, also after a restart', async () => {
    const handler = new Noting();
    const first = await log.start(handler);
    await log.append('1', 3);
    await first.caughtUp(foreverMs);
    await first.stop();
    await log.append('2', 2);
    const second = await log.start(handler);
    expect(second.status().checkpoint.position).toBe(3);
    await second.caughtUp(foreverMs);
    expect(handler.positions).toEqual(upTo(5));
    expect(second.status().checkpoint).toEqual({ position: 5, receipt: 5, recordedAt: '2022-03-01T01:00:00.000Z' });
  });

  it('hands over nothing while it is held, and all of it in one batch when it is released', async () => {
    const handler = new Noting();
    const reader = await log.start(handler);
    await log.append('1', 1);
    await reader.caughtUp(foreverMs);
    reader.hold();
    expect(reader.isHeld).toBe(true);
    // Where it waited for the next notice already, it hands over what that brings.
    await log.append('2', 1);
    await pass(50);
    const batches = handler.batches.length;
    const positions = [...handler.positions];
    await log.append('3', 1);
    await log.append('4', 1);
    const waiting = reader.caughtUp(50);
    await pass(100);
    expect(await waiting).toBe('lagging');
    expect(handler.positions).toEqual(positions);
    reader.release();
    expect(reader.isHeld).toBe(false);
    expect(await reader.caughtUp(foreverMs)).toBe('passed');
    expect(handler.positions).toEqual(upTo(4));
    expect(handler.batches.length).toBe(batches + 1);
  });

  it('ends while it is held', async () => {
    const reader = await log.start(new Noting());
    reader.hold();
    await reader.stop();
    expect(reader.status().fault).toBeNull();
  });

  it('hands over one batch at a time, the next one only after the last is done', async () => {
    let [running, most] = [0, 0];
    const handler = new Noting();
    const handle = async (batch: readonly RecordedEvent[]) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      await handler.handle(batch);
      running -= 1;
    };
    const reader = await log.start({ name: 'slow', start: handler.start, handle });
    for (let n = 0; n < 20; n++) {
      await log.append(`${n}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await reader.caughtUp(foreverMs);
    expect(handler.positions).toEqual(upTo(20));
    expect(most).toBe(1);
  });

  it('finds what was appended within five seconds although every notice is lost', async () => {
    const handler = new Noting();
    await log.start(handler, storeWith(log.store, { onAppended: () => () => {} }));
    await log.append('1');
    await pass(4900);
    expect(handler.positions).toEqual([]);
    await pass(200);
    expect(handler.positions).toEqual([1]);
  });

  it('does not go back where a feed brings old events again', async () => {
    await log.append('1', 3);
    const all = await log.store.readAll(0, 10);
    const batches = [all, all.slice(0, 2)];
    const asked: number[] = [];
    const feed = {
      head: () => log.store.head(),
      next: async (after: number) => {
        asked.push(after);
        return batches.shift() ?? new Promise<never>(() => {});
      },
    };
    const reader = new FeedReader(feed, new Noting());
    await reader.start();
    await pass(0);
    expect(asked).toEqual([0, 3, 3]);
    expect(reader.status().checkpoint.position).toBe(3);
  });
});

describe('waiting for a reader', () => {
  it('ends when it has done the event of a receipt, and not before', async () => {
    const handler = new Noting();
    const reader = await log.start(handler);
    expect(await reader.passed(0, 0)).toBe('passed');
    let passed = false;
    const waiting = reader.passed(3, foreverMs).then((waited) => {
      passed = true;
      return waited;
    });
    await log.append('1', 2);
    await pass(10);
    expect([handler.positions, passed]).toEqual([[1, 2], false]);
    await log.append('2', 1);
    expect(await waiting).toBe('passed');
    expect(handler.positions).toEqual([1, 2, 3]);
  });

  it('ends as lagging when its time is over', async () => {
    const handler = new Noting();
    handler.failing = new Error('not yet');
    const reader = await log.start(handler);
    const receipt = await log.append('1');
    const waits = [reader.passed(receipt, 2000), reader.caughtUp(2000)];
    await pass(1999);
    expect(await Promise.race([...waits, 'still waiting'])).toBe('still waiting');
    await pass(2);
    expect(await Promise.all(waits)).toEqual(['lagging', 'lagging']);
    expect(await reader.passed(receipt, 0)).toBe('lagging');
  });

  it('caught up means: with all that the log held when it was asked', async () => {
    const reader = await log.start(new Noting());
    expect(await reader.caughtUp(0)).toBe('passed');
    await log.append('1', 3);
    const waiting = reader.caughtUp(foreverMs);
    expect(await waiting).toBe('passed');
    expect(reader.status().checkpoint.position).toBe(3);
  });

  it.each(['stopped', 'broken'])('ends at once as lagging where the reader is %s meanwhile', async (how) => {
    const handler = new Noting();
    handler.failing = new Error('broken');
    const reader = await log.start(handler);
    const receipt = await log.append('1');
    const waits = [reader.passed(receipt, foreverMs), reader.caughtUp(foreverMs)];
    if (how === 'stopped') await reader.stop();
    else await pass(4000);
    expect(await Promise.all(waits)).toEqual(['lagging', 'lagging']);
    expect(await reader.passed(receipt, foreverMs)).toBe('lagging');
  });
});
