import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@thidua/event-sourcing';
import { pino } from 'pino';
import { bootstrapDemo, demoSeed } from '../src/demo.js';
import { type House, openHouse } from '../src/house.js';
import { startOwn } from '../src/own.js';
import { type Ask, ownAnswers, SetupFault } from '../src/own-answers.js';
import { openStores, type Stores } from '../src/stores.js';

const today = '2026-03-02';
const flags = { unitCode: '86', unitName: 'Tỉnh Vĩnh Long' };

describe("what an installation of one's own begins with", () => {
  it('is suggested from the code and the name, where neither flag nor person says more', async () => {
    expect(await ownAnswers(flags, today, null)).toEqual({
      ...flags,
      unitLevel: 'province',
      unitType: 'province',
      committeeName: 'Ủy ban MTTQ Việt Nam tỉnh Vĩnh Long',
      admin: 'admin@86',
      validFrom: today,
    });
    expect(await ownAnswers({ unitCode: '29242', unitName: 'Phường 3' }, today, null)).toMatchObject({
      unitLevel: 'commune',
      unitType: 'ward',
    });
  });

  it('without a terminal names each flag that is missing, in both languages', async () => {
    const refused = ownAnswers({ unitName: 'Vĩnh Long' }, today, null);
    await expect(refused).rejects.toThrow(SetupFault);
    await expect(refused).rejects.toThrow('Missing: --unit-code, --unit-level, --unit-type, --admin');
    await expect(refused).rejects.toThrow('Còn thiếu: --unit-code');
  });

  it.each([
    [{ unitLevel: 'hamlet' }, 'hamlet: province, district, commune'],
    [{ validFrom: '2026-02-30' }, '2026-02-30'],
    [{ validFrom: '2.3.2026' }, '2.3.2026'],
    [{ validFrom: '2026-03-03' }, 'not after today'],
  ])('refuses %j', async (more, message) => {
    await expect(ownAnswers({ ...flags, ...more }, today, null)).rejects.toThrow(message);
  });

  it('is asked of a person, who is asked again after a slip, five times at most', async () => {
    const asked: string[] = [];
    const answers = ['', '86', 'Tỉnh Vĩnh Long', 'provinz', 'province'];
    const ask: Ask = async (question, suggestion) => {
      asked.push(question);
      return answers.shift() ?? suggestion ?? '';
    };
    expect(await ownAnswers({}, today, ask)).toMatchObject({ ...flags, unitLevel: 'province', validFrom: today });
    expect(asked).toHaveLength(9);
    expect(asked[4]).toContain('provinz: province, district, commune');
    await expect(ownAnswers({}, today, async () => '')).rejects.toThrow(SetupFault);
  });
});

