import type { AskingProcess } from '@thidua/event-sourcing';
import { type DutyQuestions, dutiesOf } from './duties.js';
import type { ExpectReport } from './report.commands.js';

/**
 * When a campaign is launched, every organisation owes a report in each round that asks it; so does, once the plan was
 * amended, whoever comes to be asked, and all in a round that was added. What is owed already stays as it is.
 */
export const expectReportsWhenCampaignLaunched = (ask: DutyQuestions): AskingProcess<ExpectReport> => {
  const all = async (campaignId: string, receipt: number, launchedAt: number) => {
    const known = await ask.known(receipt);
    const standing = await ask.campaign(campaignId);
    const today = known.registry.today();
    return known.registry.livingOrganisations().flatMap((org) => {
      const wasThere = org.position <= launchedAt && org.validFrom <= today;
      return dutiesOf(standing, org, known, wasThere);
    });
  };
  return {
    name: 'expect-reports-when-campaign-launched',
    reactions: {
      'CampaignLaunched.v1': ({ data, receipt, position }) => all(data.campaignId, receipt, position),
      // Who was there at the launch owes its rounds since then; a round that comes later is no debt from before one's time.
      'CampaignPlanAmended.v1': ({ data, receipt }) => all(data.campaignId, receipt, 0),
    },
  };
};
