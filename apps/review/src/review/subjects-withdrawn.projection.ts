import type { Handlers, Projection } from '@thidua/event-sourcing';
import type { Position } from '@thidua/events';
import type { Kysely, Transaction } from 'kysely';

/** What the process that closes cases must remember of the log, each with where it stands there. */
export interface WithdrawnTables {
  /** Cases that wait. */
  review_waiting: { review_id: string; campaign_id: string; position: Position };
  /** Subjects that were withdrawn, with the last submission that this took back. */
  review_subject_withdrawn: { subject_id: string; submission_no: number; position: Position };
  review_campaign_cancelled: { campaign_id: string; position: Position };
}

type Rows = Transaction<WithdrawnTables>;

const decided = async (rows: Rows, { data }: { readonly data: { readonly reviewId: string } }): Promise<void> => {
  await rows.deleteFrom('review_waiting').where('review_id', '=', data.reviewId).execute();
};

const handlers: Handlers<Rows> = {
  'ReviewOpened.v1': async (rows, { data, position }) => {
    const row = { review_id: data.reviewId, campaign_id: data.campaignId, position };
    await rows.insertInto('review_waiting').values(row).execute();
  },
  'ReviewDecided.v1': decided,
  'ReviewMooted.v1': decided,
  'AchievementWithdrawn.v1': async (rows, { data: { subject, submissionNo }, position }) => {
    const row = { subject_id: subject.achievementId, submission_no: submissionNo, position };
    const withdrawn = rows.insertInto('review_subject_withdrawn').values(row);
    await withdrawn.onConflict((conflict) => conflict.column('subject_id').doUpdateSet(row)).execute();
  },
  'CampaignCancelled.v1': async (rows, { data: { campaignId }, position }) => {
    const cancelled = rows.insertInto('review_campaign_cancelled').values({ campaign_id: campaignId, position });
    await cancelled.onConflict((conflict) => conflict.doNothing()).execute();
  },
};

/**
 * The memory of the process that closes cases. It lies with the checkpoints of the processes, so its
 * version never changes: what is never rebuilt can never be behind the process either.
 */
export const subjectsWithdrawnProjection: Projection<WithdrawnTables> = {
  name: 'close-review-when-subject-withdrawn-memory',
  version: 1,
  tables: ['review_waiting', 'review_subject_withdrawn', 'review_campaign_cancelled'],
  create: async (database) => {
    await database.schema
      .createTable('review_waiting')
      .addColumn('review_id', 'text', (column) => column.primaryKey())
      .addColumn('campaign_id', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .execute();
    const byCampaign = database.schema.createIndex('review_waiting_by_campaign').on('review_waiting');
    await byCampaign.columns(['campaign_id', 'review_id']).execute();
    await database.schema
      .createTable('review_subject_withdrawn')
      .addColumn('subject_id', 'text', (column) => column.primaryKey())
      .addColumn('submission_no', 'integer', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('review_campaign_cancelled')
      .addColumn('campaign_id', 'text', (column) => column.primaryKey())
      .addColumn('position', 'integer', (column) => column.notNull())
      .execute();
  },
  handlers,
};

/** The cases of a campaign that opened before a position and wait, in the order of their ids. */
export const waitingIn = async (
  database: Kysely<WithdrawnTables>,
  campaignId: string,
  before: Position,
): Promise<readonly string[]> => {
  const cases = database.selectFrom('review_waiting').select('review_id').where('campaign_id', '=', campaignId);
  const rows = await cases.where('position', '<', before).orderBy('review_id').execute();
  return rows.map(({ review_id }) => review_id);
};

/** Whether this submission of a subject was taken back before a position. */
export const wasWithdrawn = async (
  database: Kysely<WithdrawnTables>,
  { subjectId, submissionNo }: { readonly subjectId: string; readonly submissionNo: number },
  before: Position,
): Promise<boolean> => {
  const rows = database.selectFrom('review_subject_withdrawn').select('position');
  const back = rows.where('subject_id', '=', subjectId).where('submission_no', '>=', submissionNo);
  return (await back.where('position', '<', before).executeTakeFirst()) !== undefined;
};

/** Whether a campaign was cancelled before a position. */
export const wasCancelled = async (
  database: Kysely<WithdrawnTables>,
  campaignId: string,
  before: Position,
): Promise<boolean> => {
  const rows = database.selectFrom('review_campaign_cancelled').select('position');
  const cancelled = rows.where('campaign_id', '=', campaignId).where('position', '<', before);
  return (await cancelled.executeTakeFirst()) !== undefined;
};
