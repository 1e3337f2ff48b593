import { describe, expect, it } from '@jest/globals';
import type { Line, LineQuantity, ReportTotalQuantity } from '@thidua/events';
import fc from 'fast-check';
import { CampaignLog, report, reporterAt, roundsFrom } from '../test/campaign-log.js';
import type { SentVersion } from './duty.js';
import { digestOf, totalsOf } from './report-totals.js';

// Random histories of approvals, corrections, revocations and reports in any order, against plain loops over
// codes: a unit lies below another one where its code begins with the other's.

const districts = ['84.1', '84.2'];
const communes = districts.flatMap((code) => [`${code}.1`, `${code}.2`]);
const hamlets = communes.flatMap((code) => [`${code}.1`, `${code}.2`]);
const codes = ['84', ...districts, ...communes, ...hamlets];
/** From the lowest up, as reports are given in the end. */
const finals = [...hamlets, ...communes, ...districts].map((code) => [code, roundsFrom(code)[0] as string] as const);

const quantities: Readonly<Record<string, fc.Arbitrary<LineQuantity>>> = {
  road_metre: fc.nat(1000).map((value) => ({ value })),
  poor_share: fc.tuple(fc.nat(50), fc.nat(50)).map(([num, den]) => ({ num, den })),
  score: fc.tuple(fc.nat(1000), fc.nat(9)).map(([sum, count]) => ({ sum, count })),
  person: fc.oneof(
    fc
      .uniqueArray(fc.constantFrom('ann', 'binh', 'chi', 'dung', 'em'), { maxLength: 4 })
      .map((members) => ({ members })),
    fc.nat(20).map((declared) => ({ declared })),
  ),
};

const day = fc.constantFrom('2022-03-01', '2022-06-05', '2022-06-08', '2022-06-10', '2022-06-15', '2022-06-25');
const lineOf = (lineId: string): fc.Arbitrary<Line> =>
  fc.constantFrom(...Object.keys(quantities)).chain((metric) =>
    fc.record({
      lineId: fc.constant(lineId),
      metric: fc.constant(metric),
      quantity: quantities[metric] as fc.Arbitrary<LineQuantity>,
      effectiveOn: day,
    }),
  );
const lines = fc
  .subarray(['a', 'b', 'c'], { minLength: 1 })
  .chain((ids) => fc.tuple(...ids.map(lineOf)).map((all): readonly Line[] => all));

type Step =
  | { readonly does: 'approve'; readonly code: string; readonly lines: readonly Line[]; readonly member: boolean }
  | { readonly does: 'correct'; readonly nth: number; readonly lines: readonly Line[] }
  | { readonly does: 'revoke'; readonly nth: number }
  | { readonly does: 'submit' | 'accept' | 'return' | 'reopen' | 'waive'; readonly nth: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('approve' as const),
      code: fc.constantFrom(...codes),
      lines,
      member: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('correct' as const), nth: fc.nat(), lines }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('revoke' as const), nth: fc.nat() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constantFrom(
        'submit' as const,
        'submit' as const,
        'accept' as const,
        'accept' as const,
        'return' as const,
        'reopen' as const,
        'waive' as const,
      ),
      nth: fc.nat(),
    }),
  },
);

/** What was approved, by plain loops: which organisation (by the code of its unit) has which lines. */
interface Work {
  readonly code: string;
  /** Whether its owner owes no report itself. */
  readonly member: boolean;
  lines: readonly Line[];
  revoked: boolean;
}

class History {
  readonly log = new CampaignLog(codes);
  readonly works: Work[] = [];

  constructor() {
    for (const code of codes) for (const roundCode of roundsFrom(code)) this.log.expect(code, roundCode);
    this.log.on('2022-06-30');
  }

