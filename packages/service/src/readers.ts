import {
  type Checkpoint,
  type EventFeed,
  type FeedHandler,
  FeedReader,
  type ReaderStatus,
  type RebuildOptions,
} from '@thidua/event-sourcing';
import type { Receipt } from '@thidua/events';
import { GraphQLError } from 'graphql';

/** How long a query waits for its reader, and a mutation for the registry view. */
export const waitMsMax = 2000;

/** The injection token of a service's readers of the log. */
export const READERS = Symbol('Readers');

/** GraphQL's Freshness. */
export interface FreshnessValue {
  readonly position: string;
  readonly recordedAt: string | null;
  readonly lagSeconds: number;
}

/** What was asked for is not there yet; the caller may ask again. */
export const projectionLagging = (position: number) =>
  new GraphQLError('The data is not that fresh yet; ask again in a moment. (Dữ liệu chưa kịp cập nhật; hãy thử lại.)', {
    extensions: { code: 'PROJECTION_LAGGING', position: String(position) },
  });

/** The readers of one service: started with it, waited for by its queries, seen by its health. */
export class Readers {
  private readonly readers: readonly FeedReader[];

  constructor(
    feed: EventFeed,
    private readonly handlers: readonly FeedHandler[],
  ) {
    this.readers = handlers.map((handler) => new FeedReader(feed, handler));
  }

  /** The reader of one handler, in the order they were given. */
  at(index: number): FeedReader {
    const reader = this.readers[index];
    if (!reader) throw new Error(`there is no reader ${index}`);
    return reader;
  }

  async start(): Promise<void> {
    for (const reader of this.readers) await reader.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.readers.map((reader) => reader.stop()));
  }

  /** Lets nobody read on, until `release`. */
  hold(): void {
    for (const reader of this.readers) reader.hold();
  }

  get isHeld(): boolean {
    return this.readers.some((reader) => reader.isHeld);
  }

  release(): void {
    for (const reader of this.readers) reader.release();
  }

  status(): readonly ReaderStatus[] {
    return this.readers.map((reader) => reader.status());
  }

  /** Waits until every reader has done the event of a receipt; refuses as PROJECTION_LAGGING after 2 s. */
  async reach(receipt: Receipt | null): Promise<void> {
    if (receipt === null) return;
    const waited = await Promise.all(this.readers.map((reader) => reader.passed(receipt, waitMsMax)));
    if (waited.includes('lagging')) throw projectionLagging(this.slowest().checkpoint.position);
  }

  /** Waits until every reader has done all that the log holds now. */
  async caughtUp(waitMs: number): Promise<boolean> {
    const waited = await Promise.all(this.readers.map((reader) => reader.caughtUp(waitMs)));
    return !waited.includes('lagging');
  }

  /** Up to where every reader has done the log, always the end of an append. */
  get checkpoint(): Checkpoint {
    return this.slowest().checkpoint;
  }

  freshness(): FreshnessValue {
    const { checkpoint, lagMs } = this.slowest();
    const lagSeconds = Math.round(lagMs) / 1000;
    return { position: String(checkpoint.position), recordedAt: checkpoint.recordedAt, lagSeconds };
  }

  /** Names of what can be built anew. */
  get rebuildable(): readonly string[] {
    return this.handlers.flatMap(({ name, rebuild }) => (rebuild ? [name] : []));
  }

  /** Names of those that serve in an older version, until they are rebuilt. */
  get outdated(): readonly string[] {
    return this.handlers.flatMap((handler) => (handler.outdated?.() ? [handler.name] : []));
  }

  /** Builds one anew beside the one that serves; then it takes its place. */
  async rebuild(name: string, options: RebuildOptions): Promise<void> {
    const handler = this.handlers.find((one) => one.name === name);
    if (!handler?.rebuild) throw new Error(`${name} is no read model of these`);
    await handler.rebuild(options);
  }

  private slowest(): ReaderStatus {
    return this.status().reduce((slowest, one) =>
      one.checkpoint.position < slowest.checkpoint.position ? one : slowest,
    );
  }
}
