import { describe, expect, it } from '@jest/globals';
import { commandIdOf, objectIdOf, reviewIdOf } from '@thidua/events';
import { loadTemplateFile } from './campaign-file.js';
import { castOf, type Scope, wholeProvince } from './cast.js';
import { demoIds } from './demo-identity.js';
import type { ScenarioStep } from './scenario-step.js';
import { workSteps } from './work-steps.js';

const seed = 'demo';
const ofScope = (scope: Scope, of = seed) => workSteps(of, demoIds(of), castOf(scope));
const small: Scope = { districts: ['842', '847'], hamlets: true, members: true };
const steps = ofScope(wholeProvince);
const { metrics, templates } = loadTemplateFile();

type Named<Name extends ScenarioStep['operationName']> = Extract<ScenarioStep, { operationName: Name }>;
const named = <Name extends ScenarioStep['operationName']>(name: Name, of: readonly ScenarioStep[] = steps) =>
  of.filter((step): step is Named<Name> => step.operationName === name);

const registered = named('AchievementRegister');
const reported = named('AchievementReportQuantities');
const lines = reported.flatMap((step) => step.variables.input.lines);
const idOf = ({ as, variables }: Named<'AchievementRegister'>) =>
  objectIdOf('achievement', commandIdOf(as, variables.input.idempotencyKey));
const placeOf = (user: string): string => user.split('@')[1] ?? '';

describe('the achievements', () => {
  it('are about 4,800: of hamlets most, about 12 of a commune, 30 of a district, some of the members', () => {
    const { units, hamlets, members } = castOf(wholeProvince);
    const perPlace = Map.groupBy(registered, ({ as }) => placeOf(as));
    const meanOf = (places: readonly string[]) =>
      places.reduce((sum, place) => sum + (perPlace.get(place)?.length ?? 0), 0) / places.length;
    const codesOf = (level: string) => units.filter((unit) => unit.level === level).map(({ code }) => code);
    expect(registered.length).toBeGreaterThan(4_650);
    expect(registered.length).toBeLessThan(4_950);
    expect(meanOf(hamlets.map(({ code }) => code))).toBeCloseTo(4.2, 0);
    expect(meanOf(codesOf('commune'))).toBeCloseTo(12, 0);
    expect(Math.abs(meanOf(codesOf('district')) - 30)).toBeLessThan(2.5);
    expect(perPlace.get('84')).toHaveLength(12);
    expect(members.filter(({ code }) => (perPlace.get(`84-${code}`)?.length ?? 0) < 3)).toEqual([]);
    expect(hamlets.filter(({ code }) => !perPlace.has(code))).toEqual([]);
  });

  it('use every template, as its kind and in its area, and fill its title', () => {
    const used = new Map(registered.map(({ variables: { input } }) => [input.template, input]));
    expect(
      templates.filter(({ id, area, kind }) => used.get(id)?.area !== area || used.get(id)?.kind !== kind),
    ).toEqual([]);
    expect(registered.filter(({ variables }) => /[{}]|NaN|undefined/.test(variables.input.title))).toEqual([]);
  });

  it('are mostly different ones at one organisation', () => {
    const pairs = registered.map(({ as, variables: { input } }) => `${as} ${input.template}`);
    expect(pairs.length - new Set(pairs).size).toBeLessThan(10);
  });

  it('are done together by a few: each share list is whole and names nobody twice', () => {
    const joint = named('AchievementDeclareContributions').map((step) => step.variables.input.contributions);
    expect(joint.length).toBeGreaterThan(60);
    expect(joint.length).toBeLessThan(300);
    for (const contributions of joint) {
      expect(contributions.reduce((sum, { shareBp }) => sum + shareBp, 0)).toBe(10_000);
      expect(contributions.filter(({ role }) => role === 'LEAD')).toHaveLength(1);
      expect(new Set(contributions.map(({ organisation }) => organisation)).size).toBe(contributions.length);
      expect(contributions.length).toBeGreaterThan(1);
    }
  });
});

