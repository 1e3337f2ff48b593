import { describe, expect, it } from '@jest/globals';
import type { DomainEvent, RecordedEvent } from '@thidua/events';
import { reportIdOf } from '@thidua/events';
import { moved } from '../../test/campaigns.js';
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
import { closeDutiesWhenOrganisationDissolved } from './close-duties-when-organisation-dissolved.process.js';
import { expectReportsWhenCampaignLaunched } from './expect-reports-when-campaign-launched.process.js';
import { expectReportsWhenOrganisationEstablished } from './expect-reports-when-organisation-established.process.js';

const campaignId = 'tra-vinh-2022';
const [province, district, commune] = ['84', '842', '29242'].map(committee) as [string, string, string];
const [one, two, three, four] = ['29242-01', '29242-02', '29242-03', '29242-04'].map(board) as [
  string,
  string,
  string,
  string,
];
/** The unit into which -03 and -04 merge. */
const merged = board('29242-33');

const going = async (...before: readonly DomainEvent[]) => {
  const world = new DutyWorld(...basics, ...before);
  const launch = world.last('CampaignLaunched.v1', world.happened(...launchedCampaign));
  const launching = expectReportsWhenCampaignLaunched(world.ask).reactions['CampaignLaunched.v1'];
  world.carryOut((await launching?.(launch)) ?? []);
  world.since.length = 0;
  return world;
};
const closing = (world: DutyWorld) => closeDutiesWhenOrganisationDissolved(world.ask).reactions;
const reactTo = async (world: DutyWorld, event: DomainEvent) => {
  const recorded = world.last('OrganisationDissolved.v1', world.happened(event));
  return { recorded, followUps: await closing(world)['OrganisationDissolved.v1']?.(recorded) };
};
const about = (orgId: string, roundCode = 'FINAL-HAMLET') => ({
  reportId: reportIdOf(campaignId, orgId, roundCode),
  campaignId,
});
const submitted = (orgId: string): DomainEvent =>
  ({ type: 'ReportSubmitted.v1', data: { ...about(orgId), version: 1 } }) as unknown as DomainEvent;
const returned = (orgId: string): DomainEvent => ({ type: 'ReportReturned.v1', data: { ...about(orgId), version: 1 } });

describe('when an organisation is dissolved', () => {
  it('what it owes is closed, and its successor owes the round once', async () => {
    const world = await going();
    const { recorded, followUps } = await reactTo(world, dissolved(one, '2022-02-18', two));
    expect(said(followUps)).toEqual([['close', 'FINAL-HAMLET', one, two]]);
    expect(followUps?.[0]?.key).toBe(about(one).reportId);
    expect(world.since).toEqual([recorded.receipt, recorded.receipt]);
    world.happened(unit('29242-03'), established('29242-03', { validFrom: '2022-02-18' }));
    const next = await reactTo(world, dissolved(two, '2022-02-18', three));
    expect(said(next.followUps)).toEqual([
      ['close', 'FINAL-HAMLET', two, three],
      ['expect', 'FINAL-HAMLET', three, commune, two],
    ]);
  });

  it('without a successor, or with one that no such round asks, its duties are closed and nobody owes them', async () => {
    for (const successorOrgId of [undefined, commune, 'nobody']) {
      const { followUps } = await reactTo(await going(), dissolved(one, '2022-02-18', successorOrgId));
      expect(said(followUps)).toEqual([['close', 'FINAL-HAMLET', one, successorOrgId ?? null]]);
    }
  });

  it('what it sent stays, and what came back without ever being accepted is closed', async () => {
    const afterwards = async (...events: readonly DomainEvent[]) => {
      const world = await going();
      world.happened(...events);
      return said((await reactTo(world, dissolved(one, '2022-02-18'))).followUps);
    };
    const accepted: DomainEvent = { type: 'ReportAccepted.v1', data: { ...about(one), version: 1 } };
    const reopened: DomainEvent = {
      type: 'ReportReopened.v1',
      data: { ...about(one), fromVersion: 1, cause: 'CORRECTION' },
    };
    expect(await afterwards(submitted(one))).toEqual([]);
    expect(await afterwards(submitted(one), accepted)).toEqual([]);
    expect(await afterwards(submitted(one), accepted, reopened, submitted(one), returned(one))).toEqual([]);
    expect(await afterwards(submitted(one), returned(one))).toEqual([['close', 'FINAL-HAMLET', one, null]]);
    const waived: DomainEvent = { type: 'ReportWaived.v1', data: { ...about(one), cause: 'RECEIVER' } };
    expect(await afterwards(waived)).toEqual([]);
  });

  it('an end to come closes only what is due behind it; an end that is here, also what is overdue', async () => {
    const rounds = async (today: string, validFrom: string) => {
      const world = await going();
      world.clock.set(`${today}T08:00:00+07:00`);
      const { followUps } = await reactTo(world, dissolved(district, validFrom));
      return said(followUps).map(([, code]) => code);
    };
    expect(await rounds('2022-04-01', '2022-04-15')).toEqual(['FINAL', 'MID']);
    expect(await rounds('2022-04-01', '2022-04-16')).toEqual(['FINAL']);
    expect(await rounds('2022-05-01', '2022-04-16')).toEqual(['FINAL', 'MID']);
    expect(await rounds('2022-05-01', '2022-05-01')).toEqual(['FINAL', 'MID']);
  });

  it('an extension counts in what is due behind it', async () => {
    const world = await going();
    const extended: DomainEvent = {
      type: 'ExtensionGranted.v1',
      data: {
        ...about(district, 'MID'),
        newDueBefore: '2022-04-20T17:00:00.000Z',
        grantedByOrgId: province,
        reason: 'x' as never,
      },
    };
    world.happened(extended);
    const { followUps } = await reactTo(world, dissolved(district, '2022-04-16'));
    expect(said(followUps).map(([, code]) => code)).toEqual(['FINAL', 'MID']);
  });

  it("the issuer's summary goes to whoever goes on for it, and nothing else does", async () => {
    const next = [unit('86', '2022-05-01'), established('86', { validFrom: '2022-05-01' })];
    const { followUps } = await reactTo(await going(...next), dissolved(province, '2022-05-01', committee('86')));
    expect(said(followUps)).toEqual([
      ['close', 'SUMMARY', province, committee('86')],
      ['expect', 'SUMMARY', committee('86'), null, province],
    ]);
  });

  it.each([
    ['CampaignSuspended.v1', 1],
    ['ReportingClosed.v1', 1],
    ['CampaignCancelled.v1', 0],
  ] as const)('and the campaign is in the state after %s, %i are closed', async (move, count) => {
    const world = await going();
    world.happened(moved(move));
    expect((await reactTo(world, dissolved(one, '2022-02-18'))).followUps).toHaveLength(count);
  });
});