describe('npm start -- --empty', () => {
  let folder: string;
  let stores: Stores;
  let house: House | undefined;
  const log = pino({ level: 'silent' });
  const clock = fixedClock(`${today}T08:00:00+07:00`);
  const drain = async () => {
    await stores.registryReader.caughtUp(10_000);
  };
  const open = async () => {
    stores = await openStores(folder, clock, log);
    await drain();
  };
  const start = (more = {}) => startOwn({ stores, drain }, { empty: true, flags: { ...flags, ...more }, ask: null });
  const found = () => startOwn({ stores, drain }, { empty: false, flags, ask: null });
  const ask = async (userId: string, query: string) => {
    const context = { viewer: { userId }, actingAs: null, language: 'en', minReceipt: null } as const;
    if (!house) throw new Error('the house is not open');
    return (await house.graph.execute({ query, variables: {}, context })) as {
      data?: Record<string, never>;
      errors?: unknown;
    };
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'thidua-own-'));
    await open();
  });
  afterEach(async () => {
    await (house ?? stores).close();
    house = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  it('writes the unit, its committee and one administrator as the system, none of it synthetic', async () => {
    await start({ validFrom: '2025-07-01' });
    const events = await stores.store.readAll(0, 100);
    expect(events.map(({ type }) => type)).toEqual([
      'InstallationCreated.v1',
      'UnitRegistered.v1',
      'OrganisationEstablished.v1',
      'OfficerAppointed.v1',
    ]);
    expect(events.every(({ synthetic, actor }) => !synthetic && actor.userId === 'system' && actor.role === null)).toBe(
      true,
    );
    expect(events.slice(1).map(({ data }) => (data as { validFrom: string }).validFrom)).toEqual(
      Array(3).fill('2025-07-01'),
    );
  });

  it('lets the administrator in, who goes on by importing units, and nobody else', async () => {
    await start();
    await stores.close();
    house = await openHouse(folder, clock, log);
    stores = house.stores;
    const me = '{ me { appointments { role organisation { name unit { code } } } } }';
    expect((await ask('admin@86', me)).data).toEqual({
      me: {
        appointments: [
          { role: 'ADMIN', organisation: { name: 'Ủy ban MTTQ Việt Nam tỉnh Vĩnh Long', unit: { code: '86' } } },
        ],
      },
    });
    expect((await ask('admin@84', me)).data).toEqual({ me: { appointments: [] } });
    const csv = 'code,parent_code,level,type,name_vi,name_en\\n29242,86,commune,ward,Phường Trà Vinh,';
    const units = `mutation { unitsImport(input: { idempotencyKey: "7c9e6679-7425-40de-944b-e07fc1f90ae7", csv: "${csv}", validFrom: "${today}" }) { imported userErrors { message } } }`;
    expect((await ask('admin@86', units)).data).toEqual({ unitsImport: { imported: 1, userErrors: [] } });
    const [last] = await stores.store.readAll(4, 10);
    expect(last).toMatchObject({ synthetic: false, actor: { userId: 'admin@86', role: 'ADMIN' } });
  });

  it('started again finds it as it was, with the flag or without', async () => {
    await start();
    await stores.close();
    await open();
    expect(await start({ unitCode: '99' })).toEqual({ setUp: null });
    expect(await found()).toEqual({ setUp: null });
    expect(await stores.store.head()).toBe(4);
  });

  it('goes on with a setup that was cut off, by the ids it began with', async () => {
    await start();
    const all = await stores.store.readAll(0, 100);
    await stores.close();
    for (const cut of [1, 2, 3]) {
      rmSync(folder, { recursive: true, force: true });
      await open();
      for (const event of all.slice(0, cut)) {
        const { stream, type, data, actor, via, commandId, inputHash, correlationId, causationId, synthetic } = event;
        const envelope = { actor, via, commandId, inputHash, correlationId, causationId, synthetic };
        const expectedRevision = event.revision - 1;
        await stores.store.append({ envelope, streams: [{ stream, expectedRevision, events: [{ type, data }] }] });
      }
      await drain();
      await expect(found()).rejects.toThrow('cut off');
      await start();
      const again = await stores.store.readAll(0, 100);
      expect(again.map(({ eventId, data }) => [eventId, data])).toEqual(
        all.map(({ eventId, data }) => [eventId, data]),
      );
      if (cut < 3) await stores.close();
    }
  });

  it('refuses a folder that holds the demo, whether its load is finished or not', async () => {
    await bootstrapDemo(stores.executor, demoSeed);
    await drain();
    await expect(start()).rejects.toThrow('This folder holds the demo');
  });

  it('writes nothing where anything of it is refused, and says why in both languages', async () => {
    const wrongCode = start({ unitCode: '860', unitLevel: 'province' });
    await expect(wrongCode).rejects.toThrow(SetupFault);
    await expect(wrongCode).rejects.toThrow('The code "860" does not fit the level');
    await expect(start({ admin: 'x'.repeat(201) })).rejects.toThrow('longer than 200');
    await expect(start({ committeeName: 'x'.repeat(1001) })).rejects.toThrow('dài quá 1000 ký tự');
    expect(await stores.store.head()).toBe(0);
  });
});
