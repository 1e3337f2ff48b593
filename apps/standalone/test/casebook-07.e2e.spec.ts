import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Asked } from './casebook-figures.js';
import { metres, Work } from './casebook-work.js';
import { type CasebookWorld, openWorldOf, type Resolution, rowsOf } from './casebook-world.js';

const data = new URL('../../../packages/scenario/data/', import.meta.url);
const resolution = (day: string): Resolution =>
  JSON.parse(readFileSync(new URL(`reorganisations/tra-vinh-${day}.json`, data), 'utf8'));
const traVinh = { code: '84', type: 'province', nameVi: 'Tỉnh Trà Vinh', nameEn: 'Tra Vinh Province' };
const columns = ['code', 'parent_code', 'level', 'type', 'name_vi', 'name_en'];

/** The units of Trà Vinh in 2022 as a table to import. */
const unitsOf2022 = (): string => {
  const rows = rowsOf('vn-units-2022.csv', data);
  const districts = rows.filter(({ code, parent_code: parent }) => code === '84' || parent === '84');
  const codes = new Set(districts.map(({ code }) => code));
  const communes = rows.filter(({ parent_code: parent = '' }) => parent !== '84' && codes.has(parent));
  const lines = [...districts, ...communes].map((row) => columns.map((column) => row[column]).join(','));
  return [columns.join(','), ...lines].join('\n');
};

