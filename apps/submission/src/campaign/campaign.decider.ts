import type { ParticipantRule } from '@thidua/authority';
import { type Decider, type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { CampaignEvent, Combine, EventData } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';

/** A metric as quantities are judged by it. */
export interface MetricRule {
  readonly combine: Combine;
  readonly decimals: number;
}

export interface CampaignInForce {
  readonly status: 'draft' | 'launched';
  readonly issuerOrgId: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly areas: ReadonlySet<string>;
  readonly metrics: ReadonlyMap<string, MetricRule>;
  readonly rules: readonly ParticipantRule[];
  readonly rounds: ReadonlySet<string>;
}

export type Campaign = { readonly status: 'none' } | CampaignInForce;

type Details = EventData<'CampaignDrafted.v1'>;
type Area = EventData<'ContentAreaDefined.v1'>;
type Metric = EventData<'MetricDefined.v1'>;
type Rule = EventData<'ParticipantRuleSet.v1'>;
type Round = EventData<'ReportRoundDefined.v1'>;

/** A launch plan whole, as its document states it. */
export interface DraftCampaign {
  readonly type: 'DraftCampaign';
  readonly details: Details;
  readonly areas: readonly Area[];
  readonly metrics: readonly Metric[];
  readonly rules: readonly Rule[];
  readonly rounds: readonly Round[];
}

export interface LaunchCampaign {
  readonly type: 'LaunchCampaign';
  readonly launch: EventData<'CampaignLaunched.v1'>;
}

export type CampaignCommand = DraftCampaign | LaunchCampaign;

export type CampaignRefusal = Refusal<
  | 'INVALID_TRANSITION'
  | 'DATES_REVERSED'
  | 'DUPLICATE'
  | 'MISSING'
  | 'UNKNOWN_AREA'
  | 'ROUND_FEEDS'
  | 'TEXT_INVALID'
  | 'TOO_MANY'
>;

const change = (campaign: Campaign, changed: Partial<CampaignInForce>): Campaign =>
  campaign.status === 'none' ? campaign : { ...campaign, ...changed };

export const campaignDecider: Decider<Campaign, CampaignCommand, CampaignEvent, CampaignRefusal> = {
  category: 'campaign',
  initial: () => ({ status: 'none' }),
  evolve: {
    'CampaignDrafted.v1': (_, { issuerOrgId, periodStart, periodEnd }) => ({
      status: 'draft',
      issuerOrgId,
      periodStart,
      periodEnd,
      areas: new Set(),
      metrics: new Map(),
      rules: [],
      rounds: new Set(),
    }),
    'ContentAreaDefined.v1': (campaign, { areaCode }) =>
      campaign.status === 'none' ? campaign : change(campaign, { areas: new Set(campaign.areas).add(areaCode) }),
    'MetricDefined.v1': (campaign, { metric, combine, decimals }) =>
      campaign.status === 'none'
        ? campaign
        : change(campaign, { metrics: new Map(campaign.metrics).set(metric, { combine, decimals }) }),
    'ParticipantRuleSet.v1': (campaign, { orgType, group, levels }) =>
      campaign.status === 'none'
        ? campaign
        : change(campaign, { rules: [...campaign.rules, { orgType, group, levels }] }),
    'ReportRoundDefined.v1': (campaign, { roundCode }) =>
      campaign.status === 'none' ? campaign : change(campaign, { rounds: new Set(campaign.rounds).add(roundCode) }),
    'CampaignLaunched.v1': (campaign) => change(campaign, { status: 'launched' }),
  },
  decide(command, campaign) {
    switch (command.type) {
      case 'DraftCampaign':
        return draft(command, campaign);
      case 'LaunchCampaign':
        return launch(command, campaign);
    }
  },
};

const draft = (command: DraftCampaign, campaign: Campaign): readonly CampaignEvent[] | CampaignRefusal => {
  if (campaign.status !== 'none')
    return refuse('INVALID_TRANSITION', undefined, { from: campaign.status, to: 'draft' });
  const faults = [
    ...periodFaults(command.details),
    ...duplicateFaults(
      'areas',
      command.areas.map(({ areaCode }) => areaCode),
    ),
    ...duplicateFaults(
      'metrics',
      command.metrics.map(({ metric }) => metric),
    ),
    ...duplicateFaults(
      'rounds',
      command.rounds.map(({ roundCode }) => roundCode),
    ),
    ...referenceFaults(command),
    ...ruleFaults(command.rules),
    ...roundFaults(command.rounds),
  ];
  const listed = (list: string, events: readonly CampaignEvent[]) =>
    events.map((event, index) => ({ event, place: [list, String(index)] }));
  const placed: readonly { readonly event: CampaignEvent; readonly place: readonly string[] }[] = [
    { event: { type: 'CampaignDrafted.v1', data: command.details }, place: [] },
    ...listed(
      'areas',
      command.areas.map((data) => ({ type: 'ContentAreaDefined.v1', data })),
    ),
    ...listed(
      'metrics',
      command.metrics.map((data) => ({ type: 'MetricDefined.v1', data })),
    ),
    ...listed(
      'participantRules',
      command.rules.map((data) => ({ type: 'ParticipantRuleSet.v1', data })),
    ),
    ...listed(
      'rounds',
      command.rounds.map((data) => ({ type: 'ReportRoundDefined.v1', data })),
    ),
  ];
  const events = placed.map(({ event }) => event);
  return (
    refusedFor(faults) ?? storable(events, (index, path) => inputPathOf([...(placed[index]?.place ?? []), ...path]))
  );
};

/** What the plan's input calls a value that its event calls otherwise, by the list that it stands in. */
const inputNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  areas: { areaCode: 'code' },
  metrics: { metric: 'code' },
  participantRules: { orgType: 'organisationType' },
  rounds: { roundCode: 'code' },
  references: { areaCode: 'area' },
  duties: { orgType: 'organisationType' },
};

