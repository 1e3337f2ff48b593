import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@thidua/events';
import { type Kysely, sql } from 'kysely';
import { historyOf, recorded, reported } from '../test/history.js';
import { memoryDatabase } from '../test/memory-database.js';
import { rowsOf, type TallyTables, tallyOf, tallyProjection } from '../test/tally.js';
import { type Projection, projectionHandler, readCheckpoint, writeCheckpoint } from './projection.js';

let database: Kysely<TallyTables>;
beforeEach(() => {
  database = memoryDatabase<TallyTables>();
});

const positionNow = async (version = 1) => (await readCheckpoint(database as never, 'tally', version))?.position;
const positions = (events: readonly RecordedEvent[]) => events.map((event) => event.position);
const chains = async () => new Map((await rowsOf(database)).map(({ achievement, chain }) => [achievement, chain]));

/** A tally that notes what it is called with. */
const noted = (changes: Partial<Projection<TallyTables>> = {}) => {
  const calls: string[] = [];
  const tally = tallyProjection();
  const projection: Projection<TallyTables> = {
    ...tally,
    create: (on) => {
      calls.push('create');
      return tally.create(on);
    },
    load: async (on) => {
      calls.push(`load ${(await rowsOf(on)).length} rows`);
    },
    committed: (batch) => {
      calls.push(`committed ${positions(batch).join(' ')}`);
    },
    ...changes,
  };
  return { calls, projection };
};

describe('rows and checkpoint', () => {
  it('move together, past events that it does not handle too', async () => {
    const handler = projectionHandler(tallyProjection(), database);
    expect(await handler.start()).toEqual({ position: 0, receipt: 0, recordedAt: null });
    const history = historyOf(50);
    const loaded = recorded(51, 'DemoLoaded.v1', { installationId: 'i', seed: 's', mutations: 1 });
    await handler.handle([...history, loaded]);
    expect(await chains()).toEqual(tallyOf(history));
    const checkpoint = { position: 51, receipt: 510, recordedAt: loaded.recordedAt };
    expect(await readCheckpoint(database as never, 'tally', 1)).toEqual(checkpoint);
    expect(await projectionHandler(tallyProjection(), database).start()).toEqual(checkpoint);
  });

  it('stay both where a handler throws in the middle of a batch', async () => {
    const tally = tallyProjection();
    const handlers: typeof tally.handlers = {
      ...tally.handlers,
      'AchievementCompleted.v1': async () => {
        throw new Error('unexpected');
      },
    };
    const handler = projectionHandler({ ...tally, handlers }, database);
    await handler.start();
    const completed = { achievementId: 'a', campaignId: 'c', completedOn: '2022-03-01' };
    const batch = [reported(1, 'a', 5), reported(2, 'a', 6), recorded(3, 'AchievementCompleted.v1', completed)];
    await expect(handler.handle(batch)).rejects.toThrow('unexpected');
    expect(await rowsOf(database)).toEqual([]);
    expect(await positionNow()).toBe(0);
    await handler.handle(batch.slice(0, 2));
    expect(await positionNow()).toBe(2);
  });

  it('do not move for events done before, wherever in a batch they come again', async () => {
    const handler = projectionHandler(tallyProjection(), database);
    await handler.start();
    const history = historyOf(9);
    const at = (...places: number[]) => places.map((place) => history[place - 1] as RecordedEvent);
    await handler.handle(at(1, 2, 3));
    await handler.handle(at(1, 2));
    await handler.handle(at(2, 3, 4, 4, 5, 3, 4, 5, 6, 2));
    await handler.handle([]);
    await handler.handle(at(7, 8, 9));
    expect(await chains()).toEqual(tallyOf(history));
    expect(await positionNow()).toBe(9);
  });

  it.each([
    ['before a batch', [4, 5]],
    ['within a batch', [3, 5]],
    ['after events done before', [1, 2, 4]],
  ])('stay both where an event is missing %s', async (_, places) => {
    const handler = projectionHandler(tallyProjection(), database);
    await handler.start();
    const history = historyOf(9);
    await handler.handle(history.slice(0, 2));
    const before = await rowsOf(database);
    const gapped = places.map((place) => history[place - 1] as RecordedEvent);
    await expect(handler.handle(gapped)).rejects.toThrow(/gap/);
    expect(await rowsOf(database)).toEqual(before);
    expect(await positionNow()).toBe(2);
  });
});

describe('a new version', () => {
  const second = (): Projection<TallyTables> => {
    const tally = tallyProjection();
    return {
      ...tally,
      version: 2,
      create: async (on) => {
        await tally.create(on);
        await sql`alter table tally add column note text`.execute(on);
      },
    };
  };

  it('drops the tables and builds them anew from the start of the log', async () => {
    const history = historyOf(30);
    const first = projectionHandler(tallyProjection(), database);
    await first.start();
    await first.handle(history);
    await sql`create table other (n integer)`.execute(database);

    const handler = projectionHandler(second(), database);
    expect(await handler.start()).toEqual({ position: 0, receipt: 0, recordedAt: null });
    expect(await rowsOf(database)).toEqual([]);
    await handler.handle(history);
    expect(await chains()).toEqual(tallyOf(history));
    expect((await rowsOf(database))[0]).toHaveProperty('note', null);
    expect((await sql`select * from other`.execute(database)).rows).toEqual([]);
    expect([await positionNow(1), await positionNow(2)]).toEqual([undefined, 30]);
  });

  it('stops the version before, which would write into its tables', async () => {
    const history = historyOf(30);
    const old = projectionHandler(tallyProjection(), database);
    await old.start();
    await old.handle(history.slice(0, 10));
    const handler = projectionHandler(second(), database);
    await handler.start();
    for (const batch of [history.slice(10, 20), history.slice(0, 20)]) {
      await expect(old.handle(batch)).rejects.toThrow('tally has no checkpoint of version 1');
    }
    await handler.handle(history);
    expect(await chains()).toEqual(tallyOf(history));
  });

  it('that died while it was building builds again', async () => {
    const tally = tallyProjection();
    const dying = {
      ...second(),
      create: async (on: Kysely<TallyTables>) => {
        await tally.create(on);
        throw new Error('crash');
      },
    };
    const first = projectionHandler(tally, database);
    await first.start();
    await first.handle(historyOf(30));
    await expect(projectionHandler(dying, database).start()).rejects.toThrow('crash');
    const handler = projectionHandler(second(), database);
    expect((await handler.start()).position).toBe(0);
    await handler.handle(historyOf(30));
    expect(await chains()).toEqual(tallyOf(historyOf(30)));
  });
});

