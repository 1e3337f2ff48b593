import type { CommandMeta, FollowUp, Outcome } from '@thidua/event-sourcing';
import type { ServicePorts, UserRefusal } from '@thidua/service';
import type { AchievementCommand, AchievementVerdict } from './achievement.commands.js';
import { achievementDecider } from './achievement.decider.js';
import { campaignOf } from './achievement-access.js';

/** Takes a decision over, in the campaign as it is then; a subject that nobody registered takes none. */
export const settleAchievement =
  (ports: Pick<ServicePorts, 'executor'>) =>
  async ({ id, command: verdict }: FollowUp<AchievementVerdict>, meta: CommandMeta): Promise<Outcome<UserRefusal>> => {
    const { state, revision } = await ports.executor.load(achievementDecider, id);
    if (state.status === 'none') return { kind: 'done', revision, receipt: null, appended: false };
    const command: AchievementCommand = {
      type: 'SettleAchievement',
      ...verdict,
      campaign: await campaignOf(ports, state),
    };
    return ports.executor.execute(achievementDecider, id, command, meta);
  };
