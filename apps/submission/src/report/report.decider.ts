import { type Decider, refusedFor } from '@thidua/event-sourcing';
import type { ReportEvent } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';
import {
  type CampaignInForce,
  mayChangeDuty,
  mayReopenReport,
  maySaveReport,
  maySettleReport,
  maySubmitReport,
} from '../campaign/campaign-gates.js';
import type {
  AcceptSummary,
  GrantExtension,
  RecordPaperReceipt,
  ReopenReport,
  ReportCommand,
  ReportRefusal,
  SaveNarrative,
  SettleReport,
  SubmitReport,
  WaiveReport,
} from './report.commands.js';
import { evolveReport, isWaiting, type Report, type ReportInForce, type ReportStatus } from './report.state.js';
import { tooLargeToSend } from './report-size.js';

type Decision = readonly ReportEvent[] | ReportRefusal;

/** Stream `report-{campaignId}:{orgId}:{roundCode}`: what one organisation owes in one round (domain.md E2). */
export const reportDecider: Decider<Report, ReportCommand, ReportEvent, ReportRefusal> = {
  category: 'report',
  initial: () => ({ status: 'none' }),
  evolve: evolveReport,
  decide(command, report) {
    switch (command.type) {
      case 'ExpectReport':
        return report.status === 'none' ? [{ type: 'ReportExpected.v1', data: command.expected }] : [];
      case 'CloseDuty':
        return closeDuty(command.successorOrgId, report);
      case 'SaveNarrative':
        return save(command, report);
      case 'SubmitReport':
        return submit(command, report);
      case 'SettleReport':
        return settle(command, report);
      case 'AcceptSummary':
        return acceptSummary(command, report);
      case 'GrantExtension':
        return grantExtension(command, report);
      case 'RecordPaperReceipt':
        return recordPaperReceipt(command, report);
      case 'WaiveReport':
        return waive(command, report);
      case 'ReopenReport':
        return reopen(command, report);
    }
  },
};

/** States in which its reporter writes and sends it. */
const written: readonly ReportStatus[] = ['expected', 'draft', 'returned', 'reopened'];
/** States in which it may be owed no longer, as long as no version of it counts. */
const unsent: readonly ReportStatus[] = ['expected', 'draft', 'returned'];
/** All states of a duty but the end of it. */
const living: readonly ReportStatus[] = [...written, 'submitted', 'accepted'];

const impossible = (from: string, to: string) => refuse('INVALID_TRANSITION', undefined, { from, to });

/** Why nothing can be done now: the state of the report, or that of the campaign; else the report. */
const open = (
  report: Report,
  states: readonly ReportStatus[],
  campaign: CampaignInForce,
  gate: (campaign: CampaignInForce) => boolean,
  to: string,
): ReportInForce | ReturnType<typeof impossible> => {
  if (report.status === 'none' || !states.includes(report.status)) return impossible(report.status, to);
  return gate(campaign) ? report : impossible(campaign.status, to);
};

const aboutOf = ({ reportId, campaignId }: ReportInForce) => ({ reportId, campaignId });

/** What was sent stays to be decided, and what was accepted counts: only an open duty ends. */
const endsWithoutReport = (report: Report): report is ReportInForce =>
  report.status !== 'none' && unsent.includes(report.status) && report.acceptedVersion === null;

const closeDuty = (successorOrgId: string | null, report: Report): Decision => {
  if (!endsWithoutReport(report)) return [];
  const data = { ...aboutOf(report), ...(successorOrgId !== null && { successorOrgId }) };
  return [{ type: 'ReportWaived.v1', data: { ...data, cause: 'REORGANISATION' } }];
};

const save = ({ text, campaign }: SaveNarrative, before: Report): Decision => {
  const report = open(before, written, campaign, maySaveReport, 'save-report');
  if ('refused' in report) return report;
  if (text === report.narrative) return [];
  const data = { ...aboutOf(report), version: report.sentCount + 1, text };
  return storable<ReportEvent>([{ type: 'NarrativeSaved.v1', data }], () => ['narrative']);
};

const minuteMs = 60_000;

/** Late is never refused: it is said, by the server's clock, and never changes again. */
const submit = (command: SubmitReport, before: Report): Decision => {
  const { frozen, kind, finalWaits, submittedAt, persons, campaign } = command;
  const report = open(before, written, campaign, maySubmitReport(kind), 'submit-report');
  if ('refused' in report) return report;
  if (finalWaits !== null) return refuse('FINAL_WAITS', ['report'], { round: finalWaits });
  const overdueMs = Date.parse(submittedAt) - Date.parse(frozen.dueBefore);
  const data = {
    ...{ ...aboutOf(report), ...frozen, version: report.sentCount + 1 },
    ...(report.narrative !== null && { narrative: report.narrative }),
    ...{ submittedAt, late: overdueMs >= 0, lateMinutes: Math.max(0, Math.floor(overdueMs / minuteMs)) },
    submittedBy: [...new Set([...report.tookPart, ...persons])],
  };
  return tooLargeToSend(data) ?? storable<ReportEvent>([{ type: 'ReportSubmitted.v1', data }], () => ['report']);
};

