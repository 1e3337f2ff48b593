import type { Evolve } from '@thidua/event-sourcing';
import type { CampaignEvent } from '@thidua/events';
import type { ReportingLine } from '@thidua/reporting';
import type { CampaignInForce } from './campaign-gates.js';
import type { StatedPlan } from './stated-plan.js';

/** A campaign as its own rules see it: what work is judged by, and the plan as it was stated last. */
export interface KnownCampaign extends CampaignInForce {
  /** Whether it was ever launched: a draft that was cancelled stays its issuer's. */
  readonly issued: boolean;
  readonly plan: StatedPlan;
  /** Due instants that were moved, by `dueKey`; the last one holds. */
  readonly moved: ReadonlyMap<string, string>;
  /** Reporting lines by reporter, in the order in which they were set. */
  readonly lines: ReadonlyMap<string, readonly ReportingLine[]>;
}

export type Campaign = { readonly status: 'none' } | KnownCampaign;

/** One reporting line more. */
export const withLine = (lines: KnownCampaign['lines'], line: ReportingLine): KnownCampaign['lines'] =>
  new Map(lines).set(line.reporterOrgId, [...(lines.get(line.reporterOrgId) ?? []), line]);

/** What a due instant was moved for: a round, for one receiver or for all. */
export const dueKey = (roundCode: string, receiverOrgId: string | undefined): string =>
  JSON.stringify(receiverOrgId === undefined ? [roundCode] : [roundCode, receiverOrgId]);

const change = (campaign: Campaign, changeOf: (known: KnownCampaign) => Partial<KnownCampaign>): Campaign =>
  campaign.status === 'none' ? campaign : { ...campaign, ...changeOf(campaign) };

/** One more item of a list of the plan. */
const stated = (campaign: KnownCampaign, list: Exclude<keyof StatedPlan, 'details'>, item: object) => ({
  plan: { ...campaign.plan, [list]: [...campaign.plan[list], item] },
});

const emptyLists = { areas: [], metrics: [], rules: [], rounds: [] } as const;
const noneInForce = () => ({ areas: new Set<string>(), metrics: new Map(), rules: [], rounds: new Set<string>() });

export const evolveCampaign: Evolve<Campaign, CampaignEvent> = {
  'CampaignDrafted.v1': (_, { issuerOrgId, ...details }) => ({
    status: 'draft',
    issued: false,
    issuerOrgId,
    periodStart: details.periodStart,
    periodEnd: details.periodEnd,
    ...noneInForce(),
    plan: { details, ...emptyLists },
    moved: new Map(),
    lines: new Map(),
  }),
  // The plan is stated anew by the events that follow in the same append.
  'CampaignPlanAmended.v1': (campaign) =>
    change(campaign, ({ plan: { details } }) => ({ ...noneInForce(), plan: { details, ...emptyLists } })),
  'CampaignDetailsChanged.v1': (campaign, details) =>
    change(campaign, ({ plan }) => ({
      periodStart: details.periodStart,
      periodEnd: details.periodEnd,
      plan: { ...plan, details },
    })),
  'ContentAreaDefined.v1': (campaign, area) =>
    change(campaign, (known) => ({
      areas: new Set(known.areas).add(area.areaCode),
      ...stated(known, 'areas', area),
    })),
  'MetricDefined.v1': (campaign, metric) =>
    change(campaign, (known) => {
      const { combine, decimals, countsItself } = metric;
      const metrics = new Map(known.metrics).set(metric.metric, { combine, decimals, countsItself });
      return { metrics, ...stated(known, 'metrics', metric) };
    }),
  'ParticipantRuleSet.v1': (campaign, rule) =>
    change(campaign, (known) => {
      const { ruleId, orgType, group, levels, subjectKinds } = rule;
      const rules = [...known.rules, { ruleId, orgType, group, levels, subjectKinds }];
      return { rules, ...stated(known, 'rules', rule) };
    }),
  'ReportRoundDefined.v1': (campaign, round) =>
    change(campaign, (known) => ({
      rounds: new Set(known.rounds).add(round.roundCode),
      ...stated(known, 'rounds', round),
    })),
  'CampaignLaunched.v1': (campaign) => change(campaign, () => ({ status: 'launched', issued: true })),
  'ReportRoundRescheduled.v1': (campaign, { roundCode, receiverOrgId, newDueBefore }) =>
    change(campaign, ({ moved }) => ({ moved: new Map(moved).set(dueKey(roundCode, receiverOrgId), newDueBefore) })),
  'ReportingLineSet.v1': (campaign, { campaignId: _, ...line }) =>
    change(campaign, ({ lines }) => ({ lines: withLine(lines, line) })),
  'CampaignSuspended.v1': (campaign) => change(campaign, () => ({ status: 'suspended' })),
  'CampaignResumed.v1': (campaign) => change(campaign, () => ({ status: 'launched' })),
  'ReportingClosed.v1': (campaign) => change(campaign, () => ({ status: 'reporting-closed' })),
  'CampaignSummarised.v1': (campaign) => change(campaign, () => ({ status: 'summarised' })),
  'CampaignClosed.v1': (campaign) => change(campaign, () => ({ status: 'closed' })),
  'CampaignCancelled.v1': (campaign) => change(campaign, () => ({ status: 'cancelled' })),
};
