import {
  type Append,
  type AppendOutcome,
  type AppendRow,
  type Clock,
  decodeRow,
  type EventStore,
  encodeAppend,
  isRepeat,
  type LogRow,
  requirePage,
} from '@thidua/event-sourcing';
import { type EventCodec, eventCodec } from '@thidua/events';
import { type FolderOwner, ownFolder } from './folder-owner.js';
import { eventsAfter, rowsAfter } from './log-pages.js';
import {
  AppendChecksum,
  insertRow,
  makeFolder,
  openLogFile,
  requireDurableWrites,
  selectRows,
  valuesOf,
} from './log-table.js';
import type { SqliteDatabase } from './sqlite-database.js';
import { isDamage, LogDamaged, requireSound } from './verify-log.js';

export interface SqliteEventStoreOptions {
  /** The data folder, made where there is none. The store is its one owner until it is closed. */
  readonly folder: string;
  readonly clock: Clock;
  readonly codec?: EventCodec;
}

/**
 * A write failed: whether it is on disk is unknown, so nothing more is written through this store.
 * Restart, then send the same append again: if it was stored after all, it is a repeat.
 */
export class StoreStopped extends Error {
  override readonly name = 'StoreStopped';
  constructor(cause: unknown) {
    super(`the event store has stopped after a failed write (${String(cause)}): restart it`, { cause });
  }
}

/** Opens the log in `<folder>/events.db`. Throws FolderInUse or LogDamaged. */
export const openSqliteEventStore = async (options: SqliteEventStoreOptions): Promise<EventStore> => {
  const { folder, clock, codec = eventCodec } = options;
  makeFolder(folder);
  const owner = ownFolder(folder);
  try {
    const database = openLogFile(folder);
    try {
      requireSound(folder, database);
      requireDurableWrites(database);
    } catch (fault) {
      database.close();
      throw fault;
    }
    return new SqliteEventStore(database, owner, clock, codec);
  } catch (fault) {
    owner.release();
    throw isDamage(fault) ? new LogDamaged(folder, [fault.message]) : fault;
  }
};

/** An append that waits for its commit. */
interface Waiting {
  readonly append: Append;
  readonly sent: readonly AppendRow[];
  readonly now: string;
  readonly settle: PromiseWithResolvers<AppendOutcome>;
}

/** Appends that share one commit at most. */
const groupMax = 256;

/**
 * Whoever appends at the same time shares one commit, since a disk makes only so many durable in a second: each is
 * judged by what those before it in the group have written, and none is acknowledged before the commit.
 */
class SqliteEventStore implements EventStore {
  private readonly listeners = new Set<() => void>();
  private waiting: Waiting[] = [];
  private stoppedBy: { readonly cause: unknown } | undefined;
  private closed = false;
  /** Position of the last event; every reader asks for it after each batch. */
  private known: number | undefined;

  constructor(
    private readonly database: SqliteDatabase,
    private readonly owner: FolderOwner,
    private readonly clock: Clock,
    private readonly codec: EventCodec,
  ) {}

  async append(append: Append): Promise<AppendOutcome> {
    this.requireReadable();
    if (this.stoppedBy) throw new StoreStopped(this.stoppedBy.cause);
    // What may throw because the program is at fault comes before the transaction, and stops nothing.
    const sent = encodeAppend(append, this.codec);
    const now = new Date(this.clock.now()).toISOString();
    const settle = Promise.withResolvers<AppendOutcome>();
    if (this.waiting.length === 0) setImmediate(() => this.commitWaiting());
    this.waiting.push({ append, sent, now, settle });
    return settle.promise;
  }

  /** Commits all that waits, a group at a time, and tells whoever sent it. */
  private commitWaiting(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (let from = 0; from < waiting.length; from += groupMax) this.commit(waiting.slice(from, from + groupMax));
  }

