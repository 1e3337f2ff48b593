import { describe, expect, it } from '@jest/globals';
import type { UnitLevel } from '@thidua/events';
import type { UnitHistory } from '@thidua/hierarchy';
import { campaignId, dissolved, unit, unitsOf } from '../test/standing.js';
import { coverageOver } from './coverage.js';
import { type CoverageEvent, CoverageHistory, coverageStepOf } from './coverage-history.js';
import { Forest } from './forest.js';

type Told = (position: number) => CoverageEvent;

const who = (unitId: string, orgId = `committee of ${unitId}`) => ({ campaignId, orgId, unitId });
const invited =
  (unitId: string, orgId?: string): Told =>
  (position) => ({ type: 'ParticipantInvited.v1', data: { ...who(unitId, orgId), ruleId: 'rule' }, position });
const registered =
  (unitId: string): Told =>
  (position) => ({
    type: 'ParticipationRegistered.v1',
    data: { ...who(unitId), subjectKind: 'COLLECTIVE', registeredOn: '2022-03-01' },
    position,
  });
const planned =
  (unitId: string): Told =>
  (position) => ({
    type: 'UnitPlanIssued.v1',
    data: { ...who(unitId), issuedOn: '2022-03-01', rounds: [] },
    position,
  });
const withdrew =
  (unitId: string): Told =>
  (position) => ({ type: 'ParticipationWithdrawn.v1', data: { ...who(unitId), reason: 'cannot' }, position });
const ended =
  (unitId: string, validFrom: string): Told =>
  (position) => ({ type: 'OrganisationDissolved.v1', data: { orgId: who(unitId).orgId, validFrom }, position });

/** Events at positions 101, 102, 103, ..., behind those of the tree. */
const historyOf = (...told: readonly Told[]): CoverageHistory => {
  const history = new CoverageHistory();
  for (const [n, event] of told.entries()) history.append(coverageStepOf(event(n + 101)));
  return history;
};

interface Asked {
  readonly units?: UnitHistory;
  readonly today?: string;
  readonly knownUpTo?: number;
  readonly treeOn?: string;
  readonly campaign?: string;
}

const levelOf = (orgId: string): UnitLevel =>
  orgId.endsWith('province') ? 'province' : /\d$/.test(orgId) ? 'commune' : 'district';

/** The levels as `[level, invited, registered, plan issued]`. */
const coverageOf = (history: CoverageHistory, unitId: string, asked: Asked = {}) => {
  const { units = unitsOf(), today = '2022-06-30', campaign = campaignId, ...asOf } = asked;
  const forest = new Forest(units, { from: today, to: today, ...asOf });
  const coverage = coverageOver(history, forest, {
    campaignId: campaign,
    levelOf,
    hasReported: () => false,
  })(unitId);
  return coverage.map((one) => [one.level, one.invited, one.registered, one.planIssued]);
};

describe('coverage', () => {
  const all = ['province', 'north', 'south', 'north-1', 'north-2', 'south-1'];
  const history = historyOf(
    ...all.map((unitId) => invited(unitId)),
    invited('north-1', 'women of north-1'),
    registered('north'),
    planned('north'),
    registered('north-1'),
    registered('south-1'),
    withdrew('south-1'),
  );

  it('tells level by level, highest first, who of a unit and of all below takes part', () => {
    expect(coverageOf(history, 'province')).toEqual([
      ['province', 1, 0, 0],
      ['district', 2, 1, 1],
      ['commune', 4, 1, 0],
    ]);
    expect(coverageOf(history, 'north')).toEqual([
      ['district', 1, 1, 1],
      ['commune', 3, 1, 0],
    ]);
    expect(coverageOf(history, 'north-1')).toEqual([['commune', 2, 1, 0]]);
    expect(coverageOf(history, 'south-2')).toEqual([]);
    expect(coverageOf(history, 'nowhere')).toEqual([]);
  });

  it('is as it was known: who withdrew was registered before, and is invited still', () => {
    expect(coverageOf(history, 'south', { knownUpTo: 100 })).toEqual([]);
    expect(coverageOf(history, 'south-1', { knownUpTo: 110 })).toEqual([['commune', 1, 0, 0]]);
    expect(coverageOf(history, 'south-1', { knownUpTo: 111 })).toEqual([['commune', 1, 1, 0]]);
    expect(coverageOf(history, 'south-1', { knownUpTo: 112 })).toEqual([['commune', 1, 0, 0]]);
  });

  it('is of one campaign, and of those that were invited to it', () => {
    expect(coverageOf(history, 'province', { campaign: 'another' })).toEqual([]);
    expect(coverageOf(historyOf(registered('north'), planned('north')), 'province')).toEqual([]);
  });

  it('keeps what somebody did before they were invited anew', () => {
    const twice = historyOf(invited('north'), registered('north'), planned('north'), invited('north'));
    expect(coverageOf(twice, 'north')).toEqual([['district', 1, 1, 1]]);
  });
});

