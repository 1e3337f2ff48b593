import { type UnitLevel, unitLevels } from '@thidua/events';

/** The columns a tree is made of, all in preorder: a unit, then its children's subtrees one by one. */
export interface TreeColumns {
  readonly preorder: readonly string[];
  /** Index of the parent, -1 for a root. */
  readonly parentIndex: Int32Array;
  /** Index behind the last unit of the subtree: a subtree is `[index, endIndex[index])`. */
  readonly endIndex: Int32Array;
  /** Place of the level in `unitLevels`. */
  readonly levelIndex: Uint8Array;
}

const noUnits: readonly string[] = [];

/**
 * The units in force on one date, as known at one position. Immutable. Units get a dense index in
 * preorder, siblings in Vietnamese order, so sums over subtrees are sums over ranges of an array.
 * "Within" is decided by index intervals, never by the text of a code or path. A unit that is not
 * in the tree is no fault: it has no parent, is within nothing and holds nothing.
 */
export class Tree implements TreeColumns {
  readonly preorder: readonly string[];
  readonly parentIndex: Int32Array;
  readonly endIndex: Int32Array;
  readonly levelIndex: Uint8Array;
  /** Units without a parent in this tree, in Vietnamese order. */
  readonly roots: readonly string[];
  private readonly indexes: ReadonlyMap<string, number>;
  private readonly lines: (readonly string[] | undefined)[];

  constructor(columns: TreeColumns) {
    this.preorder = columns.preorder;
    this.parentIndex = columns.parentIndex;
    this.endIndex = columns.endIndex;
    this.levelIndex = columns.levelIndex;
    this.indexes = new Map(columns.preorder.map((unitId, index) => [unitId, index]));
    this.lines = new Array(columns.preorder.length);
    this.roots = this.siblingsBetween(0, columns.preorder.length);
  }

  get size(): number {
    return this.preorder.length;
  }

  has(unitId: string): boolean {
    return this.indexes.has(unitId);
  }

  /** Place in `preorder`, -1 for a unit that is not in the tree. */
  indexOf(unitId: string): number {
    return this.indexes.get(unitId) ?? -1;
  }

  /** Null for a root, undefined for a unit that is not in the tree. */
  parentOf(unitId: string): string | null | undefined {
    const index = this.indexes.get(unitId);
    if (index === undefined) return undefined;
    return this.preorder[this.parentIndex[index] as number] ?? null;
  }

  /** The units above, nearest first, without the unit itself. Siblings share one list. */
  ancestorsOf(unitId: string): readonly string[] {
    const index = this.indexOf(unitId);
    return index < 0 ? noUnits : this.lineFrom(this.parentIndex[index] as number);
  }

  /** Whether a unit is the other one or lies below it; false where either is not in the tree. O(1). */
  isWithin(unitId: string, ancestorId: string): boolean {
    const index = this.indexOf(unitId);
    const start = this.indexOf(ancestorId);
    return start >= 0 && index >= start && index < (this.endIndex[start] as number);
  }

  /** Units directly below, in Vietnamese order. */
  childrenOf(unitId: string): readonly string[] {
    const index = this.indexOf(unitId);
    return index < 0 ? [] : this.siblingsBetween(index + 1, this.endIndex[index] as number);
  }

  /** Units of a level anywhere below, without the unit itself, in preorder. */
  descendantsAtLevel(unitId: string, level: UnitLevel): readonly string[] {
    const index = this.indexOf(unitId);
    if (index < 0) return [];
    const wanted = unitLevels.indexOf(level);
    return this.preorder
      .slice(index + 1, this.endIndex[index])
      .filter((_, offset) => this.levelIndex[index + 1 + offset] === wanted);
  }

  /** A unit and those above it, nearest first; made when first asked for, since few units have children. */
  private lineFrom(index: number): readonly string[] {
    if (index < 0) return noUnits;
    const known = this.lines[index];
    if (known) return known;
    const line: string[] = [];
    for (let at = index; at >= 0; at = this.parentIndex[at] as number) line.push(this.preorder[at] as string);
    this.lines[index] = line;
    return line;
  }

  /** The topmost units of a range of whole subtrees: each one starts where the one before it ends. */
  private siblingsBetween(start: number, end: number): readonly string[] {
    const siblings: string[] = [];
    for (let index = start; index < end; index = this.endIndex[index] as number) {
      siblings.push(this.preorder[index] as string);
    }
    return siblings;
  }
}
