import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { may, mayReadCampaign } from '@thidua/authority';
import type { Outcome } from '@thidua/event-sourcing';
import { type EventData, objectIdOf } from '@thidua/events';
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
import { type Campaign, campaignDecider } from './campaign.decider.js';
import { type CampaignPlanInput, draftOf, given } from './campaign-plan.js';

export interface CampaignLaunchInput {
  readonly idempotencyKey: string;
  readonly campaign: string;
  readonly documentNo?: string | null;
  readonly documentDate: string;
  readonly place?: string | null;
  readonly signedByCapacity: string;
  readonly signedOnBehalfOf: string;
  readonly recipients: readonly {
    readonly name: string;
    readonly organisation?: string | null;
    readonly purpose: EventData<'CampaignLaunched.v1'>['recipients'][number]['purpose'];
    readonly mark?: string | null;
  }[];
}

export type CampaignChange =
  | { readonly operation: 'campaignDraft'; readonly input: CampaignPlanInput }
  | { readonly operation: 'campaignLaunch'; readonly input: CampaignLaunchInput };

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
  return mayReadCampaign(acting, { ...campaign, draft: campaign.status === 'draft' }, standing.world);
};

@CommandHandler(CampaignOrder)
export class CampaignHandler implements ICommandHandler<CampaignOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ change, caller }: CampaignOrder): Promise<Outcome<UserRefusal>> {
    return change.operation === 'campaignDraft' ? this.draft(change.input, caller) : this.launch(change.input, caller);
  }

  private async draft(input: CampaignPlanInput, { standing, meta }: Caller): Promise<Outcome<UserRefusal>> {
    const refused = refusedBy(may('campaignDraft', standing.acting, { orgId: input.issuer }, standing.world));
    if (refused) return refusedOutcome({ ...refused, field: ['issuer'] });
    const unknown = this.unknownOrganisation(organisationsNamedBy(input));
    if (unknown) return refusedOutcome(notFound(...unknown));
    const campaignId = campaignIdOf(meta.commandId);
    return this.ports.executor.execute(campaignDecider, campaignId, draftOf(campaignId, input), meta);
  }

  private async launch(input: CampaignLaunchInput, { standing, meta }: Caller): Promise<Outcome<UserRefusal>> {
    const { executor } = this.ports;
    const { state: campaign } = await executor.load(campaignDecider, input.campaign);
    if (campaign.status === 'none' || !readableCampaign(campaign, standing))
      return refusedOutcome(notFound('campaign'));
    const refused = refusedBy(may('campaignLaunch', standing.acting, { orgId: campaign.issuerOrgId }, standing.world));
    if (refused) return refusedOutcome(refused);
    const unknown = this.unknownOrganisation([
      [['signedOnBehalfOf'], input.signedOnBehalfOf],
      ...input.recipients.map(({ organisation }, index) => named(organisation, 'recipients', index, 'organisation')),
    ]);
    if (unknown) return refusedOutcome(notFound(...unknown));
    return executor.execute(campaignDecider, input.campaign, { type: 'LaunchCampaign', launch: launchOf(input) }, meta);
  }

  /** Where the input names an organisation that does not exist. */
  private unknownOrganisation(names: readonly Named[]): readonly string[] | null {
    const unknown = names.find(([, orgId]) => orgId !== null && !this.ports.registryView.organisation(orgId));
    return unknown?.[0] ?? null;
  }
}

/** A place in the input, and the organisation it names. */
type Named = readonly [field: readonly string[], orgId: string | null];

const named = (orgId: string | null | undefined, list: string, index: number, name: string): Named => [
  [list, String(index), name],
  orgId ?? null,
];

const organisationsNamedBy = ({ issuer, planOwner, areas, rounds }: CampaignPlanInput): readonly Named[] => [
  [['issuer'], issuer],
  [['planOwner'], planOwner ?? null],
  ...areas.map(({ responsible }, index) => named(responsible, 'areas', index, 'responsible')),
  ...rounds.map(({ receiver }, index) => named(receiver, 'rounds', index, 'receiver')),
  ...rounds.map(({ via }, index) => named(via, 'rounds', index, 'via')),
];

const launchOf = (input: CampaignLaunchInput): EventData<'CampaignLaunched.v1'> =>
  given({
    campaignId: input.campaign,
    documentNo: input.documentNo,
    documentDate: input.documentDate,
    place: input.place,
    signedBy: { capacityVi: input.signedByCapacity, onBehalfOfOrgId: input.signedOnBehalfOf },
    recipients: input.recipients.map(({ name, organisation, purpose, mark }) =>
      given({ name, orgId: organisation, purpose, mark }),
    ),
  });