/** Casebook 07: merging into a unit that has figures of its own. Trà Vinh as it really was reorganised, twice, in 2025. */
describe('the mergers of 2025 in Trà Vinh', () => {
  let world: CasebookWorld;
  let asked: Asked;
  /** Ids of units that hold a code of the old ones. */
  const now: Record<string, string> = {};

  beforeAll(async () => {
    world = await openWorldOf(traVinh);
    await world.found(unitsOf2022());
    const involved = ['842', '847', '29239', '29242', '29245', '29251', '29260', '29254', '29257', '29395'];
    await world.establish(involved);
    await world.staff(['84', ...involved]);
    world.at('2024-10-01');
    const campaign = await world.campaign('2025', { periodStart: '2024-10-01', periodEnd: '2025-12-31' });
    const work = new Work(world, campaign);
    asked = new Asked(world, campaign);
    await replay(work);
  });
  afterAll(() => world?.close());

  /** Each fact is registered on its day by whoever holds the code that day. */
  const replay = async (work: Work): Promise<void> => {
    const facts = rowsOf('07-facts-2025.csv').map((row) => ({
      code: row.unit_code_on_that_day ?? '',
      value: Number(row.value),
      day: row.effective_on ?? '',
    }));
    const orders = ['2025-01-01', '2025-07-01'];
    const days = [...new Set([...facts.map(({ day }) => day), ...orders])].sort();
    let holders: ReadonlyMap<string, string> = new Map();
    for (const day of days) {
      world.at(day);
      if (orders.includes(day)) holders = new Map([...holders, ...(await reorganised(day))]);
      for (const { code, value } of facts.filter((fact) => fact.day === day)) {
        await work.approved(holders.get(code) ?? code, [metres(value, day)]);
      }
    }
    world.at('2025-12-31');
  };

  /** Who holds a code from that day on, by the names of this world. */
  const reorganised = async (day: string): Promise<ReadonlyMap<string, string>> => {
    const order = resolution(day);
    const named = `${day} `;
    const key = (name: string) => (order.newUnits.some((unit) => unit.key === name) ? `${named}${name}` : name);
    await world.reorganise({
      ...order,
      newUnits: order.newUnits.map((unit) => ({
        ...unit,
        key: key(unit.key),
        ...(unit.parent && { parent: key(unit.parent) }),
      })),
      mappings: order.mappings.map((mapping) => ({ ...mapping, to: key(mapping.to) })),
    });
    const made = order.newUnits.map(({ key: name, code = '' }) => [code, key(name)] as const);
    const acting = made.filter(([code]) => ['86', '29242', '29254'].includes(code));
    if (day === '2025-07-01') await headOf86(key('86 new'), day);
    await world.staff(
      acting.map(([, name]) => name).filter((name) => !name.includes('86 new')),
      day,
    );
    for (const [code, name] of made) now[code] = name;
    return new Map(made);
  };

  /** The administrator goes on at the province that took over, and appoints there. */
  const headOf86 = async (name: string, day: string): Promise<void> => {
    await world.staff([name], day);
    await world.appoint('head@86', 'HEAD', name, day);
  };

  const figures = (unitId: string, asOf: Readonly<Record<string, string>>) =>
    asked.rollup(unitId, 'road_metre', { asOf, user: 'head@86' });
  const metresOf = async (unitId: string, asOf: Readonly<Record<string, string>>) => {
    const answer = await figures(unitId, asOf);
    return answer === null ? null : Number(answer.measures[0].approved.value);
  };
  const on = async (code: string, day: string) => {
    const id = (await world.unitsOn(day)).get(code);
    if (id === undefined) throw new Error(`nobody holds ${code} on ${day}`);
    return id;
  };

  it('up to 2024-12-31 under the tree of that day', async () => {
    const asOf = { treeOn: '2024-12-31', effectiveUpTo: '2024-12-31' };
    const seen = async (code: string) => metresOf(await on(code, '2024-12-31'), asOf);
    expect([await seen('29242'), await seen('29245'), await seen('29251'), await seen('842')]).toEqual([
      70, 100, 40, 210,
    ]);
  });

  it('up to 2025-03-01 under the tree of that day: the new ward holds the three old ones', async () => {
    const asOf = { treeOn: '2025-03-01', effectiveUpTo: '2025-03-01' };
    const seen = async (code: string) => metresOf(await on(code, '2025-03-01'), asOf);
    expect([await seen('29242'), await seen('29260'), await seen('842')]).toEqual([235, 12, 247]);
    expect(await metresOf(await on('29245', '2024-12-31'), asOf)).toBeNull();
  });

  it('up to 2025-03-01 as it was: the old ward 3 and the new ward 3 are two rows under one code', async () => {
    const asOf = { effectiveUpTo: '2025-03-01' };
    const old = await on('29242', '2024-12-31');
    const merged = await on('29242', '2025-03-01');
    expect(old).not.toBe(merged);
    expect([await metresOf(old, asOf), await metresOf(merged, asOf)]).toEqual([70, 25]);
    const before = async (code: string) => metresOf(await on(code, '2024-12-31'), asOf);
    expect([await before('29245'), await before('29251'), await before('29260')]).toEqual([100, 40, 12]);
    const { children } = await figures(await on('842', '2025-03-01'), asOf);
    const rows = children.map(
      ({ unit, measures }: { unit: { id: string; code: string }; measures: { approved: { value: string } }[] }) => [
        unit.id,
        Number(measures[0]?.approved.value),
      ],
    );
    expect(Object.fromEntries(rows)).toMatchObject({ [old]: 70, [merged]: 25 });
  });

  it('under the tree of the end', async () => {
    const end = { treeOn: '2025-12-31', effectiveUpTo: '2025-12-31' };
    const seen = async (code: string) => metresOf(await on(code, '2025-12-31'), end);
    expect([await seen('29242'), await seen('29254'), await seen('86')]).toEqual([840, 110, 950]);
    const { unallocated, own } = await figures(await on('86', '2025-12-31'), end);
    expect([unallocated[0].approved.value, own[0].approved.value]).toEqual(['0', '0']);
  });

  it('at the end as it was: the districts hold what was done while they stood, the rest is directly under the new province', async () => {
    const asOf = { effectiveUpTo: '2025-12-31' };
    const before = async (code: string) => metresOf(await on(code, '2025-06-30'), asOf);
    expect([await before('842'), await before('847')]).toEqual([361, 9]);
    const province = await figures(await on('86', '2025-12-31'), asOf);
    expect(Number(province.measures[0].approved.value)).toBe(580);
    const rows = province.children.map(
      (one: { unit: { code: string }; measures: { approved: { value: string } }[] }) => [
        one.unit.code,
        Number(one.measures[0]?.approved.value),
      ],
    );
    expect(Object.fromEntries(rows.filter(([, value]: [string, number]) => value > 0))).toEqual({
      '29242': 500,
      '29254': 80,
    });
    // Nothing is lost between the roots: 370 of the old province and 580 of the new.
    expect(await before('84')).toBe(370);
  });

  it('one code names one unit a day: 29254 is Phường 7, from 2025-07-01 on Phường Nguyệt Hóa', async () => {
    const called = async (day: string) => {
      const query = `{ unit(by: { code: "29254" }, on: "${day}") { id name parent { code } } }`;
      return (await world.ask('head@86', query)).unit;
    };
    const before = await called('2025-06-30');
    const after = await called('2025-07-01');
    expect(before).toMatchObject({ name: 'Phường 7', parent: { code: '842' } });
    expect(after).toMatchObject({ name: 'Phường Nguyệt Hóa', parent: { code: '86' } });
    expect(after.id).toBe(world.unit(now['29254'] ?? ''));
    expect(before.id).not.toBe(after.id);
  });
});
