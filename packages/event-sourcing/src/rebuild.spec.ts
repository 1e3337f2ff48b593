import { beforeEach, describe, expect, it } from '@jest/globals';
import { endsAppend, type RecordedEvent } from '@thidua/events';
import { type Kysely, sql } from 'kysely';
import { historyOf } from '../test/history.js';
import { memoryDatabase } from '../test/memory-database.js';
import { MemoryWorkshop } from '../test/memory-workshop.js';
import { rowsOf, type TallyTables, tallyOf, tallyProjection } from '../test/tally.js';
import type { FeedHandler, RebuildOptions } from './feed-reader.js';
import { besideOf, type Projection, readCheckpoint, storedVersion } from './projection.js';
import { projectionHandler } from './projection-handler.js';

const history = historyOf(1000);
const done = 600;
const neverAborted = new AbortController().signal;

/** The first so many events, and as many more as their append has. */
const upTo = (length: number): readonly RecordedEvent[] => {
  let end = length;
  while (!endsAppend(history[end - 1] as RecordedEvent)) end += 1;
  return history.slice(0, end);
};

let database: Kysely<TallyTables>;
let workshop: MemoryWorkshop;
let memory: Map<string, number>;
let live: FeedHandler;
beforeEach(async () => {
  database = memoryDatabase<TallyTables>();
  workshop = new MemoryWorkshop(history);
  memory = new Map();
  live = projectionHandler(tallyProjection(memory), database, workshop);
  await live.start();
  await live.handle(upTo(done));
});

const rebuild = (options: Partial<RebuildOptions> = {}, handler = live) =>
  handler.rebuild?.({ signal: neverAborted, ...options });
const positionNow = async (version = 1) => (await readCheckpoint(database as never, 'tally', version))?.position;
const chains = async () => new Map((await rowsOf(database)).map(({ achievement, chain }) => [achievement, chain]));
/** Rows and memory as nobody's history makes them. */
const damage = async () => {
  await sql`update tally set chain = 7`.execute(database);
  memory.set('nobody', 1);
};
const expectHolds = async (events: readonly RecordedEvent[]) => {
  expect(await chains()).toEqual(tallyOf(events));
  expect(memory).toEqual(tallyOf(events));
  expect(await positionNow()).toBe(events.length);
};

describe('a rebuild', () => {
  it('makes rows and memory what the log makes of them, and the reader goes on from there', async () => {
    await damage();
    const progress: string[] = [];
    await rebuild({ progress: (at, of) => void progress.push(`${Math.floor(at / 100)} ${of}`) });
    await expectHolds(upTo(done));
    expect(progress).toEqual([1, 2, 3, 4, 5, 6].map((page) => `${page} ${upTo(done).length}`));
    await live.handle(history.slice(upTo(done).length - 50));
    await expectHolds(history);
    expect([workshop.opened, workshop.discarded]).toEqual([1, 1]);
  });

  it('has the batches too that the live one does meanwhile, which serves until it is done', async () => {
    await damage();
    await rebuild({
      progress: async () => {
        const at = (await positionNow()) ?? 0;
        if (at < 900) await live.handle(upTo(at + 50).slice(at));
        expect(new Set(await chains().then((rows) => rows.values()))).not.toEqual(new Set(tallyOf(history).values()));
        expect(memory.get('nobody')).toBe(1);
      },
    });
    const reached = (await positionNow()) ?? 0;
    expect(reached).toBeGreaterThan(upTo(done).length + 200);
    await expectHolds(history.slice(0, reached));
  });

  it('waits for the batch under way, and the next batch waits for the swap', async () => {
    await damage();
    const rest = history.slice(upTo(done).length);
    const handled: Promise<void>[] = [];
    workshop.swapping = () => void handled.push(live.handle(rest));
    await Promise.all([rebuild(), live.handle(rest.slice(0, 100))]);
    expect(handled).toHaveLength(1);
    await Promise.all(handled);
    await expectHolds(history);
  });

  it('that is aborted, wherever it is, leaves the old one as it was and nothing beside', async () => {
    await damage();
    const before = [await rowsOf(database), new Map(memory), await positionNow()];
    for (let page = 0; page <= 6; page++) {
      const abort = new AbortController();
      let pages = 0;
      const abortAt = () => {
        if (pages === page) abort.abort();
        pages += 1;
      };
      abortAt();
      await expect(rebuild({ signal: abort.signal, progress: abortAt })).rejects.toMatchObject({ name: 'AbortError' });
      expect([await rowsOf(database), new Map(memory), await positionNow()]).toEqual(before);
      expect([pages, workshop.discarded]).toEqual([page + 1, page + 1]);
    }
    await rebuild();
    await expectHolds(upTo(done));
  });

  it('that fails in the middle of its swap leaves the old one as it was, which goes on', async () => {
    const before = await rowsOf(database);
    workshop.failing = new Error('the disk is full');
    await expect(rebuild()).rejects.toThrow('the disk is full');
    expect(await rowsOf(database)).toEqual(before);
    expect([workshop.opened, workshop.discarded]).toEqual([1, 1]);
    await live.handle(history.slice(upTo(done).length));
    await expectHolds(history);
  });

  it('is refused while another is under way, without a workshop, and where it would lose state in memory', async () => {
    const other = rebuild();
    await expect(rebuild()).rejects.toThrow('tally is being rebuilt already');
    await other;
    const { beside: _, ...forgetful } = tallyProjection(memory);
    const forgetting = projectionHandler(forgetful, database, workshop);
    await forgetting.start();
    await expect(rebuild({}, forgetting)).rejects.toThrow('tally has state in memory');
    const nowhere = projectionHandler(tallyProjection(), database);
    await nowhere.start();
    await expect(rebuild({}, nowhere)).rejects.toThrow('tally has nowhere to be rebuilt');
    await expectHolds(upTo(done));
  });

  it('does not take the place of rows that somebody else moved, nor of those beyond the end of the log', async () => {
    const { load: _, committed: __, beside: ___, ...rowsOnly } = tallyProjection();
    const other = projectionHandler(rowsOnly, database);
    await other.start();
    await other.handle(history.slice(0, 1000));
    await expect(rebuild()).rejects.toThrow(/the rows of tally are at 1000, the new ones at 6\d\d/);
    expect(await chains()).toEqual(tallyOf(history));
    workshop.history = upTo(100);
    const here = projectionHandler(rowsOnly, database, workshop);
    await here.start();
    await expect(rebuild({}, here)).rejects.toThrow(/the rows of tally are at 1000, the new ones at 1\d\d/);
    expect(await chains()).toEqual(tallyOf(history));
  });

  it('of state in an object puts all its fields in the place of those that answer', () => {
    const answering = { known: [1, 2], latest: 2 };
    const holder = answering;
    const { projection, takeOver } = besideOf(answering, { known: [1], latest: 1 }, (other) => ({
      ...tallyProjection(),
      committed: () => void other.known.push(5),
    }));
    projection.committed?.([]);
    expect(holder).toEqual({ known: [1, 2], latest: 2 });
    takeOver();
    expect(holder).toEqual({ known: [1, 5], latest: 1 });
  });
});

