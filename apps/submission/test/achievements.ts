import { evolveOne } from '@thidua/event-sourcing';
import type { AchievementEvent, Contribution, EventData, Line, Subject } from '@thidua/events';
import type {
  AchievementCommand,
  RegisterAchievement,
  ReportQuantities,
  RequestAmendment,
  SettleAchievement,
  SubmitAchievement,
} from '../src/achievement/achievement.commands.js';
import { achievementDecider } from '../src/achievement/achievement.decider.js';
import type { Achievement, EvidenceFacts } from '../src/achievement/achievement.state.js';
import type { LineInput } from '../src/achievement/lines.js';
import type { CampaignInForce } from '../src/campaign/campaign-gates.js';

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
    ['road_m', { combine: 'SUM', decimals: 0, countsItself: false }],
    ['score', { combine: 'SUM', decimals: 1, countsItself: false }],
    ['people', { combine: 'DISTINCT', decimals: 0, countsItself: false }],
    ['rate', { combine: 'RATIO', decimals: 0, countsItself: false }],
    ['mean', { combine: 'AVERAGE', decimals: 1, countsItself: false }],
    ['model', { combine: 'DISTINCT', decimals: 0, countsItself: true }],
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

/** A person of a line, the same for the same n. */
export const person = (n: number): string => `0b4de6f5-1ba4-4b2e-9f0e-${String(n).padStart(12, '0')}`;

