import type { UnitLevel } from '@thidua/events';
import type { MetricRow, TemplateRow } from './campaign-file.js';
import { metricsThatCountThemselves } from './campaign-plan.js';
import type { Dice } from './dice.js';
import type { QuantityLineInput } from './graphql-inputs.js';
import { perMainUnitOf } from './quantity-ratios.js';

/** Whose work the figures are of. */
export interface Measured {
  readonly level: UnitLevel;
  /** Hamlets below the owner's unit. */
  readonly hamletCount: number;
  /** The UUID of the n-th person, household or other one that the owner knows by name. */
  readonly memberOf: (metric: string, n: number) => string;
}

type Quantity = Omit<QuantityLineInput, 'lineId' | 'metric' | 'effectiveOn'>;

/** Money is reported in whole steps of this many dong, the rest one by one. */
const mainGrainOf = (metric: string): number => (metric === 'vnd' ? 100_000 : 1);

/** So few can be listed by name; an owner knows so many of each kind, some of them by several works. */
const listedMax = 12;
const knownByName = 40;

/** Households that are asked at a hamlet, and at a commune. */
const householdsAsked: Readonly<Partial<Record<UnitLevel, readonly [number, number]>>> = {
  hamlet: [110, 320],
  commune: [1_200, 2_900],
};

/** Units of a cluster that score each other. */
const clusterSizes: readonly [number, number] = [5, 9];

/** The range of a template's target at a level; the province draws from the range of a district. */
export const targetRangeOf = (template: TemplateRow, level: UnitLevel): readonly [number, number] | undefined =>
  template.target[level === 'province' ? 'district' : level];

export const drawTarget = (template: TemplateRow, level: UnitLevel, dice: Dice): number => {
  const range = targetRangeOf(template, level);
  if (!range) throw new Error(`${template.id} has no target for a ${level}`);
  // What is an initiative or a model itself is one of them.
  if (metricsThatCountThemselves.has(template.metric)) return 1;
  const grain = mainGrainOf(template.metric);
  return dice.whole(Math.ceil(range[0] / grain), Math.floor(range[1] / grain)) * grain;
};

/** The template's title with its target, thousands parted by dots as Vietnamese writes them. */
export const titleOf = (template: TemplateRow, target: number): string =>
  template.vi.replace('{n}', String(target).replace(/\B(?=(\d{3})+$)/g, '.'));

/** A few by name where they are few, else how many. */
const distinctOf = (metric: string, count: number, { memberOf }: Measured, dice: Dice): Quantity => {
  if (metricsThatCountThemselves.has(metric)) return {};
  if (count > listedMax || !dice.chance(0.4)) return { declared: String(count) };
  const numbers = dice.shuffle(Array.from({ length: knownByName }, (_, n) => n)).slice(0, count);
  return { members: numbers.map((n) => memberOf(metric, n)) };
};

const ratioOf = (metric: string, percent: number, { level, hamletCount }: Measured, dice: Dice): Quantity => {
  const [min, max] = householdsAsked[level] ?? [20_000, 60_000];
  const denominator = metric === 'hamlet_share' ? Math.max(hamletCount, 5) : dice.whole(min, max);
  const numerator = Math.min(denominator, Math.round((denominator * percent) / 100));
  return { numerator: String(numerator), denominator: String(denominator) };
};

/** The scores of a cluster: their sum has one decimal, and their average lies within half a point of the target. */
const averageOf = (target: number, dice: Dice): Quantity => {
  const count = dice.whole(...clusterSizes);
  const tenths = target * count * 10 + dice.whole(-5, 5);
  return { sum: `${Math.floor(tenths / 10)}.${tenths % 10}`, count };
};

const quantityOf = (metric: MetricRow, amount: number, measured: Measured, dice: Dice): Quantity => {
  switch (metric.rollup) {
    case 'SUM':
      return { value: String(amount) };
    case 'DISTINCT':
      return distinctOf(metric.code, amount, measured, dice);
    case 'RATIO':
      return ratioOf(metric.code, amount, measured, dice);
    case 'AVERAGE':
      return averageOf(amount, dice);
  }
};

const secondaryAmount = (template: TemplateRow, metric: string, target: number, dice: Dice): number => {
  const rule = perMainUnitOf(template, metric);
  const grain = rule.grain ?? 1;
  const value = (target * dice.whole(rule.min, rule.max)) / (rule.per ?? 1);
  return Math.max(1, Math.floor(value / grain)) * grain;
};

/** Works out the lines of achievements from their templates. */
export const makeLineDrawer = (metrics: readonly MetricRow[]) => {
  const byCode = new Map(metrics.map((metric) => [metric.code, metric]));
  const metricOf = (code: string): MetricRow => {
    const metric = byCode.get(code);
    if (!metric) throw new Error(`the data has no metric ${code}`);
    return metric;
  };

  /** The main quantity, a sum on one day or two, then each secondary one on the last day: 1 to 4 lines in all. */
  return (
    template: TemplateRow,
    target: number,
    days: { readonly first: string; readonly last: string },
    measured: Measured,
    dice: Dice,
  ): readonly QuantityLineInput[] => {
    const main = metricOf(template.metric);
    const grain = mainGrainOf(main.code);
    const parts = target / grain;
    const isSplit = main.rollup === 'SUM' && parts >= 4 && days.first !== days.last && dice.chance(0.25);
    const early = isSplit ? dice.whole(Math.ceil(parts * 0.3), Math.floor(parts * 0.7)) * grain : 0;
    const amounts = [
      ...(isSplit ? [{ metric: main, effectiveOn: days.first, amount: early }] : []),
      { metric: main, effectiveOn: days.last, amount: target - early },
      ...template.secondary.map((code) => ({
        metric: metricOf(code),
        effectiveOn: days.last,
        amount: secondaryAmount(template, code, target, dice),
      })),
    ];
    return amounts.map(({ metric, effectiveOn, amount }, index) => ({
      lineId: `line-${index + 1}`,
      metric: metric.code,
      effectiveOn,
      ...quantityOf(metric, amount, measured, dice),
    }));
  };
};
