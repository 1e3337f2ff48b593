import { describe, expect, it } from '@jest/globals';
import { endsAppend, type RecordedEvent } from '@thidua/events';
import type { EventFeed } from '../event-feed.js';
import type { EventStore } from '../event-store.js';
import { appendOf, counted, type LogHarness, randomFrom, to } from './log-harness.js';
import { OpenedLog } from './opened-log.js';

/** Long enough that a test which waits it out has failed. */
const foreverMs = 4000;
const soonMs = 1000;

/** What every adapter of the event feed promises, over a log that a store appends to. */
export const eventFeedContract = (
  name: string,
  newLog: () => Promise<LogHarness>,
  feedOver: (store: EventStore) => EventFeed,
): void => {
  describe(`${name} as an event feed`, () => {
    describe('order', () => order(new OpenedLog(newLog), feedOver));
    describe('waiting', () => waiting(new OpenedLog(newLog), feedOver));
  });
};

const never = new AbortController().signal;

/** The milliseconds that something took, and what came of it. */
const timed = async <Result>(work: Promise<Result>): Promise<[Result, number]> => {
  const start = performance.now();
  const result = await work;
  return [result, performance.now() - start];
};

/** A store whose every notice is lost. */
const withoutNotices = (store: EventStore): EventStore => replacing(store, { onAppended: () => () => {} });

const replacing = (store: EventStore, replaced: Partial<EventStore>): EventStore => ({
  append: (append) => store.append(append),
  readStream: (stream, from, limit) => store.readStream(stream, from, limit),
  readAll: (after, limit) => store.readAll(after, limit),
  head: () => store.head(),
  onAppended: (listener) => store.onAppended(listener),
  close: () => store.close(),
  ...replaced,
});

const order = (log: OpenedLog, feedOver: (store: EventStore) => EventFeed) => {
  it('gives the whole log in order, in whole appends, whatever the limit', async () => {
    const sizes = [3, 1, 5, 2, 1];
    const head = await log.store.head();
    for (const [n, size] of sizes.entries()) {
      const events = Array.from({ length: size }, (_, k) => counted(k));
      await log.append(appendOf(log.own(`${n}`), to(log.own(`s${n}`), -1, ...events)));
    }
    const feed = feedOver(log.store);
    const everything = await log.everything();
    for (const limit of [1, 2, 3, 4, 100]) {
      const seen: RecordedEvent[] = [];
      while (seen.length < everything.length) {
        const batch = await feed.next(seen.at(-1)?.position ?? head, { limit, waitMs: soonMs, signal: never });
        expect(batch[0]?.appendIndex).toBe(0);
        expect(batch.slice(-1).every(endsAppend)).toBe(true);
        seen.push(...batch);
      }
      expect(seen).toEqual(everything);
    }
    expect(await feed.head()).toBe(await log.store.head());
  });

  it('gives the same again from the same position: the reader owns its checkpoint', async () => {
    const head = await log.store.head();
    await log.append(appendOf(log.own('1'), to(log.own('a'), -1, counted(0), counted(1))));
    const feed = feedOver(log.store);
    const options = { limit: 10, waitMs: soonMs, signal: never };
    expect(await feed.next(head, options)).toEqual(await feed.next(head, options));
  });

  it('passes no event by while eight writers append as it reads', async () => {
    const random = randomFrom(6);
    const feed = feedOver(log.store);
    const head = await log.store.head();
    const pause = () => new Promise((resolve) => setImmediate(resolve));
    const write = async (writer: number) => {
      const [one, other] = [log.own(`${writer}`), log.own(`${writer}'`)];
      for (let n = 0; n < 25; n++) {
        if (random() < 0.5) await pause();
        await log.append(appendOf(`${one}/${n}`, to(one, n - 1, counted(n)), to(other, n - 1, counted(n))));
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    const seen: RecordedEvent[] = [];
    while (seen.length < 400) {
      const batch = await feed.next(seen.at(-1)?.position ?? head, { limit: 7, waitMs: soonMs, signal: never });
      expect(batch.length).toBeGreaterThan(0);
      seen.push(...batch);
    }
    await writers;
    expect(seen.map((event) => event.position - head)).toEqual(Array.from({ length: 400 }, (_, n) => n + 1));
    expect(seen).toEqual(await log.everything());
  }, 60_000);
};

const waiting = (log: OpenedLog, feedOver: (store: EventStore) => EventFeed) => {
  const append = (n: number) => log.append(appendOf(log.own(`${n}`), to(log.own(`s${n}`), -1, counted(n))));

  it('answers an empty batch at the head once its wait is over', async () => {
    const head = await log.store.head();
    const [batch, tookMs] = await timed(feedOver(log.store).next(head, { limit: 10, waitMs: 50, signal: never }));
    expect(batch).toEqual([]);
    expect(tookMs).toBeGreaterThanOrEqual(45);
  });

  it('is woken by an append', async () => {
    const head = await log.store.head();
    const next = timed(feedOver(log.store).next(head, { limit: 10, waitMs: foreverMs, signal: never }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await append(1);
    const [batch, tookMs] = await next;
    expect(batch).toMatchObject([counted(1)]);
    expect(tookMs).toBeLessThan(soonMs);
  });

  it('finds what was appended at the end of its wait while every notice is lost', async () => {
    const head = await log.store.head();
    const feed = feedOver(withoutNotices(log.store));
    const next = feed.next(head, { limit: 10, waitMs: 100, signal: never });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await append(1);
    expect(await next).toMatchObject([counted(1)]);
  });

  it('loses no wake-up where an append comes between its look at the log and its wait', async () => {
    const head = await log.store.head();
    let appended = false;
    const store = replacing(log.store, {
      async readAll(after, limit) {
        const before = await log.store.readAll(after, limit);
        if (!appended) {
          appended = true;
          await append(1);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        return before;
      },
    });
    const [batch, tookMs] = await timed(feedOver(store).next(head, { limit: 10, waitMs: foreverMs, signal: never }));
    expect(batch).toMatchObject([counted(1)]);
    expect(tookMs).toBeLessThan(soonMs);
  });

  it.each([
    ['while it waits', 20],
    ['before it is asked', 0],
  ])('ends its wait where it is aborted %s', async (_, afterMs) => {
    const head = await log.store.head();
    const abort = new AbortController();
    if (afterMs === 0) abort.abort();
    else setTimeout(() => abort.abort(), afterMs);
    const next = feedOver(log.store).next(head, { limit: 10, waitMs: foreverMs, signal: abort.signal });
    const [batch, tookMs] = await timed(next);
    expect(batch).toEqual([]);
    expect(tookMs).toBeLessThan(soonMs);
  });

  it('hands on the fault of a read instead of waiting', async () => {
    const broken = replacing(log.store, { readAll: () => Promise.reject(new Error('unreadable')) });
    const options = { limit: 10, waitMs: foreverMs, signal: never };
    await expect(feedOver(broken).next(0, options)).rejects.toThrow('unreadable');
  });
};
