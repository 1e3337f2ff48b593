import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { added, openBaskets, storeWith } from '../test/baskets.js';
import { storeFeed } from './event-feed.js';

const signal = new AbortController().signal;

/** A log of appends of these sizes, and how often it was read. */
const logOf = async (sizes: readonly number[]) => {
  const { store } = openBaskets();
  let reads = 0;
  const counted = storeWith(store, {
    readAll: (after, limit) => {
      reads += 1;
      return store.readAll(after, limit);
    },
  });
  let appended = 0;
  const append = async (size: number) => {
    appended += 1;
    const envelope = {
      ...{ actor: { userId: 'u', orgId: null, role: null, appointmentId: null }, via: null, inputHash: '' },
      ...{ commandId: `c${appended}`, correlationId: '', causationId: null, synthetic: false },
    };
    const events = Array.from({ length: size }, (_, n) => added(`${n}`));
    await store.append({ envelope, streams: [{ stream: `basket-${appended}`, expectedRevision: -1, events }] });
  };
  for (const size of sizes) await append(size);
  return { feed: storeFeed(counted), store, append, reads: () => reads };
};

describe('the feed of a store', () => {
  it('reads what is new once, however many readers follow the head', async () => {
    const { feed, append, reads } = await logOf([1, 2]);
    for (let reader = 0; reader < 5; reader++) await feed.next(0, { limit: 500, waitMs: 0, signal });
    expect(reads()).toBe(1);
    await append(1);
    for (let reader = 0; reader < 5; reader++) {
      const batch = await feed.next(3, { limit: 500, waitMs: 0, signal });
      expect(batch.map(({ position }) => position)).toEqual([4]);
    }
    expect(reads()).toBe(2);
  });

  it('gives every reader whole appends in order without a gap, whoever read before', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 20 });
    const asks = fc.array(fc.record({ reader: fc.nat(3), limit: fc.integer({ min: 1, max: 6 }) }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(sizes, sizes, asks, async (before, later, asked) => {
        const { feed, store, append } = await logOf(before);
        const seen = [0, 0, 0, 0];
        for (const [n, { reader, limit }] of asked.entries()) {
          const size = later[n];
          if (size !== undefined) await append(size);
          const after = seen[reader] as number;
          const batch = await feed.next(after, { limit, waitMs: 0, signal });
          expect(batch.map(({ position }) => position)).toEqual(batch.map((_, at) => after + at + 1));
          const last = batch.at(-1);
          if (last) expect(last.appendIndex).toBe(last.appendSize - 1);
          else expect(after).toBe(await store.head());
          seen[reader] = last?.position ?? after;
        }
      }),
    );
  });
});
