import { type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { EventData, ParticipationEvent } from '@thidua/events';
import { refuse } from '@thidua/service/refusals';
import { type NumberRefusal, parseQuantity } from '../achievement/quantity.js';
import type { CampaignInForce } from '../campaign/campaign-gates.js';
import { type Participant, type TargetValue, valueOn } from './participation.state.js';

/** A target as it was sent; its id is one for each area, metric and scope of a participation. */
export interface TargetInput {
  readonly targetId: string;
  readonly areaCode: string;
  readonly metric: string;
  readonly value: string;
  readonly scope: EventData<'TargetSet.v1'>['scope'];
  readonly effectiveOn: string;
}

export type TargetRefusal =
  | NumberRefusal
  | Refusal<'UNKNOWN_AREA' | 'UNKNOWN_METRIC' | 'DAY_OUTSIDE_PERIOD' | 'DUPLICATE' | 'TARGET_LOWERED' | 'TOO_MANY'>;

interface Sent {
  readonly participant: Participant;
  readonly campaign: CampaignInForce;
  readonly targets: readonly TargetInput[];
  /** Whether whoever receives from this organisation sets them: nobody else lowers a target. */
  readonly byReceiver: boolean;
}

const targetsMax = 200;

/**
 * The events that set and revise targets, or every fault of the form at once. Each target is judged after
 * those before it; one that says what holds already from that very day says nothing.
 */
export const targetsSet = (
  sent: Sent,
  before: ReadonlyMap<string, readonly TargetValue[]>,
): readonly ParticipationEvent[] | TargetRefusal => {
  const count = sent.targets.length;
  if (count > targetsMax) return refuse('TOO_MANY', ['targets'], { max: targetsMax, count });
  const faults: TargetRefusal[] = [...repeated(sent.targets)];
  const events: ParticipationEvent[] = [];
  const known = new Map(before);
  for (const [index, input] of sent.targets.entries()) {
    const { targetId, effectiveOn } = input;
    const values = known.get(targetId) ?? [];
    const value = stored(input, sent, values, ['targets', String(index)]);
    if (typeof value !== 'number') {
      faults.push(...value);
    } else if (statedOn(values, effectiveOn) !== value) {
      const type = values.length === 0 ? 'TargetSet.v1' : 'TargetRevised.v1';
      events.push({ type, data: { ...sent.participant, ...input, value } });
      known.set(targetId, [...values, { value, effectiveOn }]);
    }
  }
  return refusedFor(faults) ?? events;
};

/** One target has one value from a day on. */
const repeated = (targets: readonly TargetInput[]): readonly TargetRefusal[] => {
  const stated = new Set<string>();
  return targets.flatMap(({ targetId, areaCode, metric, effectiveOn }, index) => {
    const once = JSON.stringify([targetId, effectiveOn]);
    if (stated.has(once)) return [refuse('DUPLICATE', ['targets', String(index)], { code: `${areaCode} ${metric}` })];
    stated.add(once);
    return [];
  });
};

/** What was stated last for exactly this day. */
const statedOn = (values: readonly TargetValue[], day: string): number | undefined =>
  values.findLast(({ effectiveOn }) => effectiveOn === day)?.value;

/** The value as it is stored, or what is wrong with the target. */
const stored = (
  { areaCode, metric, value: text, effectiveOn: day }: TargetInput,
  { campaign, byReceiver }: Sent,
  values: readonly TargetValue[],
  at: readonly string[],
): number | readonly TargetRefusal[] => {
  const faults: TargetRefusal[] = [];
  const { periodStart: from, periodEnd: to, areas, metrics } = campaign;
  if (!areas.has(areaCode)) {
    faults.push(refuse('UNKNOWN_AREA', [...at, 'area'], { area: areaCode, allowed: [...areas] }));
  }
  if (day < from || day > to) faults.push(refuse('DAY_OUTSIDE_PERIOD', [...at, 'effectiveOn'], { day, from, to }));
  const rule = metrics.get(metric);
  if (!rule) return [...faults, refuse('UNKNOWN_METRIC', [...at, 'metric'], { metric, allowed: [...metrics.keys()] })];
  const value = parseQuantity(text, { metric, decimals: rule.decimals }, [...at, 'value']);
  if (typeof value !== 'number') return [...faults, value];
  const held = valueOn(values, day);
  if (held !== null && value < held && !byReceiver) {
    const detail = { metric, before: asWritten(held, rule.decimals), value: text };
    faults.push(refuse('TARGET_LOWERED', [...at, 'value'], detail));
  }
  return faults.length > 0 ? faults : value;
};

/** A stored value as people write it: 855 with 1 decimal is 85.5. */
const asWritten = (value: number, decimals: number): string => {
  if (decimals === 0) return String(value);
  const digits = String(value).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};
