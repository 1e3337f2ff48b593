import type { EventData, Position, RecordedOf } from '@thidua/events';
import type { Duty } from './duty.js';
import { Timeline } from './timeline.js';

export type Round = Omit<EventData<'ReportRoundDefined.v1'>, 'campaignId'>;

/** A due instant that was set for one receiver, by a rescheduling or by its own plan. */
interface SetFor {
  readonly dueBefore: string;
  readonly position: Position;
}

/** From a day on an organisation sends to another receiver than the default one. */
export type ReportingLine = Omit<EventData<'ReportingLineSet.v1'>, 'campaignId'>;

/** A receiver's own plan: until when its reporters are on time, by round. */
interface OwnPlan {
  readonly position: Position;
  readonly due: ReadonlyMap<string, string>;
}

/**
 * Receivers' own plans, as known at some position; of each its last one alone holds. What is known at several
 * positions shares its plans: a copy for each of ten thousand that are issued would not fit into memory.
 */
class OwnPlans {
  private constructor(
    private readonly byReceiver: Map<string, Timeline<OwnPlan | null>> | null,
    private readonly knownUpTo: Position,
  ) {}

  static readonly none = new OwnPlans(null, 0);

  of(receiverOrgId: string): OwnPlan | null {
    return this.byReceiver?.get(receiverOrgId)?.at(this.knownUpTo) ?? null;
  }

  with(receiverOrgId: string, plan: OwnPlan): OwnPlans {
    const byReceiver = this.byReceiver ?? new Map<string, Timeline<OwnPlan | null>>();
    const plans = byReceiver.get(receiverOrgId) ?? new Timeline<OwnPlan | null>(null);
    plans.put(plan.position, plan);
    byReceiver.set(receiverOrgId, plans);
    return new OwnPlans(byReceiver, plan.position);
  }
}

/** What a campaign says about reports, as known at some position. */
export interface RoundsBook {
  readonly issuerOrgId: string;
  readonly rounds: ReadonlyMap<string, Round>;
  /** Due instants moved for all receivers, by round. */
  readonly moved: ReadonlyMap<string, string>;
  /** Due instants moved for one receiver, by round and receiver. */
  readonly movedFor: ReadonlyMap<string, SetFor>;
  /** Due instants that receivers' own plans set. */
  readonly planned: OwnPlans;
  /** Reporting lines by reporter, in the order of the log. */
  readonly lines: ReadonlyMap<string, readonly ReportingLine[]>;
}

export const noRounds: RoundsBook = {
  issuerOrgId: '',
  rounds: new Map(),
  moved: new Map(),
  movedFor: new Map(),
  planned: OwnPlans.none,
  lines: new Map(),
};

export type RoundEventType =
  | 'CampaignDrafted.v1'
  | 'CampaignPlanAmended.v1'
  | 'ReportRoundDefined.v1'
  | 'ReportRoundRescheduled.v1'
  | 'ReportingLineSet.v1'
  | 'UnitPlanIssued.v1';
export type RoundEvent = { [Type in RoundEventType]: RecordedOf<Type> }[RoundEventType];

const receiverKey = (roundCode: string, receiverOrgId: string) => JSON.stringify([roundCode, receiverOrgId]);

/** What the next event of the log makes of the rounds of its campaign; what was known before it stays as it was. */
export const roundsAfter = (before: RoundsBook, event: RoundEvent): RoundsBook => {
  const { position } = event;
  switch (event.type) {
    case 'CampaignDrafted.v1':
      return { ...before, issuerOrgId: event.data.issuerOrgId };
    // The rounds are stated anew by the events that follow in the same append.
    case 'CampaignPlanAmended.v1':
      return { ...before, rounds: new Map() };
    case 'ReportRoundDefined.v1': {
      const { campaignId: _, ...round } = event.data;
      return { ...before, rounds: new Map(before.rounds).set(round.roundCode, round) };
    }
    case 'ReportRoundRescheduled.v1': {
      const { roundCode, receiverOrgId, newDueBefore: dueBefore } = event.data;
      if (receiverOrgId === undefined) return { ...before, moved: new Map(before.moved).set(roundCode, dueBefore) };
      const key = receiverKey(roundCode, receiverOrgId);
      return { ...before, movedFor: new Map(before.movedFor).set(key, { dueBefore, position }) };
    }
    case 'UnitPlanIssued.v1': {
      const { orgId, rounds } = event.data;
      const due = new Map(rounds.map(({ roundCode, dueBefore }) => [roundCode, dueBefore]));
      return { ...before, planned: before.planned.with(orgId, { position, due }) };
    }
    case 'ReportingLineSet.v1': {
      const { campaignId: _, ...line } = event.data;
      const lines = [...(before.lines.get(line.reporterOrgId) ?? []), line];
      return { ...before, lines: new Map(before.lines).set(line.reporterOrgId, lines) };
    }
  }
};

/**
 * Until when a report is on time, exclusive (figures.md 6): the extension; else the later in the log of the
 * rescheduling for (round, receiver) and the receiver's own plan; else the rescheduling of the round; else the round.
 */
export const dueBeforeOf = (
  { rounds, moved, movedFor, planned }: RoundsBook,
  { roundCode, receiverOrgId, extension }: Pick<Duty, 'roundCode' | 'receiverOrgId' | 'extension'>,
): string => {
  if (extension) return extension.dueBefore;
  if (receiverOrgId !== null) {
    const rescheduled = movedFor.get(receiverKey(roundCode, receiverOrgId));
    const plan = planned.of(receiverOrgId);
    const own = plan?.due.get(roundCode);
    if (plan && own !== undefined && (!rescheduled || plan.position > rescheduled.position)) return own;
    if (rescheduled) return rescheduled.dueBefore;
  }
  const due = moved.get(roundCode) ?? rounds.get(roundCode)?.dueBefore;
  if (due === undefined) throw new Error(`a report is owed in the round ${roundCode}, which its campaign lacks`);
  return due;
};

/** The rounds whose reports go into a round, directly or through others, itself first. */
export const familyOf = ({ rounds }: RoundsBook, roundCode: string): readonly string[] => {
  const family = new Set([roundCode]);
  // A set grows while it is walked: each round stands in it once, so the walk ends.
  for (const fed of family) {
    for (const { roundCode: one, feeds } of rounds.values()) if (feeds === fed) family.add(one);
  }
  return [...family];
};

/** The rounds that a round goes on into, the next one first. */
export const onwardOf = ({ rounds }: RoundsBook, roundCode: string): readonly string[] => {
  const onward = new Set<string>();
  let next = rounds.get(roundCode)?.feeds;
  while (next !== undefined && !onward.has(next)) {
    onward.add(next);
    next = rounds.get(next)?.feeds;
  }
  return [...onward];
};

/** Who an organisation sends to by the campaign's own reporting lines on a day; null where none holds. */
export const lineOn = ({ lines }: Pick<RoundsBook, 'lines'>, orgId: string, on: string): string | null => {
  let held: ReportingLine | null = null;
  for (const line of lines.get(orgId) ?? []) {
    if (line.validFrom <= on && (held === null || line.validFrom >= held.validFrom)) held = line;
  }
  return held === null || (held.validTo !== undefined && held.validTo < on) ? null : held.receiverOrgId;
};
