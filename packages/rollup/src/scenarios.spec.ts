import { describe, expect, it } from '@jest/globals';
import type { UnitTreeEvent } from '@thidua/events';
import { achievement, everything, type FigureEvent, four, line, only, people, tableOf, upTo } from '../test/figures.js';
import { dissolved, forestOf, unit, unitsOf } from '../test/standing.js';
import type { Credit } from './fact.js';
import type { FiguresAsOf } from './forest.js';
import { rollUp } from './roll-up.js';

// The scenarios of figures.md, section 10, by their numbers, as far as they are arithmetic.

/** Own and total of a unit as `[approved value, lines, pending value, lines]`, null where it stands in no tree. */
const ask = (
  events: readonly FigureEvent[],
  later: readonly UnitTreeEvent[],
  asOf: Partial<FiguresAsOf> = {},
  credit: Credit = 'LEAD',
) => {
  const rollup = rollUp(tableOf(events), forestOf(unitsOf(...later), { to: '2022-12-31', ...asOf }), credit);
  const part = (name: 'own' | 'total' | 'unallocated') => (unitId: string) => {
    const node = rollup.forest.node(unitId);
    return node && four(rollup[name](node)[0]);
  };
  return { own: part('own'), total: part('total'), unallocated: part('unallocated') };
};

