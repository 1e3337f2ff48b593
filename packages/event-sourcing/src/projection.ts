import type { EventType, Position, RecordedEvent, RecordedOf } from '@thidua/events';
import type { Kysely, Transaction } from 'kysely';
import { type Checkpoint, checkpointAfter, startOfLog } from './feed-reader.js';

/** One line an event it cares about; what it handles are the keys of its map. */
export type Handlers<Target> = {
  readonly [Type in EventType]?: (target: Target, event: RecordedOf<Type>) => Promise<void>;
};

/**
 * A read model: tables that are derived from the log and can be thrown away. Rows and checkpoint
 * move in one transaction. A new `version` has its tables built anew, beside the old ones where there is a workshop.
 */
export interface Projection<Tables> {
  /** Permanent identifier of its checkpoint. */
  readonly name: string;
  readonly version: number;
  /** The oldest version whose tables this code reads and goes on with, so that they serve until the new ones are built. */
  readonly readableSince?: number;
  readonly tables: readonly (keyof Tables & string)[];
  readonly create: (database: Kysely<Tables>) => Promise<void>;
  readonly handlers: Handlers<Transaction<Tables>>;
  /** Called after a batch is committed: state in memory moves here, never before. */
  readonly committed?: (batch: readonly RecordedEvent[]) => void;
  /** Called once with the stored checkpoint before reading on: state in memory loads here. */
  readonly load?: (database: Kysely<Tables>) => Promise<void>;
  /** Needed to rebuild one that has state in memory while that state answers. */
  readonly beside?: () => Beside<Tables>;
}

/** The same projection over a memory of its own. */
export interface Beside<Tables> {
  readonly projection: Projection<Tables>;
  /** Puts that memory in the place of the one that answers, at once. */
  readonly takeOver: () => void;
}

/** A projection over an empty memory that gives all it has come to hold to the one that answers, whose holders keep it. */
export const besideOf = <Memory extends object, Tables>(
  answering: Memory,
  empty: Memory,
  projectionOver: (memory: Memory) => Projection<Tables>,
): Beside<Tables> => ({
  projection: projectionOver(empty),
  takeOver: () => {
    Object.assign(answering, empty);
  },
});

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

/** The version whose tables stand, null where none do. */
export const storedVersion = async (database: Kysely<CheckpointTables>, name: string): Promise<number | null> => {
  const row = await database.selectFrom('checkpoint').select('version').where('name', '=', name).executeTakeFirst();
  return row?.version ?? null;
};

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

  /** How far it has come, in memory alone too. */
  get position(): Position {
    return this.known.position;
  }

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
