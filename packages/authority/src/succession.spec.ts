import { describe, expect, it } from '@jest/globals';
import type { Role, UnitLevel } from '@thidua/events';
import { buildTree } from '@thidua/hierarchy';
import { may, type Operation } from './permissions.js';
import {
  mayReadCampaign,
  mayReadCase,
  mayReadFigures,
  mayReadOrganisation,
  mayReadWork,
  queueOf,
  readingScope,
  unitsAsked,
  unitsShown,
} from './reading.js';
import { defaultReceiverOf, receiverIn } from './receivers.js';
import { ownerToday, receiverToday } from './succession.js';
import { type Acting, type Appointment, actingUnder, type OrganisationFacts, type World } from './world.js';

// A province with two districts. In D1 communes A and B became N whole; C went in parts to D2, so that
// nobody knows where it lies; district D3 ended, and its commune E stands below D2 now.
const living: readonly (readonly [id: string, parent: string | null, level: UnitLevel])[] = [
  ['P', null, 'province'],
  ['D1', 'P', 'district'],
  ['D2', 'P', 'district'],
  ['N', 'D1', 'commune'],
  ['E', 'D2', 'commune'],
];
const places: Readonly<Record<string, string>> = { A: 'N', B: 'N', C: 'D1', D3: 'P' };
const levels: Readonly<Record<string, UnitLevel>> = { A: 'commune', B: 'commune', C: 'commune', D3: 'district' };

const committee = (unitId: string, more: Partial<OrganisationFacts> = {}): OrganisationFacts => ({
  orgId: unitId.toLowerCase(),
  orgType: 'FRONT_COMMITTEE',
  level: levels[unitId] ?? living.find(([id]) => id === unitId)?.[2] ?? 'commune',
  unitId,
  ...more,
});
const dissolved = (successorOrgId: string | null) => ({ dissolved: { successorOrgId } });

const organisations: readonly OrganisationFacts[] = [
  ...living.map(([id]) => committee(id)),
  committee('A', dissolved('n')),
  committee('B', dissolved('n')),
  committee('C', dissolved(null)),
  committee('D3', dissolved(null)),
  committee('A', { orgId: 'women-a', orgType: 'WOMEN' }),
  committee('P', { orgId: 'office', orgType: 'FRONT_OFFICE' }),
  committee('N', { orgId: 'board-n', orgType: 'FRONT_STANDING_BOARD', ...dissolved('n') }),
  committee('D1', { orgId: 'one', orgType: 'WOMEN', ...dissolved('two') }),
  committee('D1', { orgId: 'two', orgType: 'FARMERS', ...dissolved('one') }),
  committee('D1', { orgId: 'lost', orgType: 'YOUTH', ...dissolved('nobody-knows') }),
];
const org = (orgId: string): OrganisationFacts => {
  const found = organisations.find((one) => one.orgId === orgId);
  if (!found) throw new Error(orgId);
  return found;
};

const tree = buildTree(
  living.map(([unitId, parentUnitId, level]) => ({ unitId, parentUnitId, level, nameVi: unitId, code: null })),
);
const world: World = {
  tree,
  organisation: (orgId) => organisations.find((one) => one.orgId === orgId),
  committeeOf: (unitId) =>
    organisations.find((one) => one.unitId === unitId && one.orgType === 'FRONT_COMMITTEE' && !one.dissolved),
  placeOf: (unitId) => (tree.has(unitId) ? unitId : (places[unitId] ?? null)),
  formerUnits: () => Object.keys(places),
  formerOrganisations: () => organisations.filter((one) => one.dissolved),
};

