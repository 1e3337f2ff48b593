import { describe, expect, it } from '@jest/globals';
import { buildTree } from '@thidua/hierarchy';
import fc from 'fast-check';
import { organisationOf, organisations, world } from '../test/world.js';
import { defaultReceiverOf, readsAs, receiverIn } from './receivers.js';
import type { OrganisationFacts, World } from './world.js';

const receiverOf = (orgId: string) => defaultReceiverOf(organisationOf(orgId), world);

describe('the default receiver', () => {
  it.each([
    ['a commune committee', 'FRONT_COMMITTEE@84201', 'FRONT_COMMITTEE@842'],
    ['a district committee', 'FRONT_COMMITTEE@842', 'FRONT_COMMITTEE@84'],
    ['a commune committee whose district has none', 'FRONT_COMMITTEE@84501', 'FRONT_COMMITTEE@84'],
    ['the provincial committee', 'FRONT_COMMITTEE@84', null],
    ['the Office', 'FRONT_OFFICE@84', 'FRONT_COMMITTEE@84'],
    ['a Standing Board', 'FRONT_STANDING_BOARD@842', 'FRONT_COMMITTEE@842'],
    ['a Specialised Board', 'FRONT_SPECIALISED_BOARD@84', 'FRONT_COMMITTEE@84'],
    ['a Standing Board without a committee', 'FRONT_STANDING_BOARD@845', 'FRONT_COMMITTEE@84'],
    ['a provincial member organisation', 'WOMEN@84', 'FRONT_COMMITTEE@84'],
    ['a commune member organisation', 'WOMEN@84201', 'FRONT_COMMITTEE@84201'],
    ['a member organisation at a hamlet', 'WOMEN@84201-01', 'FRONT_COMMITTEE@84201'],
    ['a member organisation where the unit has no committee', 'FARMERS@845', 'FRONT_COMMITTEE@84'],
    ['a hamlet board', 'FRONT_WORK_BOARD@84201-01', 'FRONT_COMMITTEE@84201'],
    ['a hamlet board whose commune has no committee', 'FRONT_WORK_BOARD@84202-01', 'FRONT_COMMITTEE@842'],
    ['the committee of another province', 'FRONT_COMMITTEE@861', 'FRONT_COMMITTEE@86'],
  ])('of %s, %s, is %s', (_, orgId, receiver) => {
    expect(receiverOf(orgId)).toBe(receiver);
  });

  it('of an organisation whose unit is in no tree is nobody', () => {
    expect(defaultReceiverOf({ ...organisationOf('WOMEN@84201'), unitId: 'elsewhere' }, world)).toBeNull();
  });

  it('is never the organisation itself, and always a committee', () => {
    const receivers = organisations.map((org) => [org.orgId, defaultReceiverOf(org, world)] as const);
    expect(receivers.filter(([orgId, receiver]) => orgId === receiver)).toEqual([]);
    expect(receivers.filter(([, receiver]) => receiver !== null && !receiver.startsWith('FRONT_COMMITTEE@'))).toEqual(
      [],
    );
  });

  it('of a committee is the committee of the nearest unit above that has one, in any chain of units', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), (committees) => {
        const unitOf = (n: number) => `u${n}`;
        const tree = buildTree(
          committees.map((_, n) => ({
            unitId: unitOf(n),
            parentUnitId: n === 0 ? null : unitOf(n - 1),
            level: 'commune',
            nameVi: unitOf(n),
            code: null,
          })),
        );
        const committeeAt = (unitId: string): OrganisationFacts => ({
          orgId: `c-${unitId}`,
          orgType: 'FRONT_COMMITTEE',
          level: 'commune',
          unitId,
        });
        const last = committees.length - 1;
        const chain: World = {
          tree,
          placeOf: (unitId) => unitId,
          formerUnits: () => [],
          formerOrganisations: () => [],
          organisation: () => undefined,
          committeeOf: (unitId) => {
            const n = Number(unitId.slice(1));
            return n === last || committees[n] ? committeeAt(unitId) : undefined;
          },
        };
        const above = committees.slice(0, last).lastIndexOf(true);
        const expected = above >= 0 ? `c-${unitOf(above)}` : null;
        expect(defaultReceiverOf(committeeAt(unitOf(last)), chain)).toBe(expected);
      }),
    );
  });
});

describe('the receiver in a campaign', () => {
  it('of the issuer is the issuer itself', () => {
    expect(receiverIn(organisationOf('FRONT_COMMITTEE@84'), 'FRONT_COMMITTEE@84', world)).toBe('FRONT_COMMITTEE@84');
    expect(receiverIn(organisationOf('FRONT_COMMITTEE@842'), 'FRONT_COMMITTEE@842', world)).toBe('FRONT_COMMITTEE@842');
    expect(receiverIn(organisationOf('WOMEN@84'), 'WOMEN@84', world)).toBe('WOMEN@84');
  });

  it('of everybody else is the default one', () => {
    const others = organisations.filter(({ orgId }) => orgId !== 'FRONT_COMMITTEE@84');
    expect(others.map((org) => receiverIn(org, 'FRONT_COMMITTEE@84', world))).toEqual(
      others.map((org) => defaultReceiverOf(org, world)),
    );
  });
});

describe('an organisation reads', () => {
  it.each([
    ['FRONT_OFFICE@84', 'FRONT_COMMITTEE@84'],
    ['FRONT_STANDING_BOARD@842', 'FRONT_COMMITTEE@842'],
    ['FRONT_STANDING_BOARD@845', 'FRONT_STANDING_BOARD@845'],
    ['FRONT_COMMITTEE@842', 'FRONT_COMMITTEE@842'],
    ['FRONT_WORK_BOARD@84201-01', 'FRONT_WORK_BOARD@84201-01'],
    ['WOMEN@842', 'WOMEN@842'],
  ])('%s as %s', (orgId, reader) => {
    expect(readsAs(organisationOf(orgId), world).orgId).toBe(reader);
  });
});
