import { expect } from '@jest/globals';
import { specification } from '@thidua/event-sourcing';
import type { CampaignStatus } from '../src/campaign/campaign-gates.js';
import type { ReportCommand } from '../src/report/report.commands.js';
import { reportDecider } from '../src/report/report.decider.js';
import { launchedCampaign } from './achievements.js';
import { histories } from './reports.js';

const { given } = specification(reportDecider);

/** The campaign in a state. */
export const inState = (status: CampaignStatus) => launchedCampaign({ status });
/** All states of a report, from none to the end of a duty. */
export const states = Object.keys(histories) as (keyof typeof histories)[];
/** Asked in every state but these it is refused, for the state. */
export const refusedUnless = (possible: readonly string[], command: ReportCommand, to: string) => {
  for (const from of states.filter((state) => !possible.includes(state))) {
    given(histories[from]).when(command).thenRefused('INVALID_TRANSITION', { detail: { from, to } });
  }
};
/** Asked in every state of the campaign but these it is refused, for the campaign. */
export const refusedOutside = (
  possible: readonly CampaignStatus[],
  history: keyof typeof histories,
  asked: (campaign: ReturnType<typeof inState>) => ReportCommand,
  to: string,
) => {
  const all = ['draft', 'launched', 'suspended', 'reporting-closed', 'summarised', 'closed', 'cancelled'] as const;
  for (const from of all) {
    const answer = given(histories[history]).when(asked(inState(from)));
    if (!possible.includes(from)) answer.thenRefused('INVALID_TRANSITION', { detail: { from, to } });
    else expect(() => answer.thenRefused('INVALID_TRANSITION')).toThrow('expected the refusal');
  }
};
/** States of a campaign in which reports are made. */
export const whileReporting = ['launched', 'suspended', 'reporting-closed'] as const;
