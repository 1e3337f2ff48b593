import type { Cells } from './cells.js';
import type { Credit, Figure } from './fact.js';
import type { FactTable } from './fact-table.js';
import type { FigureNode, Forest, Part, PlaceRange } from './forest.js';
import { MemberUnion } from './member-union.js';
import type { Pair } from './numbering.js';
import { type FigureShape, QuantitySums } from './quantity-sums.js';

/** How the figures of a list are told apart: one a pair (area, metric), or one a metric over all areas. */
export type Grouping = 'by-area' | 'all-areas';

/**
 * Figures of the nodes of a forest. Lists hold a figure for each area and metric where something counts,
 * sorted by area, then metric, in code units; what is missing is zero. A list with a figure beyond 2^53 - 1
 * throws SumTooLarge; nodes that do not contain the excess still answer.
 *
 * For SUM, RATIO and AVERAGE total = own + unallocated + the totals of the children, exactly; for DISTINCT
 * the total is the union, which may be less.
 */
export interface Rollup {
  readonly forest: Forest;
  /** What the unit did itself, and whole units that went to it. */
  own(node: FigureNode, grouping?: Grouping): readonly Figure[];
  /** What is known only to lie somewhere below the unit. */
  unallocated(node: FigureNode, grouping?: Grouping): readonly Figure[];
  /** Its own, what is unallocated at it, and all that of the units below. */
  total(node: FigureNode, grouping?: Grouping): readonly Figure[];
  /** What stands in no tree. It is in no total: those of the roots and this are together everything. */
  unplaced(grouping?: Grouping): readonly Figure[];
}

/** Which slot the figures of a pair go to, and what a slot stands for, in the order of the list. */
interface Slots {
  readonly names: readonly Omit<FigureShape, 'unitId'>[];
  readonly slotOfPair: Int32Array;
}

/**
 * Sums facts up the trees of a forest: one scan of the facts, whatever is asked afterwards. Cells are then
 * in the order of their places, so that any part of any node is the sum over a few ranges of neighbours.
 */
export const rollUp = (facts: FactTable, forest: Forest, credit: Credit = 'LEAD'): Rollup => {
  const { from, to } = forest.asOf;
  const cells = facts.sum({ from, to, knownUpTo: forest.knownUpTo, credit }, forest.stretches);
  const { order, offsets } = byPlace(cells, forest);
  const slots: Record<Grouping, Slots> = { 'by-area': slotsByArea(cells), 'all-areas': slotsOverAreas(cells) };
  const union = new MemberUnion(cells.members.size);

  const figuresIn = (ranges: readonly PlaceRange[], unitId: string | null, grouping: Grouping): readonly Figure[] => {
    const { names, slotOfPair } = slots[grouping];
    const sums = new QuantitySums(names.length);
    const cellsOfSlot: readonly number[][] = names.map(() => []);
    for (const [start, end] of ranges) {
      for (let at = offsets[start] as number; at < (offsets[end] as number); at++) {
        const cell = order[at] as number;
        const slot = slotOfPair[cells.pairOfCell[cell] as number] as number;
        sums.addSlot(slot, cells.sums, cell);
        if (names[slot]?.combine === 'DISTINCT') cellsOfSlot[slot]?.push(cell);
      }
    }
    return names.flatMap((name, slot) => {
      for (const cell of cellsOfSlot[slot] as number[]) cells.members.addTo(union, cell);
      const figure = sums.figure(slot, { unitId, ...name }, union);
      union.clear();
      return figure ?? [];
    });
  };
  const partOf =
    (part: Part) =>
    (node: FigureNode, grouping: Grouping = 'by-area') =>
      figuresIn(forest.placesOf(node, part), node.unitId, grouping);

  return {
    forest,
    own: partOf('own'),
    unallocated: partOf('unallocated'),
    total: partOf('total'),
    unplaced: (grouping = 'by-area') => figuresIn([[forest.nowhere, forest.nowhere + 1]], null, grouping),
  };
};

/** Cells sorted by their place (a counting sort): those of place p are `order[offsets[p]]` up to `offsets[p + 1]`. */
const byPlace = (cells: Cells, forest: Forest): { order: Int32Array; offsets: Int32Array } => {
  const placeOfCell = placesOf(cells, forest);
  const offsets = new Int32Array(forest.nowhere + 2);
  for (const place of placeOfCell) offsets[place + 1] = (offsets[place + 1] as number) + 1;
  for (let at = 1; at < offsets.length; at++) offsets[at] = (offsets[at] as number) + (offsets[at - 1] as number);

  const order = new Int32Array(cells.size);
  const filled = offsets.slice();
  placeOfCell.forEach((place, cell) => {
    const at = filled[place] as number;
    order[at] = cell;
    filled[place] = at + 1;
  });
  return { order, offsets };
};

/** The place of each cell; each unit is placed once a stretch, however many cells it has there. */
const placesOf = ({ unitIds, unitOfCell, stretchOfCell }: Cells, forest: Forest): Int32Array => {
  const placed = forest.stretches.map(() => new Map<number, number>());
  return unitOfCell.map((unit, cell) => {
    const stretch = stretchOfCell[cell] as number;
    const places = placed[stretch] as Map<number, number>;
    let place = places.get(unit);
    if (place === undefined) {
      place = forest.placeIn(stretch, unitIds[unit] as string);
      places.set(unit, place);
    }
    return place;
  });
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
  const combines = new Map(pairs.map(({ metric, combine }) => [metric, combine]));
  const metrics = [...combines].sort(([a], [b]) => compareText(a, b));
  const slots = new Map(metrics.map(([metric], slot) => [metric, slot]));
  const slotOfPair = Int32Array.from(pairs, ({ metric }) => slots.get(metric) as number);
  return { names: metrics.map(([metric, combine]) => ({ areaCode: null, metric, combine })), slotOfPair };
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const comparePairs = (a: Pair, b: Pair): number =>
  compareText(a.areaCode, b.areaCode) || compareText(a.metric, b.metric);
