import { describe, expect, it } from '@jest/globals';
import { UnitHistory } from '@thidua/hierarchy';
import { achievement, campaignId, everything, fact, four, line, only, tableOf, upTo } from '../test/figures.js';
import { FactTable } from './fact-table.js';
import { Forest } from './forest.js';
import { rollUp } from './roll-up.js';

const tableOfFacts = (...facts: readonly Parameters<typeof fact>[0][]): FactTable => {
  const table = new FactTable(campaignId);
  for (const more of facts) table.append(fact(more));
  return table;
};

describe('a figure as of two dates', () => {
  it('is pending from its submission and approved from its approval', () => {
    const road = achievement([line(100, '2022-01-15')]);
    const table = tableOf([road.submitted(11), road.approved(20)]);
    expect(only(table, upTo('2022-01-31', 10))).toEqual([0, 0, 0, 0]);
    expect(only(table, upTo('2022-01-31', 15))).toEqual([0, 0, 100, 1]);
    expect(only(table, upTo('2022-01-31', 25))).toEqual([100, 1, 0, 0]);
  });

  it('counts each line on its own day, not on the day of an act', () => {
    const road = achievement([line(100, '2022-02-01'), line(150, '2022-03-01')]);
    const table = tableOf([road.submitted(11), road.approved(20)]);
    expect(only(table, upTo('2022-02-15'))).toEqual([100, 1, 0, 0]);
    expect(only(table, upTo('2022-03-15'))).toEqual([250, 2, 0, 0]);
  });

  it('is in neither plane once it is returned', () => {
    const road = achievement([line(100, '2022-01-15')]);
    const table = tableOf([road.submitted(10), road.returned(15)]);
    expect(only(table, upTo('2022-01-31', 12))).toEqual([0, 0, 100, 1]);
    expect(everything(table, upTo('2022-01-31', 16))).toEqual([]);
  });

  it('waits again when what was returned is submitted again with other lines', () => {
    const first = achievement([line(100, '2022-01-15')]);
    const second = achievement([line(80, '2022-01-20')]);
    const table = tableOf([first.submitted(10), first.returned(15), second.submitted(18)]);
    expect(only(table, upTo('2022-01-31'))).toEqual([0, 0, 80, 1]);
    expect(only(table, upTo('2022-01-19'))).toEqual([0, 0, 0, 0]);
  });

  it('holds the first and the last day of the window and no day outside it', () => {
    const table = tableOfFacts({ effectiveOn: '2022-03-01' }, { effectiveOn: '2022-03-31', value: 10 });
    expect(only(table, { from: '2022-03-01', to: '2022-03-31' })).toEqual([110, 2, 0, 0]);
    expect(only(table, { from: '2022-03-02', to: '2022-03-31' })).toEqual([10, 1, 0, 0]);
    expect(only(table, { from: '2022-03-01', to: '2022-03-30' })).toEqual([100, 1, 0, 0]);
    expect(only(table, { from: '2022-03-31', to: '2022-03-01' })).toEqual([0, 0, 0, 0]);
  });

  it('counts a zero as a line, and takes it away as one', () => {
    const table = tableOfFacts({ value: 0, plane: 'pending' }, { value: 0, plane: 'pending', sign: -1, position: 2 });
    expect(only(table, upTo('2022-12-31', 1))).toEqual([0, 0, 0, 1]);
    expect(everything(table, upTo('2022-12-31', 2))).toEqual([]);
  });

  it('may be negative on either plane', () => {
    const table = tableOfFacts({ sign: -1, plane: 'pending' }, { sign: -1, value: 1 });
    expect(only(table, upTo('2022-12-31'))).toEqual([-1, -1, -100, -1]);
  });

  it('tells areas and metrics apart', () => {
    const table = tableOfFacts({}, { areaCode: '2.2' }, { metric: 'trees' }, {});
    const figures = everything(table, upTo('2022-12-31'));
    expect(figures.map(({ areaCode, metric, approved }) => [areaCode, metric, approved.value])).toEqual([
      ['2.1', 'road_m', 200],
      ['2.1', 'trees', 100],
      ['2.2', 'road_m', 100],
    ]);
  });

  it('does not change by facts that come later', () => {
    const table = tableOfFacts({});
    const rollup = rollUp(table, new Forest(new UnitHistory(), upTo('2022-12-31')));
    for (let n = 0; n < 3000; n++) table.append(fact({ position: 2, unitId: `unit-${n % 1500}`, metric: 'trees' }));
    expect(rollup.unplaced().map(four)).toEqual([[100, 1, 0, 0]]);
    expect(everything(table, upTo('2022-12-31')).map(four)).toEqual([
      [100, 1, 0, 0],
      [300_000, 3000, 0, 0],
    ]);
  });
});

describe('the table of facts', () => {
  it('gives facts back as they were added', () => {
    const facts = [
      fact({ sign: -1, plane: 'pending', credit: 'BY_SHARE', lines: 0, ownerOrgId: 'youth' }),
      fact({ metric: 'poor', quantity: { num: 1, den: 0 }, eventType: 'ApprovalRevoked.v1', position: 2 }),
      fact({ metric: 'score', quantity: { sum: 85, count: 2 }, position: 2 }),
      fact({ metric: 'person', quantity: { members: ['an', 'binh'] }, position: 2 }),
      fact({ metric: 'person', quantity: { members: [] }, position: 2, achievementId: 'other' }),
      fact({ metric: 'person', quantity: { declared: 0 }, effectiveOn: '2022-02-28', position: 3 }),
    ];
    const table = new FactTable(campaignId);
    for (const one of facts) table.append({ ...one, ownerOrgId: 'youth' });
    expect(facts.map((_, at) => table.fact(at))).toEqual(facts.map((one) => ({ ...one, ownerOrgId: 'youth' })));
  });

  it('takes facts of one event at one position and tells where it stands', () => {
    const table = tableOfFacts({ position: 4 }, { position: 4 });
    expect([table.length, table.position]).toEqual([2, 4]);
    expect([new FactTable('new').length, new FactTable('new').position]).toEqual([0, 0]);
  });

  it.each([
    ['behind its last position', { position: 3 }, 'comes after 4'],
    ['of another campaign', { campaignId: 'other' }, 'does not belong'],
    ['of a fraction', { value: 0.5 }, 'no stored quantity'],
    ['of a negative quantity', { value: -1 }, 'no stored quantity'],
    ['of a quantity beyond 2^53 - 1', { value: 2 ** 53 }, 'no stored quantity'],
    ['of a negative denominator', { quantity: { num: 1, den: -1 } }, 'no stored quantity'],
    ['of another kind of quantity', { quantity: { num: 1, den: 2 } }, 'combines as SUM, not RATIO'],
    ['on a day that does not exist', { effectiveOn: '2022-02-30' }, 'no date'],
    ['at an instant instead of a day', { effectiveOn: '2022-02-01T00:00' }, 'no date'],
    ['at a position beyond its column', { position: 2 ** 31 }, 'beyond'],
  ])('refuses a fact %s and stays as it was', (_, wrong, message) => {
    const table = tableOfFacts({ position: 4 });
    expect(() => table.append(fact({ position: 4, ...wrong }))).toThrow(message);
    expect(table.length).toBe(1);
    expect(only(table, upTo('2022-12-31'))).toEqual([100, 1, 0, 0]);
  });
});
