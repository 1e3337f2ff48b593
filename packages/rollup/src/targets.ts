import type { Combine } from '@thidua/events';
import type { FigureNode, Forest, Part, PlaceRange } from './forest.js';
import { type PlacedNumber, PlacedSums } from './placed-sums.js';
import type { PositionedTarget, TargetHistory } from './targets-history.js';

/** What a target is asked for beside: a figure's area (null = all areas together), metric and way to combine. */
export interface TargetOf {
  readonly areaCode: string | null;
  readonly metric: string;
  readonly combine: Combine;
}

/** A target that was assigned to a unit as a whole. */
export interface AssignedTarget {
  readonly orgId: string;
  readonly value: number;
}

/** Targets over a forest (figures.md 7). */
export interface TargetRollup {
  /**
   * The sum of the targets for own work that stand in a part of a node, in 10^-decimals of the metric's unit;
   * null where there is none. Over all areas for SUM only. The targets of ratios and averages are no parts
   * of anything: such a target is told of the unit that set it, for its own and its total, and never summed.
   * Node null: of what stands nowhere in the forest.
   */
  own(node: FigureNode | null, part: Part, of: TargetOf): bigint | null;
  /**
   * What organisations had assigned to a unit itself, latest first; never summed, so of one area only, and
   * never told of a unit that took the assigned one over.
   */
  assigned(unitId: string, of: TargetOf): readonly AssignedTarget[];
}

/**
 * Targets as the forest's question has them: those that hold on the last day of its window, as known at its
 * position. A target is a fact of its unit: under a tree that is asked for it goes where the unit went there;
 * as it was it stands in the tree of the day from which it holds, as the work of that day does, or of the
 * window's first day where that is later. So it stays beside what its unit did also after the unit has ended.
 */
export const targetsOver = (history: TargetHistory, forest: Forest): TargetRollup => {
  const { from, to } = forest.asOf;
  const placed = new Map<string, PlacedNumber[]>();
  const assigned = new Map<string, PositionedTarget[]>();
  for (const target of history.inForce(to, forest.knownUpTo)) {
    if (target.scope === 'SUBTREE') {
      push(assigned, keyOf(target.areaCode, target.metric, target.unitId), target);
      continue;
    }
    const { unitId, areaCode, metric, value, effectiveOn } = target;
    const stretch = forest.stretchOn(effectiveOn < from ? from : effectiveOn);
    // A window without a day has one stretch, under whose tree its targets stand nevertheless.
    const place = forest.placeIn(Math.max(0, stretch), unitId);
    push(placed, keyOf(areaCode, metric), { place, value });
    push(placed, keyOf(null, metric), { place, value });
  }
  const sums = new Map([...placed].map(([key, numbers]) => [key, new PlacedSums(numbers)]));

  return {
    own(node, part, of) {
      const numbers = sums.get(keyOf(of.areaCode, of.metric));
      const { count, sum } = numbers?.over(placesOf(forest, node, part, of)) ?? { count: 0, sum: 0n };
      return count === 1 || (count > 1 && addsUp(of)) ? sum : null;
    },
    assigned(unitId, { areaCode, metric }) {
      const found = areaCode === null ? [] : (assigned.get(keyOf(areaCode, metric, unitId)) ?? []);
      return found
        .toSorted((a, b) =>
          a.effectiveOn < b.effectiveOn ? 1 : a.effectiveOn > b.effectiveOn ? -1 : b.position - a.position,
        )
        .map(({ orgId, value }) => ({ orgId, value }));
    },
  };
};

/** Whether targets of a metric add up to one; those of ratios and averages do not. */
const addsUp = ({ combine }: TargetOf): boolean => combine === 'SUM' || combine === 'DISTINCT';

/** Where the targets stand that are told beside a figure; nowhere where none is. */
const placesOf = (forest: Forest, node: FigureNode | null, part: Part, of: TargetOf): readonly PlaceRange[] => {
  // Somebody may work in two areas, and an average over areas is none of their averages.
  if (of.areaCode === null && of.combine !== 'SUM') return [];
  if (addsUp(of)) return node === null ? [[forest.nowhere, forest.nowhere + 1]] : forest.placesOf(node, part);
  return node === null || part === 'unallocated' ? [] : forest.placesOf(node, 'own');
};

/**
 * How much of its target a figure has reached: 1 = all of it, more than 1 is told as it is. Null without a target,
 * for a target of nothing, and for what is no sum.
 */
export const completionOf = (approved: number | null, target: bigint | null, combine: Combine): number | null =>
  combine !== 'SUM' || approved === null || target === null || target === 0n ? null : approved / Number(target);

const keyOf = (...names: readonly (string | null)[]): string => JSON.stringify(names);

const push = <Value>(lists: Map<string, Value[]>, key: string, value: Value): void => {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
};
