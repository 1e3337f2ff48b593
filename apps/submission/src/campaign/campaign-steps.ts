import { issuerToday, type Operation, type Target } from '@thidua/authority';
import { participationIdOf } from '@thidua/events';
import type { ReasonInput, ServicePorts } from '@thidua/service';
import { participationDecider } from '../participation/participation.decider.js';
import type { CampaignCommand, KnownCampaign, MoveCampaign } from './campaign.decider.js';
import {
  type CampaignAmendInput,
  type CampaignLaunchInput,
  type CampaignSummariseInput,
  launchOf,
  type Named,
  namedByLaunch,
  namedByPlan,
  type ReportingLineInput,
  type RoundRescheduleInput,
} from './campaign.inputs.js';
import { given, planOf } from './campaign-plan.js';
import { defaultReceivers } from './reporting-lines.js';

/** The mutations that need a reason and nothing else, and the command of each. */
const moves = {
  campaignSuspend: 'SuspendCampaign',
  campaignResume: 'ResumeCampaign',
  campaignCloseReporting: 'CloseReporting',
  campaignClose: 'CloseCampaign',
  campaignCancel: 'CancelCampaign',
} as const satisfies Partial<Record<Operation, MoveCampaign['type']>>;

/** A change of a campaign that exists. */
export type CampaignRevision =
  | { readonly operation: 'campaignLaunch'; readonly input: CampaignLaunchInput }
  | { readonly operation: 'campaignAmend'; readonly input: CampaignAmendInput }
  | { readonly operation: 'roundReschedule'; readonly input: RoundRescheduleInput }
  | { readonly operation: 'reportingLineSet'; readonly input: ReportingLineInput }
  | { readonly operation: 'campaignSummarise'; readonly input: CampaignSummariseInput }
  | { readonly operation: keyof typeof moves; readonly input: ReasonInput };

/** What a change is done to, and to what it comes. */
export interface Step {
  readonly operation: Operation;
  readonly target: Target;
  readonly names: readonly Named[];
  readonly command: CampaignCommand;
}

type Asked = Pick<ServicePorts, 'executor' | 'registryView'>;

/** What a change of a campaign comes to, with what its rule needs to know. */
export const stepOf = async (change: CampaignRevision, campaign: KnownCampaign, ports: Asked): Promise<Step> => {
  const target = { orgId: campaign.issuerOrgId };
  switch (change.operation) {
    case 'campaignLaunch': {
      const { operation, input } = change;
      return {
        operation,
        target,
        names: namedByLaunch(input),
        command: { type: 'LaunchCampaign', launch: launchOf(input) },
      };
    }
    case 'campaignAmend': {
      const { campaign: campaignId, documentNo, documentDate, reason, plan } = change.input;
      const amendment = given({ campaignId, documentNo, documentDate, reason });
      return {
        // Whoever may draft a plan edits it, until it is launched.
        operation: campaign.status === 'draft' ? 'campaignDraft' : 'campaignAmend',
        target,
        names: namedByPlan(plan, ['plan']),
        command: { type: 'AmendPlan', amendment, ...planOf(campaignId, plan) },
      };
    }
    case 'roundReschedule':
      return reschedulingOf(change.input, campaign, ports);
    case 'reportingLineSet':
      return reportingLineOf(change.input, campaign, ports);
    case 'campaignSummarise': {
      const { campaign: campaignId, report: summaryReportId, version } = change.input;
      const command = { type: 'Summarise', summary: { campaignId, summaryReportId, version } } as const;
      return { operation: change.operation, target, names: [], command };
    }
    default: {
      const { id: campaignId, reason } = change.input;
      const command = { type: moves[change.operation], because: { campaignId, reason } };
      return { operation: change.operation, target, names: [], command };
    }
  }
};

const reschedulingOf = async (
  input: RoundRescheduleInput,
  { issuerOrgId }: KnownCampaign,
  ports: Asked,
): Promise<Step> => {
  const { campaign: campaignId, round: roundCode, dueBefore: newDueBefore, reason } = input;
  const receiver = input.receiver ?? null;
  return {
    operation: 'roundReschedule',
    target: { orgId: issuerOrgId, ...(receiver !== null && { receiverOrgId: receiver }) },
    names: [[['receiver'], receiver]],
    command: {
      type: 'RescheduleRound',
      rescheduling: given({ campaignId, roundCode, receiverOrgId: receiver, newDueBefore, reason }),
      planned: receiver === null ? null : await plannedDue(campaignId, receiver, roundCode, ports),
    },
  };
};

/** Who receives by default is asked on the line's first day, with all that is known now. */
const reportingLineOf = (input: ReportingLineInput, campaign: KnownCampaign, { registryView }: Asked): Step => {
  const { campaign: campaignId, reporter, receiver, validFrom, validTo } = input;
  const world = registryView.worldAsOf(validFrom, Number.POSITIVE_INFINITY);
  return {
    operation: 'reportingLineSet',
    target: { orgId: campaign.issuerOrgId },
    names: [
      [['reporter'], reporter],
      [['receiver'], receiver],
    ],
    command: {
      type: 'SetReportingLine',
      line: given({ campaignId, reporterOrgId: reporter, receiverOrgId: receiver, validFrom, validTo }),
      defaults: defaultReceivers([reporter, receiver], campaign, world),
      rootOrgId: issuerToday(campaign.issuerOrgId, world),
    },
  };
};

/** The instant that a receiver's own plan sets for a round. */
const plannedDue = async (
  campaignId: string,
  orgId: string,
  roundCode: string,
  { executor }: Asked,
): Promise<string | null> => {
  const { state } = await executor.load(participationDecider, participationIdOf(campaignId, orgId));
  return state.due.get(roundCode) ?? null;
};

/** The campaign that a change is about, and the field that names it. */
export const campaignNamedBy = (change: CampaignRevision): readonly [campaignId: string, field: string] => {
  const { input } = change;
  return 'campaign' in input ? [input.campaign, 'campaign'] : [input.id, 'id'];
};
