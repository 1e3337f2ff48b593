import type { FigureNode, Forest, PlaceRange } from './forest.js';
import { type PlacedNumber, PlacedSums } from './placed-sums.js';
import type { CountedAchievement, StatusHistory } from './status-counts-history.js';
import { type CountedStatus, countedStatuses } from './status-counts-steps.js';

/** How many achievements are in which state. `total` is the sum of all states; `slipping` are some of them. */
export interface StatusCounts extends Readonly<Record<CountedStatus, number>> {
  readonly total: number;
  readonly slipping: number;
}

const counted = [...countedStatuses, 'slipping'] as const;
type Counted = (typeof counted)[number];

/**
 * Achievements counted over a forest (figures.md 8). What counts at a unit is what a unit did itself, what a
 * split left unallocated at it, and all of that of the units below: so counts are conserved like figures.
 */
export interface StatusRollup {
  of(node: FigureNode): StatusCounts;
  /** Achievements of units that stand nowhere in the forest; they are in no other count. */
  unplaced(): StatusCounts;
}

/**
 * Counts each achievement once, in the state it was in at the position of the forest's question, if its first
 * day as known there lies in the window; it stands where a fact of that day would. `today` is the local date
 * of the question's instant: a planned end before it has passed.
 */
export const countStatuses = (history: StatusHistory, forest: Forest, today: string): StatusRollup => {
  const { from, to } = forest.asOf;
  const tallies = new Map<Counted, Map<number, number>>(counted.map((name) => [name, new Map()]));
  const tally = (name: Counted, place: number): void => {
    const places = tallies.get(name);
    places?.set(place, (places.get(place) ?? 0) + 1);
  };
  for (const achievement of history.knownAt(forest.knownUpTo)) {
    const { unitId, firstDay, status } = achievement;
    if (firstDay < from || firstDay > to) continue;
    const place = forest.placeIn(forest.stretchOn(firstDay), unitId);
    tally(status, place);
    if (slipsOn(today, achievement)) tally('slipping', place);
  }
  const sums = [...tallies].map(([name, places]) => [name, new PlacedSums(numbersAt(places))] as const);

  const over = (ranges: readonly PlaceRange[]): StatusCounts => {
    const counts = Object.fromEntries(sums.map(([name, sum]) => [name, Number(sum.over(ranges).sum)]));
    const byName = counts as Record<Counted, number>;
    return { ...byName, total: countedStatuses.reduce((total, status) => total + byName[status], 0) };
  };
  return {
    of: (node) => over(forest.placesOf(node, 'total')),
    unplaced: () => over([[forest.nowhere, forest.nowhere + 1]]),
  };
};

const numbersAt = (places: ReadonlyMap<number, number>): readonly PlacedNumber[] =>
  Array.from(places, ([place, value]) => ({ place, value }));

/**
 * Its planned end has passed and it is not completed. Whatever was submitted was completed before, and
 * what was withdrawn, rejected or revoked slips no more: only these two states are left.
 */
const slipsOn = (today: string, { status, plannedTo }: CountedAchievement): boolean =>
  (status === 'registered' || status === 'inProgress') && plannedTo !== null && plannedTo < today;
