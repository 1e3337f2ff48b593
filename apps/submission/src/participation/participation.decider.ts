import { type Decider, type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { EventData, ParticipationEvent } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';
import { type CampaignInForce, mayRegister } from '../campaign/campaign-gates.js';
import {
  evolveParticipation,
  noParticipation,
  type Participant,
  type Participation,
  type ParticipationStatus,
} from './participation.state.js';
import { type TargetInput, type TargetRefusal, targetsSet } from './targets.js';

/** A rule of the campaign matches the organisation. Sent by a process. */
export interface InviteParticipant {
  readonly type: 'InviteParticipant';
  readonly invitation: EventData<'ParticipantInvited.v1'>;
}

export interface RegisterParticipation {
  readonly type: 'RegisterParticipation';
  readonly registration: EventData<'ParticipationRegistered.v1'>;
  /** As what the rules that match the organisation let it take part; empty where none matches. */
  readonly allowedKinds: readonly EventData<'ParticipationRegistered.v1'>['subjectKind'][];
  readonly campaign: CampaignInForce;
}

export interface IssueUnitPlan {
  readonly type: 'IssueUnitPlan';
  readonly plan: EventData<'UnitPlanIssued.v1'>;
  readonly campaign: CampaignInForce;
  readonly today: string;
}

export interface SetTargets {
  readonly type: 'SetTargets';
  readonly targets: readonly TargetInput[];
  /** Whether the head of the receiver sets them. */
  readonly byReceiver: boolean;
  readonly participant: Participant;
  readonly campaign: CampaignInForce;
}

export interface WithdrawParticipation {
  readonly type: 'WithdrawParticipation';
  readonly reason: string;
  readonly campaign: CampaignInForce;
}

export type ParticipationCommand =
  | InviteParticipant
  | RegisterParticipation
  | IssueUnitPlan
  | SetTargets
  | WithdrawParticipation;

export type ParticipationRefusal =
  | TargetRefusal
  | Refusal<
      | 'INVALID_TRANSITION'
      | 'NOT_A_PARTICIPANT'
      | 'UNKNOWN_ROUND'
      | 'DAY_IN_FUTURE'
      | 'DUPLICATE'
      | 'TEXT_INVALID'
      | 'TOO_MANY'
    >;

type Decision = readonly ParticipationEvent[] | ParticipationRefusal;

export const participationDecider: Decider<
  Participation,
  ParticipationCommand,
  ParticipationEvent,
  ParticipationRefusal
> = {
  category: 'participation',
  initial: () => noParticipation,
  evolve: evolveParticipation,
  decide(command, participation) {
    switch (command.type) {
      case 'InviteParticipant':
        // Whoever registered before the invitation came needs none.
        return participation.status === 'none' ? [{ type: 'ParticipantInvited.v1', data: command.invitation }] : [];
      case 'RegisterParticipation':
        return register(command, participation);
      case 'IssueUnitPlan':
        return issuePlan(command, participation);
      case 'SetTargets':
        return stopped(participation, takesPart, command.campaign, 'set-targets') ?? targets(command, participation);
      case 'WithdrawParticipation':
        return withdraw(command, participation);
    }
  },
};

const takesPart: readonly ParticipationStatus[] = ['invited', 'registered'];

/** Why nothing can be done now: the state of the participation, or that of the campaign. */
const stopped = (
  { status }: Participation,
  states: readonly ParticipationStatus[],
  campaign: CampaignInForce,
  to: string,
) => {
  if (!states.includes(status)) return refuse('INVALID_TRANSITION', undefined, { from: status, to });
  return mayRegister(campaign) ? null : refuse('INVALID_TRANSITION', undefined, { from: campaign.status, to });
};

/** Registered again as something else it is a change; the same says nothing. */
const register = (command: RegisterParticipation, participation: Participation): Decision => {
  const { registration, allowedKinds, campaign } = command;
  const refused = stopped(participation, ['none', ...takesPart], campaign, 'register');
  if (refused) return refused;
  const { subjectKind, headcount } = registration;
  if (allowedKinds.length === 0) return refuse('NOT_A_PARTICIPANT', ['campaign']);
  if (!allowedKinds.includes(subjectKind)) return refuse('NOT_A_PARTICIPANT', ['subjectKind']);
  const faults = headcountFaults(headcount);
  if (faults.length > 0) return refusedFor(faults) ?? [];
  const before = participation.registration;
  if (before?.subjectKind === subjectKind && before.headcount === headcount) return [];
  return [{ type: 'ParticipationRegistered.v1', data: registration }];
};

const headcountMax = 100_000_000;

const headcountFaults = (headcount = 0): readonly ParticipationRefusal[] => {
  if (headcount < 0) return [refuse('QUANTITY_NEGATIVE', ['headcount'], { value: headcount })];
  return headcount > headcountMax
    ? [refuse('QUANTITY_TOO_LARGE', ['headcount'], { value: headcount, max: headcountMax })]
    : [];
};

const issuePlan = (command: IssueUnitPlan, participation: Participation): Decision => {
  const { plan, campaign, today } = command;
  const refused = stopped(participation, takesPart, campaign, 'issue-plan');
  if (refused) return refused;
  const faults: ParticipationRefusal[] = [];
  if (plan.issuedOn > today) faults.push(refuse('DAY_IN_FUTURE', ['issuedOn'], { day: plan.issuedOn, today }));
  const codes = plan.rounds.map(({ roundCode }) => roundCode);
  for (const [index, round] of codes.entries()) {
    const at = ['rounds', String(index), 'round'];
    if (!campaign.rounds.has(round)) faults.push(refuse('UNKNOWN_ROUND', at, { round, allowed: [...campaign.rounds] }));
    if (codes.indexOf(round) < index) faults.push(refuse('DUPLICATE', at, { code: round }));
  }
  if (samePlan(plan, participation.plan)) return [];
  return (
    refusedFor(faults) ??
    storable<ParticipationEvent>([{ type: 'UnitPlanIssued.v1', data: plan }], (_, [name = '', ...path]) => [
      name === 'guidanceVi' ? 'guidance' : name,
      ...path,
    ])
  );
};

type Plan = EventData<'UnitPlanIssued.v1'>;

/** Whether a plan says what the one in force says. */
const samePlan = (plan: Plan, before: Plan | null): boolean =>
  before !== null &&
  plan.documentNo === before.documentNo &&
  plan.issuedOn === before.issuedOn &&
  plan.guidanceVi === before.guidanceVi &&
  plan.rounds.length === before.rounds.length &&
  plan.rounds.every(
    ({ roundCode, dueBefore }, index) =>
      before.rounds[index]?.roundCode === roundCode && before.rounds[index].dueBefore === dueBefore,
  );

const targets = (command: SetTargets, participation: Participation): Decision =>
  targetsSet(command, participation.targets);

const withdraw = ({ reason, campaign }: WithdrawParticipation, participation: Participation): Decision => {
  const { participant } = participation;
  const refused = stopped(participation, takesPart, campaign, 'withdraw');
  if (refused) return refused;
  if (participant === null) throw new Error('a participation that began names no organisation');
  return storable<ParticipationEvent>([{ type: 'ParticipationWithdrawn.v1', data: { ...participant, reason } }]);
};