export const people = (lineId: string, members: readonly number[], effectiveOn = '2022-03-10'): Line => ({
  lineId,
  metric: 'people',
  quantity: { members: members.map(person) },
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

export const lead = (shareBp = 10_000): Contribution => ({
  ...{ orgId: 'commune-committee', unitId: 'commune', role: 'LEAD', shareBp },
});

export const partner = (orgId: string, shareBp: number): Contribution => ({
  ...{ orgId, unitId: `unit of ${orgId}`, role: 'PARTNER', shareBp },
});

/** What figure events say they are about. */
export const subject: Subject = {
  achievementId,
  campaignId,
  areaCode: '2.1',
  ownerOrgId: 'commune-committee',
  ownerUnitId: 'commune',
  contributions: [lead()],
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

export const declared = (contributions: readonly Contribution[]): AchievementEvent => ({
  type: 'ContributionsDeclared.v1',
  data: { achievementId, campaignId, contributions: [...contributions] },
});

export const progressed = (percentDone: number, effectiveOn = '2022-03-01', note?: string): AchievementEvent => ({
  type: 'ProgressRecorded.v1',
  data: { achievementId, campaignId, percentDone, effectiveOn, ...(note !== undefined && { note }) },
});

export const photo = (evidenceId = 'photo', more: Partial<EvidenceFacts> = {}): EvidenceFacts => ({
  ...{ evidenceId, kind: 'PHOTO', sha256: 'a'.repeat(64), mediaType: 'image/jpeg', bytes: 1000 },
  ...more,
});

export const attached = (evidence: EvidenceFacts = photo()): AchievementEvent => ({
  type: 'EvidenceAttached.v1',
  data: { achievementId, campaignId, ...evidence },
});

export const evidenceWithdrawn = (evidenceId = 'photo', reason?: string): AchievementEvent => ({
  type: 'EvidenceWithdrawn.v1',
  data: { achievementId, campaignId, evidenceId, ...(reason !== undefined && { reason }) },
});

export const submitted = (
  lines: readonly Line[],
  { submissionNo = 1, submittedBy = ['somebody'] }: { submissionNo?: number; submittedBy?: string[] } = {},
): AchievementEvent => ({
  type: 'AchievementSubmitted.v1',
  data: { submissionNo, receiverOrgId: 'district-committee', subject, lines: [...lines], submittedBy },
});

const sentBackBecause = { reasonCode: 'QUANTITY_UNCLEAR', note: 'Hãy đo lại.' };

export const approved = (lines: readonly Line[], submissionNo = 1): AchievementEvent => ({
  type: 'AchievementApproved.v1',
  data: { submissionNo, reviewId: 'case', subject, lines: [...lines] },
});

export const returned = (lines: readonly Line[], submissionNo = 1): AchievementEvent => ({
  type: 'AchievementReturned.v1',
  data: { submissionNo, reviewId: 'case', subject, lines: [...lines], ...sentBackBecause },
});

export const rejected = (lines: readonly Line[], submissionNo = 1): AchievementEvent => ({
  type: 'AchievementRejected.v1',
  data: { submissionNo, reviewId: 'case', subject, lines: [...lines], ...sentBackBecause },
});

/** Both sides of an amendment. */
export interface Sides {
  readonly before: readonly Line[];
  readonly after: readonly Line[];
}

const sides = ({ before, after }: Sides) => ({ before: [...before], after: [...after] });

export const amendmentRequested = (
  both: Sides,
  { submissionNo = 2, submittedBy = ['somebody'] }: { submissionNo?: number; submittedBy?: string[] } = {},
): AchievementEvent => ({
  type: 'AmendmentRequested.v1',
  data: {
    ...{ submissionNo, receiverOrgId: 'district-committee', subject, ...sides(both) },
    ...{ reason: 'Đo lại.', submittedBy },
  },
});

export const corrected = (both: Sides, submissionNo = 2): AchievementEvent => ({
  type: 'AchievementCorrected.v1',
  data: { submissionNo, reviewId: 'case', subject, ...sides(both) },
});

export const amendmentRefused = (
  both: Sides,
  outcome: 'RETURN' | 'REJECT' = 'RETURN',
  submissionNo = 2,
): AchievementEvent => ({
  type: 'AmendmentRefused.v1',
  data: { submissionNo, reviewId: 'case', subject, ...sides(both), outcome, ...sentBackBecause },
});

export const withdrawn = (lines: readonly Line[], submissionNo: number): AchievementEvent => ({
  type: 'AchievementWithdrawn.v1',
  data: { submissionNo, subject, lines: [...lines], reason: 'Nhập trùng.' },
});

export const revoked = (lines: readonly Line[], submissionNo = 1): AchievementEvent => ({
  type: 'ApprovalRevoked.v1',
  data: { submissionNo, subject, lines: [...lines], reason: 'Trùng.', revokedByOrgId: 'district-committee' },
});

/** An achievement after what happened, by one person. */
export const stateAfter = (history: readonly AchievementEvent[], userId = 'somebody'): Achievement =>
  history.reduce<Achievement>(
    (state, event) =>
      evolveOne(achievementDecider.evolve, state, event, { userId, orgId: null, role: null, appointmentId: null }),
    achievementDecider.initial(),
  );

export const register = (
  more: Partial<typeof registration> = {},
  context: Partial<RegisterAchievement> = {},
): RegisterAchievement => ({
  type: 'RegisterAchievement',
  registration: { ...registration, ...more },
  campaign: launchedCampaign(),
  participant: true,
  ownsUnit: true,
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

export const amend = (lines: readonly LineInput[], more: Partial<RequestAmendment> = {}): RequestAmendment => ({
  type: 'RequestAmendment',
  lines,
  removedLineIds: [],
  reason: 'Đo lại.',
  receiverOrgId: 'district-committee',
  persons: ['somebody'],
  campaign: launchedCampaign(),
  today,
  ...more,
});

export const settle = (more: Partial<SettleAchievement> = {}): SettleAchievement => ({
  type: 'SettleAchievement',
  reviewId: 'case',
  subjectType: 'ACHIEVEMENT',
  submissionNo: 1,
  outcome: 'APPROVE',
  campaign: launchedCampaign(),
  ...more,
});

const judged = { campaign: launchedCampaign(), today };

/** Every other command as a valid one, changed where a test speaks of it. */
export const other = <Type extends AchievementCommand['type']>(
  type: Type,
  more: Partial<Extract<AchievementCommand, { type: Type }>> = {},
) => ({ ...others[type as keyof typeof others], ...more }) as Extract<AchievementCommand, { type: Type }>;

const others = {
  DeclareContributions: {
    ...{ type: 'DeclareContributions', campaign: launchedCampaign() },
    contributions: [lead(7000), partner('youth', 3000)],
  },
  RecordProgress: { type: 'RecordProgress', percentDone: 40, effectiveOn: '2022-03-01', note: null, ...judged },
  AttachEvidence: { type: 'AttachEvidence', evidence: photo(), ...judged },
  WithdrawEvidence: { type: 'WithdrawEvidence', evidenceId: 'photo', reason: null, campaign: launchedCampaign() },
  CompleteAchievement: { type: 'CompleteAchievement', completedOn: '2022-03-10', ...judged },
  WithdrawAchievement: { type: 'WithdrawAchievement', reason: 'Nhập trùng.', campaign: launchedCampaign() },
  RevokeApproval: {
    ...{ type: 'RevokeApproval', reason: 'Trùng.', revokedByOrgId: 'district-committee' },
    campaign: launchedCampaign(),
  },
} satisfies Partial<Record<AchievementCommand['type'], AchievementCommand>>;
