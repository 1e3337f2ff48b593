import type { Position, Receipt, RecordedEvent } from '@thidua/events';
import type { EventFeed } from './event-feed.js';

/** How far a reader has come: the last event it has done, always the end of an append. */
export interface Checkpoint {
  readonly position: Position;
  readonly receipt: Receipt;
  readonly recordedAt: string | null;
}

export const startOfLog: Checkpoint = { position: 0, receipt: 0, recordedAt: null };

export const checkpointAfter = (events: readonly RecordedEvent[], before: Checkpoint): Checkpoint => {
  const last = events.at(-1);
  return last ? { position: last.position, receipt: last.receipt, recordedAt: last.recordedAt } : before;
};

/** What reads the log: a projection, a process, a view in memory. */
export interface FeedHandler {
  readonly name: string;
  /** Where to go on. */
  readonly start: () => Promise<Checkpoint>;
  /** Does a batch and stores the checkpoint with it, all or nothing. May get events again. */
  readonly handle: (batch: readonly RecordedEvent[]) => Promise<void>;
  /** Builds anew what it keeps, beside what serves, and puts it in its place; aborted or failed, all stays as it was. */
  readonly rebuild?: (options: RebuildOptions) => Promise<void>;
  /** Whether what serves is of an older version, which a rebuild replaces. */
  readonly outdated?: () => boolean;
}

export interface RebuildOptions {
  /** Throws its reason between two pages. */
  readonly signal: AbortSignal;
  /** How far it has come of what it has to do by now; what it does is waited for. */
  readonly progress?: (done: Position, of: Position) => void | Promise<void>;
}

export interface ReaderStatus {
  readonly name: string;
  readonly checkpoint: Checkpoint;
  /** Milliseconds since it was last at the head of the log, 0 while it is there. */
  readonly lagMs: number;
  /** Why it stopped, null while it runs. */
  readonly fault: Error | null;
}

const batchSize = 500;
/** A notice is a hint: the log is polled this often in any case. */
const pollMs = 5000;
const retriesMax = 5;
const retryDelayMs = 100;

/** What a wait for a position came to. */
export type Waited = 'passed' | 'lagging';

/**
 * One awaited loop per handler: read a batch, do it, move on. A failing batch is tried again a few
 * times, then the reader stops and says why; it never skips an event.
 */
export class FeedReader {
  private checkpoint: Checkpoint = startOfLog;
  private behindSince: number | null = null;
  private fault: Error | null = null;
  private loop: Promise<void> | undefined;
  private readonly abort = new AbortController();
  private waiters = new Set<() => void>();
  /** Resolves when it may read on; undefined while nobody holds it. */
  private held: PromiseWithResolvers<void> | undefined;

  constructor(
    private readonly feed: EventFeed,
    private readonly handler: FeedHandler,
  ) {}

  /** Loads the checkpoint, then reads on in the background until `stop`. */
  async start(): Promise<void> {
    this.checkpoint = await this.handler.start();
    this.behindSince = this.checkpoint.position < (await this.feed.head()) ? performance.now() : null;
    this.loop = this.run();
  }

  /** Reads nothing more, once the batch under way is done, until `release`. What waits for it meanwhile waits. */
  hold(): void {
    this.held ??= Promise.withResolvers();
  }

  get isHeld(): boolean {
    return this.held !== undefined;
  }

  release(): void {
    this.held?.resolve();
    this.held = undefined;
  }

  async stop(): Promise<void> {
    this.abort.abort();
    this.release();
    await this.loop;
  }

  status(): ReaderStatus {
    const lagMs = this.behindSince === null ? 0 : performance.now() - this.behindSince;
    return { name: this.handler.name, checkpoint: this.checkpoint, lagMs, fault: this.fault };
  }

  /** Resolves when the reader has done the event of this receipt, or after `waitMs`. */
  async passed(receipt: Receipt, waitMs: number): Promise<Waited> {
    const deadline = performance.now() + waitMs;
    while (this.checkpoint.receipt < receipt) {
      const left = deadline - performance.now();
      if (left <= 0 || this.fault || this.abort.signal.aborted) return 'lagging';
      await this.moved(left);
    }
    return 'passed';
  }

  /** Resolves when the reader has done all that the log holds now, or after `waitMs`. */
  async caughtUp(waitMs: number): Promise<Waited> {
    const head = await this.feed.head();
    const deadline = performance.now() + waitMs;
    while (this.checkpoint.position < head) {
      const left = deadline - performance.now();
      if (left <= 0 || this.fault || this.abort.signal.aborted) return 'lagging';
      await this.moved(left);
    }
    return 'passed';
  }

  /** Resolves at the next finished batch, or after `waitMs`. */
  moved(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      this.waiters.add(done);
    });
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.abort.signal.aborted) {
      await this.held?.promise;
      try {
        await this.step();
        failures = 0;
      } catch (fault) {
        failures += 1;
        // Whoever cannot read on does not know how far behind it is.
        this.behindSince ??= performance.now();
        if (failures > retriesMax) {
          this.fault = fault instanceof Error ? fault : new Error(String(fault));
          break;
        }
        await this.pause(retryDelayMs * 2 ** (failures - 1));
      }
    }
    this.wake();
  }

  private async step(): Promise<void> {
    const { signal } = this.abort;
    const batch = await this.feed.next(this.checkpoint.position, { limit: batchSize, waitMs: pollMs, signal });
    if (batch.length > 0) {
      this.behindSince ??= performance.now();
      await this.handler.handle(batch);
      const end = checkpointAfter(batch, this.checkpoint);
      if (end.position > this.checkpoint.position) this.checkpoint = end;
    }
    if (this.checkpoint.position >= (await this.feed.head())) this.behindSince = null;
    if (batch.length > 0) this.wake();
  }

  /** Ends early where the reader is stopped. */
  private pause(ms: number): Promise<void> {
    const { signal } = this.abort;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }

  private wake(): void {
    for (const waiter of [...this.waiters]) waiter();
  }
}
