import type { Handlers, Projection } from '@thidua/event-sourcing';
import { type EventData, participationIdOf, type RecordedEvent } from '@thidua/events';
import type { Transaction } from 'kysely';

/** What an organisation said of its participation so far. */
export interface ParticipationDocument {
  readonly subjectKind: EventData<'ParticipationRegistered.v1'>['subjectKind'] | null;
  readonly headcount: number | null;
  /** Day of the first registration; a later one changes what was registered. */
  readonly registeredOn: string | null;
  readonly plan: Pick<EventData<'UnitPlanIssued.v1'>, 'documentNo' | 'issuedOn' | 'rounds' | 'guidanceVi'> | null;
  /** Of each target the value with the latest (effectiveOn, position), in the order they were first set. */
  readonly targets: readonly Pick<
    EventData<'TargetSet.v1'>,
    'targetId' | 'areaCode' | 'metric' | 'value' | 'scope' | 'effectiveOn'
  >[];
  readonly withdrawnBecause: string | null;
}

export interface ParticipationRow {
  participation_id: string;
  campaign_id: string;
  org_id: string;
  unit_id: string;
  status: 'INVITED' | 'REGISTERED' | 'WITHDRAWN';
  revision: number;
  document: string;
}

export interface ParticipationTables {
  participation: ParticipationRow;
}

type Rows = Transaction<ParticipationTables>;
type Who = Pick<EventData<'ParticipantInvited.v1'>, 'campaignId' | 'orgId' | 'unitId'>;

const empty: ParticipationDocument = {
  subjectKind: null,
  headcount: null,
  registeredOn: null,
  plan: null,
  targets: [],
  withdrawnBecause: null,
};

/** An event changes the row of its participation; the first one makes it. */
const changed =
  <Data extends Who>(
    status: ParticipationRow['status'] | null,
    change: (before: ParticipationDocument, data: Data) => ParticipationDocument,
  ) =>
  async (rows: Rows, { data, revision }: RecordedEvent<string, Data>): Promise<void> => {
    const { campaignId: campaign_id, orgId: org_id, unitId: unit_id } = data;
    const participation_id = participationIdOf(campaign_id, org_id);
    const row = await rows
      .selectFrom('participation')
      .select(['status', 'document'])
      .where('participation_id', '=', participation_id)
      .executeTakeFirst();
    const before = row ? (JSON.parse(row.document) as ParticipationDocument) : empty;
    const after = {
      status: status ?? row?.status ?? 'INVITED',
      revision,
      document: JSON.stringify(change(before, data)),
    };
    await rows
      .insertInto('participation')
      .values({ participation_id, campaign_id, org_id, unit_id, ...after })
      .onConflict((conflict) => conflict.column('participation_id').doUpdateSet(after))
      .execute();
  };

const targetStated = changed<EventData<'TargetSet.v1'>>(null, (before, data) => {
  const { targetId, areaCode, metric, value, scope, effectiveOn } = data;
  const target = { targetId, areaCode, metric, value, scope, effectiveOn };
  const known = before.targets.find((one) => one.targetId === targetId);
  if (!known) return { ...before, targets: [...before.targets, target] };
  if (effectiveOn < known.effectiveOn) return before;
  return { ...before, targets: before.targets.map((one) => (one === known ? target : one)) };
});

const handlers: Handlers<Rows> = {
  'ParticipantInvited.v1': changed('INVITED', (before) => before),
  'ParticipationRegistered.v1': changed('REGISTERED', (before, { subjectKind, headcount, registeredOn }) => ({
    ...before,
    subjectKind,
    headcount: headcount ?? null,
    registeredOn: before.registeredOn ?? registeredOn,
  })),
  'UnitPlanIssued.v1': changed(null, (before, { documentNo, issuedOn, rounds, guidanceVi }) => ({
    ...before,
    plan: { documentNo, issuedOn, rounds, guidanceVi },
  })),
  'TargetSet.v1': targetStated,
  'TargetRevised.v1': targetStated,
  'ParticipationWithdrawn.v1': changed('WITHDRAWN', (before, { reason }) => ({ ...before, withdrawnBecause: reason })),
};

/** How organisations take part, one row each. */
export const participationProjection: Projection<ParticipationTables> = {
  name: 'submission-participations',
  version: 1,
  tables: ['participation'],
  create: async (database) => {
    await database.schema
      .createTable('participation')
      .addColumn('participation_id', 'text', (column) => column.primaryKey())
      .addColumn('campaign_id', 'text', (column) => column.notNull())
      .addColumn('org_id', 'text', (column) => column.notNull())
      .addColumn('unit_id', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .execute();
    const byCampaign = database.schema.createIndex('participation_by_campaign').on('participation');
    await byCampaign.columns(['campaign_id', 'org_id']).execute();
  },
  handlers,
};