  private commit(group: readonly Waiting[]): void {
    try {
      if (this.stoppedBy) throw new StoreStopped(this.stoppedBy.cause);
      this.known = undefined;
      const outcomes = this.writing(() => group.map(({ append, sent, now }) => this.decide(append, sent, now)));
      for (const [n, outcome] of outcomes.entries()) group[n]?.settle.resolve(outcome);
      // In a task of its own: a listener that throws must not turn a stored append into a failed one.
      if (outcomes.some((outcome) => outcome.kind === 'appended' && !outcome.repeated)) {
        for (const notice of this.listeners) queueMicrotask(notice);
      }
    } catch (fault) {
      for (const { settle } of group) settle.reject(fault);
    }
  }

  async readStream(stream: string, from: number, limit: number) {
    this.requireReadable();
    requirePage(limit);
    const page = `${selectRows} WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`;
    return this.database.all<LogRow>(page, stream, from, limit).map((row) => {
      const { position: _, ...event } = decodeRow(row, this.codec);
      return event;
    });
  }

  async readAll(after: number, limit: number) {
    this.requireReadable();
    return eventsAfter(this.database, this.codec, after, limit);
  }

  async head() {
    this.requireReadable();
    this.known ??= this.last()?.position ?? 0;
    return this.known;
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
    if (this.closed) return;
    // What was sent before is stored before: its sender waits for an answer.
    this.commitWaiting();
    this.closed = true;
    this.listeners.clear();
    try {
      this.database.close();
    } finally {
      this.owner.release();
    }
  }

  private writing<Result>(work: () => Result): Result {
    try {
      return this.database.transaction(work);
    } catch (cause) {
      this.stoppedBy = { cause };
      throw new StoreStopped(cause);
    }
  }

  private decide(append: Append, sent: readonly AppendRow[], now: string): AppendOutcome {
    const before = this.appendedBefore(sent);
    if (before) return before;
    for (const { stream, expectedRevision: expected } of append.streams) {
      const actual = this.revisionOf(stream);
      if (actual !== expected) return { kind: 'wrong-revision', stream, expected, actual };
    }
    return this.insert(sent, now);
  }

  private appendedBefore(sent: readonly AppendRow[]): AppendOutcome | undefined {
    const first = this.database.first<LogRow>(`${selectRows} WHERE event_id = ?`, sent[0]?.eventId);
    if (!first) return undefined;
    const receipt = first.position + first.appendSize - 1;
    return isRepeat(rowsAfter(this.database, first.position - 1, first.appendSize), sent)
      ? { kind: 'appended', receipt, recordedAt: first.recordedAt, repeated: true }
      : { kind: 'event-id-taken', eventId: first.eventId };
  }

  private insert(sent: readonly AppendRow[], now: string): AppendOutcome {
    const last = this.last();
    const recordedAt = last && last.recordedAt > now ? last.recordedAt : now;
    const insert = this.database.prepare(insertRow);
    const checksum = new AppendChecksum();
    let position = last?.position ?? 0;
    for (const row of sent) {
      position += 1;
      const values = valuesOf({ ...row, position, recordedAt });
      checksum.add(values);
      insert.run([...values, row.appendIndex === row.appendSize - 1 ? checksum.digest() : null]);
    }
    return { kind: 'appended', receipt: position, recordedAt, repeated: false };
  }

  private last(): Pick<LogRow, 'position' | 'recordedAt'> | undefined {
    return this.database.first(
      'SELECT position, recorded_at AS "recordedAt" FROM events ORDER BY position DESC LIMIT 1',
    );
  }

  private revisionOf(stream: string): number {
    const sql = 'SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1';
    return this.database.first<{ revision: number }>(sql, stream)?.revision ?? -1;
  }

  /** What a failed transaction could not take back must not be read as if it were stored. */
  private requireReadable(): void {
    if (this.closed) throw new Error('the event store is closed');
    if (this.database.inTransaction) throw new StoreStopped(this.stoppedBy?.cause);
  }
}
