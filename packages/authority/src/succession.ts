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

/** The committees from an organisation's unit upwards, nearest first, but for the organisation itself. */
export const committeesAbove = (org: OrganisationFacts, world: World): readonly string[] => {
  const place = world.placeOf(org.unitId);
  if (place === null) return [];
  return [place, ...world.tree.ancestorsOf(place)].flatMap((unitId) => {
    const committee = world.committeeOf(unitId);
    return committee && committee.orgId !== org.orgId ? [committee.orgId] : [];
  });
};

/** The first committee from an organisation's unit upwards that is not the organisation itself. */
export const committeeFrom = (org: OrganisationFacts, world: World): string | null =>
  committeesAbove(org, world)[0] ?? null;

/** The last organisation of a chain of successors, the living one first met; an ended one where the chain ends there. */
const lastSuccessor = (orgId: string, world: World): OrganisationFacts | undefined => {
  // Two dissolutions recorded at once may name each other: a circle of successors is none.
  const passed = new Set<string>();
  let org = world.organisation(orgId);
  while (org?.dissolved) {
    passed.add(org.orgId);
    const { successorOrgId } = org.dissolved;
    const successor = successorOrgId === null ? undefined : world.organisation(successorOrgId);
    if (!successor || passed.has(successor.orgId)) return org;
    org = successor;
  }
  return org;
};

/**
 * Who goes on today with the work of an organisation: itself; where it was dissolved its successor. Null
 * where nobody does: the committee above decides what was sent to it, and never writes its work.
 */
export const ownerToday = (orgId: string, world: World): string | null => {
  const org = lastSuccessor(orgId, world);
  return org && !org.dissolved ? org.orgId : null;
};

/** Who leads a campaign today: its issuer, or the organisation that took over from it. */
export const issuerToday = (issuerOrgId: string, world: World): string => ownerToday(issuerOrgId, world) ?? issuerOrgId;

/**
 * Who decides today what an organisation received: itself; where it was dissolved its successor, else
 * the committee of the next living unit up. Null where nobody does.
 */
export const receiverToday = (orgId: string, world: World): string | null => {
  const org = lastSuccessor(orgId, world);
  if (!org) return null;
  return org.dissolved ? committeeFrom(org, world) : org.orgId;
};

/** The organisations whose cases an organisation decides today: its own, and those it stands in for. */
export const receivesFor = (orgId: string, world: World): readonly string[] => withFormer(orgId, receiverToday, world);

/** An organisation, and the dissolved ones whose work it goes on with. */
export const goesOnFor = (orgId: string, world: World): readonly string[] => withFormer(orgId, ownerToday, world);

/** An organisation, and the dissolved ones for which it is the one that stands today. */
const withFormer = (orgId: string, today: typeof ownerToday, world: World): readonly string[] => [
  orgId,
  ...world
    .formerOrganisations()
    .filter((former) => today(former.orgId, world) === orgId)
    .map((former) => former.orgId),
];
