import { describe, expect, it } from '@jest/globals';
import { modelReads, type Who } from '../test/rights-model.js';
import { acting, everybody, organisations, units, world } from '../test/world.js';
import { type Acting, isAuditor, mayAudit, mayReadHistory, unitsAudited } from './index.js';

const whoIs = ({ userId, appointment: { role, orgId } }: Acting): Who => ({ userId, role, orgId });
const rules = [{ orgType: 'FRONT_COMMITTEE', levels: ['district', 'commune'] as const }];

describe('a history', () => {
  it('of a unit is for everyone, also for who acts under no appointment, and nothing else is', () => {
    expect(mayReadHistory(null, { kind: 'unit' }, world)).toBe(true);
    expect(mayReadHistory(null, { kind: 'organisation', orgId: 'FRONT_COMMITTEE@84' }, world)).toBe(false);
  });

  it('is read as its subject is', () => {
    const differing: unknown[] = [];
    const compare = (answer: boolean, expected: boolean, ...of: readonly unknown[]) => {
      if (answer !== expected) differing.push(of);
    };
    for (const person of everybody) {
      const who = whoIs(person);
      const reads = (subject: Parameters<typeof mayReadHistory>[1]) => mayReadHistory(person, subject, world);
      for (const { orgId, unitId } of organisations) {
        compare(
          reads({ kind: 'organisation', orgId }),
          modelReads.organisation(who, orgId),
          'organisation',
          who,
          orgId,
        );
        const campaign = { issuerOrgId: orgId, draft: false, rules };
        const readsCampaign = modelReads.campaign(who, orgId, false, rules);
        compare(reads({ kind: 'campaign', campaign }), readsCampaign, 'campaign', who, orgId);
        if (modelReads.organisation(who, orgId)) {
          compare(reads({ kind: 'participation', campaign, orgId }), readsCampaign, 'participation', who, orgId);
        }
        const owned = { ownerOrgId: orgId, ownerUnitId: unitId, receiverOrgId: 'FRONT_COMMITTEE@842' };
        const work = { ...owned, approved: true, partnerOrgIds: ['WOMEN@842'] };
        const { receiverOrgId, partnerOrgIds } = work;
        const readsWork = modelReads.work(who, orgId, unitId, true, partnerOrgIds, receiverOrgId);
        compare(reads({ kind: 'work', work }), readsWork, 'work', who, orgId);
        compare(reads({ kind: 'case', work: owned }), modelReads.case(who, orgId, unitId, receiverOrgId), 'case', who);
      }
      compare(reads({ kind: 'organisation', orgId: 'nowhere' }), false, 'nowhere', who);
    }
    expect(differing.slice(0, 5)).toEqual([]);
  });
});

describe('an audit', () => {
  it('is for auditors, of what lies in their territory', () => {
    for (const person of everybody) {
      const audits = person.appointment.role === 'AUDITOR';
      expect(isAuditor(person)).toBe(audits);
      const found = unitsAudited(person, world);
      for (const [unitId] of units) {
        const expected = audits && modelReads.figures(whoIs(person), unitId);
        expect([unitId, mayAudit(person, unitId, world)]).toEqual([unitId, expected]);
        expect([unitId, found === null || found.includes(unitId)]).toEqual([unitId, expected]);
      }
    }
  });

  it('of what belongs to no unit is for who audits all there is', () => {
    const auditor = acting('AUDITOR', 'FRONT_COMMITTEE@84');
    expect(mayAudit(auditor, null, world)).toBe(false);
    expect(mayAudit(null, '84', world)).toBe(false);
    const { tree } = world;
    const alone = { ...world, tree: Object.assign(Object.create(tree), { roots: ['84'] }) };
    expect(mayAudit(auditor, null, alone)).toBe(true);
  });
});
