import { describe, expect, it } from '@jest/globals';
import type { Tree } from '@thidua/hierarchy';
import { UnitLog } from './units.js';
import { importCountry, reform, reformOf2025, replayChanges, unitsOf2025 } from './vietnam.js';

const log = new UnitLog();
importCountry(log);
const days = ['2022-01-01', ...replayChanges(log)];
const beforeReform = log.events.length;
const gone = reformOf2025(log);
days.push(reform);
const { history } = log;

const countsOf = (tree: Tree, parents: readonly string[] = tree.roots) =>
  Object.fromEntries(
    (['province', 'district', 'commune'] as const).map((level) => [
      level,
      (level === 'province' ? parents : parents.flatMap((unitId) => tree.descendantsAtLevel(unitId, level))).length,
    ]),
  );

const at = (code: string, on: string) => {
  const unit = history.unitByCode(code, { on });
  if (!unit) throw new Error(`nobody holds ${code} on ${on}`);
  return unit;
};

describe('the units of Việt Nam from 2022 to 2025, replayed from the real files', () => {
  it('are those of the file of 2025 in the end: code, name, type, level and parent', () => {
    const tree = history.tree('2025-08-01');
    const told = tree.preorder.map((unitId) => {
      const unit = history.unit(unitId, { on: '2025-08-01' });
      const parent = unit?.parentUnitId ? history.unit(unit.parentUnitId, { on: '2025-08-01' }) : null;
      return [unit?.code, parent?.code ?? '', unit?.level, unit?.type, unit?.nameVi].join();
    });
    const stated = unitsOf2025().map((row) => [row.code, row.parent_code, row.level, row.type, row.name_vi].join());
    expect(told.sort()).toEqual(stated.sort());
  });

  it('have no orphan and no cycle on any of the days', () => {
    expect(days.length).toBe(12);
    for (const day of days) {
      const tree = history.tree(day);
      expect(new Set(tree.roots.map((unitId) => history.unit(unitId, { on: day })?.level))).toEqual(
        new Set(['province']),
      );
    }
  });

  it('count on the first day, before the reform and after it what the sources count', () => {
    expect(countsOf(history.tree('2022-01-01'))).toEqual({ province: 63, district: 705, commune: 10_599 });
    expect(countsOf(history.tree('2025-06-30'))).toEqual({ province: 63, district: 696, commune: 10_035 });
    expect(countsOf(history.tree(reform))).toEqual({ province: 34, district: 0, commune: 3321 });
  });

  it('leave over the twelve rows of the map that name communes removed before without successor', () => {
    expect(gone.join(' ')).toBe('07693 07732 07744 16387 16411 18448 20176 20674 25102 25174 25177 25186');
  });

  it('look before the reform, as known before it, as they did then', () => {
    expect(countsOf(history.tree('2025-08-01', beforeReform))).toEqual(countsOf(history.tree('2025-06-30')));
  });

  it('hold a code once on every day', () => {
    for (const day of days) {
      const codes = history.tree(day).preorder.map((unitId) => history.unit(unitId, { on: day })?.code);
      expect(new Set(codes).size).toBe(codes.length);
    }
  });
});

describe('a code on a date', () => {
  it('29242 is three units: ward 3, ward 3 with wards 2 and 6, Phường Trà Vinh', () => {
    const [ward, merged, city] = [at('29242', '2024-12-31'), at('29242', '2025-01-01'), at('29242', '2025-07-01')];
    expect(new Set([ward, merged, city].map(({ unitId }) => unitId)).size).toBe(3);
    expect([ward.nameVi, merged.nameVi, city.nameVi]).toEqual(['Phường 3', 'Phường 3', 'Phường Trà Vinh']);
    expect([ward.validTo, merged.validTo, city.validTo]).toEqual(['2024-12-31', '2025-06-30', null]);
    expect(history.predecessors(merged.unitId).map(({ unitId }) => unitId)).toEqual([
      ward.unitId,
      at('29245', '2024-12-31').unitId,
      at('29251', '2024-12-31').unitId,
    ]);
    expect(history.successors(ward.unitId)).toEqual([
      {
        unitId: merged.unitId,
        coverage: 'FULL',
        validFrom: '2025-01-01',
        reorganisationId: 'merge-29242@2025-01-01',
        legalBasis: '1277/NQ-UBTVQH15',
      },
    ]);
  });

  it('29254 is Phường 7 and then Phường Nguyệt Hóa (casebook 07)', () => {
    expect(at('29254', '2025-06-30').nameVi).toBe('Phường 7');
    const after = at('29254', '2025-07-01');
    expect(after.nameVi).toBe('Phường Nguyệt Hóa');
    const before = (code: string) => ({ unitId: at(code, '2025-06-30').unitId, coverage: 'FULL' });
    expect(history.predecessors(after.unitId)).toMatchObject(['29254', '29257', '29395'].map(before));
    expect(history.unit(after.parentUnitId ?? '', { on: '2025-07-01' })?.code).toBe('86');
  });

  it('26740 is Phường Bến Nghé and then Phường Sài Gòn, with its predecessors (casebook 32)', () => {
    const [old, now] = [at('26740', '2025-06-30'), at('26740', '2025-07-01')];
    expect([old.nameVi, at('760', '2025-06-30').unitId]).toEqual(['Phường Bến Nghé', old.parentUnitId]);
    expect([now.nameVi, at('79', '2025-07-01').unitId]).toEqual(['Phường Sài Gòn', now.parentUnitId]);
    expect(now.unitId).not.toBe(old.unitId);
    const predecessors = history.predecessors(now.unitId).map(({ unitId, coverage }) => ({ unitId, coverage }));
    const expected = [
      { unitId: at('26737', '2025-06-30').unitId, coverage: 'PARTIAL' },
      { unitId: old.unitId, coverage: 'FULL' },
      { unitId: at('26746', '2025-06-30').unitId, coverage: 'PARTIAL' },
    ];
    expect(new Set(predecessors)).toEqual(new Set(expected));
    expect(predecessors.length).toBe(3);
  });

  it('gives the unit of that date: the ward that was recoded is found by each code on its days', () => {
    const ward = at('11353', '2023-04-09');
    expect(at('11344', '2023-04-10').unitId).toBe(ward.unitId);
    expect(history.unitByCode('11353', { on: '2023-04-10' })).toBeNull();
  });
});

