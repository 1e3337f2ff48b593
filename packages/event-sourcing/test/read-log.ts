import { afterEach, beforeEach, jest } from '@jest/globals';
import type { RecordedEvent } from '@thidua/events';
import { appendOf, counted, testCodec, to } from '../src/contracts/log-harness.js';
import {
  checkpointAfter,
  type EventStore,
  type FeedHandler,
  FeedReader,
  fixedClock,
  inMemoryEventStore,
  startOfLog,
  storeFeed,
} from '../src/index.js';

/** A log and its readers, new for each test; all of them are stopped after it. Waits of seconds pass at once. */
export class ReadLog {
  readonly clock = fixedClock('2022-03-01T01:00:00.000Z');
  store: EventStore = this.newStore();
  private readers: FeedReader[] = [];

  constructor() {
    beforeEach(() => {
      this.store = this.newStore();
      // What the store does takes its real turns.
      jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    });
    afterEach(async () => {
      await Promise.all(this.readers.splice(0).map((reader) => reader.stop()));
      jest.useRealTimers();
    });
  }

  async start(handler: FeedHandler, over: EventStore = this.store): Promise<FeedReader> {
    const reader = new FeedReader(storeFeed(over), handler);
    this.readers.push(reader);
    await reader.start();
    return reader;
  }

  /** Appends so many events at once, to a stream of their own, and answers the receipt. */
  async append(name: string, size = 1): Promise<number> {
    const events = Array.from({ length: size }, (_, n) => counted(n));
    const outcome = await this.store.append(appendOf(name, to(name, -1, ...events)));
    if (outcome.kind !== 'appended') throw new Error(`${name} is ${outcome.kind}`);
    return outcome.receipt;
  }

  private newStore(): EventStore {
    return inMemoryEventStore({ clock: this.clock, codec: testCodec });
  }
}

export const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

/** A handler that notes its batches; `failing` is thrown in place of doing one, `takesMs` is how long one takes. */
export class Noting implements FeedHandler {
  readonly name = 'noting';
  readonly batches: (readonly RecordedEvent[])[] = [];
  failing: unknown;
  takesMs = 0;
  tries = 0;
  private checkpoint = startOfLog;

  start = async () => this.checkpoint;

  handle = async (batch: readonly RecordedEvent[]): Promise<void> => {
    this.tries += 1;
    if (this.failing !== undefined) throw this.failing;
    if (this.takesMs > 0) await new Promise((resolve) => setTimeout(resolve, this.takesMs));
    this.batches.push(batch);
    this.checkpoint = checkpointAfter(batch, this.checkpoint);
  };

  get positions(): readonly number[] {
    return this.batches.flat().map((event) => event.position);
  }
}

export const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);
