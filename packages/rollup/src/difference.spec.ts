import { describe, expect, it } from '@jest/globals';
import type { UnitTreeEvent } from '@thidua/events';
import { achievement, type FigureEvent, line, people, tableOf } from '../test/figures.js';
import { dissolved, unit, unitsOf } from '../test/standing.js';
import { contributionsOf } from './contributions.js';
import { type DifferenceAsked, differenceOf } from './difference.js';
import { type FiguresAsOf, Forest } from './forest.js';

const period: FiguresAsOf = { from: '2022-01-01', to: '2022-06-30' };

const asked: DifferenceAsked = {
  ...{ unitId: 'north', metric: 'road_m', areaCode: null },
  ...{ plane: 'approved', credit: 'LEAD', factsMax: 100 },
};

interface Question {
  readonly from?: Partial<FiguresAsOf>;
  readonly to?: Partial<FiguresAsOf>;
  readonly of?: Partial<DifferenceAsked>;
  readonly later?: readonly UnitTreeEvent[];
}

const difference = (events: readonly FigureEvent[], { from, to, of, later = [] }: Question) =>
  differenceOf(
    tableOf(events),
    unitsOf(...later),
    { ...asked, ...of },
    {
      from: { ...period, ...from },
      to: { ...period, ...to },
    },
  );

/** The parts as `REASON value`. */
const parts = (events: readonly FigureEvent[], question: Question): readonly string[] | undefined =>
  difference(events, question)?.parts.map(({ reason, quantity }) => `${reason} ${quantity.value}`);

const road = (value: number, day = '2022-03-01', ownerUnitId = 'north-1', achievementId = 'road') =>
  achievement([line(value, day, { lineId: 'a' })], { ownerUnitId, achievementId });

describe('a fact that counts on one side only', () => {
  const work = road(100);
  const events = [work.submitted(10), work.approved(20)];

  it('was approved since, late where the earlier figure had covered its day', () => {
    expect(parts(events, { from: { knownUpTo: 15 } })).toEqual(['LATE_ENTRY 100']);
    expect(parts(events, { from: { knownUpTo: 15, to: '2022-03-01' } })).toEqual(['LATE_ENTRY 100']);
    expect(parts(events, { from: { knownUpTo: 15, to: '2022-02-28' } })).toEqual(['APPROVED 100']);
  });

  it('has a new day in the window where both sides know it', () => {
    expect(parts(events, { from: { to: '2022-02-28' } })).toEqual(['NEW_DAYS 100']);
    expect(parts(events, { to: { from: '2022-03-02' } })).toEqual(['NEW_DAYS -100']);
  });

  it('was revoked', () => {
    expect(parts([...events, work.revoked(90)], { from: { knownUpTo: 89 } })).toEqual(['REVOKED -100']);
  });

  it('was corrected, the old line as well as the new one', () => {
    const after = [line(80, '2022-03-01', { lineId: 'a' })];
    const corrected = [...events, work.amendmentRequested(30, after), work.corrected(50, after)];
    const found = difference(corrected, { from: { knownUpTo: 49 } });
    expect(found).toMatchObject({ from: { value: 100 }, to: { value: 80 }, change: { value: -20, count: 0 } });
    expect(found?.parts.map(({ reason, count, quantity }) => [reason, count, quantity.value])).toEqual([
      ['CORRECTED', 2, -20],
    ]);
  });

  it('moved where its unit lies within the unit asked in one tree only, known before or not', () => {
    const later = [{ type: 'UnitMoved.v1', data: { unitId: 'north-1', toParentId: 'south', validFrom: '2022-05-01' } }];
    const trees = { from: { treeOn: '2022-04-30' }, to: { treeOn: '2022-05-01' }, later: later as UnitTreeEvent[] };
    expect(parts(events, trees)).toEqual(['MOVED -100']);
    expect(parts(events, { ...trees, of: { unitId: 'south' } })).toEqual(['MOVED 100']);
    expect(parts(events, { ...trees, of: { unitId: 'province' } })).toEqual([]);
    const unknownBefore = { ...trees, from: { treeOn: '2022-04-30', knownUpTo: 15 }, of: { unitId: 'south' } };
    expect(parts(events, unknownBefore)).toEqual(['MOVED 100']);
  });

  it('has not moved where its unit was not known yet', () => {
    const of = { unitId: 'north' };
    const later = [unit('north-3', 'commune', 'north')];
    const fresh = road(100, '2022-03-01', 'north-3');
    const all = [fresh.submitted(10), fresh.approved(20)];
    expect(parts(all, { from: { knownUpTo: 7 }, of, later })).toEqual(['LATE_ENTRY 100']);
  });

  it('counts as it was under the tree of its own day on both sides', () => {
    const later = [unit('new', 'commune', 'south', '2022-04-01'), dissolved('north-1', '2022-04-01', 'FULL', 'new')];
    expect(parts(events, { from: { to: '2022-03-01' }, later })).toEqual([]);
    expect(parts(events, { from: { to: '2022-02-28' }, later })).toEqual(['NEW_DAYS 100']);
    expect(parts(events, { to: { treeOn: '2022-04-01' }, later })).toEqual(['MOVED -100']);
  });
});

