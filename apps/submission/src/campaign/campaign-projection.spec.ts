import { describe, expect, it } from '@jest/globals';
import { projectionHandler } from '@thidua/event-sourcing';
import type { CampaignEvent } from '@thidua/events';
import { type CampaignTables, campaignProjection, campaignsById } from '@thidua/service';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import {
  amended,
  amendPlan,
  area,
  campaignIn,
  contents,
  details,
  lineSet,
  metric,
  moved,
  rescheduled,
  round,
  rule,
} from '../../test/campaigns.js';
import { recordedFrom } from '../../test/recorded.js';
import { campaignIds } from './campaign.queries.js';
import { campaignValue } from './campaign.values.js';

const nameOf = (id: string) => ({ id, name: id, type: 'FRONT_COMMITTEE', unit: null });

const shown = async (history: readonly CampaignEvent[]) => {
  const database = memoryDatabase<CampaignTables>();
  const handler = projectionHandler(campaignProjection('test'), database);
  await handler.start();
  await handler.handle(recordedFrom(history));
  const [campaign] = await campaignsById(database, ['tra-vinh-2022']);
  if (!campaign) throw new Error('it was drafted');
  return { ...campaignValue(campaign, 'vi', nameOf), ids: await campaignIds(database) };
};

describe('a campaign as it is read', () => {
  it.each([
    ['draft', 'DRAFT'],
    ['launched', 'LAUNCHED'],
    ['suspended', 'SUSPENDED'],
    ['reporting-closed', 'REPORTING_CLOSED'],
    ['summarised', 'SUMMARISED'],
    ['closed', 'CLOSED'],
    ['cancelled', 'CANCELLED'],
  ] as const)('that is %s says %s and why', async (state, status) => {
    const { statusReason, ...campaign } = await shown(campaignIn[state]);
    expect(campaign.status).toBe(status);
    expect(statusReason).toBe(['draft', 'launched', 'summarised'].includes(state) ? null : 'Theo chỉ đạo của Tỉnh ủy.');
    expect(campaign.revision).toBe(campaignIn[state].length - 1);
    expect(campaign.ids).toEqual(['tra-vinh-2022']);
  });

  it('shows its reporting lines as they were set, oldest first', async () => {
    const lines = [lineSet('commune-a', 'district-b', '2022-04-01'), lineSet('b', 'c', '2022-03-01', '2022-03-31')];
    const { reportingLines } = await shown([...campaignIn.launched, ...lines]);
    expect(reportingLines).toEqual([
      { reporter: nameOf('commune-a'), receiver: nameOf('district-b'), validFrom: '2022-04-01', validTo: undefined },
      { reporter: nameOf('b'), receiver: nameOf('c'), validFrom: '2022-03-01', validTo: '2022-03-31' },
    ]);
  });

  it('that was resumed is launched again', async () => {
    expect((await shown([...campaignIn.suspended, moved('CampaignResumed.v1')])).status).toBe('LAUNCHED');
  });

  it('shows the last plan alone, its issuer as ever, and which document changed it', async () => {
    const plan = amendPlan(
      {
        details: contents({ titleVi: 'Tên mới' }),
        areas: [area('2.1'), area('2.2')],
        metrics: [metric(), metric('trees')],
        rules: [rule(), rule({ ruleId: 'rule-2', orgType: 'WOMEN' })],
        rounds: [round(), round('MID')],
      },
      { campaignId: 'tra-vinh-2022', documentNo: '20/KH', documentDate: '2022-03-01', reason: 'Bổ sung.' },
    );
    const campaign = await shown([...campaignIn.launched, ...amended(plan)]);
    expect(campaign).toMatchObject({ title: 'Tên mới', status: 'LAUNCHED', issuer: nameOf(details().issuerOrgId) });
    expect(campaign.areas.map(({ code }) => code)).toEqual(['2.1', '2.2']);
    expect(campaign.metrics.map(({ code }) => code)).toEqual(['road_m', 'trees']);
    expect(campaign.participantRules.map(({ organisationType }) => organisationType)).toEqual([
      'FRONT_COMMITTEE',
      'WOMEN',
    ]);
    expect(campaign.rounds.map(({ code }) => code)).toEqual(['FINAL', 'MID']);
    expect(campaign.amendments).toEqual([
      {
        documentNo: '20/KH',
        documentDate: '2022-03-01',
        reason: 'Bổ sung.',
        recordedAt: '2022-03-07T00:00:00.000Z',
      },
    ]);
  });

  it('counts how a draft was edited as no amendment', async () => {
    const campaign = await shown([...campaignIn.draft, ...amended(amendPlan({ areas: [area('2.9')] }))]);
    expect([campaign.amendments, campaign.areas.map(({ code }) => code)]).toEqual([[], ['2.9']]);
  });

  it('shows at each round how its instant was moved, for all and for one receiver, oldest first', async () => {
    const both = amendPlan({ rounds: [round(), round('MID')] });
    const campaign = await shown([
      ...campaignIn.launched,
      ...amended(both),
      rescheduled(),
      rescheduled({
        receiverOrgId: 'district-committee',
        newDueBefore: '2022-06-28T17:00:00.000Z',
        reason: 'Mưa bão.',
      }),
    ]);
    const [final, mid] = campaign.rounds.map(({ reschedulings }) => reschedulings);
    const before = '2022-06-19T17:00:00.000Z';
    expect(final).toMatchObject([
      { receiver: null, before, dueBefore: '2022-06-25T17:00:00.000Z' },
      { receiver: nameOf('district-committee'), before, dueBefore: '2022-06-28T17:00:00.000Z', reason: 'Mưa bão.' },
    ]);
    expect(mid).toEqual([]);
    expect(campaign.rounds[0]?.dueBefore).toBe(before);
  });
});
