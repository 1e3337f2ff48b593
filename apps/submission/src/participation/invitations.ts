import type { FeedReader } from '@thidua/event-sourcing';
import type { Receipt } from '@thidua/events';
import type { CampaignTables, ServicePorts } from '@thidua/service';
import type { Kysely } from 'kysely';
import { campaignDecider } from '../campaign/campaign.decider.js';
import { campaignIds } from '../campaign/campaign.queries.js';
import type { Invitations } from './invite-participants-when-campaign-launched.process.js';

/** How long an answer waits for its reader: one that is built anew has the whole log to read. */
const waitMs = 30_000;

/** What invitations are made from: the registry view, and campaigns as the log has them. */
export const invitationsOver = (
  { registryView, executor, readModels }: ServicePorts,
  /** The reader of the campaigns there are. */
  campaignReader: FeedReader,
): Invitations => {
  const campaign = async (campaignId: string) => {
    const { state } = await executor.load(campaignDecider, campaignId);
    return { campaignId, campaign: state.status === 'none' ? null : state };
  };
  return {
    campaign,
    async campaigns(since: Receipt) {
      if ((await campaignReader.passed(since, waitMs)) === 'lagging') {
        throw new Error(`the campaigns of ${since} are not read yet`);
      }
      return Promise.all((await campaignIds(readModels as Kysely<CampaignTables>)).map(campaign));
    },
    async organisations(since) {
      await registryView.reach(since, waitMs);
      return registryView.livingOrganisations();
    },
    async organisation(orgId, since) {
      await registryView.reach(since, waitMs);
      return registryView.livingOrganisations().find((one) => one.orgId === orgId) ?? null;
    },
  };
};
