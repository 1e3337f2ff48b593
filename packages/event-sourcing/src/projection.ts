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

/** A projection as a reader of the feed, over its own database. */
export const projectionHandler = <Tables>(projection: Projection<Tables>, database: Kysely<Tables>): FeedHandler => {
  const { name, version } = projection;
  const bookkeeping = database as unknown as Kysely<CheckpointTables>;
  // State in memory that failed to follow committed rows is wrong from then on: only a restart mends it.
  let broken: unknown;
  // How far the rows were when the memory last followed them.
  let followed: Position = 0;

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
      return start;
    },
    async handle(batch) {
      if (broken) throw broken;
      const { done, fresh } = await database.transaction().execute(async (rows) => {
        const books = rows as unknown as Transaction<CheckpointTables>;
        const done = await readCheckpoint(books, name, version);
        if (!done) throw new Error(`${name} has no checkpoint of version ${version}: another one builds its tables`);
        const fresh = notYetDone(batch, done);
        for (const event of fresh) await dispatch(projection.handlers, rows, event);
        await writeCheckpoint(books, name, version, checkpointAfter(fresh, done));
        return { done, fresh };
      });
      try {
        if (projection.committed && done.position !== followed) {
          throw new Error(`the rows of ${name} are at ${done.position}, its memory is at ${followed}`);
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
