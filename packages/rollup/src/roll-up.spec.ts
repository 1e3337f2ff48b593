import { describe, expect, it } from '@jest/globals';
import type { UnitTreeEvent } from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import { achievement, fact, four, line, people, tableOf } from '../test/figures.js';
import { dissolved, forestOf, unit, unitsOf } from '../test/standing.js';
import type { Figure } from './fact.js';
import { FactTable } from './fact-table.js';
import type { FigureNode, FiguresAsOf } from './forest.js';
import { type Rollup, rollUp } from './roll-up.js';

const moved = (unitId: string, toParentId: string, validFrom: string) =>
  ({ type: 'UnitMoved.v1', data: { unitId, toParentId, validFrom } }) satisfies UnitTreeEvent;

const factsOfUnits = (...facts: readonly Parameters<typeof fact>[0][]): FactTable => {
  const table = new FactTable('tra-vinh-2022');
  for (const more of facts) table.append(fact(more));
  return table;
};

const node = ({ forest }: Rollup, unitId: string): FigureNode => {
  const found = forest.node(unitId);
  if (!found) throw new Error(`${unitId} stands in no tree`);
  return found;
};

/** The approved values of a list, by area and metric. */
const values = (figures: readonly Figure[]) =>
  Object.fromEntries(figures.map(({ areaCode, metric, approved }) => [`${areaCode} ${metric}`, approved.value]));

const value = (figures: readonly Figure[]) => figures[0]?.approved.value ?? null;

describe('a rollup over a tree', () => {
  const works = [
    achievement([line(100, '2022-01-15')], { ownerUnitId: 'north-1' }),
    achievement([line(20, '2022-02-15'), line(3, '2022-02-15', { metric: 'trees' })], { ownerUnitId: 'north' }),
    achievement([line(7, '2022-02-16')], { ownerUnitId: 'north', areaCode: '2.10' }),
  ];
  const approved = works.flatMap((work, n) => [work.submitted(2 * n + 1), work.approved(2 * n + 2)]);
  const rollup = rollUp(tableOf(approved), forestOf(unitsOf()));

  it('lists what a unit did itself, sorted by area and metric', () => {
    expect(Object.entries(values(rollup.own(node(rollup, 'north'))))).toEqual([
      ['2.1 road_m', 20],
      ['2.1 trees', 3],
      ['2.10 road_m', 7],
    ]);
    expect(rollup.own(node(rollup, 'province'))).toEqual([]);
  });

  it('totals a unit and all units below it', () => {
    expect(values(rollup.total(node(rollup, 'north')))).toEqual({
      '2.1 road_m': 120,
      '2.1 trees': 3,
      '2.10 road_m': 7,
    });
    expect(values(rollup.total(node(rollup, 'north-1')))).toEqual({ '2.1 road_m': 100 });
    expect(rollup.total(node(rollup, 'south'))).toEqual([]);
  });

  it('combines all areas of a metric where asked, never two metrics', () => {
    expect(values(rollup.total(node(rollup, 'province'), 'all-areas'))).toEqual({
      'null road_m': 127,
      'null trees': 3,
    });
  });

  it('names the unit, and tells how a figure combines', () => {
    expect(rollup.own(node(rollup, 'north-1'))).toEqual([
      {
        ...{ unitId: 'north-1', areaCode: '2.1', metric: 'road_m', combine: 'SUM' },
        approved: { value: 100, numerator: null, denominator: null, sum: null, count: 1, exact: true },
        pending: { value: 0, numerator: null, denominator: null, sum: null, count: 0, exact: true },
      },
    ]);
  });

  it('has no node for a unit that stands in no tree', () => {
    expect(rollup.forest.node('elsewhere')).toBeNull();
  });

  it('answers over no facts and over an empty tree', () => {
    const none = rollUp(tableOf([]), forestOf(unitsOf()));
    expect(none.total(node(none, 'province'))).toEqual([]);
    expect(values(rollUp(tableOf(approved), forestOf(new UnitHistory())).unplaced())).toEqual({
      '2.1 road_m': 120,
      '2.1 trees': 3,
      '2.10 road_m': 7,
    });
  });

  it('holds nothing in a window without a day, and stands under the tree of its last one', () => {
    const empty = rollUp(tableOf(approved), forestOf(unitsOf(), { from: '2022-03-01', to: '2022-02-28' }));
    expect(empty.total(node(empty, 'province'))).toEqual([]);
    expect(empty.forest.children(node(empty, 'province'))).toHaveLength(2);
    const before = forestOf(unitsOf(), { from: '2022-01-01', to: '2021-12-31' });
    expect(before.node('province')).toBeNull();
  });
});

