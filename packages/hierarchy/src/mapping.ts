import type { Succession } from './succession.js';
import type { Tree } from './tree.js';

/**
 * Where a figure of a unit is summed in a tree: at a unit, or known only to lie somewhere below one
 * (null: below none that lives).
 */
export type Placement =
  | { readonly kind: 'unit'; readonly unitId: string }
  | { readonly kind: 'unallocated'; readonly unitId: string | null };

/** The life of a unit as far as it is known. */
export interface Life {
  /** First day it exists. */
  readonly begins: string;
  /** First day it no longer exists, null where no end is known. */
  readonly ends: string | null;
  readonly firstParent: string | null;
  readonly lastParent: string | null;
}

/** What a mapping needs to know, all of it as known at the position of its tree. */
export interface KnownUnits {
  readonly lifeOf: (unitId: string) => Life | null;
  readonly successorsOf: (unitId: string) => readonly Succession[];
  readonly predecessorsOf: (unitId: string) => readonly Succession[];
}

export type Mapping = (unitId: string) => Placement;

const nowhere: Placement = { kind: 'unallocated', unitId: null };

/**
 * Maps units onto the tree of a day (figures.md 3). A unit of the tree stands for itself. One that has
 * ended goes forward: through a FULL successor to it; split, to the lowest common ancestor of the parts;
 * without successor, to the nearest ancestor that lives. One that begins later goes back: through a single
 * predecessor to it; of several, to their lowest common ancestor; of none, to the nearest ancestor.
 * Nothing is guessed. Each step goes on in one direction of time or up a level, so all of them end.
 */
export const mappingOnto = (tree: Tree, on: string, known: KnownUnits): Mapping => {
  const placed = new Map<string, Placement>();

  const place: Mapping = (unitId) => {
    const before = placed.get(unitId);
    if (before) return before;
    // Should a log hold a circle nevertheless, its units stand nowhere instead of being followed for ever.
    placed.set(unitId, nowhere);
    const placement = find(unitId);
    placed.set(unitId, placement);
    return placement;
  };

  const find: Mapping = (unitId) => {
    if (tree.has(unitId)) return { kind: 'unit', unitId };
    const life = known.lifeOf(unitId);
    if (!life) return nowhere;
    if (life.ends !== null && life.ends <= on) return forward(known.successorsOf(unitId), life);
    return backward(known.predecessorsOf(unitId), life);
  };

  const forward = (successors: readonly Succession[], life: Life): Placement => {
    const [only, ...others] = successors;
    if (!only) return below(life.lastParent);
    if (others.length > 0) return commonOf(successors);
    const placement = place(only.unitId);
    if (only.coverage === 'FULL') return placement;
    // The other parts went where nobody knows: not all of it lies in the one that is named.
    const above = placement.unitId === null ? null : tree.parentOf(placement.unitId);
    return { kind: 'unallocated', unitId: above ?? null };
  };

  const backward = (predecessors: readonly Succession[], life: Life): Placement => {
    const [only, ...others] = predecessors;
    if (!only) return below(life.firstParent);
    return others.length > 0 ? commonOf(predecessors) : place(only.unitId);
  };

  const below = (parentId: string | null): Placement =>
    parentId === null ? nowhere : { kind: 'unallocated', unitId: place(parentId).unitId };

  const commonOf = (candidates: readonly Succession[]): Placement => {
    const units = candidates.map(({ unitId }) => place(unitId).unitId);
    return { kind: 'unallocated', unitId: lowestCommonAncestor(tree, units) };
  };

  return place;
};

/** The lowest unit that all the others lie within, itself included; null where there is none. */
export const lowestCommonAncestor = (tree: Tree, unitIds: readonly (string | null)[]): string | null => {
  const [first = null, ...others] = unitIds;
  if (first === null || !tree.has(first)) return null;
  const holdsAll = (above: string) => others.every((unitId) => unitId !== null && tree.isWithin(unitId, above));
  return [first, ...tree.ancestorsOf(first)].find(holdsAll) ?? null;
};
