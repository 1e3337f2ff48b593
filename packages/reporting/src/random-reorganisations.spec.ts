import { describe, expect, it } from '@jest/globals';
import type { Line } from '@thidua/events';
import fc from 'fast-check';
import { CampaignLog, campaignId, line, report, reporterAt, roundsFrom } from '../test/campaign-log.js';
import { digestOf, totalsOf } from './report-totals.js';

// Random histories in which organisations end, with and without successors, and reporting lines change while
// reports are sent and work is approved.

const districts = ['84.1', '84.2'];
const communes = districts.flatMap((code) => [`${code}.1`, `${code}.2`]);
const hamlets = communes.flatMap((code) => [`${code}.1`, `${code}.2`]);
const codes = ['84', ...districts, ...communes, ...hamlets];
/** From the lowest up, as reports are given in the end. */
const finals = [...hamlets, ...communes, ...districts].map((code) => [code, roundsFrom(code)[0] as string] as const);

const days = ['2022-03-01', '2022-06-05', '2022-06-08', '2022-06-10', '2022-06-15', '2022-06-25'];
const lines = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom('a', 'b'), fc.nat(100), fc.constantFrom(...days), fc.constantFrom('road', 'bridge'))
    .map(([lineId, value, effectiveOn, metric]) => line(lineId, { value }, effectiveOn, metric)),
  { minLength: 1, maxLength: 2, selector: ({ lineId }) => lineId },
);
const step = fc.record({
  does: fc.constantFrom(
    ...(['approve', 'approve', 'approve', 'correct', 'revoke', 'submit', 'submit', 'accept', 'accept'] as const),
    ...(['give', 'give', 'return', 'reopen', 'waive', 'day', 'line', 'end', 'end without successor'] as const),
  ),
  which: fc.nat(1000),
  other: fc.nat(1000),
  lines,
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const nth = <Item>(items: readonly Item[], n: number): Item => items[n % items.length] as Item;

class History {
  readonly log = new CampaignLog(codes);
  /** What is approved, by plain loops. */
  readonly works: { lines: readonly Line[]; revoked: boolean }[] = [];
  private readonly ended = new Set<string>();
  private districtEnded = false;
  private endedForGood = false;
  private day = 20;

  constructor(steps: readonly Step[]) {
    for (const code of codes) for (const roundCode of roundsFrom(code)) this.log.expect(code, roundCode);
    this.log.on('2022-05-20');
    for (const one of steps) this.carryOut(one);
  }

  private carryOut({ does, which, other, lines: some }: Step): void {
    if (does === 'approve') this.approve(nth(codes, which), other % 3 === 0, some);
    else if (does === 'correct' || does === 'revoke') this.change(which, does === 'revoke' ? null : some);
    else if (does === 'day') this.log.on(`2022-05-${Math.min(++this.day, 31)}`);
    else if (does === 'line') this.log.line(nth(hamlets, which), nth(communes, other), this.log.now().today);
    else if (does === 'end' || does === 'end without successor') this.end(which, other, does === 'end');
    else this.report(does, ...nth(finals, which));
  }

  private approve(code: string, byMember: boolean, some: readonly Line[]): void {
    const owner = byMember ? this.log.member(code) : reporterAt(code);
    this.log.approve(`w${this.works.length}`, code, some, owner);
    this.works.push({ lines: some, revoked: false });
  }

  private change(which: number, after: readonly Line[] | null): void {
    if (this.works.length === 0) return;
    const at = which % this.works.length;
    const work = nth(this.works, at);
    if (work.revoked) return;
    work.lines = after ?? [];
    work.revoked = after === null;
    if (after) this.log.correct(`w${at}`, after);
    else this.log.revoke(`w${at}`);
  }

  private report(
    does: 'submit' | 'give' | 'accept' | 'return' | 'reopen' | 'waive',
    code: string,
    roundCode: string,
  ): void {
    const duty = this.log.book.duty(report(code, roundCode));
    if (!duty) return;
    const mayDraft = ['EXPECTED', 'RETURNED', 'REOPENED'].includes(duty.status);
    if ((does === 'submit' || does === 'give') && mayDraft) this.log[does](code, roundCode);
    if (does === 'waive' && mayDraft && duty.acceptedVersion === null) this.log.waive(code, roundCode);
    if (does === 'reopen' && duty.status === 'ACCEPTED') this.log.reopen(code, roundCode);
    if ((does === 'accept' || does === 'return') && duty.status === 'SUBMITTED') {
      this.log[does](code, roundCode, duty.sent.length);
    }
  }

  /**
   * An organisation ends, and what it owes and did not send ends with it. The units stay as they are, so a district
   * without a committee passes those that ended without a successor up to the province: not both in one history.
   */
  private end(which: number, other: number, withSuccessor: boolean): void {
    const level = nth([hamlets, communes, districts], other);
    const [code, successor] = [nth(level, which), nth(level, which + 1 + (other % (level.length - 1)))];
    if (this.ended.has(code) || this.ended.has(successor)) return;
    if (withSuccessor ? level === districts && this.endedForGood : this.districtEnded || level === districts) return;
    this.districtEnded ||= level === districts;
    this.endedForGood ||= !withSuccessor;
    this.ended.add(code);
    this.log.dissolve(code, withSuccessor ? reporterAt(successor) : null);
    for (const roundCode of roundsFrom(code)) {
      const duty = this.log.book.duty(report(code, roundCode));
      const isOpen = duty?.status === 'EXPECTED' || duty?.status === 'RETURNED';
      if (isOpen && duty.acceptedVersion === null) this.log.waive(code, roundCode);
    }
  }

  /** Gives every report that is still owed anew, from the lowest up, then the supplements. */
  finish(): void {
    this.log.on('2022-07-01');
    for (const [code, roundCode] of [...finals, ...districts.map((code) => [code, 'SUPPLEMENT'] as const)]) {
      const duty = this.log.book.duty(report(code, roundCode));
      if (!duty || duty.status === 'WAIVED') continue;
      if (duty.status === 'SUBMITTED') this.log.return(code, roundCode, duty.sent.length);
      if (duty.status === 'ACCEPTED') this.log.reopen(code, roundCode);
      this.log.give(code, roundCode);
    }
  }
}

const valueOfAll = (quantity: object) => ('value' in quantity ? Number(quantity.value) : Number.NaN);

const expectEachVersionToHold = (log: CampaignLog) => {
  const { book, figures } = log;
  for (const { reportId, sent } of book.dutiesOf(campaignId)) {
    for (const { version, totals, sha256 } of sent) {
      expect(digestOf(figures.recomputed(reportId, version))).toBe(sha256);
      const said = new Map(totals.map(({ metric, quantity }) => [metric, quantity]));
      for (const { metric, reported, approvedNow, parts } of figures.differences(reportId, version, log.now())) {
        expect(said.get(metric) ?? reported).toEqual(reported);
        const parted = parts.reduce((sum, { change }) => sum + valueOfAll(change), valueOfAll(reported));
        expect(parted).toBe(valueOfAll(approvedNow));
      }
    }
  }
};

const steps = fc.array(step, { minLength: 10, maxLength: 70 });

describe('reports while organisations end and reporting lines change', () => {
  it('say the same when recomputed, and their differences sum exactly', () => {
    fc.assert(
      fc.property(steps, (some) => expectEachVersionToHold(new History(some).log)),
      { numRuns: 60 },
    );
  });

  it('once all is given anew come to each line once in the summary, as it is approved', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const history = new History(some);
        history.finish();
        const { log, works } = history;
        const approved = works.flatMap(({ lines: all }, n) =>
          all.map((one) => ({ achievementId: `${n}`, areaCode: '2.5', ownerOrgId: '', line: one, readAt: 0 })),
        );
        const summary = report('84', 'SUMMARY');
        expect(log.figures.draft(summary, log.now()).totals).toEqual(totalsOf(approved));
        expect(log.figures.differences(summary, 'draft', log.now())).toEqual([]);
        expectEachVersionToHold(log);
      }),
      { numRuns: 150 },
    );
  });
});
