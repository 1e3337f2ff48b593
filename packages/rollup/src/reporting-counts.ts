import type { Forest } from './forest.js';
import { PlacedSums } from './placed-sums.js';

/** What has become of a duty to report; `owed` = nothing was begun yet. */
export type DutyState = 'owed' | 'drafted' | 'submitted' | 'returned' | 'accepted' | 'waived';

/** A duty to report in one round, as it stands at the question's instant. */
export interface CountedDuty {
  /** The unit of the organisation that owes it. */
  readonly unitId: string;
  readonly state: DutyState;
  /** Its first version was late. */
  readonly late: boolean;
  /** It is past due, and no version was ever sent. */
  readonly missing: boolean;
}

const counted = ['expected', 'drafted', 'submitted', 'returned', 'accepted', 'waived', 'late', 'missing'] as const;

/** How many duties are in which state: `expected` = all but waived; `late` and `missing` are some of these. */
export type ReportingCounts = Readonly<Record<(typeof counted)[number], number>>;

/** Duties of a unit and of all units below, what a split left unallocated among them included. */
export interface ReportingRollup<Duty extends CountedDuty> {
  /** All zero for a unit that is not in the forest. */
  of(unitId: string): ReportingCounts;
  /** The missing ones in the order in which the duties were given, `max` at most. */
  missing(unitId: string, max: number): readonly Duty[];
}

/**
 * Counts each duty once by its state (figures.md 8). The forest is that of one day, the local date of the question's
 * instant, under its own tree or another one that is asked for: reporting is a state, not work of a window.
 */
export const reportingOver = <Duty extends CountedDuty>(
  duties: readonly Duty[],
  forest: Forest,
): ReportingRollup<Duty> => {
  const placed = duties.map((duty) => ({ duty, place: forest.placeIn(0, duty.unitId), value: 1 }));
  const sums = counted.map((name) => new PlacedSums(placed.filter(({ duty }) => countsAs(name, duty))));
  const missing = placed.filter(({ duty }) => countsAs('missing', duty));
  const placesOf = (unitId: string) => {
    const node = forest.node(unitId);
    return node === null ? [] : forest.placesOf(node, 'total');
  };

  return {
    of: (unitId) => {
      const places = placesOf(unitId);
      const counts = counted.map((name, n) => [name, sums[n]?.over(places).count ?? 0]);
      return Object.fromEntries(counts) as ReportingCounts;
    },
    missing: (unitId, max) => {
      const places = placesOf(unitId);
      const found: Duty[] = [];
      for (const { duty, place } of missing) {
        if (found.length === max) break;
        if (places.some(([start, end]) => start <= place && place < end)) found.push(duty);
      }
      return found;
    },
  };
};

const countsAs = (name: (typeof counted)[number], { state, late, missing }: CountedDuty): boolean => {
  switch (name) {
    case 'expected':
      return state !== 'waived';
    case 'late':
      return late && state !== 'waived';
    case 'missing':
      return missing && state !== 'waived';
    default:
      return state === name;
  }
};
