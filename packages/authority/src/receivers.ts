import { isCommitteeBody } from './organisation-types.js';
import type { OrganisationFacts, World } from './world.js';

/**
 * Who receives an organisation's work by default: bodies of a committee and member organisations
 * report to the committee of their unit, or of the next unit up where theirs has none; a committee
 * reports to the committee of the next unit up. Null at the top.
 */
export const defaultReceiverOf = (org: OrganisationFacts, world: World): string | null => {
  const own = world.committeeOf(org.unitId);
  if (own && own.orgId !== org.orgId) return own.orgId;
  for (const unitId of world.tree.ancestorsOf(org.unitId)) {
    const committee = world.committeeOf(unitId);
    if (committee) return committee.orgId;
  }
  return null;
};

/** The issuer of a campaign reviews its own work, four eyes kept; all others send theirs up. */
export const receiverIn = (org: OrganisationFacts, issuerOrgId: string, world: World): string | null =>
  org.orgId === issuerOrgId ? issuerOrgId : defaultReceiverOf(org, world);

/** The committee whose eyes an organisation reads with: its own, for the bodies inside a committee. */
export const readsAs = (org: OrganisationFacts, world: World): OrganisationFacts =>
  isCommitteeBody(org.orgType) ? (world.committeeOf(org.unitId) ?? org) : org;
