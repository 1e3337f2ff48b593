import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type EventStore,
  type FeedHandler,
  FeedReader,
  fixedClock,
  projectionHandler,
  startOfLog,
  storeFeed,
} from '@thidua/event-sourcing';
import { appendOf, randomFrom, to } from '@thidua/event-sourcing/contracts';
import type { RecordedEvent } from '@thidua/events';
import { type Kysely, sql } from 'kysely';
import { reported } from '../../event-sourcing/test/history.js';
import { rowsOf, type TallyTables, tallyOf, tallyProjection } from '../../event-sourcing/test/tally.js';
import { newFolder, removeFolder } from '../test/log-folder.js';
import { type BuildingSites, buildingSites, openReadModels, openSqliteEventStore } from './index.js';

const appends = 5000;
const rebuilds = 20;
const waitMsMax = 60_000;

let folder = '';
let store: EventStore;
let sites: BuildingSites;
let database: Kysely<TallyTables>;
let memory: Map<string, number>;
beforeEach(async () => {
  folder = await newFolder();
  store = await openSqliteEventStore({ folder, clock: fixedClock('2022-03-01T01:00:00.000Z') });
  sites = buildingSites(folder);
  database = openReadModels<TallyTables>(join(folder, 'tally.read.db'));
  memory = new Map();
});
afterEach(async () => {
  await database.destroy();
  await store.close();
  await removeFolder(folder);
});

const handlerOver = (into = memory) =>
  projectionHandler(tallyProjection(into), database, { log: store, open: sites.open });
const leftovers = () => readdirSync(folder).filter((name) => name.includes('building'));
const eventsNow = async (): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  const head = await store.head();
  while (events.length < head) events.push(...(await store.readAll(events.length, 1000)));
  return events;
};

/** Reports metres of one of a dozen achievements, each an append of its own; so many at once share a commit. */
const report = async (from: number, count: number): Promise<void> => {
  const sent = Array.from({ length: count }, (_, n) => {
    const { type, data } = reported(1, `a${(from + n) % 12}`, from + n);
    return store.append(appendOf(`report-${from + n}`, to(`achievement-${from + n}`, -1, { type, data })));
  });
  for (const { kind } of await Promise.all(sent)) expect(kind).toBe('appended');
};

/** What a reader sees in one statement: every event is one of the rows' events and one of the checkpoint's. */
const seenNow = async () => {
  const { rows } = await sql<{ events: number; position: number }>`
    select (select coalesce(sum(events), 0) from tally) as events, position from checkpoint where name = 'tally'
  `.execute(database);
  return rows[0];
};

/** Hears what is told of each batch, as subscribers do. */
class Listening implements FeedHandler {
  readonly name = 'listening';
  readonly told: number[] = [];
  start = async () => startOfLog;
  handle = async (batch: readonly RecordedEvent[]): Promise<void> => {
    this.told.push(...batch.map(({ position }) => position));
  };
}

/** Looks all the time until it is stopped; answers how often. */
const lookUntil = async (stopped: () => boolean): Promise<number> => {
  let looks = 0;
  for (let last = 0; !stopped(); looks++) {
    const seen = await seenNow();
    if (!seen || seen.events !== seen.position || seen.position < last) {
      throw new Error(`${JSON.stringify(seen)} was seen after ${last}`);
    }
    last = seen.position;
    await setImmediate();
  }
  return looks;
};

const chains = async () => new Map((await rowsOf(database)).map(({ achievement, chain }) => [achievement, chain]));
/** Makes the live model another than the log's, so that one shows from the other. */
const damage = async () => {
  await sql`update tally set chain = 7`.execute(database);
  memory.set('nobody', 1);
};

describe('rebuilt beside the live one', () => {
  it(`${rebuilds} times during ${appends} appends: equal rows, whole answers all the time, nothing told twice`, async () => {
    const random = randomFrom(24);
    const listening = new Listening();
    const live = handlerOver();
    const feed = storeFeed(store);
    const readers = [new FeedReader(feed, live), new FeedReader(feed, listening)];
    for (const reader of readers) await reader.start();
    const drain = () => Promise.all(readers.map((reader) => reader.caughtUp(waitMsMax)));
    const each = appends / rebuilds;
    let written = 0;
    const write = async (count: number, burst: number) => {
      for (const end = written + count; written < end; written += burst) await report(written, burst);
    };
    const outcomes: string[] = [];
    const rebuildWhileWriting = async (): Promise<void> => {
      await damage();
      const abort = new AbortController();
      let pages = Math.floor(random() * 2.5 * Math.ceil(written / 100));
      const progress = () => {
        if (pages-- === 0) abort.abort();
      };
      const ended = live.rebuild?.({ signal: abort.signal, progress }).then(
        () => 'swapped',
        (fault: Error) => fault.name,
      );
      const [outcome = 'none'] = await Promise.all([ended, write(each, 25)]);
      outcomes.push(outcome);
      await drain();
      const made = tallyOf(await eventsNow());
      if (outcome === 'swapped') expect([await chains(), memory]).toEqual([made, made]);
      else expect([memory.has('nobody'), (await chains()).get('a0') === made.get('a0')]).toEqual([true, false]);
      expect(leftovers()).toEqual([]);
    };

    await write(each, each);
    await drain();
    let stopped = false;
    const looking = lookUntil(() => stopped);
    try {
      for (let n = 1; n < rebuilds; n++) await rebuildWhileWriting();
      await live.rebuild?.({ signal: new AbortController().signal });
    } finally {
      stopped = true;
    }
    expect(await looking).toBeGreaterThan(rebuilds);
    await Promise.all(readers.map((reader) => reader.stop()));

    const scratch = openReadModels<TallyTables>(':memory:');
    const fresh = projectionHandler(tallyProjection(), scratch);
    await fresh.start();
    await fresh.handle(await eventsNow());
    expect(await rowsOf(database)).toEqual(await rowsOf(scratch));
    await scratch.destroy();
    expect(listening.told).toEqual(Array.from({ length: appends }, (_, n) => n + 1));
    expect(new Set(outcomes)).toEqual(new Set(['swapped', 'AbortError']));
  });
});

