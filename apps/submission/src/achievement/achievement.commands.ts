import type { Refusal } from '@thidua/event-sourcing';
import type { AchievementEvent, Contribution, EventData } from '@thidua/events';
import type { CampaignInForce } from '../campaign/campaign-gates.js';
import type { EvidenceFacts } from './achievement.state.js';
import type { LineInput } from './lines.js';

/** What nearly every command is judged by beside the achievement. */
interface Judged {
  readonly campaign: CampaignInForce;
  /** Local date of Asia/Ho_Chi_Minh. */
  readonly today: string;
}

export interface RegisterAchievement {
  readonly type: 'RegisterAchievement';
  readonly registration: EventData<'AchievementRegistered.v1'>;
  readonly campaign: CampaignInForce;
  /** Whether the owner matches a participant rule and has not withdrawn from the campaign. */
  readonly participant: boolean;
  /** Whether the unit is the owner's, or went to the owner's as a whole. */
  readonly ownsUnit: boolean;
}

export interface DeclareContributions extends Pick<Judged, 'campaign'> {
  readonly type: 'DeclareContributions';
  readonly contributions: readonly Contribution[];
}

export interface RecordProgress extends Judged {
  readonly type: 'RecordProgress';
  readonly percentDone: number;
  readonly effectiveOn: string;
  readonly note: string | null;
}

export interface ReportQuantities extends Judged {
  readonly type: 'ReportQuantities';
  readonly lines: readonly LineInput[];
  readonly removedLineIds: readonly string[];
}

export interface AttachEvidence extends Judged {
  readonly type: 'AttachEvidence';
  readonly evidence: EvidenceFacts;
}

export interface WithdrawEvidence extends Pick<Judged, 'campaign'> {
  readonly type: 'WithdrawEvidence';
  readonly evidenceId: string;
  readonly reason: string | null;
}

export interface CompleteAchievement extends Judged {
  readonly type: 'CompleteAchievement';
  readonly completedOn: string;
}

/** Who sends something for review, and to whom. */
export interface Sending extends Judged {
  /** The owner's receiver in this campaign, null where it has none. */
  readonly receiverOrgId: string | null;
  /** The person who submits, and whoever they stand in for. */
  readonly persons: readonly string[];
}

export interface SubmitAchievement extends Sending {
  readonly type: 'SubmitAchievement';
  readonly completedOn: string | null;
}

export interface RequestAmendment extends Sending {
  readonly type: 'RequestAmendment';
  readonly lines: readonly LineInput[];
  readonly removedLineIds: readonly string[];
  readonly reason: string;
}

/** A decided review as its subject takes it over. */
export interface Verdict {
  readonly reviewId: string;
  readonly subjectType: 'ACHIEVEMENT' | 'AMENDMENT' | 'REPORT';
  /** Of a report its version. */
  readonly submissionNo: number;
  readonly outcome: 'APPROVE' | 'RETURN' | 'REJECT';
  readonly reasonCode?: string | undefined;
  readonly note?: string | undefined;
}

/** One about an achievement, or about an amendment of it. */
export interface AchievementVerdict extends Verdict {
  readonly subjectType: 'ACHIEVEMENT' | 'AMENDMENT';
}

/** What follows from a decided review; nothing where that submission is not under review. */
export interface SettleAchievement extends AchievementVerdict, Pick<Judged, 'campaign'> {
  readonly type: 'SettleAchievement';
}

export interface WithdrawAchievement extends Pick<Judged, 'campaign'> {
  readonly type: 'WithdrawAchievement';
  readonly reason: string;
}

export interface RevokeApproval extends Pick<Judged, 'campaign'> {
  readonly type: 'RevokeApproval';
  readonly reason: string;
  /** The receiver that revokes. */
  readonly revokedByOrgId: string;
}

export type AchievementCommand =
  | RegisterAchievement
  | DeclareContributions
  | RecordProgress
  | ReportQuantities
  | AttachEvidence
  | WithdrawEvidence
  | CompleteAchievement
  | SubmitAchievement
  | RequestAmendment
  | SettleAchievement
  | WithdrawAchievement
  | RevokeApproval;

export type AchievementRefusal = Refusal<
  | 'INVALID_TRANSITION'
  | 'UNKNOWN_AREA'
  | 'NOT_A_PARTICIPANT'
  | 'UNIT_NOT_OWNED'
  | 'DATES_REVERSED'
  | 'CONTRIBUTIONS_FIXED'
  | 'LEAD_INVALID'
  | 'SHARES_SUM'
  | 'PERCENT_INVALID'
  | 'NOT_FOUND'
  | 'NOTHING_TO_SUBMIT'
  | 'EVIDENCE_REQUIRED'
  | 'NO_RECEIVER'
  | 'NOTHING_TO_AMEND'
  | 'UNKNOWN_METRIC'
  | 'UNKNOWN_LINE'
  | 'MISSING'
  | 'DUPLICATE'
  | 'DAY_OUTSIDE_PERIOD'
  | 'DAY_IN_FUTURE'
  | 'TEXT_INVALID'
  | 'TOO_MANY'
  | 'QUANTITY_MISSING'
  | 'QUANTITY_SHAPE'
  | 'QUANTITY_NEGATIVE'
  | 'QUANTITY_TOO_PRECISE'
  | 'QUANTITY_TOO_LARGE'
  | 'MEMBER_INVALID'
>;

export type Decision = readonly AchievementEvent[] | AchievementRefusal;
