import type { FeedReader } from '@thidua/event-sourcing';
import type { ServicePorts } from '@thidua/service';
import { answerWaitMs, campaignsOver } from '../campaign/campaign-standing.js';
import type { Invitations } from './invite-participants-when-campaign-launched.process.js';

/** What invitations are made from: the registry view, and campaigns as the log has them. */
export const invitationsOver = (ports: ServicePorts, campaignReader: FeedReader): Invitations => {
  const { registryView } = ports;
  return {
    ...campaignsOver(ports, campaignReader),
    async organisations(since) {
      await registryView.reach(since, answerWaitMs);
      return registryView.livingOrganisations();
    },
    async organisation(orgId, since) {
      await registryView.reach(since, answerWaitMs);
      return registryView.livingOrganisations().find((one) => one.orgId === orgId) ?? null;
    },
  };
};
