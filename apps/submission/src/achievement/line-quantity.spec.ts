import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { launchedCampaign, person } from '../../test/achievements.js';
import { lineQuantity, type QuantityInput, sameQuantity } from './line-quantity.js';

const at = ['lines', '0'];
const { metrics } = launchedCampaign();

const read = (metric: string, input: QuantityInput) => {
  const rule = metrics.get(metric);
  if (!rule) throw new Error(`no metric ${metric}`);
  return lineQuantity(input, { metric, ...rule, achievementId: 'road' }, at);
};
const taken = (metric: string, input: QuantityInput) => {
  const { quantity, faults } = read(metric, input);
  return quantity ?? faults;
};
const faults = (metric: string, input: QuantityInput) => {
  const read_ = read(metric, input);
  expect(read_.quantity).toBeNull();
  return read_.faults.map(({ refused, field }) => [refused, field?.join('.')]);
};

describe('a quantity', () => {
  it.each<[string, QuantityInput, object]>([
    ['road_m', { value: '0' }, { value: 0 }],
    ['score', { value: '85.5' }, { value: 855 }],
    ['rate', { numerator: '7', denominator: '12' }, { num: 7, den: 12 }],
    ['rate', { numerator: '0', denominator: '0' }, { num: 0, den: 0 }],
    ['rate', { numerator: '5', denominator: '0' }, { num: 5, den: 0 }],
    ['mean', { sum: '177.5', count: 2 }, { sum: 1775, count: 2 }],
    ['mean', { sum: '0', count: 1 }, { sum: 0, count: 1 }],
    ['people', { members: [] }, { members: [] }],
    ['people', { members: [person(2), person(1)] }, { members: [person(1), person(2)] }],
    ['people', { members: [person(1).toUpperCase()] }, { members: [person(1)] }],
    ['people', { declared: '145' }, { declared: 145 }],
    ['people', { declared: '0' }, { declared: 0 }],
    ['model', {}, { members: ['road'] }],
  ])('of %s given as %j is stored', (metric, input, stored) => {
    expect(taken(metric, input)).toEqual(stored);
  });

  it.each<[string, QuantityInput, [string, string][]]>([
    ['road_m', {}, [['QUANTITY_MISSING', 'value']]],
    ['road_m', { value: ' ' }, [['QUANTITY_MISSING', 'value']]],
    ['rate', { numerator: '1' }, [['QUANTITY_MISSING', 'denominator']]],
    [
      'rate',
      { numerator: '-1', denominator: '1.5' },
      [
        ['QUANTITY_NEGATIVE', 'numerator'],
        ['QUANTITY_TOO_PRECISE', 'denominator'],
      ],
    ],
    [
      'mean',
      {},
      [
        ['QUANTITY_MISSING', 'sum'],
        ['QUANTITY_MISSING', 'count'],
      ],
    ],
    ['mean', { sum: '1.55', count: 1 }, [['QUANTITY_TOO_PRECISE', 'sum']]],
    ['mean', { sum: '0', count: 0 }, [['QUANTITY_SHAPE', 'count']]],
    ['mean', { sum: '0', count: -1 }, [['QUANTITY_NEGATIVE', 'count']]],
    ['people', {}, [['QUANTITY_MISSING', 'members']]],
    ['people', { declared: '1.5' }, [['QUANTITY_TOO_PRECISE', 'declared']]],
    ['people', { members: [], declared: '1' }, [['QUANTITY_SHAPE', 'members']]],
    [
      'people',
      { members: ['An', person(1), person(1).toUpperCase()] },
      [
        ['MEMBER_INVALID', 'members.0'],
        ['DUPLICATE', 'members.2'],
      ],
    ],
    [
      'road_m',
      { declared: '5', members: [] },
      [
        ['QUANTITY_SHAPE', 'members'],
        ['QUANTITY_SHAPE', 'declared'],
        ['QUANTITY_MISSING', 'value'],
      ],
    ],
    ['model', { value: '1' }, [['QUANTITY_SHAPE', 'value']]],
    ['model', { members: [person(1)] }, [['QUANTITY_SHAPE', 'members']]],
  ])('of %s given as %j is refused where it is at fault', (metric, input, expected) => {
    expect(faults(metric, input)).toEqual(expected.map(([refused, field]) => [refused, `lines.0.${field}`]));
  });

  it('in the wrong fields is told which its metric takes', () => {
    const needed = (metric: string) => read(metric, { value: '1', sum: '1' }).faults[0]?.detail;
    expect(needed('road_m')).toEqual({ metric: 'road_m', combine: 'SUM', needed: ['value'] });
    expect(needed('rate')).toEqual({ metric: 'rate', combine: 'RATIO', needed: ['numerator', 'denominator'] });
    expect(needed('mean')).toEqual({ metric: 'mean', combine: 'AVERAGE', needed: ['sum', 'count ≥ 1'] });
    expect(needed('people')).toEqual({ metric: 'people', combine: 'DISTINCT', needed: ['members | declared'] });
    expect(needed('model')).toEqual({ metric: 'model', combine: 'DISTINCT', needed: ['–'] });
  });

  it('names at most 2,000 people', () => {
    const members = (count: number) => Array.from({ length: count }, (_, n) => person(n));
    expect(taken('people', { members: members(2000) })).toEqual({ members: members(2000) });
    expect(taken('people', { members: members(2001) })).toEqual([
      { refused: 'TOO_MANY', field: [...at, 'members'], detail: { max: 2000, count: 2001 } },
    ]);
  });

  it('is taken in exactly one form: any other field that is given as well is refused', () => {
    const whole: Record<string, QuantityInput> = {
      ...{ road_m: { value: '1' }, rate: { numerator: '1', denominator: '2' }, mean: { sum: '1', count: 1 } },
      ...{ people: { members: [person(1)] }, model: {} },
    };
    const others: QuantityInput = {
      ...{ value: '1', numerator: '1', denominator: '1', sum: '1', count: 1, declared: '1', members: [person(3)] },
    };
    const extra = fc.subarray(Object.keys(others) as (keyof QuantityInput)[]);
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(whole)), extra, (metric, fields) => {
        const own = whole[metric] ?? {};
        const given = Object.fromEntries(fields.map((field) => [field, others[field]]));
        const strange = fields.some((field) => !(field in own));
        expect(read(metric, { ...given, ...own }).quantity === null).toBe(strange);
      }),
    );
  });

  it('is the same as another where it says the same, members as a set', () => {
    expect(sameQuantity({ num: 1, den: 2 }, { den: 2, num: 1 })).toBe(true);
    expect(sameQuantity({ members: ['a', 'b'] }, { members: ['b', 'a', 'b'] })).toBe(true);
    expect(sameQuantity({ members: ['a'] }, { members: ['a', 'b'] })).toBe(false);
    expect(sameQuantity({ value: 1 }, { declared: 1 })).toBe(false);
  });
});
