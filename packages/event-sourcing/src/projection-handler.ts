import type { AnyRecorded, Position, RecordedEvent } from '@thidua/events';
import type { Kysely, Transaction } from 'kysely';
import { type Checkpoint, checkpointAfter, type FeedHandler, type RebuildOptions, startOfLog } from './feed-reader.js';
import {
  type Beside,
  type CheckpointTables,
  createCheckpoints,
  type Handlers,
  notYetDone,
  Progress,
  type Projection,
  readCheckpoint,
  storedVersion,
  writeCheckpoint,
} from './projection.js';
import { Building, type BuildingSite, type Workshop } from './rebuild.js';
import { StreamQueue } from './stream-queue.js';

/** A projection as a reader of the feed, over its own database. With a workshop it can be rebuilt while it serves. */
export const projectionHandler = <Tables>(
  projection: Projection<Tables>,
  database: Kysely<Tables>,
  workshop?: Workshop,
): FeedHandler => new ProjectionHandler(projection, database, workshop);

/** A start in a new version is given up by ending the program alone. */
const neverAborted: RebuildOptions = { signal: new AbortController().signal };

class ProjectionHandler<Tables> implements FeedHandler {
  readonly name: string;
  private readonly books: Kysely<CheckpointTables>;
  private readonly progress = new Progress();
  /** State in memory that failed to follow committed rows is wrong from then on: only a restart mends it. */
  private broken: unknown;
  /** How far the rows were when the memory last followed them. */
  private followed: Position = 0;
  /** The version whose tables serve. */
  private serving: number;
  /** Batches and the swap to new tables come one after the other. */
  private readonly turns = new StreamQueue();
  private building = false;

  constructor(
    private readonly projection: Projection<Tables>,
    private readonly database: Kysely<Tables>,
    private readonly workshop: Workshop | undefined,
  ) {
    this.name = projection.name;
    this.serving = projection.version;
    this.books = database as unknown as Kysely<CheckpointTables>;
  }

  /**
   * Tables of an older version serve on where this code can read them; `outdated` says so. Where it cannot, new ones are
   * built before anything is asked, and the old ones stay until then: who gives up half-way finds them untouched.
   */
  async start(): Promise<Checkpoint> {
    const { name, books, database, projection } = this;
    const { version, readableSince = version } = projection;
    await createCheckpoints(books);
    const stored = await storedVersion(books, name);
    const readable = stored !== null && stored >= readableSince && stored <= version;
    if (readable && (stored === version || this.workshop)) this.serving = stored;
    else if (stored !== null && this.workshop) return this.rebuildFrom(stored, this.workshop);
    else {
      for (const table of projection.tables) await database.schema.dropTable(table).ifExists().execute();
      await projection.create(database);
      await writeCheckpoint(books, name, version, startOfLog);
    }
    await projection.load?.(database);
    const start = (await readCheckpoint(books, name, this.serving)) ?? startOfLog;
    this.moved(start);
    return start;
  }

  handle(batch: readonly RecordedEvent[]): Promise<void> {
    return this.turns.run(this.name, () => this.take(batch));
  }

  outdated(): boolean {
    return this.serving !== this.projection.version;
  }

  async rebuild(options: RebuildOptions): Promise<void> {
    const { name, workshop } = this;
    if (!workshop) throw new Error(`${name} has nowhere to be rebuilt`);
    await this.build(workshop, options, async (building, swap) => {
      await building.follow(this.progress.position);
      // While the live one waits for its turn, what it did since is done here too.
      await this.turns.run(name, async () => {
        if (this.broken) throw this.broken;
        await building.follow(this.progress.position);
        await swap(async (books) => {
          const stored = await readCheckpoint(books, name, this.serving);
          const { position } = stored ? this.progress.from(stored) : startOfLog;
          const { position: built } = building.checkpoint;
          if (position !== built) throw new Error(`the rows of ${name} are at ${position}, the new ones at ${built}`);
        });
      });
    });
  }

