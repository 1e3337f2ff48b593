import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  type Acting,
  isParticipant,
  may,
  mayReadParticipation,
  type OrganisationFacts,
  receiverIn,
  receiverToday,
} from '@thidua/authority';
import type { Outcome } from '@thidua/event-sourcing';
import { type EventData, objectIdOf, participationIdOf } from '@thidua/events';
import {
  actingIn,
  type Caller,
  notAllowed,
  notFound,
  PORTS,
  type ReasonInput,
  refusedBy,
  refusedOutcome,
  type ServicePorts,
  type UserRefusal,
} from '@thidua/service';
import { campaignDecider, type KnownCampaign } from '../campaign/campaign.decider.js';
import { readableCampaign } from '../campaign/campaign.handler.js';
import { given } from '../campaign/campaign-plan.js';
import { type ParticipationCommand, participationDecider } from './participation.decider.js';

interface RegisterInput {
  readonly idempotencyKey: string;
  readonly campaign: string;
  readonly subjectKind: EventData<'ParticipationRegistered.v1'>['subjectKind'];
  readonly headcount?: number | null;
}

interface UnitPlanInput {
  readonly idempotencyKey: string;
  readonly campaign: string;
  readonly documentNo?: string | null;
  readonly issuedOn: string;
  readonly rounds: readonly { readonly round: string; readonly dueBefore: string }[];
  readonly guidance?: string | null;
}

interface SetTargetsInput {
  readonly idempotencyKey: string;
  readonly campaign: string;
  readonly organisation?: string | null;
  readonly targets: readonly {
    readonly area: string;
    readonly metric: string;
    readonly value: string;
    readonly scope: EventData<'TargetSet.v1'>['scope'];
    readonly effectiveOn: string;
  }[];
}

/** A change that names the campaign; the organisation is the acting one where no other is named. */
type ChangeInCampaign =
  | { readonly operation: 'participationRegister'; readonly input: RegisterInput }
  | { readonly operation: 'participationIssuePlan'; readonly input: UnitPlanInput }
  | { readonly operation: 'participationSetTargets'; readonly input: SetTargetsInput };

export type ParticipationChange =
  | ChangeInCampaign
  | { readonly operation: 'participationWithdraw'; readonly input: ReasonInput };

/** Inputs by the mutation they belong to. */
export type ParticipationInput<Name extends ParticipationChange['operation']> = Extract<
  ParticipationChange,
  { operation: Name }
>['input'];

