import type { Handlers, Projection } from '@thidua/event-sourcing';
import type { RecordedOf } from '@thidua/events';
import type { Transaction } from 'kysely';

export interface ReviewRow {
  review_id: string;
  revision: number;
  status: 'OPEN' | 'DECIDED';
  subject_type: 'ACHIEVEMENT';
  subject_id: string;
  submission_no: number;
  campaign_id: string;
  area_code: string | null;
  owner_org_id: string;
  owner_unit_id: string;
  receiver_org_id: string;
  opened_at: string;
  due_at: string;
  outcome: 'APPROVE' | 'RETURN' | null;
  decided_at: string | null;
  /** The actor who decided, as JSON. */
  decided_by: string | null;
  reason_code: string | null;
  note: string | null;
  /** Receipt of the event that took the decision over. */
  settled_receipt: number | null;
}

export interface ReviewTables {
  review: ReviewRow;
}

type Rows = Transaction<ReviewTables>;

const settled = async (
  rows: Rows,
  { data, receipt }: RecordedOf<'AchievementApproved.v1'> | RecordedOf<'AchievementReturned.v1'>,
): Promise<void> => {
  await rows.updateTable('review').set({ settled_receipt: receipt }).where('review_id', '=', data.reviewId).execute();
};

const handlers: Handlers<Rows> = {
  'ReviewOpened.v1': async (rows, { data, revision, recordedAt }) => {
    await rows
      .insertInto('review')
      .values({
        review_id: data.reviewId,
        revision,
        status: 'OPEN',
        subject_type: data.subjectType,
        subject_id: data.subjectId,
        submission_no: data.submissionNo,
        campaign_id: data.campaignId,
        area_code: data.areaCode ?? null,
        owner_org_id: data.ownerOrgId,
        owner_unit_id: data.ownerUnitId,
        receiver_org_id: data.receiverOrgId,
        opened_at: recordedAt,
        due_at: data.dueAt,
        outcome: null,
        decided_at: null,
        decided_by: null,
        reason_code: null,
        note: null,
        settled_receipt: null,
      })
      .execute();
  },
  'ReviewDecided.v1': async (rows, { data, revision, recordedAt, actor }) => {
    await rows
      .updateTable('review')
      .set({
        revision,
        status: 'DECIDED',
        outcome: data.outcome,
        decided_at: recordedAt,
        decided_by: JSON.stringify(actor),
        reason_code: data.reasonCode ?? null,
        note: data.note ?? null,
      })
      .where('review_id', '=', data.reviewId)
      .execute();
  },
  'AchievementApproved.v1': settled,
  'AchievementReturned.v1': settled,
};

/** Cases as pages and the queue show them. */
export const reviewProjection: Projection<ReviewTables> = {
  name: 'review-cases',
  version: 1,
  tables: ['review'],
  create: async (database) => {
    await database.schema
      .createTable('review')
      .addColumn('review_id', 'text', (column) => column.primaryKey())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('subject_type', 'text', (column) => column.notNull())
      .addColumn('subject_id', 'text', (column) => column.notNull())
      .addColumn('submission_no', 'integer', (column) => column.notNull())
      .addColumn('campaign_id', 'text', (column) => column.notNull())
      .addColumn('area_code', 'text')
      .addColumn('owner_org_id', 'text', (column) => column.notNull())
      .addColumn('owner_unit_id', 'text', (column) => column.notNull())
      .addColumn('receiver_org_id', 'text', (column) => column.notNull())
      .addColumn('opened_at', 'text', (column) => column.notNull())
      .addColumn('due_at', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text')
      .addColumn('decided_at', 'text')
      .addColumn('decided_by', 'text')
      .addColumn('reason_code', 'text')
      .addColumn('note', 'text')
      .addColumn('settled_receipt', 'integer')
      .execute();
    const queue = database.schema.createIndex('review_queue').on('review');
    await queue.columns(['receiver_org_id', 'status', 'due_at', 'review_id']).execute();
  },
  handlers,
};
