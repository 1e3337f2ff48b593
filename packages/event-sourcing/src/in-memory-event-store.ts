import { type EventCodec, eventCodec } from '@thidua/events';
import type { Clock } from './clock.js';
import type { Append, AppendOutcome, EventStore } from './event-store.js';
import { type AppendRow, decodeRow, encodeAppend, isRepeat, type LogRow, requirePage } from './log-row.js';

export interface InMemoryEventStoreOptions {
  readonly clock: Clock;
  readonly codec?: EventCodec;
  /** What an earlier store left, to open its log again. */
  readonly rows?: LogRow[];
}

/** An event store for unit tests: nothing is durable, all else is promised (eventStoreContract). */
export const inMemoryEventStore = (options: InMemoryEventStoreOptions): EventStore => new InMemoryEventStore(options);

class InMemoryEventStore implements EventStore {
  private readonly clock: Clock;
  private readonly codec: EventCodec;
  private readonly rows: LogRow[];
  private readonly byEventId = new Map<string, LogRow>();
  private readonly byStream = new Map<string, LogRow[]>();
  private readonly listeners = new Set<() => void>();
  private closed = false;

  constructor({ clock, codec = eventCodec, rows = [] }: InMemoryEventStoreOptions) {
    this.clock = clock;
    this.codec = codec;
    this.rows = rows;
    for (const row of rows) this.index(row);
  }

  async append(append: Append): Promise<AppendOutcome> {
    this.requireOpen();
    const sent = encodeAppend(append, this.codec);
    const before = this.appendedBefore(sent);
    if (before) return before;
    for (const { stream, expectedRevision: expected } of append.streams) {
      const actual = (this.byStream.get(stream)?.length ?? 0) - 1;
      if (actual !== expected) return { kind: 'wrong-revision', stream, expected, actual };
    }
    const now = new Date(this.clock.now()).toISOString();
    const last = this.rows.at(-1)?.recordedAt ?? now;
    const recordedAt = now > last ? now : last;
    for (const row of sent) {
      const stored = { ...row, position: this.rows.length + 1, recordedAt };
      this.rows.push(stored);
      this.index(stored);
    }
    // In a task of its own: a listener that throws must not turn a stored append into a failed one.
    for (const listener of this.listeners) queueMicrotask(listener);
    return { kind: 'appended', receipt: this.rows.length, recordedAt, repeated: false };
  }

  async readStream(stream: string, from: number, limit: number) {
    this.requireOpen();
    requirePage(limit);
    const start = Math.max(from, 0);
    const page = (this.byStream.get(stream) ?? []).slice(start, start + limit);
    return page.map((row) => {
      const { position: _, ...event } = decodeRow(row, this.codec);
      return event;
    });
  }

  async readAll(after: number, limit: number) {
    this.requireOpen();
    requirePage(limit);
    const last = this.rows[Math.min(after + limit, this.rows.length) - 1];
    const end = last ? last.position + last.appendSize - 1 - last.appendIndex : 0;
    return this.rows.slice(after, end).map((row) => decodeRow(row, this.codec));
  }

  async head() {
    this.requireOpen();
    return this.rows.length;
  }

  onAppended(listener: () => void): () => void {
    // Wrapped, so that one function registered twice is two listeners.
    const entry = () => listener();
    this.listeners.add(entry);
    return () => {
      this.listeners.delete(entry);
    };
  }

  async close() {
    this.closed = true;
  }

  private appendedBefore(sent: readonly AppendRow[]): AppendOutcome | undefined {
    const first = sent[0] && this.byEventId.get(sent[0].eventId);
    if (!first) return undefined;
    const stored = this.rows.slice(first.position - 1, first.position - 1 + first.appendSize);
    return isRepeat(stored, sent)
      ? {
          kind: 'appended',
          receipt: first.position + first.appendSize - 1,
          recordedAt: first.recordedAt,
          repeated: true,
        }
      : { kind: 'event-id-taken', eventId: first.eventId };
  }

  private index(row: LogRow): void {
    this.byEventId.set(row.eventId, row);
    const stream = this.byStream.get(row.stream);
    if (stream) stream.push(row);
    else this.byStream.set(row.stream, [row]);
  }

  private requireOpen(): void {
    if (this.closed) throw new Error('the event store is closed');
  }
}
