import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Role } from '@thidua/events';
import { isBelow, modelMay, modelReads, operationsKnown, type Who } from '../test/rights-model.js';
import { acting, everybody, organisations, units, world } from '../test/world.js';
import {
  type Acting,
  type Appointment,
  actingUnder,
  may,
  mayReadCampaign,
  mayReadCase,
  mayReadFigures,
  mayReadOrganisation,
  mayReadWork,
  type NotActing,
  operations,
  type ParticipantRule,
  readingScope,
  type Target,
} from './index.js';

/** Cells compared with the model, and those that differ. */
class Matrix {
  cells = 0;
  readonly differences: string[] = [];

  compare(answer: unknown, expected: unknown, ...of: readonly unknown[]): void {
    this.cells++;
    if (isDeepStrictEqual(answer, expected)) return;
    this.differences.push(JSON.stringify({ of, answer, expected }));
  }

  /** Nothing differs; a few are shown where something does. */
  agrees(name: string): void {
    process.stdout.write(`rights: ${this.cells} cells of ${name}, ${this.differences.length} differ from the model\n`);
    expect(this.differences.slice(0, 10)).toEqual([]);
    expect(this.cells).toBeGreaterThan(3000);
  }
}

const whoIs = ({ userId, appointment: { role, orgId } }: Acting): Who => ({ userId, role, orgId });

const unitIds = [...units.map(([unitId]) => unitId), 'elsewhere'];

/** What an operation may be done to: each organisation with somebody else or oneself, the top, nothing, nowhere. */
const targetsOf = (userId: string): readonly Target[] => [
  ...organisations.flatMap(({ orgId, unitId }) => [
    { orgId, unitId, userId: 'somebody' },
    { orgId, unitId, userId },
  ]),
  ...organisations.map(({ orgId }) => ({ orgId: 'elsewhere', receiverOrgId: orgId })),
  { unitId: null },
  { unitId: 'elsewhere', orgId: 'elsewhere' },
  {},
];

const verdictOf = (...asked: Parameters<typeof may>): string => {
  const verdict = may(...asked);
  return verdict.allowed ? 'yes' : verdict.rule;
};

/** How a target stands to whoever acts. */
const relationOf = (own: string, unitId: string, ownOrg: boolean): string => {
  const parent = units.find(([id]) => id === own)?.[1] ?? null;
  const siblings = unitId !== own && units.some(([id, above]) => id === unitId && above === parent);
  if (ownOrg) return 'own organisation';
  if (unitId === own) return "own unit's other body";
  if (isBelow(unitId, own)) return 'descendant';
  if (isBelow(own, unitId)) return 'ancestor';
  if (siblings && parent !== null && (own.startsWith(unitId) || unitId.startsWith(own))) return 'sibling by a prefix';
  if (siblings && parent !== null) return 'sibling';
  return own.slice(0, 2) === unitId.slice(0, 2) ? 'cousin' : 'other province';
};

