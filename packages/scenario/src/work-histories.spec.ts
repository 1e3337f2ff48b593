import { describe, expect, it } from '@jest/globals';
import { commandIdOf, objectIdOf, reviewIdOf } from '@thidua/events';
import { castOf, wholeProvince } from './cast.js';
import { demoIds } from './demo-identity.js';
import type { ScenarioStep } from './scenario-step.js';
import { loadTraVinhHamlets, loadTraVinhUnits } from './tra-vinh-units.js';
import { workSteps } from './work-steps.js';

const seed = 'demo';
const steps = workSteps(seed, demoIds(seed), castOf(wholeProvince)).toSorted((a, b) =>
  a.at < b.at ? -1 : Number(a.at > b.at),
);

/** One thing that is done to one achievement. */
interface Act {
  readonly id: string;
  readonly at: string;
  readonly as: string;
  readonly what: string;
}

const reviews = new Map<string, string>();
const actsOf = (step: ScenarioStep): readonly Act[] => {
  const { at, as, operationName } = step;
  const act = (id: string, what: string = operationName): Act => ({ id, at, as, what });
  switch (step.operationName) {
    case 'AchievementRegister': {
      const id = objectIdOf('achievement', commandIdOf(as, step.variables.input.idempotencyKey));
      for (const submissionNo of [1, 2]) reviews.set(reviewIdOf(id, submissionNo), id);
      return [act(id)];
    }
    case 'AchievementsSubmit':
      return step.variables.input.items.map(({ achievement }) => act(achievement));
    case 'ReviewsDecide': {
      const { outcome, items } = step.variables.input;
      return items.map(({ review, submissionNo }) => act(reviews.get(review) ?? '', `${outcome} ${submissionNo}`));
    }
    case 'AchievementWithdraw':
    case 'AchievementRevoke':
      return [act(step.variables.input.id)];
    case 'AchievementReportQuantities':
    case 'AchievementDeclareContributions':
    case 'AchievementAttachEvidence':
    case 'AchievementRequestAmendment':
      return [act(step.variables.input.achievement)];
    default:
      return [];
  }
};

const histories = [...Map.groupBy(steps.flatMap(actsOf), ({ id }) => id).values()];

/** How the acts on one achievement may follow each other, each as one letter. */
const letters: Readonly<Record<string, string>> = {
  AchievementRegister: 'r',
  AchievementDeclareContributions: 'c',
  AchievementReportQuantities: 'q',
  AchievementAttachEvidence: 'e',
  AchievementsSubmit: 's',
  AchievementWithdraw: 'w',
  AchievementRequestAmendment: 'a',
  AchievementRevoke: 'v',
  'APPROVE 1': 'A',
  'APPROVE 2': 'B',
  'RETURN 1': 'R',
  'REJECT 1': 'J',
};
const wordOf = (history: readonly Act[]): string => history.map(({ what }) => letters[what] ?? '?').join('');
const words = histories.map(wordOf);
const ending = (pattern: RegExp): number => words.filter((word) => pattern.test(word)).length;

const parentOf = new Map([...loadTraVinhUnits(), ...loadTraVinhHamlets()].map((unit) => [unit.code, unit.parentCode]));
const placeOf = (user: string): string => user.split('@')[1] ?? '';
/** The committee one up; the province receives its own work and that of its members. */
const receiverOf = (place: string): string => parentOf.get(place) || '84';

describe('the histories of the achievements', () => {
  it('go from registering over figures and proof to a decision, and no further than the rules allow', () => {
    const allowed = /^rc?(q?w?|qe?s(A(aB|v)?|J|w|R(qsB)?)?)$/;
    expect([...new Set(words.filter((word) => !allowed.test(word)))]).toEqual([]);
  });

  it('are at least a day of entry apart where another person has to answer', () => {
    for (const history of histories) {
      const times = history.map(({ at }) => at);
      expect(new Set(times).size).toBe(times.length);
      const [sent, decided] = [
        history.find(({ what }) => what === 'AchievementsSubmit'),
        history.find(({ what }) => / 1$/.test(what)),
      ];
      if (sent && decided) expect(decided.at.slice(0, 10) > sent.at.slice(0, 10)).toBe(true);
    }
  });

  it('end in every way: most approved, some returned, rejected, withdrawn, waiting or not finished', () => {
    const share = (pattern: RegExp) => (100 * ending(pattern)) / words.length;
    expect(share(/[AB]$/)).toBeGreaterThan(80);
    expect(share(/[AB]$/)).toBeLessThan(95);
    const others = {
      again: /RqsB$/,
      returned: /R$/,
      rejected: /J$/,
      withdrawn: /sw$/,
      unsent: /^rc?w$/,
      waiting: /s$/,
      drafts: /^rc?q?$/,
    };
    for (const [name, pattern] of Object.entries(others)) {
      expect([name, share(pattern) > 0.5, share(pattern) < 6]).toEqual([name, true, true]);
    }
    expect([ending(/v$/), ending(/aB$/)]).toEqual([1, 1]);
  });

  it('wait only where they were sent in the last days of June', () => {
    const waiting = histories.filter((history) => wordOf(history).endsWith('s'));
    expect(waiting.filter((history) => (history.at(-1)?.at ?? '') < '2022-06-20')).toEqual([]);
  });

  it('are decided before the reports of their level are sent, but for the work of the last days', () => {
    const limits = { 8: '2022-06-06', 5: '2022-06-13', 3: '2022-06-19' } as const;
    for (const [length, limit] of Object.entries(limits)) {
      const decisions = histories.flatMap((history) =>
        placeOf(history[0]?.as ?? '').length === Number(length)
          ? history.filter(({ what }) => / [12]$/.test(what))
          : [],
      );
      const early = decisions.filter(({ at }) => at < limit).length;
      expect(early / decisions.length).toBeGreaterThan(0.8);
      expect(early).toBeLessThan(decisions.length);
    }
  });

  it('are decided by the reviewer of the receiver, never by who wrote or sent', () => {
    for (const history of histories) {
      const owner = placeOf(history[0]?.as ?? '');
      const deciders = history.filter(({ what }) => / [12]$/.test(what)).map(({ as }) => as);
      expect(new Set([...deciders, `reviewer@${receiverOf(owner)}`]).size).toBe(1);
    }
  });

  it('are written by the clerk and sent by the head; a board has one person for both', () => {
    for (const history of histories) {
      const owner = placeOf(history[0]?.as ?? '');
      const writer = /^\d{5}-/.test(owner) ? `head@${owner}` : `clerk@${owner}`;
      const written = history.filter(({ what }) => /Register|Quantities|Evidence|Contributions/.test(what));
      expect(new Set(written.map(({ as }) => as))).toEqual(new Set([writer]));
      const sent = history.filter(({ what }) => /Submit|Withdraw|Amendment/.test(what));
      expect(sent.filter(({ as }) => as !== `head@${owner}`)).toEqual([]);
    }
  });
});
