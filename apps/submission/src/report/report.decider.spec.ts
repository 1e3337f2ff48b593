import { describe, expect, it } from '@jest/globals';
import { specification } from '@thidua/event-sourcing';
import { inState, refusedOutside, refusedUnless, states, whileReporting } from '../../test/report-refusals.js';
import {
  closeDuty,
  closed,
  expected,
  expectReport,
  extended,
  frozen,
  histories,
  onPaper,
  reportAfter,
  save,
  saved,
  sentAs,
  sentBack,
  submit,
} from '../../test/reports.js';
import { reportDecider } from './report.decider.js';

const { given } = specification(reportDecider);
const tooLong = 'ạ'.repeat(10_001);

describe('a duty', () => {
  it('is expected once, whatever became of it', () => {
    given([]).when(expectReport()).then([expected()]);
    for (const state of states.slice(1)) given(histories[state]).when(expectReport()).thenNothing();
  });

  it('that was not sent ends with its organisation, and names the successor that owes it now', () => {
    for (const state of ['expected', 'draft', 'returned'] as const) {
      given(histories[state])
        .when(closeDuty('successor'))
        .then([closed('successor')]);
    }
    given(histories.expected).when(closeDuty()).then([closed()]);
  });

  it('that was sent, or of which a version counts, stays as it is', () => {
    for (const state of ['none', 'submitted', 'accepted', 'reopened', 'waived'] as const) {
      given(histories[state]).when(closeDuty('successor')).thenNothing();
    }
    given([...histories.reopened, saved('Lại.', 2)])
      .when(closeDuty())
      .thenNothing();
    given([...histories.reopened, sentAs(2), sentBack(2)])
      .when(closeDuty())
      .thenNothing();
  });
});

describe('what its reporter writes', () => {
  it('is saved for the version that comes next', () => {
    given(histories.expected)
      .when(save('Nháp.'))
      .then([saved('Nháp.', 1)]);
    given(histories.draft)
      .when(save('Khác.'))
      .then([saved('Khác.', 1)]);
    given(histories.returned)
      .when(save('Sửa.'))
      .then([saved('Sửa.', 2)]);
    given(histories.reopened)
      .when(save('Lại.'))
      .then([saved('Lại.', 2)]);
  });

  it('is not saved where it says the same, also after it was sent', () => {
    given(histories.draft).when(save('Nháp.')).thenNothing();
    given([...histories.draft, sentAs(1), sentBack(1)])
      .when(save('Nháp.'))
      .thenNothing();
  });

  it('is refused where it is empty or too long, at its field', () => {
    for (const text of ['', tooLong]) {
      given(histories.expected)
        .when(save(text))
        .thenRefused('TEXT_INVALID', { field: ['narrative'] });
    }
  });

  it('is refused in other states of the report', () => {
    refusedUnless(['expected', 'draft', 'returned', 'reopened'], save('Mới.'), 'save-report');
  });

  it('is saved for as long as reports are made', () => {
    refusedOutside(whileReporting, 'draft', (campaign) => save('Mới.', { campaign }), 'save-report');
  });
});

