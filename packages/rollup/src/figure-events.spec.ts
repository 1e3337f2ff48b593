import { describe, expect, it } from '@jest/globals';
import {
  achievementEvents,
  campaignEvents,
  type Line,
  organisationEvents,
  participationEvents,
  reviewEvents,
  unitTreeEvents,
} from '@thidua/events';
import { achievement, campaignId, line, people } from '../test/figures.js';
import type { Fact } from './fact.js';
import { factsOf, figureEventTypes, type Positioned } from './figure-events.js';

const road = achievement([line(100, '2022-02-01'), line(0, '2022-03-01', { metric: 'trees' })]);

/** A fact as `- pending 100`. */
const told = ({ sign, plane, quantity }: Fact): string =>
  `${sign === 1 ? '+' : '-'} ${plane} ${Object.values(quantity).join('/')}`;
const signs = (event: Positioned): readonly string[] => factsOf(event).map(told);

describe('the facts of an event', () => {
  it('add what is submitted to pending', () => {
    expect(signs(road.submitted(11))).toEqual(['+ pending 100', '+ pending 0']);
  });

  it.each([
    ['returned', road.returned(15)],
    ['rejected', road.rejected(15)],
    ['withdrawn from under review', road.withdrawn(15)],
  ])('take what is %s away from pending', (_, event) => {
    expect(signs(event)).toEqual(['- pending 100', '- pending 0']);
  });

  it('are none where work is withdrawn that was not under review', () => {
    expect(signs(achievement([]).withdrawn(15))).toEqual([]);
  });

  it('move what is approved from pending to approved', () => {
    expect(signs(road.approved(20))).toEqual(['- pending 100', '- pending 0', '+ approved 100', '+ approved 0']);
  });

  it('take what is revoked away from approved', () => {
    expect(signs(road.revoked(30))).toEqual(['- approved 100', '- approved 0']);
  });

  it('stand at the owner, on the line’s own day, at the position of the event', () => {
    const led = achievement([line(5, '2022-04-10')], { ownerUnitId: 'hamlet', ownerOrgId: 'board', areaCode: '2.5' });
    expect(factsOf(led.submitted(7))).toEqual([
      {
        campaignId,
        achievementId: 'road',
        ownerOrgId: 'board',
        eventType: 'AchievementSubmitted.v1',
        unitId: 'hamlet',
        areaCode: '2.5',
        metric: 'road_m',
        effectiveOn: '2022-04-10',
        position: 7,
        plane: 'pending',
        sign: 1,
        credit: null,
        lines: 1,
        quantity: { value: 5 },
      },
    ]);
  });

  it('name each person of a line once', () => {
    const met = achievement([people(['an', 'binh', 'an'], '2022-04-10')]);
    expect(factsOf(met.submitted(7)).map(({ quantity }) => quantity)).toEqual([{ members: ['an', 'binh'] }]);
  });

  it('are none for an event that changes no figure', () => {
    const completed = { achievementId: 'road', campaignId, completedOn: '2022-04-10' };
    expect(factsOf({ type: 'AchievementCompleted.v1', position: 4, data: completed })).toEqual([]);
    const reported = { achievementId: 'road', campaignId, lines: [line(5, '2022-04-10')], removedLineIds: [] };
    expect(factsOf({ type: 'QuantityReported.v1', position: 5, data: reported })).toEqual([]);
  });
});

describe('the facts of an amendment', () => {
  const before = line(100, '2022-02-01', { lineId: 'a' });
  const after = line(130, '2022-02-01', { lineId: 'a' });
  const kept = line(7, '2022-02-02', { lineId: 'b' });
  const approved = achievement([before, kept]);

  it('make the old lines leave and the new ones enter what waits; an equal line makes none', () => {
    expect(signs(approved.amendmentRequested(30, [after, kept]))).toEqual(['- pending 100', '+ pending 130']);
  });

  it('undo that where it is refused', () => {
    expect(signs(approved.amendmentRefused(31, [after, kept]))).toEqual(['+ pending 100', '- pending 130']);
  });

  it('undo that and change what is approved where it is carried out', () => {
    expect(signs(approved.corrected(31, [after, kept]))).toEqual([
      '+ pending 100',
      '- pending 130',
      '- approved 100',
      '+ approved 130',
    ]);
  });

  it.each<[string, Line]>([
    ['its day', { ...before, effectiveOn: '2022-02-02' }],
    ['its metric', { ...before, metric: 'trees' }],
    ['its id', { ...before, lineId: 'c' }],
    ['the kind of its quantity', { ...before, quantity: { declared: 100 } }],
  ])('exist where a line differs in %s alone', (_, changed) => {
    expect(signs(achievement([before]).amendmentRequested(30, [changed]))).toHaveLength(2);
  });

  it('are none for the same people in another order', () => {
    const one = people(['an', 'binh'], '2022-02-01');
    expect(signs(achievement([one]).amendmentRequested(30, [people(['binh', 'an'], '2022-02-01')]))).toEqual([]);
    expect(signs(achievement([one]).amendmentRequested(30, [people(['binh'], '2022-02-01')]))).toHaveLength(2);
  });
});

describe('the facts of shared work', () => {
  const shared = (lines: readonly Line[], partnerBp = 5000) =>
    achievement(lines, {
      contributions: [
        { orgId: 'committee', unitId: 'commune', role: 'LEAD', shareBp: 10_000 - partnerBp },
        { orgId: 'youth', unitId: 'district', role: 'PARTNER', shareBp: partnerBp },
      ],
    });
  const parts = (event: Positioned) =>
    factsOf(event).map(({ credit, unitId, quantity, lines }) => [credit, unitId, Object.values(quantity)[0], lines]);

  it('are one whole at the lead, and parts of which the lead’s one counts the line', () => {
    expect(parts(shared([line(5, '2022-04-10')]).submitted(7))).toEqual([
      ['LEAD', 'commune', 5, 1],
      ['BY_SHARE', 'commune', 3, 1],
      ['BY_SHARE', 'district', 2, 0],
    ]);
  });

  it('keep the line at a lead whose part is nothing, and are none for a partner’s nothing', () => {
    expect(parts(shared([line(5, '2022-04-10')], 10_000).submitted(7))).toEqual([
      ['LEAD', 'commune', 5, 1],
      ['BY_SHARE', 'commune', 0, 1],
      ['BY_SHARE', 'district', 5, 0],
    ]);
    expect(parts(shared([line(0, '2022-04-10')]).submitted(7))).toEqual([
      ['LEAD', 'commune', 0, 1],
      ['BY_SHARE', 'commune', 0, 1],
    ]);
  });

  it('stay whole for quantities that are no sums', () => {
    const ratio = line({ num: 1, den: 2 }, '2022-04-10', { metric: 'poor' });
    expect(parts(shared([ratio, people(['an'], '2022-04-10')]).submitted(7))).toEqual([
      [null, 'commune', 1, 1],
      [null, 'commune', ['an'], 1],
    ]);
  });
});

describe('the list of figure events', () => {
  it('names exactly the stored events that carry a subject', () => {
    const schemas = {
      ...unitTreeEvents,
      ...organisationEvents,
      ...campaignEvents,
      ...participationEvents,
      ...achievementEvents,
      ...reviewEvents,
    };
    const withSubject = Object.entries(schemas).flatMap(([type, schema]) => ('subject' in schema.shape ? [type] : []));
    expect([...figureEventTypes].sort()).toEqual(withSubject.sort());
  });
});
