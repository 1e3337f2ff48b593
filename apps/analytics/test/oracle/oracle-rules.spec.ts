import { describe, expect, it } from '@jest/globals';
import { top } from './oracle.js';
import { figureOf, line, told, values } from './story.js';

describe('the oracle answers what the rules say beside the scenarios', () => {
  it('a child that moves inside the window is a row of both parents, each with its own days', () => {
    const story = told();
    story.approved('a', [line(1, '2022-02-01'), line(20, '2022-04-01')]);
    story.reorganise({ validFrom: '2022-03-01', moves: [{ unitId: 'a', to: 'west' }] });
    const answer = story.ask('2022-06-30');
    expect(values(answer, 'a')).toEqual([21, 0]);
    expect(values(answer, ['city', 'a'])).toEqual([1, 0]);
    expect(values(answer, ['west', 'a'])).toEqual([20, 0]);
    expect(values(answer, [top, 'province', 'west', 'a'])).toEqual([20, 0]);
    expect([...answer.childrenOf('west')].sort()).toEqual(['a', 'x']);
  });

  it('a unit dissolved without successor leaves its own at the nearest ancestor that lives', () => {
    const story = told();
    story.approved('x', [line(3, '2022-02-01')]);
    story.reorganise({ validFrom: '2022-03-01', dissolve: ['x'] });
    story.reorganise({ validFrom: '2022-04-01', dissolve: ['west'] });
    const unallocatedAt = (unitId: string, treeOn: string) =>
      figureOf(story.ask('2022-06-30', { treeOn }), 'unallocated', unitId).approved.value;
    expect(unallocatedAt('west', '2022-03-01')).toBe(3);
    expect(unallocatedAt('province', '2022-04-01')).toBe(3);
  });

  it('a unit that is not there yet goes back to its single predecessor, of several above all of them', () => {
    const story = told();
    const newUnits = [
      { unitId: 'a2', level: 'commune' as const, parent: 'city' },
      { unitId: 'bx', level: 'commune' as const, parent: 'city' },
    ];
    const mappings = [
      { from: 'a', to: 'a2', coverage: 'FULL' as const },
      { from: 'b', to: 'bx', coverage: 'FULL' as const },
      { from: 'x', to: 'bx', coverage: 'FULL' as const },
    ];
    story.reorganise({ validFrom: '2022-03-01', newUnits, mappings });
    story.approved('a2', [line(1, '2022-04-01')]);
    story.approved('bx', [line(20, '2022-04-01')]);
    const answer = story.ask('2022-06-30', { treeOn: '2022-02-01' });
    expect(values(answer, 'a')).toEqual([1, 0]);
    expect(figureOf(answer, 'unallocated', 'province').approved.value).toBe(20);
  });

  it('of a ward made of one whole ward and parts of two, only the whole one is known to lie in it', () => {
    const story = told();
    story.approved('a', [line(300, '2022-03-01')]);
    story.approved('b', [line(50, '2022-03-02')]);
    story.approved('x', [line(20, '2022-03-03')]);
    const newUnits = [
      { unitId: 'saigon', level: 'commune' as const, parent: 'city' },
      { unitId: 'other', level: 'commune' as const, parent: 'west' },
    ];
    const mappings = [
      { from: 'a', to: 'saigon', coverage: 'FULL' as const },
      ...['b', 'x'].flatMap((from) => ['saigon', 'other'].map((to) => ({ from, to, coverage: 'PARTIAL' as const }))),
    ];
    story.reorganise({ validFrom: '2022-07-01', newUnits, mappings });
    story.approved('saigon', [line(7, '2022-07-10')]);
    expect(values(story.ask('2022-06-30'), 'a')).toEqual([300, 0]);
    const answer = story.ask('2022-08-01', { treeOn: '2022-08-01' });
    expect(values(answer, 'saigon')).toEqual([307, 0]);
    expect(figureOf(answer, 'unallocated', 'province').approved.value).toBe(70);
    expect(values(answer, 'province')).toEqual([377, 0]);
  });

  it('of a part that is named alone nobody knows where the rest went: it is unallocated above that part', () => {
    const story = told();
    story.approved('a', [line(9, '2022-02-01')]);
    const newUnits = [{ unitId: 'a1', level: 'commune' as const, parent: 'west' }];
    const mappings = [{ from: 'a', to: 'a1', coverage: 'PARTIAL' as const }];
    story.reorganise({ validFrom: '2022-03-01', newUnits, mappings });
    const answer = story.ask('2022-06-30', { treeOn: '2022-06-30' });
    expect(values(answer, 'a1')).toEqual([0, 0]);
    expect(figureOf(answer, 'unallocated', 'west').approved.value).toBe(9);
  });

  it('what lies below nothing that stands is unallocated at the only root; below one of several it is in no total', () => {
    const story = told();
    story.begin('2022-03-01', [{ unitId: 'other', level: 'province', parent: null }]);
    story.approved('other', [line(9, '2022-04-01')]);
    const before = story.ask('2022-06-30', { treeOn: '2022-02-01' });
    expect(figureOf(before, 'unallocated', 'province').approved.value).toBe(9);
    story.begin('2022-02-01', [{ unitId: 'third', level: 'province', parent: null }]);
    const two = story.ask('2022-06-30', { treeOn: '2022-02-01' });
    expect(values(two, 'province')).toEqual([0, 0]);
    expect(two.unplacedFacts.map(({ unitId }) => unitId)).toContain('other');
  });

  it('ratios and averages add both parts; a quotient of nothing and a zero are lines', () => {
    const story = told();
    story.approved('a', [line({ num: 0, den: 0 }, '2022-02-01', { metric: 'poor_share' })]);
    story.approved('b', [line({ num: 3, den: 10 }, '2022-02-01', { metric: 'poor_share' })]);
    story.approved('x', [line({ sum: 850, count: 1 }, '2022-02-01', { metric: 'score' })]);
    story.approved('x', [line({ sum: 0, count: 2 }, '2022-02-01', { metric: 'score' }), line(0, '2022-02-01')]);
    const answer = story.ask('2022-06-30');
    expect(figureOf(answer, 'total', 'province', 'poor_share').approved).toEqual({
      num: 3,
      den: 10,
      count: 2,
      exact: true,
    });
    expect(figureOf(answer, 'total', 'province', 'score').approved).toEqual({ sum: 850, count: 3, exact: true });
    expect(figureOf(answer, 'total', 'x').approved).toEqual({ value: 0, count: 1, exact: true });
  });

  it('declared people add to the union and make it inexact; an achievement counts itself once', () => {
    const story = told();
    story.approved('a', [line({ members: ['an', 'binh'] }, '2022-02-01', { metric: 'person' })]);
    story.approved('b', [line({ declared: 10 }, '2022-02-01', { metric: 'person' })]);
    const itself = { members: ['work-3'] };
    story.approved('x', [
      line(itself, '2022-02-01', { metric: 'model' }),
      line(itself, '2022-03-01', { metric: 'model' }),
    ]);
    const answer = story.ask('2022-06-30');
    expect(figureOf(answer, 'total', 'city', 'person').approved).toEqual({ value: 12, count: 2, exact: false });
    expect(figureOf(answer, 'total', 'a', 'person').approved).toEqual({ value: 2, count: 1, exact: true });
    expect(figureOf(answer, 'total', 'province', 'model').approved).toEqual({ value: 1, count: 2, exact: true });
  });
});
