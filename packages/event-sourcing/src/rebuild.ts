import { setImmediate } from 'node:timers/promises';
import type { Position } from '@thidua/events';
import type { Kysely, Transaction } from 'kysely';
import type { EventStore } from './event-store.js';
import { type Checkpoint, checkpointAfter, type FeedHandler, type RebuildOptions, startOfLog } from './feed-reader.js';

/** How the tables of a site take the place of the live ones. */
export interface Replacement {
  readonly tables: readonly string[];
  readonly create: (rows: Kysely<unknown>) => Promise<void>;
  /** Comes last, before all of it is committed. */
  readonly settle: (rows: Transaction<unknown>) => Promise<void>;
}

/** An empty database beside the live one, where a read model is built. */
export interface BuildingSite {
  readonly database: Kysely<unknown>;
  /** In one transaction of the live database: drops its tables, creates them anew, fills them with the rows from here. */
  replace(live: Kysely<unknown>, replacement: Replacement): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** What a rebuild takes from outside. It reads the store itself, whatever the feed of the live readers is. */
export interface Workshop {
  readonly log: Pick<EventStore, 'readAll'>;
  /** An empty site, whatever an earlier one of this name left behind. */
  open(name: string): Promise<BuildingSite>;
}

/** Events done at once: whoever reads from the live tables meanwhile waits for no more than these. */
const pageSize = 100;

/** A read model that is built at a site. It only folds: what it reads is sent nowhere and told to nobody. */
export class Building {
  private reached: Checkpoint = startOfLog;

  constructor(
    private readonly log: Workshop['log'],
    private readonly handler: FeedHandler,
    private readonly options: RebuildOptions,
  ) {}

  get checkpoint(): Checkpoint {
    return this.reached;
  }

  /** Goes on to a position, or to the end of a log that does not reach so far. */
  async follow(upTo: Position): Promise<void> {
    const { signal, progress } = this.options;
    while (this.reached.position < upTo) {
      signal.throwIfAborted();
      const page = await this.log.readAll(this.reached.position, pageSize);
      const wanted = page.filter(({ position }) => position <= upTo);
      if (wanted.length === 0) return;
      await this.handler.handle(wanted);
      this.reached = checkpointAfter(wanted, this.reached);
      await progress?.(this.reached.position, upTo);
      // The database is synchronous: without this nobody else has a turn.
      await setImmediate();
    }
    signal.throwIfAborted();
  }
}