  /** Nothing serves yet, so the new tables go as far as the old ones had come, and no further than the log. */
  private async rebuildFrom(stored: number, workshop: Workshop): Promise<Checkpoint> {
    const old = (await readCheckpoint(this.books, this.name, stored)) ?? startOfLog;
    return this.build(workshop, neverAborted, async (building, swap) => {
      await building.follow(old.position);
      await swap(async () => {});
      return building.checkpoint;
    });
  }

  /** Builds at a site of its own, of which nothing is left, however it ends. */
  private async build<Result>(
    workshop: Workshop,
    options: RebuildOptions,
    work: (building: Building, swap: (check: Check) => Promise<void>) => Promise<Result>,
  ): Promise<Result> {
    if (this.building) throw new Error(`${this.name} is being rebuilt already`);
    this.building = true;
    try {
      const beside = besideOrRowsAlone(this.projection);
      const site = await workshop.open(this.name);
      try {
        const handler = projectionHandler(beside.projection, site.database as Kysely<Tables>);
        await handler.start();
        const building = new Building(workshop.log, handler, options);
        return await work(building, (check) => this.swap(site, beside, building.checkpoint, check));
      } finally {
        await site.discard();
      }
    } finally {
      this.building = false;
    }
  }

  private async swap(site: BuildingSite, beside: Beside<Tables>, built: Checkpoint, check: Check): Promise<void> {
    const { name, projection, database } = this;
    const { tables, version } = projection;
    await site.replace(database as unknown as Kysely<unknown>, {
      tables,
      create: (rows) => projection.create(rows as unknown as Kysely<Tables>),
      settle: async (rows) => {
        const books = rows as unknown as Transaction<CheckpointTables>;
        await check(books);
        await writeCheckpoint(books, name, version, built);
      },
    });
    this.serving = version;
    this.inMemory(() => beside.takeOver());
    this.moved(built);
  }

  private async take(batch: readonly RecordedEvent[]): Promise<void> {
    if (this.broken) throw this.broken;
    const { name, projection, progress, serving } = this;
    if (progress.passes(batch, ({ type }) => type in projection.handlers)) return;
    const { stored, done, fresh } = await this.database.transaction().execute(async (rows) => {
      const books = rows as unknown as Transaction<CheckpointTables>;
      const stored = await readCheckpoint(books, name, serving);
      if (!stored) throw new Error(`${name} has no checkpoint of version ${serving}: another one builds its tables`);
      const done = progress.from(stored);
      const fresh = notYetDone(batch, done);
      for (const event of fresh) await dispatch(projection.handlers, rows, event);
      await writeCheckpoint(books, name, serving, checkpointAfter(fresh, done));
      return { stored: stored.position, done, fresh };
    });
    progress.at(checkpointAfter(fresh, done));
    this.inMemory(() => {
      if (projection.committed && stored !== this.followed) {
        throw new Error(`the rows of ${name} are at ${stored}, its memory is at ${this.followed}`);
      }
      projection.committed?.(fresh);
    });
    this.followed = checkpointAfter(fresh, done).position;
  }

  private inMemory(move: () => void): void {
    try {
      move();
    } catch (fault) {
      this.broken = fault;
      throw fault;
    }
  }

  /** Rows and memory are there. */
  private moved(checkpoint: Checkpoint): void {
    this.followed = checkpoint.position;
    this.progress.at(checkpoint);
  }
}

/** Looks at the live checkpoint within the transaction of the swap. */
type Check = (books: Transaction<CheckpointTables>) => Promise<void>;

/** What is in memory alone would go on with what it was loaded from. */
const besideOrRowsAlone = <Tables>(projection: Projection<Tables>): Beside<Tables> => {
  if (projection.beside) return projection.beside();
  if (projection.committed || projection.load) {
    throw new Error(`${projection.name} has state in memory and does not say how that is rebuilt`);
  }
  return { projection, takeOver: () => {} };
};

/** Hands an event to its line in the map; an event without a line is passed over. */
const dispatch = async <Target>(handlers: Handlers<Target>, target: Target, event: RecordedEvent): Promise<void> => {
  const known = event as AnyRecorded;
  const handler = handlers[known.type] as ((target: Target, event: AnyRecorded) => Promise<void>) | undefined;
  await handler?.(target, known);
};
