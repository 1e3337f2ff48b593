import type { FeedReader } from '@thidua/event-sourcing';
import type { Receipt } from '@thidua/events';
import type { Kysely } from 'kysely';
import { settledReceipts } from './review.queries.js';
import type { ReviewTables } from './review.rows.js';

/**
 * Waits until the subjects of these cases have taken their decisions over, at most so long; answers the
 * receipts of those events by case. A case that is missing has not settled.
 */
export const settledWithin = async (
  database: Kysely<ReviewTables>,
  reader: Pick<FeedReader, 'moved'>,
  reviewIds: readonly string[],
  waitMs: number,
): Promise<ReadonlyMap<string, Receipt>> => {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const left = deadline - performance.now();
    // Asked before the rows are read: what comes in between is not waited for in vain.
    const moved = reader.moved(Math.max(left, 0));
    const settled = await settledReceipts(database, reviewIds);
    if (settled.size === reviewIds.length || left <= 0) return settled;
    await moved;
  }
};
