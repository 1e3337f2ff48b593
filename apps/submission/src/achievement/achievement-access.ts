import { mayReadWork, receiverIn, type WorkFacts } from '@thidua/authority';
import { actingIn, type ServicePorts, type Standing } from '@thidua/service';
import { campaignDecider } from '../campaign/campaign.decider.js';
import type { CampaignInForce } from '../campaign/campaign-gates.js';
import { achievementDecider } from './achievement.decider.js';
import { type AchievementInForce, isApproved } from './achievement.state.js';

/** An achievement as its readers are judged by it. */
export const workOf = (achievement: AchievementInForce): WorkFacts => ({
  ownerOrgId: achievement.ownerOrgId,
  ownerUnitId: achievement.ownerUnitId,
  approved: isApproved(achievement),
  partnerOrgIds: achievement.contributions.filter(({ role }) => role === 'PARTNER').map(({ orgId }) => orgId),
  receiverOrgId: achievement.receiverOrgId,
});

/** An achievement as the log has it, where this person may read it; absent and unreadable look the same. */
export const readableAchievement = async (
  { executor }: Pick<ServicePorts, 'executor'>,
  achievementId: string,
  standing: Standing,
): Promise<AchievementInForce | null> => {
  const { state } = await executor.load(achievementDecider, achievementId);
  const acting = actingIn(standing);
  if (state.status === 'none' || !acting) return null;
  return mayReadWork(acting, workOf(state), standing.world) ? state : null;
};

/** The campaign of an achievement, as commands are judged by it. */
export const campaignOf = async (
  { executor }: Pick<ServicePorts, 'executor'>,
  { campaignId }: Pick<AchievementInForce, 'campaignId'>,
): Promise<CampaignInForce> => {
  const { state } = await executor.load(campaignDecider, campaignId);
  if (state.status === 'none') throw new Error(`an achievement of the campaign ${campaignId}, which does not exist`);
  return state;
};

/** Who receives the owner's work in its campaign today, null where nobody does. */
export const receiverOf = (
  { ownerOrgId }: Pick<AchievementInForce, 'ownerOrgId'>,
  { issuerOrgId }: Pick<CampaignInForce, 'issuerOrgId'>,
  { world }: Pick<Standing, 'world'>,
): string | null => {
  const owner = world.organisation(ownerOrgId);
  return owner ? receiverIn(owner, issuerOrgId, world) : null;
};
