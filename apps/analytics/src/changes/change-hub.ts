import { type Acting, holds } from '@thidua/authority';
import { actingIn, type Standing } from '@thidua/service';
import type { ChangeValue, Notice } from './notices.js';

/** Notices that wait for one subscriber; one more, and it is told to fetch everything instead. */
export const noticesMax = 256;

/** What a subscriber asked for, and how it stands now. */
export interface Interest {
  readonly campaignId: string;
  readonly within: string | null;
  /** Judged anew each time, never remembered. */
  readonly standing: () => Standing;
  /** What ends the stream of somebody who acts under no appointment any more. */
  readonly forbidden: () => Error;
}

/** What a batch of the log came to. */
export interface Published {
  readonly notices: readonly Notice[];
  /** Whether appointments or organisations changed, so that somebody may read less than before. */
  readonly standingsMoved: boolean;
}

/** The root value of one answer of the subscription. */
interface Payload {
  readonly changed: ChangeValue;
}

/** Fans notices out. Whatever becomes of a subscriber's client, its `return` takes it out of here. */
export class ChangeHub {
  private readonly subscribers = new Set<Subscriber>();

  /** How many listen now. */
  get size(): number {
    return this.subscribers.size;
  }

  subscribe(interest: Interest): AsyncIterableIterator<Payload, undefined, undefined> {
    const subscriber: Subscriber = new Subscriber(interest, () => this.subscribers.delete(subscriber));
    this.subscribers.add(subscriber);
    subscriber.offer({ notices: [], standingsMoved: true });
    return subscriber;
  }

  publish(published: Published): void {
    for (const subscriber of [...this.subscribers]) subscriber.offer(published);
  }

  /** Where notices cannot be made in time, each subscriber fetches everything again. */
  missed(upTo: Pick<ChangeValue, 'position' | 'receipt'>): void {
    for (const subscriber of [...this.subscribers]) subscriber.refetch(upTo);
  }

  /** Ends all streams. */
  async close(): Promise<void> {
    await Promise.all([...this.subscribers].map((subscriber) => subscriber.return()));
  }
}

class Subscriber implements AsyncIterableIterator<Payload, undefined, undefined> {
  private queue: Notice[] = [];
  private ended = false;
  private forbidden = false;
  private moved = Promise.withResolvers<void>();

  constructor(
    private readonly interest: Interest,
    private readonly release: () => void,
  ) {}

  /** Keeps what concerns this subscriber and may be read by it now; asked again when it is handed over. */
  offer({ notices, standingsMoved }: Published): void {
    const mine = notices.filter(({ campaignId }) => campaignId === this.interest.campaignId);
    if (mine.length === 0 && !standingsMoved) return;
    const standing = this.interest.standing();
    const acting = actingIn(standing);
    if (!acting) {
      this.forbid();
      return;
    }
    const readable = mine.filter((notice) => this.concerns(notice, acting, standing));
    const last = readable.at(-1);
    if (!last) return;
    if (this.queue.length + readable.length > noticesMax) {
      this.refetch(last.change);
      return;
    }
    this.queue.push(...readable);
    this.wake();
  }

  /** Replaces all that waits by the one notice that covers it. */
  refetch({ position, receipt }: Pick<ChangeValue, 'position' | 'receipt'>): void {
    const { campaignId } = this.interest;
    const change = { type: 'ALL', id: campaignId, position, receipt } as const;
    this.queue = [{ change, campaignId, unitId: null, readable: () => true }];
    this.wake();
  }

  async next(): Promise<IteratorResult<Payload, undefined>> {
    while (!this.ended) {
      if (this.forbidden) return this.fail(this.interest.forbidden());
      const notice = this.queue.shift();
      if (notice === undefined) {
        await this.moved.promise;
        continue;
      }
      const standing = this.interest.standing();
      const acting = actingIn(standing);
      if (!acting) this.forbid();
      else if (this.concerns(notice, acting, standing)) return { done: false, value: { changed: notice.change } };
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Payload, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  async throw(fault?: unknown): Promise<IteratorResult<Payload, undefined>> {
    return this.fail(fault);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private concerns(notice: Notice, acting: Acting, standing: Standing): boolean {
    const { within } = this.interest;
    const inside = within === null || notice.unitId === null || holds(within, notice.unitId, standing.world);
    return inside && notice.readable(acting, standing);
  }

  private forbid(): void {
    this.forbidden = true;
    this.queue = [];
    this.wake();
  }

  private fail(fault: unknown): never {
    this.end();
    throw fault;
  }

  private end(): void {
    this.ended = true;
    this.queue = [];
    this.release();
    this.wake();
  }

  private wake(): void {
    const { resolve } = this.moved;
    this.moved = Promise.withResolvers<void>();
    resolve();
  }
}
