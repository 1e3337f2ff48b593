import { describe, expect, it } from '@jest/globals';
import { reviewIdOf } from '@thidua/events';
import { castOf, type Scope, wholeProvince } from './cast.js';
import { demoIds } from './demo-identity.js';
import { participationSteps } from './participation-steps.js';
import { reportSteps } from './report-steps.js';
import type { MutationStep, ScenarioOperation } from './scenario-step.js';

const seed = 'demo';
const ids = demoIds(seed);

const stepsIn = (scope: Scope) => {
  const cast = castOf(scope);
  const steps = [...participationSteps(seed, ids, cast), ...reportSteps(seed, ids, cast)];
  const stepsOf = <Name extends ScenarioOperation>(name: Name) =>
    steps.filter((step): step is Extract<MutationStep, { operationName: Name }> => step.operationName === name);
  return { cast, stepsOf };
};

const { cast, stepsOf } = stepsIn(wholeProvince);
const placeOf = (user: string): string => user.split('@')[1] ?? '';
const roundOf = (reportId: string): string => reportId.split(':')[2] ?? '';

const sent = stepsOf('ReportSubmit').map((step) => ({
  ...{ at: step.at, day: step.at.slice(0, 10), as: step.as, place: placeOf(step.as) },
  ...{ report: step.variables.input.report, round: roundOf(step.variables.input.report) },
}));
const sentIn = (round: string) => sent.filter((one) => one.round === round);
const firstOf = (round: string) =>
  [...Map.groupBy(sentIn(round), ({ report }) => report).values()].map(([first]) => first);
const countBy = (days: readonly (string | undefined)[]) =>
  Object.fromEntries([...Map.groupBy(days, (day) => String(day))].map(([day, list]) => [day, list.length]).toSorted());

const decided = stepsOf('ReviewsDecide').flatMap((step) =>
  step.variables.input.items.map((item) => ({
    ...item,
    at: step.at,
    as: step.as,
    outcome: step.variables.input.outcome,
  })),
);
const decisionOn = new Map(decided.map((one) => [one.review, one]));
const codesOf = (level: string) => cast.units.filter((unit) => unit.level === level).map(({ code }) => code);

const parentOf = new Map([...cast.units, ...cast.hamlets].map(({ code, parentCode }) => [code, parentCode]));

/** The versions of each report with what was decided about them, in the order they were sent. */
const versions = [...Map.groupBy(sent, ({ report }) => report).values()].flatMap((of) =>
  of
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .map((one, index) => ({ ...one, version: index + 1, decision: decisionOn.get(reviewIdOf(one.report, index + 1)) })),
);

describe('every report', () => {
  it('is sent by the head of its reporter and decided by the reviewer one level up, after it came', () => {
    const received = versions.filter(({ round }) => round !== 'SUMMARY');
    expect(received.filter(({ as }) => !as.startsWith('head@'))).toEqual([]);
    expect(received.filter(({ decision, place }) => decision?.as !== `reviewer@${parentOf.get(place)}`)).toEqual([]);
    expect(received.filter(({ decision, version }) => decision?.submissionNo !== version)).toEqual([]);
    expect(received.filter(({ at, decision }) => (decision?.at ?? '') <= at)).toEqual([]);
    expect(decided).toHaveLength(received.length);
  });

  it('ends accepted; one that is returned is sent once more, after that', () => {
    for (const of of Map.groupBy(versions, ({ report }) => report).values()) {
      const [first, second, ...more] = of;
      expect(more).toEqual([]);
      expect(of.at(-1)?.decision?.outcome).toBe(first?.round === 'SUMMARY' ? undefined : 'APPROVE');
      if (!second) continue;
      expect(first?.decision?.outcome).toBe('RETURN');
      expect(second.at > (first?.decision?.at ?? '')).toBe(true);
    }
  });

  it('is returned with a reason and a note', () => {
    const inputs = stepsOf('ReviewsDecide').map((step) => step.variables.input);
    const returns = inputs.filter(({ outcome }) => outcome === 'RETURN');
    expect(returns.filter(({ reasonCode, note }) => !reasonCode || !note)).toEqual([]);
    expect(inputs.filter(({ outcome, reasonCode }) => outcome === 'APPROVE' && reasonCode !== undefined)).toEqual([]);
    expect(
      versions
        .filter(({ decision }) => decision?.outcome === 'RETURN')
        .map(({ round }) => round)
        .toSorted(),
    ).toEqual([...Array(5).fill('FINAL-COMMUNE'), ...Array(12).fill('FINAL-HAMLET')]);
  });
});

