import type { WorkFacts } from '@thidua/authority';
import type { Handlers, Projection } from '@thidua/event-sourcing';
import type { Kysely, Transaction, Updateable } from 'kysely';

/** What notices about achievements and cases are judged by: whose they are, and who received them. */
export interface SubjectTables {
  work_subject: {
    achievement_id: string;
    campaign_id: string;
    owner_org_id: string;
    owner_unit_id: string;
    /** Ids of organisations, as JSON. */
    partner_org_ids: string;
    receiver_org_id: string | null;
    approved: 0 | 1;
  };
  case_subject: {
    review_id: string;
    campaign_id: string;
    owner_org_id: string;
    owner_unit_id: string;
    receiver_org_id: string;
  };
}

type Rows = Transaction<SubjectTables>;

const update = async (rows: Rows, achievementId: string, set: Updateable<SubjectTables['work_subject']>) => {
  await rows.updateTable('work_subject').set(set).where('achievement_id', '=', achievementId).execute();
};

interface Sent {
  readonly data: { readonly receiverOrgId: string; readonly subject: { readonly achievementId: string } };
}
interface Settled {
  readonly data: { readonly subject: { readonly achievementId: string } };
}

/** An approved achievement stays approved while an amendment of it waits. */
const sent =
  (set: Updateable<SubjectTables['work_subject']>) =>
  (rows: Rows, { data: { receiverOrgId, subject } }: Sent) =>
    update(rows, subject.achievementId, { ...set, receiver_org_id: receiverOrgId });

const approved =
  (flag: 0 | 1) =>
  (rows: Rows, { data: { subject } }: Settled) =>
    update(rows, subject.achievementId, { approved: flag });

const handlers: Handlers<Rows> = {
  'AchievementRegistered.v1': async (rows, { data }) => {
    await rows
      .insertInto('work_subject')
      .values({
        achievement_id: data.achievementId,
        campaign_id: data.campaignId,
        owner_org_id: data.ownerOrgId,
        owner_unit_id: data.ownerUnitId,
        partner_org_ids: '[]',
        receiver_org_id: null,
        approved: 0,
      })
      .execute();
  },
  'ContributionsDeclared.v1': (rows, { data: { achievementId, contributions } }) => {
    const partners = contributions.filter(({ role }) => role === 'PARTNER').map(({ orgId }) => orgId);
    return update(rows, achievementId, { partner_org_ids: JSON.stringify(partners) });
  },
  'AchievementSubmitted.v1': sent({ approved: 0 }),
  'AmendmentRequested.v1': sent({}),
  'AchievementApproved.v1': approved(1),
  'AchievementCorrected.v1': approved(1),
  'AmendmentRefused.v1': approved(1),
  'AchievementReturned.v1': approved(0),
  'AchievementRejected.v1': approved(0),
  'AchievementWithdrawn.v1': approved(0),
  'ApprovalRevoked.v1': approved(0),
  'ReviewOpened.v1': async (rows, { data }) => {
    await rows
      .insertInto('case_subject')
      .values({
        review_id: data.reviewId,
        campaign_id: data.campaignId,
        owner_org_id: data.ownerOrgId,
        owner_unit_id: data.ownerUnitId,
        receiver_org_id: data.receiverOrgId,
      })
      .execute();
  },
};

/** Whose work and whose cases there are, so that a notice can be judged without asking another service. */
export const subjectsProjection: Projection<SubjectTables> = {
  name: 'analytics-subjects',
  version: 1,
  tables: ['work_subject', 'case_subject'],
  create: async (database) => {
    await database.schema
      .createTable('work_subject')
      .addColumn('achievement_id', 'text', (column) => column.primaryKey())
      .addColumn('campaign_id', 'text', (column) => column.notNull())
      .addColumn('owner_org_id', 'text', (column) => column.notNull())
      .addColumn('owner_unit_id', 'text', (column) => column.notNull())
      .addColumn('partner_org_ids', 'text', (column) => column.notNull())
      .addColumn('receiver_org_id', 'text')
      .addColumn('approved', 'integer', (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('case_subject')
      .addColumn('review_id', 'text', (column) => column.primaryKey())
      .addColumn('campaign_id', 'text', (column) => column.notNull())
      .addColumn('owner_org_id', 'text', (column) => column.notNull())
      .addColumn('owner_unit_id', 'text', (column) => column.notNull())
      .addColumn('receiver_org_id', 'text', (column) => column.notNull())
      .execute();
  },
  handlers,
};

export interface WorkSubject extends WorkFacts {
  readonly campaignId: string;
}

export interface CaseSubject {
  readonly campaignId: string;
  readonly ownerOrgId: string;
  readonly ownerUnitId: string;
  readonly receiverOrgId: string;
}

/** Achievements by their ids; one that is not known is left out. */
export const workSubjects = async (
  database: Kysely<SubjectTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, WorkSubject>> => {
  if (ids.length === 0) return new Map();
  const rows = await database.selectFrom('work_subject').selectAll().where('achievement_id', 'in', ids).execute();
  return new Map(
    rows.map((row) => [
      row.achievement_id,
      {
        campaignId: row.campaign_id,
        ownerOrgId: row.owner_org_id,
        ownerUnitId: row.owner_unit_id,
        partnerOrgIds: JSON.parse(row.partner_org_ids) as readonly string[],
        receiverOrgId: row.receiver_org_id,
        approved: row.approved === 1,
      },
    ]),
  );
};

/** Cases by their ids; one that is not known is left out. */
export const caseSubjects = async (
  database: Kysely<SubjectTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CaseSubject>> => {
  if (ids.length === 0) return new Map();
  const rows = await database.selectFrom('case_subject').selectAll().where('review_id', 'in', ids).execute();
  return new Map(
    rows.map((row) => [
      row.review_id,
      {
        campaignId: row.campaign_id,
        ownerOrgId: row.owner_org_id,
        ownerUnitId: row.owner_unit_id,
        receiverOrgId: row.receiver_org_id,
      },
    ]),
  );
};
