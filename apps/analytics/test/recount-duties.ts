import { type AnyRecorded, reportIdOf } from '@thidua/events';
import type { ReportingCounts } from '@thidua/rollup';
import { campaignId, orgOf } from './duty-log.js';

/** A duty as it is counted. */
export interface RecountedDuty {
  readonly unitId: string;
  readonly due: string;
  readonly counts: readonly (keyof ReportingCounts)[];
}

/** All duties of a round known at a position, each looked up in its own events by figures.md 6 and 8 alone. */
export const recountDuties = (
  log: readonly AnyRecorded[],
  roundCode: string,
  knownUpTo: number,
  instant: string,
): readonly RecountedDuty[] => {
  const known = log.filter(({ position }) => position <= knownUpTo);
  return known.flatMap((expected): readonly RecountedDuty[] => {
    if (expected.type !== 'ReportExpected.v1' || expected.data.roundCode !== roundCode) return [];
    const { unitId, receiverOrgId = '' } = expected.data;
    const reportId = reportIdOf(campaignId, orgOf(unitId), roundCode);
    const events = known.filter(({ data }) => 'reportId' in data && data.reportId === reportId);
    const due = dueOf(known, events, roundCode, receiverOrgId);
    const waived = events.find(({ type }) => type === 'ReportWaived.v1');
    if (waived?.type === 'ReportWaived.v1') {
      return waived.data.cause === 'RECEIVER' ? [{ unitId, due, counts: ['waived'] }] : [];
    }
    const first = events.find(({ type }) => type === 'ReportSubmitted.v1');
    const late = first?.type === 'ReportSubmitted.v1' && first.data.late ? (['late'] as const) : [];
    const missing = !first && due <= instant ? (['missing'] as const) : [];
    return [{ unitId, due, counts: ['expected', ...stateOf(events), ...late, ...missing] }];
  });
};

const stateOf = (events: readonly AnyRecorded[]): readonly (keyof ReportingCounts)[] => {
  if (events.some(({ type }) => type === 'ReportAccepted.v1')) return ['accepted'];
  let state: readonly (keyof ReportingCounts)[] = [];
  for (const { type } of events) {
    if (type === 'NarrativeSaved.v1') state = ['drafted'];
    if (type === 'ReportSubmitted.v1') state = ['submitted'];
    if (type === 'ReportReturned.v1') state = ['returned'];
  }
  return state;
};

const dueOf = (
  known: readonly AnyRecorded[],
  events: readonly AnyRecorded[],
  roundCode: string,
  receiverOrgId: string,
): string => {
  let [ofRound, ofAll, ofReceiver, ofDuty] = ['', '', '', ''];
  for (const { type, data } of known) {
    if (type === 'ReportRoundDefined.v1' && data.roundCode === roundCode) ofRound = data.dueBefore;
    if (type !== 'ReportRoundRescheduled.v1' || data.roundCode !== roundCode) continue;
    if (data.receiverOrgId === undefined) ofAll = data.newDueBefore;
    else if (data.receiverOrgId === receiverOrgId) ofReceiver = data.newDueBefore;
  }
  for (const { type, data } of events) if (type === 'ExtensionGranted.v1') ofDuty = data.newDueBefore;
  return ofDuty || ofReceiver || ofAll || ofRound;
};