const appointment = (role: Role, orgId: string): Appointment => ({
  appointmentId: `${role}@${orgId}`,
  userId: `${role}@${orgId}`,
  orgId,
  role,
  validFrom: '2022-01-01',
  validTo: null,
});
const acting = (role: Role, orgId: string): Acting => ({
  userId: `${role}@${orgId}`,
  appointment: appointment(role, orgId),
  organisation: org(orgId),
});
const workOf = (unitId: string, more: { partnerOrgIds?: readonly string[]; receiverOrgId?: string } = {}) => ({
  ownerOrgId: unitId.toLowerCase(),
  ownerUnitId: unitId,
  approved: false,
  partnerOrgIds: [],
  receiverOrgId: null,
  ...more,
});
const readersOf = (unitId: string): readonly string[] =>
  ['n', 'd1', 'd2', 'e', 'p'].filter((orgId) => mayReadWork(acting('HEAD', orgId), workOf(unitId), world));

describe('a report of an organisation, or to one, that was dissolved', () => {
  const by = (role: Role, orgId: string) => (operation: 'reportSave' | 'reportRecordPaperReceipt', of: string) =>
    may(operation, acting(role, orgId), { orgId: of }, world).allowed;

  it('is written by whoever goes on for it, and its paper recorded by whoever receives in its place', () => {
    expect(['n', 'd1', 'p'].filter((orgId) => by('CLERK', orgId)('reportSave', 'a'))).toEqual(['n']);
    expect(['n', 'd1', 'p'].filter((orgId) => by('OFFICE', orgId)('reportRecordPaperReceipt', 'c'))).toEqual(['d1']);
  });

  it('is worked on for a committee by the role OFFICE in its Office, by no other role there', () => {
    expect(by('OFFICE', 'office')('reportRecordPaperReceipt', 'd3')).toBe(true);
    expect(by('HEAD', 'office')('reportRecordPaperReceipt', 'd3')).toBe(false);
    expect(by('OFFICE', 'office')('reportSave', 'p')).toBe(true);
    expect(by('CLERK', 'office')('reportSave', 'p')).toBe(false);
  });
});

describe('work of a unit that was dissolved', () => {
  it.each([
    ['A', ['n', 'd1', 'p']],
    ['C', ['d1', 'p']],
    ['D3', ['p']],
    ['unheard', []],
  ])('of %s is read by the committees above the place it has today: %j', (unitId, readers) => {
    expect(readersOf(unitId)).toEqual(readers);
  });

  it('is read as figures and as an organisation by the same', () => {
    expect(mayReadFigures(acting('ANALYST', 'n'), 'A', world)).toBe(true);
    expect(mayReadFigures(acting('ANALYST', 'd2'), 'A', world)).toBe(false);
    expect(mayReadOrganisation(acting('ADMIN', 'd1'), org('c'), world)).toBe(true);
    expect(mayReadOrganisation(acting('ADMIN', 'd2'), org('c'), world)).toBe(false);
  });

  it('stands in the lists of exactly those who read it', () => {
    const shown = (orgId: string) => {
      const scope = readingScope(acting('HEAD', orgId), world);
      return scope && unitsShown(scope, world);
    };
    expect(shown('p')).toBeNull();
    expect(shown('d1')).toEqual(['D1', 'N', 'A', 'B', 'C']);
    expect(shown('n')).toEqual(['N', 'A', 'B']);
    expect(shown('d2')).toEqual(['D2', 'E']);
    expect(shown('women-a')).toEqual([]);
  });

  it('is asked for by the unit where its place is, or by the unit that was', () => {
    expect(unitsAsked('N', world)).toEqual(['N', 'A', 'B']);
    expect(unitsAsked('A', world)).toEqual(['A']);
    expect(unitsAsked('unheard', world)).toEqual(['unheard']);
  });

  it('goes on at the successor, which writes it and sends it where its own work goes', () => {
    expect(ownerToday('a', world)).toBe('n');
    expect(ownerToday('n', world)).toBe('n');
    for (const orgId of ['c', 'one', 'lost', 'unheard']) expect(ownerToday(orgId, world)).toBeNull();
    expect(may('achievementSubmit', acting('HEAD', 'n'), { orgId: 'a' }, world)).toEqual({ allowed: true });
    expect(may('achievementSubmit', acting('HEAD', 'd1'), { orgId: 'c' }, world)).toEqual({
      allowed: false,
      rule: 'own-organisation',
    });
    expect(receiverIn(org('a'), 'p', world)).toBe('d1');
    expect(receiverIn(org('a'), 'n', world)).toBe('n');
    expect(readingScope(acting('HEAD', 'n'), world)?.orgIds).toEqual(['n', 'a', 'b', 'board-n']);
  });
});

