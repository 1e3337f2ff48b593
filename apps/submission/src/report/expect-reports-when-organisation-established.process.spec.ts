import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '@thidua/events';
import { reportIdOf } from '@thidua/events';
import { moved, rescheduled } from '../../test/campaigns.js';
import {
  basics,
  board,
  committee,
  DutyWorld,
  dissolved,
  established,
  launchedCampaign,
  said,
  unit,
} from '../../test/duty-world.js';
import { expectReportsWhenCampaignLaunched } from './expect-reports-when-campaign-launched.process.js';
import { expectReportsWhenOrganisationEstablished } from './expect-reports-when-organisation-established.process.js';

const campaignId = 'tra-vinh-2022';
const district = committee('842');
const commune = committee('29242');
const [one, two, three] = ['29242-01', '29242-02', '29242-03'].map(board) as [string, string, string];

/** A campaign whose first duties are expected. */
const going = async (...more: readonly DomainEvent[]) => {
  const world = new DutyWorld(...basics);
  const launch = world.last('CampaignLaunched.v1', world.happened(...launchedCampaign));
  const launching = expectReportsWhenCampaignLaunched(world.ask).reactions['CampaignLaunched.v1'];
  world.carryOut((await launching?.(launch)) ?? []);
  world.happened(...more);
  world.since.length = 0;
  return world;
};
const reactTo = async (world: DutyWorld, event: DomainEvent, ...behind: readonly DomainEvent[]) => {
  const recorded = world.last('OrganisationEstablished.v1', world.happened(event));
  world.happened(...behind);
  const { reactions } = expectReportsWhenOrganisationEstablished(world.ask);
  return { recorded, followUps: await reactions['OrganisationEstablished.v1']?.(recorded) };
};
const newBoard = (validFrom: string, from: readonly string[] = []) => established('29242-03', { validFrom, from });
const onNewUnit = (validFrom: string) => going(unit('29242-03', validFrom));

describe('when an organisation is established', () => {
  it('it owes the rounds that ask it, to the committee above it', async () => {
    const world = await onNewUnit('2022-02-18');
    const { recorded, followUps } = await reactTo(world, newBoard('2022-02-18'));
    expect(said(followUps)).toEqual([['expect', 'FINAL-HAMLET', three, commune]]);
    expect(followUps?.[0]?.key).toBe(reportIdOf(campaignId, three, 'FINAL-HAMLET'));
    expect(world.since).toEqual([recorded.receipt, recorded.receipt]);
  });

  it.each([
    ['2022-06-08', 1],
    ['2022-06-09', 0],
  ])('from %s on, of the round due before 9 June it owes %i', async (validFrom, count) => {
    const world = await onNewUnit(validFrom);
    expect((await reactTo(world, newBoard(validFrom))).followUps).toHaveLength(count);
  });

  it('due is what holds for its receiver: a round that was moved for that one alone, and for all others', async () => {
    const movedFor = (receiverOrgId: string | undefined, newDueBefore: string) =>
      rescheduled({ roundCode: 'FINAL-HAMLET', newDueBefore, ...(receiverOrgId && { receiverOrgId }) });
    const later = movedFor(commune, '2022-06-20T17:00:00.000Z');
    const world = await going(unit('29242-03', '2022-06-20'), later);
    expect((await reactTo(world, newBoard('2022-06-20'))).followUps).toHaveLength(1);
    const others = await going(unit('29242-03', '2022-06-20'), {
      ...later,
      data: { ...later.data, receiverOrgId: district },
    });
    expect((await reactTo(others, newBoard('2022-06-20'))).followUps).toEqual([]);
    const earlier = await going(unit('29242-03', '2022-06-01'), movedFor(undefined, '2022-05-31T17:00:00.000Z'));
    expect((await reactTo(earlier, newBoard('2022-06-01'))).followUps).toEqual([]);
  });

  it('it takes over what its predecessors owe and have not sent, also where that was closed since', async () => {
    const hand = (orgId: string) => reportIdOf(campaignId, orgId, 'FINAL-HAMLET');
    const waived = (orgId: string, cause: 'REORGANISATION' | 'RECEIVER'): DomainEvent => ({
      type: 'ReportWaived.v1',
      data: { reportId: hand(orgId), campaignId, cause },
    });
    const takenOver = async (...events: readonly DomainEvent[]) => {
      const world = await onNewUnit('2022-04-10');
      const { followUps } = await reactTo(world, newBoard('2022-04-10', [one, two, 'nobody']), ...events);
      return said(followUps)[0]?.slice(4);
    };
    const drafted: DomainEvent = {
      type: 'NarrativeSaved.v1',
      data: { reportId: hand(one), campaignId, version: 1, text: { k: null, v: 'x' } as never },
    };
    expect(await takenOver()).toEqual([one, two]);
    expect(await takenOver(drafted)).toEqual([one, two]);
    expect(await takenOver(waived(one, 'REORGANISATION'))).toEqual([one, two]);
    expect(await takenOver(waived(one, 'RECEIVER'))).toEqual([two]);
    const submitted = { type: 'ReportSubmitted.v1', data: { reportId: hand(one), campaignId, version: 1 } };
    expect(await takenOver(submitted as never)).toEqual([two]);
  });

  it('and is yet to begin, the committee above it on its first day receives', async () => {
    const from = '2022-04-10';
    const commune = [unit('29245', from), established('29245', { validFrom: from })];
    const world = await going(...commune, unit('29245-01', from));
    expect(world.registry.today()).toBe('2022-02-18');
    const { followUps } = await reactTo(world, established('29245-01', { validFrom: from }));
    expect(said(followUps)).toEqual([['expect', 'FINAL-HAMLET', board('29245-01'), committee('29245')]]);
  });

  it('a committee of a kind and level that no round asks owes nothing', async () => {
    const { followUps } = await reactTo(await going(), established('842', { orgType: 'WOMEN' }));
    expect(followUps).toEqual([]);
  });

  it.each([
    ['CampaignSuspended.v1', 1],
    ['ReportingClosed.v1', 1],
    ['CampaignCancelled.v1', 0],
  ] as const)('and the campaign is in the state after %s, it owes %i', async (move, count) => {
    const world = await going(unit('29242-03'), moved(move));
    expect((await reactTo(world, newBoard('2022-04-10'))).followUps).toHaveLength(count);
  });

  it('before the launch, or has ended by then, nothing follows', async () => {
    const before = new DutyWorld(...basics, unit('29242-03'), ...launchedCampaign.slice(0, -1));
    expect((await reactTo(before, newBoard('2022-01-01'))).followUps).toEqual([]);
    const ended = await onNewUnit('2022-01-01');
    expect((await reactTo(ended, newBoard('2022-01-01'), dissolved(three, '2022-02-18'))).followUps).toEqual([]);
  });
});

describe('the process', () => {
  it('has the name that ids are derived from, and reacts to nothing else', () => {
    const { name, reactions } = expectReportsWhenOrganisationEstablished(new DutyWorld().ask);
    expect(name).toBe('expect-reports-when-organisation-established');
    expect(Object.keys(reactions)).toEqual(['OrganisationEstablished.v1']);
  });
});
