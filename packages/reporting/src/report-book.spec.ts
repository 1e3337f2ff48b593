import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@thidua/events';
import { acceptedOf, excusedBy, isLate } from './duty.js';
import { ReportBook } from './report-book.js';

const about = { reportId: 'c:o:R', campaignId: 'c' };
const receiver = { userId: 'head', orgId: 'receiver', role: 'HEAD', appointmentId: 'a' };

const sent = (version: number, submittedAt: string, late: boolean) => ({
  type: 'ReportSubmitted.v1',
  data: {
    ...{ ...about, roundCode: 'R', orgId: 'o', unitId: 'u', coversTo: '2022-06-19', version, asOfPosition: 1 },
    ...{ asOfInstant: submittedAt, children: [], missingOrgIds: [], totals: [], sha256: '0', submittedAt },
    ...{ dueBefore: '2022-06-19T17:00:00.000Z', late, lateMinutes: 0, submittedBy: ['p'] },
  },
});
const expected = {
  type: 'ReportExpected.v1',
  data: { ...about, roundCode: 'R', orgId: 'o', unitId: 'u', receiverOrgId: 'receiver', takesOverOrgIds: [] },
};
const extended = (newDueBefore: string) => ({
  type: 'ExtensionGranted.v1',
  data: { ...about, newDueBefore, grantedByOrgId: 'receiver', reason: 'r' },
});

const bookOf = (...events: readonly { type: string; data: object }[]): ReportBook => {
  const book = new ReportBook();
  for (const [n, event] of events.entries()) {
    book.apply({ ...event, position: n + 1, revision: n, recordedAt: '', actor: receiver } as never as RecordedEvent);
  }
  return book;
};

describe('the book of reports', () => {
  const book = bookOf(
    expected,
    { type: 'NarrativeSaved.v1', data: { ...about, version: 1, text: 'lời' } },
    sent(1, '2022-06-19T18:00:00.000Z', true),
    { type: 'ReportReturned.v1', data: { ...about, version: 1, note: 'n' } },
    sent(2, '2022-06-20T01:00:00.000Z', true),
    { type: 'ReportAccepted.v1', data: { ...about, version: 2 } },
    { type: 'ReportReopened.v1', data: { ...about, fromVersion: 2, cause: 'CORRECTION' } },
    sent(3, '2022-06-21T01:00:00.000Z', true),
  );
  const statusAt = (position: number) => book.duty(about.reportId, position)?.status ?? null;

  it('knows every report as it was at any position', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map(statusAt)).toEqual([
      null,
      'EXPECTED',
      'DRAFT',
      'SUBMITTED',
      'RETURNED',
      'SUBMITTED',
      'ACCEPTED',
      'REOPENED',
      'SUBMITTED',
    ]);
    expect(book.dutiesOf('c', 0)).toEqual([]);
    expect(book.dutiesOf('c')).toHaveLength(1);
  });

  it('keeps every version and how it was decided', () => {
    const duty = book.duty(about.reportId);
    expect(duty?.sent.map(({ version, outcome }) => [version, outcome])).toEqual([
      [1, 'RETURN'],
      [2, 'APPROVE'],
      [3, null],
    ]);
    expect(duty && acceptedOf(duty)?.version).toBe(2);
  });

  it('does not change a state that was handed out', () => {
    expect(book.duty(about.reportId, 3)?.sent).toHaveLength(1);
  });

  it('calls a report excused where more time was granted that its first version would have kept', () => {
    const late = sent(1, '2022-06-20T01:10:00.000Z', true);
    const excuse = (...events: readonly { type: string; data: object }[]) => {
      const duty = bookOf(expected, ...events).duty(about.reportId);
      return duty === null ? null : [isLate(duty), excusedBy(duty)?.userId ?? null];
    };
    expect(excuse(late, extended('2022-06-20T17:00:00.000Z'))).toEqual([true, 'head']);
    expect(excuse(late, extended('2022-06-20T01:10:00.000Z'))).toEqual([true, null]);
    expect(excuse(extended('2022-06-20T17:00:00.000Z'), sent(1, '2022-06-20T01:10:00.000Z', false))).toEqual([
      false,
      null,
    ]);
  });

  it('refuses an event of a report that nobody owes', () => {
    expect(() => bookOf(sent(1, '2022-06-19T18:00:00.000Z', true))).toThrow('which nobody owes');
  });
});
