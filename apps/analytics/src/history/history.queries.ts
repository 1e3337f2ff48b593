import type { Position } from '@thidua/events';
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { EntryRow, HistoryTables, SubjectRow } from './history.rows.js';

/** One parameter for any number of values. */
const among = (column: string, values: readonly string[]) =>
  sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;

export const subjectById = (database: Kysely<HistoryTables>, id: string): Promise<SubjectRow | undefined> =>
  database.selectFrom('history_subject').selectAll().where('subject_id', '=', id).executeTakeFirst();

export const subjectsByIds = (
  database: Kysely<HistoryTables>,
  ids: readonly string[],
): Promise<readonly SubjectRow[]> =>
  database.selectFrom('history_subject').selectAll().where(among('subject_id', ids)).execute();

/** The cases about a subject. */
export const casesOf = (database: Kysely<HistoryTables>, id: string): Promise<readonly SubjectRow[]> =>
  database.selectFrom('history_subject').selectAll().where('of_id', '=', id).execute();

/** Where a page begins and ends: behind a position, up to what is known, so many rows. */
export interface Page {
  readonly after: Position;
  readonly knownUpTo: Position;
  readonly limit: number;
}

/** What of a subject's history is shown. */
export interface HistorySelection {
  readonly subjectId: string;
  /** Cases whose events are shown. */
  readonly caseIds: readonly string[];
  /** Null = events of every type. */
  readonly types: readonly string[] | null;
}

/** By position, which never changes: whatever is appended meanwhile comes behind. */
const pageOf = (database: Kysely<HistoryTables>, { after, knownUpTo, limit }: Page) =>
  database
    .selectFrom('history_entry')
    .selectAll()
    .where('position', '>', after)
    .where('position', '<=', knownUpTo)
    .orderBy('position')
    .limit(limit);

const about = (subjectId: string) =>
  sql<SqlBool>`position in (select position from history_of where subject_id = ${subjectId})`;

export const historyAfter = (
  database: Kysely<HistoryTables>,
  { subjectId, caseIds, types }: HistorySelection,
  page: Page,
): Promise<EntryRow[]> =>
  pageOf(database, page)
    .where((where) => {
      const shown = where
        .selectFrom('history_of')
        .select('history_of.position')
        .where('history_of.subject_id', '=', subjectId);
      return where(
        'position',
        'in',
        shown.where((of) => of.or([of('case_id', 'is', null), among('case_id', caseIds)])),
      );
    })
    .$if(types !== null, (entries) => entries.where(among('type', types ?? [])))
    .execute();

/** Which events an auditor finds: what they may read, and of that what was asked for; null = whatever there is. */
export interface EventSelection {
  readonly unitIds: readonly string[] | null;
  readonly campaignIds: readonly string[];
  readonly types: readonly string[] | null;
  readonly campaignId: string | null;
  readonly userId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly subjectId: string | null;
}

export const eventsAfter = (
  database: Kysely<HistoryTables>,
  { unitIds, campaignIds, ...asked }: EventSelection,
  page: Page,
): Promise<EntryRow[]> =>
  pageOf(database, page)
    .where((where) =>
      where.or([
        where('kind', '=', 'unit'),
        where.and([where('kind', '=', 'campaign'), among('campaign_id', campaignIds)]),
        where.and([
          where('kind', 'not in', ['unit', 'campaign']),
          unitIds === null ? sql<SqlBool>`1` : among('unit_id', unitIds),
        ]),
      ]),
    )
    .$if(asked.types !== null, (entries) => entries.where(among('type', asked.types ?? [])))
    .$if(asked.campaignId !== null, (entries) => entries.where('campaign_id', '=', asked.campaignId))
    .$if(asked.userId !== null, (entries) => entries.where('user_id', '=', asked.userId ?? ''))
    .$if(asked.from !== null, (entries) => entries.where('recorded_at', '>=', asked.from ?? ''))
    .$if(asked.to !== null, (entries) => entries.where('recorded_at', '<=', asked.to ?? ''))
    .$if(asked.subjectId !== null, (entries) => entries.where(about(asked.subjectId ?? '')))
    .execute();
