import { evolveOne, type Handlers, type Projection } from '@thidua/event-sourcing';
import type { RecordedEvent, RecordedOf, ReviewEvent } from '@thidua/events';
import type { Transaction } from 'kysely';
import {
  findingsOf,
  openedRow,
  type ReviewRow,
  type ReviewStatus,
  type ReviewTables,
  reviewOf,
  type StoredFinding,
} from './review.rows.js';
import { evolveReview } from './review.state.js';

type Rows = Transaction<ReviewTables>;
type Change = Exclude<ReviewEvent, { type: 'ReviewOpened.v1' }>['type'];

/** A row moves as its rule's state does; `more` is what only pages show. */
const changed =
  <Type extends Change>(more: (event: RecordedOf<Type>, row: ReviewRow) => Partial<ReviewRow> = () => ({})) =>
  async (rows: Rows, event: RecordedOf<Type>): Promise<void> => {
    const { reviewId } = event.data as { readonly reviewId: string };
    const cases = rows.selectFrom('review').selectAll().where('review_id', '=', reviewId);
    const row = await cases.executeTakeFirstOrThrow();
    const review = evolveOne(evolveReview, reviewOf(row), event as RecordedEvent, event.actor);
    if (review.status === 'none') throw new Error(`${event.type} leaves no case ${reviewId}`);
    await rows
      .updateTable('review')
      .set({
        revision: event.revision,
        status: review.status.toUpperCase() as ReviewStatus,
        waiting: review.status === 'open' || review.status === 'assigned' ? 1 : 0,
        reviewer_user_id: review.assignee,
        recused: JSON.stringify(review.recused),
        outcome: review.outcome,
        mooted: review.mooted,
        ...more(event, row),
      })
      .where('review_id', '=', reviewId)
      .execute();
  };

const settled = async (
  rows: Rows,
  { data, receipt }: { readonly data: { readonly reviewId?: string | undefined }; readonly receipt: number },
): Promise<void> => {
  // A summary is accepted without a case.
  if (data.reviewId === undefined) return;
  await rows.updateTable('review').set({ settled_receipt: receipt }).where('review_id', '=', data.reviewId).execute();
};

const handlers: Handlers<Rows> = {
  'ReviewOpened.v1': async (rows, event) => {
    const { subjectId, receiverOrgId } = event.data;
    await rows.insertInto('review').values(openedRow(event)).execute();
    const cases = rows.updateTable('review').set({ subject_receiver_org_id: receiverOrgId });
    await cases.where('subject_id', '=', subjectId).execute();
  },
  'ReviewerAssigned.v1': changed(),
  'ReviewerRecused.v1': changed(),
  'FindingRaised.v1': changed(({ data: { code, text, severity }, actor: by, recordedAt: at }, row) => ({
    findings: JSON.stringify([...findingsOf(row), { code, text, severity, by, at } satisfies StoredFinding]),
  })),
  'ReviewDecided.v1': changed(({ data, actor, recordedAt }) => ({
    reviewer_user_id: actor.userId,
    decided_at: recordedAt,
    decided_by: JSON.stringify(actor),
    reason_code: data.reasonCode ?? null,
    note: data.note ?? null,
  })),
  'ReviewMooted.v1': changed(),
  'AchievementApproved.v1': settled,
  'AchievementReturned.v1': settled,
  'AchievementRejected.v1': settled,
  'AchievementCorrected.v1': settled,
  'AmendmentRefused.v1': settled,
  'ReportAccepted.v1': settled,
  'ReportReturned.v1': settled,
};

/** Cases as pages and the queue show them. */
export const reviewProjection: Projection<ReviewTables> = {
  name: 'review-cases',
  version: 3,
  tables: ['review'],
  create: async (database) => {
    await database.schema
      .createTable('review')
      .addColumn('review_id', 'text', (column) => column.primaryKey())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('waiting', 'integer', (column) => column.notNull())
      .addColumn('subject_type', 'text', (column) => column.notNull())
      .addColumn('subject_id', 'text', (column) => column.notNull())
      .addColumn('submission_no', 'integer', (column) => column.notNull())
      .addColumn('campaign_id', 'text', (column) => column.notNull())
      .addColumn('area_code', 'text')
      .addColumn('round_code', 'text')
      .addColumn('owner_org_id', 'text', (column) => column.notNull())
      .addColumn('owner_unit_id', 'text', (column) => column.notNull())
      .addColumn('receiver_org_id', 'text', (column) => column.notNull())
      .addColumn('subject_receiver_org_id', 'text', (column) => column.notNull())
      .addColumn('opened_at', 'text', (column) => column.notNull())
      .addColumn('due_at', 'text', (column) => column.notNull())
      .addColumn('submitted_by', 'text', (column) => column.notNull())
      .addColumn('recused', 'text', (column) => column.notNull())
      .addColumn('reviewer_user_id', 'text')
      .addColumn('findings', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text')
      .addColumn('decided_at', 'text')
      .addColumn('decided_by', 'text')
      .addColumn('reason_code', 'text')
      .addColumn('note', 'text')
      .addColumn('mooted', 'text')
      .addColumn('settled_receipt', 'integer')
      .execute();
    const queue = database.schema.createIndex('review_queue').on('review');
    await queue.columns(['receiver_org_id', 'waiting', 'due_at', 'review_id']).execute();
    await database.schema.createIndex('review_by_subject').on('review').column('subject_id').execute();
  },
  handlers,
};
