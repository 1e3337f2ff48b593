import type { AchievementEvent, EventData, Line, Subject } from '@thidua/events';
import type {
  RegisterAchievement,
  ReportQuantities,
  SettleAchievement,
  SubmitAchievement,
} from '../src/achievement/achievement.decider.js';
import type { LineInput } from '../src/achievement/lines.js';
import type { CampaignInForce } from '../src/campaign/campaign.decider.js';

// What a test does not speak of is filled in: the campaign of Trà Vinh, asked on 1 May 2022.

const achievementId = 'road';
const campaignId = 'tra-vinh-2022';
const today = '2022-05-01';

export const launchedCampaign = (more: Partial<CampaignInForce> = {}): CampaignInForce => ({
  status: 'launched',
  issuerOrgId: 'province-committee',
  periodStart: '2022-01-01',
  periodEnd: '2022-06-30',
  areas: new Set(['2.1', '2.2']),
  metrics: new Map([
    ['road_m', { combine: 'SUM', decimals: 0 }],
    ['score', { combine: 'SUM', decimals: 1 }],
    ['people', { combine: 'DISTINCT', decimals: 0 }],
    ['rate', { combine: 'RATIO', decimals: 0 }],
    ['mean', { combine: 'AVERAGE', decimals: 1 }],
  ]),
  rules: [],
  rounds: new Set(['FINAL']),
  ...more,
});

/** A stored line of metres. */
export const line = (lineId: string, value: number, effectiveOn = '2022-03-10'): Line => ({
  lineId,
  metric: 'road_m',
  quantity: { value },
  effectiveOn,
});

/** A line as a form sends it. */
export const sent = (lineId: string, more: Partial<LineInput> = {}): LineInput => ({
  lineId,
  metric: 'road_m',
  effectiveOn: '2022-03-10',
  value: '100',
  ...more,
});

export const sentLines = (count: number): readonly LineInput[] =>
  Array.from({ length: count }, (_, n) => sent(`line-${n}`));

export const storedLines = (count: number): readonly Line[] =>
  Array.from({ length: count }, (_, n) => line(`line-${n}`, 100));

const registration: EventData<'AchievementRegistered.v1'> = {
  achievementId,
  campaignId,
  areaCode: '2.1',
  kind: 'TASK',
  titleVi: 'Đường hoa',
  ownerOrgId: 'commune-committee',
  ownerUnitId: 'commune',
  movementCodes: [],
};

/** What figure events say they are about. */
export const subject: Subject = {
  achievementId,
  campaignId,
  areaCode: '2.1',
  ownerOrgId: 'commune-committee',
  ownerUnitId: 'commune',
  contributions: [{ orgId: 'commune-committee', unitId: 'commune', role: 'LEAD', shareBp: 10_000 }],
};

export const registered = (more: Partial<typeof registration> = {}): AchievementEvent => ({
  type: 'AchievementRegistered.v1',
  data: { ...registration, ...more },
});

export const reported = (lines: readonly Line[], removedLineIds: readonly string[] = []): AchievementEvent => ({
  type: 'QuantityReported.v1',
  data: { achievementId, campaignId, lines: [...lines], removedLineIds: [...removedLineIds] },
});

export const completed = (completedOn: string): AchievementEvent => ({
  type: 'AchievementCompleted.v1',
  data: { achievementId, campaignId, completedOn },
});

export const submitted = (
  lines: readonly Line[],
  { submissionNo = 1, submittedBy = ['somebody'] }: { submissionNo?: number; submittedBy?: string[] } = {},
): AchievementEvent => ({
  type: 'AchievementSubmitted.v1',
  data: { submissionNo, receiverOrgId: 'district-committee', subject, lines: [...lines], submittedBy },
});

export const approved = (lines: readonly Line[], submissionNo = 1): AchievementEvent => ({
  type: 'AchievementApproved.v1',
  data: { submissionNo, reviewId: 'case', subject, lines: [...lines] },
});

export const returned = (lines: readonly Line[], submissionNo = 1): AchievementEvent => ({
  type: 'AchievementReturned.v1',
  data: {
    submissionNo,
    reviewId: 'case',
    subject,
    lines: [...lines],
    reasonCode: 'QUANTITY_UNCLEAR',
    note: 'Hãy đo lại.',
  },
});

export const register = (
  more: Partial<typeof registration> = {},
  context: Partial<RegisterAchievement> = {},
): RegisterAchievement => ({
  type: 'RegisterAchievement',
  registration: { ...registration, ...more },
  campaign: launchedCampaign(),
  participant: true,
  ...context,
});

export const report = (lines: readonly LineInput[], more: Partial<ReportQuantities> = {}): ReportQuantities => ({
  type: 'ReportQuantities',
  lines,
  removedLineIds: [],
  campaign: launchedCampaign(),
  today,
  ...more,
});

export const submit = (more: Partial<SubmitAchievement> = {}): SubmitAchievement => ({
  type: 'SubmitAchievement',
  completedOn: null,
  receiverOrgId: 'district-committee',
  persons: ['somebody'],
  campaign: launchedCampaign(),
  today,
  ...more,
});

export const settle = (more: Partial<SettleAchievement> = {}): SettleAchievement => ({
  type: 'SettleAchievement',
  reviewId: 'case',
  submissionNo: 1,
  outcome: 'APPROVE',
  ...more,
});
