import { isCommitteeBody } from './organisation-types.js';
import { committeeFrom, issuerToday, ownerToday } from './succession.js';
import type { OrganisationFacts, World } from './world.js';

/**
 * Who receives an organisation's work by default: bodies of a committee and member organisations
 * report to the committee of their unit, or of the next unit up where theirs has none; a committee
 * reports to the committee of the next unit up. An organisation that outlived its unit reports where
 * that unit's place is today. Null at the top.
 */
export const defaultReceiverOf = (org: OrganisationFacts, world: World): string | null => committeeFrom(org, world);

/**
 * The issuer of a campaign, or whoever goes on for it, reviews its own work, four eyes kept; all others send theirs up. What is left
 * of a dissolved organisation is sent by its successor, so it goes where that one's work goes.
 */
export const receiverIn = (org: OrganisationFacts, issuerOrgId: string, world: World): string | null => {
  const owner = world.organisation(ownerToday(org.orgId, world) ?? org.orgId) ?? org;
  return owner.orgId === issuerToday(issuerOrgId, world) ? owner.orgId : defaultReceiverOf(owner, world);
};

/** The committee whose eyes an organisation reads with: its own, for the bodies inside a committee. */
export const readsAs = (org: OrganisationFacts, world: World): OrganisationFacts =>
  isCommitteeBody(org.orgType) ? (world.committeeOf(org.unitId) ?? org) : org;
