import { describe, expect, it } from '@jest/globals';
import { buildTree } from '@thidua/hierarchy';
import { campaignId, fact, only, upTo } from '../test/figures.js';
import { FactTable } from './fact-table.js';
import { SumTooLarge } from './quantity-sums.js';
import { rollUp } from './roll-up.js';

const most = Number.MAX_SAFE_INTEGER;
const all = upTo('2022-12-31');

const tableOfFacts = (...facts: readonly Parameters<typeof fact>[0][]): FactTable => {
  const table = new FactTable(campaignId);
  for (const more of facts) table.append(fact(more));
  return table;
};

describe('a sum near 2^53', () => {
  it('is exact up to 2^53 - 1 on both sides of zero', () => {
    expect(only(tableOfFacts({ value: most - 1 }, { value: 1 }).sum(all))).toEqual([most, 2, 0, 0]);
    expect(only(tableOfFacts({ value: most, sign: -1 }).sum(all))).toEqual([-most, -1, 0, 0]);
  });

  it('is refused beyond, by name', () => {
    const cells = tableOfFacts({ value: most, plane: 'pending' }, { value: 1, plane: 'pending' }).sum(all);
    expect(() => cells.figures()).toThrow(SumTooLarge);
    expect(() => cells.figures()).toThrow('the pending sum of road_m in 2.1 at unit commune is beyond 2^53 - 1');
  });

  it('is exact again once the excess has left, even to the last unit', () => {
    const slip = { value: most, position: 1 };
    const table = tableOfFacts(
      slip,
      slip,
      slip,
      { value: 7 },
      { ...slip, sign: -1 },
      { ...slip, sign: -1 },
      { ...slip, sign: -1 },
    );
    expect(only(table.sum(all))).toEqual([7, 1, 0, 0]);
  });

  it('is refused at the units that contain the excess, and only there', () => {
    const unit = (unitId: string, parentUnitId: string | null) =>
      ({ unitId, parentUnitId, level: 'commune', nameVi: unitId, code: null }) as const;
    const tree = buildTree([unit('district', null), unit('a', 'district'), unit('b', 'district')]);
    const rollup = rollUp(
      tableOfFacts({ unitId: 'a', value: most }, { unitId: 'b', value: 1, areaCode: '2.2' }).sum(all),
      tree,
    );
    expect(rollup.total('a')?.[0]?.approved.value).toBe(most);
    expect(rollup.total('district')?.map(({ approved }) => approved.value)).toEqual([most, 1]);
    expect(() => rollup.total('district', 'all-areas')).toThrow('road_m in all areas at unit district');
    expect(rollup.total('b', 'all-areas')?.[0]?.approved.value).toBe(1);
  });
});