describe('quantities up the tree', () => {
  it('add numerators and denominators of a ratio, never quotients', () => {
    const ratio = (unitId: string, num: number, den: number) => ({
      unitId,
      metric: 'poor_share',
      quantity: { num, den },
    });
    const table = factsOfUnits(ratio('north-1', 7, 12), ratio('north-2', 0, 5), ratio('south-1', 1, 0));
    const rollup = rollUp(table, forestOf(unitsOf()));
    const approved = (unitId: string) => rollup.total(node(rollup, unitId))[0]?.approved;
    expect(approved('north')).toMatchObject({ value: null, numerator: 7, denominator: 17, count: 2 });
    expect(approved('south')).toMatchObject({ numerator: 1, denominator: 0, count: 1 });
    expect(approved('province')).toMatchObject({ numerator: 8, denominator: 17, count: 3 });
  });

  it('add sums and counts of an average, zero too', () => {
    const score = (unitId: string, sum: number) => ({ unitId, metric: 'score', quantity: { sum, count: 1 } });
    const table = factsOfUnits(
      score('north-1', 850),
      score('north-1', 0),
      score('north-2', 925),
      score('north-2', 700),
    );
    const rollup = rollUp(table, forestOf(unitsOf()));
    expect(rollup.total(node(rollup, 'north'))[0]?.approved).toMatchObject({ value: null, sum: 2475, count: 4 });
  });

  it('show a ratio of 0/0 and an average over nothing, since they were reported', () => {
    const table = factsOfUnits(
      { unitId: 'north-1', metric: 'poor_share', quantity: { num: 0, den: 0 } },
      { unitId: 'north-1', metric: 'score', quantity: { sum: 0, count: 0 } },
    );
    const rollup = rollUp(table, forestOf(unitsOf()));
    expect(rollup.total(node(rollup, 'north')).map(({ approved }) => approved)).toMatchObject([
      { numerator: 0, denominator: 0, count: 1 },
      { sum: 0, count: 0 },
    ]);
  });

  it('count people of two units once, over the areas too', () => {
    const named = (unitId: string, areaCode: string, ...members: string[]) => ({
      ...{ unitId, areaCode, metric: 'person' },
      quantity: { members },
    });
    const table = factsOfUnits(
      named('north-1', '2.1', 'an', 'binh'),
      named('north-2', '2.1', 'binh', 'chi'),
      named('north-2', '2.2', 'an'),
    );
    const rollup = rollUp(table, forestOf(unitsOf()));
    expect(values(rollup.total(node(rollup, 'north')))).toEqual({ '2.1 person': 3, '2.2 person': 1 });
    expect(rollup.total(node(rollup, 'north'), 'all-areas').map(four)).toEqual([[3, 3, 0, 0]]);
    expect(rollup.total(node(rollup, 'north-2'), 'all-areas').map(four)).toEqual([[3, 2, 0, 0]]);
  });
});

describe('people who are known by number only', () => {
  const figure = (...works: readonly ReturnType<typeof achievement>[]) => {
    const events = works.flatMap((work, n) => [work.submitted(10 * n + 1), ...(n === 0 ? [work.approved(2)] : [])]);
    const rollup = rollUp(tableOf(events), forestOf(unitsOf()));
    return rollup.total(node(rollup, 'north'))[0];
  };
  const by = (declared: number) =>
    achievement([line({ declared }, '2022-02-01', { metric: 'person' })], { ownerUnitId: 'north-1' });
  const named = (...members: string[]) => achievement([people(members, '2022-02-02')], { ownerUnitId: 'north-2' });

  it('are added to the union, which is exact no more, be they none', () => {
    expect(figure(by(40))?.approved).toMatchObject({ value: 40, count: 1, exact: false });
    expect(figure(by(0))?.approved).toMatchObject({ value: 0, count: 1, exact: false });
    expect(figure(named('an'), by(40))).toMatchObject({
      approved: { value: 1, exact: true },
      pending: { value: 40, exact: false },
    });
  });

  it('leave open whether somebody who waits is new, and nothing open where nobody waits', () => {
    expect(figure(by(40), named('an'))?.pending).toMatchObject({ value: 1, count: 1, exact: false });
    expect(figure(by(40))?.pending).toMatchObject({ value: 0, count: 0, exact: true });
  });
});

