import type { Refusal } from '@thidua/event-sourcing';
import { type LineQuantity, membersOfLineMax } from '@thidua/events';
import { refuse } from '@thidua/service/refusals';
import type { MetricRule } from '../campaign/campaign-gates.js';
import { type NumberRefusal, parseQuantity } from './quantity.js';

/** The fields of a quantity as they were sent; numbers as people write them. */
export interface QuantityInput {
  readonly value?: string | null;
  readonly numerator?: string | null;
  readonly denominator?: string | null;
  readonly sum?: string | null;
  readonly count?: number | null;
  readonly members?: readonly string[] | null;
  readonly declared?: string | null;
}

export type QuantityRefusal = NumberRefusal | Refusal<'QUANTITY_SHAPE' | 'MEMBER_INVALID' | 'DUPLICATE' | 'TOO_MANY'>;

type Metric = MetricRule & { readonly metric: string; readonly achievementId: string };
type Field = keyof QuantityInput;

const fields: readonly Field[] = ['value', 'numerator', 'denominator', 'sum', 'count', 'members', 'declared'];

/** Which fields a metric takes (figures.md 5). */
const takenBy = ({ combine, countsItself }: MetricRule, { declared }: QuantityInput): readonly Field[] => {
  switch (combine) {
    case 'SUM':
      return ['value'];
    case 'RATIO':
      return ['numerator', 'denominator'];
    case 'AVERAGE':
      return ['sum', 'count'];
    case 'DISTINCT':
      // By name where nobody says otherwise; a number alone where the people are not known.
      if (countsItself) return [];
      return given(declared) ? ['declared'] : ['members'];
  }
};

const given = (value: unknown): boolean => value !== undefined && value !== null;

/** A quantity in the form its metric asks for; null with all that is wrong with it. */
export const lineQuantity = (
  input: QuantityInput,
  metric: Metric,
  at: readonly string[],
): { readonly quantity: LineQuantity | null; readonly faults: readonly QuantityRefusal[] } => {
  const taken = takenBy(metric, input);
  const others = fields.filter((field) => given(input[field]) && !taken.includes(field));
  const faults: QuantityRefusal[] = others.map((field) => misshapen(metric, [...at, field]));
  const quantity = readAs(input, metric, at, faults);
  return { quantity: faults.length > 0 ? null : quantity, faults };
};

/** What a metric takes, as its message names it. */
const neededBy = ({ combine, countsItself }: MetricRule): readonly string[] => {
  if (combine === 'DISTINCT') return countsItself ? ['–'] : ['members | declared'];
  return combine === 'AVERAGE' ? ['sum', 'count ≥ 1'] : takenBy({ combine, countsItself, decimals: 0 }, {});
};

const misshapen = (metric: Metric, field: readonly string[]): QuantityRefusal =>
  refuse('QUANTITY_SHAPE', field, { metric: metric.metric, combine: metric.combine, needed: neededBy(metric) });

/** The quantity by the metric's kind; what is at fault in it is added to the faults. */
const readAs = (
  input: QuantityInput,
  metric: Metric,
  at: readonly string[],
  faults: QuantityRefusal[],
): LineQuantity => {
  const number = (field: 'value' | 'numerator' | 'denominator' | 'sum' | 'declared', decimals: number) => {
    const parsed = parseQuantity(input[field] ?? null, { metric: metric.metric, decimals }, [...at, field]);
    if (typeof parsed === 'number') return parsed;
    faults.push(parsed);
    return 0;
  };
  switch (metric.combine) {
    case 'SUM':
      return { value: number('value', metric.decimals) };
    case 'RATIO':
      return { num: number('numerator', 0), den: number('denominator', 0) };
    case 'AVERAGE':
      return { sum: number('sum', metric.decimals), count: countOf(input.count ?? null, metric, at, faults) };
    case 'DISTINCT':
      if (metric.countsItself) return { members: [metric.achievementId] };
      if (given(input.declared)) return { declared: number('declared', 0) };
      return { members: membersOf(input.members ?? null, [...at, 'members'], faults) };
  }
};

/** How many values an average is of: none make no average. */
const countOf = (count: number | null, metric: Metric, at: readonly string[], faults: QuantityRefusal[]): number => {
  const field = [...at, 'count'];
  if (count === null) faults.push(refuse('QUANTITY_MISSING', field));
  else if (count < 0) faults.push(refuse('QUANTITY_NEGATIVE', field, { value: count }));
  else if (count === 0) faults.push(misshapen(metric, field));
  return count ?? 0;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A set of people, each by a UUID; stored in order, so that the same people are the same line. */
const membersOf = (members: readonly string[] | null, at: readonly string[], faults: QuantityRefusal[]): string[] => {
  if (members === null) faults.push(refuse('QUANTITY_MISSING', at));
  const count = members?.length ?? 0;
  if (members === null || count > membersOfLineMax) {
    if (members !== null) faults.push(refuse('TOO_MANY', at, { max: membersOfLineMax, count }));
    return [];
  }
  const found = new Set<string>();
  for (const [index, member] of members.entries()) {
    const id = member.toLowerCase();
    const field = [...at, String(index)];
    if (!uuid.test(id)) faults.push(refuse('MEMBER_INVALID', field, { member: member.slice(0, 60) }));
    else if (found.has(id)) faults.push(refuse('DUPLICATE', field, { code: id }));
    found.add(id);
  }
  return [...found].sort();
};

/** Whether two quantities are the same; members are a set. */
export const sameQuantity = (one: LineQuantity, other: LineQuantity): boolean => keyOf(one) === keyOf(other);

const keyOf = (quantity: LineQuantity): string =>
  JSON.stringify('members' in quantity ? [...new Set(quantity.members)].sort() : Object.entries(quantity).sort());
