import type { CampaignEvent, EventData } from '@thidua/events';
import type { DraftCampaign, LaunchCampaign } from '../src/campaign/campaign.decider.js';

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
