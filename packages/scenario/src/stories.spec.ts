import { describe, expect, it } from '@jest/globals';
import { reviewIdOf } from '@thidua/events';
import { castOf, type Scope } from './cast.js';
import { demoIds } from './demo-identity.js';
import type { ScenarioStep } from './scenario-step.js';
import { stories } from './stories.js';
import { workSteps } from './work-steps.js';

const seed = 'demo';
const ids = demoIds(seed);
const small: Scope = { districts: ['842', '847'], hamlets: true, members: true };
const steps = workSteps(seed, ids, castOf(small));
const { jointBridge, overstatedRoad, duplicate } = stories(seed);

type Named<Name extends ScenarioStep['operationName']> = Extract<ScenarioStep, { operationName: Name }>;
const named = <Name extends ScenarioStep['operationName']>(name: Name, of: readonly ScenarioStep[] = steps) =>
  of.filter((step): step is Named<Name> => step.operationName === name);
const linesOf = (achievement: string) =>
  named('AchievementReportQuantities')
    .filter((step) => step.variables.input.achievement === achievement)
    .flatMap((step) => step.variables.input.lines);
const titleOf = (name: string) =>
  named('AchievementRegister').find((step) => step.variables.input.idempotencyKey === ids.keyOf(`${name}/register`))
    ?.variables.input.title ?? '';
const decisionsOn = (achievement: string, submissionNo: number) =>
  named('ReviewsDecide')
    .filter((step) => step.variables.input.items.some(({ review }) => review === reviewIdOf(achievement, submissionNo)))
    .map(({ at, as, variables }) => ({ at, as, outcome: variables.input.outcome }));

describe('the joint bridge', () => {
  it('is of two communes in two districts and the Youth Union, by half, three and two tenths', () => {
    const declared = named('AchievementDeclareContributions').find(
      (step) => step.variables.input.achievement === jointBridge.achievementId,
    );
    expect(declared?.as).toBe('clerk@29263');
    expect(declared?.variables.input.contributions).toEqual([
      { organisation: ids.committeeId('29263'), role: 'LEAD', shareBp: 5000 },
      { organisation: ids.committeeId('29398'), role: 'PARTNER', shareBp: 3000 },
      { organisation: ids.memberId('YOUTH'), role: 'PARTNER', shareBp: 2000 },
    ]);
    const districtOf = new Map(castOf(small).units.map((unit) => [unit.code, unit.parentCode]));
    expect([districtOf.get('29263'), districtOf.get('29398')]).toEqual(['842', '847']);
  });

  it('is completed on 5 May and approved the day after', () => {
    expect(linesOf(jointBridge.achievementId).map((line) => [line.metric, line.value, line.effectiveOn])).toEqual([
      ['bridge', '1', '2022-05-05'],
      ['vnd', '640000000', '2022-05-05'],
    ]);
    expect(decisionsOn(jointBridge.achievementId, 1)).toEqual([
      { at: '2022-05-06T14:00:00+07:00', as: 'reviewer@842', outcome: 'APPROVE' },
    ]);
  });

  it('is not told where one of the three does not take part', () => {
    const told = (scope: Scope) =>
      JSON.stringify(workSteps(seed, ids, castOf(scope))).includes(jointBridge.achievementId);
    expect(told({ ...small, members: false })).toBe(false);
    expect(told({ ...small, districts: ['842'] })).toBe(false);
    expect(told(small)).toBe(true);
  });
});

describe('the overstated road', () => {
  it('is approved at 1,200 m in April, and corrected to 1,020 m on 20 May', () => {
    const { achievementId } = overstatedRoad;
    expect(linesOf(achievementId).map(({ metric, value }) => [metric, value])).toEqual([['road_metre', '1200']]);
    const [request] = named('AchievementRequestAmendment');
    expect(request?.variables.input.achievement).toBe(achievementId);
    expect(request?.variables.input.lines).toEqual([{ ...linesOf(achievementId)[0], value: '1020' }]);
    expect([request?.as, request?.at]).toEqual(['head@29398-01', '2022-05-20T15:00:00+07:00']);
    expect([decisionsOn(achievementId, 1), decisionsOn(achievementId, 2)]).toEqual([
      [{ at: '2022-04-26T14:00:00+07:00', as: 'reviewer@29398', outcome: 'APPROVE' }],
      [{ at: '2022-05-20T16:00:00+07:00', as: 'reviewer@29398', outcome: 'APPROVE' }],
    ]);
  });

  it('is all that the hamlet tells of roads, whatever the seed', () => {
    for (let n = 0; n < 4; n++) {
      const other = `seed ${n}`;
      const told = named('AchievementReportQuantities', workSteps(other, demoIds(other), castOf(small)))
        .filter(({ as }) => as === 'head@29398-01')
        .filter((step) => step.variables.input.lines.some(({ metric }) => metric === 'road_metre'));
      expect(told.map((step) => step.variables.input.achievement)).toEqual([
        stories(other).overstatedRoad.achievementId,
      ]);
    }
  });
});

describe('the duplicate', () => {
  it('repeats what a neighbour has: nearly the same title, the same figures of the same day', () => {
    const figuresOf = (achievement: string) =>
      linesOf(achievement).map(({ metric, value, effectiveOn }) => [metric, value, effectiveOn]);
    const { kept, revoked } = duplicate;
    expect(figuresOf(kept.achievementId)).toEqual([
      ['tree', '600', '2022-04-09'],
      ['person_day', '45', '2022-04-09'],
    ]);
    expect(figuresOf(revoked.achievementId)).toEqual(figuresOf(kept.achievementId));
    expect(titleOf(revoked.name)).not.toBe(titleOf(kept.name));
    const words = titleOf(kept.name).split(' ');
    expect(
      titleOf(revoked.name)
        .split(' ')
        .filter((word) => !words.includes(word)),
    ).toEqual(['trên']);
  });

  it('is approved like the other, and revoked on 22 June by the head of the district, with the reason', () => {
    const { kept, revoked } = duplicate;
    expect(
      [kept, revoked].map(({ achievementId }) => decisionsOn(achievementId, 1).map(({ outcome }) => outcome)),
    ).toEqual([['APPROVE'], ['APPROVE']]);
    const revocations = named('AchievementRevoke').map(({ at, as, variables }) => [at, as, variables.input.id]);
    expect(revocations).toEqual([['2022-06-22T15:30:00+07:00', 'head@847', revoked.achievementId]]);
    expect(named('AchievementRevoke')[0]?.variables.input.reason).toContain(titleOf(kept.name));
  });
});
