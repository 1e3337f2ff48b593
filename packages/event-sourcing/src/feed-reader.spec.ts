import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { endsAppend, makeCodec, type RecordedEvent, text, UnknownEventType } from '@thidua/events';
import { storeWith } from '../test/baskets.js';
import { fixedClock } from './clock.js';
import { appendOf, counted, testCodec, to } from './contracts/log-harness.js';
import { storeFeed } from './event-feed.js';
import type { EventStore } from './event-store.js';
import { checkpointAfter, type FeedHandler, FeedReader, startOfLog } from './feed-reader.js';
import { inMemoryEventStore } from './in-memory-event-store.js';

const clock = fixedClock('2022-03-01T01:00:00.000Z');
const foreverMs = 60_000;

let store: EventStore;
let readers: FeedReader[];
beforeEach(() => {
  store = inMemoryEventStore({ clock, codec: testCodec });
  readers = [];
  // Waits of seconds pass at once; what the store does takes its real turns.
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});
afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.stop()));
  jest.useRealTimers();
});

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

/** Appends so many events at once, to a stream of their own. */
const append = async (name: string, size = 1): Promise<number> => {
  const events = Array.from({ length: size }, (_, n) => counted(n));
  const outcome = await store.append(appendOf(name, to(name, -1, ...events)));
  return outcome.kind === 'appended' ? outcome.receipt : Number.NaN;
};

/** A handler that notes its batches; `failing` is thrown in place of doing one. */
class Noting implements FeedHandler {
  readonly name = 'noting';
  readonly batches: (readonly RecordedEvent[])[] = [];
  failing: unknown;
  tries = 0;
  constructor(private checkpoint = startOfLog) {}
  start = async () => this.checkpoint;
  handle = async (batch: readonly RecordedEvent[]): Promise<void> => {
    this.tries += 1;
    if (this.failing !== undefined) throw this.failing;
    this.batches.push(batch);
    this.checkpoint = checkpointAfter(batch, this.checkpoint);
  };
  get positions(): readonly number[] {
    return this.batches.flat().map((event) => event.position);
  }
}

const start = async (handler: FeedHandler, over = store): Promise<FeedReader> => {
  const reader = new FeedReader(storeFeed(over), handler);
  readers.push(reader);
  await reader.start();
  return reader;
};

const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);