/** What is decided is the version that waits; a decision about anything else changes nothing. */
const settle = (command: SettleReport, report: Report): Decision => {
  const { reviewId, version, outcome, reasonCode, note, campaign } = command;
  if (report.status === 'none' || report.waitingVersion !== version) return [];
  if (outcome === 'REJECT' || !maySettleReport(campaign)) return [];
  const why = { ...(reasonCode !== undefined && { reasonCode }), ...(note !== undefined && { note }) };
  const data = { ...aboutOf(report), version, reviewId, ...why };
  return [{ type: outcome === 'APPROVE' ? 'ReportAccepted.v1' : 'ReportReturned.v1', data }];
};

/** Whether its campaign may be summed up is asked of the campaign, in the same append. */
const acceptSummary = ({ version, kind }: AcceptSummary, report: Report): Decision => {
  if (kind !== 'SUMMARY') return refuse('NOT_FOUND', ['report']);
  if (report.status === 'none' || !isWaiting(report)) return impossible(report.status, 'summarise');
  const { waitingVersion } = report;
  if (waitingVersion !== version) {
    return refuse('SUBMISSION_CHANGED', ['version'], { read: version, actual: waitingVersion ?? 0 });
  }
  return [{ type: 'ReportAccepted.v1', data: { ...aboutOf(report), version } }];
};

/** More time may be granted after the version was sent: then it excuses, and changes nothing that was said. */
const grantExtension = (command: GrantExtension, before: Report): Decision => {
  const { newDueBefore, grantedByOrgId, reason, inForce, campaign } = command;
  const report = open(before, living, campaign, mayChangeDuty, 'grant-extension');
  if ('refused' in report) return report;
  if (Date.parse(newDueBefore) <= Date.parse(inForce)) {
    return refuse('DUE_NOT_LATER', ['dueBefore'], { dueBefore: newDueBefore, inForce });
  }
  const data = { ...aboutOf(report), newDueBefore, grantedByOrgId, reason };
  return storable<ReportEvent>([{ type: 'ExtensionGranted.v1', data }], (_, path) =>
    path[0] === 'newDueBefore' ? ['dueBefore'] : path,
  );
};

const registerNoMax = 100;

/** It stands beside the server's time and changes nothing about it. */
const recordPaperReceipt = (command: RecordPaperReceipt, before: Report): Decision => {
  const { receivedOn, recordedByOrgId, today, campaign } = command;
  const registerNo = command.registerNo.trim();
  const report = open(before, living, campaign, mayChangeDuty, 'record-paper-receipt');
  if ('refused' in report) return report;
  const refused = refusedFor<ReportRefusal>([
    ...(receivedOn > today ? [refuse('DAY_IN_FUTURE', ['receivedOn'], { day: receivedOn, today })] : []),
    ...(registerNo.length < 1 || registerNo.length > registerNoMax
      ? [refuse('TEXT_INVALID', ['registerNo'], { max: registerNoMax })]
      : []),
  ]);
  if (refused) return refused;
  if (receivedOn === report.paper?.receivedOn && registerNo === report.paper.registerNo) return [];
  return [{ type: 'PaperReceiptRecorded.v1', data: { ...aboutOf(report), receivedOn, registerNo, recordedByOrgId } }];
};

const waive = ({ byOrgId, reason, campaign }: WaiveReport, before: Report): Decision => {
  const report = open(before, unsent, campaign, mayChangeDuty, 'waive-report');
  if ('refused' in report) return report;
  // It is drafted anew, and what was accepted before counts meanwhile.
  if (!endsWithoutReport(report)) return impossible('reopened', 'waive-report');
  const data = { ...aboutOf(report), cause: 'RECEIVER', byOrgId, reason } as const;
  return storable<ReportEvent>([{ type: 'ReportWaived.v1', data }]);
};

const reopen = ({ cause, reason, kind, campaign }: ReopenReport, before: Report): Decision => {
  const report = open(before, ['accepted'], campaign, mayReopenReport(kind), 'reopen-report');
  if ('refused' in report) return report;
  const { acceptedVersion } = report;
  if (acceptedVersion === null) throw new Error(`the report ${report.reportId} is accepted in no version`);
  const data = { ...aboutOf(report), fromVersion: acceptedVersion, cause, ...(reason !== null && { reason }) };
  return storable<ReportEvent>([{ type: 'ReportReopened.v1', data }]);
};
