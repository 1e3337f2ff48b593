import { type Kysely, sql } from 'kysely';
import type { ReviewRow, ReviewStatus, ReviewTables } from './review.rows.js';

/** A list as one value: what a client names may be longer than SQLite takes variables. */
const isOneOf = (column: keyof ReviewRow & string, values: readonly string[]) =>
  sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;

export const reviewById = async (database: Kysely<ReviewTables>, id: string): Promise<ReviewRow | null> =>
  (await database.selectFrom('review').selectAll().where('review_id', '=', id).executeTakeFirst()) ?? null;

/** Which cases a queue shows; null = whatever it is. */
export interface QueueSelection {
  readonly receiverOrgIds: readonly string[];
  readonly status: readonly ReviewStatus[];
  readonly campaignId: string | null;
  readonly subjectTypes: readonly ReviewRow['subject_type'][] | null;
  readonly areaCodes: readonly string[] | null;
  readonly roundCodes: readonly string[] | null;
  readonly unitIds: readonly string[] | null;
  /** Whom it is assigned to, or who decided it. */
  readonly reviewerUserId: string | null;
}

/** GraphQL's ReviewFilter. */
export interface QueueFilter {
  readonly campaign?: string | null;
  readonly status?: readonly ReviewStatus[] | null;
  readonly subjectTypes?: readonly ReviewRow['subject_type'][] | null;
  readonly areas?: readonly string[] | null;
  readonly rounds?: readonly string[] | null;
  readonly within?: string | null;
  readonly mine?: boolean | null;
}

/** What a filter selects of the cases of these receivers; without one, all that wait. */
export const queueSelection = (
  receiverOrgIds: readonly string[],
  filter: QueueFilter,
  viewerUserId: string,
  unitsOf: (unitId: string) => readonly string[],
): QueueSelection => {
  const { campaign, status, subjectTypes, areas, rounds, within, mine } = filter;
  return {
    receiverOrgIds,
    status: status ?? ['OPEN', 'ASSIGNED'],
    campaignId: campaign ?? null,
    subjectTypes: subjectTypes ?? null,
    areaCodes: areas ?? null,
    roundCodes: rounds ?? null,
    unitIds: within === null || within === undefined ? null : unitsOf(within),
    reviewerUserId: mine === true ? viewerUserId : null,
  };
};

/** Whether cases of a state wait for a decision. */
const waits = (status: ReviewStatus): 0 | 1 => (status === 'OPEN' || status === 'ASSIGNED' ? 1 : 0);

type QueueKey = readonly [dueAt: string, reviewId: string];

/** The query of a page of the queue: for one receiver its index answers it in order, from the key on. */
export const queueQuery = (
  database: Kysely<ReviewTables>,
  selection: QueueSelection,
  key: QueueKey | null,
  limit: number,
) => {
  const { receiverOrgIds, status, campaignId, subjectTypes, areaCodes, roundCodes, unitIds, reviewerUserId } =
    selection;
  let query = database
    .selectFrom('review')
    .selectAll()
    .where('receiver_org_id', 'in', receiverOrgIds)
    .where('waiting', 'in', [...new Set(status.map(waits))])
    .where(isOneOf('status', status));
  if (campaignId !== null) query = query.where('campaign_id', '=', campaignId);
  if (subjectTypes !== null) query = query.where(isOneOf('subject_type', subjectTypes));
  if (areaCodes !== null) query = query.where(isOneOf('area_code', areaCodes));
  if (roundCodes !== null) query = query.where(isOneOf('round_code', roundCodes));
  if (unitIds !== null) query = query.where(isOneOf('owner_unit_id', unitIds));
  if (reviewerUserId !== null) query = query.where('reviewer_user_id', '=', reviewerUserId);
  if (key !== null) {
    const [dueAt, reviewId] = key;
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('due_at', 'review_id'), '>', tuple(dueAt, reviewId)));
  }
  return query.orderBy('due_at').orderBy('review_id').limit(limit);
};

/** Cases of these receivers behind a key (due, id), the most urgent first. */
export const queueBehind = (
  database: Kysely<ReviewTables>,
  selection: QueueSelection,
  key: QueueKey | null,
  limit: number,
): Promise<ReviewRow[]> => queueQuery(database, selection, key, limit).execute();

/** Receipts of the events that took decisions over, by the id of the case; who is not in it waits for that still. */
export const settledReceipts = async (
  database: Kysely<ReviewTables>,
  reviewIds: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const rows = await database
    .selectFrom('review')
    .select(['review_id', 'settled_receipt'])
    .where(isOneOf('review_id', reviewIds))
    .where('settled_receipt', 'is not', null)
    .execute();
  return new Map(rows.map(({ review_id, settled_receipt }) => [review_id, settled_receipt ?? 0]));
};
