import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { endsAppend, type RecordedEvent } from '@thidua/events';
import type { Kysely } from 'kysely';
import { historyOf } from '../test/history.js';
import { Crash, Fuse, memoryDatabase } from '../test/memory-database.js';
import { rowsOf, type TallyTables, tallyOf, tallyProjection } from '../test/tally.js';
import { randomFrom } from './contracts/log-harness.js';
import type { FeedHandler } from './feed-reader.js';
import { projectionHandler } from './projection-handler.js';

const history = historyOf(2000);
const plans = 50;

/** The end of the append that an index stands in, as an index behind its last event. */
const appendEndFrom = (index: number): number => {
  let end = Math.min(index, history.length);
  while (end < history.length && !endsAppend(history[end - 1] as RecordedEvent)) end += 1;
  return end;
};

/** SHA-256 over all that a tally holds, in rows and in memory. */
const stateHash = async (database: Kysely<TallyTables>, memory: ReadonlyMap<string, number>): Promise<string> => {
  const state = [await rowsOf(database), [...memory].sort(([one], [other]) => (one < other ? -1 : 1))];
  return createHash('sha256').update(JSON.stringify(state)).digest('hex');
};

type Fate = 'lives' | 'crashes within' | 'dies before memory moves' | 'dies after';
/** How often what becomes of the program within a batch, out of ten. */
const fates: readonly Fate[] = [
  'crashes within',
  'crashes within',
  'crashes within',
  'dies before memory moves',
  'dies after',
];
const none: Record<Fate, number> = { lives: 0, 'crashes within': 0, 'dies before memory moves': 0, 'dies after': 0 };

/** One way to deliver the history: batches of any size, a fifth of it again, a crash at any moment. */
class Delivery {
  private readonly random: () => number;
  private readonly fuse = new Fuse();
  private readonly database = memoryDatabase<TallyTables>(this.fuse);
  private readonly memory = new Map<string, number>();
  private handler: FeedHandler | undefined;
  /** Where its reader believes to be. */
  private at = 0;
  private fate: Fate = 'lives';
  readonly crashes: Record<Fate, number> = { ...none };

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  async run(): Promise<string> {
    await this.restart();
    for (let batches = 0; this.at < history.length; batches++) {
      expect(batches).toBeLessThan(2000);
      await this.deliver(this.nextBatch());
    }
    await this.deliver(history.slice(-500));
    const hash = await stateHash(this.database, this.memory);
    await this.database.destroy();
    return hash;
  }

  private upTo(max: number): number {
    return Math.floor(this.random() * (max + 1));
  }

  private nextBatch(): readonly RecordedEvent[] {
    const stale = this.random() < 0.2 ? this.upTo(60) : 0;
    const start = Math.max(0, this.at - stale);
    const batch = history.slice(start, appendEndFrom(this.at + 1 + this.upTo(120)));
    if (this.random() >= 0.2) return batch;
    // What was sent again stands within the batch, or at its end.
    const again = this.upTo(batch.length);
    return [
      ...batch.slice(0, again),
      ...batch.slice(this.upTo(again), again),
      ...batch.slice(again),
      ...batch.slice(again),
    ];
  }

  /** As a reader does: a batch that failed is brought again, a program that died starts again. */
  private async deliver(batch: readonly RecordedEvent[]): Promise<void> {
    this.fate = fates[Math.floor(this.random() * 10)] ?? 'lives';
    if (this.fate === 'crashes within') this.fuse.left = 1 + this.upTo(2 * (2 + batch.length));
    const crashed = await this.crashesIn(batch);
    if (crashed || this.fate === 'dies after') this.crashes[this.fate] += 1;
    if (!crashed) this.at = Math.max(this.at, batch.at(-1)?.position ?? 0);
    if (this.fate === 'crashes within' ? crashed && this.random() < 0.5 : this.fate !== 'lives') await this.restart();
  }

  private async crashesIn(batch: readonly RecordedEvent[]): Promise<boolean> {
    try {
      await this.handler?.handle(batch);
      return false;
    } catch (fault) {
      if (fault instanceof Crash) return true;
      throw fault;
    } finally {
      this.fuse.left = Number.POSITIVE_INFINITY;
    }
  }

  private async restart(): Promise<void> {
    this.memory.clear();
    const tally = tallyProjection(this.memory);
    const committed = (batch: readonly RecordedEvent[]) => {
      if (this.fate === 'dies before memory moves') throw new Crash('between rows and memory');
      tally.committed?.(batch);
    };
    this.handler = projectionHandler({ ...tally, committed }, this.database);
    this.at = (await this.handler.start()).position;
  }
}

describe('a projection', () => {
  it(`comes to one state over ${plans} deliveries of one history, with duplicates and crashes at any moment`, async () => {
    const database = memoryDatabase<TallyTables>();
    const memory = new Map<string, number>();
    const handler = projectionHandler(tallyProjection(memory), database);
    await handler.start();
    await handler.handle(history);
    expect(new Map((await rowsOf(database)).map(({ achievement, chain }) => [achievement, chain]))).toEqual(
      tallyOf(history),
    );
    const expected = await stateHash(database, memory);

    const differing: number[] = [];
    const crashes = { ...none };
    for (let seed = 1; seed <= plans; seed++) {
      const delivery = new Delivery(seed);
      if ((await delivery.run()) !== expected) differing.push(seed);
      for (const fate of new Set(fates)) crashes[fate] += delivery.crashes[fate];
    }
    expect(differing).toEqual([]);
    for (const fate of new Set(fates)) expect(crashes[fate]).toBeGreaterThan(100);
  });
});
