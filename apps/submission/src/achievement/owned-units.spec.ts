import { describe, expect, it } from '@jest/globals';
import type { Coverage } from '@thidua/events';
import type { Tree } from '@thidua/hierarchy';
import { ownsUnit } from './owned-units.js';

/** Which unit went where; those that live are in the tree. */
const gone: Readonly<Record<string, readonly (readonly [string, Coverage])[]>> = {
  'ward 2': [['ward 3', 'FULL']],
  'ward 3': [['ward A', 'FULL']],
  'ward 4': [
    ['ward A', 'PARTIAL'],
    ['ward B', 'PARTIAL'],
  ],
  'ward 5': [],
  'circle 1': [['circle 2', 'FULL']],
  'circle 2': [['circle 1', 'FULL']],
};
const living = ['ward A', 'ward B'];
const units = {
  successors: (unitId: string) =>
    (gone[unitId] ?? []).map(([to, coverage]) => ({
      ...{ unitId: to, coverage, validFrom: '2022-03-01', reorganisationId: null, legalBasis: null },
    })),
};
const world = { tree: { has: (unitId: string) => living.includes(unitId) } as Tree };

const owns = (own: string, unitId: string) => ownsUnit(own, unitId, world, units);

describe('work is registered for', () => {
  it('the own unit, and a former one that went to it as a whole, by however many steps', () => {
    expect(['ward A', 'ward 3', 'ward 2'].map((unitId) => owns('ward A', unitId))).toEqual([true, true, true]);
  });

  it('no unit that lives, that went elsewhere, in parts or nowhere, that nobody knows', () => {
    const others = ['ward B', 'ward 4', 'ward 5', 'nowhere', ''];
    expect(others.map((unitId) => owns('ward A', unitId))).toEqual([false, false, false, false, false]);
    expect(owns('ward B', 'ward 2')).toBe(false);
  });

  it('the own unit also after it ended, and none of a circle', () => {
    expect(owns('ward 5', 'ward 5')).toBe(true);
    expect(owns('ward A', 'circle 1')).toBe(false);
  });
});
