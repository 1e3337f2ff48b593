import type { Process } from '@thidua/event-sourcing';
import type { Verdict } from './achievement.commands.js';

/** When a case is decided, its achievement or its report takes the decision over. */
export const settleWhenReviewDecided: Process<Verdict> = {
  name: 'settle-when-review-decided',
  reactions: {
    'ReviewDecided.v1': ({ data }) => {
      const { reviewId, subjectType, subjectId, submissionNo, outcome, reasonCode, note } = data;
      return [{ id: subjectId, command: { reviewId, subjectType, submissionNo, outcome, reasonCode, note } }];
    },
  },
};
