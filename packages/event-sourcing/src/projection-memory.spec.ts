import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@thidua/events';
import { type Kysely, sql } from 'kysely';
import { historyOf, recorded, reported } from '../test/history.js';
import { memoryDatabase } from '../test/memory-database.js';
import { rowsOf, type TallyTables, tallyOf, tallyProjection } from '../test/tally.js';
import { type Projection, readCheckpoint } from './projection.js';
import { projectionHandler } from './projection-handler.js';

let database: Kysely<TallyTables>;
beforeEach(() => {
  database = memoryDatabase<TallyTables>();
});

const positionNow = async () => (await readCheckpoint(database as never, 'tally', 1))?.position;
const positions = (events: readonly RecordedEvent[]) => events.map((event) => event.position);

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

describe('events that do not concern a projection', () => {
  const other = (position: number) =>
    recorded(position, 'DemoLoaded.v1', { installationId: 'i', seed: 's', mutations: 1 });

  it('are passed in memory; the checkpoint follows with the next one that does, and a restart reads them again', async () => {
    const first = noted();
    const handler = projectionHandler(first.projection, database);
    await handler.start();
    await handler.handle([other(1), other(2)]);
    expect(await positionNow()).toBe(0);
    await handler.handle([other(3)]);
    await handler.handle([reported(4, 'a', 5), other(5)]);
    expect(await positionNow()).toBe(5);
    await handler.handle([other(6)]);
    const restarted = projectionHandler(noted().projection, database);
    expect((await restarted.start()).position).toBe(5);
    await restarted.handle([other(6), reported(7, 'a', 1)]);
    expect(await positionNow()).toBe(7);
  });

  it('are stored after a thousand of them all the same', async () => {
    const handler = projectionHandler(noted().projection, database);
    await handler.start();
    for (let position = 1; position <= 1001; position++) await handler.handle([other(position)]);
    expect(await positionNow()).toBe(1000);
  });

  it('leave no gap unseen', async () => {
    const handler = projectionHandler(noted().projection, database);
    await handler.start();
    await handler.handle([other(1)]);
    await expect(handler.handle([other(3)])).rejects.toThrow('a gap in the log: 3 came where 2 is next');
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
    expect(first.calls).toEqual(['create', 'load 0 rows', 'committed 1 2 3', 'committed 4 5']);

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
    const rows = (await rowsOf(database)).map(({ achievement, chain }) => [achievement, chain] as const);
    expect(new Map(rows)).toEqual(tallyOf(history));
  });
});
