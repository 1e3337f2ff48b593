import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isParticipant, may, mayReadWork, type Operation, receiverIn } from '@thidua/authority';
import type { Outcome } from '@thidua/event-sourcing';
import { type Actor, type EventData, objectIdOf } from '@thidua/events';
import {
  actingIn,
  type Caller,
  notAllowed,
  notFound,
  PORTS,
  refusedBy,
  refusedOutcome,
  type ServicePorts,
  type Standing,
  type UserRefusal,
} from '@thidua/service';
import { type CampaignInForce, campaignDecider } from '../campaign/campaign.decider.js';
import { readableCampaign } from '../campaign/campaign.handler.js';
import { given } from '../campaign/campaign-plan.js';
import { type AchievementCommand, type AchievementInForce, achievementDecider } from './achievement.decider.js';

export interface AchievementRegisterInput {
  readonly idempotencyKey: string;
  readonly campaign: string;
  readonly area: string;
  readonly kind: EventData<'AchievementRegistered.v1'>['kind'];
  readonly title: string;
  readonly plannedFrom?: string | null;
  readonly plannedTo?: string | null;
  readonly template?: string | null;
  readonly movements: readonly string[];
}

export interface AchievementQuantitiesInput {
  readonly idempotencyKey: string;
  readonly achievement: string;
  readonly lines: readonly {
    readonly lineId: string;
    readonly metric: string;
    readonly effectiveOn?: string | null;
    readonly value?: string | null;
  }[];
  readonly removedLineIds: readonly string[];
}

export interface AchievementSubmitInput {
  readonly idempotencyKey: string;
  readonly achievement: string;
  readonly completedOn?: string | null;
}

export type AchievementChange =
  | { readonly operation: 'achievementRegister'; readonly input: AchievementRegisterInput }
  | { readonly operation: 'achievementReportQuantities'; readonly input: AchievementQuantitiesInput }
  | { readonly operation: 'achievementSubmit'; readonly input: AchievementSubmitInput };

/** A change of an achievement by a person. */
export class AchievementOrder extends Command<Outcome<UserRefusal>> {
  constructor(
    readonly change: AchievementChange,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** Id of the achievement that a command registers. */
export const achievementIdOf = (commandId: string): string => objectIdOf('achievement', commandId);

@CommandHandler(AchievementOrder)
export class AchievementHandler implements ICommandHandler<AchievementOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ change, caller }: AchievementOrder): Promise<Outcome<UserRefusal>> {
    if (change.operation === 'achievementRegister') return this.register(change.input, caller);
    const { operation, input } = change;
    const achievement = await this.readable(input.achievement, caller.standing);
    if (!achievement) return refusedOutcome(notFound('achievement'));
    const refused = this.refusedTo(operation, achievement.ownerOrgId, caller.standing);
    if (refused) return refusedOutcome(refused);
    const campaign = await this.campaign(achievement.campaignId);
    const command =
      change.operation === 'achievementSubmit'
        ? this.submission(change.input, achievement, campaign, caller)
        : quantities(change.input, campaign, caller);
    return this.ports.executor.execute(achievementDecider, input.achievement, command, caller.meta);
  }

  private async register(input: AchievementRegisterInput, { standing, meta }: Caller): Promise<Outcome<UserRefusal>> {
    const { executor } = this.ports;
    const { acting } = standing;
    if (typeof acting === 'string') return refusedOutcome(notAllowed(acting));
    const { state: campaign } = await executor.load(campaignDecider, input.campaign);
    if (campaign.status === 'none' || !readableCampaign(campaign, standing))
      return refusedOutcome(notFound('campaign'));
    const { organisation } = acting;
    const refused = this.refusedTo('achievementRegister', organisation.orgId, standing);
    if (refused) return refusedOutcome(refused);
    const achievementId = achievementIdOf(meta.commandId);
    const registration = given({
      achievementId,
      campaignId: input.campaign,
      areaCode: input.area,
      kind: input.kind,
      titleVi: input.title.normalize('NFC').trim(),
      ownerOrgId: organisation.orgId,
      ownerUnitId: organisation.unitId,
      plannedFrom: input.plannedFrom,
      plannedTo: input.plannedTo,
      templateId: input.template,
      movementCodes: [...input.movements],
    });
    const participant = isParticipant(organisation, campaign.rules);
    const command = { type: 'RegisterAchievement', registration, campaign, participant } as const;
    return executor.execute(achievementDecider, achievementId, command, meta);
  }

  private submission(
    input: AchievementSubmitInput,
    achievement: AchievementInForce,
    campaign: CampaignInForce,
    { standing: { world, today }, meta }: Caller,
  ): AchievementCommand {
    const owner = this.ports.registryView.organisation(achievement.ownerOrgId);
    return {
      type: 'SubmitAchievement',
      completedOn: input.completedOn ?? null,
      receiverOrgId: owner ? receiverIn(owner, campaign.issuerOrgId, world) : null,
      persons: personsOf(meta.actor),
      campaign,
      today,
    };
  }

  /** An achievement as the log has it, where this person may read it. */
  private async readable(achievementId: string, standing: Standing): Promise<AchievementInForce | null> {
    const { state } = await this.ports.executor.load(achievementDecider, achievementId);
    const acting = actingIn(standing);
    if (state.status === 'none' || !acting) return null;
    return mayReadWork(acting, { ...state, approved: state.status === 'approved' }, standing.world) ? state : null;
  }

  private refusedTo(operation: Operation, orgId: string, { acting, world }: Standing): UserRefusal | null {
    return refusedBy(may(operation, acting, { orgId }, world));
  }

  private async campaign(campaignId: string): Promise<CampaignInForce> {
    const { state } = await this.ports.executor.load(campaignDecider, campaignId);
    if (state.status === 'none') throw new Error(`an achievement of the campaign ${campaignId}, which does not exist`);
    return state;
  }
}

/** Who acts, and whoever they stand in for. */
const personsOf = ({ userId, onBehalfOfUserId }: Actor): readonly string[] =>
  onBehalfOfUserId === undefined ? [userId] : [userId, onBehalfOfUserId];

const quantities = (
  { lines, removedLineIds }: AchievementQuantitiesInput,
  campaign: CampaignInForce,
  { standing: { today } }: Caller,
): AchievementCommand => ({
  type: 'ReportQuantities',
  lines: lines.map(({ lineId, metric, effectiveOn, value }) => ({
    lineId,
    metric,
    effectiveOn: effectiveOn ?? null,
    value: value ?? null,
  })),
  removedLineIds,
  campaign,
  today,
});
