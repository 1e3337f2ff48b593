import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Asked } from './casebook-figures.js';
import { metres, Work } from './casebook-work.js';
import { type CasebookWorld, dayBefore, openWorldOf, rowsOf } from './casebook-world.js';

type Row = Readonly<Record<string, string>>;

const data = new URL('../../../packages/scenario/data/', import.meta.url);
const hoChiMinhCity = { code: '79', type: 'municipality', nameVi: 'Thành phố Hồ Chí Minh', nameEn: 'Ho Chi Minh City' };
const city = '79';
const reform = '2025-07-01';
const columns = ['code', 'parent_code', 'level', 'type', 'name_vi', 'name_en'];
const text = (row: Row, column: string) => row[column] ?? '';

/** Casebook 32: one code, two wards. Ho Chi Minh City with its history as it was, up to its reform of 2025. */
describe('one code, two wards', () => {
  let world: CasebookWorld;
  let work: Work;
  let asked: Asked;
  /** Ids by code of the day before the reform. */
  let before: ReadonlyMap<string, string>;

  beforeAll(async () => {
    world = await openWorldOf(hoChiMinhCity);
    await world.found(unitsOf2022());
    const communes = ['26740', '26737', '26746'];
    await world.establish(['760', ...communes]);
    await world.staff(['79', '760', ...communes]);
    await replayChanges();
    world.at('2025-01-01');
    const campaign = await world.campaign('2025', { periodStart: '2025-01-01', periodEnd: '2025-12-31' });
    work = new Work(world, campaign);
    asked = new Asked(world, campaign);
    for (const [code, value, day] of [
      ['26740', 300, '2025-03-01'],
      ['26737', 50, '2025-03-02'],
      ['26746', 20, '2025-03-03'],
    ] as const) {
      world.at(day);
      await work.approved(code, [metres(value, day)]);
    }
    world.at('2025-06-25');
    before = await world.unitsOn('2025-06-30');
    await reorganise();
    world.at('2025-07-10');
    await world.staff(['new 26740'], reform);
    await work.approved('new 26740', [metres(7, '2025-07-10')]);
    world.at('2025-08-01');
  });
  afterAll(() => world?.close());

  const unitsOf2022 = (): string => {
    const rows = rowsOf('vn-units-2022.csv', data);
    const parents = new Map(rows.map((row) => [row.code, text(row, 'parent_code')]));
    const topOf = (code: string): string => {
      const parent = parents.get(code);
      return parent ? topOf(parent) : code;
    };
    const mine = rows.filter((row) => topOf(text(row, 'code')) === city);
    return [columns.join(','), ...mine.map((row) => columns.map((column) => row[column]).join(','))].join('\n');
  };

  /** What changed in the city before the reform, in the order that leaves no unit without a parent. */
  const replayChanges = async (): Promise<void> => {
    const mine = new Set([...world.units.keys()]);
    const rows = rowsOf('vn-unit-changes-2022-2025.csv', data).filter((row) => mine.has(text(row, 'code')));
    for (const [day, changes] of [...Map.groupBy(rows, (row) => text(row, 'effective_date'))].sort()) {
      world.at(day);
      const ids = await world.unitsOn(dayBefore(day));
      const id = (code: string) => ids.get(code) ?? '';
      const of = (level: string, removed: boolean) =>
        changes.filter((row) => row.level === level && (row.change === 'removed') === removed);
      for (const row of of('commune', true)) await end(id(text(row, 'code')), day);
      for (const row of [...of('district', false), ...of('commune', false)]) await keep(row, id, day);
      for (const row of of('district', true)) await end(id(text(row, 'code')), day);
    }
  };
  const end = (unit: string, validFrom: string) =>
    world.must('admin@79', 'unitDissolve', { force: true, unit, validFrom }, 'unitId');
  const keep = async (row: Row, id: (code: string) => string, validFrom: string): Promise<void> => {
    const change = { force: true, unit: id(text(row, 'code')), validFrom };
    const send = (field: string, more: object) => world.must('admin@79', field, { ...change, ...more }, 'unitId');
    if (row.change === 'recoded') await send('unitRecode', { code: row.successor_code });
    if (row.name_before !== row.name_after) await send('unitRename', { name: row.name_after });
    if (row.type_before !== row.type_after) await send('unitReclassify', { type: row.type_after });
    if (row.parent_before !== row.parent_after) await send('unitMove', { toParent: id(text(row, 'parent_after')) });
  };

  /** The reform of 2025-07-01, as the map and the list of 2025 have it: the city goes on, its districts end. */
  const reorganise = async (): Promise<void> => {
    const map = rowsOf('vn-2025-merge-map.csv', data).filter(
      (row) => row.level === 'commune' && before.has(text(row, 'old_code')),
    );
    const sources = Map.groupBy(map, (row) => text(row, 'new_code'));
    const wards = rowsOf('vn-units-2025.csv', data).filter((row) => sources.has(text(row, 'code')));
    /** One that takes over one whole unit and nothing else goes on as that unit. */
    const goesOn = (row: Row) => {
      const [only, ...others] = sources.get(text(row, 'code')) ?? [];
      return only !== undefined && others.length === 0 && only.coverage === 'full' ? text(only, 'old_code') : null;
    };
    const made = new Set(wards.filter((row) => goesOn(row) === null).map((row) => text(row, 'code')));
    await world.reorganise({
      resolutionNo: '1685/NQ-UBTVQH15',
      validFrom: reform,
      newUnits: wards
        .filter((row) => made.has(text(row, 'code')))
        .map((row) => ({
          ...{ key: `new ${row.code}`, level: 'COMMUNE', type: row.type, name: row.name_vi },
          ...{ code: text(row, 'code'), parent: city },
        })),
      mappings: map
        .filter((row) => made.has(text(row, 'new_code')))
        .map((row) => ({
          ...{ from: text(row, 'old_code'), to: `new ${row.new_code}` },
          coverage: text(row, 'coverage').toUpperCase(),
        })),
      moves: wards.flatMap((row) => {
        const code = goesOn(row);
        return code === null ? [] : [{ unit: code, toParent: city }];
      }),
      dissolve: [...before.keys()].filter((code) => code.length === 3),
    });
  };

  const ward = async (day: string) => {
    const query = `{ unit(by: { code: "26740" }, on: "${day}") { id name parent { code name } predecessors { coverage unit { id code name } } } }`;
    return (await world.ask('head@79', query)).unit;
  };
  const figures = (name: string, asOf: Readonly<Record<string, string>> = {}) =>
    asked.figures(name, 'road_metre', { asOf, user: 'head@79' });

  it('26740 is Phường Bến Nghé to 2025-06-30, and Phường Sài Gòn, another unit, from 2025-07-01 on', async () => {
    expect(await ward('2025-06-30')).toMatchObject({
      ...{
        id: before.get('26740'),
        name: 'Phường Bến Nghé',
        parent: { code: '760', name: 'Quận 1' },
        predecessors: [],
      },
    });
    const after = await ward('2025-07-01');
    expect(after).toMatchObject({ id: world.unit('new 26740'), name: 'Phường Sài Gòn', parent: { code: '79' } });
    expect(after.id).not.toBe(before.get('26740'));
    const predecessors = after.predecessors.map(({ coverage, unit }: { coverage: string; unit: { id: string } }) => [
      world.nameOf(unit.id),
      coverage,
    ]);
    expect(Object.fromEntries(predecessors)).toEqual({ '26740': 'FULL', '26737': 'PARTIAL', '26746': 'PARTIAL' });
  });

  it('as it was: 300 in Bến Nghé, under its own name, and what came later in Sài Gòn', async () => {
    const old = await figures('26740');
    expect(old).toMatchObject({ unit: { name: 'Phường Bến Nghé' }, approved: 300, own: 300 });
    expect(await figures('new 26740')).toMatchObject({ unit: { name: 'Phường Sài Gòn' }, approved: 7, own: 7 });
    expect(await figures('760')).toMatchObject({ approved: 370, unallocated: 0 });
    expect(await figures('79')).toMatchObject({ approved: 377, own: 0, unallocated: 0 });
  });

  it('under the tree of 2025-08-01: Sài Gòn 307, 70 unallocated at the city, 377 in all', async () => {
    const later = { treeOn: '2025-08-01' };
    expect(await figures('new 26740', later)).toMatchObject({ approved: 307, own: 307, unallocated: 0 });
    const whole = await figures('79', later);
    expect(whole).toMatchObject({ unit: { code: '79' }, approved: 377, own: 0, unallocated: 70 });
    const below = Object.values(whole.children).reduce<number>((sum, one) => sum + (one ?? 0), 0);
    expect(below).toBe(307);
    for (const part of ['new 26737', 'new 26743']) expect(await figures(part, later)).toMatchObject({ approved: 0 });
  });
});
