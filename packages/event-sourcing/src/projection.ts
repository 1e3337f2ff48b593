import type { AnyRecorded, EventType, Position, RecordedEvent, RecordedOf } from '@thidua/events';
import type { Kysely, Transaction } from 'kysely';
import { type Checkpoint, checkpointAfter, type FeedHandler, startOfLog } from './feed-reader.js';

/** One line an event it cares about; what it handles are the keys of its map. */
export type Handlers<Target> = {
  readonly [Type in EventType]?: (target: Target, event: RecordedOf<Type>) => Promise<void>;
};

/**
 * A read model: tables that are derived from the log and can be thrown away. Rows and checkpoint
 * move in one transaction. A new `version` drops the tables and builds them anew.
 */
export interface Projection<Tables> {
  /** Permanent identifier of its checkpoint. */
  readonly name: string;
  readonly version: number;
  readonly tables: readonly (keyof Tables & string)[];
  readonly create: (database: Kysely<Tables>) => Promise<void>;
  readonly handlers: Handlers<Transaction<Tables>>;
  /** Called after a batch is committed: state in memory moves here, never before. */
  readonly committed?: (batch: readonly RecordedEvent[]) => void;
  /** Called once with the stored checkpoint before reading on: state in memory loads here. */
  readonly load?: (database: Kysely<Tables>) => Promise<void>;
}

/** Tables of the bookkeeping, beside those of the projections in the same database. */
export interface CheckpointTables {
  checkpoint: { name: string; version: number; position: number; receipt: number; recorded_at: string | null };
}

export const createCheckpoints = (database: Kysely<CheckpointTables>): Promise<void> =>
  database.schema
    .createTable('checkpoint')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('receipt', 'integer', (column) => column.notNull())
    .addColumn('recorded_at', 'text')
    .execute();

export const readCheckpoint = async (
  database: Kysely<CheckpointTables>,
  name: string,
  version: number,
): Promise<Checkpoint | null> => {
  const row = await database.selectFrom('checkpoint').selectAll().where('name', '=', name).executeTakeFirst();
  if (!row || row.version !== version) return null;
  return { position: row.position, receipt: row.receipt, recordedAt: row.recorded_at };
};

export const writeCheckpoint = async (
  database: Kysely<CheckpointTables>,
  name: string,
  version: number,
  { position, receipt, recordedAt }: Checkpoint,
): Promise<void> => {
  const row = { name, version, position, receipt, recorded_at: recordedAt };
  await database
    .insertInto('checkpoint')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
};

/** What comes next after a position already done. A batch may bring events again, anywhere in it, but leaves none out. */
export const notYetDone = (batch: readonly RecordedEvent[], done: Checkpoint): readonly RecordedEvent[] => {
  const fresh: RecordedEvent[] = [];
  for (const event of batch) {
    const next = done.position + fresh.length + 1;
    if (event.position > next) throw new Error(`a gap in the log: ${event.position} came where ${next} is next`);
    if (event.position === next) fresh.push(event);
  }
  return fresh;
};

/** So many events that do not concern a reader it passes in memory alone; a restart reads them again. */
const passedMax = 1000;

/**
 * How far a reader has come. Most batches hold nothing that concerns it: those move it in memory, and its stored
 * checkpoint follows with the next one that does, or after `passedMax` events.
 */
export class Progress {
  private stored: Position | null = null;
  private known: Checkpoint = startOfLog;

  /** What was just read from, or written to, the database. */
  at(checkpoint: Checkpoint): void {
    this.stored = checkpoint.position;
    this.known = checkpoint;
  }

  /** Whether a batch was passed over, since nothing in it concerns the reader. */
  passes(batch: readonly RecordedEvent[], concerns: (event: RecordedEvent) => boolean): boolean {
    if (this.stored === null) return false;
    const fresh = notYetDone(batch, this.known);
    const after = checkpointAfter(fresh, this.known);
    if (fresh.some(concerns) || after.position - this.stored >= passedMax) return false;
    this.known = after;
    return true;
  }

  /** From where the reader goes on, given what is stored now: somebody else may have moved that. */
  from(stored: Checkpoint): Checkpoint {
    return stored.position === this.stored ? this.known : stored;
  }
}

/** A projection as a reader of the feed, over its own database. */
export const projectionHandler = <Tables>(projection: Projection<Tables>, database: Kysely<Tables>): FeedHandler => {
  const { name, version } = projection;
  const bookkeeping = database as unknown as Kysely<CheckpointTables>;
  // State in memory that failed to follow committed rows is wrong from then on: only a restart mends it.
  let broken: unknown;
  // How far the rows were when the memory last followed them.
  let followed: Position = 0;
  const progress = new Progress();
  const concerns = ({ type }: RecordedEvent) => type in projection.handlers;

  return {
    name,
    async start() {
      await createCheckpoints(bookkeeping);
      const stored = await readCheckpoint(bookkeeping, name, version);
      if (!stored) {
        for (const table of projection.tables) await database.schema.dropTable(table).ifExists().execute();
        await projection.create(database);
        await writeCheckpoint(bookkeeping, name, version, startOfLog);
      }
      await projection.load?.(database);
      const start = stored ?? startOfLog;
      followed = start.position;
      progress.at(start);
      return start;
    },
    async handle(batch) {
      if (broken) throw broken;
      if (progress.passes(batch, concerns)) return;
      const { stored, done, fresh } = await database.transaction().execute(async (rows) => {
        const books = rows as unknown as Transaction<CheckpointTables>;
        const stored = await readCheckpoint(books, name, version);
        if (!stored) throw new Error(`${name} has no checkpoint of version ${version}: another one builds its tables`);
        const done = progress.from(stored);
        const fresh = notYetDone(batch, done);
        for (const event of fresh) await dispatch(projection.handlers, rows, event);
        await writeCheckpoint(books, name, version, checkpointAfter(fresh, done));
        return { stored: stored.position, done, fresh };
      });
      progress.at(checkpointAfter(fresh, done));
      try {
        if (projection.committed && stored !== followed) {
          throw new Error(`the rows of ${name} are at ${stored}, its memory is at ${followed}`);
        }
        projection.committed?.(fresh);
        followed = checkpointAfter(fresh, done).position;
      } catch (fault) {
        broken = fault;
        throw fault;
      }
    },
  };
};

/** Hands an event to its line in the map; an event without a line is passed over. */
const dispatch = async <Target>(handlers: Handlers<Target>, target: Target, event: RecordedEvent): Promise<void> => {
  const known = event as AnyRecorded;
  const handler = handlers[known.type] as ((target: Target, event: AnyRecorded) => Promise<void>) | undefined;
  await handler?.(target, known);
};
