import { type Decider, type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { CampaignEvent, EventData } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';
import { type Campaign, dueKey, evolveCampaign, type KnownCampaign } from './campaign.state.js';
import { fixedFaults, samePlan, withRuleIds } from './campaign-amendment.js';
import { type CampaignStatus, mayReschedule } from './campaign-gates.js';
import { type SetReportingLine, setReportingLine } from './reporting-lines.js';
import { type PlanRefusal, planFaults, type StatedPlan, statedBy } from './stated-plan.js';

export type { Campaign, KnownCampaign } from './campaign.state.js';

/** A launch plan whole, as its document states it. */
export interface DraftCampaign extends Omit<StatedPlan, 'details'> {
  readonly type: 'DraftCampaign';
  readonly details: EventData<'CampaignDrafted.v1'>;
}

/** The plan stated anew. Ids of rules are given by the campaign, whatever the command says. */
export interface AmendPlan extends StatedPlan {
  readonly type: 'AmendPlan';
  readonly amendment: EventData<'CampaignPlanAmended.v1'>;
}

export interface LaunchCampaign {
  readonly type: 'LaunchCampaign';
  readonly launch: EventData<'CampaignLaunched.v1'>;
}

/** A change of state that says nothing but why. */
export interface MoveCampaign {
  readonly type: 'SuspendCampaign' | 'ResumeCampaign' | 'CloseReporting' | 'CloseCampaign' | 'CancelCampaign';
  readonly because: EventData<'CampaignSuspended.v1'>;
}

export interface RescheduleRound {
  readonly type: 'RescheduleRound';
  readonly rescheduling: Omit<EventData<'ReportRoundRescheduled.v1'>, 'oldDueBefore'>;
  /** What the receiver's own plan sets for this round; null where it sets nothing, or all are meant. */
  readonly planned: string | null;
}

/** The issuer's summary was accepted: in one append with its `ReportAccepted`. */
export interface Summarise {
  readonly type: 'Summarise';
  readonly summary: EventData<'CampaignSummarised.v1'>;
}

export type CampaignCommand =
  | DraftCampaign
  | AmendPlan
  | LaunchCampaign
  | MoveCampaign
  | RescheduleRound
  | SetReportingLine
  | Summarise;

export type CampaignRefusal =
  | PlanRefusal
  | Refusal<'INVALID_TRANSITION' | 'PLAN_FIXED' | 'UNKNOWN_ROUND' | 'REPORTING_LINE'>;

type Decision = readonly CampaignEvent[] | CampaignRefusal;

export const campaignDecider: Decider<Campaign, CampaignCommand, CampaignEvent, CampaignRefusal> = {
  category: 'campaign',
  initial: () => ({ status: 'none' }),
  evolve: evolveCampaign,
  decide(command, campaign) {
    switch (command.type) {
      case 'DraftCampaign':
        return draft(command, campaign);
      case 'AmendPlan':
        return amend(command, campaign);
      case 'LaunchCampaign':
        return launch(command, campaign);
      case 'RescheduleRound':
        return reschedule(command, campaign);
      case 'SetReportingLine':
        return inForce(campaign) ? setReportingLine(command, campaign) : impossible(campaign, 'set-reporting-line');
      case 'Summarise':
        return summarise(command, campaign);
      default:
        return move(command, campaign);
    }
  },
};

/** Whether it was drafted, and neither closed nor cancelled. */
const inForce = (campaign: Campaign): campaign is KnownCampaign =>
  campaign.status !== 'none' && campaign.status !== 'closed' && campaign.status !== 'cancelled';

const impossible = ({ status }: Campaign, to: string) => refuse('INVALID_TRANSITION', undefined, { from: status, to });

/** A draft states no plan yet, so its plan is everything but who issues it. */
const draft = (command: DraftCampaign, campaign: Campaign): Decision => {
  if (campaign.status !== 'none') return impossible(campaign, 'draft');
  const drafted = { event: { type: 'CampaignDrafted.v1', data: command.details }, place: [] } as const;
  return planFaults(command, []) ?? statedBy([drafted], command, []);
};

/** After the launch an amendment says which document makes it and why, and takes nothing away. */
const amend = (command: AmendPlan, campaign: Campaign): Decision => {
  if (!inForce(campaign)) return impossible(campaign, 'amend');
  const at = ['plan'];
  const faults = planFaults(command, at);
  if (faults) return faults;
  const plan = { ...command, rules: withRuleIds(command.rules, campaign.plan.rules) };
  if (samePlan(plan, campaign.plan)) return [];
  const { amendment, details } = command;
  const refused = campaign.issued
    ? refusedFor([...unfounded(amendment), ...fixedFaults(plan, campaign.plan, at)])
    : null;
  const first = [
    { event: { type: 'CampaignPlanAmended.v1', data: amendment }, place: [] },
    { event: { type: 'CampaignDetailsChanged.v1', data: details }, place: at },
  ] as const;
  return refused ?? statedBy(first, plan, at);
};

const unfounded = (amendment: AmendPlan['amendment']): readonly CampaignRefusal[] =>
  (['documentDate', 'reason'] as const)
    .filter((what) => amendment[what] === undefined)
    .map((what) => refuse('MISSING', [what], { what }));

const launch = ({ launch }: LaunchCampaign, campaign: Campaign): Decision => {
  if (campaign.status !== 'draft') return impossible(campaign, 'launch');
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

/** From which states a campaign goes where, and the event that says so. A campaign that was closed stays so. */
const moves = {
  SuspendCampaign: { from: ['launched'], to: 'suspend', type: 'CampaignSuspended.v1' },
  ResumeCampaign: { from: ['suspended'], to: 'resume', type: 'CampaignResumed.v1' },
  CloseReporting: { from: ['launched'], to: 'close-reporting', type: 'ReportingClosed.v1' },
  CloseCampaign: { from: ['reporting-closed', 'summarised'], to: 'close', type: 'CampaignClosed.v1' },
  CancelCampaign: {
    from: ['draft', 'launched', 'suspended', 'reporting-closed', 'summarised'],
    to: 'cancel',
    type: 'CampaignCancelled.v1',
  },
} as const satisfies Record<MoveCampaign['type'], { from: readonly CampaignStatus[]; to: string; type: string }>;

const move = ({ type, because }: MoveCampaign, campaign: Campaign): Decision => {
  const { from, to, type: event } = moves[type];
  if (!from.some((status) => status === campaign.status)) return impossible(campaign, to);
  if (type === 'CloseCampaign' && awaitsSummary(campaign)) return impossible(campaign, to);
  return storable<CampaignEvent>([{ type: event, data: because }]);
};

/** Whether its plan has a summary that is not accepted yet: reporting ends with that one. */
const awaitsSummary = (campaign: Campaign): boolean =>
  campaign.status === 'reporting-closed' && campaign.plan.rounds.some(({ kind }) => kind === 'SUMMARY');

const summarise = ({ summary }: Summarise, campaign: Campaign): Decision => {
  if (campaign.status !== 'reporting-closed') return impossible(campaign, 'summarise');
  return [{ type: 'CampaignSummarised.v1', data: summary }];
};

/**
 * Moves the due instant of a round, for all or for one receiver. What is in force for a receiver: its own
 * instant, else that of all, else the round's. Whether a receiver's plan or its rescheduling came later is
 * not known here, so nothing counts as done unless both say so.
 */
const reschedule = ({ rescheduling, planned }: RescheduleRound, campaign: Campaign): Decision => {
  if (campaign.status === 'none' || !mayReschedule(campaign)) return impossible(campaign, 'reschedule');
  const { roundCode, receiverOrgId, newDueBefore } = rescheduling;
  const ofAll = dueOfAll(campaign, roundCode);
  if (ofAll === null) {
    return refuse('UNKNOWN_ROUND', ['round'], { round: roundCode, allowed: [...campaign.rounds] });
  }
  const moved = receiverOrgId === undefined ? undefined : campaign.moved.get(dueKey(roundCode, receiverOrgId));
  const own = [moved, planned].filter((due): due is string => due !== undefined && due !== null);
  const [oldDueBefore] = [...own, ofAll];
  const inForce = own.length > 0 ? own : [ofAll];
  if (oldDueBefore === undefined || inForce.every((due) => sameInstant(due, newDueBefore))) return [];
  return storable([{ type: 'ReportRoundRescheduled.v1', data: { ...rescheduling, oldDueBefore } }]);
};

const dueOfAll = ({ plan, moved }: KnownCampaign, roundCode: string): string | null => {
  const round = plan.rounds.find((one) => one.roundCode === roundCode);
  return round ? (moved.get(dueKey(roundCode, undefined)) ?? round.dueBefore) : null;
};

const sameInstant = (one: string, other: string): boolean => Date.parse(one) === Date.parse(other);