describe('the mapping between the trees', () => {
  const old = history.tree('2022-01-01');
  const wards = old.descendantsAtLevel(at('84', '2022-01-01').unitId, 'commune');

  it('brings the 106 communes of Trà Vinh to exactly 41 units', () => {
    expect(wards.length).toBe(106);
    const mapping = history.mapping('2025-08-01');
    const placed = wards.map((unitId) => mapping(unitId));
    expect(placed.filter(({ kind }) => kind !== 'unit')).toEqual([]);
    expect(new Set(placed.map(({ unitId }) => unitId)).size).toBe(41);
  });

  it('leaves them where they are as long as nobody knows of the reform', () => {
    const mapping = history.mapping('2025-08-01', beforeReform);
    const ward = at('29254', '2025-06-30').unitId;
    expect(mapping(ward)).toEqual({ kind: 'unit', unitId: ward });
  });

  it('leaves what was split under Quận 1 unallocated at the city (casebook 32)', () => {
    const mapping = history.mapping('2025-08-01');
    const city = at('79', '2025-08-01').unitId;
    for (const code of ['26737', '26746']) {
      expect(mapping(at(code, '2025-06-30').unitId)).toEqual({ kind: 'unallocated', unitId: city });
    }
    const now = at('26740', '2025-08-01').unitId;
    expect(mapping(at('26740', '2025-06-30').unitId)).toEqual({ kind: 'unit', unitId: now });
  });

  it('brings the work of a district that ended to its province, unallocated', () => {
    const district = at('842', '2025-06-30').unitId;
    const province = at('86', '2025-08-01').unitId;
    expect(history.mapping('2025-08-01')(district)).toEqual({ kind: 'unallocated', unitId: province });
  });

  it('goes back: Phường Trà Vinh lies in the old tree somewhere in its city', () => {
    const mapping = history.mapping('2024-12-31');
    expect(mapping(at('29242', '2025-07-01').unitId)).toEqual({
      kind: 'unallocated',
      unitId: at('842', '2024-12-31').unitId,
    });
  });

  it('places each unit that ever was in each tree; only what was two provinces before stands nowhere', () => {
    const everybody = [...log.tree.units.keys()];
    const placed = days.flatMap((day) => {
      const [tree, mapping] = [history.tree(day), history.mapping(day)];
      return everybody.map((unitId) => ({ unitId, at: mapping(unitId).unitId, tree }));
    });
    expect(placed.filter(({ at, tree }) => at !== null && !tree.has(at))).toEqual([]);
    const nowhere = new Set(placed.filter(({ at }) => at === null).map(({ unitId }) => unitId));
    const before = history.tree('2025-06-30');
    const provincesOf = (unitId: string) =>
      history.predecessors(unitId).map((one) => before.ancestorsOf(one.unitId).at(-1) ?? one.unitId);
    expect([...nowhere].filter((unitId) => new Set(provincesOf(unitId)).size < 2)).toEqual([]);
    const levels = [...nowhere].map((unitId) => log.tree.units.get(unitId)?.level);
    expect(levels.filter((level) => level === 'province').length).toBe(23);
    expect(levels.filter((level) => level === 'commune').length).toBe(7);
  });
});
