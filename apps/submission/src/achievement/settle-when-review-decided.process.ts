import type { Process } from '@thidua/event-sourcing';
import type { SettleAchievement } from './achievement.decider.js';

/** When a case is decided, its achievement takes the decision over. */
export const settleWhenReviewDecided: Process<SettleAchievement> = {
  name: 'settle-when-review-decided',
  reactions: {
    'ReviewDecided.v1': ({ data: { reviewId, subjectId, submissionNo, outcome, reasonCode, note } }) => [
      {
        id: subjectId,
        command: { type: 'SettleAchievement', reviewId, submissionNo, outcome, reasonCode, note },
      },
    ],
  },
};
