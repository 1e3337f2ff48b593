import type { OrganisationFacts, World } from './world.js';

/** Whether a unit, or the place of one that was dissolved, is a living unit or lies below it. */
export const holds = (holderId: string, unitId: string, world: World): boolean => {
  const place = world.placeOf(unitId);
  return place !== null && world.tree.isWithin(place, holderId);
};

/** The unit and all units below it, with those that were dissolved and have their place there. */
export const livingAndFormerWithin = (unitId: string, world: World): readonly string[] => {
  const { tree } = world;
  const index = tree.indexOf(unitId);
  const living = index < 0 ? [] : tree.preorder.slice(index, tree.endIndex[index]);
  return [...living, ...world.formerUnits().filter((former) => holds(unitId, former, world))];
};

/** The first committee from an organisation's unit upwards that is not the organisation itself. */
export const committeeFrom = (org: OrganisationFacts, world: World): string | null => {
  const place = world.placeOf(org.unitId);
  if (place === null) return null;
  for (const unitId of [place, ...world.tree.ancestorsOf(place)]) {
    const committee = world.committeeOf(unitId);
    if (committee && committee.orgId !== org.orgId) return committee.orgId;
  }
  return null;
};

/**
 * Who decides today what an organisation received: itself; where it was dissolved its successor, else
 * the committee of the next living unit up. Null where nobody does.
 */
export const receiverToday = (orgId: string, world: World): string | null => {
  // Two dissolutions recorded at once may name each other: a circle of successors is none.
  const passed = new Set<string>();
  let org = world.organisation(orgId);
  while (org?.dissolved) {
    passed.add(org.orgId);
    const { successorOrgId } = org.dissolved;
    const successor = successorOrgId === null ? undefined : world.organisation(successorOrgId);
    if (!successor || passed.has(successor.orgId)) return committeeFrom(org, world);
    org = successor;
  }
  return org?.orgId ?? null;
};

/** The organisations whose cases an organisation decides today: its own, and those it stands in for. */
export const receivesFor = (orgId: string, world: World): readonly string[] => [
  orgId,
  ...world
    .formerOrganisations()
    .filter((former) => receiverToday(former.orgId, world) === orgId)
    .map((former) => former.orgId),
];
