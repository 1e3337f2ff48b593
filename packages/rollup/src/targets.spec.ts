import { describe, expect, it } from '@jest/globals';
import type { Combine } from '@thidua/events';
import type { UnitHistory } from '@thidua/hierarchy';
import { campaignId, dissolved, forestOf, unit, unitsOf } from '../test/standing.js';
import type { FigureNode, FiguresAsOf, Part } from './forest.js';
import { completionOf, type TargetRollup, targetsOver } from './targets.js';
import { type PositionedTarget, TargetHistory } from './targets-history.js';

const target = (
  unitId: string,
  value: number,
  position: number,
  more: Partial<PositionedTarget> = {},
): PositionedTarget => ({
  ...{ campaignId, orgId: `committee of ${unitId}`, unitId, targetId: `${unitId} ${more.metric ?? 'road_m'}` },
  ...{ areaCode: '2.1', metric: 'road_m', value, scope: 'OWN', effectiveOn: '2022-02-01', position, ...more },
});

const historyOf = (...targets: readonly PositionedTarget[]): TargetHistory => {
  const history = new TargetHistory(campaignId);
  for (const one of targets) history.append(one);
  return history;
};

interface Asked extends Partial<FiguresAsOf> {
  readonly units?: UnitHistory;
  readonly part?: Part;
  readonly areaCode?: string | null;
  readonly metric?: string;
  readonly combine?: Combine;
}

const rollupOf = (history: TargetHistory, { units = unitsOf(), ...asOf }: Asked) => {
  const forest = forestOf(units, asOf);
  return { forest, targets: targetsOver(history, forest) };
};

const ownOf = (history: TargetHistory, unitId: string, asked: Asked = {}): ReturnType<TargetRollup['own']> => {
  const { part = 'total', areaCode = '2.1', metric = 'road_m', combine = 'SUM', ...asOf } = asked;
  const { forest, targets } = rollupOf(history, asOf);
  return targets.own(forest.node(unitId) as FigureNode, part, { areaCode, metric, combine });
};

describe('a target as of two dates', () => {
  const raised = historyOf(target('north-1', 10, 3), target('north-1', 15, 9, { effectiveOn: '2022-05-01' }));

  it('is 10 until it is raised to 15, from the day on which that holds', () => {
    expect(ownOf(raised, 'north-1', { to: '2022-01-31' })).toBeNull();
    expect(ownOf(raised, 'north-1', { to: '2022-03-01' })).toBe(10n);
    expect(ownOf(raised, 'north-1', { to: '2022-04-30' })).toBe(10n);
    expect(ownOf(raised, 'north-1', { to: '2022-05-01' })).toBe(15n);
  });

  it('is what was known', () => {
    expect(ownOf(raised, 'north-1', { knownUpTo: 2 })).toBeNull();
    expect(ownOf(raised, 'north-1', { knownUpTo: 8 })).toBe(10n);
  });

  it('is the last one of the same day, and a later entry for an earlier day changes nothing behind it', () => {
    const sameDay = historyOf(target('north-1', 10, 3), target('north-1', 12, 4));
    expect(ownOf(sameDay, 'north-1')).toBe(12n);
    const earlier = historyOf(
      target('north-1', 15, 3, { effectiveOn: '2022-05-01' }),
      target('north-1', 12, 4, { effectiveOn: '2022-03-01' }),
    );
    expect(ownOf(earlier, 'north-1')).toBe(15n);
    expect(ownOf(earlier, 'north-1', { to: '2022-04-01' })).toBe(12n);
  });

  it('holds in a window that begins after the day from which it holds', () => {
    expect(ownOf(raised, 'north', { from: '2022-06-01' })).toBe(15n);
    expect(ownOf(raised, 'north', { from: '2022-06-30', to: '2022-06-01' })).toBe(15n);
  });
});

describe('targets for own work', () => {
  const history = historyOf(
    target('north', 5, 1),
    target('north-1', 10, 2),
    target('north-2', 20, 3),
    target('north-2', 3, 4, { targetId: 'another area', areaCode: '2.2' }),
    target('north-2', 900, 5, { metric: 'vnd' }),
    target('north-2', 7, 6, { targetId: 'of the union', orgId: 'women of north-2' }),
  );

  it('sum over the units below, area by area and over all areas, never over metrics', () => {
    expect(ownOf(history, 'north')).toBe(42n);
    expect(ownOf(history, 'north', { areaCode: null })).toBe(45n);
    expect(ownOf(history, 'north', { part: 'own' })).toBe(5n);
    expect(ownOf(history, 'province', { metric: 'vnd' })).toBe(900n);
    expect(ownOf(history, 'province', { metric: 'trees' })).toBeNull();
    expect(ownOf(history, 'south')).toBeNull();
  });

  it('of distinct people sum in one area only, since somebody may work in two', () => {
    expect(ownOf(history, 'north', { combine: 'DISTINCT' })).toBe(42n);
    expect(ownOf(history, 'north', { combine: 'DISTINCT', areaCode: null })).toBeNull();
  });

  it.each(['RATIO', 'AVERAGE'] as const)('of a %s are told of the unit that set one, and never summed', (combine) => {
    expect(ownOf(history, 'north', { combine })).toBe(5n);
    expect(ownOf(history, 'north-1', { combine, part: 'own' })).toBe(10n);
    expect(ownOf(history, 'province', { combine })).toBeNull();
    // Two organisations of one unit: neither is the unit's.
    expect(ownOf(history, 'north-2', { combine })).toBeNull();
    expect(ownOf(history, 'north-1', { combine, areaCode: null })).toBeNull();
  });

  it('are exact beyond 2^53', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const large = historyOf(target('north-1', most, 1), target('north-2', most, 2), target('south-1', 3, 3));
    expect(ownOf(large, 'province')).toBe(2n * BigInt(most) + 3n);
    expect(ownOf(large, 'south')).toBe(3n);
  });
});