describe('work that concerns an organisation outside its territory', () => {
  it('is read by a partner and by the successor of one', () => {
    const together = workOf('E', { partnerOrgIds: ['a'] });
    expect(mayReadWork(acting('CLERK', 'n'), together, world)).toBe(true);
    expect(mayReadWork(acting('CLERK', 'n'), workOf('E'), world)).toBe(false);
    expect(mayReadWork(acting('ANALYST', 'n'), together, world)).toBe(false);
    expect(mayReadWork(acting('ANALYST', 'n'), { ...together, approved: true }, world)).toBe(true);
  });

  it('is read by whoever received it, wherever its unit has gone', () => {
    const sent = workOf('E', { receiverOrgId: 'd1' });
    expect(mayReadWork(acting('REVIEWER', 'd1'), sent, world)).toBe(true);
    expect(mayReadWork(acting('REVIEWER', 'n'), sent, world)).toBe(false);
    expect(mayReadWork(acting('OFFICE', 'office'), workOf('E', { receiverOrgId: 'd3' }), world)).toBe(true);
  });
});

describe('the campaign of an issuer that was dissolved', () => {
  const ruleFor = (operation: Operation, orgId: string, issuer: string, receiverOrgId?: string) => {
    const verdict = may(
      operation,
      acting('HEAD', orgId),
      { orgId: issuer, ...(receiverOrgId && { receiverOrgId }) },
      world,
    );
    return verdict.allowed ? 'yes' : verdict.rule;
  };

  it.each([
    'campaignDraft',
    'campaignLaunch',
    'campaignAmend',
    'campaignSuspend',
    'campaignResume',
    'campaignCloseReporting',
    'campaignClose',
    'campaignCancel',
    'campaignSummarise',
    'reportingLineSet',
    'roundReschedule',
  ] as const)('is led by its successor alone: %s', (operation) => {
    const leaders = ['n', 'd1', 'd2', 'e', 'p'].filter((orgId) => ruleFor(operation, orgId, 'a') === 'yes');
    expect(leaders).toEqual(['n']);
    expect(ruleFor(operation, 'd1', 'c')).toBe('issuer');
  });

  it('is read by its successor, also as a draft, and by nobody else whom no rule matches', () => {
    const reads = (orgId: string, issuerOrgId: string) =>
      mayReadCampaign(acting('HEAD', orgId), { issuerOrgId, draft: true, rules: [] }, world);
    expect(['n', 'd1', 'p'].filter((orgId) => reads(orgId, 'a'))).toEqual(['n']);
    expect(['n', 'd1', 'p'].filter((orgId) => reads(orgId, 'c'))).toEqual([]);
  });

  it("keeps its successor's own work there, and what is left of the issuer's", () => {
    expect(receiverIn(org('n'), 'a', world)).toBe('n');
    expect(receiverIn(org('a'), 'a', world)).toBe('n');
    expect(receiverIn(org('e'), 'a', world)).toBe('d2');
  });

  it('lets whoever receives in the place of a dissolved organisation move what is due there', () => {
    expect(ruleFor('roundReschedule', 'n', 'p', 'a')).toBe('yes');
    expect(ruleFor('roundReschedule', 'd1', 'p', 'c')).toBe('yes');
    expect(ruleFor('roundReschedule', 'd2', 'p', 'c')).toBe('issuer');
  });
});

