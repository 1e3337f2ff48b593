import type { Evolve } from '@thidua/event-sourcing';
import { type Actor, type EventData, personsOf, type ReportEvent } from '@thidua/events';

/** States of a report (domain.md E2); one that is waived is owed no longer, and none is ever rejected. */
export type ReportStatus = 'expected' | 'draft' | 'submitted' | 'returned' | 'accepted' | 'reopened' | 'waived';

/** A report from the day on which it came to be owed. */
export interface ReportInForce {
  readonly status: ReportStatus;
  readonly reportId: string;
  readonly campaignId: string;
  readonly orgId: string;
  readonly unitId: string;
  readonly roundCode: string;
  /** Null for the issuer's summary. */
  readonly receiverOrgId: string | null;
  /** How many versions were sent; they are numbered 1, 2, ... */
  readonly sentCount: number;
  /** The version that waits for its receiver. */
  readonly waitingVersion: number | null;
  /** The version that counts, also while the next one is drafted or waits. */
  readonly acceptedVersion: number | null;
  /** What its reporter wrote last. */
  readonly narrative: string | null;
  /** The paper copy as it was recorded last. */
  readonly paper: Pick<EventData<'PaperReceiptRecorded.v1'>, 'receivedOn' | 'registerNo'> | null;
  /** Everybody with an act of their own so far: none of them may review it. */
  readonly tookPart: readonly string[];
}

export type Report = { readonly status: 'none' } | ReportInForce;

/** Whether a version of it waits for its receiver. */
export const isWaiting = ({ status }: Pick<Report, 'status'>): boolean => status === 'submitted';

/** A step of a report that is owed; before that no other event can stand. */
const step = (report: Report, changed: (before: ReportInForce) => Partial<ReportInForce>): Report =>
  report.status === 'none' ? report : { ...report, ...changed(report) };

/** A step by which somebody takes part. */
const act = (report: Report, actor: Actor, changed: Partial<ReportInForce>): Report =>
  step(report, ({ tookPart }) => ({ ...changed, tookPart: [...new Set([...tookPart, ...personsOf(actor)])] }));

/** Duties and decisions come from processes: whoever caused those did not take part, so none of them adds a person. */
export const evolveReport: Evolve<Report, ReportEvent> = {
  'ReportExpected.v1': (_, { reportId, campaignId, orgId, unitId, roundCode, receiverOrgId = null }) => ({
    ...{ status: 'expected', reportId, campaignId, orgId, unitId, roundCode, receiverOrgId },
    ...{ sentCount: 0, waitingVersion: null, acceptedVersion: null },
    ...{ narrative: null, paper: null, tookPart: [] },
  }),
  'NarrativeSaved.v1': (report, { text }, actor) => act(report, actor, { status: 'draft', narrative: text }),
  'ReportSubmitted.v1': (report, { version }, actor) =>
    act(report, actor, { status: 'submitted', sentCount: version, waitingVersion: version }),
  'PaperReceiptRecorded.v1': (report, { receivedOn, registerNo }, actor) =>
    act(report, actor, { paper: { receivedOn, registerNo } }),
  'ExtensionGranted.v1': (report, _, actor) => act(report, actor, {}),
  'ReportReturned.v1': (report) => step(report, () => ({ status: 'returned', waitingVersion: null })),
  'ReportAccepted.v1': (report, { version }) =>
    step(report, () => ({ status: 'accepted', waitingVersion: null, acceptedVersion: version })),
  'ReportReopened.v1': (report, _, actor) => act(report, actor, { status: 'reopened' }),
  'ReportWaived.v1': (report) => step(report, () => ({ status: 'waived' })),
};
