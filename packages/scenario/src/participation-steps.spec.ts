import { describe, expect, it } from '@jest/globals';
import { type Session, sessionOf } from './calendar.js';
import { loadTemplateFile } from './campaign-file.js';
import { type Cast, castOf, type Scope, wholeProvince } from './cast.js';
import { demoIds, memberPlace } from './demo-identity.js';
import { participationSteps } from './participation-steps.js';
import { reportSteps } from './report-steps.js';
import type { MutationStep, ScenarioOperation, ScenarioStep } from './scenario-step.js';

const seed = 'demo';
const ids = demoIds(seed);
const cast = castOf(wholeProvince);
const steps = participationSteps(seed, ids, cast);
const smallScope: Scope = { districts: ['842', '847'], hamlets: true, members: true };

const stepsOf = <Name extends ScenarioOperation>(name: Name, of: readonly ScenarioStep[] = steps) =>
  of.filter((step): step is Extract<MutationStep, { operationName: Name }> => step.operationName === name);

const placeOf = (user: string): string => user.split('@')[1] ?? '';
const dayOf = ({ at }: ScenarioStep): string => at.slice(0, 10);

const registered = stepsOf('ParticipationRegister');
const plans = stepsOf('ParticipationIssuePlan');
const targets = stepsOf('ParticipationSetTargets');

/** How many of these places have registered by the end of a day. */
const registeredBy = (day: string, places: readonly string[], of: readonly ScenarioStep[] = registered): number => {
  const known = new Set(places);
  return stepsOf('ParticipationRegister', of).filter((step) => dayOf(step) <= day && known.has(placeOf(step.as)))
    .length;
};

const codesOf = (level: string) => cast.units.filter((unit) => unit.level === level).map(({ code }) => code);
const hamletCodes = cast.hamlets.map(({ code }) => code);
const memberPlaces = cast.members.map(({ code }) => memberPlace(code));

describe('registration', () => {
  it('leaves 3 communes and 40 hamlets out by 15 March, and 2 hamlets for ever', () => {
    const communes = codesOf('commune');
    expect([communes, hamletCodes].map((places) => registeredBy('2022-03-15', places))).toEqual([103, 716]);
    expect([communes, hamletCodes].map((places) => registeredBy('2022-04-30', places))).toEqual([106, 754]);
    expect(registered).toHaveLength(1 + 9 + 106 + 754 + 17);
  });

  it('is complete for the province, the districts and the members by 15 March', () => {
    const others = ['84', ...codesOf('district'), ...memberPlaces];
    expect(registeredBy('2022-03-15', others)).toBe(1 + 9 + 17);
  });

  it('is done by the head, once for each, as a collective', () => {
    expect(registered.filter(({ as }) => !as.startsWith('head@'))).toEqual([]);
    expect(new Set(registered.map(({ as }) => as)).size).toBe(registered.length);
    const inputs = registered.map(({ variables }) => variables.input);
    expect(inputs.filter((input) => input.subjectKind !== 'COLLECTIVE' || input.campaign !== ids.campaignId)).toEqual(
      [],
    );
  });

  it('says a headcount for some of the members and for nobody else', () => {
    const counted = registered.filter(({ variables }) => variables.input.headcount !== undefined);
    expect(counted.every(({ as }) => memberPlaces.includes(placeOf(as)))).toBe(true);
    expect(counted.length).toBeGreaterThan(3);
    expect(counted.length).toBeLessThan(17);
  });

  it('falls on a dozen days', () => {
    expect(new Set(registered.map(({ at }) => at)).size).toBeLessThanOrEqual(12);
  });

  it('is complete but for a quarter in a small scope, with the same two absent', () => {
    const small = castOf(smallScope);
    const of = participationSteps(seed, ids, small);
    const hamlets = small.hamlets.map(({ code }) => code);
    const byMarch = registeredBy('2022-03-15', hamlets, of);
    expect(hamlets.length - byMarch).toBe(Math.min(40, Math.floor(hamlets.length / 4)));
    expect(registeredBy('2022-04-30', hamlets, of)).toBe(hamlets.length - 2);
  });
});

