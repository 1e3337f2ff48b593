import { describe, expect, it } from '@jest/globals';
import { specification } from '@thidua/event-sourcing';
import { inState, refusedOutside, refusedUnless, states, whileReporting } from '../../test/report-refusals.js';
import {
  accepted,
  acceptSummary,
  extend,
  extended,
  histories,
  onPaper,
  recordPaper,
  reopen,
  reopened,
  reportAfter,
  saved,
  sentAs,
  sentBack,
  settle,
  waive,
  waived,
} from '../../test/reports.js';
import { reportDecider } from './report.decider.js';

const { given } = specification(reportDecider);
const tooLong = 'ạ'.repeat(10_001);

describe('a decision', () => {
  const why = { reasonCode: 'FIGURES', note: 'Thiếu số liệu của Khóm 3.' };

  it('is taken over by the version that waits', () => {
    given(histories.submitted)
      .when(settle())
      .then([accepted(1)]);
    given(histories.submitted)
      .when(settle({ outcome: 'RETURN', ...why }))
      .then([sentBack(1)]);
    given([...histories.reopened, sentAs(2)])
      .when(settle({ version: 2 }))
      .then([accepted(2)]);
  });

  it('of a version that does not wait changes nothing', () => {
    for (const state of states.filter((one) => one !== 'submitted')) {
      given(histories[state]).when(settle()).thenNothing();
    }
    given([...histories.returned, sentAs(2)])
      .when(settle({ version: 1, outcome: 'RETURN' }))
      .thenNothing();
    given(histories.submitted)
      .when(settle({ version: 2 }))
      .thenNothing();
  });

  it('never rejects', () => {
    given(histories.submitted)
      .when(settle({ outcome: 'REJECT', ...why }))
      .thenNothing();
  });

  it('that comes once the campaign was summed up, closed or cancelled changes nothing', () => {
    for (const status of ['summarised', 'closed', 'cancelled'] as const) {
      given(histories.submitted)
        .when(settle({ campaign: inState(status) }))
        .thenNothing();
    }
    for (const status of whileReporting) {
      given(histories.submitted)
        .when(settle({ campaign: inState(status) }))
        .then([accepted(1)]);
    }
  });
});

describe("the issuer's summary", () => {
  const summary = accepted(1, { reviewId: undefined });

  it('is accepted without a case', () => {
    const [event] = reportDecider.decide(acceptSummary(), reportAfter(histories.submitted)) as [typeof summary];
    expect(event).toEqual(summary);
    expect(event.data).not.toHaveProperty('reviewId');
  });

  it('is accepted in the version that was read, and in no other', () => {
    given([...histories.returned, sentAs(2)])
      .when(acceptSummary())
      .thenRefused('SUBMISSION_CHANGED', { field: ['version'], detail: { read: 1, actual: 2 } });
  });

  it('is refused in other states of the report', () => {
    refusedUnless(['submitted'], acceptSummary(), 'summarise');
  });

  it('is no report of another kind', () => {
    given(histories.submitted)
      .when(acceptSummary({ kind: 'FINAL' }))
      .thenRefused('NOT_FOUND', { field: ['report'] });
  });
});

describe('more time', () => {
  const later = '2022-06-21T17:00:00.000Z';

  it('is granted in every state but the end, and leaves the state as it is', () => {
    for (const state of states.slice(1, -1)) {
      given(histories[state])
        .when(extend(later))
        .then([extended(later)]);
      expect(reportAfter([...histories[state], extended(later)]).status).toBe(state);
    }
    refusedUnless(states.slice(1, -1), extend(later), 'grant-extension');
  });

  it('is later than what holds', () => {
    const inForce = '2022-06-19T17:00:00.000Z';
    for (const dueBefore of ['2022-06-19T17:00:00Z', '2022-06-19T16:59:59.999Z']) {
      given(histories.expected)
        .when(extend(dueBefore))
        .thenRefused('DUE_NOT_LATER', { field: ['dueBefore'], detail: { dueBefore, inForce } });
    }
    given(histories.expected)
      .when(extend('2022-06-19T17:00:00.001Z'))
      .then([extended('2022-06-19T17:00:00.001Z')]);
  });

  it('has a reason', () => {
    for (const reason of ['', tooLong]) {
      given(histories.expected)
        .when(extend(later, { reason }))
        .thenRefused('TEXT_INVALID', { field: ['reason'] });
    }
  });

  it('is granted for as long as reports are made', () => {
    refusedOutside(whileReporting, 'draft', (campaign) => extend(later, { campaign }), 'grant-extension');
  });
});

