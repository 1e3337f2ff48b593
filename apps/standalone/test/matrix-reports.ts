import { type ReportEvent, reviewIdOf } from '@thidua/events';
import { must } from './matrix-steps.js';
import type { Report, ReportStatus } from './rights-model.js';
import type { World } from './world.js';

/** Sends a report as its head; a reviewer above, where one is named, accepts it. */
export const sendReport = async (world: World, head: string, report: string, reviewer?: string, version = 1) => {
  await must(world, head, 'reportSubmit', 'revision', { force: true, report });
  await world.house().drain();
  if (reviewer === undefined) return;
  await must(world, reviewer, 'reviewApprove', 'settled', decisionOf(report, version));
  await world.house().drain();
};

/** Sends a report that its reviewer above sends back. */
export const sendReportInVain = async (world: World, head: string, report: string, reviewer: string): Promise<void> => {
  await sendReport(world, head, report);
  const because = { reasonCode: 'OTHER', note: 'Thiếu Khóm 1' };
  await must(world, reviewer, 'reviewReturn', 'settled', { ...decisionOf(report, 1), ...because });
  await world.house().drain();
};

const decisionOf = (report: string, version: number) => ({
  ...{ force: true, review: reviewIdOf(report, version), submissionNo: version },
});

/** The state of a report after an event of it. */
const statusAfter: Readonly<Record<string, ReportStatus>> = {
  'NarrativeSaved.v1': 'DRAFT',
  'ReportSubmitted.v1': 'SUBMITTED',
  'ReportAccepted.v1': 'ACCEPTED',
  'ReportReturned.v1': 'RETURNED',
  'ReportReopened.v1': 'REOPENED',
  'ReportWaived.v1': 'WAIVED',
};

const pageMax = 1000;

/** Every report that somebody owes, read off the log itself. */
export const reportsIn = async (world: World): Promise<readonly Report[]> => {
  const reports = new Map<string, Report>();
  const { store } = world.house().stores;
  for (let after = 0, read = pageMax; read === pageMax; ) {
    const page = await store.readAll(after, pageMax);
    for (const event of page) note(event as ReportEvent, reports);
    read = page.length;
    after = page.at(-1)?.position ?? after;
  }
  return [...reports.values()];
};

const note = (event: ReportEvent, reports: Map<string, Report>): void => {
  if (event.type === 'ReportExpected.v1') {
    const { reportId: report, orgId, unitId, roundCode: round, receiverOrgId } = event.data;
    const owed = { report, orgId, unitId, round, receiver: receiverOrgId ?? null };
    reports.set(report, { ...owed, review: null, status: 'EXPECTED', sent: [] });
    return;
  }
  const status = statusAfter[event.type];
  const report = status && reports.get(event.data.reportId);
  if (!report) return;
  reports.set(report.report, { ...report, status, ...changeBy(event, report) });
};

const changeBy = (event: ReportEvent, { report, receiver, sent }: Report): Pick<Partial<Report>, 'review' | 'sent'> => {
  if (event.type === 'ReportSubmitted.v1') {
    return { review: receiver === null ? null : reviewIdOf(report, event.data.version), sent: [...sent, false] };
  }
  return event.type === 'ReportAccepted.v1' ? { sent: sent.with(event.data.version - 1, true) } : {};
};
