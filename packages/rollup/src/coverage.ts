import { type UnitLevel, unitLevels } from '@thidua/events';
import type { CoverageHistory } from './coverage-history.js';
import type { Forest } from './forest.js';
import { type PlacedNumber, PlacedSums } from './placed-sums.js';

/** Organisations of one level: how many are invited, and how many of these are registered, have issued a plan, have reported. */
export interface LevelCoverage {
  readonly level: UnitLevel;
  readonly invited: number;
  readonly registered: number;
  readonly planIssued: number;
  readonly reported: number;
}

export interface CoverageQuestion {
  readonly campaignId: string;
  /** The level of an organisation, which never changes. */
  readonly levelOf: (orgId: string) => UnitLevel;
  /** Whether it has reported as it had to, at the position of the forest's question. */
  readonly hasReported: (orgId: string) => boolean;
}

/**
 * Organisations of a unit and of all units below, what a split left unallocated among them included: a list of
 * the levels, highest first, on which somebody is invited; empty for a unit that is not in the forest.
 */
export type CoverageRollup = (unitId: string) => readonly LevelCoverage[];

const counted = ['invited', 'registered', 'planIssued', 'reported'] as const;

/**
 * How far a campaign has reached (figures.md 8). The forest is that of one day, the local date of the question's
 * instant, under its own tree or another one that is asked for: coverage is a state, not work of a window.
 */
export const coverageOver = (
  history: CoverageHistory,
  forest: Forest,
  { campaignId, levelOf, hasReported }: CoverageQuestion,
): CoverageRollup => {
  const placed = unitLevels.map(() => ({
    invited: numbers(),
    registered: numbers(),
    planIssued: numbers(),
    reported: numbers(),
  }));
  for (const one of history.invited(campaignId, forest.asOf.to, forest.knownUpTo)) {
    const level = placed[unitLevels.indexOf(levelOf(one.orgId))];
    const number = { place: forest.placeIn(0, one.unitId), value: 1 };
    level?.invited.push(number);
    if (one.registered) level?.registered.push(number);
    if (one.planIssued) level?.planIssued.push(number);
    if (hasReported(one.orgId)) level?.reported.push(number);
  }
  const sums = placed.map((level) => counted.map((name) => new PlacedSums(level[name])));

  return (unitId) => {
    const node = forest.node(unitId);
    if (node === null) return [];
    const places = forest.placesOf(node, 'total');
    return unitLevels.flatMap((level, n) => {
      const [invited = 0, registered = 0, planIssued = 0, reported = 0] = (sums[n] ?? []).map(
        (sum) => sum.over(places).count,
      );
      return invited === 0 ? [] : [{ level, invited, registered, planIssued, reported }];
    });
  };
};

const numbers = (): PlacedNumber[] => [];
