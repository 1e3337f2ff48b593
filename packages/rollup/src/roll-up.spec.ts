import { describe, expect, it } from '@jest/globals';
import { buildTree, type TreeUnit } from '@thidua/hierarchy';
import fc from 'fast-check';
import { achievement, type FigureEvent, line, tableOf, upTo } from '../test/figures.js';
import { interleave, randomHistory } from '../test/random-history.js';
import type { Figure } from './fact.js';
import type { FactsAsOf } from './fact-table.js';
import { rollUp } from './roll-up.js';

const unit = (unitId: string, parentUnitId: string | null): TreeUnit => ({
  unitId,
  parentUnitId,
  level: 'commune',
  nameVi: unitId,
  code: null,
});

const figure = (unitId: string, areaCode: string | null, metric: string, approved: number[], pending: number[]) => ({
  unitId,
  areaCode,
  metric,
  approved: { value: approved[0], count: approved[1] },
  pending: { value: pending[0], count: pending[1] },
});

describe('a rollup over a tree', () => {
  const tree = buildTree([unit('province', null), unit('district', 'province'), unit('hamlet', 'district')]);
  const works = [
    achievement([line(100, '2022-01-15')], { ownerUnitId: 'hamlet' }),
    achievement([line(20, '2022-02-15'), line(3, '2022-02-15', { metric: 'trees' })], { ownerUnitId: 'district' }),
    achievement([line(7, '2022-02-16')], { ownerUnitId: 'district', areaCode: '2.10' }),
    achievement([line(9, '2022-02-16')], { ownerUnitId: 'elsewhere' }),
  ];
  const submitted = works.map((work, n) => work.submitted(n + 1));
  const rollup = rollUp(tableOf([...submitted, works[0]?.approved(9) as FigureEvent]).sum(upTo('2022-06-30')), tree);

  it('lists what a unit did itself, sorted by area and metric', () => {
    expect(rollup.own('district')).toEqual([
      figure('district', '2.1', 'road_m', [0, 0], [20, 1]),
      figure('district', '2.1', 'trees', [0, 0], [3, 1]),
      figure('district', '2.10', 'road_m', [0, 0], [7, 1]),
    ]);
    expect(rollup.own('province')).toEqual([]);
  });

  it('totals a unit and all units below it', () => {
    expect(rollup.total('district')).toEqual([
      figure('district', '2.1', 'road_m', [100, 1], [20, 1]),
      figure('district', '2.1', 'trees', [0, 0], [3, 1]),
      figure('district', '2.10', 'road_m', [0, 0], [7, 1]),
    ]);
    expect(rollup.total('hamlet')).toEqual([figure('hamlet', '2.1', 'road_m', [100, 1], [0, 0])]);
  });

  it('combines all areas of a metric where asked, never two metrics', () => {
    expect(rollup.total('province', 'all-areas')).toEqual([
      figure('province', null, 'road_m', [100, 1], [27, 2]),
      figure('province', null, 'trees', [0, 0], [3, 1]),
    ]);
    expect(rollup.own('district', 'all-areas')?.[0]).toEqual(figure('district', null, 'road_m', [0, 0], [27, 2]));
  });

  it('reports the figures of units that are not in the tree', () => {
    expect(rollup.unplaced()).toEqual([figure('elsewhere', '2.1', 'road_m', [0, 0], [9, 1])]);
  });

  it('has no figures for a unit that is not in the tree', () => {
    expect(rollup.own('elsewhere')).toBeNull();
    expect(rollup.total('elsewhere')).toBeNull();
  });

  it('puts the figures of a unit that ended where it went, and shows apart what a split left without a home', () => {
    const cells = tableOf(submitted).sum(upTo('2022-06-30'));
    const whole = rollUp(cells, tree, (unitId) => ({
      kind: 'unit',
      unitId: unitId === 'elsewhere' ? 'hamlet' : unitId,
    }));
    expect(whole.own('hamlet')?.[0]).toEqual(figure('hamlet', '2.1', 'road_m', [0, 0], [109, 2]));
    expect(whole.unplaced()).toEqual([]);

    const split = rollUp(cells, tree, (unitId) =>
      unitId === 'elsewhere' ? { kind: 'unallocated', unitId: 'district' } : { kind: 'unit', unitId },
    );
    expect(split.unallocated('district')).toEqual([figure('district', '2.1', 'road_m', [0, 0], [9, 1])]);
    expect(split.own('district')?.[0]).toEqual(figure('district', '2.1', 'road_m', [0, 0], [20, 1]));
    expect(split.total('district')?.[0]).toEqual(figure('district', '2.1', 'road_m', [0, 0], [129, 3]));
    expect(split.total('hamlet')?.[0]).toEqual(figure('hamlet', '2.1', 'road_m', [0, 0], [100, 1]));
    expect(split.unallocated('elsewhere')).toBeNull();

    const nowhere = rollUp(cells, tree, (unitId) =>
      unitId === 'elsewhere' ? { kind: 'unallocated', unitId: null } : { kind: 'unit', unitId },
    );
    expect(nowhere.unplaced()).toEqual([figure('elsewhere', '2.1', 'road_m', [0, 0], [9, 1])]);
  });

  it('answers over no facts and over an empty tree', () => {
    expect(rollUp(tableOf([]).sum(upTo('2022-06-30')), tree).total('province')).toEqual([]);
    expect(rollUp(tableOf(submitted).sum(upTo('2022-06-30')), buildTree([])).unplaced()).toHaveLength(5);
  });
});

