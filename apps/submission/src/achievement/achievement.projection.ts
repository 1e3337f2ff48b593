import { type Handlers, localDateOf, type Projection } from '@thidua/event-sourcing';
import type { EventData, Line, RecordedOf } from '@thidua/events';
import { reviewIdOf } from '@thidua/events';
import type { Transaction, Updateable } from 'kysely';
import { mergeLines } from './achievement.decider.js';

export interface AchievementRow {
  achievement_id: string;
  campaign_id: string;
  /** Position of its registration: the key that lists go by. */
  position: number;
  revision: number;
  status: 'REGISTERED' | 'UNDER_REVIEW' | 'RETURNED' | 'APPROVED';
  area_code: string;
  kind: 'WORK' | 'PRODUCT' | 'TASK';
  title: string;
  owner_org_id: string;
  owner_unit_id: string;
  movements: string;
  planned_from: string | null;
  planned_to: string | null;
  registered_on: string;
  completed_on: string | null;
  submission_no: number;
  review_id: string | null;
  lines: string;
  approved_lines: string;
  reason_code: string | null;
  note: string | null;
}

export interface AchievementTables {
  achievement: AchievementRow;
}

type Rows = Transaction<AchievementTables>;

const update = async (rows: Rows, achievementId: string, set: Updateable<AchievementRow>): Promise<void> => {
  await rows.updateTable('achievement').set(set).where('achievement_id', '=', achievementId).execute();
};

const registered = async (
  rows: Rows,
  { data, position, revision, recordedAt }: RecordedOf<'AchievementRegistered.v1'>,
): Promise<void> => {
  await rows
    .insertInto('achievement')
    .values({
      achievement_id: data.achievementId,
      campaign_id: data.campaignId,
      position,
      revision,
      status: 'REGISTERED',
      area_code: data.areaCode,
      kind: data.kind,
      title: data.titleVi,
      owner_org_id: data.ownerOrgId,
      owner_unit_id: data.ownerUnitId,
      movements: JSON.stringify(data.movementCodes),
      planned_from: data.plannedFrom ?? null,
      planned_to: data.plannedTo ?? null,
      registered_on: localDateOf(Date.parse(recordedAt)),
      completed_on: null,
      submission_no: 0,
      review_id: null,
      lines: '[]',
      approved_lines: '[]',
      reason_code: null,
      note: null,
    })
    .execute();
};

const reported = async (rows: Rows, { data, revision }: RecordedOf<'QuantityReported.v1'>): Promise<void> => {
  const row = await rows
    .selectFrom('achievement')
    .select('lines')
    .where('achievement_id', '=', data.achievementId)
    .executeTakeFirstOrThrow();
  const lines = mergeLines(JSON.parse(row.lines) as Line[], data.lines, data.removedLineIds);
  await update(rows, data.achievementId, { revision, lines: JSON.stringify(lines) });
};

const settled = (
  { submissionNo, reasonCode, note }: EventData<'AchievementReturned.v1'>,
  revision: number,
): Updateable<AchievementRow> => ({
  revision,
  submission_no: submissionNo,
  reason_code: reasonCode ?? null,
  note: note ?? null,
});

const handlers: Handlers<Rows> = {
  'AchievementRegistered.v1': registered,
  'QuantityReported.v1': reported,
  'AchievementCompleted.v1': (rows, { data, revision }) =>
    update(rows, data.achievementId, { revision, completed_on: data.completedOn }),
  'AchievementSubmitted.v1': (rows, { data: { subject, submissionNo }, revision }) =>
    update(rows, subject.achievementId, {
      revision,
      status: 'UNDER_REVIEW',
      submission_no: submissionNo,
      review_id: reviewIdOf(subject.achievementId, submissionNo),
      reason_code: null,
      note: null,
    }),
  'AchievementApproved.v1': (rows, { data, revision }) =>
    update(rows, data.subject.achievementId, {
      ...settled(data, revision),
      status: 'APPROVED',
      approved_lines: JSON.stringify(data.lines),
    }),
  'AchievementReturned.v1': (rows, { data, revision }) =>
    update(rows, data.subject.achievementId, { ...settled(data, revision), status: 'RETURNED' }),
};

/** Achievements as pages and lists show them. */
export const achievementProjection: Projection<AchievementTables> = {
  name: 'submission-achievements',
  version: 1,
  tables: ['achievement'],
  create: async (database) => {
    await database.schema
      .createTable('achievement')
      .addColumn('achievement_id', 'text', (column) => column.primaryKey())
      .addColumn('campaign_id', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('area_code', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('owner_org_id', 'text', (column) => column.notNull())
      .addColumn('owner_unit_id', 'text', (column) => column.notNull())
      .addColumn('movements', 'text', (column) => column.notNull())
      .addColumn('planned_from', 'text')
      .addColumn('planned_to', 'text')
      .addColumn('registered_on', 'text', (column) => column.notNull())
      .addColumn('completed_on', 'text')
      .addColumn('submission_no', 'integer', (column) => column.notNull())
      .addColumn('review_id', 'text')
      .addColumn('lines', 'text', (column) => column.notNull())
      .addColumn('approved_lines', 'text', (column) => column.notNull())
      .addColumn('reason_code', 'text')
      .addColumn('note', 'text')
      .execute();
    const byCampaign = database.schema.createIndex('achievement_by_campaign').on('achievement');
    await byCampaign.columns(['campaign_id', 'position']).execute();
  },
  handlers,
};
