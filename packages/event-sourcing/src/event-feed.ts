import type { Position, RecordedEvent } from '@thidua/events';
import type { EventStore } from './event-store.js';

/**
 * The whole log in order, at least once, from a position the reader owns. Pull-based: the next batch
 * is fetched when the last one is done. Never passes an event that may still be committed.
 */
export interface EventFeed {
  /** Waits at most `waitMs` where nothing is there yet; then answers an empty batch. */
  next(
    after: Position,
    options: { limit: number; waitMs: number; signal: AbortSignal },
  ): Promise<readonly RecordedEvent[]>;
  /** Position of the last event of the log. */
  head(): Promise<Position>;
}

/** The store itself as a feed. */
export const storeFeed = (store: EventStore): EventFeed => ({
  head: () => store.head(),
  async next(after, { limit, waitMs, signal }) {
    const appended = nextNotice(store, waitMs, signal);
    try {
      const batch = await store.readAll(after, limit);
      if (batch.length > 0) return batch;
      await appended.promise;
    } finally {
      appended.cancel();
    }
    return signal.aborted ? [] : store.readAll(after, limit);
  },
});

/** Resolves at the next append, after `waitMs`, or when aborted: whatever comes first. */
const nextNotice = (store: EventStore, waitMs: number, signal: AbortSignal) => {
  let cancel = () => {};
  const promise = new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const unsubscribe = store.onAppended(done);
    const timer = setTimeout(done, waitMs);
    signal.addEventListener('abort', done);
    cancel = done;
    // A signal that is aborted already fires no more.
    if (signal.aborted) done();
  });
  return { promise, cancel };
};