/** What the package must answer, by plain loops over events: `area|metric` to four numbers. */
type Sums = Record<string, readonly [number, number, number, number]>;

const addTo = (sums: Sums, key: string, plane: 'approved' | 'pending', value: number, count: number): void => {
  const [a, b, c, d] = sums[key] ?? [0, 0, 0, 0];
  sums[key] = plane === 'approved' ? [a + value, b + count, c, d] : [a, b, c + value, d + count];
};

const oracle = (events: readonly FigureEvent[], asOf: FactsAsOf, counts: (unitId: string) => boolean): Sums => {
  const sums: Sums = {};
  for (const { type, position, data } of events) {
    if (position > (asOf.knownUpTo ?? Infinity) || !counts(data.subject.ownerUnitId)) continue;
    for (const { metric, quantity, effectiveOn } of data.lines) {
      if (effectiveOn < asOf.from || effectiveOn > asOf.to) continue;
      const key = `${data.subject.areaCode}|${metric}`;
      if (type === 'AchievementSubmitted.v1') addTo(sums, key, 'pending', quantity.value, 1);
      else addTo(sums, key, 'pending', -quantity.value, -1);
      if (type === 'AchievementApproved.v1') addTo(sums, key, 'approved', quantity.value, 1);
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, numbers]) => numbers.some((n) => n !== 0)));
};

const sumsOf = (figures: readonly Figure[] | null): Sums =>
  Object.fromEntries(
    (figures ?? []).map(({ areaCode, metric, approved, pending }) => [
      `${areaCode}|${metric}`,
      [approved.value, approved.count, pending.value, pending.count],
    ]),
  );

/** Whether a unit is another or below it, by walking from parent to parent. */
const isBelow = (units: readonly TreeUnit[], unitId: string | null, top: string): boolean =>
  unitId !== null &&
  (unitId === top || isBelow(units, units.find((unit) => unit.unitId === unitId)?.parentUnitId ?? null, top));

const addUp = (lists: readonly (readonly Figure[] | null)[]): Sums => {
  const sums: Sums = {};
  for (const { areaCode, metric, approved, pending } of lists.flatMap((list) => list ?? [])) {
    addTo(sums, `${areaCode}|${metric}`, 'approved', approved.value, approved.count);
    addTo(sums, `${areaCode}|${metric}`, 'pending', pending.value, pending.count);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, numbers]) => numbers.some((n) => n !== 0)));
};

describe('any history, tree, window and position', () => {
  it('gives what plain loops over the events give: own, total and unplaced', () => {
    fc.assert(
      fc.property(randomHistory, ({ units, lives, picks, asOf }) => {
        const events = interleave(lives, picks);
        const tree = buildTree(units);
        const rollup = rollUp(tableOf(events).sum(asOf), tree);
        for (const { unitId } of units) {
          expect(sumsOf(rollup.own(unitId))).toEqual(oracle(events, asOf, (owner) => owner === unitId));
          expect(sumsOf(rollup.total(unitId))).toEqual(oracle(events, asOf, (owner) => isBelow(units, owner, unitId)));
        }
        expect(addUp([rollup.unplaced()])).toEqual(oracle(events, asOf, (owner) => !tree.has(owner)));
      }),
      { numRuns: 200 },
    );
  });

  it('conserves: a total is own and the children’s totals, the roots and the unplaced hold everything', () => {
    fc.assert(
      fc.property(randomHistory, ({ units, lives, picks, asOf }) => {
        const events = interleave(lives, picks);
        const tree = buildTree(units);
        const rollup = rollUp(tableOf(events).sum(asOf), tree);
        for (const { unitId } of units) {
          const parts = [rollup.own(unitId), ...tree.childrenOf(unitId).map((child) => rollup.total(child))];
          expect(sumsOf(rollup.total(unitId))).toEqual(addUp(parts));
        }
        const everything = oracle(events, asOf, () => true);
        expect(addUp([...tree.roots.map((root) => rollup.total(root)), rollup.unplaced()])).toEqual(everything);
        const owns = units.map(({ unitId }) => rollup.own(unitId));
        expect(addUp([...owns, rollup.unplaced()])).toEqual(everything);
      }),
    );
  });

  it('combines all areas into the sum over the areas', () => {
    fc.assert(
      fc.property(randomHistory, ({ units, lives, picks, asOf }) => {
        const rollup = rollUp(tableOf(interleave(lives, picks)).sum(asOf), buildTree(units));
        for (const { unitId } of units) {
          const byArea = rollup.total(unitId)?.map((figure) => ({ ...figure, areaCode: null })) ?? [];
          expect(sumsOf(rollup.total(unitId, 'all-areas'))).toEqual(addUp([byArea]));
        }
      }),
    );
  });

  it('does not depend on how independent achievements interleave', () => {
    fc.assert(
      fc.property(randomHistory, ({ units, lives, picks, otherPicks, asOf: { from, to } }) => {
        const tree = buildTree(units);
        const one = rollUp(tableOf(interleave(lives, picks)).sum({ from, to }), tree);
        const other = rollUp(tableOf(interleave(lives, otherPicks)).sum({ from, to }), tree);
        for (const { unitId } of units) expect(other.total(unitId)).toEqual(one.total(unitId));
        expect(other.unplaced()).toEqual(one.unplaced());
      }),
    );
  });
});
