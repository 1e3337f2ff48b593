import { isParticipant, type OrganisationFacts } from '@thidua/authority';
import type { AskingProcess } from '@thidua/event-sourcing';
import { participationIdOf, type Receipt } from '@thidua/events';
import { mayInvite } from '../campaign/campaign-gates.js';
import type { CampaignStanding } from '../campaign/campaign-standing.js';
import type { InviteParticipant } from './participation.decider.js';

/** What the process asks; each answer knows at least the event of the receipt. */
export interface Invitations {
  /** Organisations that have not ended. */
  readonly organisations: (since: Receipt) => Promise<readonly OrganisationFacts[]>;
  readonly organisation: (orgId: string, since: Receipt) => Promise<OrganisationFacts | null>;
  readonly campaign: (campaignId: string) => Promise<CampaignStanding>;
  readonly campaigns: (since: Receipt) => Promise<readonly CampaignStanding[]>;
}

/** One invitation an organisation and campaign, under the first rule that matches; none where no rule does. */
const invitationsTo = ({ campaignId, campaign }: CampaignStanding, organisations: readonly OrganisationFacts[]) => {
  if (!campaign || !mayInvite(campaign)) return [];
  return organisations.flatMap((organisation) => {
    const rule = campaign.rules.find((one) => isParticipant(organisation, [one]));
    if (!rule) return [];
    const { orgId, unitId } = organisation;
    const id = participationIdOf(campaignId, orgId);
    const invitation = { campaignId, orgId, unitId, ruleId: rule.ruleId };
    return [{ id, key: id, command: { type: 'InviteParticipant', invitation } as const }];
  });
};

/**
 * When a campaign is launched, every organisation that a rule matches is invited; so is who comes to match
 * one later, since the plan was amended or the organisation established. Whoever is in already stays as it is.
 */
export const inviteParticipantsWhenCampaignLaunched = (ask: Invitations): AskingProcess<InviteParticipant> => {
  const all = async (campaignId: string, since: Receipt) =>
    invitationsTo(await ask.campaign(campaignId), await ask.organisations(since));
  return {
    name: 'invite-participants-when-campaign-launched',
    reactions: {
      'CampaignLaunched.v1': ({ data, receipt }) => all(data.campaignId, receipt),
      'CampaignPlanAmended.v1': ({ data, receipt }) => all(data.campaignId, receipt),
      'OrganisationEstablished.v1': async ({ data: { orgId }, receipt }) => {
        const organisation = await ask.organisation(orgId, receipt);
        if (!organisation) return [];
        return (await ask.campaigns(receipt)).flatMap((standing) => invitationsTo(standing, [organisation]));
      },
    },
  };
};
