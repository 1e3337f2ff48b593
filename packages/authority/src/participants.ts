import { isMemberOrganisation, organisationType } from './organisation-types.js';
import type { OrganisationFacts } from './world.js';

/** Who competes in a campaign: a kind of organisation, or a group of kinds, at some levels. */
export interface ParticipantRule {
  readonly orgType?: string | undefined;
  readonly group?: string | undefined;
  readonly levels: readonly string[];
}

/** The group of all member organisations, whatever their kind. */
export const memberOrganisations = 'MEMBER_ORGANISATION';

const matches = (org: OrganisationFacts, { orgType, group, levels }: ParticipantRule): boolean => {
  if (!levels.includes(org.level)) return false;
  if (orgType !== undefined) return orgType === org.orgType;
  if (group === memberOrganisations) return isMemberOrganisation(org.orgType);
  return group !== undefined && organisationType(org.orgType)?.group === group;
};

export const isParticipant = (org: OrganisationFacts, rules: readonly ParticipantRule[]): boolean =>
  rules.some((rule) => matches(org, rule));
