import {
  type CampaignTables,
  campaignReadable,
  campaignsById,
  type RequestContext,
  type ServicePorts,
  type StoredCampaign,
  standingOf,
} from '@thidua/service';
import DataLoader from 'dataloader';
import type { Kysely } from 'kysely';

const loaders = new WeakMap<RequestContext, DataLoader<string, StoredCampaign | null>>();

/** Campaigns of one request, each read once however many nodes name it. */
export const campaignLoader = (context: RequestContext, { readModels }: ServicePorts) => {
  let loader = loaders.get(context);
  if (!loader) {
    loader = new DataLoader((ids) => campaignsById(readModels as Kysely<CampaignTables>, ids));
    loaders.set(context, loader);
  }
  return loader;
};

/** A campaign the viewer may read, else null: absent and unreadable look the same. */
export const readableCampaignById = async (
  id: string,
  context: RequestContext,
  ports: ServicePorts,
): Promise<StoredCampaign | null> => {
  const campaign = await campaignLoader(context, ports).load(id);
  return campaign && campaignReadable(campaign, standingOf(context, ports.registryView)) ? campaign : null;
};