describe('when a report comes to be expected', () => {
  const expectedOf = async (orgId: string, ...events: readonly DomainEvent[]) => {
    const world = new DutyWorld(...basics, ...launchedCampaign, ...events);
    const data = { ...about(orgId), roundCode: 'FINAL-HAMLET', orgId, unitId: '29242-01', takesOverOrgIds: [] };
    const [event] = world.happened({ type: 'ReportExpected.v1', data }) as [RecordedEvent];
    return said(await closing(world)['ReportExpected.v1']?.(event as never));
  };

  it('of an organisation that has ended by then, it goes on to the successor as well', async () => {
    expect(await expectedOf(one, dissolved(one, '2022-02-18', two))).toEqual([
      ['close', 'FINAL-HAMLET', one, two],
      ['expect', 'FINAL-HAMLET', two, commune, one],
    ]);
  });

  it('of one that lives, or lives until it is due, nothing follows', async () => {
    expect(await expectedOf(one)).toEqual([]);
    expect(await expectedOf(one, dissolved(one, '2022-06-09', two))).toEqual([]);
    expect(await expectedOf(one, dissolved(one, '2022-06-08', two))).toHaveLength(2);
  });
});

describe('when -03 and -04 merge from 10 April on', () => {
  const hamlets = ['29242-03', '29242-04'].flatMap((unitId) => [unit(unitId), established(unitId)]);
  const reorganisation = [
    unit('29242-33', '2022-04-10'),
    established('29242-33', { validFrom: '2022-04-10', from: [three, four] }),
    dissolved(three, '2022-04-10', merged),
    dissolved(four, '2022-04-10', merged),
  ];

  it.each([
    ['2022-03-31', 'each event is answered before the next', [0, 1, 2]],
    ['2022-04-10', 'each event is answered before the next', [0, 1, 2]],
    ['2022-04-10', 'the old ones are answered first', [1, 2, 0]],
    ['2022-04-12', 'the new one is answered between them', [2, 0, 1]],
  ])('recorded on %s, %s: the new board owes the round once and takes over both', async (today, _, order) => {
    const world = await going(...hamlets);
    world.clock.set(`${today}T08:00:00+07:00`);
    const events = world.happened(...reorganisation).slice(1);
    const establishing = expectReportsWhenOrganisationEstablished(world.ask).reactions;
    for (const index of order) {
      const event = events[index] as never;
      const followUps = await (index === 0
        ? establishing['OrganisationEstablished.v1']?.(event)
        : closing(world)['OrganisationDissolved.v1']?.(event));
      world.carryOut(followUps ?? []);
    }
    const duties = world.owedIn('FINAL-HAMLET').map(({ orgId, status, takesOverOrgIds, receiverOrgId }) => {
      return [orgId, status, receiverOrgId, ...takesOverOrgIds.toSorted()];
    });
    expect(duties).toEqual([
      [one, 'EXPECTED', commune],
      [two, 'EXPECTED', commune],
      [three, 'WAIVED', commune],
      [four, 'WAIVED', commune],
      [merged, 'EXPECTED', commune, ...[three, four].toSorted()],
    ]);
  });

  it('a hamlet without a board owes nothing', async () => {
    const world = await going(...hamlets, unit('29242-05', '2022-06-01'));
    expect(world.owedIn('FINAL-HAMLET')).toHaveLength(4);
  });
});

describe('the process', () => {
  it('has the name that ids are derived from, and reacts to nothing else', () => {
    const { name, reactions } = closeDutiesWhenOrganisationDissolved(new DutyWorld().ask);
    expect(name).toBe('close-duties-when-organisation-dissolved');
    expect(Object.keys(reactions)).toEqual(['OrganisationDissolved.v1', 'ReportExpected.v1']);
  });
});
