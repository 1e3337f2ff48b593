import type { Decider } from '@thidua/event-sourcing';
import type { AchievementEvent } from '@thidua/events';
import type { AchievementCommand, AchievementRefusal } from './achievement.commands.js';
import { type Achievement, evolve } from './achievement.state.js';
import { requestAmendment, settleAmendment } from './amendment-steps.js';
import { declareContributions, recordProgress, reportQuantities } from './draft-steps.js';
import { revoke, withdraw } from './ending-steps.js';
import { attachEvidence, withdrawEvidence } from './evidence-steps.js';
import { register } from './register-step.js';
import { complete, settleSubmission, submit } from './submission-steps.js';

/** Stream `achievement-{id}`: one record of what was achieved, from its registration to its end (domain.md E2). */
export const achievementDecider: Decider<Achievement, AchievementCommand, AchievementEvent, AchievementRefusal> = {
  category: 'achievement',
  initial: () => ({ status: 'none' }),
  evolve,
  decide(command, achievement) {
    switch (command.type) {
      case 'RegisterAchievement':
        return register(command, achievement);
      case 'DeclareContributions':
        return declareContributions(command, achievement);
      case 'RecordProgress':
        return recordProgress(command, achievement);
      case 'ReportQuantities':
        return reportQuantities(command, achievement);
      case 'AttachEvidence':
        return attachEvidence(command, achievement);
      case 'WithdrawEvidence':
        return withdrawEvidence(command, achievement);
      case 'CompleteAchievement':
        return complete(command, achievement);
      case 'SubmitAchievement':
        return submit(command, achievement);
      case 'RequestAmendment':
        return requestAmendment(command, achievement);
      case 'SettleAchievement':
        return command.subjectType === 'ACHIEVEMENT'
          ? settleSubmission(command, achievement)
          : settleAmendment(command, achievement);
      case 'WithdrawAchievement':
        return withdraw(command, achievement);
      case 'RevokeApproval':
        return revoke(command, achievement);
    }
  },
};
