import type { AskingProcess } from '@thidua/event-sourcing';
import { closingsOf, type DutyQuestions } from './duties.js';
import type { CloseDuty, ExpectReport } from './report.commands.js';

/**
 * When an organisation is dissolved, what it owes and did not send is closed, and its successor owes the round once.
 * A report that comes to be expected only after its organisation ended, since a launch was still going through its
 * list, goes the same way.
 */
export const closeDutiesWhenOrganisationDissolved = (ask: DutyQuestions): AskingProcess<ExpectReport | CloseDuty> => ({
  name: 'close-duties-when-organisation-dissolved',
  reactions: {
    'OrganisationDissolved.v1': async ({ data: { orgId }, receipt }) => {
      const known = await ask.known(receipt);
      const org = known.registry.organisation(orgId);
      if (!org) throw new Error(`${orgId} is dissolved and nobody knows it`);
      return (await ask.campaigns(receipt)).flatMap((standing) =>
        closingsOf(standing, org, known.book.dutiesOfOrganisation(standing.campaignId, orgId), known),
      );
    },
    'ReportExpected.v1': async ({ data: { reportId, orgId, campaignId }, receipt }) => {
      const known = await ask.known(receipt);
      const org = known.registry.organisation(orgId);
      const duty = known.book.duty(reportId);
      if (!org?.dissolution || !duty) return [];
      return closingsOf(await ask.campaign(campaignId), org, [duty], known);
    },
  },
});
