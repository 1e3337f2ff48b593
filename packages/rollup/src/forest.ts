import { type Position, type UnitLevel, unitLevels } from '@thidua/events';
import type { Mapping, Stretch, Tree, UnitHistory } from '@thidua/hierarchy';

/** A question about figures: which days count, what was known, and under which tree (figures.md 2 and 3). */
export interface FiguresAsOf extends Stretch {
  /** The last position that counts as known; default: all. */
  readonly knownUpTo?: Position | undefined;
  /** Null, the default: as it was, each day under its own tree. A date: all under the tree of that date. */
  readonly treeOn?: string | null | undefined;
}

/** Days of the window with the tree that what happened on them stands in. */
interface TreeStretch extends Stretch {
  /** The date of the tree, and of what its units are called. */
  readonly on: string;
  readonly tree: Tree;
  readonly mapping: Mapping;
  /** The first of its places. */
  readonly firstPlace: number;
}

/**
 * A unit together with the stretches in which it stood there, by their number: as it was, a unit that moved
 * from one parent to another is a node below each of them.
 */
export interface FigureNode {
  readonly unitId: string;
  readonly stretches: readonly number[];
}

/** What is a unit's own, what is known only to lie somewhere below it, and all of it with the units below. */
export type Part = 'own' | 'unallocated' | 'total';

/** Places in [start, end). */
export type PlaceRange = readonly [start: number, end: number];

/** Larger than any position, and still a whole number. */
const everything = Number.MAX_SAFE_INTEGER;

/**
 * The trees of one question, stretch by stretch. Whatever stands at a unit on a day (a fact, a target, a
 * piece of work) has a place in it, a whole number; what belongs to a node's part lies in ranges of places.
 * What the mapping places nowhere is unallocated at the root of a tree that has one root; else its place is
 * `nowhere`, so that nothing is guessed and nothing is hidden.
 */
export class Forest {
  readonly stretches: readonly TreeStretch[];
  readonly knownUpTo: Position;
  /** The place of all that stands in no tree: the last one. */
  readonly nowhere: number;

  constructor(
    units: UnitHistory,
    readonly asOf: FiguresAsOf,
  ) {
    const { from, to, treeOn = null } = asOf;
    this.knownUpTo = asOf.knownUpTo ?? everything;
    const cut = treeOn === null ? units.stretches(from, to, this.knownUpTo) : [];
    let firstPlace = 0;
    // A window without a day holds nothing, and that is shown under the tree of its last day.
    this.stretches = (cut.length > 0 ? cut : [{ from, to }]).map((days) => {
      const on = treeOn ?? days.to;
      const tree = units.tree(on, this.knownUpTo);
      const stretch = { ...days, on, tree, mapping: units.mapping(on, this.knownUpTo), firstPlace };
      firstPlace += 2 * tree.size;
      return stretch;
    });
    this.nowhere = firstPlace;
  }

  /** A unit in all stretches in whose tree it stands; null where that is none. */
  node(unitId: string): FigureNode | null {
    const stretches = this.stretches.flatMap(({ tree }, n) => (tree.has(unitId) ? [n] : []));
    return stretches.length === 0 ? null : { unitId, stretches };
  }

  /** Units without a parent, each in the stretches in which it has none. */
  roots(): readonly FigureNode[] {
    const all = this.stretches.map((_, n) => n);
    return this.collect(all, ({ tree }) => tree.roots);
  }

  /** Units that stood directly below on any day, those of the last tree first, in Vietnamese order. */
  children({ unitId, stretches }: FigureNode): readonly FigureNode[] {
    return this.collect(stretches, ({ tree }) => tree.childrenOf(unitId));
  }

  /** Units of a level that stood anywhere below on any day, those of the last tree first, in its order. */
  descendants({ unitId, stretches }: FigureNode, level: UnitLevel): readonly FigureNode[] {
    return this.collect(stretches, ({ tree }) => tree.descendantsAtLevel(unitId, level));
  }

  /** Whether a node had no parent on any of its days. */
  isRoot({ unitId, stretches }: FigureNode): boolean {
    return stretches.some((n) => this.at(n).tree.parentOf(unitId) === null);
  }

  /** The day whose names a node is shown with: the last one it stood there, or that of the tree asked. */
  calledOn({ stretches }: FigureNode): string {
    return this.at(stretches.at(-1) as number).on;
  }

  /** The level of a node's unit, which never changes. */
  levelOf({ unitId, stretches }: FigureNode): UnitLevel {
    const { tree } = this.at(stretches.at(-1) as number);
    return unitLevels[tree.levelIndex[tree.indexOf(unitId)] as number] as UnitLevel;
  }

  /** The stretch of a day of the window, by its number; -1 for a day outside. */
  stretchOn(day: string): number {
    return this.stretches.findIndex(({ from, to }) => from <= day && day <= to);
  }

  /** Where it stands what stands at a unit in a stretch. */
  placeIn(stretch: number, unitId: string): number {
    const { tree, mapping, firstPlace } = this.at(stretch);
    const placement = mapping(unitId);
    const index = placement.unitId === null ? -1 : tree.indexOf(placement.unitId);
    if (index >= 0) return firstPlace + 2 * index + (placement.kind === 'unit' ? 0 : 1);
    return tree.roots.length === 1 ? firstPlace + 1 : this.nowhere;
  }

  /** The places of a node's part, growing, a range for each of its stretches. */
  placesOf({ unitId, stretches }: FigureNode, part: Part): readonly PlaceRange[] {
    return stretches.map((n): PlaceRange => {
      const { tree, firstPlace } = this.at(n);
      const index = tree.indexOf(unitId);
      const own = firstPlace + 2 * index;
      if (part === 'own') return [own, own + 1];
      if (part === 'unallocated') return [own + 1, own + 2];
      return [own, firstPlace + 2 * (tree.endIndex[index] as number)];
    });
  }

  private at(stretch: number): TreeStretch {
    return this.stretches[stretch] as TreeStretch;
  }

  private collect(
    stretches: readonly number[],
    unitsOf: (stretch: TreeStretch) => readonly string[],
  ): readonly FigureNode[] {
    const found = new Map<string, number[]>();
    for (const n of stretches.toReversed()) {
      for (const unitId of unitsOf(this.at(n))) {
        const before = found.get(unitId);
        if (before) before.unshift(n);
        else found.set(unitId, [n]);
      }
    }
    return [...found].map(([unitId, standsIn]) => ({ unitId, stretches: standsIn }));
  }
}
