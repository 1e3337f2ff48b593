import type { Kysely } from 'kysely';
import type { AchievementStatus } from './achievement.state.js';

type Shouted<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Uppercase<Head>}_${Shouted<Tail>}`
  : Uppercase<Text>;

/** GraphQL's AchievementStatus. */
export type StatusName = Shouted<AchievementStatus>;

export interface AchievementRow {
  achievement_id: string;
  campaign_id: string;
  /** Position of its registration: the key that lists go by where nothing else is asked. */
  position: number;
  revision: number;
  status: StatusName;
  area_code: string;
  kind: 'WORK' | 'PRODUCT' | 'TASK';
  owner_org_id: string;
  owner_unit_id: string;
  /** Who received its last submission. */
  receiver_org_id: string | null;
  /** Local date. */
  registered_on: string;
  planned_from: string | null;
  planned_to: string | null;
  completed_on: string | null;
  /** The days as lists go by them: none is behind every day. */
  planned_key: string;
  completed_key: string;
  /** Earliest day of its lines. */
  first_day: string | null;
  percent_done: number;
  /** The latest day that progress was told of. */
  progress_on: string | null;
  submission_no: number;
  review_id: string | null;
  reason_code: string | null;
  note: string | null;
  ended_reason: string | null;
  title: string;
  /** titleKey: its bytes go in Vietnamese order. */
  title_key: string;
  /** Its words folded for search, with a space on both sides. */
  title_folded: string;
  /** JSON from here on: what is long comes last, so that a scan does not read it. */
  movements: string;
  contributions: string;
  evidence: string;
  lines: string;
  approved_lines: string;
  proposed_lines: string | null;
}

export interface AchievementTables {
  achievement: AchievementRow;
  /** Organisations that contribute beside the owner: their lists show it too. */
  achievement_partner: { achievement_id: string; org_id: string };
}

/** How a day that is not given is stored where lists go by days. */
export const noDay = '~';

export const createAchievementTables = async ({ schema }: Kysely<AchievementTables>): Promise<void> => {
  await schema
    .createTable('achievement')
    .addColumn('achievement_id', 'text', (column) => column.primaryKey())
    .addColumn('campaign_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('area_code', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('owner_org_id', 'text', (column) => column.notNull())
    .addColumn('owner_unit_id', 'text', (column) => column.notNull())
    .addColumn('receiver_org_id', 'text')
    .addColumn('registered_on', 'text', (column) => column.notNull())
    .addColumn('planned_from', 'text')
    .addColumn('planned_to', 'text')
    .addColumn('completed_on', 'text')
    .addColumn('planned_key', 'text', (column) => column.notNull())
    .addColumn('completed_key', 'text', (column) => column.notNull())
    .addColumn('first_day', 'text')
    .addColumn('percent_done', 'integer', (column) => column.notNull())
    .addColumn('progress_on', 'text')
    .addColumn('submission_no', 'integer', (column) => column.notNull())
    .addColumn('review_id', 'text')
    .addColumn('reason_code', 'text')
    .addColumn('note', 'text')
    .addColumn('ended_reason', 'text')
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('title_key', 'text', (column) => column.notNull())
    .addColumn('title_folded', 'text', (column) => column.notNull())
    .addColumn('movements', 'text', (column) => column.notNull())
    .addColumn('contributions', 'text', (column) => column.notNull())
    .addColumn('evidence', 'text', (column) => column.notNull())
    .addColumn('lines', 'text', (column) => column.notNull())
    .addColumn('approved_lines', 'text', (column) => column.notNull())
    .addColumn('proposed_lines', 'text')
    .execute();
  await schema
    .createTable('achievement_partner')
    .addColumn('achievement_id', 'text', (column) => column.notNull())
    .addColumn('org_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('achievement_partner_key', ['org_id', 'achievement_id'])
    .execute();
  // One index an order, and one a way to be concerned: small scopes are found, large ones are walked in order.
  for (const key of ['position', 'title_key', 'completed_key', 'planned_key'] as const) {
    const index = schema.createIndex(`achievement_by_${key}`).on('achievement');
    await index.columns(['campaign_id', key, 'achievement_id']).execute();
  }
  for (const key of ['owner_unit_id', 'owner_org_id', 'receiver_org_id'] as const) {
    await schema.createIndex(`achievement_by_${key}`).on('achievement').columns([key, 'campaign_id']).execute();
  }
  const partners = schema.createIndex('achievement_partner_by_achievement').on('achievement_partner');
  await partners.column('achievement_id').execute();
};
