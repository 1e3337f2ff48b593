import type { Refusal } from '@thidua/event-sourcing';
import { refuse } from '@thidua/service/refusals';
import type { CampaignInForce } from '../campaign/campaign-gates.js';
import type { Achievement, AchievementInForce, AchievementStatus } from './achievement.state.js';

/** States in which it is written: before it is submitted, and after it was sent back. */
export const drafted: readonly AchievementStatus[] = ['registered', 'in-progress', 'completed', 'returned'];

type Stopped = Refusal<'INVALID_TRANSITION'>;

/** The achievement where its state and its campaign let something be done, else the refusal. */
export const open = (
  achievement: Achievement,
  states: readonly AchievementStatus[],
  campaign: CampaignInForce,
  gate: (campaign: CampaignInForce) => boolean,
  to: string,
): AchievementInForce | Stopped => {
  if (achievement.status === 'none' || !states.includes(achievement.status)) {
    return refuse('INVALID_TRANSITION', undefined, { from: achievement.status, to });
  }
  return gate(campaign) ? achievement : refuse('INVALID_TRANSITION', undefined, { from: campaign.status, to });
};

export const isStopped = (answer: AchievementInForce | Stopped): answer is Stopped => 'refused' in answer;

/** A day inside the period and not to come. */
export const dayFaults = (
  day: string,
  { periodStart: from, periodEnd: to }: CampaignInForce,
  today: string,
  field: readonly string[],
): readonly Refusal<'DAY_OUTSIDE_PERIOD' | 'DAY_IN_FUTURE'>[] => {
  if (day < from || day > to) return [refuse('DAY_OUTSIDE_PERIOD', field, { day, from, to })];
  return day > today ? [refuse('DAY_IN_FUTURE', field, { day, today })] : [];
};