describe('what a dissolved organisation received', () => {
  it.each([
    ['n', 'n'],
    ['a', 'n'],
    ['c', 'd1'],
    ['d3', 'p'],
    ['board-n', 'n'],
    ['one', 'd1'],
    ['lost', 'd1'],
    ['unheard', null],
  ])('by %s is decided by %s', (orgId, receiver) => {
    expect(receiverToday(orgId, world)).toBe(receiver);
  });

  it('is decided and read there, and waits in that queue, not elsewhere', () => {
    const theCase = { ...workOf('E'), receiverOrgId: 'd3' };
    for (const [orgId, allowed] of [
      ['p', true],
      ['d1', false],
      ['d2', false],
    ] as const) {
      const reviewer = acting('REVIEWER', orgId);
      expect(may('reviewApprove', reviewer, { orgId: 'd3' }, world)).toEqual(
        allowed ? { allowed: true } : { allowed: false, rule: 'receiver' },
      );
      expect(queueOf(reviewer, world).includes('d3')).toBe(allowed);
    }
    expect(mayReadCase(acting('REVIEWER', 'p'), theCase, world)).toBe(true);
    expect(queueOf(acting('REVIEWER', 'n'), world)).toEqual(['n', 'a', 'b', 'board-n']);
    expect(queueOf(acting('REVIEWER', 'e'), world)).toEqual(['e']);
  });

  it('waits for the Office of a committee as for the committee, and for no clerk', () => {
    expect(queueOf(acting('OFFICE', 'office'), world)).toEqual(['p', 'd3']);
    expect(queueOf(acting('CLERK', 'p'), world)).toEqual([]);
    expect(queueOf(acting('ANALYST', 'p'), world)).toEqual([]);
  });

  it('an organisation that outlived its unit reports to the committee of the unit that took over', () => {
    expect(defaultReceiverOf(org('women-a'), world)).toBe('n');
    expect(defaultReceiverOf(org('n'), world)).toBe('d1');
    expect(defaultReceiverOf(org('p'), world)).toBeNull();
  });
});

describe('rights that hung on what was dissolved', () => {
  it('end: nobody acts there, named or not', () => {
    const held = [appointment('HEAD', 'a')];
    expect(actingUnder(held, null, '2025-07-01', world)).toBe('no-appointment');
    expect(actingUnder(held, 'HEAD@a', '2025-07-01', world)).toBe('appointment-not-yours');
    const another = { ...appointment('HEAD', 'n'), userId: 'HEAD@a' };
    expect(actingUnder([...held, another], null, '2025-07-01', world)).toMatchObject({ appointment: another });
  });

  it('do not grow: who stands at a unit that ended does not hold the larger one that took over', () => {
    const left = { ...acting('ADMIN', 'women-a'), organisation: committee('A', { orgId: 'left-over' }) };
    for (const unitId of ['N', 'A', 'B']) {
      expect(may('officerAppoint', left, { unitId, userId: 'x' }, world)).toEqual({
        allowed: false,
        rule: 'territory',
      });
      expect(mayReadFigures({ ...left, appointment: appointment('HEAD', 'women-a') }, unitId, world)).toBe(false);
    }
  });
});

describe('an administrator', () => {
  it.each(['organisationEstablish', 'organisationRename', 'organisationDissolve', 'officerAppoint'] as const)(
    'may %s within what they hold, the units that ended there included',
    (operation) => {
      const asked = (unitId: string) =>
        may(operation, acting('ADMIN', 'd1'), { unitId, orgId: 'x', userId: 'x' }, world);
      for (const unitId of ['D1', 'N', 'A', 'C']) expect(asked(unitId)).toEqual({ allowed: true });
      for (const unitId of ['D2', 'E', 'P', 'D3', 'unheard']) {
        expect(asked(unitId)).toEqual({ allowed: false, rule: 'territory' });
      }
    },
  );

  it('never dissolves the organisation they stand at, which would release themselves', () => {
    const target = { unitId: 'D1', orgId: 'd1' };
    expect(may('organisationDissolve', acting('ADMIN', 'd1'), target, world)).toEqual({
      allowed: false,
      rule: 'not-oneself',
    });
    expect(may('organisationDissolve', acting('ADMIN', 'p'), target, world)).toEqual({ allowed: true });
    expect(may('organisationRename', acting('ADMIN', 'd1'), target, world)).toEqual({ allowed: true });
  });
});
