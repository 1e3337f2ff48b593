import { describe, expect, it } from '@jest/globals';
import type { OrganisationFacts } from '@thidua/authority';
import type { RecordedOf } from '@thidua/events';
import {
  amended,
  amendPlan,
  campaignIn,
  draftCampaign,
  drafted,
  launched,
  rule,
  stateAfter,
} from '../../test/campaigns.js';
import { recordedFrom } from '../../test/recorded.js';
import type { CampaignInForce } from '../campaign/campaign-gates.js';
import {
  type Invitations,
  inviteParticipantsWhenCampaignLaunched,
} from './invite-participants-when-campaign-launched.process.js';

const org = (orgId: string, orgType: string, level: OrganisationFacts['level']): OrganisationFacts => ({
  orgId,
  orgType,
  level,
  unitId: `unit-of-${orgId}`,
});

const commune = org('commune', 'FRONT_COMMITTEE', 'commune');
const women = org('women', 'WOMEN', 'commune');
const board = org('board', 'FRONT_WORK_BOARD', 'hamlet');
const living = [commune, women, board];

const inForce = (history: Parameters<typeof stateAfter>[0]): CampaignInForce | null => {
  const state = stateAfter(history);
  return state.status === 'none' ? null : state;
};

const rules = [rule(), rule({ ruleId: 'rule-2', orgType: 'WOMEN' }), rule({ ruleId: 'rule-3', orgType: 'WOMEN' })];
const plan = draftCampaign({ rules });
const going = inForce([...drafted(plan), launched()]);

/** What the process is answered, and what it asked for. */
const asked = (campaigns: Readonly<Record<string, CampaignInForce | null>>) => {
  const since: number[] = [];
  const standing = (campaignId: string) => ({ campaignId, campaign: campaigns[campaignId] ?? null });
  const ask: Invitations = {
    campaign: async (campaignId) => standing(campaignId),
    campaigns: async (receipt) => {
      since.push(receipt);
      return Object.keys(campaigns).map(standing);
    },
    organisations: async (receipt) => {
      since.push(receipt);
      return living;
    },
    organisation: async (orgId, receipt) => {
      since.push(receipt);
      return living.find((one) => one.orgId === orgId) ?? null;
    },
  };
  return { since, reactions: inviteParticipantsWhenCampaignLaunched(ask).reactions };
};

const launch = recordedFrom([launched()])[0] as RecordedOf<'CampaignLaunched.v1'>;
const amendment = recordedFrom(amended(amendPlan({ rules })))[0] as RecordedOf<'CampaignPlanAmended.v1'>;
const establishedOf = (orgId: string): RecordedOf<'OrganisationEstablished.v1'> => {
  const data = {
    orgId,
    orgType: 'WOMEN',
    level: 'commune',
    unitId: 'u',
    nameVi: 'Hội',
    validFrom: '2022-01-01',
    predecessorOrgIds: [],
  };
  return recordedFrom([{ type: 'OrganisationEstablished.v1', data }])[0] as RecordedOf<'OrganisationEstablished.v1'>;
};

const invitation = (orgId: string, ruleId: string, campaignId = 'tra-vinh-2022') => ({
  id: `${campaignId}:${orgId}`,
  key: `${campaignId}:${orgId}`,
  command: { type: 'InviteParticipant', invitation: { campaignId, orgId, unitId: `unit-of-${orgId}`, ruleId } },
});

describe('when a campaign is launched', () => {
  it('each organisation that a rule matches is invited once, under the first that does', async () => {
    const { reactions, since } = asked({ 'tra-vinh-2022': going });
    expect(await reactions['CampaignLaunched.v1']?.(launch)).toEqual([
      invitation('commune', 'rule-1'),
      invitation('women', 'rule-2'),
    ]);
    expect(since).toEqual([launch.receipt]);
  });

  it.each([
    ['draft', 0],
    ['launched', 1],
    ['suspended', 1],
    ['reporting-closed', 1],
    ['summarised', 1],
    ['closed', 0],
    ['cancelled', 0],
  ] as const)('and is %s by then, %i are invited', async (state, count) => {
    const { reactions } = asked({ 'tra-vinh-2022': inForce(campaignIn[state]) });
    expect(await reactions['CampaignLaunched.v1']?.(launch)).toHaveLength(count);
  });
});

describe('when its plan is amended', () => {
  it('whoever comes to match is invited, and a draft invites nobody', async () => {
    const { reactions, since } = asked({ 'tra-vinh-2022': going });
    expect(await reactions['CampaignPlanAmended.v1']?.(amendment)).toHaveLength(2);
    expect(since).toEqual([amendment.receipt]);
    const draft = asked({ 'tra-vinh-2022': inForce(drafted(plan)) });
    expect(await draft.reactions['CampaignPlanAmended.v1']?.(amendment)).toEqual([]);
  });
});

describe('when an organisation is established', () => {
  it('it is invited to every campaign that goes on and matches it, and to no other', async () => {
    const campaigns = {
      one: going,
      two: going,
      draft: inForce(drafted(plan)),
      ended: inForce(campaignIn.closed),
      gone: null,
    };
    const { reactions, since } = asked(campaigns);
    const event = establishedOf('women');
    expect(await reactions['OrganisationEstablished.v1']?.(event)).toEqual([
      invitation('women', 'rule-2', 'one'),
      invitation('women', 'rule-2', 'two'),
    ]);
    expect(since).toEqual([event.receipt, event.receipt]);
    expect(await reactions['OrganisationEstablished.v1']?.(establishedOf('board'))).toEqual([]);
  });

  it('and has ended by then, nothing follows', async () => {
    const { reactions } = asked({ one: going });
    expect(await reactions['OrganisationEstablished.v1']?.(establishedOf('gone'))).toEqual([]);
  });
});

describe('the process', () => {
  it('has the name and the keys that ids are derived from, and reacts to nothing else', () => {
    const process = inviteParticipantsWhenCampaignLaunched({} as Invitations);
    expect(process.name).toBe('invite-participants-when-campaign-launched');
    expect(Object.keys(process.reactions)).toEqual([
      'CampaignLaunched.v1',
      'CampaignPlanAmended.v1',
      'OrganisationEstablished.v1',
    ]);
  });
});
