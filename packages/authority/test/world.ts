import { type Role, roles, type UnitLevel } from '@thidua/events';
import { buildTree } from '@thidua/hierarchy';
import type { Acting, OrganisationFacts, World } from '../src/index.js';

/**
 * Units as [id, parent, level]. Some ids begin with the id of a unit that they are not below: 8421
 * beside 842, 84201 beside 8420, so that reading a text instead of the tree is seen.
 */
export const units: readonly (readonly [unitId: string, parentUnitId: string | null, level: UnitLevel])[] = [
  ['84', null, 'province'],
  ['842', '84', 'district'],
  ['8420', '842', 'commune'],
  ['8420-01', '8420', 'hamlet'],
  ['84201', '842', 'commune'],
  ['84201-01', '84201', 'hamlet'],
  ['84201-02', '84201', 'hamlet'],
  ['84202', '842', 'commune'],
  ['84202-01', '84202', 'hamlet'],
  ['8421', '84', 'district'],
  ['84211', '8421', 'commune'],
  ['845', '84', 'district'],
  ['84501', '845', 'commune'],
  ['86', null, 'province'],
  ['861', '86', 'district'],
  ['86101', '861', 'commune'],
];

/** Units without a Front committee of their own: hamlets by law, two others by chance. */
const withoutCommittee: readonly string[] = ['845', '84202'];

const level = new Map(units.map(([unitId, , level]) => [unitId, level]));

const org = (orgType: string, unitId: string): OrganisationFacts => ({
  orgId: `${orgType}@${unitId}`,
  orgType,
  unitId,
  level: level.get(unitId) ?? 'central',
});

/** The Front at each unit, bodies inside some committees, member organisations at each level. */
export const organisations: readonly OrganisationFacts[] = [
  ...units
    .filter(([unitId, , level]) => level !== 'hamlet' && !withoutCommittee.includes(unitId))
    .map(([unitId]) => org('FRONT_COMMITTEE', unitId)),
  ...units.filter(([, , level]) => level === 'hamlet').map(([unitId]) => org('FRONT_WORK_BOARD', unitId)),
  org('FRONT_OFFICE', '84'),
  org('FRONT_STANDING_BOARD', '84'),
  org('FRONT_SPECIALISED_BOARD', '84'),
  org('FRONT_STANDING_BOARD', '842'),
  org('FRONT_STANDING_BOARD', '845'),
  org('WOMEN', '84'),
  org('WOMEN', '842'),
  org('WOMEN', '84201'),
  org('WOMEN', '84201-01'),
  org('FARMERS', '845'),
  org('RED_CROSS', '84'),
  org('FRONT_OFFICE', '86'),
];

export const organisationOf = (orgId: string): OrganisationFacts => {
  const found = organisations.find((one) => one.orgId === orgId);
  if (!found) throw new Error(`no organisation ${orgId}`);
  return found;
};

const tree = buildTree(
  units.map(([unitId, parentUnitId, level]) => ({ unitId, parentUnitId, level, nameVi: unitId, code: unitId })),
);

/** Nothing was ever dissolved here: succession has a spec of its own. */
export const world: World = {
  tree,
  placeOf: (unitId) => (tree.has(unitId) ? unitId : null),
  formerUnits: () => [],
  formerOrganisations: () => [],
  organisation: (orgId) => organisations.find((one) => one.orgId === orgId),
  committeeOf: (unitId) => organisations.find((one) => one.orgId === `FRONT_COMMITTEE@${unitId}`),
};

/** A person of a role at an organisation. */
export const acting = (role: Role, orgId: string, userId = `${role}@${orgId}`): Acting => ({
  userId,
  appointment: { appointmentId: userId, userId, orgId, role, validFrom: '2022-01-01', validTo: null },
  organisation: organisationOf(orgId),
});

/** Everybody: each role at each organisation. */
export const everybody: readonly Acting[] = organisations.flatMap(({ orgId }) =>
  roles.map((role) => acting(role, orgId)),
);