describe('as it was, over a change of the tree', () => {
  const units = unitsOf(moved('north-1', 'south', '2022-03-01'));
  const table = factsOfUnits(
    { unitId: 'north-1', value: 1, effectiveOn: '2022-02-28' },
    { unitId: 'north-1', value: 2, effectiveOn: '2022-03-01' },
    { unitId: 'north-2', value: 4, effectiveOn: '2022-03-01' },
    { unitId: 'south', value: 8, effectiveOn: '2022-01-01' },
  );
  const ask = (asOf: Partial<FiguresAsOf> = {}) => rollUp(table, forestOf(units, asOf));
  const rows = (rollup: Rollup, unitId: string) =>
    rollup.forest.children(node(rollup, unitId)).map((child) => [child.unitId, value(rollup.total(child))]);

  it('sums each fact where its unit stood on its day', () => {
    const rollup = ask();
    expect(['north', 'south', 'province'].map((unitId) => value(rollup.total(node(rollup, unitId))))).toEqual([
      5, 10, 15,
    ]);
    expect(value(rollup.total(node(rollup, 'north-1')))).toBe(3);
  });

  it('shows a unit that moved below both parents, each with its days there; former ones come last', () => {
    const rollup = ask();
    expect(rows(rollup, 'north')).toEqual([
      ['north-2', 4],
      ['north-1', 1],
    ]);
    expect(rows(rollup, 'south')).toEqual([
      ['north-1', 2],
      ['south-1', null],
      ['south-2', null],
    ]);
    const former = rollup.forest.children(node(rollup, 'north'))[1] as FigureNode;
    expect(rollup.forest.calledOn(former)).toBe('2022-02-28');
    expect(rollup.forest.calledOn(node(rollup, 'north-1'))).toBe('2022-06-30');
  });

  it('shows a moved unit once among the units of its level', () => {
    const rollup = ask();
    const { forest } = rollup;
    const communes = forest.descendants(node(rollup, 'province'), 'commune');
    expect(communes.map((one) => [one.unitId, value(rollup.total(one))])).toEqual([
      ['north-2', 4],
      ['north-1', 3],
      ['south-1', null],
      ['south-2', null],
    ]);
    expect(communes.map((one) => forest.levelOf(one))).toEqual(new Array(4).fill('commune'));
  });

  it('knows only the parents within the window', () => {
    expect(rows(ask({ to: '2022-02-28' }), 'south').map(([unitId]) => unitId)).toEqual(['south-1', 'south-2']);
    expect(rows(ask({ from: '2022-03-01' }), 'north').map(([unitId]) => unitId)).toEqual(['north-2']);
  });

  it('stands under one tree where one is asked', () => {
    expect(rows(ask({ treeOn: '2022-02-28' }), 'north')).toEqual([
      ['north-1', 3],
      ['north-2', 4],
    ]);
    expect(rows(ask({ treeOn: '2022-03-01' }), 'south')[0]).toEqual(['north-1', 3]);
    expect(ask({ treeOn: '2022-03-01' }).forest.calledOn({ unitId: 'south', stretches: [0] })).toBe('2022-03-01');
  });

  it('does not know the move before it was recorded', () => {
    expect(value(ask({ knownUpTo: 7 }).total({ unitId: 'north', stretches: [0] }))).toBe(7);
  });

  it('counts a person on both sides of the change once', () => {
    const met = (day: string) => ({
      metric: 'person',
      unitId: 'north-1',
      effectiveOn: day,
      quantity: { members: ['an'] },
    });
    const both = rollUp(factsOfUnits(met('2022-02-28'), met('2022-03-01')), forestOf(units));
    expect(both.total(node(both, 'north-1')).map(four)).toEqual([[1, 2, 0, 0]]);
    expect(both.total(node(both, 'north')).map(four)).toEqual([[1, 1, 0, 0]]);
    expect(both.total(node(both, 'province')).map(four)).toEqual([[1, 2, 0, 0]]);
  });
});

describe('what stands at no unit of the tree', () => {
  const ended = factsOfUnits({ unitId: 'north-1', value: 3 }, { unitId: 'ghost', value: 5 });

  it('is unallocated below the unit that holds all candidates', () => {
    const parts = [unit('west-1', 'commune', 'north', '2022-03-01'), unit('east-1', 'commune', 'south', '2022-03-01')];
    const units = unitsOf(...parts, dissolved('north-1', '2022-03-01', 'PARTIAL', 'west-1', 'east-1'));
    const rollup = rollUp(ended, forestOf(units, { treeOn: '2022-03-01' }));
    expect(value(rollup.unallocated(node(rollup, 'province')))).toBe(8);
    expect(value(rollup.total(node(rollup, 'north')))).toBeNull();
    expect(rollup.unplaced()).toEqual([]);
  });

  it('is unallocated at the only root where even that is unknown', () => {
    const rollup = rollUp(ended, forestOf(unitsOf()));
    expect(value(rollup.unallocated(node(rollup, 'province')))).toBe(5);
    expect(value(rollup.total(node(rollup, 'province')))).toBe(8);
    expect(rollup.forest.isRoot(node(rollup, 'province'))).toBe(true);
    expect(rollup.forest.isRoot(node(rollup, 'north'))).toBe(false);
  });

  it('is shown apart where the tree has several roots, and no total holds it', () => {
    const rollup = rollUp(ended, forestOf(unitsOf(unit('other', 'province', null))));
    expect(value(rollup.unplaced())).toBe(5);
    expect(rollup.forest.roots().map((root) => [root.unitId, value(rollup.total(root))])).toEqual([
      ['other', null],
      ['province', 3],
    ]);
  });
});