describe('what waits on one side only', () => {
  const work = road(100);
  const pending = { plane: 'pending' } as const;

  it('was submitted, returned or asked for in between, and waits no more once approved', () => {
    const events = [work.submitted(10), work.approved(20)];
    expect(parts(events, { from: { knownUpTo: 5 }, to: { knownUpTo: 15 }, of: pending })).toEqual(['WAITING 100']);
    expect(parts(events, { from: { knownUpTo: 15 }, of: pending })).toEqual(['APPROVED -100']);
    expect(parts(events, { from: { knownUpTo: 5 }, of: pending })).toEqual(['APPROVED -100', 'WAITING 100']);
  });

  it('was corrected away', () => {
    const after = [line(130, '2022-03-01', { lineId: 'a' })];
    const events = [work.submitted(1), work.approved(2), work.amendmentRequested(3, after), work.corrected(4, after)];
    expect(parts(events, { from: { knownUpTo: 3 }, of: pending })).toEqual(['CORRECTED -30']);
  });
});

describe('people who came or went', () => {
  const met = (ownerUnitId: string, day: string, ...members: string[]) =>
    achievement([people(members, day)], { ownerUnitId, achievementId: `${ownerUnitId} ${day}` });
  const of = { metric: 'person' };

  it('are attributed in the order of the log: the first fact that names somebody brings them', () => {
    const late = met('north-1', '2022-02-01', 'an', 'binh');
    const next = met('north-2', '2022-05-01', 'binh', 'chi', 'dung');
    const events = [late.submitted(10), late.approved(20), next.submitted(30), next.approved(40)];
    const since = { from: { knownUpTo: 5, to: '2022-04-30' }, of };
    expect(parts(events, since)).toEqual(['LATE_ENTRY 2', 'APPROVED 2']);
    const found = difference(events, since);
    expect(found).toMatchObject({ from: { value: 0 }, to: { value: 4 }, change: { value: 4, count: 2, exact: true } });
    expect(found?.parts[1]).toMatchObject({ quantity: { value: 2 }, facts: [{ quantity: { value: 3 } }] });
  });

  it('stay while another line names them', () => {
    const one = met('north-1', '2022-02-01', 'an', 'binh');
    const other = met('north-2', '2022-02-01', 'binh');
    const events = [one.submitted(1), one.approved(2), other.submitted(3), other.approved(4), one.revoked(9)];
    expect(parts(events, { from: { knownUpTo: 8 }, of })).toEqual(['REVOKED -1']);
  });

  it('wait no more because somebody else was approved with them', () => {
    const waits = met('north-1', '2022-02-01', 'an');
    const other = met('north-2', '2022-02-01', 'an');
    const events = [waits.submitted(11), other.submitted(12), other.approved(13)];
    const pending = { ...of, plane: 'pending' } as const;
    const found = difference(events, { from: { knownUpTo: 11 }, of: pending });
    expect(found).toMatchObject({ from: { value: 1, count: 1 }, to: { value: 0, count: 1 }, change: { value: -1 } });
  });
});