  carryOut(step: Step): void {
    if (step.does === 'approve') {
      const { code, member } = step;
      const owner = member ? this.log.member(code) : reporterAt(code);
      this.log.approve(`w${this.works.length}`, code, step.lines, owner);
      this.works.push({ code, member, lines: step.lines, revoked: false });
    } else if (step.does === 'correct' || step.does === 'revoke') this.change(step);
    else this.report(step.does, step.nth);
  }

  private change(step: Extract<Step, { does: 'correct' | 'revoke' }>): void {
    const at = this.works.length === 0 ? 0 : step.nth % this.works.length;
    const work = this.works[at];
    if (!work || work.revoked) return;
    work.lines = step.does === 'correct' ? step.lines : [];
    work.revoked = step.does === 'revoke';
    if (step.does === 'correct') this.log.correct(`w${at}`, step.lines);
    else this.log.revoke(`w${at}`);
  }

  private report(does: Exclude<Step['does'], 'approve' | 'correct' | 'revoke'>, nth: number): void {
    const [code, roundCode] = finals[nth % finals.length] as (typeof finals)[number];
    const duty = this.log.book.duty(report(code, roundCode));
    if (!duty) return;
    const version = duty.sent.length;
    const mayDraft = ['EXPECTED', 'RETURNED', 'REOPENED'].includes(duty.status);
    if (does === 'submit' && mayDraft) this.log.submit(code, roundCode);
    else if (does === 'accept' && duty.status === 'SUBMITTED') this.log.accept(code, roundCode, version);
    else if (does === 'return' && duty.status === 'SUBMITTED') this.log.return(code, roundCode, version);
    else if (does === 'reopen' && duty.status === 'ACCEPTED') this.log.reopen(code, roundCode);
    else if (does === 'waive' && mayDraft && duty.acceptedVersion === null) this.log.waive(code, roundCode);
  }

  /** Gives every report that is still owed anew, from the lowest up, then the supplements. */
  finish(): void {
    for (const [code, roundCode] of finals) {
      const duty = this.log.book.duty(report(code, roundCode));
      if (!duty || duty.status === 'WAIVED') continue;
      if (duty.status === 'SUBMITTED') this.log.return(code, roundCode, duty.sent.length);
      if (duty.status === 'ACCEPTED') this.log.reopen(code, roundCode);
      this.log.give(code, roundCode);
    }
    for (const code of districts) this.log.give(code, 'SUPPLEMENT');
  }

  versions(): readonly (SentVersion & { readonly reportId: string })[] {
    return this.log.book
      .dutiesOf('campaign')
      .flatMap(({ reportId, sent }) => sent.map((version) => ({ reportId, ...version })));
  }

  /**
   * Everything that is approved under a committee or a board, done up to a day, by plain loops. A member organisation
   * of a hamlet sends to the commune.
   */
  approved(within: string, upTo: string): readonly Line[] {
    return this.works
      .filter(({ code, member }) =>
        code === within ? !(member && hamlets.includes(code)) : code.startsWith(`${within}.`),
      )
      .flatMap((work) => work.lines.filter(({ effectiveOn }) => effectiveOn <= upTo));
  }
}

const counted = (all: readonly Line[]) =>
  totalsOf(all.map((line, n) => ({ achievementId: `${n}`, areaCode: '2.5', ownerOrgId: '', line, readAt: 0 })));

const numbersOf = (quantity: ReportTotalQuantity): readonly number[] =>
  Object.values(quantity).map((one) => (typeof one === 'number' ? one : 0));

const plus = (one: readonly number[], other: readonly number[]) => one.map((number, n) => number + (other[n] ?? 0));

const history = fc.array(step, { minLength: 5, maxLength: 60 });

const play = (steps: readonly Step[]): History => {
  const made = new History();
  for (const one of steps) made.carryOut(one);
  return made;
};

