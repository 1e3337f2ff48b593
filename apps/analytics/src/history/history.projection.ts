import type { Handlers, Projection } from '@thidua/event-sourcing';
import { type AnyRecorded, type EventType, eventSchemas } from '@thidua/events';
import type { Kysely } from 'kysely';
import type { HistoryRows, HistoryTables, SubjectRow } from './history.rows.js';
import { rememberSubject } from './subject-rows.js';
import { kindOf, namedBy, plainType } from './subjects.js';

const subjectRow = async (rows: HistoryRows, subjectId: string | undefined): Promise<SubjectRow | undefined> =>
  subjectId === undefined
    ? undefined
    : rows.selectFrom('history_subject').selectAll().where('subject_id', '=', subjectId).executeTakeFirst();

/** Asked within the statement that stores the entry: an event follows from one that stands there already. */
const positionOf = (rows: HistoryRows, eventId: string) =>
  rows.selectFrom('history_entry').select('position').where('event_id', '=', eventId);

const remember = async (rows: HistoryRows, event: AnyRecorded): Promise<void> => {
  await rememberSubject(rows, event);
  const named = namedBy(event);
  const subject = await subjectRow(rows, named[0]);
  const kind = kindOf(event.type);
  const { position } = event;
  await rows
    .insertInto('history_entry')
    .values({
      ...{ position, kind, event_id: event.eventId, type: plainType(event.type) },
      caused_by: event.causationId === null ? null : positionOf(rows, event.causationId),
      subject_id: named[0] ?? null,
      campaign_id: subject?.campaign_id ?? null,
      unit_id: (kind === 'unit' ? named[0] : subject?.unit_id) ?? null,
      ...{ user_id: event.actor.userId, recorded_at: event.recordedAt },
    })
    .execute();
  const concerned = subject?.of_id ? [...named, subject.of_id] : named;
  if (concerned.length === 0) return;
  const case_id = kind === 'case' ? (named[0] ?? null) : null;
  const pairs = concerned.map((subject_id) => ({ subject_id, position, case_id }));
  await rows.insertInto('history_of').values(pairs).execute();
};

const createEntries = async ({ schema }: Kysely<HistoryTables>): Promise<void> => {
  await schema
    .createTable('history_entry')
    .addColumn('position', 'integer', (column) => column.primaryKey())
    .addColumn('event_id', 'text', (column) => column.notNull().unique())
    .addColumn('caused_by', 'integer')
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'text')
    .addColumn('campaign_id', 'text')
    .addColumn('unit_id', 'text')
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('history_by_user').on('history_entry').columns(['user_id', 'position']).execute();
  await schema
    .createTable('history_of')
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('case_id', 'text')
    .addPrimaryKeyConstraint('history_of_key', ['subject_id', 'position'])
    .execute();
};

const createSubjects = async ({ schema }: Kysely<HistoryTables>): Promise<void> => {
  await schema
    .createTable('history_subject')
    .addColumn('subject_id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('campaign_id', 'text')
    .addColumn('org_id', 'text')
    .addColumn('unit_id', 'text')
    .addColumn('receiver_org_id', 'text')
    .addColumn('partner_org_ids', 'text', (column) => column.notNull())
    .addColumn('approved', 'integer', (column) => column.notNull())
    .addColumn('of_id', 'text')
    .execute();
  await schema.createIndex('history_subject_by_of').on('history_subject').column('of_id').execute();
};

/** What happened to whom: a row an event, with everything that a page is chosen by. */
export const historyProjection: Projection<HistoryTables> = {
  name: 'analytics-history',
  version: 1,
  tables: ['history_entry', 'history_of', 'history_subject'],
  create: async (database) => {
    await createEntries(database);
    await createSubjects(database);
  },
  handlers: Object.fromEntries(
    (Object.keys(eventSchemas) as EventType[]).map((type) => [type, remember]),
  ) as Handlers<HistoryRows>,
};
