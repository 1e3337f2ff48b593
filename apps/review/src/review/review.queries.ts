import type { Kysely } from 'kysely';
import type { ReviewRow, ReviewTables } from './review.projection.js';

export const reviewById = async (database: Kysely<ReviewTables>, id: string): Promise<ReviewRow | null> =>
  (await database.selectFrom('review').selectAll().where('review_id', '=', id).executeTakeFirst()) ?? null;

/** Which cases a queue shows. */
export interface QueueSelection {
  readonly receiverOrgIds: readonly string[];
  readonly campaignId: string | null;
  readonly status: readonly ReviewRow['status'][];
}

/** Cases of these receivers behind a key (due, id), the most urgent first. */
export const queueBehind = (
  database: Kysely<ReviewTables>,
  { receiverOrgIds, campaignId, status }: QueueSelection,
  key: readonly [dueAt: string, reviewId: string] | null,
  limit: number,
): Promise<ReviewRow[]> => {
  let query = database
    .selectFrom('review')
    .selectAll()
    .where('receiver_org_id', 'in', receiverOrgIds)
    .where('status', 'in', status);
  if (campaignId !== null) query = query.where('campaign_id', '=', campaignId);
  if (key !== null) {
    const [dueAt, reviewId] = key;
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('due_at', 'review_id'), '>', tuple(dueAt, reviewId)));
  }
  return query.orderBy('due_at').orderBy('review_id').limit(limit).execute();
};
