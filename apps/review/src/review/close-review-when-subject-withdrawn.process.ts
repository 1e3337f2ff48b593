import { type AskingProcess, type FeedHandler, projectionHandler } from '@thidua/event-sourcing';
import { reviewIdOf } from '@thidua/events';
import type { Kysely } from 'kysely';
import type { ReviewCommand } from './review.decider.js';
import type { MootReason } from './review.state.js';
import {
  subjectsWithdrawnProjection,
  type WithdrawnTables,
  waitingIn,
  wasCancelled,
  wasWithdrawn,
} from './subjects-withdrawn.projection.js';

/** Keyed by its case: the id of a command never depends on which other cases waited then. */
const moots = (reviewId: string, reason: MootReason) => ({
  id: reviewId,
  key: reviewId,
  command: { type: 'MootReview', reason } as const,
});

/**
 * When a subject is withdrawn or its campaign cancelled, the cases about it close without a decision;
 * so does a case that opens only then, because the process that opens it was slower.
 */
export const closeReviewWhenSubjectWithdrawn = (memory: Kysely<WithdrawnTables>): AskingProcess<ReviewCommand> => ({
  name: 'close-review-when-subject-withdrawn',
  reactions: {
    'AchievementWithdrawn.v1': async ({ data: { subject, submissionNo } }) =>
      submissionNo > 0 ? [moots(reviewIdOf(subject.achievementId, submissionNo), 'WITHDRAWN')] : [],
    'CampaignCancelled.v1': async ({ data: { campaignId }, position }) =>
      (await waitingIn(memory, campaignId, position)).map((reviewId) => moots(reviewId, 'CAMPAIGN_CANCELLED')),
    'ReviewOpened.v1': async ({ data, position }) => {
      if (await wasWithdrawn(memory, data, position)) return [moots(data.reviewId, 'WITHDRAWN')];
      return (await wasCancelled(memory, data.campaignId, position))
        ? [moots(data.reviewId, 'CAMPAIGN_CANCELLED')]
        : [];
    },
  },
});

/**
 * The process behind its memory: each batch is remembered before it is reacted to, so what is asked here
 * knows every event up to the one that is answered; what comes behind that one is left out. Both go on
 * where they were after a crash.
 */
export const rememberingFirst = (memory: Kysely<WithdrawnTables>, process: FeedHandler): FeedHandler => {
  const remembering = projectionHandler(subjectsWithdrawnProjection, memory);
  return {
    name: process.name,
    async start() {
      await remembering.start();
      return process.start();
    },
    async handle(batch) {
      await remembering.handle(batch);
      await process.handle(batch);
    },
  };
};
