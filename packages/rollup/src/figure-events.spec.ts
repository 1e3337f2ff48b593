import { describe, expect, it } from '@jest/globals';
import { achievementEvents, campaignEvents, organisationEvents, reviewEvents, unitTreeEvents } from '@thidua/events';
import { achievement, campaignId, line } from '../test/figures.js';
import { factsOf, figureEventTypes, type Positioned } from './figure-events.js';

const road = achievement([line(100, '2022-02-01'), line(0, '2022-03-01', { metric: 'trees' })]);
const signs = (event: Positioned) => factsOf(event).map(({ plane, sign, value }) => [plane, sign, value]);

describe('the facts of an event', () => {
  it('add what is submitted to pending', () => {
    expect(signs(road.submitted(11))).toEqual([
      ['pending', 1, 100],
      ['pending', 1, 0],
    ]);
  });

  it('take what is returned away from pending', () => {
    expect(signs(road.returned(15))).toEqual([
      ['pending', -1, 100],
      ['pending', -1, 0],
    ]);
  });

  it('move what is approved from pending to approved', () => {
    expect(signs(road.approved(20))).toEqual([
      ['pending', -1, 100],
      ['pending', -1, 0],
      ['approved', 1, 100],
      ['approved', 1, 0],
    ]);
  });

  it('stand at the owner, on the line’s own day, at the position of the event', () => {
    const led = achievement([line(5, '2022-04-10')], { ownerUnitId: 'hamlet', areaCode: '2.5' });
    expect(factsOf(led.submitted(7))).toEqual([
      {
        campaignId,
        unitId: 'hamlet',
        areaCode: '2.5',
        metric: 'road_m',
        effectiveOn: '2022-04-10',
        position: 7,
        plane: 'pending',
        sign: 1,
        value: 5,
      },
    ]);
  });

  it('stay whole at the lead, whatever a partner’s share', () => {
    const shared = achievement([line(5, '2022-04-10')], {
      contributions: [
        { orgId: 'committee', unitId: 'commune', role: 'LEAD', shareBp: 5000 },
        { orgId: 'youth', unitId: 'district', role: 'PARTNER', shareBp: 5000 },
      ],
    });
    expect(factsOf(shared.submitted(7)).map(({ unitId, value }) => [unitId, value])).toEqual([['commune', 5]]);
  });

  it('are none for an event that changes no figure', () => {
    const completed = { achievementId: 'road', campaignId, completedOn: '2022-04-10' };
    expect(factsOf({ type: 'AchievementCompleted.v1', position: 4, data: completed })).toEqual([]);
    const reported = { achievementId: 'road', campaignId, lines: [line(5, '2022-04-10')], removedLineIds: [] };
    expect(factsOf({ type: 'QuantityReported.v1', position: 5, data: reported })).toEqual([]);
  });
});

describe('the list of figure events', () => {
  it('names exactly the stored events that carry a subject', () => {
    const schemas = {
      ...unitTreeEvents,
      ...organisationEvents,
      ...campaignEvents,
      ...achievementEvents,
      ...reviewEvents,
    };
    const withSubject = Object.entries(schemas).flatMap(([type, schema]) => ('subject' in schema.shape ? [type] : []));
    expect([...figureEventTypes].sort()).toEqual(withSubject.sort());
  });
});