describe('the interim round', () => {
  it('is sent on 15 April by 8 districts, by the ninth two days later within the time it was given before', () => {
    expect(countBy(sentIn('MID').map(({ day }) => day))).toEqual({ '2022-04-15': 8, '2022-04-17': 1 });
    const [late] = sentIn('MID').filter(({ day }) => day === '2022-04-17');
    const [extension, ...more] = stepsOf('ReportGrantExtension');
    expect(more).toEqual([]);
    expect([extension?.as, extension?.at]).toEqual(['head@84', '2022-04-14T13:30:00+07:00']);
    expect(extension?.variables.input).toMatchObject({ report: late?.report, dueBefore: '2022-04-18T00:00:00+07:00' });
    expect(extension?.variables.input.reason).toMatch(/gia hạn hai ngày/);
  });
});

describe('the final rounds', () => {
  const dueOf = new Map(
    stepsOf('ParticipationIssuePlan').map((step) => [placeOf(step.as), step.variables.input.rounds[0]?.dueBefore]),
  );
  /** First versions that come late by the plan of their receiver. */
  const lateIn = (round: string) =>
    firstOf(round).filter((first) => first && first.at >= (dueOf.get(parentOf.get(first.place) ?? '') ?? ''));

  it('come from the hamlets by 8 June, from 8 of them on the two days after, from 6 never', () => {
    const days = firstOf('FINAL-HAMLET').map((first) => first?.day ?? '');
    expect(days).toHaveLength(756 - 6);
    expect([...new Set(days)].toSorted()).toEqual([
      '2022-06-06',
      '2022-06-07',
      '2022-06-08',
      '2022-06-09',
      '2022-06-10',
    ]);
    expect(days.filter((day) => day > '2022-06-08')).toHaveLength(8);
    expect(lateIn('FINAL-HAMLET')).toHaveLength(8);
    const registered = new Set(stepsOf('ParticipationRegister').map(({ as }) => placeOf(as)));
    expect(sentIn('FINAL-HAMLET').filter(({ place }) => !registered.has(place))).toEqual([]);
  });

  it('come from all communes by 13 June, and on time by the plan of their district', () => {
    const firsts = firstOf('FINAL-COMMUNE').filter((first) => first !== undefined);
    expect(firsts.map(({ place }) => place).toSorted()).toEqual(codesOf('commune').toSorted());
    expect(new Set(firsts.map(({ day }) => day))).toEqual(new Set(['2022-06-09', '2022-06-10', '2022-06-13']));
    expect(lateIn('FINAL-COMMUNE')).toEqual([]);
  });

  it('come from the districts at the end, two of them on either side of the deadline', () => {
    const days = countBy(sentIn('FINAL').map(({ at }) => (at.includes('T10:30') ? 'in the days before' : at)));
    expect(days).toEqual({ '2022-06-19T23:40:00+07:00': 1, '2022-06-20T08:10:00+07:00': 1, 'in the days before': 7 });
    expect(sentIn('FINAL').filter(({ day }) => day < '2022-06-17' || day > '2022-06-20')).toEqual([]);
  });

  it('are decided before the duplicate is found on 22 June, so that what counted it grows stale', () => {
    const finals = versions.filter(({ round }) => round.startsWith('FINAL'));
    expect(finals.filter(({ decision }) => (decision?.at ?? '') >= '2022-06-22')).toEqual([]);
  });
});

