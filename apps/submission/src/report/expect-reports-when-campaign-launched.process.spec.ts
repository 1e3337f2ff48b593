import { describe, expect, it } from '@jest/globals';
import { type DomainEvent, reportIdOf } from '@thidua/events';
import { amended, amendPlan, moved, round, rule } from '../../test/campaigns.js';
import {
  basics,
  board,
  committee,
  DutyWorld,
  dissolved,
  established,
  launchedCampaign,
  rounds,
  rules,
  said,
  unit,
} from '../../test/duty-world.js';
import { expectReportsWhenCampaignLaunched } from './expect-reports-when-campaign-launched.process.js';

const province = committee('84');
const district = committee('842');
const commune = committee('29242');
const campaignId = 'tra-vinh-2022';

/** What follows from the launch in a world where these events came before it, and these right behind it. */
const atLaunch = async (before: readonly DomainEvent[], behind: readonly DomainEvent[] = []) => {
  const world = new DutyWorld(...before);
  const recorded = world.happened(...launchedCampaign);
  world.happened(...behind);
  const { reactions } = expectReportsWhenCampaignLaunched(world.ask);
  const launch = world.last('CampaignLaunched.v1', recorded);
  return { world, launch, reactions, followUps: (await reactions['CampaignLaunched.v1']?.(launch)) ?? [] };
};
const ofRound = (followUps: Parameters<typeof said>[0], roundCode: string) =>
  said(followUps).filter(([, code]) => code === roundCode);
/** An amendment of the plan, and what follows from it. */
const afterAmendment = async (world: DutyWorld, more: Parameters<typeof amendPlan>[0]) => {
  const recorded = world.happened(...amended(amendPlan({ rules, rounds, ...more })));
  const { reactions } = expectReportsWhenCampaignLaunched(world.ask);
  const amendment = world.last('CampaignPlanAmended.v1', recorded);
  return reactions['CampaignPlanAmended.v1']?.(amendment);
};

describe('when a campaign is launched', () => {
  it('each organisation owes the rounds of its level and kind, to whom the round names or the tree says', async () => {
    const { world, launch, followUps } = await atLaunch(basics);
    expect(said(followUps)).toEqual([
      ['expect', 'SUMMARY', province, null],
      ['expect', 'FINAL', district, province],
      ['expect', 'MID', district, province],
      ['expect', 'FINAL-COMMUNE', commune, district],
      ['expect', 'FINAL-HAMLET', board('29242-01'), commune],
      ['expect', 'FINAL-HAMLET', board('29242-02'), commune],
    ]);
    expect(world.since).toEqual([launch.receipt]);
  });

  it('a report is named by its id, and says all that is stored', async () => {
    const { followUps } = await atLaunch(basics);
    const reportId = reportIdOf(campaignId, commune, 'FINAL-COMMUNE');
    const expected = {
      ...{ reportId, campaignId, roundCode: 'FINAL-COMMUNE', orgId: commune, unitId: '29242' },
      ...{ receiverOrgId: district, takesOverOrgIds: [] },
    };
    expect(followUps[3]).toEqual({ id: reportId, key: reportId, command: { type: 'ExpectReport', expected } });
  });

  it("the campaign's own line that holds today comes before the tree, and the round before both", async () => {
    const line = (reporterOrgId: string, receiverOrgId: string, validTo?: string): DomainEvent => ({
      type: 'ReportingLineSet.v1',
      data: { campaignId, reporterOrgId, receiverOrgId, validFrom: '2022-01-01', ...(validTo && { validTo }) },
    });
    const lines = [
      line(commune, province),
      line(board('29242-01'), district),
      line(board('29242-02'), district, '2022-02-17'),
      line(district, commune),
    ];
    const { followUps } = await atLaunch([...basics, ...lines]);
    expect(ofRound(followUps, 'FINAL-COMMUNE')).toEqual([['expect', 'FINAL-COMMUNE', commune, province]]);
    expect(ofRound(followUps, 'FINAL')).toEqual([['expect', 'FINAL', district, province]]);
    expect(ofRound(followUps, 'FINAL-HAMLET').map(([, , , receiver]) => receiver)).toEqual([district, commune]);
    expect(ofRound(followUps, 'MID')).toEqual([['expect', 'MID', district, commune]]);
  });

  it('late, whoever is there owes rounds that were due before its time too; whoever comes behind it does not', async () => {
    const boardOn = (unitId: string) => [unit(unitId), established(unitId, { validFrom: '2022-06-20' })];
    const world = new DutyWorld(...basics, ...boardOn('29242-03'));
    world.clock.set('2022-06-30T08:00:00+07:00');
    const launch = world.last('CampaignLaunched.v1', world.happened(...launchedCampaign));
    world.happened(...boardOn('29242-04'));
    const { reactions } = expectReportsWhenCampaignLaunched(world.ask);
    const followUps = await reactions['CampaignLaunched.v1']?.(launch);
    expect(followUps).toHaveLength(7);
    expect(ofRound(followUps, 'FINAL-HAMLET').at(-1)).toEqual(['expect', 'FINAL-HAMLET', board('29242-03'), commune]);
  });

  it('nobody owes what no rule or round asks for', async () => {
    const others = [established('84', { orgType: 'WOMEN' }), established('29242', { orgType: 'WOMEN' })];
    const { world, followUps } = await atLaunch([...basics, ...others]);
    expect(followUps).toHaveLength(6);
    world.carryOut(followUps);
    const asked = round('WOMEN', { fromLevel: 'commune', fromOrgTypes: ['WOMEN'] });
    expect(await afterAmendment(world, { rounds: [...rounds, asked] })).toEqual([]);
  });

  it('an organisation that nobody receives from owes nothing', async () => {
    const { followUps } = await atLaunch(basics.slice(4));
    expect(said(followUps)).toEqual([
      ['expect', 'FINAL-HAMLET', board('29242-01'), commune],
      ['expect', 'FINAL-HAMLET', board('29242-02'), commune],
    ]);
  });

  it('whoever is about to end owes what is due while it lives, whoever is about to begin what is due then', async () => {
    const coming = [
      unit('29242-03', '2022-06-09'),
      established('29242-03', { validFrom: '2022-06-09' }),
      unit('29242-04', '2022-06-08'),
      established('29242-04', { validFrom: '2022-06-08' }),
      dissolved(board('29242-01'), '2022-06-09'),
      dissolved(board('29242-02'), '2022-06-08'),
    ];
    const { followUps } = await atLaunch([...basics, ...coming]);
    expect(ofRound(followUps, 'FINAL-HAMLET').map(([, , orgId]) => orgId)).toEqual([
      board('29242-01'),
      board('29242-04'),
    ]);
    const there = ofRound(followUps, 'FINAL-HAMLET').map(([, , , receiver]) => receiver);
    expect(there).toEqual([commune, commune]);
  });

  it('and was cancelled by then, or never is, nothing follows', async () => {
    const { followUps } = await atLaunch(basics, [moved('CampaignCancelled.v1')]);
    expect(followUps).toEqual([]);
  });

  it.each(['CampaignSuspended.v1', 'ReportingClosed.v1'] as const)('and %s by then, all is owed', async (move) => {
    const { followUps } = await atLaunch(basics, [moved(move)]);
    expect(followUps).toHaveLength(6);
  });
});

