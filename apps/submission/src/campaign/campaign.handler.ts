import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { may, mayReadCampaign } from '@thidua/authority';
import type { CommandMeta, Outcome } from '@thidua/event-sourcing';
import { objectIdOf } from '@thidua/events';
import {
  actingIn,
  type Caller,
  notFound,
  PORTS,
  refusedBy,
  refusedOutcome,
  type ServicePorts,
  type Standing,
  type UserRefusal,
} from '@thidua/service';
import { reportDecider } from '../report/report.decider.js';
import { type Campaign, type CampaignCommand, campaignDecider, type KnownCampaign } from './campaign.decider.js';
import { type CampaignSummariseInput, type Named, namedByDraft } from './campaign.inputs.js';
import { type CampaignPlanInput, draftOf } from './campaign-plan.js';
import { type CampaignRevision, campaignNamedBy, stepOf } from './campaign-steps.js';

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
    const { operation, target, names, command } = await stepOf(change, campaign, this.ports);
    const refused = refusedBy(may(operation, standing.acting, target, standing.world));
    if (refused) return refusedOutcome(refused);
    const unknown = this.unknownOrganisation(names);
    if (unknown) return refusedOutcome(notFound(...unknown));
    if (change.operation === 'campaignSummarise') return this.summarise(change.input, campaign, command, meta);
    return executor.execute(campaignDecider, campaignId, command, meta);
  }

  /** The campaign is summed up and its summary accepted in one append. A summary is owed by the issuer, or whoever goes on for it, alone. */
  private async summarise(
    { campaign: campaignId, report, version }: CampaignSummariseInput,
    { plan }: KnownCampaign,
    command: CampaignCommand,
    meta: CommandMeta,
  ): Promise<Outcome<UserRefusal>> {
    const { executor } = this.ports;
    const kind = 'SUMMARY';
    const { state } = await executor.load(reportDecider, report);
    if (state.status === 'none' || state.campaignId !== campaignId) return refusedOutcome(notFound('report'));
    const round = plan.rounds.find(({ roundCode }) => roundCode === state.roundCode);
    if (round?.kind !== kind) return refusedOutcome(notFound('report'));
    return executor.executeTogether(
      { decider: campaignDecider, id: campaignId, command },
      { decider: reportDecider, id: report, command: { type: 'AcceptSummary', version, kind } },
      meta,
    );
  }

  /** Where the input names an organisation that does not exist. */
  private unknownOrganisation(names: readonly Named[]): readonly string[] | null {
    const unknown = names.find(([, orgId]) => orgId !== null && !this.ports.registryView.organisation(orgId));
    return unknown?.[0] ?? null;
  }
}