describe('the end', () => {
  it('closes reporting on 1 July by the head of the province', () => {
    const [closing, ...more] = stepsOf('CampaignCloseReporting');
    expect(more).toEqual([]);
    expect([closing?.as, closing?.at.slice(0, 10), closing?.variables.input.id]).toEqual([
      'head@84',
      '2022-07-01',
      ids.campaignId,
    ]);
  });

  it('has a supplement of every district, sent after that and accepted by 10 July', () => {
    const supplements = versions.filter(({ round }) => round === 'SUPPLEMENT');
    expect(supplements.map(({ place }) => place).toSorted()).toEqual(codesOf('district').toSorted());
    expect(
      supplements.filter(({ day, decision }) => day < '2022-07-02' || (decision?.at ?? '') > '2022-07-10T23:59'),
    ).toEqual([]);
  });

  it('is summed up on 12 July: the summary is sent, then the campaign is closed with it', () => {
    const [summary] = sentIn('SUMMARY');
    const [end] = stepsOf('CampaignSummarise');
    expect([summary?.as, summary?.day, end?.as, end?.at.slice(0, 10)]).toEqual([
      'head@84',
      '2022-07-12',
      'head@84',
      '2022-07-12',
    ]);
    expect((end?.at ?? '') > (summary?.at ?? '')).toBe(true);
    expect(end?.variables.input).toMatchObject({ report: summary?.report, version: 1 });
  });
});

describe('the words of reports', () => {
  const written = stepsOf('ReportSave').map((step) => ({ ...step.variables.input, as: step.as, at: step.at }));

  it('stand in all reports of districts and the province, in some of communes, in none of hamlets', () => {
    const rounds = Map.groupBy(written, ({ report }) => roundOf(report));
    expect(['MID', 'FINAL', 'SUPPLEMENT', 'SUMMARY'].map((round) => rounds.get(round)?.length)).toEqual([9, 9, 9, 1]);
    expect(rounds.get('FINAL-HAMLET')).toBeUndefined();
    const ofCommunes = rounds.get('FINAL-COMMUNE')?.length ?? 0;
    expect(ofCommunes).toBeGreaterThan(10);
    expect(ofCommunes).toBeLessThan(40);
  });

  it('are written by the clerk before the report is sent, and name who reports', () => {
    expect(written.filter(({ as }) => !as.startsWith('clerk@'))).toEqual([]);
    const lastSent = new Map(versions.map(({ report, at }) => [report, at]));
    expect(written.filter(({ report, at }) => at >= (lastSent.get(report) ?? ''))).toEqual([]);
    expect(written.filter(({ narrative }) => !narrative.startsWith('Ủy ban MTTQ Việt Nam '))).toEqual([]);
  });

  it('come with the second version of what was returned for want of them', () => {
    const again = versions.filter(({ round, version }) => round === 'FINAL-COMMUNE' && version === 2);
    for (const { report, at } of again) {
      const days = written.filter((one) => one.report === report).map((one) => one.at.slice(0, 10));
      expect(days).toEqual([at.slice(0, 10)]);
    }
  });
});

describe('a small scope', () => {
  it('has the same on either side of the deadline, and its late and silent hamlets', () => {
    const small = stepsIn({ districts: ['842', '847'], hamlets: true, members: true });
    const finals = small.stepsOf('ReportSubmit').filter((step) => roundOf(step.variables.input.report) === 'FINAL');
    expect(finals.map(({ at }) => at).toSorted()).toEqual(['2022-06-19T23:40:00+07:00', '2022-06-20T08:10:00+07:00']);
    const hamlets = small
      .stepsOf('ReportSubmit')
      .filter((step) => roundOf(step.variables.input.report) === 'FINAL-HAMLET');
    expect(new Set(hamlets.map(({ as }) => as)).size).toBe(small.cast.hamlets.length - 6);
  });
});