/** A change of a participation by a person. */
export class ParticipationOrder extends Command<Outcome<UserRefusal>> {
  constructor(
    readonly change: ParticipationChange,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** Id of the participation that a change is about; null where nobody acts. */
export const participationNamedBy = (change: ParticipationChange, { standing }: Caller): string | null => {
  if (change.operation === 'participationWithdraw') return change.input.id;
  const acting = actingIn(standing);
  const named = change.operation === 'participationSetTargets' ? change.input.organisation : null;
  const orgId = named ?? acting?.organisation.orgId ?? null;
  return orgId === null ? null : participationIdOf(change.input.campaign, orgId);
};

@CommandHandler(ParticipationOrder)
export class ParticipationHandler implements ICommandHandler<ParticipationOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ change, caller }: ParticipationOrder): Promise<Outcome<UserRefusal>> {
    const { standing } = caller;
    if (typeof standing.acting === 'string') {
      // Who acts under no appointment reads no participation, so none is there to be withdrawn.
      const names = change.operation === 'participationWithdraw';
      return refusedOutcome(names ? notFound('id') : notAllowed(standing.acting));
    }
    return change.operation === 'participationWithdraw'
      ? this.withdraw(change.input, standing.acting, caller)
      : this.inCampaign(change, standing.acting, caller);
  }

  private async withdraw({ id, reason }: ReasonInput, acting: Acting, caller: Caller): Promise<Outcome<UserRefusal>> {
    const { state } = await this.ports.executor.load(participationDecider, id);
    const { participant } = state;
    const organisation = participant && caller.standing.world.organisation(participant.orgId);
    if (!organisation || !mayReadParticipation(acting, organisation, caller.standing.world)) {
      return refusedOutcome(notFound('id'));
    }
    const campaign = await this.campaign(participant.campaignId, caller);
    if (!campaign) return refusedOutcome(notFound('id'));
    const refused = refusedBy(
      may('participationWithdraw', acting, { orgId: participant.orgId }, caller.standing.world),
    );
    if (refused) return refusedOutcome(refused);
    return this.send(id, { type: 'WithdrawParticipation', reason, campaign }, caller);
  }

  private async inCampaign(change: ChangeInCampaign, acting: Acting, caller: Caller): Promise<Outcome<UserRefusal>> {
    const { world } = caller.standing;
    const { operation, input } = change;
    const campaign = await this.campaign(input.campaign, caller);
    if (!campaign) return refusedOutcome(notFound('campaign'));
    const named = operation === 'participationSetTargets' ? (change.input.organisation ?? null) : null;
    const organisation = named === null ? acting.organisation : world.organisation(named);
    if (!organisation || !mayReadParticipation(acting, organisation, world)) {
      return refusedOutcome(notFound('organisation'));
    }
    const { orgId, unitId } = organisation;
    const sentTo = receiverIn(organisation, campaign.issuerOrgId, world);
    const receiver = sentTo === null ? null : receiverToday(sentTo, world);
    const target = { orgId, ...(receiver !== null && { receiverOrgId: receiver }) };
    const refused = refusedBy(may(operation, acting, target, world));
    if (refused) return refusedOutcome(refused);
    const participant = { campaignId: input.campaign, orgId, unitId };
    const byReceiver = receiver === acting.organisation.orgId;
    const command = commandOf(change, {
      participant,
      organisation,
      campaign,
      byReceiver,
      today: caller.standing.today,
    });
    return this.send(participationIdOf(input.campaign, orgId), command, caller);
  }

  private send(id: string, command: ParticipationCommand, { meta }: Caller): Promise<Outcome<UserRefusal>> {
    return this.ports.executor.execute(participationDecider, id, command, meta);
  }

  /** A campaign as the log has it, where this person may read it. */
  private async campaign(campaignId: string, { standing }: Caller): Promise<KnownCampaign | null> {
    const { state } = await this.ports.executor.load(campaignDecider, campaignId);
    return state.status !== 'none' && readableCampaign(state, standing) ? state : null;
  }
}

interface Circumstances {
  readonly participant: { readonly campaignId: string; readonly orgId: string; readonly unitId: string };
  readonly organisation: OrganisationFacts;
  readonly campaign: KnownCampaign;
  readonly byReceiver: boolean;
  readonly today: string;
}

const commandOf = (change: ChangeInCampaign, circumstances: Circumstances): ParticipationCommand => {
  const { participant, organisation, campaign, byReceiver, today } = circumstances;
  switch (change.operation) {
    case 'participationRegister': {
      const { subjectKind, headcount } = change.input;
      const matching = campaign.rules.filter((rule) => isParticipant(organisation, [rule]));
      return {
        type: 'RegisterParticipation',
        registration: given({ ...participant, subjectKind, headcount, registeredOn: today }),
        allowedKinds: matching.flatMap(({ subjectKinds }) => subjectKinds),
        campaign,
      };
    }
    case 'participationIssuePlan': {
      const { documentNo, issuedOn, rounds, guidance } = change.input;
      const due = rounds.map(({ round, dueBefore }) => ({ roundCode: round, dueBefore }));
      const plan = given({ ...participant, documentNo, issuedOn, rounds: due, guidanceVi: guidance });
      return { type: 'IssueUnitPlan', plan, campaign, today };
    }
    case 'participationSetTargets': {
      const targets = change.input.targets.map(({ area: areaCode, metric, value, scope, effectiveOn }) => ({
        targetId: targetIdOf(participant, areaCode, metric, scope),
        areaCode,
        metric,
        value,
        scope,
        effectiveOn,
      }));
      return { type: 'SetTargets', targets, byReceiver, participant, campaign };
    }
  }
};

/** An organisation has one target for each area, metric and scope. */
const targetIdOf = (
  { campaignId, orgId }: Circumstances['participant'],
  areaCode: string,
  metric: string,
  scope: string,
): string => objectIdOf('target', participationIdOf(campaignId, orgId), JSON.stringify([areaCode, metric, scope]));
