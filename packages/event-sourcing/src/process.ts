import type { AnyRecorded, EventType, RecordedEvent, RecordedOf } from '@thidua/events';
import { inputHashOf, processCommandIdOf } from '@thidua/events';
import type { Kysely } from 'kysely';
import type { Refusal } from './decider.js';
import type { CommandMeta, Outcome } from './execute.js';
import { checkpointAfter, type FeedHandler, startOfLog } from './feed-reader.js';
import { createProcessTables, type ProcessTables } from './process-tables.js';
import { type CheckpointTables, notYetDone, Progress, readCheckpoint, writeCheckpoint } from './projection.js';
import { StreamQueue } from './stream-queue.js';

export { createProcessTables, type ProcessTables } from './process-tables.js';

/** A command that follows from an event, and where it goes. */
export interface FollowUp<Command> {
  /** Id of the aggregate it is sent to. */
  readonly id: string;
  /**
   * What names it among the follow-ups of its event, in place of its number in the list: where a repeat may
   * come to another list, a number would name something else. Follow-ups with a key have no order among
   * themselves, and a repeat under the same key is the same command, whatever it says.
   */
  readonly key?: string;
  readonly command: Command;
}

type Reactions<Answer> = { readonly [Type in EventType]?: (event: RecordedOf<Type>) => Answer };

/**
 * What must follow from another service's event: events in, commands out, pure. Named as the
 * sentence it carries out; the name is permanent, since command ids are derived from it.
 */
export interface Process<Command> {
  readonly name: string;
  readonly reactions: Reactions<readonly FollowUp<Command>[]>;
}

/** A process that asks before it answers, so that a repeat may come to another list: its follow-ups have keys. */
export interface AskingProcess<Command> {
  readonly name: string;
  readonly reactions: Reactions<Promise<readonly (FollowUp<Command> & { readonly key: string })[]>>;
}

export interface ProcessRun<Command> {
  readonly process: Process<Command> | AskingProcess<Command>;
  readonly database: Kysely<ProcessTables>;
  readonly send: (followUp: FollowUp<Command>, meta: CommandMeta) => Promise<Outcome<Refusal>>;
  /** Called for each follow-up that is parked: somebody must look. */
  readonly alarm: (message: string, cause: unknown) => void;
}

const retriesMax = 5;
const retryDelayMs = 50;
/** The checkpoint's version of a process: it is never reset, so it never changes. */
const version = 1;

/**
 * A process as a reader of the feed. A command is sent with an id derived from its event, so that a
 * repeat changes nothing; a refusal is an answer. What cannot be sent is parked and alarmed, with
 * all that follows for the same aggregate.
 */
export const processHandler = <Command>(run: ProcessRun<Command>): FeedHandler => {
  const { process, database } = run;
  const books = database as unknown as Kysely<CheckpointTables>;
  const progress = new Progress();
  const concerns = ({ type }: RecordedEvent) => type in process.reactions;

  return {
    name: process.name,
    async start() {
      await createProcessTables(database);
      const start = (await readCheckpoint(books, process.name, version)) ?? startOfLog;
      progress.at(start);
      return start;
    },
    async handle(batch) {
      if (progress.passes(batch, concerns)) return;
      const done = progress.from((await readCheckpoint(books, process.name, version)) ?? startOfLog);
      const events = notYetDone(batch, done);
      await deliverAll(run, events);
      const end = checkpointAfter(events, done);
      await writeCheckpoint(books, process.name, version, end);
      progress.at(end);
    },
  };
};

/** Targets that are sent to at the same time: their appends share a commit. */
const underWayMax = 32;

/**
 * Sends what follows from a batch: to each target in order, and to several targets at once, since nothing orders one
 * target's commands by another's. A fault is thrown when all that was begun has ended.
 */
const deliverAll = async <Command>(run: ProcessRun<Command>, events: readonly RecordedEvent[]): Promise<void> => {
  const targets = new StreamQueue();
  const underWay = new Set<Promise<void>>();
  const faults: unknown[] = [];
  const begin = (event: RecordedEvent, followUp: FollowUp<Command>, n: number) => {
    const delivery: Promise<void> = targets
      .run(followUp.id, () => deliver(run, event, followUp, n))
      .catch((fault: unknown) => {
        faults.push(fault);
      })
      .finally(() => underWay.delete(delivery));
    underWay.add(delivery);
  };
  try {
    for (const event of events) {
      for (const [n, followUp] of (await followUpsOf(run.process, event)).entries()) {
        if (underWay.size >= underWayMax) await Promise.race(underWay);
        if (faults.length > 0) throw faults[0];
        begin(event, followUp, n);
      }
    }
  } finally {
    await Promise.all(underWay);
  }
  if (faults.length > 0) throw faults[0];
};

const followUpsOf = async <Command>(
  process: ProcessRun<Command>['process'],
  event: RecordedEvent,
): Promise<readonly FollowUp<Command>[]> => {
  const known = event as AnyRecorded;
  const react = process.reactions[known.type] as
    | ((event: AnyRecorded) => readonly FollowUp<Command>[] | Promise<readonly FollowUp<Command>[]>)
    | undefined;
  return (await react?.(known)) ?? [];
};

/** What a follow-up says of itself: the person who caused it stays the actor, the process acted. */
const metaOf = (process: string, event: RecordedEvent, followUp: FollowUp<unknown>, n: number): CommandMeta => ({
  actor: event.actor,
  via: process,
  commandId: processCommandIdOf(process, event.eventId, followUp.key ?? n),
  // A key stands for what follows, though a repeat may find the world changed and say it otherwise.
  inputHash: inputHashOf(process, followUp.key === undefined ? followUp : { key: followUp.key }),
  correlationId: event.correlationId,
  causationId: event.eventId,
  synthetic: event.synthetic,
  expectedRevision: null,
});

/**
 * What of the same target is parked before a follow-up: of earlier events; of its own event itself and, where
 * there is an order, what stood before it. An event that comes again may have been done before another was parked.
 */
const parkedBefore = <Command>(
  { process, database }: ProcessRun<Command>,
  { position }: RecordedEvent,
  { id, key }: FollowUp<Command>,
  n: number,
) =>
  database
    .selectFrom('parked')
    .select('position')
    .where('process', '=', process.name)
    .where('target', '=', id)
    .where(({ eb, and, or }) =>
      or([
        eb('position', '<', position),
        and([eb('position', '=', position), key === undefined ? eb('n', '<=', n) : eb('key', '=', key)]),
      ]),
    )
    .orderBy('position')
    .executeTakeFirst();

const deliver = async <Command>(
  run: ProcessRun<Command>,
  event: RecordedEvent,
  followUp: FollowUp<Command>,
  n: number,
): Promise<void> => {
  const { process } = run;
  // Hundreds may follow from one event, and an embedded store answers at once: whoever waits gets a turn.
  await new Promise((resolve) => setImmediate(resolve));
  const blocked = await parkedBefore(run, event, followUp, n);
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
    key: followUp.key ?? String(n),
    reason: String(reason).slice(0, 1000),
  };
  await database
    .insertInto('parked')
    .values(row)
    .onConflict((conflict) => conflict.columns(['process', 'position', 'key']).doNothing())
    .execute();
  alarm(`${process.name} parked a command for ${followUp.id} (position ${event.position})`, reason);
};