describe('when its plan is amended', () => {
  it('a round that was added is owed, and what is owed already is not said again', async () => {
    const { world, followUps } = await atLaunch(basics);
    world.carryOut(followUps);
    const added = round('SECOND', { fromLevel: 'commune', dueBefore: '2022-05-31T17:00:00.000Z' });
    expect(said(await afterAmendment(world, { rounds: [...rounds, added] }))).toEqual([
      ['expect', 'SECOND', commune, district],
    ]);
  });

  it('whoever comes to match a rule owes what is due after its first day', async () => {
    const youth = established('84', { orgType: 'YOUTH', validFrom: '2022-04-16' });
    const asking = (code: string, dueBefore: string) =>
      round(code, { fromLevel: 'province', fromOrgTypes: ['YOUTH'], dueBefore });
    const { world, followUps } = await atLaunch([...basics, youth]);
    world.carryOut(followUps);
    const asked = [asking('EARLY', '2022-04-15T17:00:00.000Z'), asking('LATER', '2022-04-15T17:00:00.001Z')];
    const all = await afterAmendment(world, {
      rules: [...rules, rule({ ruleId: 'rule-4', orgType: 'YOUTH', levels: ['province'] })],
      rounds: [...rounds, ...asked],
    });
    expect(said(all).map(([, code]) => code)).toEqual(['LATER']);
  });

  it('before it was launched, nothing follows', async () => {
    const world = new DutyWorld(...basics, ...launchedCampaign.slice(0, -1));
    expect(await afterAmendment(world, {})).toEqual([]);
  });
});

describe('the process', () => {
  it('has the name that ids are derived from, and reacts to nothing else', () => {
    const { name, reactions } = expectReportsWhenCampaignLaunched(new DutyWorld().ask);
    expect(name).toBe('expect-reports-when-campaign-launched');
    expect(Object.keys(reactions)).toEqual(['CampaignLaunched.v1', 'CampaignPlanAmended.v1']);
  });
});
