import { describe, expect, it } from '@jest/globals';
import { makeCodec, text, UnknownEventType } from '@thidua/events';
import { storeWith } from '../test/baskets.js';
import { Noting, pass, ReadLog, upTo } from '../test/read-log.js';
import { appendOf, to } from './contracts/log-harness.js';
import type { FeedReader } from './feed-reader.js';
import { inMemoryEventStore } from './in-memory-event-store.js';

const log = new ReadLog();
const foreverMs = 60_000;

describe('a batch that fails', () => {
  it('is tried again, whole, and nothing is passed over', async () => {
    await log.append('1', 3);
    const handler = new Noting();
    handler.failing = new Error('busy');
    const reader = await log.start(handler);
    await pass(1500);
    expect(handler.tries).toBe(5);
    handler.failing = undefined;
    await pass(1600);
    expect(handler.positions).toEqual([1, 2, 3]);
    expect(reader.status().fault).toBeNull();
  });

  it('has five retries each time, since a batch that succeeds ends the count', async () => {
    const handler = new Noting();
    const reader = await log.start(handler);
    for (const name of ['1', '2', '3']) {
      handler.failing = new Error('busy');
      await log.append(name);
      await pass(1500);
      handler.failing = undefined;
      await pass(1600);
      expect(handler.positions.at(-1)).toBe(Number(name));
    }
    expect(reader.status().fault).toBeNull();
    expect(handler.positions).toEqual([1, 2, 3]);
  });

  it('stops the reader after five retries; its status says why and where', async () => {
    await log.append('1', 3);
    const handler = new Noting();
    const reader = await log.start(handler);
    await reader.caughtUp(foreverMs);
    handler.tries = 0;
    handler.failing = new Error('poison');
    await log.append('2', 2);
    await pass(3099);
    expect(reader.status().fault).toBeNull();
    await pass(2);
    expect(reader.status()).toMatchObject({ name: 'noting', checkpoint: { position: 3 }, fault: handler.failing });
    expect(handler.tries).toBe(6);
    handler.failing = undefined;
    await log.append('3');
    await pass(20_000);
    expect(handler.positions).toEqual([1, 2, 3]);
  });

  it('names a fault that is no error', async () => {
    await log.append('1');
    const handler = new Noting();
    handler.failing = 'out of paper';
    const reader = await log.start(handler);
    await pass(4000);
    expect(reader.status().fault?.message).toBe('out of paper');
  });
});

describe('an event type that this build does not know', () => {
  it('stops the reader before it, visibly, and is not skipped', async () => {
    const { clock } = log;
    const rows: never[] = [];
    const newer = inMemoryEventStore({
      clock,
      rows,
      codec: makeCodec({ 'Noted.v1': text(), 'Counted.v2': text() }, []),
    });
    log.store = inMemoryEventStore({ clock, rows, codec: makeCodec({ 'Noted.v1': text() }, []) });
    const noted = { type: 'Noted.v1', data: 'x' };
    await newer.append(appendOf('1', to('1', -1, noted)));
    const handler = new Noting();
    const reader = await log.start(handler);
    expect(await reader.caughtUp(foreverMs)).toBe('passed');
    await newer.append(appendOf('2', to('2', -1, { type: 'Counted.v2', data: 'y' })));
    await newer.append(appendOf('3', to('3', -1, noted)));
    await pass(10_000);
    expect(reader.status().fault).toBeInstanceOf(UnknownEventType);
    expect(reader.status().fault?.message).toContain('Counted.v2');
    expect(reader.status().checkpoint.position).toBe(1);
    expect(handler.positions).toEqual([1]);
  });
});

describe('the lag of a reader', () => {
  it('is nothing at the head of the log, and grows while it is behind', async () => {
    const handler = new Noting();
    const reader = await log.start(handler);
    await reader.caughtUp(foreverMs);
    await pass(3000);
    expect(reader.status().lagMs).toBe(0);
    handler.failing = new Error('busy');
    await log.append('1');
    await pass(500);
    const lag = reader.status().lagMs;
    expect(lag).toBeGreaterThanOrEqual(490);
    await pass(500);
    expect(reader.status().lagMs).toBeCloseTo(lag + 500, 0);
    handler.failing = undefined;
    const caughtUp = reader.caughtUp(foreverMs);
    await pass(1000);
    expect(await caughtUp).toBe('passed');
    expect(reader.status().lagMs).toBe(0);
  });

  it('grows from batch to batch until the head is reached', async () => {
    for (let n = 0; n < 3; n++) await log.append(`${n}`, 500);
    const handler = new Noting();
    handler.takesMs = 1000;
    const reader = await log.start(handler);
    await pass(2500);
    expect(handler.batches.length).toBe(2);
    expect(reader.status().lagMs).toBeCloseTo(2500, 0);
    await pass(1000);
    expect(reader.status().lagMs).toBe(0);
  });

  it('grows on after the reader has stopped', async () => {
    await log.append('1');
    const handler = new Noting();
    handler.failing = new Error('poison');
    const reader = await log.start(handler);
    await pass(60_000);
    expect(reader.status().lagMs).toBeGreaterThanOrEqual(59_000);
  });

  it('grows where the log cannot be read: the reader does not know how far behind it is', async () => {
    let unreadable = false;
    const reader = await log.start(
      new Noting(),
      storeWith(log.store, {
        readAll: (after, limit) => (unreadable ? Promise.reject(new Error('gone')) : log.store.readAll(after, limit)),
      }),
    );
    await pass(1000);
    expect(reader.status().lagMs).toBe(0);
    unreadable = true;
    await pass(60_000);
    expect(reader.status().fault?.message).toBe('gone');
    expect(reader.status().lagMs).toBeGreaterThan(50_000);
  });
});

describe('stopping', () => {
  /** Milliseconds of the clock that pass until it has stopped. */
  const stoppedAfter = async (reader: FeedReader): Promise<number> => {
    const before = performance.now();
    let stopped = false;
    const stopping = reader.stop().then(() => {
      stopped = true;
    });
    for (let n = 0; n < 1000 && !stopped; n++) await pass(10);
    await stopping;
    return performance.now() - before;
  };

  it('ends the wait for the next event at once', async () => {
    const reader = await log.start(new Noting());
    await pass(100);
    expect(await stoppedAfter(reader)).toBeLessThanOrEqual(10);
  });

  it('ends the wait before a retry at once', async () => {
    await log.append('1');
    const handler = new Noting();
    handler.failing = new Error('busy');
    const reader = await log.start(handler);
    await pass(1550);
    expect(await stoppedAfter(reader)).toBeLessThanOrEqual(10);
    expect(handler.tries).toBe(5);
  });

  it('lets the batch in hand end, and begins no other', async () => {
    for (let n = 0; n < 3; n++) await log.append(`${n}`, 500);
    const handler = new Noting();
    handler.takesMs = 1000;
    const reader = await log.start(handler);
    await pass(10);
    const stopping = reader.stop();
    await pass(900);
    expect(handler.positions).toEqual([]);
    await pass(100);
    await stopping;
    expect(handler.positions).toEqual(upTo(500));
    expect(reader.status().checkpoint.position).toBe(500);
  });
});
