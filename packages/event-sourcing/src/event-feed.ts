import { endsAppend, type Position, type RecordedEvent } from '@thidua/events';
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

/** Events at the head of the log that are kept for the next reader: all readers ask for the same ones. */
const tailMax = 2000;

/** The end of a log in memory, since all readers at its head ask for the same events. */
class LogTail {
  private kept: readonly RecordedEvent[] = [];
  /** How often the store said that something was appended. */
  private notices = 0;
  /** Where the log was found to end, and how many notices there had been: nothing is there before the next one. */
  private end: { readonly position: Position; readonly notices: number } | null = null;
  /** What is being read: whoever asks for the same before the next notice shares it. */
  private reading: { readonly key: string; readonly page: Promise<readonly RecordedEvent[]> } | null = null;

  constructor(private readonly store: EventStore) {
    store.onAppended(() => {
      this.notices += 1;
    });
  }

  /** Whether nothing was there behind a position, and no notice came since. */
  endsAt(position: Position): boolean {
    return this.end?.position === position && this.end.notices === this.notices;
  }

  async read(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    const kept = keptBehind(this.kept, after, limit);
    if (kept.length > 0) return kept;
    const key = `${after} ${limit} ${this.notices}`;
    if (this.reading?.key === key) return this.reading.page;
    const page = this.readStore(after, limit);
    this.reading = { key, page };
    try {
      return await page;
    } finally {
      if (this.reading?.page === page) this.reading = null;
    }
  }

  private async readStore(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    const { notices } = this;
    this.end = null;
    const page = await this.store.readAll(after, limit);
    if (page.length === 0) this.end = { position: after, notices };
    const first = page[0]?.position;
    const last = this.kept.at(-1)?.position;
    // Pages that others have read on from meanwhile would leave a gap, or stand twice.
    if (first !== undefined && (last === undefined || first > last)) {
      this.kept = (first - 1 === last ? [...this.kept, ...page] : page).slice(-tailMax);
    }
    return page;
  }
}

/** The store itself as a feed. What one reader was given at the head of the log, the others get from memory. */
export const storeFeed = (store: EventStore): EventFeed => {
  const tail = new LogTail(store);
  return {
    head: () => store.head(),
    async next(after, { limit, waitMs, signal }) {
      const appended = nextNotice(store, waitMs, signal);
      try {
        const batch = tail.endsAt(after) ? [] : await tail.read(after, limit);
        if (batch.length > 0) return batch;
        await appended.promise;
      } finally {
        appended.cancel();
      }
      // A notice is a hint: after a wait without one the store is asked all the same.
      return signal.aborted ? [] : tail.read(after, limit);
    },
  };
};

/** About so many of the kept events behind a position, ending at the end of an append; none where they do not reach so far back. */
const keptBehind = (tail: readonly RecordedEvent[], after: Position, limit: number): readonly RecordedEvent[] => {
  const first = tail[0]?.position;
  if (first === undefined || after + 1 < first) return [];
  const from = after + 1 - first;
  let end = Math.min(tail.length, from + limit);
  for (let last = tail[end - 1]; last && end > from && !endsAppend(last) && end < tail.length; last = tail[end - 1])
    end += 1;
  return tail.slice(from, end);
};

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
