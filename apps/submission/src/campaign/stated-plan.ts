import { type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { CampaignEvent, EventData } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';
import { type RoundRefusal, roundFaults } from './round-faults.js';

export type Details = EventData<'CampaignDetailsChanged.v1'>;
export type Area = EventData<'ContentAreaDefined.v1'>;
export type Metric = EventData<'MetricDefined.v1'>;
export type Rule = EventData<'ParticipantRuleSet.v1'>;
export type Round = EventData<'ReportRoundDefined.v1'>;

/** A plan whole, as its document states it; who issues it stands beside it and never changes. */
export interface StatedPlan {
  readonly details: Details;
  readonly areas: readonly Area[];
  readonly metrics: readonly Metric[];
  readonly rules: readonly Rule[];
  readonly rounds: readonly Round[];
}

export type PlanRefusal =
  | RoundRefusal
  | Refusal<'DATES_REVERSED' | 'DUPLICATE' | 'MISSING' | 'UNKNOWN_AREA' | 'TEXT_INVALID' | 'TOO_MANY'>;

/** Areas, metrics, rules or rounds of one plan. */
const listMax = 200;

/** An event of a plan, and where in the input its values stood. */
interface Placed {
  readonly event: CampaignEvent;
  readonly place: readonly string[];
}

/**
 * The events that state a plan: `first`, then its lists in their order; or a refusal where a value is beyond
 * what is stored. `at` is where the plan stands in the input.
 */
export const statedBy = (
  first: readonly Placed[],
  { areas, metrics, rules, rounds }: StatedPlan,
  at: readonly string[],
): readonly CampaignEvent[] | PlanRefusal => {
  const listed = (list: string, events: readonly CampaignEvent[]): readonly Placed[] =>
    events.map((event, index) => ({ event, place: [...at, list, String(index)] }));
  const placed = [
    ...first,
    ...listed(
      'areas',
      areas.map((data) => ({ type: 'ContentAreaDefined.v1', data })),
    ),
    ...listed(
      'metrics',
      metrics.map((data) => ({ type: 'MetricDefined.v1', data })),
    ),
    ...listed(
      'participantRules',
      rules.map((data) => ({ type: 'ParticipantRuleSet.v1', data })),
    ),
    ...listed(
      'rounds',
      rounds.map((data) => ({ type: 'ReportRoundDefined.v1', data })),
    ),
  ];
  return storable(
    placed.map(({ event }) => event),
    (index, path) => inputPathOf([...(placed[index]?.place ?? []), ...path], at.length),
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

const inputPathOf = (path: readonly string[], depth: number): readonly string[] => {
  const list = path[depth] ?? '';
  return path.map((name) => inputNames[list]?.[name] ?? name);
};

/** Everything that is wrong with a plan in itself. `at` is where the plan stands in the input. */
export const planFaults = (plan: StatedPlan, at: readonly string[]): PlanRefusal | null => {
  const { areas, metrics, rules, rounds } = plan;
  // A list too long is not read at all: no form makes more work than it may.
  const tooLong = Object.entries({ areas, metrics, participantRules: rules, rounds }).flatMap(([list, { length }]) =>
    length > listMax ? [refuse('TOO_MANY', [...at, list], { max: listMax, count: length })] : [],
  );
  const faults = [
    ...periodFaults(plan.details),
    ...duplicateFaults(
      'areas',
      areas.map(({ areaCode }) => areaCode),
    ),
    ...duplicateFaults(
      'metrics',
      metrics.map(({ metric }) => metric),
    ),
    ...duplicateFaults(
      'rounds',
      rounds.map(({ roundCode }) => roundCode),
    ),
    ...referenceFaults(plan),
    ...ruleFaults(rules),
    ...roundFaults(rounds),
  ];
  const placed = faults.map((fault) => ({ ...fault, field: [...at, ...(fault.field ?? [])] }));
  return refusedFor<PlanRefusal>(tooLong.length > 0 ? tooLong : placed);
};

const periodFaults = ({ periodStart, periodEnd }: Details): readonly PlanRefusal[] =>
  periodStart > periodEnd ? [refuse('DATES_REVERSED', ['periodEnd'], { from: periodStart, to: periodEnd })] : [];

const duplicateFaults = (list: string, codes: readonly string[]): readonly PlanRefusal[] =>
  codes.flatMap((code, index) =>
    codes.indexOf(code) < index ? [refuse('DUPLICATE', [list, String(index), 'code'], { code })] : [],
  );

const referenceFaults = ({ details, areas }: StatedPlan): readonly PlanRefusal[] => {
  const allowed = areas.map(({ areaCode }) => areaCode);
  return details.references.flatMap(({ areaCode }, index) =>
    areaCode !== undefined && !allowed.includes(areaCode)
      ? [refuse('UNKNOWN_AREA', ['references', String(index), 'area'], { area: areaCode, allowed })]
      : [],
  );
};

/** A rule names a kind or a group, and at least one level. */
const ruleFaults = (rules: readonly Rule[]): readonly PlanRefusal[] =>
  rules.flatMap(({ orgType, group, levels, subjectKinds }, index) => {
    const at = ['participantRules', String(index)];
    if ((orgType === undefined) === (group === undefined)) {
      return [refuse('MISSING', at, { what: 'organisationType | group' })];
    }
    if (levels.length === 0) return [refuse('MISSING', [...at, 'levels'], { what: 'levels' })];
    return subjectKinds.length === 0 ? [refuse('MISSING', [...at, 'subjectKinds'], { what: 'subjectKinds' })] : [];
  });