describe('a new version', () => {
  const second = (into = memory): Projection<TallyTables> => {
    const tally = tallyProjection(into);
    return {
      ...tally,
      version: 2,
      create: async (on) => {
        await tally.create(on);
        await sql`alter table tally add column note text`.execute(on);
      },
      beside: () => {
        const other = new Map<string, number>();
        const takeOver = () => {
          into.clear();
          for (const [achievement, chain] of other) into.set(achievement, chain);
        };
        return { projection: second(other), takeOver };
      },
    };
  };

  it('whose tables are others is built before it starts, as far as the old one had come', async () => {
    memory.clear();
    const handler = projectionHandler(second(), database, workshop);
    expect((await handler.start()).position).toBe(upTo(done).length);
    expect(handler.outdated?.()).toBe(false);
    expect((await rowsOf(database))[0]).toHaveProperty('note', null);
    expect([await positionNow(1), await positionNow(2)]).toEqual([undefined, upTo(done).length]);
    await handler.handle(history.slice(upTo(done).length));
    expect([await chains(), memory]).toEqual([tallyOf(history), tallyOf(history)]);
  });

  it('that died while it was being built leaves the old tables, with which the old code goes on', async () => {
    const handlers = {
      'QuantityReported.v1': async (_: unknown, { position }: { readonly position: number }) => {
        if (position > 300) throw new Error('crash');
      },
    };
    const beside = () => ({ projection: { ...second(new Map()), handlers }, takeOver: () => {} });
    const dying = { ...second(), beside };
    await expect(projectionHandler(dying, database, workshop).start()).rejects.toThrow('crash');
    await expectHolds(upTo(done));
    memory.clear();
    const old = projectionHandler(tallyProjection(memory), database, workshop);
    await old.start();
    await old.handle(history.slice(upTo(done).length));
    await expectHolds(history);
  });

  it('is built up to the end of a log that ends before the old one', async () => {
    workshop.history = upTo(100);
    memory.clear();
    const handler = projectionHandler(second(), database, workshop);
    expect((await handler.start()).position).toBe(upTo(100).length);
    expect([await chains(), memory]).toEqual([tallyOf(upTo(100)), tallyOf(upTo(100))]);
  });

  it('that reads the old tables serves them and goes on with them, until it is rebuilt', async () => {
    await damage();
    const wrong = await chains();
    memory.clear();
    const readable = tallyProjection(memory);
    const handler = projectionHandler({ ...readable, version: 3, readableSince: 1 }, database, workshop);
    expect((await handler.start()).position).toBe(upTo(done).length);
    expect([handler.outdated?.(), await chains(), memory]).toEqual([true, wrong, wrong]);
    await handler.handle(history.slice(upTo(done).length));
    expect(await positionNow(1)).toBe(1000);
    expect(await chains()).not.toEqual(tallyOf(history));
    await rebuild({}, handler);
    expect([handler.outdated?.(), await storedVersion(database as never, 'tally')]).toEqual([false, 3]);
    expect([await chains(), memory]).toEqual([tallyOf(history), tallyOf(history)]);
    expect([workshop.opened, workshop.discarded]).toEqual([1, 1]);
  });

  it('does not serve tables older than those it reads, nor those of a later version', async () => {
    await damage();
    for (const [version, readableSince] of [
      [3, 2],
      [2, 1],
    ] as const) {
      const handler = projectionHandler({ ...tallyProjection(memory), version, readableSince }, database, workshop);
      await handler.start();
      expect([handler.outdated?.(), await storedVersion(database as never, 'tally')]).toEqual([false, version]);
      expect(await chains()).toEqual(tallyOf(upTo(done)));
    }
  });
});
