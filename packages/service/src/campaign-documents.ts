import { mayReadCampaign } from '@thidua/authority';
import { type Handlers, localDateOf, type Projection } from '@thidua/event-sourcing';
import type { EventData, RecordedEvent } from '@thidua/events';
import type { Kysely, Transaction } from 'kysely';
import type { Language } from './request-context.js';
import { actingIn, type Standing } from './standing.js';

/** States as GraphQL's CampaignStatus names them. */
export type CampaignStatus =
  | 'DRAFT'
  | 'LAUNCHED'
  | 'SUSPENDED'
  | 'REPORTING_CLOSED'
  | 'SUMMARISED'
  | 'CLOSED'
  | 'CANCELLED';

/** What changed the plan or a due instant after it was launched, and when that was recorded. */
type Dated<Data> = Omit<Data, 'campaignId'> & { readonly recordedAt: string };

/** A campaign as its events state it: the plan as it was stated last, and what became of it. */
export interface CampaignDocument {
  readonly details: EventData<'CampaignDrafted.v1'>;
  readonly areas: readonly EventData<'ContentAreaDefined.v1'>[];
  readonly metrics: readonly EventData<'MetricDefined.v1'>[];
  readonly rules: readonly EventData<'ParticipantRuleSet.v1'>[];
  readonly rounds: readonly EventData<'ReportRoundDefined.v1'>[];
  readonly launch: EventData<'CampaignLaunched.v1'> | null;
  readonly launchedOn: string | null;
  readonly status: CampaignStatus;
  /** Why it stands in its present state, where somebody said so. */
  readonly statusReason: string | null;
  /** Changes of the plan since the launch, oldest first. */
  readonly amendments: readonly Dated<EventData<'CampaignPlanAmended.v1'>>[];
  /** Due instants that were moved, oldest first. */
  readonly reschedulings: readonly Dated<EventData<'ReportRoundRescheduled.v1'>>[];
  /** Reporting lines as they were set, oldest first. */
  readonly reportingLines: readonly Omit<EventData<'ReportingLineSet.v1'>, 'campaignId'>[];
}

export interface CampaignTables {
  campaign: { campaign_id: string; position: number; revision: number; document: string };
}

const changed =
  <Data extends { campaignId: string }>(
    change: (before: CampaignDocument, data: Data, event: RecordedEvent) => CampaignDocument,
  ) =>
  async (rows: Transaction<CampaignTables>, event: RecordedEvent<string, Data>): Promise<void> => {
    const { campaignId } = event.data;
    const row = await rows
      .selectFrom('campaign')
      .select('document')
      .where('campaign_id', '=', campaignId)
      .executeTakeFirstOrThrow();
    const document = change(JSON.parse(row.document) as CampaignDocument, event.data, event);
    await rows
      .updateTable('campaign')
      .set({ revision: event.revision, document: JSON.stringify(document) })
      .where('campaign_id', '=', campaignId)
      .execute();
  };

/** Into another state, for a reason. */
const moved = (status: CampaignStatus) =>
  changed<{ campaignId: string; reason: string }>((before, { reason }) => ({
    ...before,
    status,
    statusReason: reason,
  }));

const emptyLists = { areas: [], metrics: [], rules: [], rounds: [] } as const;