describe('the figures', () => {
  const shapes = {
    SUM: ['value'],
    RATIO: ['denominator', 'numerator'],
    AVERAGE: ['count', 'sum'],
  } as const;
  const fieldsOf = (line: object) =>
    Object.keys(line)
      .filter((field) => !['lineId', 'metric', 'effectiveOn'].includes(field))
      .toSorted();

  it('are of all 45 metrics, each in the form that its metric takes', () => {
    for (const { code, rollup } of metrics) {
      const forms = new Set(lines.filter(({ metric }) => metric === code).map((line) => fieldsOf(line).join('+')));
      if (rollup !== 'DISTINCT') expect([code, [...forms]]).toEqual([code, [shapes[rollup].join('+')]]);
      else if (code === 'initiative' || code === 'model') expect([code, [...forms]]).toEqual([code, ['']]);
      else expect([code, [...forms].filter((form) => !['declared', 'members'].includes(form))]).toEqual([code, []]);
      expect(forms.size).toBeGreaterThan(0);
    }
  });

  it('count people and households by name where they are few, some of them by several works', () => {
    const listed = lines.flatMap(({ metric, members }) => (members ? [{ metric, members }] : []));
    expect(new Set(listed.map(({ metric }) => metric))).toEqual(
      new Set(['person', 'household', 'honouree', 'ocop_product', 'unit_inspected']),
    );
    const named = listed.flatMap(({ members }) => members);
    expect(Math.max(...listed.map(({ members }) => members.length))).toBeLessThanOrEqual(12);
    expect(listed.filter(({ members }) => new Set(members).size < members.length)).toEqual([]);
    expect(new Set(named).size).toBeLessThan(named.length);
    expect(lines.filter(({ declared }) => declared !== undefined).length).toBeGreaterThan(500);
  });

  it('are positive; a part is no more than the whole, an average no more than 100', () => {
    const numbers = lines.flatMap(({ value, denominator, sum, declared }) => [value, denominator, sum, declared]);
    expect(numbers.filter((text) => text !== undefined && !/^[1-9]\d*(\.\d)?$/.test(text))).toEqual([]);
    const ratios = lines.flatMap(({ numerator, denominator }) => (numerator ? [[numerator, denominator]] : []));
    expect(ratios.filter(([part, whole]) => Number(part) > Number(whole))).toEqual([]);
    const averages = lines.flatMap(({ sum, count }) => (sum ? [Number(sum) / (count ?? 0)] : []));
    expect(averages.filter((mean) => !(mean > 70 && mean <= 100))).toEqual([]);
  });

  it('are of days of the period that have come: January, and the last ten days, which are approved in June', () => {
    const days = reported.flatMap(({ at, variables: { input } }) =>
      input.lines.map(({ effectiveOn }) => ({ effectiveOn, at, achievement: input.achievement })),
    );
    expect(days.filter(({ effectiveOn, at }) => effectiveOn < '2022-01-01' || effectiveOn > at.slice(0, 10))).toEqual(
      [],
    );
    expect(days.filter(({ effectiveOn }) => effectiveOn < '2022-02-01').length).toBeGreaterThan(100);
    const approved = new Set(
      named('ReviewsDecide').flatMap((step) => step.variables.input.items.map(({ review }) => review)),
    );
    const late = days.filter(
      ({ effectiveOn, achievement }) => effectiveOn >= '2022-06-20' && approved.has(reviewIdOf(achievement, 1)),
    );
    expect(late.length).toBeGreaterThan(100);
    expect(steps.filter(({ at }) => at > '2022-06-30T17:00:00+07:00')).toEqual([]);
  });

  it('are told otherwise before they are sent back: the second report has the same lines and differs', () => {
    const twice = [...Map.groupBy(reported, (step) => step.variables.input.achievement).values()].filter(
      (list) => list.length > 1,
    );
    expect(twice.length).toBeGreaterThan(100);
    for (const [first, second] of twice.map((list) => list.toSorted((a, b) => (a.at < b.at ? -1 : 1)))) {
      const [before = [], after = []] = [first, second].map((step) => step?.variables.input.lines);
      expect(after).not.toEqual(before);
      expect(after.map(({ lineId }) => lineId)).toEqual(before.map(({ lineId }) => lineId));
    }
  });
});

describe('the evidence', () => {
  it('is one sample for all works, each upload under a UUID of its own, attached by who sent it', () => {
    const uploads = named('EvidenceUpload');
    const attached = new Map(named('AchievementAttachEvidence').map((step) => [step.variables.input.evidence, step]));
    expect(new Set(uploads.map(({ content }) => content)).size).toBe(1);
    expect(new Set(uploads.map(({ evidence }) => evidence)).size).toBe(uploads.length);
    expect(uploads.filter(({ evidence, as }) => attached.get(evidence)?.as !== as)).toEqual([]);
    expect(attached.size).toBe(uploads.length);
    expect(uploads.filter(({ evidence, at }) => at >= (attached.get(evidence)?.at ?? ''))).toEqual([]);
  });

  it('shows every work that is sent', () => {
    const shown = new Set(named('AchievementAttachEvidence').map((step) => step.variables.input.achievement));
    const sent = new Set(
      named('AchievementsSubmit').flatMap((step) => step.variables.input.items.map((item) => item.achievement)),
    );
    const works = registered.filter(({ variables }) => variables.input.kind === 'WORK').map(idOf);
    expect(works.filter((id) => sent.has(id)).length).toBeGreaterThan(500);
    expect(works.filter((id) => sent.has(id) && !shown.has(id))).toEqual([]);
  });
});

describe('the steps', () => {
  it('lie on at most 400 instants, each of one operation', () => {
    const byInstant = Map.groupBy(steps, ({ at }) => at);
    expect(byInstant.size).toBeLessThanOrEqual(400);
    const operations = [...byInstant.values()].map(
      (list) => new Set(list.map(({ operationName }) => operationName)).size,
    );
    expect(Math.max(...operations)).toBe(1);
  });

  it('give a person one submission of all that is ready, and one decision for each answer', () => {
    const perHead = named('AchievementsSubmit').map(({ at, as }) => `${as} ${at}`);
    expect(new Set(perHead).size).toBe(perHead.length);
    const perReviewer = named('ReviewsDecide').map(
      ({ at, as, variables: { input } }) => `${as} ${at} ${input.reasonCode}`,
    );
    expect(new Set(perReviewer).size).toBe(perReviewer.length);
  });

  it('fit every seed and every scope that holds the two districts', () => {
    const boardsIn = (of: readonly ScenarioStep[]) => of.filter(({ as }) => /@\d{5}-\d{2}$/.test(as)).length;
    for (let n = 0; n < 5; n++)
      expect(named('AchievementRegister', ofScope(small, `seed ${n}`)).length).toBeGreaterThan(900);
    expect(boardsIn(ofScope({ ...small, hamlets: false }))).toBe(0);
    expect(ofScope({ ...small, hamlets: false, members: false }).length).toBeGreaterThan(500);
  });
});
