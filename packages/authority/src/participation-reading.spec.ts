import { describe, expect, it } from '@jest/globals';
import { acting, everybody, organisationOf, organisations, world } from '../test/world.js';
import { mayReadParticipation, participationScope, unitsShown } from './reading.js';

const readBy = (orgId: string): readonly string[] =>
  organisations
    .filter((org) => mayReadParticipation(acting('HEAD', orgId), org, world))
    .map((org) => org.orgId)
    .sort();

describe('how an organisation takes part', () => {
  it('is read by itself, and by whom its plan is for: those of its unit and below', () => {
    expect(readBy('WOMEN@84201')).toEqual([
      'FRONT_COMMITTEE@84',
      'FRONT_COMMITTEE@842',
      'FRONT_COMMITTEE@84201',
      'WOMEN@84201',
    ]);
    expect(readBy('FRONT_WORK_BOARD@84202-01')).toEqual([
      'FRONT_COMMITTEE@84',
      'FRONT_COMMITTEE@842',
      'FRONT_WORK_BOARD@84202-01',
    ]);
  });

  it('is read by the committees above, and by no neighbour', () => {
    const commune = readBy('FRONT_COMMITTEE@84201');
    expect(commune).toContain('WOMEN@84201-01');
    expect(commune).toContain('FRONT_COMMITTEE@842');
    expect(commune).not.toContain('FRONT_COMMITTEE@8420');
    expect(commune).not.toContain('WOMEN@842');
  });

  it('is read by the bodies of a committee as by the committee', () => {
    const besides = (orgId: string) => readBy(orgId).filter((one) => !one.endsWith('842'));
    expect(besides('FRONT_STANDING_BOARD@842')).toEqual(besides('FRONT_COMMITTEE@842'));
  });

  it('stands in a list for exactly those who read it', () => {
    for (const person of everybody) {
      const scope = participationScope(person, world);
      const units = unitsShown(scope, world);
      const listed = organisations.filter(
        ({ orgId, unitId }) => units === null || units.includes(unitId) || scope.orgIds.includes(orgId),
      );
      expect(listed).toEqual(organisations.filter((org) => mayReadParticipation(person, org, world)));
    }
  });

  it('of an organisation whose unit is in no tree is read by itself alone', () => {
    const lost = { ...organisationOf('WOMEN@84201'), orgId: 'lost', unitId: 'elsewhere' };
    expect(everybody.filter((person) => mayReadParticipation(person, lost, world))).toEqual([]);
    const itself = { ...acting('HEAD', 'WOMEN@84201'), organisation: lost };
    expect(mayReadParticipation(itself, lost, world)).toBe(true);
    expect(participationScope(itself, world)).toEqual({ within: null, orgIds: ['lost'] });
  });
});