describe('state in memory', () => {
  it('is loaded once at the start, from the rows, and moves after each commit with events that are new', async () => {
    const history = historyOf(9).map((event) => ({ ...event, appendIndex: 0, appendSize: 1 }));
    const first = noted();
    const handler = projectionHandler(first.projection, database);
    await handler.start();
    await handler.handle(history.slice(0, 3));
    await handler.handle(history.slice(1, 3));
    await handler.handle([...history.slice(0, 5), ...history.slice(2, 5)]);
    expect(first.calls).toEqual(['create', 'load 0 rows', 'committed 1 2 3', 'committed ', 'committed 4 5']);

    const again = noted();
    const rows = (await rowsOf(database)).length;
    const restarted = projectionHandler(again.projection, database);
    await restarted.start();
    await restarted.handle(history);
    expect(again.calls).toEqual([`load ${rows} rows`, 'committed 6 7 8 9']);
  });

  it('does not move where the commit itself fails', async () => {
    await sql`pragma foreign_keys = on`.execute(database);
    await sql`create table known (achievement text primary key)`.execute(database);
    await sql`insert into known values ('a')`.execute(database);
    const { calls, projection } = noted({
      create: (on) =>
        sql`create table tally (
          achievement text primary key references known deferrable initially deferred, chain integer, events integer
        )`
          .execute(on)
          .then(() => undefined),
    });
    const handler = projectionHandler(projection, database);
    await handler.start();
    await handler.handle([reported(1, 'a', 5)]);
    await expect(handler.handle([reported(2, 'unknown', 5)])).rejects.toThrow(/FOREIGN KEY/);
    expect(calls).toEqual(['load 0 rows', 'committed 1']);
    expect(await positionNow()).toBe(1);
    await handler.handle([reported(2, 'a', 6)]);
    expect(calls).toEqual(['load 0 rows', 'committed 1', 'committed 2']);
  });

  it('that fails to move stops its reader for good: only a restart mends it', async () => {
    let failures = 1;
    const { calls, projection } = noted({
      committed: (batch) => {
        if (failures-- > 0) throw new Error('memory is wrong');
        calls.push(`committed ${positions(batch).join(' ')}`);
      },
    });
    const handler = projectionHandler(projection, database);
    await handler.start();
    for (const batch of [historyOf(3), historyOf(3), historyOf(6)]) {
      await expect(handler.handle(batch)).rejects.toThrow('memory is wrong');
    }
    expect(await positionNow()).toBe(3);
    const restarted = projectionHandler(projection, database);
    expect((await restarted.start()).position).toBe(3);
    await restarted.handle(historyOf(6));
    expect(calls.at(-1)).toBe('committed 4 5 6');
  });

  it('stops its reader where rows moved without it: it would lack those events for ever', async () => {
    const { calls, projection } = noted();
    const here = projectionHandler(projection, database);
    const there = projectionHandler(tallyProjection(), database);
    await here.start();
    await there.start();
    await there.handle(historyOf(3));
    await expect(here.handle(historyOf(3))).rejects.toThrow('the rows of tally are at 3, its memory is at 0');
    await expect(here.handle(historyOf(6))).rejects.toThrow('the rows of tally are at 3, its memory is at 0');
    expect(calls.filter((call) => call.startsWith('committed'))).toEqual([]);
  });

  it('is needed by nobody: rows alone may have two readers, who do each event once', async () => {
    const { load: _, committed: __, ...rowsOnly } = tallyProjection();
    const readers = [projectionHandler(rowsOnly, database), projectionHandler(rowsOnly, database)];
    for (const reader of readers) await reader.start();
    const history = historyOf(60);
    for (const end of [10, 20, 40, 60]) {
      await Promise.all(readers.map((reader) => reader.handle(history.slice(Math.max(0, end - 25), end))));
    }
    expect(await chains()).toEqual(tallyOf(history));
  });
});

describe('a checkpoint', () => {
  it('is one row a reader, replaced as a whole', async () => {
    await projectionHandler(tallyProjection(), database).start();
    const books = database as never;
    const checkpoint = { position: 7, receipt: 70, recordedAt: '2022-03-01T00:00:00.000Z' };
    await writeCheckpoint(books, 'tally', 1, checkpoint);
    await writeCheckpoint(books, 'other', 3, { position: 9, receipt: 90, recordedAt: null });
    expect(await readCheckpoint(books, 'tally', 1)).toEqual(checkpoint);
    expect(await readCheckpoint(books, 'tally', 2)).toBeNull();
    expect(await readCheckpoint(books, 'other', 3)).toEqual({ position: 9, receipt: 90, recordedAt: null });
    expect(await readCheckpoint(books, 'nobody', 1)).toBeNull();
  });
});
