import { evolveOne } from '@thidua/event-sourcing';
import { type CampaignEvent, type EventData, systemActor } from '@thidua/events';
import {
  type AmendPlan,
  type Campaign,
  campaignDecider,
  type DraftCampaign,
  type LaunchCampaign,
  type MoveCampaign,
  type RescheduleRound,
  type Summarise,
} from '../src/campaign/campaign.decider.js';
import type { SetReportingLine } from '../src/campaign/reporting-lines.js';
import type { StatedPlan } from '../src/campaign/stated-plan.js';

// What a test does not speak of is filled in: a small plan that may be launched.

const campaignId = 'tra-vinh-2022';

type Details = EventData<'CampaignDrafted.v1'>;
type Area = EventData<'ContentAreaDefined.v1'>;
type Metric = EventData<'MetricDefined.v1'>;
type Rule = EventData<'ParticipantRuleSet.v1'>;
type Round = EventData<'ReportRoundDefined.v1'>;
type Launch = EventData<'CampaignLaunched.v1'>;

export const details = (more: Partial<Details> = {}): Details => ({
  campaignId,
  titleVi: 'Thi đua kỷ niệm 30 năm tái lập tỉnh',
  kind: 'DRIVE',
  issuerOrgId: 'province-committee',
  periodStart: '2022-01-01',
  periodEnd: '2022-06-30',
  legalBases: [],
  references: [],
  objectives: [],
  requirements: [],
  duties: [],
  programmeRefs: [],
  ...more,
});

export const area = (areaCode = '2.1', more: Partial<Area> = {}): Area => ({
  campaignId,
  areaCode,
  titleVi: 'Nông thôn mới',
  movements: [],
  ...more,
});

export const metric = (code = 'road_m', more: Partial<Metric> = {}): Metric => ({
  campaignId,
  metric: code,
  titleVi: 'Đường',
  titleEn: 'Road',
  unitVi: 'mét',
  unitEn: 'metres',
  combine: 'SUM',
  decimals: 0,
  countsItself: false,
  ...more,
});

export const rule = (more: Partial<Rule> = {}): Rule => ({
  campaignId,
  ruleId: 'rule-1',
  orgType: 'FRONT_COMMITTEE',
  levels: ['commune'],
  subjectKinds: ['COLLECTIVE'],
  assumed: false,
  ...more,
});

export const round = (roundCode = 'FINAL', more: Partial<Round> = {}): Round => ({
  campaignId,
  roundCode,
  kind: 'FINAL',
  fromLevel: 'district',
  fromOrgTypes: ['FRONT_COMMITTEE'],
  coversTo: '2022-06-19',
  dueBefore: '2022-06-19T17:00:00.000Z',
  dueText: 'trước ngày 20/6/2022',
  assumed: false,
  ...more,
});

const launch = (more: Partial<Launch> = {}): Launch => ({
  campaignId,
  documentDate: '2022-02-18',
  signedBy: { capacityVi: 'TM. Ban Thường trực', onBehalfOfOrgId: 'province-committee' },
  recipients: [],
  ...more,
});

/** A plan as a command. */
export const draftCampaign = (more: Partial<DraftCampaign> = {}): DraftCampaign => ({
  type: 'DraftCampaign',
  details: details(),
  areas: [area()],
  metrics: [metric()],
  rules: [rule()],
  rounds: [round()],
  ...more,
});

/** The events that state a plan. */
export const drafted = (plan: DraftCampaign = draftCampaign()): readonly CampaignEvent[] => [
  { type: 'CampaignDrafted.v1', data: plan.details },
  ...lists(plan),
];

const lists = (plan: Omit<StatedPlan, 'details'>): readonly CampaignEvent[] => [
  ...plan.areas.map((data): CampaignEvent => ({ type: 'ContentAreaDefined.v1', data })),
  ...plan.metrics.map((data): CampaignEvent => ({ type: 'MetricDefined.v1', data })),
  ...plan.rules.map((data): CampaignEvent => ({ type: 'ParticipantRuleSet.v1', data })),
  ...plan.rounds.map((data): CampaignEvent => ({ type: 'ReportRoundDefined.v1', data })),
];

export const launchCampaign = (more: Partial<Launch> = {}): LaunchCampaign => ({
  type: 'LaunchCampaign',
  launch: launch(more),
});

export const launched = (more: Partial<Launch> = {}): CampaignEvent => ({
  type: 'CampaignLaunched.v1',
  data: launch(more),
});

type Amendment = EventData<'CampaignPlanAmended.v1'>;

const amendment = { campaignId, documentDate: '2022-03-01', reason: 'Theo chỉ đạo của Tỉnh ủy.' };

