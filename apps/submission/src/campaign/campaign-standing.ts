import type { FeedReader } from '@thidua/event-sourcing';
import type { Receipt } from '@thidua/events';
import type { CampaignTables, ServicePorts } from '@thidua/service';
import type { Kysely } from 'kysely';
import { campaignDecider } from './campaign.decider.js';
import { campaignIds } from './campaign.queries.js';
import type { CampaignInForce } from './campaign-gates.js';

/** How long an answer waits for its reader: one that is built anew has the whole log to read. */
export const answerWaitMs = 30_000;

/** A campaign as it stands now; null where it never was. */
export interface CampaignStanding {
  readonly campaignId: string;
  readonly campaign: CampaignInForce | null;
}

/** What processes ask about campaigns: as the log has them now, and all there are, at least up to a receipt. */
export const campaignsOver = (
  { executor, readModels }: Pick<ServicePorts, 'executor' | 'readModels'>,
  /** The reader of the campaigns there are. */
  campaignReader: FeedReader,
) => {
  const campaign = async (campaignId: string): Promise<CampaignStanding> => {
    const { state } = await executor.load(campaignDecider, campaignId);
    return { campaignId, campaign: state.status === 'none' ? null : state };
  };
  const campaigns = async (since: Receipt): Promise<readonly CampaignStanding[]> => {
    if ((await campaignReader.passed(since, answerWaitMs)) === 'lagging') {
      throw new Error(`the campaigns of ${since} are not read yet`);
    }
    return Promise.all((await campaignIds(readModels as Kysely<CampaignTables>)).map(campaign));
  };
  return { campaign, campaigns };
};
