import type { Refusal } from '@thidua/event-sourcing';
import type { EventData } from '@thidua/events';
import type { CampaignInForce } from '../campaign/campaign-gates.js';

type RoundKind = EventData<'ReportRoundDefined.v1'>['kind'];

/** An organisation owes a report. Sent by a process; a repeat changes nothing. */
export interface ExpectReport {
  readonly type: 'ExpectReport';
  readonly expected: EventData<'ReportExpected.v1'>;
}

/** A duty that was not sent ends with its organisation. Sent by a process; one that was sent stays as it is. */
export interface CloseDuty {
  readonly type: 'CloseDuty';
  readonly successorOrgId: string | null;
}

export interface SaveNarrative {
  readonly type: 'SaveNarrative';
  readonly text: string;
  readonly campaign: CampaignInForce;
}

/** What a submission freezes: all that was derived at one position, and the due instant that holds. */
export type Frozen = Pick<
  EventData<'ReportSubmitted.v1'>,
  | 'roundCode'
  | 'orgId'
  | 'unitId'
  | 'receiverOrgId'
  | 'coversTo'
  | 'asOfPosition'
  | 'asOfInstant'
  | 'children'
  | 'missingOrgIds'
  | 'supplementsVersion'
  | 'totals'
  | 'sha256'
  | 'dueBefore'
>;

export interface SubmitReport {
  readonly type: 'SubmitReport';
  readonly frozen: Frozen;
  readonly kind: RoundKind;
  /** Of a supplement: code of the round it supplements, where that report waits for its receiver now; else null. */
  readonly finalWaits: string | null;
  /** The server's clock, UTC, ISO 8601 with milliseconds. */
  readonly submittedAt: string;
  /** The person who submits, and whoever they stand in for. */
  readonly persons: readonly string[];
  readonly campaign: CampaignInForce;
}

/**
 * A review's decision about a version. Sent by a process; of a version that does not wait it changes nothing,
 * nor does a rejection, which no report knows.
 */
export interface SettleReport {
  readonly type: 'SettleReport';
  readonly reviewId: string;
  readonly version: number;
  readonly outcome: 'APPROVE' | 'RETURN' | 'REJECT';
  readonly reasonCode?: string | undefined;
  readonly note?: string | undefined;
  readonly campaign: CampaignInForce;
}

/** The issuer accepts its own summary, in one append with `CampaignSummarised`. */
export interface AcceptSummary {
  readonly type: 'AcceptSummary';
  /** The version that was read. */
  readonly version: number;
  readonly kind: RoundKind;
}

export interface GrantExtension {
  readonly type: 'GrantExtension';
  readonly newDueBefore: string;
  readonly grantedByOrgId: string;
  readonly reason: string;
  /** The due instant that holds now. */
  readonly inForce: string;
  readonly campaign: CampaignInForce;
}

export interface RecordPaperReceipt {
  readonly type: 'RecordPaperReceipt';
  readonly receivedOn: string;
  readonly registerNo: string;
  readonly recordedByOrgId: string;
  readonly today: string;
  readonly campaign: CampaignInForce;
}

export interface WaiveReport {
  readonly type: 'WaiveReport';
  readonly byOrgId: string;
  readonly reason: string;
  readonly campaign: CampaignInForce;
}

export interface ReopenReport {
  readonly type: 'ReopenReport';
  readonly cause: EventData<'ReportReopened.v1'>['cause'];
  readonly reason: string | null;
  readonly kind: RoundKind;
  readonly campaign: CampaignInForce;
}

export type ReportCommand =
  | ExpectReport
  | CloseDuty
  | SaveNarrative
  | SubmitReport
  | SettleReport
  | AcceptSummary
  | GrantExtension
  | RecordPaperReceipt
  | WaiveReport
  | ReopenReport;

export type ReportRefusal = Refusal<
  | 'NOT_FOUND'
  | 'INVALID_TRANSITION'
  | 'SUBMISSION_CHANGED'
  | 'FINAL_WAITS'
  | 'DUE_NOT_LATER'
  | 'DAY_IN_FUTURE'
  | 'TEXT_INVALID'
  | 'TOO_MANY'
>;
