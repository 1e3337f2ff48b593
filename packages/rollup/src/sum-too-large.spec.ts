import { describe, expect, it } from '@jest/globals';
import type { LineQuantity } from '@thidua/events';

import { campaignId, everything, fact, only, upTo } from '../test/figures.js';
import { forestOf, unitsOf } from '../test/standing.js';
import { FactTable } from './fact-table.js';
import type { FigureNode } from './forest.js';
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
    expect(only(tableOfFacts({ value: most - 1 }, { value: 1 }), all)).toEqual([most, 2, 0, 0]);
    expect(only(tableOfFacts({ value: most, sign: -1 }), all)).toEqual([-most, -1, 0, 0]);
  });

  it('is refused beyond, by name', () => {
    const table = tableOfFacts({ value: most, plane: 'pending' }, { value: 1, plane: 'pending' });
    expect(() => everything(table, all)).toThrow(SumTooLarge);
    expect(() => everything(table, all)).toThrow('the pending sum of road_m in 2.1 at unit nowhere is beyond 2^53 - 1');
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
    expect(only(table, all)).toEqual([7, 1, 0, 0]);
  });

  it('is refused in either number of a ratio and of an average, and in people declared', () => {
    const both = (quantity: LineQuantity, more: LineQuantity) =>
      tableOfFacts({ metric: 'm', quantity }, { metric: 'm', quantity: more });
    expect(() => everything(both({ num: 1, den: most }, { num: 1, den: 1 }), all)).toThrow(SumTooLarge);
    expect(() => everything(both({ sum: most, count: 1 }, { sum: 1, count: 1 }), all)).toThrow(SumTooLarge);
    expect(() => everything(both({ sum: 1, count: most }, { sum: 1, count: 1 }), all)).toThrow(SumTooLarge);
    expect(() => everything(both({ declared: most }, { members: ['an'] }), all)).toThrow(SumTooLarge);
    expect(everything(both({ declared: most - 1 }, { members: ['an'] }), all)[0]?.approved.value).toBe(most);
  });

  it('is refused at the units that contain the excess, and only there', () => {
    const forest = forestOf(unitsOf());
    const node = (unitId: string) => forest.node(unitId) as FigureNode;
    const table = tableOfFacts({ unitId: 'north-1', value: most }, { unitId: 'north-2', value: 1, areaCode: '2.2' });
    const rollup = rollUp(table, forest);
    expect(rollup.total(node('north-1'))[0]?.approved.value).toBe(most);
    expect(rollup.total(node('north')).map(({ approved }) => approved.value)).toEqual([most, 1]);
    expect(() => rollup.total(node('north'), 'all-areas')).toThrow('road_m in all areas at unit north');
    expect(rollup.total(node('north-2'), 'all-areas')[0]?.approved.value).toBe(1);
  });
});