describe('reports in random histories', () => {
  it('every version recomputed at its asOfPosition is what it said, to the digest', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const made = play(steps);
        const { log } = made;
        for (const { reportId, version, totals, sha256 } of made.versions()) {
          const recomputed = log.figures.recomputed(reportId, version);
          expect(recomputed).toEqual(totals);
          expect(digestOf(recomputed)).toBe(sha256);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('what is reported and the parts of the difference sum to what is approved now', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const made = play(steps);
        const { log } = made;
        for (const { reportId, version, totals, coversTo, unitId } of made.versions()) {
          const now = new Map(
            counted(made.approved(unitId, coversTo)).map(({ metric, quantity }) => [metric, quantity]),
          );
          const said = new Map(totals.map(({ metric, quantity }) => [metric, quantity]));
          const differences = log.figures.differences(reportId, version, log.now());
          for (const { metric, reported, approvedNow, parts } of differences) {
            expect(said.get(metric) ?? reported).toEqual(reported);
            expect(now.get(metric) ?? approvedNow).toEqual(approvedNow);
            const parted = parts.reduce((sum, { change }) => plus(sum, numbersOf(change)), numbersOf(reported));
            expect(parted).toEqual(numbersOf(approvedNow));
            for (const { change, lines: some } of parts) {
              const byLines = some.reduce(
                (sum, one) => plus(sum, numbersOf(one.change)),
                numbersOf(change).map(() => 0),
              );
              expect(byLines).toEqual(numbersOf(change));
            }
          }
          for (const [metric, quantity] of now) {
            const differs = differences.some((one) => one.metric === metric);
            if (!differs) expect(said.get(metric)).toEqual(quantity);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('so do those of what was given before more came, of a supplement less its final report', () => {
    fc.assert(
      fc.property(history, history, (steps, later) => {
        const made = play(steps);
        made.finish();
        for (const one of later) made.carryOut(one);
        const { log } = made;
        for (const { reportId, version, totals, sha256 } of made.versions()) {
          expect(digestOf(log.figures.recomputed(reportId, version))).toBe(sha256);
          const said = new Map(totals.map(({ metric, quantity }) => [metric, quantity]));
          for (const { metric, reported, approvedNow, parts } of log.figures.differences(
            reportId,
            version,
            log.now(),
          )) {
            expect(said.get(metric) ?? reported).toEqual(reported);
            const parted = parts.reduce((sum, { change }) => plus(sum, numbersOf(change)), numbersOf(reported));
            expect(parted).toEqual(numbersOf(approvedNow));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('once all is given anew each line counts once in the summary, whatever happened before', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const made = play(steps);
        const { log } = made;
        made.finish();
        const summary = report('84', 'SUMMARY');
        expect(log.figures.draft(summary, log.now()).totals).toEqual(counted(made.approved('84', '2022-06-30')));
        expect(log.figures.differences(summary, 'draft', log.now())).toEqual([]);
        expect(log.figures.staleness(summary, 'draft', log.now()).stale).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('all finals and supplements and what belongs to the issuer sum to the rollup, but for DISTINCT', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const made = play(steps);
        made.finish();
        const { log } = made;
        const sums = new Map<string, readonly number[]>();
        const add = (metric: string, quantity: ReportTotalQuantity) =>
          sums.set(metric, plus(numbersOf(quantity), sums.get(metric) ?? []));
        for (const code of districts) {
          for (const roundCode of ['FINAL', 'SUPPLEMENT']) {
            const duty = log.book.duty(report(code, roundCode));
            const accepted = duty?.sent.find(({ version }) => version === duty.acceptedVersion);
            for (const { metric, quantity } of accepted?.totals ?? []) add(metric, quantity);
          }
        }
        const own = made.works.filter(({ code }) => code === '84').flatMap((work) => work.lines);
        for (const { metric, quantity } of counted(own)) add(metric, quantity);
        for (const { metric, quantity } of counted(made.approved('84', '2022-06-30'))) {
          if (metric !== 'person') expect(sums.get(metric)).toEqual(numbersOf(quantity));
        }
      }),
      { numRuns: 100 },
    );
  });
});
