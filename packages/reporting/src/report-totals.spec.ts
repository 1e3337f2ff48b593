import { describe, expect, it } from '@jest/globals';
import type { Line } from '@thidua/events';
import { digestOf, TotalTooLarge, totalsLess, totalsOf } from './report-totals.js';

const counted = (areaCode: string, metric: string, quantity: Line['quantity']) => ({
  achievementId: 'a',
  areaCode,
  ownerOrgId: 'o',
  readAt: 1,
  line: { lineId: 'l', metric, quantity, effectiveOn: '2022-03-01' },
});

describe('totals of a report', () => {
  it('combine as their metrics do, with nothing that is null', () => {
    const lines = [
      counted('2.5', 'road', { value: 3 }),
      counted('2.5', 'road', { value: 0 }),
      counted('2.5', 'share', { num: 1, den: 2 }),
      counted('2.5', 'share', { num: 0, den: 0 }),
      counted('2.5', 'score', { sum: 850, count: 2 }),
      counted('2.5', 'person', { members: ['a', 'b', 'a'] }),
      counted('2.5', 'person', { members: ['b'] }),
      counted('2.6', 'person', { declared: 4 }),
    ];
    expect(totalsOf(lines)).toEqual([
      { areaCode: '2.5', metric: 'person', quantity: { value: 2, exact: true, count: 2 } },
      { areaCode: '2.5', metric: 'road', quantity: { value: 3, count: 2 } },
      { areaCode: '2.5', metric: 'score', quantity: { sum: 850, count: 2 } },
      { areaCode: '2.5', metric: 'share', quantity: { num: 1, den: 2, count: 2 } },
      { areaCode: '2.6', metric: 'person', quantity: { value: 4, exact: false, count: 1 } },
    ]);
  });

  it('stand in the order of code points, where UTF-16 puts a supplementary character first', () => {
    const order = ['\u{1F600}', '\uFF61', 'a'].map((metric) => counted('2.5', metric, { value: 1 }));
    expect(totalsOf(order).map(({ metric }) => metric)).toEqual(['a', '\uFF61', '\u{1F600}']);
  });

  it('have a digest over their canonical bytes', () => {
    // sha256 of [{"areaCode":"2.5","metric":"road","quantity":{"count":1,"value":3}}]
    const totals = totalsOf([counted('2.5', 'road', { value: 3 })]);
    expect(digestOf(totals)).toBe('f660dc1c9fe46d5f761b03e34b48f902df017f4d3d84192dbd74326f9b95f9e1');
  });

  it('beyond 2^53 - 1 are refused, not rounded', () => {
    const most = { value: Number.MAX_SAFE_INTEGER };
    expect(() => totalsOf([counted('2.5', 'road', most), counted('2.5', 'road', { value: 1 })])).toThrow(TotalTooLarge);
  });

  it('less others have a row for each pair on either side', () => {
    const [one] = totalsOf([counted('2.5', 'road', { value: 3 })]);
    const [other] = totalsOf([counted('2.5', 'person', { members: ['a'] })]);
    if (!one || !other) throw new Error('no totals');
    expect(totalsLess([one], [other, { ...one, quantity: { value: 5, count: 2 } }])).toEqual([
      { areaCode: '2.5', metric: 'person', quantity: { value: -1, exact: true, count: -1 } },
      { areaCode: '2.5', metric: 'road', quantity: { value: -2, count: -1 } },
    ]);
  });
});