describe('a program that died', () => {
  const started = async (): Promise<FeedHandler> => {
    memory.clear();
    const handler = handlerOver();
    await handler.start();
    return handler;
  };

  it('while it was building left a folder, which a start clears, and the old tables, which serve', async () => {
    await report(0, 300);
    await (await started()).handle(await eventsNow());
    const before = await rowsOf(database);
    const site = await sites.open('tally');
    const building = projectionHandler(tallyProjection(), site.database as Kysely<TallyTables>);
    await building.start();
    await building.handle((await eventsNow()).slice(0, 100));
    await site.database.destroy();
    expect(leftovers()).toEqual(['tally.building']);

    const again = await started();
    expect(await rowsOf(database)).toEqual(before);
    await sites.clear();
    expect(leftovers()).toEqual([]);
    await again.rebuild?.({ signal: new AbortController().signal });
    expect(await rowsOf(database)).toEqual(before);
  });

  it('is no matter to the next rebuild, which begins from nothing whatever stands there', async () => {
    await report(0, 30);
    const handler = await started();
    await handler.handle(await eventsNow());
    mkdirSync(join(folder, 'tally.building'));
    writeFileSync(join(folder, 'tally.building', 'tables.db'), 'this is no database'.repeat(100));
    await handler.rebuild?.({ signal: new AbortController().signal });
    expect(await chains()).toEqual(tallyOf(await eventsNow()));
    expect(leftovers()).toEqual([]);
  });

  it('in the middle of a swap left nothing of it', async () => {
    await report(0, 300);
    const handler = await started();
    await handler.handle(await eventsNow());
    const before = await rowsOf(database);
    const site = await sites.open('tally');
    const building = projectionHandler(tallyProjection(), site.database as Kysely<TallyTables>);
    await building.start();
    const { tables, create } = tallyProjection();
    const dying = site.replace(database as unknown as Kysely<unknown>, {
      tables,
      create: (rows) => create(rows as unknown as Kysely<TallyTables>),
      settle: async (rows) => {
        expect(await rowsOf(rows as unknown as Kysely<TallyTables>)).toEqual([]);
        throw new Error('killed');
      },
    });
    await expect(dying).rejects.toThrow('killed');
    await site.discard();
    expect(await rowsOf(database)).toEqual(before);
    await handler.rebuild?.({ signal: new AbortController().signal });
    expect(await rowsOf(database)).toEqual(before);
  });
});

describe('tables that only the new version has', () => {
  it('come over with their rows and indexes, beside those of others', async () => {
    const live = openReadModels<unknown>(join(folder, 'others.read.db'));
    await sql`create table other (n integer)`.execute(live);
    await sql`insert into other values (5)`.execute(live);
    const create = async (rows: Kysely<unknown>) => {
      await rows.schema.createTable('kept').addColumn('n', 'integer').execute();
      await rows.schema.createIndex('kept_by_n').on('kept').column('n').execute();
    };
    for (const rows of [1, 2]) {
      const site = await sites.open('others');
      await create(site.database);
      for (let n = 0; n < rows; n++) await sql`insert into kept values (${n})`.execute(site.database);
      await site.replace(live, { tables: ['kept'], create, settle: async () => {} });
      await site.discard();
      expect((await sql`select n from kept order by rowid`.execute(live)).rows).toEqual(
        [{ n: 0 }, { n: 1 }].slice(0, rows),
      );
    }
    expect((await sql`select name from sqlite_master order by name`.execute(live)).rows).toEqual([
      { name: 'kept' },
      { name: 'kept_by_n' },
      { name: 'other' },
    ]);
    expect((await sql`select n from other`.execute(live)).rows).toEqual([{ n: 5 }]);
    await live.destroy();
  });
});
