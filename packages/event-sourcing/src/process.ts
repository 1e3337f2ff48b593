import type { AnyRecorded, EventType, RecordedEvent, RecordedOf } from '@thidua/events';
import { inputHashOf, processCommandIdOf } from '@thidua/events';
import type { Kysely } from 'kysely';
import type { Refusal } from './decider.js';
import type { CommandMeta, Outcome } from './execute.js';
import { checkpointAfter, type FeedHandler, startOfLog } from './feed-reader.js';
import { type CheckpointTables, createCheckpoints, notYetDone, readCheckpoint, writeCheckpoint } from './projection.js';

/** A command that follows from an event, and where it goes. */
export interface FollowUp<Command> {
  /** Id of the aggregate it is sent to. */
  readonly id: string;
  readonly command: Command;
}

/**
 * What must follow from another service's event: events in, commands out, pure. Named as the
 * sentence it carries out; the name is permanent, since command ids are derived from it.
 */
export interface Process<Command> {
  readonly name: string;
  readonly reactions: {
    readonly [Type in EventType]?: (event: RecordedOf<Type>) => readonly FollowUp<Command>[];
  };
}

/** Tables of processes: in a database of their own that no rebuild, replay or new version resets. */
export interface ProcessTables extends CheckpointTables {
  /** Follow-ups that could not be sent, with all later ones of the same aggregate. */
  parked: { process: string; target: string; position: number; n: number; reason: string };
}

export interface ProcessRun<Command> {
  readonly process: Process<Command>;
  readonly database: Kysely<ProcessTables>;
  readonly send: (followUp: FollowUp<Command>, meta: CommandMeta) => Promise<Outcome<Refusal>>;
  /** Called for each follow-up that is parked: somebody must look. */
  readonly alarm: (message: string, cause: unknown) => void;
}

const retriesMax = 5;
const retryDelayMs = 50;
/** The checkpoint's version of a process: it is never reset, so it never changes. */
const version = 1;

/** Opens the store of processes. */
export const createProcessTables = async (database: Kysely<ProcessTables>): Promise<void> => {
  await createCheckpoints(database as unknown as Kysely<CheckpointTables>);
  await database.schema
    .createTable('parked')
    .ifNotExists()
    .addColumn('process', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('n', 'integer', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('parked_key', ['process', 'position', 'n'])
    .execute();
};

/**
 * A process as a reader of the feed. A command is sent with an id derived from its event, so that a
 * repeat changes nothing; a refusal is an answer. What cannot be sent is parked and alarmed, with
 * all that follows for the same aggregate.
 */
export const processHandler = <Command>(run: ProcessRun<Command>): FeedHandler => {
  const { process, database } = run;
  const books = database as unknown as Kysely<CheckpointTables>;

  return {
    name: process.name,
    async start() {
      await createProcessTables(database);
      return (await readCheckpoint(books, process.name, version)) ?? startOfLog;
    },
    async handle(batch) {
      const done = (await readCheckpoint(books, process.name, version)) ?? startOfLog;
      const events = notYetDone(batch, done);
      for (const event of events) {
        for (const [n, followUp] of followUpsOf(process, event).entries()) await deliver(run, event, followUp, n);
      }
      await writeCheckpoint(books, process.name, version, checkpointAfter(events, done));
    },
  };
};

const followUpsOf = <Command>(process: Process<Command>, event: RecordedEvent): readonly FollowUp<Command>[] => {
  const known = event as AnyRecorded;
  const react = process.reactions[known.type] as ((event: AnyRecorded) => readonly FollowUp<Command>[]) | undefined;
  return react?.(known) ?? [];
};

/** What a follow-up says of itself: the person who caused it stays the actor, the process acted. */
const metaOf = (process: string, event: RecordedEvent, followUp: unknown, n: number): CommandMeta => ({
  actor: event.actor,
  via: process,
  commandId: processCommandIdOf(process, event.eventId, n),
  inputHash: inputHashOf(process, followUp),
  correlationId: event.correlationId,
  causationId: event.eventId,
  synthetic: event.synthetic,
  expectedRevision: null,
});

const deliver = async <Command>(
  run: ProcessRun<Command>,
  event: RecordedEvent,
  followUp: FollowUp<Command>,
  n: number,
): Promise<void> => {
  const { process, database } = run;
  // Only by what stands before it: an event that comes again may have been done before another was parked.
  const blocked = await database
    .selectFrom('parked')
    .select('position')
    .where('process', '=', process.name)
    .where('target', '=', followUp.id)
    .where(({ eb, and, or }) =>
      or([eb('position', '<', event.position), and([eb('position', '=', event.position), eb('n', '<=', n)])]),
    )
    .orderBy('position')
    .executeTakeFirst();
  if (blocked) return park(run, event, followUp, n, `behind the one parked at ${blocked.position}`);

  const meta = metaOf(process.name, event, followUp, n);
  let reason: unknown;
  for (let attempt = 0; attempt <= retriesMax; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, retryDelayMs * 2 ** (attempt - 1)));
    try {
      const outcome = await run.send(followUp, meta);
      if (outcome.kind === 'done' || outcome.kind === 'refused') return;
      reason = outcome.kind;
      // The same again would come to the same again.
      if (outcome.kind !== 'contended') break;
    } catch (fault) {
      reason = fault;
    }
  }
  await park(run, event, followUp, n, reason);
};

const park = async <Command>(
  { process, database, alarm }: ProcessRun<Command>,
  event: RecordedEvent,
  followUp: FollowUp<Command>,
  n: number,
  reason: unknown,
): Promise<void> => {
  const row = {
    process: process.name,
    target: followUp.id,
    position: event.position,
    n,
    reason: String(reason).slice(0, 1000),
  };
  await database
    .insertInto('parked')
    .values(row)
    .onConflict((conflict) => conflict.columns(['process', 'position', 'n']).doNothing())
    .execute();
  alarm(`${process.name} parked a command for ${followUp.id} (position ${event.position})`, reason);
};
