import type { EventData, ParticipationEvent } from '@thidua/events';
import type { CampaignInForce } from '../src/campaign/campaign-gates.js';
import type {
  InviteParticipant,
  IssueUnitPlan,
  RegisterParticipation,
  SetTargets,
  WithdrawParticipation,
} from '../src/participation/participation.decider.js';
import type { Participant } from '../src/participation/participation.state.js';
import type { TargetInput } from '../src/participation/targets.js';
import { campaignIn, draftCampaign, drafted, launched, metric, stateAfter } from './campaigns.js';

// What a test does not speak of is filled in: the committee of a commune, asked on 1 March 2022.

const participant: Participant = {
  campaignId: 'tra-vinh-2022',
  orgId: 'commune-committee',
  unitId: 'commune',
};

/** A campaign as it is in one of its states. */
export const campaign = (status: Exclude<keyof typeof campaignIn, 'none'> = 'launched'): CampaignInForce => {
  const state = stateAfter(campaignIn[status]);
  if (state.status === 'none') throw new Error('it was drafted');
  return state;
};

/** One with a metric of whole metres and one of tenths. */
const campaignWithScores = (): CampaignInForce => {
  const metrics = [metric(), metric('score', { decimals: 1 })];
  const state = stateAfter([...drafted(draftCampaign({ metrics })), launched()]);
  if (state.status === 'none') throw new Error('it was drafted');
  return state;
};

type Registration = EventData<'ParticipationRegistered.v1'>;
type Plan = EventData<'UnitPlanIssued.v1'>;
type Target = EventData<'TargetSet.v1'>;

const registration = (more: Partial<Registration> = {}): Registration => ({
  ...participant,
  subjectKind: 'COLLECTIVE',
  registeredOn: '2022-03-01',
  ...more,
});

const plan = (more: Partial<Plan> = {}): Plan => ({
  ...participant,
  issuedOn: '2022-03-01',
  rounds: [{ roundCode: 'FINAL', dueBefore: '2022-06-13T17:00:00.000Z' }],
  ...more,
});

const target = (more: Partial<Target> = {}): Target => ({
  ...participant,
  targetId: 'metres',
  areaCode: '2.1',
  metric: 'road_m',
  value: 100,
  scope: 'OWN',
  effectiveOn: '2022-03-01',
  ...more,
});

export const invited: ParticipationEvent = {
  type: 'ParticipantInvited.v1',
  data: { ...participant, ruleId: 'rule-1' },
};

export const registered = (more: Partial<Registration> = {}): ParticipationEvent => ({
  type: 'ParticipationRegistered.v1',
  data: registration(more),
});

export const planIssued = (more: Partial<Plan> = {}): ParticipationEvent => ({
  type: 'UnitPlanIssued.v1',
  data: plan(more),
});

export const targetSet = (more: Partial<Target> = {}): ParticipationEvent => ({
  type: 'TargetSet.v1',
  data: target(more),
});

export const targetRevised = (more: Partial<Target> = {}): ParticipationEvent => ({
  type: 'TargetRevised.v1',
  data: target(more),
});

export const withdrawn: ParticipationEvent = {
  type: 'ParticipationWithdrawn.v1',
  data: { ...participant, reason: 'Sáp nhập.' },
};

export const invite = (): InviteParticipant => ({
  type: 'InviteParticipant',
  invitation: { ...participant, ruleId: 'rule-1' },
});

export const register = (
  more: Partial<Registration> = {},
  context: Partial<RegisterParticipation> = {},
): RegisterParticipation => ({
  type: 'RegisterParticipation',
  registration: registration(more),
  allowedKinds: ['COLLECTIVE'],
  campaign: campaign(),
  ...context,
});

export const issuePlan = (more: Partial<Plan> = {}, context: Partial<IssueUnitPlan> = {}): IssueUnitPlan => ({
  type: 'IssueUnitPlan',
  plan: plan(more),
  campaign: campaign(),
  today: '2022-03-01',
  ...context,
});

/** A target as a form sends it. */
export const sentTarget = (value: string, more: Partial<TargetInput> = {}): TargetInput => ({
  targetId: 'metres',
  areaCode: '2.1',
  metric: 'road_m',
  value,
  scope: 'OWN',
  effectiveOn: '2022-03-01',
  ...more,
});

export const setTargets = (targets: readonly TargetInput[], more: Partial<SetTargets> = {}): SetTargets => ({
  type: 'SetTargets',
  targets,
  byReceiver: false,
  participant,
  campaign: campaignWithScores(),
  ...more,
});

export const withdraw = (more: Partial<WithdrawParticipation> = {}): WithdrawParticipation => ({
  type: 'WithdrawParticipation',
  reason: 'Sáp nhập.',
  campaign: campaign(),
  ...more,
});

/** A history that leads to each state a participation can be in. */
export const participationIn = {
  none: [],
  invited: [invited],
  registered: [invited, registered()],
  withdrawn: [invited, registered(), withdrawn],
} as const satisfies Record<string, readonly ParticipationEvent[]>;
