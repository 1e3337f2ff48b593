import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scenarioClock } from '@thidua/event-sourcing';
import { pino } from 'pino';
import { type House, openHouse } from '../src/house.js';
import type { Answered } from './casebook-world.js';
import { comparedWithLog } from './compared-with-log.js';
import { openReplayWorld } from './replay-world.js';

const services = ['registry', 'submission', 'review', 'analytics'] as const;
const figures = `query($campaign: ID!) { rollup(campaign: $campaign) {
  measures { metric { code } approved { value numerator sum count } } achievements { total approved } } }`;

/** A start in which every read model is of another version than the stored one, each with rows that nobody's log makes. */
describe('a house that starts in a new version', () => {
  let folder = '';
  let house: House;
  let before: Answered;
  let after: Answered;
  let found: Awaited<ReturnType<typeof comparedWithLog>>;

  const changeAll = (service: string, statements: string) => {
    const database = new DatabaseSync(join(folder, `${service}.read.db`));
    database.exec(statements);
    database.close();
  };

  beforeAll(async () => {
    const { world, campaign } = await openReplayWorld();
    ({ folder } = world.own);
    before = await world.ask('head@84', figures, { campaign });
    await world.own.house().close();
    for (const service of services) changeAll(service, 'UPDATE checkpoint SET version = version + 10');
    changeAll(
      'analytics',
      `UPDATE fact SET quantity = '{"value":1}' WHERE metric = 'road_metre'; DELETE FROM status_step`,
    );
    changeAll('submission', "UPDATE achievement SET title = 'x'; DELETE FROM report_book_event");
    changeAll('registry', 'DELETE FROM registry_event');
    mkdirSync(join(folder, 'gone.building'));
    writeFileSync(join(folder, 'gone.building', 'tables.db'), 'left behind');

    house = await openHouse(folder, scenarioClock('2022-04-01T08:00:00+07:00'), pino({ level: 'silent' }));
    await house.drain();
    const context = { viewer: { userId: 'head@84' }, actingAs: null, language: 'en', minReceipt: null } as const;
    const { data, errors } = await house.graph.execute({ query: figures, variables: { campaign }, context });
    expect(errors).toBeUndefined();
    after = data;
    found = await comparedWithLog(folder);
  });
  afterAll(async () => {
    await house?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has built every one of them anew before anybody asks', () => {
    expect(after).toEqual(before);
    expect(found).toEqual({ code: 0, said: expect.stringContaining('are what the log makes of them') });
  });

  it('has left nothing behind, and has cleared what a start before it had left', () => {
    expect(readdirSync(folder).filter((name) => name.includes('building'))).toEqual([]);
  });
});