describe('targets in a tree that changes', () => {
  const history = historyOf(target('north-1', 10, 1), target('north-2', 20, 2), target('south-1', 40, 3));

  it('stay beside the work of a unit that ended, and go with it under the new tree', () => {
    const units = unitsOf(
      unit('north-3', 'commune', 'north', '2022-04-01'),
      dissolved('north-1', '2022-04-01', 'FULL', 'north-3'),
      dissolved('north-2', '2022-04-01', 'FULL', 'north-3'),
    );
    expect(ownOf(history, 'north-1', { units })).toBe(10n);
    expect(ownOf(history, 'north-3', { units })).toBeNull();
    expect(ownOf(history, 'north', { units })).toBe(30n);
    expect(ownOf(history, 'north-3', { units, treeOn: '2022-06-30' })).toBe(30n);
    expect(ownOf(history, 'north', { units, treeOn: '2022-06-30' })).toBe(30n);
    // In a window that begins after the merger the old units have no row.
    expect(ownOf(history, 'north-3', { units, from: '2022-05-01' })).toBe(30n);
  });

  it('are unallocated where a split leaves them, and part of the total above', () => {
    const units = unitsOf(
      unit('north-4', 'commune', 'north', '2022-04-01'),
      unit('south-4', 'commune', 'south', '2022-04-01'),
      dissolved('north-1', '2022-04-01', 'PARTIAL', 'north-4', 'south-4'),
    );
    const asked = { units, treeOn: '2022-06-30' };
    expect(ownOf(history, 'province', { ...asked, part: 'unallocated' })).toBe(10n);
    expect(ownOf(history, 'province', { ...asked, part: 'unallocated', combine: 'AVERAGE' })).toBeNull();
    expect(ownOf(history, 'north', asked)).toBe(20n);
    expect(ownOf(history, 'south', asked)).toBe(40n);
    expect(ownOf(history, 'province', asked)).toBe(70n);
  });
});

describe('assigned targets', () => {
  const assigned = { scope: 'SUBTREE', targetId: 'assigned' } as const;
  const history = historyOf(
    target('north', 100, 1, assigned),
    target('north', 120, 2, { ...assigned, effectiveOn: '2022-05-01' }),
    target('north', 9, 3, { ...assigned, targetId: 'of the union', orgId: 'women of north' }),
    target('north-1', 10, 4),
    target('north-1', 30, 5, { ...assigned, targetId: 'of the ward' }),
  );
  const of = { areaCode: '2.1', metric: 'road_m', combine: 'SUM' } as const;

  it('are told of the unit itself, latest first, and are in no sum', () => {
    const { targets } = rollupOf(history, {});
    expect(targets.assigned('north', of)).toEqual([
      { orgId: 'committee of north', value: 120 },
      { orgId: 'women of north', value: 9 },
    ]);
    expect(targets.assigned('north-1', of)).toEqual([{ orgId: 'committee of north-1', value: 30 }]);
    expect(targets.assigned('province', of)).toEqual([]);
    expect(targets.assigned('north', { ...of, areaCode: null })).toEqual([]);
    expect(ownOf(history, 'province')).toBe(10n);
  });

  it('are as of the two dates', () => {
    expect(rollupOf(history, { to: '2022-03-01' }).targets.assigned('north', of)[0]?.value).toBe(9);
    expect(rollupOf(history, { knownUpTo: 1 }).targets.assigned('north', of)).toEqual([
      { orgId: 'committee of north', value: 100 },
    ]);
  });

  it('are not taken over by the unit that a unit went to', () => {
    const units = unitsOf(
      unit('north-3', 'commune', 'north', '2022-04-01'),
      dissolved('north-1', '2022-04-01', 'FULL', 'north-3'),
    );
    const { targets } = rollupOf(history, { units, treeOn: '2022-06-30' });
    expect(targets.assigned('north-3', of)).toEqual([]);
  });
});

describe('completion', () => {
  it('is the quotient, more than 1 as it is, and of sums only', () => {
    expect(completionOf(5, 20n, 'SUM')).toBe(0.25);
    expect(completionOf(30, 20n, 'SUM')).toBe(1.5);
    expect(completionOf(0, 20n, 'SUM')).toBe(0);
    expect(completionOf(5, 20n, 'DISTINCT')).toBeNull();
  });

  it('is none without a target, and none of a target of nothing', () => {
    expect(completionOf(5, null, 'SUM')).toBeNull();
    expect(completionOf(5, 0n, 'SUM')).toBeNull();
    expect(completionOf(0, 0n, 'SUM')).toBeNull();
    expect(completionOf(null, 20n, 'SUM')).toBeNull();
  });
});

describe('a history of targets', () => {
  it('refuses what no log can hold', () => {
    expect(() => historyOf(target('north', 1, 2), target('north', 1, 1))).toThrow('comes after 2');
    expect(() => historyOf(target('north', 1, 2, { campaignId: 'other' }))).toThrow('does not belong');
  });
});
