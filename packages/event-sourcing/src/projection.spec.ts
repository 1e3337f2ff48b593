import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@thidua/events';
import { type Kysely, sql } from 'kysely';
import { historyOf, recorded, reported } from '../test/history.js';
import { memoryDatabase } from '../test/memory-database.js';
import { rowsOf, type TallyTables, tallyOf, tallyProjection } from '../test/tally.js';
import { type Projection, readCheckpoint, writeCheckpoint } from './projection.js';
import { projectionHandler } from './projection-handler.js';

let database: Kysely<TallyTables>;
beforeEach(() => {
  database = memoryDatabase<TallyTables>();
});

const positionNow = async (version = 1) => (await readCheckpoint(database as never, 'tally', version))?.position;
const chains = async () => new Map((await rowsOf(database)).map(({ achievement, chain }) => [achievement, chain]));

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
