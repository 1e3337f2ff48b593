import { describe, expect, it } from '@jest/globals';
import type { Contribution } from '@thidua/events';
import { figureOf, line, orgOf, told, values } from './story.js';

// The scenarios of figures.md section 10 that are about figures over the tree, by their numbers.

describe('the oracle answers the scenarios of the rules', () => {
  it('1: counts by the day of the line and by what was known', () => {
    const story = told();
    const work = story.work('a', [line(100, '2022-01-15')]);
    story.write(work.register(), 8);
    const submitted = story.write(work.submit(), 11);
    story.write(work.approve(), 20);
    expect(submitted).toBe(12);
    expect(values(story.ask('2022-01-31', { knownUpTo: 15 }), 'a')).toEqual([0, 100]);
    expect(values(story.ask('2022-01-31', { knownUpTo: 25 }), 'a')).toEqual([100, 0]);
    expect(values(story.ask('2022-01-14', { knownUpTo: 25 }), 'a')).toEqual([0, 0]);
  });

  it('2: two lines count each on its day, the same line only as reported last', () => {
    const two = told();
    two.approved('a', [line(100, '2022-02-01'), line(150, '2022-03-01')]);
    expect(values(two.ask('2022-02-15'), 'a')).toEqual([100, 0]);
    expect(values(two.ask('2022-03-15'), 'a')).toEqual([250, 0]);
    const same = told();
    const work = same.work('a', [line(100, '2022-02-01', { lineId: 'one' })]);
    same.write([...work.register(), work.report([line(150, '2022-03-01', { lineId: 'one' })])]);
    same.write([...work.submit(), ...work.approve()]);
    expect(values(same.ask('2022-02-15'), 'a')).toEqual([0, 0]);
    expect(values(same.ask('2022-03-15'), 'a')).toEqual([150, 0]);
  });

  it('3: a correction counts from its position on', () => {
    const story = told();
    const work = story.approved('a', [line(1200, '2022-03-10')]);
    story.write(work.amend([line(1020, '2022-03-10')]), 40);
    story.write(work.correct(), 50);
    expect(values(story.ask('2022-04-01', { knownUpTo: 49 }), 'a')).toEqual([1200, -180]);
    expect(values(story.ask('2022-04-01', { knownUpTo: 50 }), 'a')).toEqual([1020, 0]);
  });

  it('4: a correction that moves the day takes the line out of a window, at first on the pending plane', () => {
    const story = told();
    const work = story.approved('a', [line(100, '2022-04-10', { lineId: 'one' })]);
    const before = story.log.length;
    const waiting = story.write(work.amend([line(100, '2022-04-20', { lineId: 'one' })]));
    const corrected = story.write(work.correct());
    expect(values(story.ask('2022-04-15', { knownUpTo: before }), 'a')).toEqual([100, 0]);
    expect(values(story.ask('2022-04-15', { knownUpTo: waiting }), 'a')).toEqual([100, -100]);
    expect(values(story.ask('2022-04-15', { knownUpTo: corrected }), 'a')).toEqual([0, 0]);
    expect(values(story.ask('2022-04-20', { knownUpTo: waiting }), 'a')).toEqual([100, 0]);
    expect(values(story.ask('2022-04-20', { knownUpTo: corrected }), 'a')).toEqual([100, 0]);
  });

  it('5: the old lines count while an amendment waits; a refused one leaves nothing behind', () => {
    const more = told();
    const raised = more.approved('a', [line(100, '2022-02-01')]);
    more.write(raised.amend([line(130, '2022-02-01')]));
    expect(values(more.ask('2022-04-01'), 'a')).toEqual([100, 30]);
    more.write(raised.refuse());
    expect(values(more.ask('2022-04-01'), 'a')).toEqual([100, 0]);
    more.write(raised.amend([line(60, '2022-02-01')]));
    expect(values(more.ask('2022-04-01'), 'a')).toEqual([100, -40]);
  });

  it('5: an amendment that drops one person makes pending -1', () => {
    const story = told();
    const person = { metric: 'person' };
    const work = story.approved('a', [line({ members: ['an', 'binh'] }, '2022-02-01', person)]);
    story.write(work.amend([line({ members: ['an'] }, '2022-02-01', person)]));
    expect(values(story.ask('2022-04-01'), 'a', 'person')).toEqual([2, -1]);
  });

  it('6: returned work counts in neither plane', () => {
    const story = told();
    const work = story.work('a', [line(100, '2022-02-01')]);
    story.write([...work.register(), ...work.submit()]);
    const submitted = story.log.length;
    story.write(work.return());
    expect(values(story.ask('2022-04-01', { knownUpTo: submitted }), 'a')).toEqual([0, 100]);
    expect(values(story.ask('2022-04-01'), 'a')).toEqual([0, 0]);
    expect(figureOf(story.ask('2022-04-01'), 'total', 'a')).toMatchObject({ pending: { count: 0 } });
  });

  it('6: so does rejected and withdrawn work', () => {
    for (const end of ['reject', 'withdraw'] as const) {
      const story = told();
      const work = story.work('a', [line(100, '2022-02-01')]);
      story.write([...work.register(), ...work.submit(), ...work[end]()]);
      expect(values(story.ask('2022-04-01'), 'a')).toEqual([0, 0]);
    }
  });

  it('7: revoked work counts in full before and not at all after', () => {
    const story = told();
    const work = story.approved('a', [line(100, '2022-02-01')]);
    story.write(work.revoke(), 90);
    expect(values(story.ask('2022-02-01', { knownUpTo: 89 }), 'a')).toEqual([100, 0]);
    expect(values(story.ask('2022-06-30', { knownUpTo: 90 }), 'a')).toEqual([0, 0]);
  });

  it('8: work entered by the successor for the unit that was stands there as it was, else at the successor', () => {
    const story = told('2024-01-01');
    const newUnits = [{ unitId: 'ab', level: 'commune' as const, parent: 'city' }];
    const mappings = ['a', 'b'].map((from) => ({ from, to: 'ab', coverage: 'FULL' as const }));
    story.reorganise({ validFrom: '2025-01-01', newUnits, mappings });
    story.approved('a', [line(5, '2024-12-20')], { ownerOrgId: orgOf('ab') });
    story.approved('ab', [line(7, '2025-01-02')]);
    const from = '2024-01-01';
    const asItWas = story.ask('2025-02-01', { from });
    expect(values(asItWas, 'a')).toEqual([5, 0]);
    expect(values(asItWas, 'ab')).toEqual([7, 0]);
    expect(values(asItWas, 'city')).toEqual([12, 0]);
    expect([...asItWas.childrenOf('city')].sort()).toEqual(['a', 'ab', 'b']);
    const later = story.ask('2025-02-01', { from, treeOn: '2025-02-01' });
    expect(values(later, 'ab')).toEqual([12, 0]);
    expect(later.childrenOf('city')).toEqual(['ab']);
    expect(later.units).not.toContain('a');
  });

  it('9: a tree is asked as it was known', () => {
    const story = told();
    story.approved('a', [line(5, '2022-07-05')]);
    const before = story.log.length;
    const newUnits = [{ unitId: 'ab', level: 'commune' as const, parent: 'west' }];
    const mappings = ['a', 'b'].map((from) => ({ from, to: 'ab', coverage: 'FULL' as const }));
    story.reorganise({ validFrom: '2022-07-01', newUnits, mappings });
    const treeOn = '2022-07-10';
    expect(values(story.ask('2022-07-31', { treeOn, knownUpTo: before }), 'a')).toEqual([5, 0]);
    expect(values(story.ask('2022-07-31', { treeOn }), 'ab')).toEqual([5, 0]);
    // As it was, as far as we know now: on 07-05 ward a had ended.
    expect(values(story.ask('2022-07-31', { knownUpTo: before }), 'city')).toEqual([5, 0]);
    expect(values(story.ask('2022-07-31'), 'west')).toEqual([5, 0]);
  });

  it('10: a person in two units counts once above them, until the last line leaves', () => {
    const story = told();
    const person = { metric: 'person' };
    const first = story.approved('a', [line({ members: ['an'] }, '2022-03-01', person)]);
    story.approved('b', [line({ members: ['an'] }, '2022-03-10', person)]);
    const before = story.log.length;
    story.write(first.revoke());
    expect(values(story.ask('2022-03-05', { knownUpTo: before }), 'city', 'person')).toEqual([1, 0]);
    expect(values(story.ask('2022-03-05'), 'city', 'person')).toEqual([0, 0]);
    expect(values(story.ask('2022-03-15', { knownUpTo: before }), 'city', 'person')).toEqual([1, 0]);
    expect(values(story.ask('2022-03-15'), 'city', 'person')).toEqual([1, 0]);
  });

  it('14: shares are taken by largest remainder, ties by orgId, and move with their units', () => {
    const story = told();
    const contributions: Contribution[] = [
      { orgId: 'c', unitId: 'x', role: 'PARTNER', shareBp: 2000 },
      { orgId: 'b', unitId: 'b', role: 'PARTNER', shareBp: 3000 },
      { orgId: 'a', unitId: 'a', role: 'LEAD', shareBp: 5000 },
    ];
    story.approved('a', [line(5, '2022-02-01')], { ownerOrgId: 'a', contributions });
    const shares = story.ask('2022-06-30', { credit: 'BY_SHARE' });
    expect(['a', 'b', 'x'].map((unitId) => values(shares, unitId)[0])).toEqual([3, 1, 1]);
    expect(['a', 'b', 'x'].map((unitId) => figureOf(shares, 'total', unitId).approved.count)).toEqual([1, 0, 0]);
    expect(values(shares, 'province')).toEqual([5, 0]);
    const newUnits = [{ unitId: 'bb', level: 'commune' as const, parent: 'west' }];
    const mappings = [{ from: 'b', to: 'bb', coverage: 'FULL' as const }];
    story.reorganise({ validFrom: '2022-07-01', newUnits, mappings });
    const moved = story.ask('2022-06-30', { credit: 'BY_SHARE', treeOn: '2022-07-01' });
    expect(['a', 'bb', 'x', 'west'].map((unitId) => values(moved, unitId)[0])).toEqual([3, 1, 1, 2]);
    expect(values(moved, 'province')).toEqual([5, 0]);
    expect(values(story.ask('2022-06-30'), 'a')).toEqual([5, 0]);
  });

  it('15 and 16: what a PARTIAL split left is unallocated above both parts, though one of them keeps the code', () => {
    const story = told();
    story.approved('x', [line(70, '2022-02-01')]);
    const newUnits = [
      { unitId: 'x1', level: 'commune' as const, parent: 'city', code: '29242' },
      { unitId: 'x2', level: 'commune' as const, parent: 'west' },
    ];
    const mappings = ['x1', 'x2'].map((to) => ({ from: 'x', to, coverage: 'PARTIAL' as const }));
    story.reorganise({ validFrom: '2022-03-01', newUnits, mappings });
    const answer = story.ask('2022-06-30', { treeOn: '2022-06-30' });
    expect(values(answer, 'province')).toEqual([70, 0]);
    expect(figureOf(answer, 'unallocated', 'province').approved.value).toBe(70);
    for (const unitId of ['city', 'west', 'x1', 'x2']) expect(values(answer, unitId)).toEqual([0, 0]);
    expect(values(story.ask('2022-06-30'), 'west')).toEqual([70, 0]);
  });
});
