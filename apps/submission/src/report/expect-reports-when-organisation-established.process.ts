import type { AskingProcess } from '@thidua/event-sourcing';
import { type DutyQuestions, dutiesOf } from './duties.js';
import type { ExpectReport } from './report.commands.js';

/**
 * When an organisation is established, it owes a report in each round that asks it and is due after its first day has
 * begun, in every campaign that goes on; it takes over what its predecessors owe there and have not sent.
 */
export const expectReportsWhenOrganisationEstablished = (ask: DutyQuestions): AskingProcess<ExpectReport> => ({
  name: 'expect-reports-when-organisation-established',
  reactions: {
    'OrganisationEstablished.v1': async ({ data: { orgId }, receipt }) => {
      const known = await ask.known(receipt);
      const org = known.registry.livingOrganisations().find((one) => one.orgId === orgId);
      if (!org) return [];
      return (await ask.campaigns(receipt)).flatMap((standing) => dutiesOf(standing, org, known, false));
    },
  },
});