/** What a plan says of itself where nobody asks who issues it. */
export const contents = (more: Partial<Details> = {}): AmendPlan['details'] => {
  const { issuerOrgId: _, ...content } = details(more);
  return content;
};

/** The plan of `draftCampaign`, stated anew; what is given is what changes. */
export const amendPlan = (more: Partial<StatedPlan> = {}, why: Amendment = amendment): AmendPlan => {
  const { areas, metrics, rules, rounds } = draftCampaign();
  return { type: 'AmendPlan', amendment: why, details: contents(), areas, metrics, rules, rounds, ...more };
};

/** The events of a plan that was stated anew. */
export const amended = (plan: AmendPlan): readonly CampaignEvent[] => [
  { type: 'CampaignPlanAmended.v1', data: plan.amendment },
  { type: 'CampaignDetailsChanged.v1', data: plan.details },
  ...lists(plan),
];

const because = { campaignId, reason: 'Theo chỉ đạo của Tỉnh ủy.' };

export const moveCampaign = (type: MoveCampaign['type'], reason = because.reason): MoveCampaign => ({
  type,
  because: { ...because, reason },
});

type Moved =
  | 'CampaignSuspended.v1'
  | 'CampaignResumed.v1'
  | 'ReportingClosed.v1'
  | 'CampaignClosed.v1'
  | 'CampaignCancelled.v1';

export const moved = (type: Moved): CampaignEvent => ({ type, data: because });

type Rescheduled = EventData<'ReportRoundRescheduled.v1'>;

/** A due instant that is moved, to 25 June where nothing else is said. */
export const rescheduled = (more: Partial<Rescheduled> = {}): CampaignEvent & { data: Rescheduled } => ({
  type: 'ReportRoundRescheduled.v1',
  data: {
    campaignId,
    roundCode: 'FINAL',
    oldDueBefore: '2022-06-19T17:00:00.000Z',
    newDueBefore: '2022-06-25T17:00:00.000Z',
    ...more,
  },
});

export const rescheduleRound = (
  more: Partial<RescheduleRound['rescheduling']> = {},
  planned: string | null = null,
): RescheduleRound => {
  const { oldDueBefore: _, ...rescheduling } = rescheduled(more).data;
  return { type: 'RescheduleRound', rescheduling, planned };
};

type Line = EventData<'ReportingLineSet.v1'>;

/** From a day on an organisation sends to another receiver, without an end where none is given. */
export const lineSet = (reporterOrgId: string, receiverOrgId: string, validFrom: string, validTo?: string) =>
  ({
    type: 'ReportingLineSet.v1',
    data: { campaignId, reporterOrgId, receiverOrgId, validFrom, ...(validTo !== undefined && { validTo }) } as Line,
  }) as const satisfies CampaignEvent;

/** Whom the organisations of a test send to where no line holds: two communes, each with a district of its own. */
const defaultReceivers = {
  'province-committee': 'province-committee',
  'district-a': 'province-committee',
  'district-b': 'province-committee',
  'commune-a': 'district-a',
  'commune-b': 'district-b',
  stranger: null,
};

export const setReportingLine = ({ data }: ReturnType<typeof lineSet>): SetReportingLine => ({
  type: 'SetReportingLine',
  line: data,
  defaults: new Map(Object.entries(defaultReceivers)),
  rootOrgId: 'province-committee',
});

const summary = { campaignId, summaryReportId: `${campaignId}:province-committee:SUMMARY`, version: 2 };

export const summarise: Summarise = { type: 'Summarise', summary };

export const summarised = { type: 'CampaignSummarised.v1', data: summary } as const satisfies CampaignEvent;

/** A history that leads to each state a campaign can be in. */
export const campaignIn = {
  none: [],
  draft: drafted(),
  launched: [...drafted(), launched()],
  suspended: [...drafted(), launched(), moved('CampaignSuspended.v1')],
  'reporting-closed': [...drafted(), launched(), moved('ReportingClosed.v1')],
  summarised: [...drafted(), launched(), moved('ReportingClosed.v1'), summarised],
  closed: [...drafted(), launched(), moved('ReportingClosed.v1'), moved('CampaignClosed.v1')],
  cancelled: [...drafted(), launched(), moved('CampaignCancelled.v1')],
} as const satisfies Record<string, readonly CampaignEvent[]>;

/** The campaign that a history comes to. */
export const stateAfter = (history: readonly CampaignEvent[]): Campaign =>
  history.reduce<Campaign>(
    (campaign, event) => evolveOne(campaignDecider.evolve, campaign, event, systemActor),
    campaignDecider.initial(),
  );
