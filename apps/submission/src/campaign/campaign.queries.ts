import { type CampaignTables, type StoredCampaign, storedCampaign } from '@thidua/service';
import type { Kysely } from 'kysely';

/** An installation has few campaigns; a list reads at most this many. */
const campaignsMax = 1000;

/** Campaigns drafted before a position, newest first. */
export const campaignsBefore = async (
  database: Kysely<CampaignTables>,
  position: number | null,
): Promise<readonly StoredCampaign[]> => {
  let query = database.selectFrom('campaign').selectAll().orderBy('position', 'desc').limit(campaignsMax);
  if (position !== null) query = query.where('position', '<', position);
  return (await query.execute()).map(storedCampaign);
};

/** Ids of the campaigns there are. */
export const campaignIds = async (database: Kysely<CampaignTables>): Promise<readonly string[]> => {
  const rows = await database
    .selectFrom('campaign')
    .select('campaign_id')
    .orderBy('position', 'desc')
    .limit(campaignsMax)
    .execute();
  return rows.map(({ campaign_id }) => campaign_id);
};