describe('the scenarios of what a figure is', () => {
  it('2: two lines count each on its own day; of one line only the last counts', () => {
    const two = achievement([line(100, '2022-02-01', { lineId: 'a' }), line(150, '2022-03-01', { lineId: 'b' })]);
    const table = tableOf([two.submitted(11), two.approved(20)]);
    expect(only(table, upTo('2022-02-15'))).toEqual([100, 1, 0, 0]);
    expect(only(table, upTo('2022-03-15'))).toEqual([250, 2, 0, 0]);
    // QuantityReported set the line of one lineId twice: what was submitted holds it once.
    const one = achievement([line(150, '2022-03-01', { lineId: 'a' })]);
    expect(only(tableOf([one.submitted(11), one.approved(20)]), upTo('2022-03-15'))).toEqual([150, 1, 0, 0]);
  });

  it('3: a correction counts from its position', () => {
    const road = achievement([line(1200, '2022-03-10', { lineId: 'a' })]);
    const measured = [line(1020, '2022-03-10', { lineId: 'a' })];
    const events = [road.submitted(10), road.approved(20), road.amendmentRequested(40, measured)];
    const table = tableOf([...events, road.corrected(50, measured)]);
    expect(only(table, upTo('2022-04-01', 49))).toEqual([1200, 1, -180, 0]);
    expect(only(table, upTo('2022-04-01', 50))).toEqual([1020, 1, 0, 0]);
  });

  it('4: a correction may move the day; while it waits the old day waits to lose it', () => {
    const road = achievement([line(100, '2022-04-10', { lineId: 'a' })]);
    const later = [line(100, '2022-04-20', { lineId: 'a' })];
    const events = [road.submitted(10), road.approved(20), road.amendmentRequested(40, later)];
    const table = tableOf([...events, road.corrected(50, later)]);
    expect(only(table, upTo('2022-04-15', 39))).toEqual([100, 1, 0, 0]);
    expect(only(table, upTo('2022-04-15', 49))).toEqual([100, 1, -100, -1]);
    expect(only(table, upTo('2022-04-15', 50))).toEqual([0, 0, 0, 0]);
    expect(only(table, upTo('2022-04-20', 50))).toEqual([100, 1, 0, 0]);
  });

  it('5: what waits is what the figure gains, and may be negative', () => {
    const road = achievement([line(100, '2022-03-10', { lineId: 'a' })]);
    const asks = (value: number) => {
      const after = [line(value, '2022-03-10', { lineId: 'a' })];
      return only(
        tableOf([road.submitted(1), road.approved(2), road.amendmentRequested(3, after)]),
        upTo('2022-04-01'),
      );
    };
    expect(asks(130)).toEqual([100, 1, 30, 0]);
    expect(asks(60)).toEqual([100, 1, -40, 0]);
    const met = achievement([people(['an', 'binh'], '2022-03-10')]);
    const without = [people(['an'], '2022-03-10')];
    const table = tableOf([met.submitted(1), met.approved(2), met.amendmentRequested(3, without)]);
    expect(only(table, upTo('2022-04-01'))).toEqual([2, 1, -1, 0]);
  });

  it('6: what is returned counts nowhere', () => {
    const road = achievement([line(100, '2022-01-15')]);
    const table = tableOf([road.submitted(10), road.returned(15)]);
    expect(only(table, upTo('2022-12-31', 12))).toEqual([0, 0, 100, 1]);
    expect(everything(table, upTo('2022-12-31', 16))).toEqual([]);
  });

  it('7: what is revoked counts until then, on every day', () => {
    const road = achievement([line(100, '2022-01-15')]);
    const table = tableOf([road.submitted(10), road.approved(20), road.revoked(90)]);
    expect(only(table, upTo('2022-01-15', 89))).toEqual([100, 1, 0, 0]);
    expect(only(table, upTo('2022-12-31', 89))).toEqual([100, 1, 0, 0]);
    expect(everything(table, upTo('2022-12-31', 90))).toEqual([]);
  });

  it('8: work of a ward that was merged stands at it as it was, and at its successor under the later tree', () => {
    const merger = [unit('new', 'commune', 'north', '2022-04-01'), dissolved('north-1', '2022-04-01', 'FULL', 'new')];
    const work = achievement([line(70, '2022-03-20')], { ownerUnitId: 'north-1' });
    const events = [work.submitted(100), work.approved(101)];
    const was = ask(events, merger);
    expect([was.total('north-1'), was.total('new'), was.total('north')]).toEqual([
      [70, 1, 0, 0],
      [0, 0, 0, 0],
      [70, 1, 0, 0],
    ]);
    const later = ask(events, merger, { treeOn: '2022-05-01' });
    expect([later.total('north-1'), later.own('new'), later.total('north')]).toEqual([
      null,
      [70, 1, 0, 0],
      [70, 1, 0, 0],
    ]);
  });

  it('9: a merger is known from the position at which it was recorded, whatever its day', () => {
    const merger = [unit('new', 'commune', 'north', '2022-07-01'), dissolved('north-1', '2022-07-01', 'FULL', 'new')];
    const recorded = 9;
    const before = ask([], merger, { treeOn: '2022-07-10', knownUpTo: recorded - 2 });
    expect([before.total('north-1'), before.total('new')]).toEqual([[0, 0, 0, 0], null]);
    const after = ask([], merger, { treeOn: '2022-07-10', knownUpTo: recorded });
    expect([after.total('north-1'), after.total('new')]).toEqual([null, [0, 0, 0, 0]]);
  });

  it('10: a person who was met twice leaves with the last line, as of the days asked', () => {
    const a = achievement([people(['an'], '2022-03-01')], { ownerUnitId: 'north-1' });
    const b = achievement([people(['an'], '2022-03-10')], { ownerUnitId: 'north-2' });
    const events = [a.submitted(10), a.approved(20), b.submitted(21), b.approved(30), a.revoked(50)];
    const north = (to: string, knownUpTo: number) => ask(events, [], { to, knownUpTo }).total('north')?.[0];
    expect([north('2022-03-05', 40), north('2022-03-05', 60)]).toEqual([1, 0]);
    expect([north('2022-03-15', 40), north('2022-03-15', 60)]).toEqual([1, 1]);
  });

  it('14: shares split a whole value once; a tree moves finished parts', () => {
    const bridge = achievement([line(5, '2022-03-01')], {
      ownerUnitId: 'north-1',
      contributions: [
        { orgId: 'a', unitId: 'north-1', role: 'LEAD', shareBp: 5000 },
        { orgId: 'b', unitId: 'south-1', role: 'PARTNER', shareBp: 3000 },
        { orgId: 'c', unitId: 'south-2', role: 'PARTNER', shareBp: 2000 },
      ],
    });
    const merger = [unit('new', 'commune', 'south', '2022-04-01'), dissolved('south-1', '2022-04-01', 'FULL', 'new')];
    const events = [bridge.submitted(100), bridge.approved(101)];
    const shared = ask(events, merger, {}, 'BY_SHARE');
    expect(['north-1', 'south-1', 'south-2', 'province'].map((unitId) => shared.total(unitId)?.slice(0, 2))).toEqual([
      [3, 1],
      [1, 0],
      [1, 0],
      [5, 1],
    ]);
    const later = ask(events, merger, { treeOn: '2022-04-01' }, 'BY_SHARE');
    expect([later.total('new')?.[0], later.total('province')?.[0]]).toEqual([1, 5]);
    expect(ask(events, merger).total('north-1')).toEqual([5, 1, 0, 0]);
    expect(ask(events, merger).total('south')).toEqual([0, 0, 0, 0]);
  });

  it('15: a part of a split belongs to neither district, and the province’s total holds it', () => {
    const parts = [unit('a', 'commune', 'north', '2022-04-01'), unit('b', 'commune', 'south', '2022-04-01')];
    const split = [...parts, dissolved('north-1', '2022-04-01', 'PARTIAL', 'a', 'b')];
    const work = achievement([line(30, '2022-02-01')], { ownerUnitId: 'north-1' });
    const under = ask([work.submitted(100), work.approved(101)], split, { treeOn: '2022-04-01' });
    expect(under.unallocated('province')).toEqual([30, 1, 0, 0]);
    expect(under.total('province')).toEqual([30, 1, 0, 0]);
    expect([under.total('north'), under.total('south')]).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('16: a part that keeps the old code is another unit all the same', () => {
    const code = { code: '29242' };
    const coded = (one: ReturnType<typeof unit>) => ({ ...one, data: { ...one.data, ...code } });
    const old = coded(unit('old', 'commune', 'north'));
    const kept = coded(unit('kept', 'commune', 'north', '2022-04-01'));
    const other = unit('other', 'commune', 'south', '2022-04-01');
    const work = achievement([line(30, '2022-02-01')], { ownerUnitId: 'old' });
    const split = [old, kept, other, dissolved('old', '2022-04-01', 'PARTIAL', 'kept', 'other')];
    const under = ask([work.submitted(100), work.approved(101)], split, { treeOn: '2022-04-01' });
    expect(under.total('kept')).toEqual([0, 0, 0, 0]);
    expect(under.unallocated('province')).toEqual([30, 1, 0, 0]);
  });

  it('18: work that was approved later counts as it was at the position asked', () => {
    const road = achievement([line(100, '2022-02-01')]);
    const table = tableOf([road.submitted(8), road.approved(20)]);
    expect(only(table, upTo('2022-12-31', 10))).toEqual([0, 0, 100, 1]);
  });
});