describe('the plans of districts and communes', () => {
  const levelOf = (code: string) => (code.length === 3 ? 'district' : 'commune');
  const rows = plans.map((step) => ({ ...step.variables.input, place: placeOf(step.as), at: step.at }));

  it('are one for each, of the round it receives, issued on the day they are sent', () => {
    expect(rows.map(({ place }) => place).toSorted()).toEqual(
      [...codesOf('district'), ...codesOf('commune')].toSorted(),
    );
    expect(rows.filter(({ issuedOn, at }) => issuedOn !== at.slice(0, 10))).toEqual([]);
    const roundsOf = Map.groupBy(rows, ({ place }) => levelOf(place));
    expect(new Set(roundsOf.get('district')?.map(({ rounds }) => rounds[0]?.round))).toEqual(
      new Set(['FINAL-COMMUNE']),
    );
    expect(new Set(roundsOf.get('commune')?.map(({ rounds }) => rounds[0]?.round))).toEqual(new Set(['FINAL-HAMLET']));
  });

  it('come from 25 February to 10 March, those of the communes after the districts and by 15 March', () => {
    const days = (level: string) =>
      rows.filter(({ place }) => levelOf(place) === level).map(({ issuedOn }) => issuedOn);
    const [districts, communes] = [days('district').toSorted(), days('commune').toSorted()];
    expect([districts[0], districts.at(-1)]).toEqual(['2022-02-25', '2022-03-08']);
    expect([communes[0], communes.at(-1)]).toEqual(['2022-03-10', '2022-03-15']);
  });

  it("keep the campaign's due instants or come a little earlier", () => {
    const due = (round: string) =>
      new Set(
        rows
          .flatMap(({ rounds }) => rounds)
          .filter((one) => one.round === round)
          .map(({ dueBefore }) => dueBefore),
      );
    expect(due('FINAL-COMMUNE')).toEqual(new Set(['2022-06-14T00:00:00+07:00', '2022-06-11T00:00:00+07:00']));
    expect(due('FINAL-HAMLET')).toEqual(new Set(['2022-06-09T00:00:00+07:00', '2022-06-08T00:00:00+07:00']));
  });
});

describe('the targets of districts and communes', () => {
  const { templates } = loadTemplateFile();
  const stated = targets.flatMap((step) => step.variables.input.targets.map((target) => ({ ...target, step })));

  it('are three to five for each, its own, from the day they are set', () => {
    expect(targets).toHaveLength(9 + 106);
    const counts = new Set(targets.map((step) => step.variables.input.targets.length));
    expect([...counts].toSorted()).toEqual([3, 4, 5]);
    expect(stated.filter(({ scope, effectiveOn, step }) => scope !== 'OWN' || effectiveOn !== dayOf(step))).toEqual([]);
  });

  it('name an area and a metric of a template, and no pair twice', () => {
    const known = new Set(templates.map(({ area, metric }) => `${area} ${metric}`));
    expect(stated.filter(({ area, metric }) => !known.has(`${area} ${metric}`))).toEqual([]);
    for (const step of targets) {
      const pairs = step.variables.input.targets.map(({ area, metric }) => `${area} ${metric}`);
      expect(new Set(pairs).size).toBe(pairs.length);
    }
  });

  it('are whole round numbers above zero', () => {
    expect(stated.filter(({ value }) => !/^[1-9]\d*$/.test(value))).toEqual([]);
    expect(stated.filter(({ metric, value }) => metric === 'vnd' && !value.endsWith('000000'))).toEqual([]);
  });
});

describe('participation and reports together', () => {
  const small = castOf(smallScope);
  const of = (from: string, who: Cast) =>
    [participationSteps, reportSteps].flatMap((make) => make(from, demoIds(from), who));
  const together = of(seed, cast);
  const workSessions: readonly Session[] = [
    ...(['upload', 'register', 'contribute', 'report', 'attach', 'submit'] as const),
    ...(['approve', 'return', 'reject', 'amend', 'withdraw', 'revoke'] as const),
  ];

  it('are one operation an instant, none at an instant of work', () => {
    const instants = Map.groupBy(together, ({ at }) => at);
    for (const [at, acts] of instants) {
      expect(new Set(acts.map(({ operationName }) => operationName)).size).toBe(1);
      const taken = workSessions.map((session) => sessionOf(at.slice(0, 10), session));
      expect(taken).not.toContain(at);
    }
    expect(instants.size).toBeLessThan(60);
  });

  it('are one step of one person at an instant, but for decisions of two outcomes', () => {
    const acts = together
      .filter(({ operationName }) => operationName !== 'ReviewsDecide')
      .map(({ at, as }) => `${at} ${as}`);
    expect(new Set(acts).size).toBe(acts.length);
  });

  it('are the same list for the same seed and another for another', () => {
    expect(of(seed, small)).toEqual(of(seed, small));
    expect(of('other', small)).not.toEqual(of(seed, small));
  });

  it('have a key of its own for each step, in every scope that is asked for', () => {
    const committeesOnly = { ...small, hamlets: [], members: [] };
    for (const who of [cast, small, committeesOnly]) {
      const keys = of('keys', who).map((step) =>
        step.operationName === 'EvidenceUpload' ? '' : step.variables.input.idempotencyKey,
      );
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
