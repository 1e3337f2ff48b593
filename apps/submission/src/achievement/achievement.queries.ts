import { type Kysely, sql } from 'kysely';
import type { AchievementRow, AchievementTables } from './achievement.projection.js';

/** Which achievements a list shows, by what its viewer may read. */
export interface AchievementSelection {
  readonly campaignId: string;
  /** Units whose work is shown; null = of all units. */
  readonly unitIds: readonly string[] | null;
  /** One organisation whose own work is shown as well, null where the units are all that was asked for. */
  readonly orgId: string | null;
  readonly status: readonly AchievementRow['status'][] | null;
}

export const achievementById = async (
  database: Kysely<AchievementTables>,
  id: string,
): Promise<AchievementRow | null> =>
  (await database.selectFrom('achievement').selectAll().where('achievement_id', '=', id).executeTakeFirst()) ?? null;

/** Achievements registered before a position, newest first. */
export const achievementsBefore = (
  database: Kysely<AchievementTables>,
  { campaignId, unitIds, orgId, status }: AchievementSelection,
  position: number | null,
  limit: number,
): Promise<AchievementRow[]> => {
  let query = database.selectFrom('achievement').selectAll().where('campaign_id', '=', campaignId);
  if (position !== null) query = query.where('position', '<', position);
  if (status !== null) query = query.where('status', 'in', status);
  if (unitIds !== null) {
    query = query.where((where) =>
      where.or([
        ...(orgId === null ? [] : [where('owner_org_id', '=', orgId)]),
        sql<boolean>`owner_unit_id in (select value from json_each(${JSON.stringify(unitIds)}))`,
      ]),
    );
  }
  return query.orderBy('position', 'desc').limit(limit).execute();
};
