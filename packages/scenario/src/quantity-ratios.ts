import type { TemplateRow } from './campaign-file.js';

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
  'attendance>class': { min: 1, max: 1, per: 35 },
  'attendance>gift': { min: 1, max: 1 },
  'attendance>vnd': { min: 300_000, max: 600_000, grain: 100_000 },
  'banner>vnd': { min: 120_000, max: 400_000, grain: 10_000 },
  'book_cabinet>vnd': { min: 2_000_000, max: 6_000_000, grain: 100_000 },
  'bridge>road_metre': { min: 25, max: 60 },
  'bridge>vnd': { min: 180_000_000, max: 450_000_000, grain: 1_000_000 },
  'chat_group>household': { min: 30, max: 80 },
  'class>attendance': { min: 25, max: 40 },
  'conference>attendance': { min: 25, max: 80 },
  'conference>opinion': { min: 5, max: 20 },
  'cooperative_group>household': { min: 8, max: 20 },
  'dedicated_work>vnd': { min: 30_000_000, max: 150_000_000, grain: 1_000_000 },
  'event>attendance': { min: 25, max: 120 },
  'event>opinion': { min: 3, max: 12 },
  'gift>household': { min: 1, max: 1 },
  'gift>vnd': { min: 300_000, max: 500_000, grain: 100_000 },
  'health_card>vnd': { min: 450_000, max: 800_000, grain: 10_000 },
  'house>person_day': { min: 25, max: 60 },
  'house>vnd': { min: 40_000_000, max: 60_000_000, grain: 1_000_000 },
  'household>vnd': { min: 2_000_000, max: 10_000_000, grain: 100_000 },
  'lamp>road_metre': { min: 25, max: 40 },
  'lamp>vnd': { min: 600_000, max: 1_500_000, grain: 100_000 },
  'leaflet>vnd': { min: 1_500, max: 3_000, grain: 10_000 },
  'model>household': { min: 15, max: 40 },
  'model>vnd': { min: 10_000_000, max: 50_000_000, grain: 1_000_000 },
  'notice_board>vnd': { min: 2_000_000, max: 5_000_000, grain: 100_000 },
  'person_day>person': { min: 1, max: 1, per: 2 },
  'person_day>road_metre': { min: 5, max: 20 },
  'photograph>attendance': { min: 4, max: 12 },
  'publication>person': { min: 15, max: 40 },
  'road_metre>household': { min: 1, max: 3, per: 20 },
  'road_metre>person_day': { min: 1, max: 4, per: 10 },
  'road_metre>vnd': { min: 450_000, max: 900_000, grain: 1_000_000 },
  'scholarship>vnd': { min: 500_000, max: 1_500_000, grain: 100_000 },
  'self_managed_group>household': { min: 25, max: 50 },
  'session>attendance': { min: 20, max: 60 },
  'system>vnd': { min: 15_000_000, max: 60_000_000, grain: 1_000_000 },
  'tree>person_day': { min: 1, max: 3, per: 20 },
  'unit_inspected>event': { min: 1, max: 2 },
  'water_point>household': { min: 1, max: 1 },
  'water_point>vnd': { min: 1_500_000, max: 4_000_000, grain: 100_000 },
  // A metre of road lined with flags costs less than one that is paved.
  'T25-05:road_metre>vnd': { min: 15_000, max: 40_000, grain: 100_000 },
};

/** What comes with one unit of a template's main metric. */
export const perMainUnitOf = ({ id, metric: main }: TemplateRow, metric: string): PerUnit => {
  const pair = `${main}>${metric}`;
  const rule = perMainUnit[`${id}:${pair}`] ?? perMainUnit[pair];
  if (!rule) throw new Error(`${id}: nothing says how much ${pair} is`);
  return rule;
};
