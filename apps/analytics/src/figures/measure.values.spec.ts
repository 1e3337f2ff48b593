import { describe, expect, it } from '@jest/globals';
import { UnitHistory } from '@thidua/hierarchy';
import { type Fact, FactTable, type FigureNode, Forest, rollUp } from '@thidua/rollup';
import type { StoredCampaign } from '@thidua/service';
import { GraphQLError } from 'graphql';
import type { Answer } from './answer.js';
import { measuresOf } from './measure.values.js';
import { rowsOf, tableOf } from './rollup-table.values.js';

const metricOf = (metric: string, combine: string) => ({ metric, combine, titleVi: metric, unitVi: 'm', unitEn: 'm' });

const campaign = {
  campaignId: 'c',
  areas: ['2.1', '2.2'].map((areaCode) => ({ areaCode, titleVi: `Nội dung ${areaCode}` })),
  metrics: [
    metricOf('road_m', 'SUM'),
    metricOf('person', 'DISTINCT'),
    metricOf('poor_share', 'RATIO'),
    metricOf('score', 'AVERAGE'),
  ],
} as unknown as StoredCampaign;

/** A province, two districts, and a ward that moved from the first to the second on 2022-03-01. */
const units = () => {
  const history = new UnitHistory();
  const founded = [
    ['province', 'province', undefined],
    ['a', 'district', 'province'],
    ['b', 'district', 'province'],
    ['ward', 'commune', 'a'],
  ] as const;
  founded.forEach(([unitId, level, parentUnitId], n) => {
    const data = { unitId, level, parentUnitId, type: level, nameVi: unitId, validFrom: '2022-01-01' };
    history.apply({ type: 'UnitRegistered.v1', position: n + 1, data });
  });
  const move = { unitId: 'ward', fromParentId: 'a', toParentId: 'b', validFrom: '2022-03-01' };
  history.apply({ type: 'UnitMoved.v1', position: 9, data: move });
  return history;
};

const fact = (more: Partial<Fact>): Fact => ({
  ...{ campaignId: 'c', achievementId: 'road', ownerOrgId: 'org', eventType: 'AchievementApproved.v1' },
  ...{ unitId: 'ward', areaCode: '2.1', metric: 'road_m', effectiveOn: '2022-02-01', position: 10 },
  ...{ plane: 'approved', sign: 1, credit: null, lines: 1, quantity: { value: 5 } },
  ...more,
});

const ask = (...facts: readonly Partial<Fact>[]) => {
  const table = new FactTable('c');
  for (const more of facts) table.append(fact(more));
  const forest = new Forest(units(), { from: '2022-01-01', to: '2022-06-30' });
  const answer = { campaign, rollup: rollUp(table, forest) } as unknown as Answer;
  const node = (unitId: string) => forest.node(unitId) as FigureNode;
  return { answer, node };
};

/** The code with which something is refused. */
const codeOf = (ask: () => unknown): unknown => {
  try {
    ask();
  } catch (fault) {
    if (fault instanceof GraphQLError) return fault.extensions.code;
    throw fault;
  }
  return undefined;
};

describe('measures', () => {
  const { answer, node } = ask({}, { areaCode: '2.2', effectiveOn: '2022-04-01' });
  const measures = (args: Parameters<typeof measuresOf>[1], unitId = 'province') =>
    measuresOf({ answer, node: node(unitId), part: 'total' }, args, 'vi').map(({ area, metric, approved }) => [
      area?.code ?? null,
      metric.code,
      approved.value ?? approved.numerator ?? approved.sum,
      approved.count,
    ]);

  it('are of all areas together, or of each that is asked', () => {
    expect(measures({})).toEqual([[null, 'road_m', 10, 2]]);
    expect(measures({ areas: ['2.2', '2.1'] })).toEqual([
      ['2.2', 'road_m', 5, 1],
      ['2.1', 'road_m', 5, 1],
    ]);
    expect(measures({}, 'a')).toEqual([[null, 'road_m', 5, 1]]);
  });

  it('are zero in the kind of their metric where one was asked by name and nothing counts', () => {
    const none = measuresOf(
      { answer, node: node('b'), part: 'own' },
      { metrics: ['road_m', 'person', 'poor_share', 'score'] },
      'vi',
    ).map(({ approved }) => approved);
    const rest = { value: null, numerator: null, denominator: null, sum: null, count: 0, exact: true };
    expect(none).toEqual([
      { ...rest, value: 0 },
      { ...rest, value: 0 },
      { ...rest, numerator: 0, denominator: 0 },
      { ...rest, sum: 0 },
    ]);
  });

  it('refuse what the campaign lacks', () => {
    expect(() => measures({ areas: ['9'] })).toThrow('areas: the campaign has no "9"');
    expect(() => measures({ metrics: ['trees'] })).toThrow('metrics: the campaign has no "trees"');
  });

  it.each([
    ['a sum beyond 2^53', { quantity: { value: Number.MAX_SAFE_INTEGER } }],
    ['a count beyond what an answer holds', { metric: 'score', quantity: { sum: 1, count: 2 ** 31 - 1 } }],
  ])('refuse %s loudly', (_, more) => {
    const large = ask(more, more);
    const of = { answer: large.answer, node: large.node('ward'), part: 'total' } as const;
    expect(codeOf(() => measuresOf(of, {}, 'vi'))).toBe('LIMIT_EXCEEDED');
  });
});

describe('a table', () => {
  it('shows a unit twice that stood under two parents, each with its days there', () => {
    const { answer, node } = ask({}, { effectiveOn: '2022-04-01', quantity: { value: 7 } });
    const value = { answer, node: node('province') };
    const rows = rowsOf(value, null);
    expect(rows.map(({ node: { unitId }, parent }) => [unitId, parent])).toEqual([
      ['province', null],
      ['a', 0],
      ['ward', 1],
      ['b', 0],
      ['ward', 3],
    ]);
    expect(tableOf(value, rows, {}).approved).toEqual([12, 5, 5, 7, 7]);
  });

  it('leaves out levels that are not asked, and names the nearest row above', () => {
    const { answer, node } = ask({});
    const rows = rowsOf({ answer, node: node('province') }, ['commune']);
    expect(rows.map(({ node: { unitId }, parent }) => [unitId, parent])).toEqual([
      ['province', null],
      ['ward', 0],
      ['ward', 0],
    ]);
  });

  it('has the columns that were asked, once each, and a column for what is nothing only at the top', () => {
    const more = { effectiveOn: '2022-04-01', sign: -1 } as const;
    const { answer, node } = ask({}, more);
    const value = { answer, node: node('province') };
    const found = tableOf(value, rowsOf(value, null), {});
    expect(found.columns).toEqual([{ metric: 'road_m', areaCode: null }]);
    expect(found.approved).toEqual([null, 5, 5, -5, -5]);
    const asked = tableOf(value, rowsOf(value, []), { metrics: ['score', 'score'], areas: ['2.1', '2.1'] });
    expect(asked.columns).toEqual([{ metric: 'score', areaCode: '2.1' }]);
    expect(asked.approved).toEqual([null]);
  });

  it('refuses more cells than one answer holds', () => {
    const { answer, node } = ask({});
    const value = { answer, node: node('province') };
    const rows = new Array(50_001).fill({ node: node('ward'), parent: null });
    expect(() =>
      tableOf(value, rows, { metrics: ['road_m', 'person', 'score', 'poor_share'], areas: ['2.1', '2.2'] }),
    ).toThrow('at most 250000 cells');
  });
});
