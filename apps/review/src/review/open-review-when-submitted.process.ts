import type { Process } from '@thidua/event-sourcing';
import { reviewIdOf } from '@thidua/events';
import type { ReviewCommand } from './review.decider.js';

/** Days a reviewer has. */
const reviewDays = 7;

const daysOn = (instant: string, days: number): string =>
  new Date(Date.parse(instant) + days * 24 * 60 * 60 * 1000).toISOString();

/** When something is submitted, a case about it opens at its receiver. */
export const openReviewWhenSubmitted: Process<ReviewCommand> = {
  name: 'open-review-when-submitted',
  reactions: {
    'AchievementSubmitted.v1': ({ data: { subject, submissionNo, receiverOrgId, submittedBy }, recordedAt }) => {
      const { achievementId, campaignId, areaCode, ownerOrgId, ownerUnitId } = subject;
      const reviewId = reviewIdOf(achievementId, submissionNo);
      const about = {
        subjectType: 'ACHIEVEMENT',
        subjectId: achievementId,
        submissionNo,
        campaignId,
        areaCode,
      } as const;
      const who = { ownerOrgId, ownerUnitId, receiverOrgId, submittedBy };
      const opening = { reviewId, ...about, ...who, dueAt: daysOn(recordedAt, reviewDays) };
      return [{ id: reviewId, command: { type: 'OpenReview', opening } }];
    },
  },
};