const handlers: Handlers<Transaction<CampaignTables>> = {
  'CampaignDrafted.v1': async (rows, { data: details, position, revision }) => {
    const document = JSON.stringify({
      details,
      ...emptyLists,
      launch: null,
      launchedOn: null,
      status: 'DRAFT',
      statusReason: null,
      amendments: [],
      reschedulings: [],
      reportingLines: [],
    } satisfies CampaignDocument);
    await rows
      .insertInto('campaign')
      .values({ campaign_id: details.campaignId, position, revision, document })
      .execute();
  },
  'ContentAreaDefined.v1': changed((before, area) => ({ ...before, areas: [...before.areas, area] })),
  'MetricDefined.v1': changed((before, metric) => ({ ...before, metrics: [...before.metrics, metric] })),
  'ParticipantRuleSet.v1': changed((before, rule) => ({ ...before, rules: [...before.rules, rule] })),
  'ReportRoundDefined.v1': changed((before, round) => ({ ...before, rounds: [...before.rounds, round] })),
  'CampaignLaunched.v1': changed((before, launch, { recordedAt }) => ({
    ...before,
    launch,
    launchedOn: localDateOf(Date.parse(recordedAt)),
    status: 'LAUNCHED',
  })),
  // The plan is stated anew by the events that follow; how a draft was edited is no amendment.
  'CampaignPlanAmended.v1': changed((before, { campaignId: _, ...amendment }, { recordedAt }) => ({
    ...before,
    ...emptyLists,
    amendments: before.launch ? [...before.amendments, { ...amendment, recordedAt }] : before.amendments,
  })),
  'CampaignDetailsChanged.v1': changed((before, details) => ({
    ...before,
    details: { ...details, issuerOrgId: before.details.issuerOrgId },
  })),
  'ReportRoundRescheduled.v1': changed((before, { campaignId: _, ...rescheduling }, { recordedAt }) => ({
    ...before,
    reschedulings: [...before.reschedulings, { ...rescheduling, recordedAt }],
  })),
  'ReportingLineSet.v1': changed((before, { campaignId: _, ...line }) => ({
    ...before,
    reportingLines: [...before.reportingLines, line],
  })),
  'CampaignSuspended.v1': moved('SUSPENDED'),
  'CampaignResumed.v1': moved('LAUNCHED'),
  'ReportingClosed.v1': moved('REPORTING_CLOSED'),
  'CampaignSummarised.v1': changed((before) => ({ ...before, status: 'SUMMARISED', statusReason: null })),
  'CampaignClosed.v1': moved('CLOSED'),
  'CampaignCancelled.v1': moved('CANCELLED'),
};

/** Campaigns, one row each with the plan whole: every service that shows one folds its own. */
export const campaignProjection = (service: string): Projection<CampaignTables> => ({
  name: `${service}-campaigns`,
  version: 3,
  tables: ['campaign'],
  create: async (database) => {
    await database.schema
      .createTable('campaign')
      .addColumn('campaign_id', 'text', (column) => column.primaryKey())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('campaign_by_position').on('campaign').column('position').execute();
  },
  handlers,
});

/** A campaign as it was read: its document, and the keys it is listed by. */
export interface StoredCampaign extends CampaignDocument {
  readonly campaignId: string;
  readonly position: number;
  readonly revision: number;
}

export const storedCampaign = (row: CampaignTables['campaign']): StoredCampaign => ({
  ...(JSON.parse(row.document) as CampaignDocument),
  campaignId: row.campaign_id,
  position: row.position,
  revision: row.revision,
});

export const campaignsById = async (
  database: Kysely<CampaignTables>,
  ids: readonly string[],
): Promise<readonly (StoredCampaign | null)[]> => {
  const rows = await database.selectFrom('campaign').selectAll().where('campaign_id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.campaign_id, storedCampaign(row)]));
  return ids.map((id) => byId.get(id) ?? null);
};

/** Whether a viewer may read a campaign. */
export const campaignReadable = ({ details, launch, rules }: CampaignDocument, standing: Standing): boolean => {
  const acting = actingIn(standing);
  const facts = { issuerOrgId: details.issuerOrgId, draft: launch === null, rules };
  return acting !== null && mayReadCampaign(acting, facts, standing.world);
};

/** A title in the asked language; Vietnamese where no other was given. */
export const titled = (
  { titleVi, titleEn }: { titleVi: string; titleEn?: string | undefined },
  language: Language,
): string => (language === 'en' ? (titleEn ?? titleVi) : titleVi);

/** GraphQL's AreaRef. */
export const areaRef = ({ areas }: CampaignDocument, areaCode: string, language: Language) => {
  const area = areas.find((one) => one.areaCode === areaCode);
  return { code: areaCode, title: area ? titled(area, language) : areaCode };
};

/** GraphQL's MetricRef. */
export const metricValue = (metric: EventData<'MetricDefined.v1'>, language: Language) => ({
  code: metric.metric,
  title: titled(metric, language),
  unit: language === 'en' ? metric.unitEn : metric.unitVi,
  combine: metric.combine,
  decimals: metric.decimals,
});

export const metricRef = ({ metrics }: CampaignDocument, code: string, language: Language) => {
  const metric = metrics.find((one) => one.metric === code);
  if (!metric) throw new Error(`a line names the metric ${code}, which its campaign lacks`);
  return metricValue(metric, language);
};
