import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { may, mayReadCampaign, type Operation, type Target } from '@thidua/authority';
import type { Outcome } from '@thidua/event-sourcing';
import { objectIdOf, participationIdOf } from '@thidua/events';
import {
  actingIn,
  type Caller,
  notFound,
  PORTS,
  type ReasonInput,
  refusedBy,
  refusedOutcome,
  type ServicePorts,
  type Standing,
  type UserRefusal,
} from '@thidua/service';
import { participationDecider } from '../participation/participation.decider.js';
import {
  type Campaign,
  type CampaignCommand,
  campaignDecider,
  type KnownCampaign,
  type MoveCampaign,
} from './campaign.decider.js';
import {
  type CampaignAmendInput,
  type CampaignLaunchInput,
  launchOf,
  type Named,
  namedByDraft,
  namedByLaunch,
  namedByPlan,
  type RoundRescheduleInput,
} from './campaign.inputs.js';
import { type CampaignPlanInput, draftOf, given, planOf } from './campaign-plan.js';

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
  | { readonly operation: keyof typeof moves; readonly input: ReasonInput };

export type CampaignChange =
  | { readonly operation: 'campaignDraft'; readonly input: CampaignPlanInput }
  | CampaignRevision;

/** A change of a campaign. */
export class CampaignOrder extends Command<Outcome<UserRefusal>> {
  constructor(
    readonly change: CampaignChange,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** Id of the campaign that a command drafts. */
export const campaignIdOf = (commandId: string): string => objectIdOf('campaign', commandId);

/** Whether a person may read a campaign, by its state in the log. */
export const readableCampaign = (campaign: Campaign, standing: Standing): boolean => {
  const acting = actingIn(standing);
  if (!acting || campaign.status === 'none') return false;
  return mayReadCampaign(acting, { ...campaign, draft: !campaign.issued }, standing.world);
};

/** What a change is done to, and to what it comes. */
interface Step {
  readonly operation: Operation;
  readonly target: Target;
  readonly names: readonly Named[];
  readonly command: CampaignCommand;
}

@CommandHandler(CampaignOrder)
export class CampaignHandler implements ICommandHandler<CampaignOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ change, caller }: CampaignOrder): Promise<Outcome<UserRefusal>> {
    return change.operation === 'campaignDraft' ? this.draft(change.input, caller) : this.revise(change, caller);
  }

  private async draft(input: CampaignPlanInput, { standing, meta }: Caller): Promise<Outcome<UserRefusal>> {
    const refused = refusedBy(may('campaignDraft', standing.acting, { orgId: input.issuer }, standing.world));
    if (refused) return refusedOutcome({ ...refused, field: ['issuer'] });
    const unknown = this.unknownOrganisation(namedByDraft(input));
    if (unknown) return refusedOutcome(notFound(...unknown));
    const campaignId = campaignIdOf(meta.commandId);
    return this.ports.executor.execute(campaignDecider, campaignId, draftOf(campaignId, input), meta);
  }

  private async revise(change: CampaignRevision, { standing, meta }: Caller): Promise<Outcome<UserRefusal>> {
    const { executor } = this.ports;
    const [campaignId, field] = campaignNamedBy(change);
    const { state: campaign } = await executor.load(campaignDecider, campaignId);
    if (campaign.status === 'none' || !readableCampaign(campaign, standing)) return refusedOutcome(notFound(field));
    const { operation, target, names, command } = await this.stepOf(change, campaign);
    const refused = refusedBy(may(operation, standing.acting, target, standing.world));
    if (refused) return refusedOutcome(refused);
    const unknown = this.unknownOrganisation(names);
    if (unknown) return refusedOutcome(notFound(...unknown));
    return executor.execute(campaignDecider, campaignId, command, meta);
  }

  private async stepOf(change: CampaignRevision, campaign: KnownCampaign): Promise<Step> {
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
        return this.reschedulingOf(change.input, campaign);
      default: {
        const { id: campaignId, reason } = change.input;
        const command = { type: moves[change.operation], because: { campaignId, reason } };
        return { operation: change.operation, target, names: [], command };
      }
    }
  }

  private async reschedulingOf(input: RoundRescheduleInput, { issuerOrgId }: KnownCampaign): Promise<Step> {
    const { campaign: campaignId, round: roundCode, dueBefore: newDueBefore, reason } = input;
    const receiver = input.receiver ?? null;
    return {
      operation: 'roundReschedule',
      target: { orgId: issuerOrgId, ...(receiver !== null && { receiverOrgId: receiver }) },
      names: [[['receiver'], receiver]],
      command: {
        type: 'RescheduleRound',
        rescheduling: given({ campaignId, roundCode, receiverOrgId: receiver, newDueBefore, reason }),
        planned: receiver === null ? null : await this.plannedDue(campaignId, receiver, roundCode),
      },
    };
  }

  /** The instant that a receiver's own plan sets for a round. */
  private async plannedDue(campaignId: string, orgId: string, roundCode: string): Promise<string | null> {
    const { state } = await this.ports.executor.load(participationDecider, participationIdOf(campaignId, orgId));
    return state.due.get(roundCode) ?? null;
  }

  /** Where the input names an organisation that does not exist. */
  private unknownOrganisation(names: readonly Named[]): readonly string[] | null {
    const unknown = names.find(([, orgId]) => orgId !== null && !this.ports.registryView.organisation(orgId));
    return unknown?.[0] ?? null;
  }
}

/** The campaign that a change is about, and the field that names it. */
export const campaignNamedBy = (change: CampaignRevision): readonly [campaignId: string, field: string] => {
  const { input } = change;
  return 'campaign' in input ? [input.campaign, 'campaign'] : [input.id, 'id'];
};
