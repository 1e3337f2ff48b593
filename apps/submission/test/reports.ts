import { evolveOne } from '@thidua/event-sourcing';
import type { EventData, ReportEvent } from '@thidua/events';
import type {
  AcceptSummary,
  Frozen,
  GrantExtension,
  RecordPaperReceipt,
  ReopenReport,
  ReportCommand,
  SaveNarrative,
  SettleReport,
  SubmitReport,
  WaiveReport,
} from '../src/report/report.commands.js';
import { reportDecider } from '../src/report/report.decider.js';
import type { Report } from '../src/report/report.state.js';
import { launchedCampaign } from './achievements.js';

// What a test does not speak of is filled in: the final report of a commune in Trà Vinh, sent three days early.

const campaignId = 'tra-vinh-2022';
const reportId = `${campaignId}:commune-committee:FINAL`;
const about = { reportId, campaignId };
const duty = { roundCode: 'FINAL', orgId: 'commune-committee', unitId: 'commune' };
const receiverOrgId = 'district-committee';
const inForce = '2022-06-19T17:00:00.000Z';
const early = '2022-06-16T17:00:00.000Z';

export const expected = (more: Partial<EventData<'ReportExpected.v1'>> = {}): ReportEvent => ({
  type: 'ReportExpected.v1',
  data: { ...about, ...duty, receiverOrgId, takesOverOrgIds: [], ...more },
});

export const saved = (text: string, version = 1): ReportEvent => ({
  type: 'NarrativeSaved.v1',
  data: { ...about, version, text },
});

export const frozen = (more: Partial<Frozen> = {}): Frozen => ({
  ...duty,
  receiverOrgId,
  ...{ coversTo: '2022-06-19', asOfPosition: 40, asOfInstant: '2022-06-16T16:59:00.000Z', dueBefore: inForce },
  ...{ children: [{ reportId: `${campaignId}:board:FINAL-HAMLET`, version: 1 }], missingOrgIds: ['late-board'] },
  ...{ totals: [{ areaCode: '2.1', metric: 'road_m', quantity: { value: 150, count: 2 } }], sha256: 'a'.repeat(64) },
  ...more,
});

export const sentAs = (version: number, more: Partial<EventData<'ReportSubmitted.v1'>> = {}): ReportEvent => ({
  type: 'ReportSubmitted.v1',
  data: {
    ...{ ...about, ...frozen(), version, submittedAt: early, late: false, lateMinutes: 0 },
    submittedBy: ['somebody'],
    ...more,
  },
});

export const accepted = (version: number, more: Partial<EventData<'ReportAccepted.v1'>> = {}): ReportEvent => ({
  type: 'ReportAccepted.v1',
  data: { ...about, version, reviewId: 'case', ...more },
});

const why = { reasonCode: 'FIGURES', note: 'Thiếu số liệu của Khóm 3.' };

export const sentBack = (version: number, more: Partial<EventData<'ReportReturned.v1'>> = {}): ReportEvent => ({
  type: 'ReportReturned.v1',
  data: { ...about, version, reviewId: 'case', ...why, ...more },
});

export const reopened = (fromVersion: number, reason?: string): ReportEvent => ({
  type: 'ReportReopened.v1',
  data: { ...about, fromVersion, cause: 'CORRECTION', ...(reason !== undefined && { reason }) },
});

export const waived = (more: Partial<EventData<'ReportWaived.v1'>> = {}): ReportEvent => ({
  type: 'ReportWaived.v1',
  data: { ...about, cause: 'RECEIVER', byOrgId: receiverOrgId, reason: 'Lũ lụt.', ...more },
});

/** A duty that ended with its organisation. */
export const closed = (successorOrgId?: string): ReportEvent => ({
  type: 'ReportWaived.v1',
  data: { ...about, ...(successorOrgId !== undefined && { successorOrgId }), cause: 'REORGANISATION' },
});

export const extended = (newDueBefore: string, reason = 'Bão số 2.'): ReportEvent => ({
  type: 'ExtensionGranted.v1',
  data: { ...about, newDueBefore, grantedByOrgId: receiverOrgId, reason },
});

export const onPaper = (receivedOn: string, registerNo = '120/MTTQ'): ReportEvent => ({
  type: 'PaperReceiptRecorded.v1',
  data: { ...about, receivedOn, registerNo, recordedByOrgId: receiverOrgId },
});

/** A report after what happened, by one person. */
export const reportAfter = (history: readonly ReportEvent[], userId = 'somebody', before?: Report): Report =>
  history.reduce<Report>(
    (state, event) =>
      evolveOne(reportDecider.evolve, state, event, { userId, orgId: null, role: null, appointmentId: null }),
    before ?? reportDecider.initial(),
  );

/** Where a report stands in each of its states. */
export const histories = {
  none: [],
  expected: [expected()],
  draft: [expected(), saved('Nháp.')],
  submitted: [expected(), sentAs(1)],
  returned: [expected(), sentAs(1), sentBack(1)],
  accepted: [expected(), sentAs(1), accepted(1)],
  reopened: [expected(), sentAs(1), accepted(1), reopened(1)],
  waived: [expected(), waived()],
} as const satisfies Record<string, readonly ReportEvent[]>;

export const save = (text: string, more: Partial<SaveNarrative> = {}): SaveNarrative => ({
  ...{ type: 'SaveNarrative', text, campaign: launchedCampaign() },
  ...more,
});

export const submit = (more: Partial<SubmitReport> = {}): SubmitReport => ({
  ...{ type: 'SubmitReport', frozen: frozen(), kind: 'FINAL', finalWaits: null, submittedAt: early },
  ...{ persons: ['somebody'], campaign: launchedCampaign() },
  ...more,
});

export const settle = (more: Partial<SettleReport> = {}): SettleReport => ({
  ...{ type: 'SettleReport', reviewId: 'case', version: 1, outcome: 'APPROVE', campaign: launchedCampaign() },
  ...more,
});

export const acceptSummary = (more: Partial<AcceptSummary> = {}): AcceptSummary => ({
  ...{ type: 'AcceptSummary', version: 1, kind: 'SUMMARY' },
  ...more,
});

export const extend = (newDueBefore: string, more: Partial<GrantExtension> = {}): GrantExtension => ({
  ...{ type: 'GrantExtension', newDueBefore, grantedByOrgId: receiverOrgId, reason: 'Bão số 2.', inForce },
  campaign: launchedCampaign(),
  ...more,
});

export const recordPaper = (receivedOn: string, more: Partial<RecordPaperReceipt> = {}): RecordPaperReceipt => ({
  ...{ type: 'RecordPaperReceipt', receivedOn, registerNo: '120/MTTQ', recordedByOrgId: receiverOrgId },
  ...{ today: '2022-06-21', campaign: launchedCampaign() },
  ...more,
});

export const waive = (more: Partial<WaiveReport> = {}): WaiveReport => ({
  ...{ type: 'WaiveReport', byOrgId: receiverOrgId, reason: 'Lũ lụt.', campaign: launchedCampaign() },
  ...more,
});

export const reopen = (more: Partial<ReopenReport> = {}): ReopenReport => ({
  ...{ type: 'ReopenReport', cause: 'CORRECTION', reason: null, kind: 'FINAL', campaign: launchedCampaign() },
  ...more,
});

export const expectReport = (): ReportCommand => ({
  type: 'ExpectReport',
  expected: { ...about, ...duty, receiverOrgId, takesOverOrgIds: [] },
});

export const closeDuty = (successorOrgId: string | null = null): ReportCommand => ({
  type: 'CloseDuty',
  successorOrgId,
});
