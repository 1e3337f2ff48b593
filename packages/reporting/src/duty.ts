import type { Actor, EventData, Position, RecordedOf, ReportEvent } from '@thidua/events';

/** States of a report as GraphQL's ReportStatus names them. */
export type ReportStatus = 'EXPECTED' | 'DRAFT' | 'SUBMITTED' | 'RETURNED' | 'ACCEPTED' | 'REOPENED' | 'WAIVED';

/** A version as it was sent, and how it was decided; null while it waits. */
export interface SentVersion extends Omit<EventData<'ReportSubmitted.v1'>, 'reportId' | 'campaignId'> {
  readonly outcome: 'APPROVE' | 'RETURN' | null;
}

/** What an organisation owes in a round, as known at some position: the duty, and what became of it. */
export interface Duty {
  readonly reportId: string;
  readonly campaignId: string;
  readonly roundCode: string;
  readonly orgId: string;
  readonly unitId: string;
  /** Null for the issuer's summary. */
  readonly receiverOrgId: string | null;
  readonly takesOverOrgIds: readonly string[];
  readonly status: ReportStatus;
  /** Versions that were sent, oldest first. */
  readonly sent: readonly SentVersion[];
  /** The version that counts, also while the next one is drafted or waits. */
  readonly acceptedVersion: number | null;
  /** What its reporter wrote last. */
  readonly narrative: string | null;
  readonly returned: Pick<EventData<'ReportReturned.v1'>, 'version' | 'reasonCode' | 'note'> | null;
  readonly waived: Omit<EventData<'ReportWaived.v1'>, 'reportId' | 'campaignId'> | null;
  readonly extension: { readonly dueBefore: string; readonly reason: string; readonly grantedBy: Actor } | null;
  readonly paper: Omit<EventData<'PaperReceiptRecorded.v1'>, 'reportId' | 'campaignId'> | null;
  readonly revision: number;
  /** The last event of it that was known. */
  readonly position: Position;
}

export type DutyEvent = { readonly [Type in ReportEvent['type']]: RecordedOf<Type> }[ReportEvent['type']];

/** Whether the report is still owed, or was given: what is waived ends no chain of lines. */
export const isLiving = ({ status }: Duty): boolean => status !== 'WAIVED';

/** The version of a number; undefined where none was sent. */
export const versionOf = ({ sent }: Duty, version: number): SentVersion | undefined =>
  sent.find((one) => one.version === version);

/** The version that counts now. */
export const acceptedOf = (duty: Duty): SentVersion | undefined =>
  duty.acceptedVersion === null ? undefined : versionOf(duty, duty.acceptedVersion);

/** Late by its first version: a later version shows its own. */
export const isLate = ({ sent }: Duty): boolean => sent[0]?.late === true;

/** Who excused a late first version by more time that would have held then, null where nobody did. */
export const excusedBy = ({ sent: [first], extension }: Duty): Actor | null =>
  first?.late && extension && Date.parse(first.submittedAt) < Date.parse(extension.dueBefore)
    ? extension.grantedBy
    : null;

/** What an event makes of a duty; undefined before the first. Pure. */
export const dutyAfter = (before: Duty | undefined, event: DutyEvent): Duty => {
  const { revision, position } = event;
  if (event.type === 'ReportExpected.v1') {
    const { receiverOrgId = null, ...expected } = event.data;
    return {
      ...expected,
      receiverOrgId,
      status: 'EXPECTED',
      sent: [],
      acceptedVersion: null,
      narrative: null,
      returned: null,
      waived: null,
      extension: null,
      paper: null,
      revision,
      position,
    };
  }
  if (!before) throw new Error(`${event.type} at ${event.data.reportId}, which nobody owes`);
  return { ...before, ...changeBy(before, event), revision, position };
};

const changeBy = (before: Duty, event: Exclude<DutyEvent, { type: 'ReportExpected.v1' }>): Partial<Duty> => {
  switch (event.type) {
    case 'NarrativeSaved.v1':
      return { status: 'DRAFT', narrative: event.data.text };
    case 'ReportSubmitted.v1': {
      const { reportId: _, campaignId: __, ...version } = event.data;
      return { status: 'SUBMITTED', sent: [...before.sent, { ...version, outcome: null }], returned: null };
    }
    case 'ReportReturned.v1': {
      const { version, reasonCode, note } = event.data;
      const sent = decided(before, version, 'RETURN');
      return { status: 'RETURNED', sent, returned: { version, reasonCode, note } };
    }
    case 'ReportAccepted.v1': {
      const { version } = event.data;
      return { status: 'ACCEPTED', sent: decided(before, version, 'APPROVE'), acceptedVersion: version };
    }
    case 'ReportReopened.v1':
      return { status: 'REOPENED' };
    case 'ReportWaived.v1': {
      const { reportId: _, campaignId: __, ...waived } = event.data;
      return { status: 'WAIVED', waived };
    }
    case 'ExtensionGranted.v1': {
      const { newDueBefore: dueBefore, reason } = event.data;
      return { extension: { dueBefore, reason, grantedBy: event.actor } };
    }
    case 'PaperReceiptRecorded.v1': {
      const { reportId: _, campaignId: __, ...paper } = event.data;
      return { paper };
    }
  }
};

const decided = ({ sent }: Duty, version: number, outcome: 'APPROVE' | 'RETURN'): readonly SentVersion[] =>
  sent.map((one) => (one.version === version ? { ...one, outcome } : one));
