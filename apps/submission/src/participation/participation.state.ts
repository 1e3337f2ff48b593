import type { Evolve } from '@thidua/event-sourcing';
import type { EventData, ParticipationEvent } from '@thidua/events';

export type ParticipationStatus = 'none' | 'invited' | 'registered' | 'withdrawn';

/** Whose participation it is; the first event of its stream says so. */
export interface Participant {
  readonly campaignId: string;
  readonly orgId: string;
  readonly unitId: string;
}

/** A value of a target, and the first day it holds. */
export interface TargetValue {
  readonly value: number;
  readonly effectiveOn: string;
}

/** How one organisation takes part in one campaign, as its own rules see it. */
export interface Participation {
  readonly status: ParticipationStatus;
  readonly participant: Participant | null;
  readonly registration: Pick<EventData<'ParticipationRegistered.v1'>, 'subjectKind' | 'headcount'> | null;
  readonly plan: EventData<'UnitPlanIssued.v1'> | null;
  /** Due instants that the plan in force sets, by code of the round. */
  readonly due: ReadonlyMap<string, string>;
  /** All values of each target in the order they were stated, by target id. */
  readonly targets: ReadonlyMap<string, readonly TargetValue[]>;
}

export const noParticipation: Participation = {
  status: 'none',
  participant: null,
  registration: null,
  plan: null,
  due: new Map(),
  targets: new Map(),
};

/**
 * Whether an organisation brings achievements into a campaign: from its invitation on, until it withdraws.
 * Who matches a rule may begin before the invitation is there.
 */
export const bringsWork = ({ status }: Pick<Participation, 'status'>, matchesRule: boolean): boolean =>
  status === 'none' ? matchesRule : status !== 'withdrawn';

/** What a target is worth on a day: the value with the latest (effectiveOn, place in the log) up to it. */
export const valueOn = (values: readonly TargetValue[], day: string): number | null =>
  values.reduce<TargetValue | null>(
    (held, one) => (one.effectiveOn <= day && (held === null || one.effectiveOn >= held.effectiveOn) ? one : held),
    null,
  )?.value ?? null;

const targetStated = (participation: Participation, target: EventData<'TargetSet.v1'>): Participation => {
  const { targetId, value, effectiveOn } = target;
  const values = [...(participation.targets.get(targetId) ?? []), { value, effectiveOn }];
  return { ...participation, targets: new Map(participation.targets).set(targetId, values) };
};

const participantOf = ({ campaignId, orgId, unitId }: Participant): Participant => ({ campaignId, orgId, unitId });

export const evolveParticipation: Evolve<Participation, ParticipationEvent> = {
  'ParticipantInvited.v1': (participation, data) => ({
    ...participation,
    status: 'invited',
    participant: participantOf(data),
  }),
  'ParticipationRegistered.v1': (participation, { subjectKind, headcount, ...data }) => ({
    ...participation,
    status: 'registered',
    participant: participantOf(data),
    registration: { subjectKind, headcount },
  }),
  'UnitPlanIssued.v1': (participation, plan) => ({
    ...participation,
    plan,
    due: new Map(plan.rounds.map(({ roundCode, dueBefore }) => [roundCode, dueBefore])),
  }),
  'TargetSet.v1': targetStated,
  'TargetRevised.v1': targetStated,
  'ParticipationWithdrawn.v1': (participation) => ({ ...participation, status: 'withdrawn' }),
};