describe('reading', () => {
  it('hands over the whole log in order, in batches that end where an append ends', async () => {
    for (let n = 0; n < 400; n++) await append(`${n}`, 3);
    const handler = new Noting();
    const reader = await start(handler);
    expect(await reader.caughtUp(foreverMs)).toBe('passed');
    expect(handler.positions).toEqual(upTo(1200));
    expect(handler.batches.map((batch) => batch.length)).toEqual([501, 501, 198]);
    expect(handler.batches.every((batch) => endsAppend(batch.at(-1) as RecordedEvent))).toBe(true);
  });

  it('goes on behind the checkpoint that the handler starts with, also after a restart', async () => {
    const handler = new Noting();
    const first = await start(handler);
    await append('1', 3);
    await first.caughtUp(foreverMs);
    await first.stop();
    await append('2', 2);
    const second = await start(handler);
    expect(second.status().checkpoint.position).toBe(3);
    await second.caughtUp(foreverMs);
    expect(handler.positions).toEqual(upTo(5));
    expect(second.status().checkpoint).toEqual({ position: 5, receipt: 5, recordedAt: '2022-03-01T01:00:00.000Z' });
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
    const reader = await start({ name: 'slow', start: handler.start, handle });
    for (let n = 0; n < 20; n++) {
      await append(`${n}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await reader.caughtUp(foreverMs);
    expect(handler.positions).toEqual(upTo(20));
    expect(most).toBe(1);
  });

  it('finds what was appended within five seconds although every notice is lost', async () => {
    const handler = new Noting();
    await start(handler, storeWith(store, { onAppended: () => () => {} }));
    await append('1');
    await pass(4900);
    expect(handler.positions).toEqual([]);
    await pass(200);
    expect(handler.positions).toEqual([1]);
  });

  it('does not go back where a feed brings old events again', async () => {
    await append('1', 3);
    const all = await store.readAll(0, 10);
    const batches = [all, all.slice(0, 2)];
    const asked: number[] = [];
    const feed = {
      head: () => store.head(),
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
    const reader = await start(handler);
    expect(await reader.passed(0, 0)).toBe('passed');
    let passed = false;
    const waiting = reader.passed(3, foreverMs).then((waited) => {
      passed = true;
      return waited;
    });
    await append('1', 2);
    await pass(10);
    expect([handler.positions, passed]).toEqual([[1, 2], false]);
    await append('2', 1);
    expect(await waiting).toBe('passed');
    expect(handler.positions).toEqual([1, 2, 3]);
  });

  it('ends as lagging when its time is over', async () => {
    const handler = new Noting();
    handler.failing = new Error('not yet');
    const reader = await start(handler);
    const receipt = await append('1');
    const waits = [reader.passed(receipt, 2000), reader.caughtUp(2000)];
    await pass(1999);
    expect(await Promise.race([...waits, 'still waiting'])).toBe('still waiting');
    await pass(2);
    expect(await Promise.all(waits)).toEqual(['lagging', 'lagging']);
    expect(await reader.passed(receipt, 0)).toBe('lagging');
  });

  it('caught up means: with all that the log held when it was asked', async () => {
    const reader = await start(new Noting());
    expect(await reader.caughtUp(0)).toBe('passed');
    await append('1', 3);
    const waiting = reader.caughtUp(foreverMs);
    expect(await waiting).toBe('passed');
    expect(reader.status().checkpoint.position).toBe(3);
  });

  it.each(['stopped', 'broken'])('ends at once as lagging where the reader is %s meanwhile', async (how) => {
    const handler = new Noting();
    handler.failing = new Error('broken');
    const reader = await start(handler);
    const receipt = await append('1');
    const waits = [reader.passed(receipt, foreverMs), reader.caughtUp(foreverMs)];
    if (how === 'stopped') await reader.stop();
    else await pass(4000);
    expect(await Promise.all(waits)).toEqual(['lagging', 'lagging']);
    expect(await reader.passed(receipt, foreverMs)).toBe('lagging');
  });
});

describe('a batch that fails', () => {
  it('is tried again, whole, and nothing is passed over', async () => {
    await append('1', 3);
    const handler = new Noting();
    handler.failing = new Error('busy');
    const reader = await start(handler);
    await pass(1500);
    expect(handler.tries).toBe(5);
    handler.failing = undefined;
    await pass(1600);
    expect(handler.positions).toEqual([1, 2, 3]);
    expect(reader.status().fault).toBeNull();
  });

  it('has five retries each time, since a batch that succeeds ends the count', async () => {
    const handler = new Noting();
    const reader = await start(handler);
    for (const name of ['1', '2', '3']) {
      handler.failing = new Error('busy');
      await append(name);
      await pass(1500);
      handler.failing = undefined;
      await pass(1600);
      expect(handler.positions.at(-1)).toBe(Number(name));
    }
    expect(reader.status().fault).toBeNull();
    expect(handler.positions).toEqual([1, 2, 3]);
  });

  it('stops the reader after five retries; its status says why and where', async () => {
    await append('1', 3);
    const handler = new Noting();
    const reader = await start(handler);
    await reader.caughtUp(foreverMs);
    handler.tries = 0;
    handler.failing = new Error('poison');
    await append('2', 2);
    await pass(3099);
    expect(reader.status().fault).toBeNull();
    await pass(2);
    expect(reader.status()).toMatchObject({ name: 'noting', checkpoint: { position: 3 }, fault: handler.failing });
    expect(handler.tries).toBe(6);
    handler.failing = undefined;
    await append('3');
    await pass(20_000);
    expect(handler.positions).toEqual([1, 2, 3]);
  });

  it('names a fault that is no error', async () => {
    await append('1');
    const handler = new Noting();
    handler.failing = 'out of paper';
    const reader = await start(handler);
    await pass(4000);
    expect(reader.status().fault?.message).toBe('out of paper');
  });
});

describe('an event type that this build does not know', () => {
  it('stops the reader before it, visibly, and is not skipped', async () => {
    const rows: never[] = [];
    const newer = inMemoryEventStore({
      clock,
      rows,
      codec: makeCodec({ 'Noted.v1': text(), 'Counted.v2': text() }, []),
    });
    store = inMemoryEventStore({ clock, rows, codec: makeCodec({ 'Noted.v1': text() }, []) });
    const noted = { type: 'Noted.v1', data: 'x' };
    await newer.append(appendOf('1', to('1', -1, noted)));
    const handler = new Noting();
    const reader = await start(handler);
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
    const reader = await start(handler);
    await reader.caughtUp(foreverMs);
    await pass(3000);
    expect(reader.status().lagMs).toBe(0);
    handler.failing = new Error('busy');
    await append('1');
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
    for (let n = 0; n < 3; n++) await append(`${n}`, 500);
    const handler = new Noting();
    const handle = async (batch: readonly RecordedEvent[]) => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await handler.handle(batch);
    };
    const reader = await start({ name: 'slow', start: handler.start, handle });
    await pass(2500);
    expect(handler.batches.length).toBe(2);
    expect(reader.status().lagMs).toBeCloseTo(2500, 0);
    await pass(1000);
    expect(reader.status().lagMs).toBe(0);
  });

  it('grows on after the reader has stopped', async () => {
    await append('1');
    const handler = new Noting();
    handler.failing = new Error('poison');
    const reader = await start(handler);
    await pass(60_000);
    expect(reader.status().lagMs).toBeGreaterThanOrEqual(59_000);
  });

  it('grows where the log cannot be read: the reader does not know how far behind it is', async () => {
    let unreadable = false;
    const reader = await start(
      new Noting(),
      storeWith(store, {
        readAll: (after, limit) => (unreadable ? Promise.reject(new Error('gone')) : store.readAll(after, limit)),
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
    const reader = await start(new Noting());
    await pass(100);
    expect(await stoppedAfter(reader)).toBeLessThanOrEqual(10);
  });

  it('ends the wait before a retry at once', async () => {
    await append('1');
    const handler = new Noting();
    handler.failing = new Error('busy');
    const reader = await start(handler);
    await pass(1550);
    expect(await stoppedAfter(reader)).toBeLessThanOrEqual(10);
    expect(handler.tries).toBe(5);
  });

  it('lets the batch in hand end, and begins no other', async () => {
    for (let n = 0; n < 3; n++) await append(`${n}`, 500);
    let release = () => {};
    const handler = new Noting();
    const handle = async (batch: readonly RecordedEvent[]) => {
      await new Promise<void>((resolve) => (release = resolve));
      await handler.handle(batch);
    };
    const reader = await start({ name: 'slow', start: handler.start, handle });
    await pass(10);
    const stopping = reader.stop();
    await pass(10);
    expect(handler.positions).toEqual([]);
    release();
    await stopping;
    expect(handler.positions).toEqual(upTo(500));
    expect(reader.status().checkpoint.position).toBe(500);
  });
});
