import { type Kysely, sql } from 'kysely';
import type { ParticipationRow, ParticipationTables } from './participation.projection.js';

/** Which participations of a campaign a list shows. */
export interface ParticipationSelection {
  readonly campaignId: string;
  /** Units whose organisations the viewer reads; null = of all units. */
  readonly unitIds: readonly string[] | null;
  /** Organisations that the viewer reads beside. */
  readonly orgIds: readonly string[];
  /** Units that were asked about; null = about all. */
  readonly within: readonly string[] | null;
  readonly status: readonly ParticipationRow['status'][] | null;
}

export const participationsById = async (
  database: Kysely<ParticipationTables>,
  ids: readonly string[],
): Promise<readonly (ParticipationRow | null)[]> => {
  const rows = await database.selectFrom('participation').selectAll().where('participation_id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.participation_id, row]));
  return ids.map((id) => byId.get(id) ?? null);
};

const among = (column: 'unit_id' | 'org_id', values: readonly string[]) =>
  sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;

/** Participations behind an organisation's, by organisation id. */
export const participationsAfter = (
  database: Kysely<ParticipationTables>,
  { campaignId, unitIds, orgIds, within, status }: ParticipationSelection,
  orgId: string | null,
  limit: number,
): Promise<ParticipationRow[]> => {
  let query = database.selectFrom('participation').selectAll().where('campaign_id', '=', campaignId);
  if (orgId !== null) query = query.where('org_id', '>', orgId);
  if (status !== null) query = query.where('status', 'in', status);
  if (within !== null) query = query.where(among('unit_id', within));
  if (unitIds !== null) query = query.where(({ or }) => or([among('unit_id', unitIds), among('org_id', orgIds)]));
  return query.orderBy('org_id').limit(limit).execute();
};