const inputPathOf = (path: readonly string[]): readonly string[] => {
  const [list = ''] = path;
  return path.map((name) => inputNames[list]?.[name] ?? name);
};

const launch = ({ launch }: LaunchCampaign, campaign: Campaign): readonly CampaignEvent[] | CampaignRefusal => {
  if (campaign.status !== 'draft') {
    return refuse('INVALID_TRANSITION', undefined, { from: campaign.status, to: 'launch' });
  }
  const { areas, rules, rounds } = campaign;
  const faults = Object.entries({ areas: areas.size, participantRules: rules.length, rounds: rounds.size })
    .filter(([, count]) => count === 0)
    .map(([what]) => refuse('MISSING', ['campaign'], { what }));
  return (
    refusedFor(faults) ?? storable([{ type: 'CampaignLaunched.v1', data: launch }], (_, path) => launchPathOf(path))
  );
};

/** Who signed stands flat in the input. */
const launchPathOf = (path: readonly string[]): readonly string[] =>
  path[0] === 'signedBy' ? [path[1] === 'capacityVi' ? 'signedByCapacity' : 'signedOnBehalfOf'] : path;

const periodFaults = ({ periodStart, periodEnd }: Details): readonly CampaignRefusal[] =>
  periodStart > periodEnd ? [refuse('DATES_REVERSED', ['periodEnd'], { from: periodStart, to: periodEnd })] : [];

const duplicateFaults = (list: string, codes: readonly string[]): readonly CampaignRefusal[] =>
  codes.flatMap((code, index) =>
    codes.indexOf(code) < index ? [refuse('DUPLICATE', [list, String(index), 'code'], { code })] : [],
  );

const referenceFaults = ({ details, areas }: DraftCampaign): readonly CampaignRefusal[] => {
  const allowed = areas.map(({ areaCode }) => areaCode);
  return details.references.flatMap(({ areaCode }, index) =>
    areaCode !== undefined && !allowed.includes(areaCode)
      ? [refuse('UNKNOWN_AREA', ['references', String(index), 'area'], { area: areaCode, allowed })]
      : [],
  );
};

/** A rule names a kind or a group, and at least one level. */
const ruleFaults = (rules: readonly Rule[]): readonly CampaignRefusal[] =>
  rules.flatMap(({ orgType, group, levels, subjectKinds }, index) => {
    const at = ['participantRules', String(index)];
    if ((orgType === undefined) === (group === undefined)) {
      return [refuse('MISSING', at, { what: 'organisationType | group' })];
    }
    if (levels.length === 0) return [refuse('MISSING', [...at, 'levels'], { what: 'levels' })];
    return subjectKinds.length === 0 ? [refuse('MISSING', [...at, 'subjectKinds'], { what: 'subjectKinds' })] : [];
  });

/** What feeds and supplements name exists, and feeding never closes a circle. */
const roundFaults = (rounds: readonly Round[]): readonly CampaignRefusal[] => {
  const byCode = new Map(rounds.map((round) => [round.roundCode, round]));
  return rounds.flatMap((round, index): readonly CampaignRefusal[] => {
    const at = ['rounds', String(index)];
    const { roundCode, supplements, fromOrgTypes } = round;
    if (fromOrgTypes.length === 0) return [refuse('MISSING', [...at, 'fromOrgTypes'], { what: 'fromOrgTypes' })];
    if (supplements !== undefined && !byCode.has(supplements)) {
      return [refuse('ROUND_FEEDS', [...at, 'supplements'], { round: roundCode, feeds: supplements })];
    }
    const feeds = brokenFeed(round, byCode);
    return feeds === null ? [] : [refuse('ROUND_FEEDS', [...at, 'feeds'], { round: roundCode, feeds })];
  });
};

/** The first round on the way up that does not exist or was there before; null where the way ends well. */
const brokenFeed = (round: Round, byCode: ReadonlyMap<string, Round>): string | null => {
  const passed = new Set([round.roundCode]);
  let next = round.feeds;
  while (next !== undefined) {
    const above = byCode.get(next);
    if (!above || passed.has(next)) return next;
    passed.add(next);
    next = above.feeds;
  }
  return null;
};