describe('the paper copy', () => {
  it('is recorded in every state but the end, today at the latest', () => {
    for (const state of states.slice(1, -1)) {
      given(histories[state])
        .when(recordPaper('2022-06-21'))
        .then([onPaper('2022-06-21')]);
      expect(reportAfter([...histories[state], onPaper('2022-06-21')]).status).toBe(state);
    }
    refusedUnless(states.slice(1, -1), recordPaper('2022-06-21'), 'record-paper-receipt');
  });

  it('is recorded once; another day or number mends it', () => {
    const recorded = [...histories.submitted, onPaper('2022-06-19')];
    given(recorded).when(recordPaper('2022-06-19')).thenNothing();
    given(recorded)
      .when(recordPaper('2022-06-20'))
      .then([onPaper('2022-06-20')]);
    given(recorded)
      .when(recordPaper('2022-06-19', { registerNo: ' 121/MTTQ ' }))
      .then([onPaper('2022-06-19', '121/MTTQ')]);
    given([...recorded, onPaper('2022-06-20')])
      .when(recordPaper('2022-06-19'))
      .then([onPaper('2022-06-19')]);
  });

  it('is refused on a day to come and without a number that can be stored, all faults at once', () => {
    const tooEarly = { refused: 'DAY_IN_FUTURE', field: ['receivedOn'] } as const;
    const unnumbered = { refused: 'TEXT_INVALID', field: ['registerNo'], detail: { max: 100 } } as const;
    given(histories.submitted)
      .when(recordPaper('2022-06-22', { registerNo: '  ' }))
      .thenFaults([{ ...tooEarly, detail: { day: '2022-06-22', today: '2022-06-21' } }, unnumbered]);
    given(histories.submitted)
      .when(recordPaper('2022-06-21', { registerNo: '1'.repeat(101) }))
      .thenFaults([unnumbered]);
    given(histories.submitted)
      .when(recordPaper('2022-06-21', { registerNo: ` ${'1'.repeat(100)} ` }))
      .then([onPaper('2022-06-21', '1'.repeat(100))]);
  });

  it('is recorded for as long as reports are made', () => {
    const asked = (campaign: ReturnType<typeof inState>) => recordPaper('2022-06-21', { campaign });
    refusedOutside(whileReporting, 'draft', asked, 'record-paper-receipt');
  });
});

describe('a waiver', () => {
  it('takes a duty away that was not sent, or was sent back', () => {
    for (const state of ['expected', 'draft', 'returned'] as const) {
      given(histories[state]).when(waive()).then([waived()]);
    }
    refusedUnless(['expected', 'draft', 'returned'], waive(), 'waive-report');
  });

  it('is refused where a version counts, though the next one is drafted or was sent back', () => {
    const again = [...histories.reopened, saved('Lại.', 2)];
    for (const history of [again, [...again, sentAs(2), sentBack(2)]]) {
      given(history)
        .when(waive())
        .thenRefused('INVALID_TRANSITION', { detail: { from: 'reopened', to: 'waive-report' } });
    }
  });

  it('has a reason', () => {
    for (const reason of ['', tooLong]) {
      given(histories.expected)
        .when(waive({ reason }))
        .thenRefused('TEXT_INVALID', { field: ['reason'] });
    }
  });

  it('is given for as long as reports are made', () => {
    refusedOutside(whileReporting, 'draft', (campaign) => waive({ campaign }), 'waive-report');
  });
});

describe('reopening', () => {
  it('is done to what was accepted, which goes on counting', () => {
    given(histories.accepted)
      .when(reopen())
      .then([reopened(1)]);
    given([...histories.reopened, sentAs(2), accepted(2)])
      .when(reopen({ reason: 'Đo lại.' }))
      .then([reopened(2, 'Đo lại.')]);
    const again = reportAfter([...histories.reopened, saved('Lại.', 2), sentAs(2), sentBack(2)]);
    expect(again).toMatchObject({ status: 'returned', acceptedVersion: 1, sentCount: 2 });
  });

  it('is refused in other states of the report', () => {
    refusedUnless(['accepted'], reopen(), 'reopen-report');
  });

  it('is refused with more words than are stored', () => {
    given(histories.accepted)
      .when(reopen({ reason: tooLong }))
      .thenRefused('TEXT_INVALID', { field: ['reason'] });
  });

  it('is done for as long as reports are made, of a final round until reporting is closed', () => {
    refusedOutside(['launched', 'suspended'], 'accepted', (campaign) => reopen({ campaign }), 'reopen-report');
    for (const kind of ['PRELIMINARY', 'SUPPLEMENT', 'SUMMARY'] as const) {
      const asked = (campaign: ReturnType<typeof inState>) => reopen({ campaign, kind });
      refusedOutside(whileReporting, 'accepted', asked, 'reopen-report');
    }
  });
});
