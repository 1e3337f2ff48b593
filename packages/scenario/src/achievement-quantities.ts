import type { UnitLevel } from '@thidua/events';
import type { MetricRow, TemplateRow } from './campaign-file.js';
import type { Dice } from './dice.js';
import type { QuantityLineInput } from './graphql-inputs.js';

/** Money is reported in whole steps of this many dong, the rest one by one. */
const mainGrainOf = (metric: string): number => (metric === 'vnd' ? 100_000 : 1);

interface PerUnit {
  readonly min: number;
  readonly max: number;
  /** The range holds for so many units of the main metric. */
  readonly per?: number;
  readonly grain?: number;
}

/**
 * What comes with one unit of the main metric, by `main>secondary`: 20 to 60 people at a talk. The numbers are
 * invented like the templates, and chosen so that a reader of the demo finds them possible.
 */
const perMainUnit: Readonly<Record<string, PerUnit>> = {
  'session>attendance': { min: 20, max: 60 },
  'conference>attendance': { min: 25, max: 80 },
  'event>attendance': { min: 25, max: 120 },
  'class>attendance': { min: 25, max: 40 },
  'photograph>attendance': { min: 4, max: 12 },
  'event>opinion': { min: 3, max: 12 },
  'conference>opinion': { min: 5, max: 20 },
  'leaflet>vnd': { min: 1_500, max: 3_000, grain: 10_000 },
  'book_cabinet>vnd': { min: 2_000_000, max: 6_000_000, grain: 100_000 },
  'gift>vnd': { min: 300_000, max: 500_000, grain: 100_000 },
  'scholarship>vnd': { min: 500_000, max: 1_500_000, grain: 100_000 },
  'health_card>vnd': { min: 450_000, max: 800_000, grain: 10_000 },
  'banner>vnd': { min: 120_000, max: 400_000, grain: 10_000 },
  'attendance>vnd': { min: 300_000, max: 600_000, grain: 100_000 },
  'attendance>gift': { min: 1, max: 1 },
  'attendance>class': { min: 1, max: 1, per: 35 },
  'person_day>road_metre': { min: 5, max: 20 },
};

/** A template that this size of the demo can use: a PRODUCT or TASK whose main metric sums up. */
export interface UsableTemplate extends TemplateRow {
  readonly kind: 'PRODUCT' | 'TASK';
}

/** Works wait for evidence, and only sums are taken yet: the other templates, and other secondary metrics, rest. */
export const usableTemplates = (
  templates: readonly TemplateRow[],
  metrics: readonly MetricRow[],
): readonly UsableTemplate[] => {
  const sums = new Set(metrics.filter((metric) => metric.rollup === 'SUM').map((metric) => metric.code));
  const isUsable = (template: TemplateRow): template is UsableTemplate =>
    template.kind !== 'WORK' && sums.has(template.metric);
  return templates.filter(isUsable).map((template) => ({
    ...template,
    secondary: template.secondary.filter((metric) => sums.has(metric)),
  }));
};

/** The range of a template's target at a level; the province draws from the range of a district. */
export const targetRangeOf = (template: TemplateRow, level: UnitLevel): readonly [number, number] | undefined =>
  template.target[level === 'province' ? 'district' : level];

export const drawTarget = (template: TemplateRow, level: UnitLevel, dice: Dice): number => {
  const range = targetRangeOf(template, level);
  if (!range) throw new Error(`${template.id} has no target for a ${level}`);
  const grain = mainGrainOf(template.metric);
  return dice.whole(Math.ceil(range[0] / grain), Math.floor(range[1] / grain)) * grain;
};

/** The template's title with its target, thousands parted by dots as Vietnamese writes them. */
export const titleOf = (template: TemplateRow, target: number): string =>
  template.vi.replace('{n}', String(target).replace(/\B(?=(\d{3})+$)/g, '.'));

const secondaryValue = (template: TemplateRow, metric: string, target: number, dice: Dice): number => {
  const pair = `${template.metric}>${metric}`;
  const rule = perMainUnit[pair];
  if (!rule) throw new Error(`${template.id}: nothing says how much ${pair} is`);
  const grain = rule.grain ?? 1;
  const value = (target * dice.whole(rule.min, rule.max)) / (rule.per ?? 1);
  return Math.max(1, Math.floor(value / grain)) * grain;
};

/** The main quantity on one day or two, then each secondary one on the last day: 1 to 3 lines in all. */
export const drawLines = (
  template: TemplateRow,
  target: number,
  days: { readonly first: string; readonly last: string },
  dice: Dice,
): readonly QuantityLineInput[] => {
  const grain = mainGrainOf(template.metric);
  const steps = target / grain;
  const isSplit = template.secondary.length < 2 && steps >= 4 && days.first !== days.last && dice.chance(0.4);
  const early = isSplit ? dice.whole(Math.ceil(steps * 0.3), Math.floor(steps * 0.7)) * grain : 0;
  const lines = [
    ...(isSplit ? [{ metric: template.metric, effectiveOn: days.first, value: early }] : []),
    { metric: template.metric, effectiveOn: days.last, value: target - early },
    ...template.secondary.map((metric) => ({
      metric,
      effectiveOn: days.last,
      value: secondaryValue(template, metric, target, dice),
    })),
  ];
  return lines.map((line, index) => ({ lineId: `line-${index + 1}`, ...line, value: String(line.value) }));
};