describe('rights agree with a model written apart', () => {
  it('on what each role at each organisation may do to each target', () => {
    expect([...operations].sort()).toEqual([...operationsKnown].sort());
    const matrix = new Matrix();
    for (const person of everybody) {
      const who = whoIs(person);
      for (const target of targetsOf(person.userId)) {
        for (const operation of operations) {
          const answer = verdictOf(operation, person, target, world);
          matrix.compare(answer, modelMay(operation, who, target), operation, who, target);
        }
      }
    }
    matrix.agrees('what may be done');
  });

  it('on those who act under no appointment: they may do nothing, and are told why', () => {
    const held = (appointmentId: string, role: Role, validTo: string | null = null): Appointment => ({
      ...acting(role, 'FRONT_COMMITTEE@84', 'p').appointment,
      appointmentId,
      validTo,
    });
    const people: readonly (readonly [appointments: readonly Appointment[], chosen: string | null, rule: NotActing])[] =
      [
        [[], null, 'no-appointment'],
        [[], 'a1', 'appointment-not-yours'],
        [[held('a1', 'REVIEWER', '2022-05-31')], null, 'no-appointment'],
        [[held('a1', 'REVIEWER', '2022-05-31')], 'a1', 'appointment-not-yours'],
        [[held('a1', 'HEAD'), held('a2', 'REVIEWER')], null, 'choose-appointment'],
        [[held('a1', 'HEAD')], 'a2', 'appointment-not-yours'],
      ];
    const matrix = new Matrix();
    for (const [appointments, chosen, rule] of people) {
      const person = actingUnder(appointments, chosen, '2022-06-01', world);
      for (const target of targetsOf('p')) {
        for (const operation of operations) {
          matrix.compare(verdictOf(operation, person, target, world), rule, operation, chosen, target);
        }
      }
    }
    matrix.agrees('people without an appointment');
  });

  it('on what each role at each organisation reads', () => {
    const matrix = new Matrix();
    for (const person of everybody) {
      const who = whoIs(person);
      matrix.compare(readingScope(person, world), modelReads.scope(who), 'scope', who);
      for (const org of organisations) {
        matrix.compare(
          mayReadOrganisation(person, org, world),
          modelReads.organisation(who, org.orgId),
          'org',
          who,
          org,
        );
      }
      for (const unitId of unitIds) {
        matrix.compare(mayReadFigures(person, unitId, world), modelReads.figures(who, unitId), 'figures', who, unitId);
      }
    }
    matrix.agrees('organisations, figures and scopes read');
  });

  it('on which campaigns each reads', () => {
    const ruleSets: readonly (readonly ParticipantRule[])[] = [
      [],
      [{ orgType: 'FRONT_COMMITTEE', levels: ['district', 'commune'] }],
      [{ orgType: 'FRONT_WORK_BOARD', levels: ['hamlet'] }],
      [{ group: 'MEMBER_ORGANISATION', levels: ['province'] }],
      [
        { group: 'social', levels: ['province'] },
        { orgType: 'WOMEN', levels: ['commune'] },
      ],
    ];
    const matrix = new Matrix();
    for (const person of everybody) {
      const who = whoIs(person);
      for (const { orgId: issuerOrgId } of organisations) {
        for (const draft of [true, false]) {
          for (const rules of ruleSets) {
            const answer = mayReadCampaign(person, { issuerOrgId, draft, rules }, world);
            matrix.compare(answer, modelReads.campaign(who, issuerOrgId, draft, rules), who, issuerOrgId, draft, rules);
          }
        }
      }
    }
    matrix.agrees('campaigns read');
  });

  it('on which achievements and cases each reads, also work of another unit than the owner stands at', () => {
    const matrix = new Matrix();
    for (const person of everybody) {
      const who = whoIs(person);
      for (const { orgId: ownerOrgId, unitId } of organisations) {
        for (const ownerUnitId of new Set([unitId, '84201-02', 'elsewhere'])) {
          const work = { ownerOrgId, ownerUnitId };
          const concerned = [
            [[], null],
            [[who.orgId], null],
            [['FRONT_COMMITTEE@84', 'FRONT_COMMITTEE@86'], null],
            [[], 'FRONT_COMMITTEE@842'],
            [[], 'FRONT_COMMITTEE@86'],
          ] as const;
          for (const approved of [true, false]) {
            for (const more of concerned) {
              const [partnerOrgIds, receiverOrgId] = more;
              const concerning = [partnerOrgIds, receiverOrgId] as const;
              const expected = modelReads.work(who, ownerOrgId, ownerUnitId, approved, ...concerning);
              const facts = { ...work, approved, partnerOrgIds, receiverOrgId };
              matrix.compare(mayReadWork(person, facts, world), expected, 'work', who, facts);
            }
          }
          for (const receiverOrgId of [who.orgId, 'FRONT_COMMITTEE@842', 'FRONT_COMMITTEE@86']) {
            const expected = modelReads.case(who, ownerOrgId, ownerUnitId, receiverOrgId);
            matrix.compare(
              mayReadCase(person, { ...work, receiverOrgId }, world),
              expected,
              'case',
              who,
              work,
              receiverOrgId,
            );
          }
        }
      }
    }
    matrix.agrees('achievements and cases read');
  });

  it('with every relation between who acts and what it is done to among the cells', () => {
    const relations = everybody.flatMap(({ organisation: own }) =>
      organisations.map(({ orgId, unitId }) => relationOf(own.unitId, unitId, orgId === own.orgId)),
    );
    expect([...new Set(relations)].sort()).toEqual([
      'ancestor',
      'cousin',
      'descendant',
      'other province',
      'own organisation',
      "own unit's other body",
      'sibling',
      'sibling by a prefix',
    ]);
  });
});

describe('a territory', () => {
  it('is what lies below in the tree, never what begins with the same characters', () => {
    const admin = acting('ADMIN', 'FRONT_COMMITTEE@842');
    const analyst = acting('ANALYST', 'FRONT_COMMITTEE@8420');
    expect(verdictOf('unitsImport', admin, { unitId: '84201-01' }, world)).toBe('yes');
    expect(verdictOf('unitsImport', admin, { unitId: '8421' }, world)).toBe('territory');
    expect(verdictOf('unitsImport', admin, { unitId: '84211' }, world)).toBe('territory');
    expect(['8420', '8420-01', '84201', '84201-01'].filter((unitId) => mayReadFigures(analyst, unitId, world))).toEqual(
      ['8420', '8420-01'],
    );
  });

  it('of the reviewer of 842 ends before 847: case 21', () => {
    const reviewer = acting('REVIEWER', 'FRONT_COMMITTEE@842');
    const elsewhere = {
      ownerOrgId: 'FRONT_COMMITTEE@84211',
      ownerUnitId: '84211',
      receiverOrgId: 'FRONT_COMMITTEE@8421',
    };
    expect(mayReadCase(reviewer, elsewhere, world)).toBe(false);
    expect(mayReadFigures(reviewer, '8421', world)).toBe(false);
    expect(verdictOf('reviewApprove', reviewer, { orgId: 'FRONT_COMMITTEE@8421' }, world)).toBe('receiver');
  });
});
