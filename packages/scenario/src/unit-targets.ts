import { loadTemplateFile } from './campaign-file.js';
import { makeDice } from './dice.js';
import type { ParticipationSetTargetsInput } from './graphql-inputs.js';
import type { UnitRow } from './tra-vinh-units.js';

type Target = ParticipationSetTargetsInput['targets'][number];

/**
 * What targets are set for, by the template that names area, metric and the size of one piece of work, and how much
 * of such work a unit sets itself with what lies below it, in per cent: so that most targets are nearly met.
 */
const aims: readonly (readonly [templateId: string, percentOfWork: number])[] = [
  ['T21-01', 90],
  ['T22-01', 35],
  ['T22-02', 140],
  ['T24-01', 230],
  ['T24-02', 90],
  ['T25-08', 35],
];
const targetsMin = 3;
const targetsMax = 5;

/** Targets are round numbers, one at least: money in millions of dong, all else in tens from a hundred on. */
const rounded = (metric: string, value: number): number => {
  const grain = metric === 'vnd' ? 1_000_000 : value >= 100 ? 10 : 1;
  return Math.max(1, Math.round(value / grain)) * grain;
};

const { templates } = loadTemplateFile();

interface Aim {
  readonly area: string;
  readonly metric: string;
  readonly range: readonly [min: number, max: number];
  readonly percentOfWork: number;
}

/** What units of a level set targets for. */
const aimsOf = (level: UnitRow['level']): readonly Aim[] =>
  aims.flatMap(([id, percentOfWork]) => {
    const template = templates.find((one) => one.id === id);
    if (!template) throw new Error(`the data has no template ${id}`);
    const { area, metric, target } = template;
    const range = target[level];
    return range ? [{ area, metric, range, percentOfWork }] : [];
  });

/** The targets that a district or a commune sets itself, from the day it does so. */
export const unitTargetsOf = (seed: string, { level, code }: UnitRow, effectiveOn: string): readonly Target[] => {
  const dice = makeDice(seed, `${code}/targets`);
  return dice
    .shuffle(aimsOf(level))
    .slice(0, dice.whole(targetsMin, targetsMax))
    .map(({ area, metric, range, percentOfWork }) => {
      const value = rounded(metric, (dice.whole(...range) * percentOfWork) / 100);
      return { area, metric, value: String(value), scope: 'OWN', effectiveOn };
    });
};