describe('who has reported', () => {
  it('is counted among those that are invited, level by level, registered or not', () => {
    const history = historyOf(invited('province'), invited('north-1'), invited('north-2'), registered('north-1'));
    const forest = new Forest(unitsOf(), { from: '2022-06-30', to: '2022-06-30' });
    const reporters = ['north-1', 'north-2', 'south-1'].map((unitId) => who(unitId).orgId);
    const hasReported = (orgId: string) => reporters.includes(orgId);
    const coverage = coverageOver(history, forest, { campaignId, levelOf, hasReported });
    const reported = (unitId: string) => coverage(unitId).map((one) => [one.level, one.reported]);
    expect(reported('province')).toEqual([
      ['province', 0],
      ['commune', 2],
    ]);
    expect(reported('north-1')).toEqual([['commune', 1]]);
    expect(reported('south-1')).toEqual([]);
  });
});

describe('coverage in a tree that changes', () => {
  const units = unitsOf(
    unit('north-3', 'commune', 'north', '2022-04-01'),
    dissolved('north-1', '2022-04-01', 'FULL', 'north-3'),
    dissolved('north-2', '2022-04-01', 'PARTIAL', 'north-3', 'south-1'),
  );
  const history = historyOf(invited('north-1'), registered('north-1'), invited('north-2'));

  it('stands under the tree of today, or under the one asked', () => {
    expect(coverageOf(history, 'north-1', { units, today: '2022-03-31' })).toEqual([['commune', 1, 1, 0]]);
    expect(coverageOf(history, 'north-1', { units })).toEqual([]);
    expect(coverageOf(history, 'north-3', { units })).toEqual([['commune', 1, 1, 0]]);
    expect(coverageOf(history, 'north', { units })).toEqual([['commune', 1, 1, 0]]);
    expect(coverageOf(history, 'province', { units })).toEqual([['commune', 2, 1, 0]]);
    expect(coverageOf(history, 'north-1', { units, treeOn: '2022-02-01' })).toEqual([['commune', 1, 1, 0]]);
  });

  it('counts no organisation that is dissolved by that day as known: its successor is invited itself', () => {
    const merged = historyOf(
      invited('north-1'),
      registered('north-1'),
      ended('north-1', '2022-04-01'),
      invited('north-3'),
    );
    expect(coverageOf(merged, 'north', { units })).toEqual([['commune', 1, 0, 0]]);
    expect(coverageOf(merged, 'north', { today: '2022-04-01' })).toEqual([]);
    expect(coverageOf(merged, 'north', { today: '2022-03-31' })).toEqual([['commune', 1, 1, 0]]);
    expect(coverageOf(merged, 'north', { today: '2022-04-01', knownUpTo: 102 })).toEqual([['commune', 1, 1, 0]]);
    expect(coverageOf(merged, 'north', { today: '2022-04-01', knownUpTo: 103 })).toEqual([]);
  });
});

describe('a history of coverage', () => {
  it('refuses steps out of order', () => {
    const history = historyOf(invited('north'), invited('south'));
    expect(() => history.append(coverageStepOf(invited('north')(101)))).toThrow('comes after 102');
  });
});