describe('submitting', () => {
  it('numbers the versions and freezes what was derived, with what was written last', () => {
    given(histories.expected)
      .when(submit())
      .then([sentAs(1)]);
    given([expected(), saved('Nháp.'), saved('Khác.')])
      .when(submit())
      .then([sentAs(1, { narrative: 'Khác.' })]);
    given([...histories.draft, sentAs(1), sentBack(1)])
      .when(submit())
      .then([sentAs(2, { narrative: 'Nháp.' })]);
    given(histories.reopened)
      .when(submit({ frozen: frozen({ supplementsVersion: 3, asOfPosition: 99 }) }))
      .then([sentAs(2, { supplementsVersion: 3, asOfPosition: 99 })]);
  });

  it.each([
    ['2022-06-19T16:59:59.999Z', false, 0],
    ['2022-06-19T17:00:00.000Z', true, 0],
    ['2022-06-19T17:00:59.999Z', true, 0],
    ['2022-06-19T17:01:00.000Z', true, 1],
    ['2022-06-20T01:10:00.000Z', true, 490],
  ])('at %s against 2022-06-19T17:00Z: late %s by %d whole minutes', (submittedAt, late, lateMinutes) => {
    given(histories.expected)
      .when(submit({ submittedAt }))
      .then([sentAs(1, { submittedAt, late, lateMinutes })]);
  });

  it('is held against the due instant that it is given, however that is written', () => {
    const dueBefore = '2022-06-19T17:00:00Z';
    given(histories.expected)
      .when(submit({ frozen: frozen({ dueBefore }), submittedAt: '2022-06-19T17:00:00.000Z' }))
      .then([sentAs(1, { dueBefore, submittedAt: '2022-06-19T17:00:00.000Z', late: true })]);
  });

  it('names everybody with an act of their own before it, once', () => {
    const byClerk = reportAfter([expected(), saved('Nháp.')], 'clerk');
    const after = reportAfter([extended('2022-06-21T17:00:00.000Z'), onPaper('2022-06-10')], 'head above', byClerk);
    const [sent] = reportDecider.decide(submit({ persons: ['head', 'absent head', 'clerk'] }), after) as [
      ReturnType<typeof sentAs>,
    ];
    expect(sent).toMatchObject({ data: { submittedBy: ['clerk', 'head above', 'head', 'absent head'] } });
  });

  it('does not name whoever caused the duty, or decided: their part came from processes', () => {
    const owed = reportAfter([expected()], 'launcher');
    const sentOnce = reportAfter([sentAs(1)], 'head', owed);
    const returned = reportAfter([sentBack(1)], 'reviewer', sentOnce);
    expect(reportDecider.decide(submit({ persons: ['head'] }), returned)).toEqual([
      sentAs(2, { submittedBy: ['head'] }),
    ]);
  });

  it('of more than one event holds is refused, with how many entries would fit', () => {
    const childrenOf = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ reportId: `${'p'.repeat(60)}${n + 10_000}`, version: 1 }));
    const sent = (count: number, more = {}) => {
      const said = { children: childrenOf(count), missingOrgIds: [], totals: [], ...more };
      return { command: submit({ frozen: frozen(said) }), event: sentAs(1, said) };
    };
    // Each entry takes 93 bytes, and all the rest of the event about 600.
    const fits = sent(9650);
    given(histories.expected).when(fits.command).then([fits.event]);
    for (const { command } of [
      sent(9900),
      sent(9650, { missingOrgIds: Array.from({ length: 250 }, () => 'o'.repeat(90)) }),
    ]) {
      const refusal = reportDecider.decide(command, reportAfter(histories.expected));
      expect(refusal).toMatchObject({ refused: 'TOO_MANY', field: ['report'], detail: { count: 9900 } });
      const { max } = (refusal as unknown as { detail: { max: number } }).detail;
      expect(max).toBeGreaterThan(9650);
      expect(max).toBeLessThan(9700);
    }
  });

  it('of a supplement waits until the final report is decided', () => {
    given(histories.expected)
      .when(submit({ kind: 'SUPPLEMENT', finalWaits: 'FINAL' }))
      .thenRefused('FINAL_WAITS', { field: ['report'], detail: { round: 'FINAL' } });
  });

  it('is refused in other states of the report', () => {
    refusedUnless(['expected', 'draft', 'returned', 'reopened'], submit(), 'submit-report');
  });

  it('goes on once reporting is closed, but not of a final round, and never while the campaign is suspended', () => {
    refusedOutside(['launched'], 'draft', (campaign) => submit({ campaign }), 'submit-report');
    for (const kind of ['PRELIMINARY', 'SUPPLEMENT', 'SUMMARY'] as const) {
      const asked = (campaign: ReturnType<typeof inState>) => submit({ campaign, kind });
      refusedOutside(['launched', 'reporting-closed'], 'draft', asked, 'submit-report');
    }
  });

  it('is refused where a list is longer than is stored', () => {
    const missingOrgIds = Array.from({ length: 20_001 }, (_, n) => `org-${n}`);
    given(histories.expected)
      .when(submit({ frozen: frozen({ missingOrgIds }) }))
      .thenRefused('TOO_MANY', { field: ['report'], detail: { max: 20_000, count: 20_001 } });
  });
});
