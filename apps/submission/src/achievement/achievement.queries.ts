import type { ReadingScope } from '@thidua/authority';
import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { type AchievementRow, type AchievementTables, type StatusName } from './achievement.rows.js';
import { titleKey } from './title-order.js';

/** What a list is ordered by; equal keys go by id. */
export type OrderKey = 'REGISTERED' | 'TITLE' | 'COMPLETED_ON' | 'PLANNED_FROM';

export interface AchievementOrder {
  readonly by: OrderKey;
  readonly direction: 'ASCENDING' | 'DESCENDING';
}

/** Which achievements a list shows: what its viewer may read, and of that what was asked for. */
export interface AchievementSelection {
  readonly campaignId: string;
  readonly shown: Pick<ReadingScope, 'orgIds' | 'receiverOrgIds'> & {
    /** Units whose work is read; null = of all units. */
    readonly unitIds: readonly string[] | null;
  };
  /** Units that were asked about; null = all there are. */
  readonly unitIds: readonly string[] | null;
  readonly status: readonly StatusName[] | null;
  readonly areas: readonly string[] | null;
  readonly ownerOrgId: string | null;
  /** Folded words of the title, '' = signs alone, which no title has; null = any. */
  readonly words: string | null;
}

/** Where a row stands in an order: what its key is made of, and its id. */
export type Place = readonly [of: string | number, achievementId: string];

const columns = {
  REGISTERED: 'position',
  TITLE: 'title_key',
  COMPLETED_ON: 'completed_key',
  PLANNED_FROM: 'planned_key',
} as const satisfies Record<OrderKey, keyof AchievementRow>;

/** The place of a row; a title stands for its key, which is longer. */
export const placeOf = (row: AchievementRow, { by }: AchievementOrder): Place => [
  by === 'TITLE' ? row.title : row[columns[by]],
  row.achievement_id,
];

export const achievementById = async (
  database: Kysely<AchievementTables>,
  id: string,
): Promise<AchievementRow | null> =>
  (await database.selectFrom('achievement').selectAll().where('achievement_id', '=', id).executeTakeFirst()) ?? null;

type Where = ExpressionBuilder<AchievementTables, 'achievement'>;

/** One parameter for any number of ids. */
const among = (column: 'owner_unit_id' | 'owner_org_id' | 'receiver_org_id', ids: readonly string[]) =>
  sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(ids)}))`;

const contributedBy = (where: Where, orgIds: readonly string[]): Expression<SqlBool> =>
  where(
    'achievement_id',
    'in',
    sql<string>`(select achievement_id from achievement_partner
      where org_id in (select value from json_each(${JSON.stringify(orgIds)})))`,
  );

/** A search finds words one behind the other from the start of a word; a number is whole. */
const titled = (words: string): Expression<SqlBool> => {
  if (words === '') return sql<SqlBool>`0`;
  const wanted = /\p{N}$/u.test(words) ? ` ${words} ` : ` ${words}`;
  return sql<SqlBool>`instr(title_folded, ${wanted}) > 0`;
};

/** Up to so many units or organisations, their work is found one by one and then put in order. */
const fewMax = 200;

/** Whether what is shown is found sooner by its units and organisations than by walking the order. */
const areFew = ({ shown, unitIds, ownerOrgId }: AchievementSelection): boolean =>
  ownerOrgId !== null || [shown.unitIds, unitIds].some((ids) => ids !== null && ids.length <= fewMax);

/** Achievements behind a place of an order, the whole key compared: none is skipped or repeated. */
export const achievementsBehind = (
  database: Kysely<AchievementTables>,
  selection: AchievementSelection,
  order: AchievementOrder,
  behind: Place | null,
  limit: number,
): Promise<AchievementRow[]> => {
  const way = order.direction === 'ASCENDING' ? 'asc' : 'desc';
  // A plus sign keeps SQLite from walking the index of the order.
  const plus = sql.raw(areFew(selection) ? '+' : '');
  const key = sql`${plus}${sql.ref(columns[order.by])}`;
  const id = sql`${plus}achievement_id`;
  let found = database
    .selectFrom('achievement')
    .select('achievement_id')
    .where(sql<SqlBool>`${plus}campaign_id = ${selection.campaignId}`)
    .where((where) => where.and(conditionsOf(selection, where)));
  if (behind !== null) {
    const of = order.by === 'TITLE' ? titleKey(String(behind[0])) : behind[0];
    const beyond = sql.raw(way === 'asc' ? '>' : '<');
    found = found.where(sql<SqlBool>`(${key}, ${id}) ${beyond} (${of}, ${behind[1]})`);
  }
  const page = found.orderBy(key, way).orderBy(id, way).limit(limit);
  return database
    .selectFrom('achievement')
    .selectAll()
    .where('achievement_id', 'in', page)
    .orderBy(columns[order.by], way)
    .orderBy('achievement_id', way)
    .execute();
};

const conditionsOf = (selection: AchievementSelection, where: Where): Expression<SqlBool>[] => {
  const { shown, unitIds, status, areas, ownerOrgId, words } = selection;
  const conditions: Expression<SqlBool>[] = [];
  if (shown.unitIds !== null) {
    const concerned = [
      among('owner_unit_id', shown.unitIds),
      among('owner_org_id', shown.orgIds),
      contributedBy(where, shown.orgIds),
      among('receiver_org_id', shown.receiverOrgIds),
    ];
    conditions.push(where.or(concerned));
  }
  if (unitIds !== null) conditions.push(among('owner_unit_id', unitIds));
  if (status !== null) conditions.push(where('status', 'in', status));
  if (areas !== null) conditions.push(where('area_code', 'in', areas));
  if (ownerOrgId !== null) conditions.push(where('owner_org_id', '=', ownerOrgId));
  if (words !== null) conditions.push(titled(words));
  return conditions;
};
