import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal } from '@thidua/event-sourcing';
import { type CampaignEvent, systemActor } from '@thidua/events';
import fc from 'fast-check';
import {
  amendPlan,
  area,
  contents,
  draftCampaign,
  launchCampaign,
  metric,
  moveCampaign,
  rescheduleRound,
  round,
  rule,
  summarise,
} from '../../test/campaigns.js';
import { type Campaign, type CampaignCommand, campaignDecider, type KnownCampaign } from './campaign.decider.js';

/** Plans of a few areas, metrics, rules and rounds, so that they are often stated anew with more and with less. */
const day = fc.constantFrom('2022-01-01', '2022-01-02', '2022-06-29', '2022-06-30');
const someOf = <Item>(...items: Item[]) => fc.shuffledSubarray(items);
const plans = fc
  .record({
    from: day,
    to: day,
    areas: someOf('2.1', '2.2', '2.3'),
    metrics: someOf('road_m', 'trees'),
    decimals: fc.constantFrom(0, 0, 1),
    rules: someOf('WOMEN', 'FRONT_COMMITTEE'),
    levels: fc.subarray(['commune', 'hamlet'] as const, { minLength: 1 }),
    rounds: someOf('FINAL', 'FINAL-COMMUNE', 'SUMMARY'),
    feeds: fc.boolean(),
  })
  .map(({ from, to, levels, decimals, feeds, ...plan }) => ({
    period: { periodStart: from, periodEnd: to },
    areas: plan.areas.map((code) => area(code)),
    metrics: plan.metrics.map((code) => metric(code, { decimals })),
    rules: plan.rules.map((orgType, index) => rule({ ruleId: `rule-${index + 1}`, orgType, levels: [...levels] })),
    rounds: plan.rounds.map((code) =>
      round(code, {
        ...(code === 'SUMMARY' && { kind: 'SUMMARY' }),
        ...(code === 'FINAL-COMMUNE' && { fromLevel: 'commune' }),
        ...(code === 'FINAL-COMMUNE' && feeds && plan.rounds.includes('FINAL') && { feeds: 'FINAL' }),
      }),
    ),
  }));

const drafts = plans.map(({ period, ...lists }) =>
  draftCampaign({ details: { ...contents(period), issuerOrgId: 'province-committee' }, ...lists }),
);
const amendments = plans.map(({ period, ...lists }) => amendPlan({ details: contents(period), ...lists }));
const moves = fc
  .constantFrom('SuspendCampaign', 'ResumeCampaign', 'CloseReporting', 'CloseCampaign', 'CancelCampaign')
  .map((type) => moveCampaign(type));
const reschedulings = fc
  .record({ roundCode: fc.constantFrom('FINAL', 'FINAL-COMMUNE'), receiverOrgId: fc.constantFrom('district', 'a') })
  .map((more) => rescheduleRound(more));
const commands: fc.Arbitrary<CampaignCommand> = fc.oneof(
  { arbitrary: amendments, weight: 6 },
  { arbitrary: fc.constant(launchCampaign()), weight: 2 },
  { arbitrary: moves, weight: 1 },
  { arbitrary: fc.constant(summarise), weight: 1 },
  { arbitrary: reschedulings, weight: 1 },
);

/** Every state a history passes, with the events that led from one to the next. */
const passed = (history: readonly CampaignCommand[]) => {
  let campaign: Campaign = campaignDecider.initial();
  return history.flatMap((command) => {
    const before = campaign;
    const events = campaignDecider.decide(command, before);
    if (isRefusal(events)) return [];
    for (const event of events as readonly CampaignEvent[]) {
      campaign = evolveOne(campaignDecider.evolve, campaign, event, systemActor);
    }
    return [{ command, before, after: campaign, events }];
  });
};

const known = (campaign: Campaign): KnownCampaign => {
  if (campaign.status === 'none') throw new Error('it was drafted');
  return campaign;
};

/** What organisations work by: it only grows. */
const fixedPart = ({ plan, metrics }: KnownCampaign) => ({
  areas: plan.areas.map(({ areaCode }) => areaCode),
  metrics: [...metrics].map(([code, { combine, decimals }]) => `${code} ${combine} ${decimals}`),
  rounds: plan.rounds.map(({ roundCode, kind, feeds }) => `${roundCode} ${kind} ${feeds}`),
  rules: plan.rules.flatMap(({ ruleId, orgType, levels }) => levels.map((level) => `${ruleId} ${orgType} ${level}`)),
});

const order = ['draft', 'launched', 'reporting-closed', 'summarised', 'closed'];

describe('no sequence of commands', () => {
  const histories = fc
    .tuple(drafts, fc.array(commands, { maxLength: 12 }))
    .map(([first, rest]): CampaignCommand[] => [first, ...rest]);
  const forAll = (holds: (step: ReturnType<typeof passed>[number]) => void) =>
    fc.assert(
      fc.property(histories, (history) => passed(history).forEach(holds)),
      { numRuns: 300 },
    );

  it('takes anything away that was launched, and each rule keeps its id', () => {
    forAll(({ before, after }) => {
      if (before.status === 'none' || !before.issued) return;
      const [old, now] = [fixedPart(before), fixedPart(known(after))];
      for (const list of ['areas', 'metrics', 'rounds', 'rules'] as const) {
        expect(now[list]).toEqual(expect.arrayContaining(old[list]));
      }
      expect(known(after).periodStart <= before.periodStart).toBe(true);
      expect(known(after).periodEnd >= before.periodEnd).toBe(true);
    });
  });

  it('makes a plan whose days are reversed, whose codes or rule ids stand twice, or launches one that lacks a list', () => {
    forAll(({ after }) => {
      const { issued, periodStart, periodEnd, plan } = known(after);
      expect(periodStart <= periodEnd).toBe(true);
      const ids = plan.rules.map(({ ruleId }) => ruleId);
      expect(new Set(ids).size).toBe(ids.length);
      if (!issued) return;
      expect([plan.areas, plan.rules, plan.rounds].every(({ length }) => length > 0)).toBe(true);
    });
  });

  it('goes back, but from a suspension, or on from what is closed or cancelled', () => {
    forAll(({ before, after }) => {
      if (before.status === after.status || before.status === 'none' || after.status === 'cancelled') return;
      expect(['closed', 'cancelled']).not.toContain(before.status);
      const pair = `${before.status} ${after.status}`;
      if (pair === 'launched suspended' || pair === 'suspended launched') return;
      const summary = before.plan.rounds.some(({ kind }) => kind === 'SUMMARY');
      const steps = pair === 'reporting-closed closed' && !summary ? 2 : 1;
      expect(order.indexOf(after.status)).toBe(order.indexOf(before.status) + steps);
    });
  });

  it('says anything when it is asked for a second time', () => {
    forAll(({ command, after, events }) => {
      if (events.length === 0 || command.type === 'DraftCampaign') return;
      const again = campaignDecider.decide(command, after);
      expect(isRefusal(again) ? [] : again).toEqual([]);
    });
  });
});
