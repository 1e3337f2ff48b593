import type { Tree } from '@thidua/hierarchy';
import type { Cells, Pair } from './cells.js';
import type { Figure, FigureName } from './fact.js';
import { QuantitySums } from './quantity-sums.js';

/** How the figures of a list are told apart: one a pair (area, metric), or one a metric over all areas. */
export type Grouping = 'by-area' | 'all-areas';

/**
 * Where a unit's figures stand in a tree: at a unit, or known only to lie somewhere below one (unallocated:
 * a part of a split unit; null: below none that lives).
 */
export type Placing = (unitId: string) => {
  readonly kind: 'unit' | 'unallocated';
  readonly unitId: string | null;
};

/** Every unit stands for itself. */
const atItself: Placing = (unitId) => ({ kind: 'unit', unitId });

/**
 * Figures over a tree. Lists hold a figure for each area and metric where something counts, sorted
 * by area, then metric, in code units; what is missing is zero. A list with a figure beyond 2^53 - 1
 * throws SumTooLarge; units that do not contain the excess still answer.
 */
export interface Rollup {
  /** What the unit did itself; null for a unit that is not in the tree. */
  own(unitId: string, grouping?: Grouping): readonly Figure[] | null;
  /** What is known only to lie somewhere below the unit; null for a unit that is not in the tree. */
  unallocated(unitId: string, grouping?: Grouping): readonly Figure[] | null;
  /** Its own, what is unallocated at it, and all that of the units below; null for a unit not in the tree. */
  total(unitId: string, grouping?: Grouping): readonly Figure[] | null;
  /**
   * Figures, by area, of units that have no place in the tree. They are in no total, so that the totals
   * of the roots and these together are the sum over all units.
   */
  unplaced(): readonly Figure[];
}

/** Which slot the figures of a pair go to, and what a slot stands for, in the order of the list. */
interface Slots {
  readonly names: readonly Pick<FigureName, 'areaCode' | 'metric'>[];
  readonly slotOfPair: Int32Array;
}

/**
 * Sums cells up a tree. Cells are brought into the tree's preorder once, each unit's own before what is
 * unallocated at it; a unit's total is then the sum over a range of neighbours.
 */
export const rollUp = (cells: Cells, tree: Tree, placing: Placing = atItself): Rollup => {
  const { order, offsets } = inPreorder(cells, tree, placing);
  const slots: Record<Grouping, Slots> = { 'by-area': slotsByArea(cells), 'all-areas': slotsOverAreas(cells) };

  /** Figures over the places in [start, end); a unit has two: its own, and what is unallocated at it. */
  const sumOver = (unitId: string, start: number, end: number, { names, slotOfPair }: Slots): readonly Figure[] => {
    const sums = new QuantitySums(names.length);
    const last = offsets[end] as number;
    for (let at = offsets[start] as number; at < last; at++) {
      const cell = order[at] as number;
      sums.addSlot(slotOfPair[cells.pairOfCell[cell] as number] as number, cells.sums, cell);
    }
    return names.flatMap((name, slot) => sums.figure(slot, { unitId, ...name }) ?? []);
  };

  return {
    own(unitId, grouping = 'by-area') {
      const index = tree.indexOf(unitId);
      return index < 0 ? null : sumOver(unitId, 2 * index, 2 * index + 1, slots[grouping]);
    },
    unallocated(unitId, grouping = 'by-area') {
      const index = tree.indexOf(unitId);
      return index < 0 ? null : sumOver(unitId, 2 * index + 1, 2 * index + 2, slots[grouping]);
    },
    total(unitId, grouping = 'by-area') {
      const index = tree.indexOf(unitId);
      return index < 0 ? null : sumOver(unitId, 2 * index, 2 * (tree.endIndex[index] as number), slots[grouping]);
    },
    unplaced: () =>
      Array.from(order.subarray(offsets[2 * tree.size] as number))
        .flatMap((cell) => cells.figure(cell) ?? [])
        .sort((a, b) => compareText(a.unitId, b.unitId) || comparePairs(a, b)),
  };
};

/** Cells sorted by their place (a counting sort), those that have none in the tree last. */
const inPreorder = (cells: Cells, tree: Tree, placing: Placing): { order: Int32Array; offsets: Int32Array } => {
  const outside = 2 * tree.size;
  const indexOfUnit = Int32Array.from(cells.unitIds, (unitId) => {
    const place = placing(unitId);
    const index = place.unitId === null ? -1 : tree.indexOf(place.unitId);
    return index < 0 ? outside : 2 * index + (place.kind === 'unit' ? 0 : 1);
  });
  const offsets = new Int32Array(outside + 2);
  for (const unit of cells.unitOfCell) {
    const behind = (indexOfUnit[unit] as number) + 1;
    offsets[behind] = (offsets[behind] as number) + 1;
  }
  for (let at = 1; at < offsets.length; at++) offsets[at] = (offsets[at] as number) + (offsets[at - 1] as number);

  const order = new Int32Array(cells.size);
  const filled = offsets.slice();
  cells.unitOfCell.forEach((unit, cell) => {
    const index = indexOfUnit[unit] as number;
    const at = filled[index] as number;
    order[at] = cell;
    filled[index] = at + 1;
  });
  return { order, offsets };
};

const slotsByArea = ({ pairs }: Cells): Slots => {
  const order = pairs.map((_, pair) => pair).sort((a, b) => comparePairs(pairs[a] as Pair, pairs[b] as Pair));
  const slotOfPair = new Int32Array(pairs.length);
  order.forEach((pair, slot) => {
    slotOfPair[pair] = slot;
  });
  return { names: order.map((pair) => pairs[pair] as Pair), slotOfPair };
};

const slotsOverAreas = ({ pairs }: Cells): Slots => {
  const metrics = [...new Set(pairs.map(({ metric }) => metric))].sort(compareText);
  const slots = new Map(metrics.map((metric, slot) => [metric, slot]));
  const slotOfPair = Int32Array.from(pairs, ({ metric }) => slots.get(metric) as number);
  return { names: metrics.map((metric) => ({ areaCode: null, metric })), slotOfPair };
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const comparePairs = (a: Pick<FigureName, 'areaCode' | 'metric'>, b: Pick<FigureName, 'areaCode' | 'metric'>): number =>
  compareText(a.areaCode ?? '', b.areaCode ?? '') || compareText(a.metric, b.metric);