describe('a difference', () => {
  it('is none for a unit of neither tree, and from nothing for a unit of one', () => {
    const later = [unit('new', 'commune', 'south', '2022-04-01'), dissolved('north-1', '2022-04-01', 'FULL', 'new')];
    const work = road(100);
    const events = [work.submitted(10), work.approved(20)];
    expect(difference(events, { of: { unitId: 'elsewhere' } })).toBeNull();
    const trees = { from: { treeOn: '2022-03-31' }, to: { treeOn: '2022-04-01' }, later };
    expect(difference(events, { ...trees, of: { unitId: 'new' } })).toMatchObject({
      ...{ from: { value: 0 }, to: { value: 100 } },
      parts: [{ reason: 'MOVED' }],
    });
  });

  it('lists the first facts of a part and counts them all', () => {
    const works = [1, 2, 3, 4].map((n) => road(n, '2022-03-01', 'north-1', `road-${n}`));
    const events = works.flatMap((work, n) => [work.submitted(10 + 2 * n), work.approved(11 + 2 * n)]);
    const [part] = difference(events, { from: { knownUpTo: 5 }, of: { factsMax: 3 } })?.parts ?? [];
    expect(part).toMatchObject({ count: 4, quantity: { value: 10, count: 4 } });
    expect(part?.facts.map(({ fact }) => fact.achievementId)).toEqual(['road-1', 'road-2', 'road-3']);
  });

  it('adds numerators and denominators of ratios, sums and counts of averages', () => {
    const ratio = achievement([line({ num: 1, den: 4 }, '2022-03-01', { metric: 'poor' })], { ownerUnitId: 'north' });
    const score = achievement([line({ sum: 85, count: 2 }, '2022-03-01', { metric: 'score' })], {
      ownerUnitId: 'north',
    });
    const events = [ratio.submitted(1), ratio.approved(2), score.submitted(3), score.approved(4)];
    const change = (metric: string) => difference(events, { from: { knownUpTo: 0 }, of: { metric } })?.change;
    expect(change('poor')).toMatchObject({ value: null, numerator: 1, denominator: 4, count: 1 });
    expect(change('score')).toMatchObject({ value: null, sum: 85, count: 2 });
  });
});

describe('the facts behind a figure', () => {
  const one = road(100);
  const shared = achievement([line(5, '2022-03-02', { lineId: 'a' }), line(7, '2022-03-03', { lineId: 'b' })], {
    achievementId: 'bridge',
    ownerUnitId: 'south-1',
    contributions: [
      { orgId: 'south', unitId: 'south-1', role: 'LEAD', shareBp: 6000 },
      { orgId: 'north', unitId: 'north-2', role: 'PARTNER', shareBp: 4000 },
    ],
  });
  const table = tableOf([one.submitted(1), shared.submitted(2), one.approved(3), shared.approved(4)]);
  const list = (of: Partial<DifferenceAsked>) =>
    contributionsOf(table, new Forest(unitsOf(), period), { ...asked, ...of }, { after: null, limit: 100 })?.map(
      ({ fact, key, quantity }) => [fact.achievementId, fact.eventType, ...key, quantity.value, quantity.count],
    );

  it('are listed in the order of the log with what each does to it', () => {
    expect(list({ plane: 'pending' })).toEqual([
      ['road', 'AchievementSubmitted.v1', 1, 0, 100, 1],
      ['road', 'AchievementApproved.v1', 3, 0, -100, -1],
    ]);
    expect(list({})).toEqual([['road', 'AchievementApproved.v1', 3, 1, 100, 1]]);
  });

  it('are a partner’s parts where shares are asked, and the line is counted at the lead', () => {
    expect(
      list({ credit: 'BY_SHARE' })
        ?.slice(1)
        .map((row) => row.slice(-2)),
    ).toEqual([
      [2, 0],
      [3, 0],
    ]);
    expect(list({ credit: 'BY_SHARE', unitId: 'south' })?.map((row) => row.slice(-2))).toEqual([
      [3, 1],
      [4, 1],
    ]);
  });

  it('are of the metric, the area and the unit asked', () => {
    expect(list({ areaCode: '2.2' })).toEqual([]);
    expect(list({ metric: 'trees' })).toEqual([]);
    expect(list({ unitId: 'south-2' })).toEqual([]);
    expect(list({ unitId: 'elsewhere' })).toBeUndefined();
  });
});
