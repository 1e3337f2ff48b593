import { isParticipant, may } from '@thidua/authority';
import type { Outcome } from '@thidua/event-sourcing';
import { objectIdOf, participationIdOf } from '@thidua/events';
import {
  type Caller,
  notAllowed,
  notFound,
  refusedBy,
  refusedOutcome,
  type ServicePorts,
  type UserRefusal,
} from '@thidua/service';
import { campaignDecider } from '../campaign/campaign.decider.js';
import { readableCampaign } from '../campaign/campaign.handler.js';
import { given } from '../campaign/campaign-plan.js';
import { participationDecider } from '../participation/participation.decider.js';
import { bringsWork } from '../participation/participation.state.js';
import { achievementDecider } from './achievement.decider.js';
import type { AchievementRegisterInput } from './achievement.inputs.js';
import { ownsUnit } from './owned-units.js';

/** Id of the achievement that a command registers. */
export const achievementIdOf = (commandId: string): string => objectIdOf('achievement', commandId);

/** Registers an achievement of the acting organisation. */
export const registerAchievement = async (
  { executor, registryView }: Pick<ServicePorts, 'executor' | 'registryView'>,
  input: AchievementRegisterInput,
  { standing, meta }: Caller,
): Promise<Outcome<UserRefusal>> => {
  const { acting, world } = standing;
  if (typeof acting === 'string') return refusedOutcome(notAllowed(acting));
  const { state: campaign } = await executor.load(campaignDecider, input.campaign);
  if (campaign.status === 'none' || !readableCampaign(campaign, standing)) return refusedOutcome(notFound('campaign'));
  const { orgId, unitId } = acting.organisation;
  const refused = refusedBy(may('achievementRegister', acting, { orgId }, world));
  if (refused) return refusedOutcome(refused);
  const { state: participation } = await executor.load(participationDecider, participationIdOf(input.campaign, orgId));
  const achievementId = achievementIdOf(meta.commandId);
  const ownerUnitId = input.unit ?? unitId;
  const registration = given({
    achievementId,
    campaignId: input.campaign,
    areaCode: input.area,
    kind: input.kind,
    titleVi: input.title.normalize('NFC').trim(),
    ownerOrgId: orgId,
    ownerUnitId,
    plannedFrom: input.plannedFrom,
    plannedTo: input.plannedTo,
    templateId: input.template,
    movementCodes: [...input.movements],
  });
  const command = {
    type: 'RegisterAchievement',
    registration,
    campaign,
    participant: bringsWork(participation, isParticipant(acting.organisation, campaign.rules)),
    ownsUnit: ownsUnit(unitId, ownerUnitId, world, registryView.units),
  } as const;
  return executor.execute(achievementDecider, achievementId, command, meta);
};
