import { type UnitLevel, unitLevels } from '@thidua/events';
import { Tree } from './tree.js';
import { compareVietnamese, type Ordered } from './vietnamese-order.js';

/** A unit as a tree needs it. */
export interface TreeUnit {
  readonly unitId: string;
  readonly parentUnitId: string | null;
  readonly level: UnitLevel;
  readonly nameVi: string;
  readonly code: string | null;
}

/** Place in the list of units given, before they are brought into preorder. */
type Place = number;

/**
 * All units grouped by parent, each group in Vietnamese order, the roots (parent -1) first. The
 * children of parent p are `children[offsets[p + 1]]` up to, not with, `children[offsets[p + 2]]`.
 */
interface Siblings {
  readonly parents: Int32Array;
  readonly children: Int32Array;
  readonly offsets: Int32Array;
}

/**
 * The tree of these units. A unit whose parent is not among them is a root: it stays visible and
 * its figures count, but nobody holds rights from above it. Throws where parents form a circle or
 * a unit stands twice, which the rules of the unit tree make impossible.
 */
export const buildTree = (units: readonly TreeUnit[]): Tree => {
  const siblings = orderSiblings(units);
  const preorder: string[] = [];
  const parentIndex = new Int32Array(units.length);
  const endIndex = new Int32Array(units.length);
  const levelIndex = new Uint8Array(units.length);
  const indexOfPlace = new Int32Array(units.length).fill(-1);

  // A stack of our own: a chain of any length must not exhaust that of the engine.
  const stack: Place[] = [];
  const pushChildren = (place: Place) => {
    const end = siblings.offsets[place + 2] as number;
    for (let at = end - 1; at >= (siblings.offsets[place + 1] as number); at--) {
      stack.push(siblings.children[at] as Place);
    }
  };
  pushChildren(-1);
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    const unit = units[place] as TreeUnit;
    const parent = siblings.parents[place] as Place;
    const index = preorder.push(unit.unitId) - 1;
    indexOfPlace[place] = index;
    parentIndex[index] = parent < 0 ? -1 : (indexOfPlace[parent] as number);
    levelIndex[index] = unitLevels.indexOf(unit.level);
    pushChildren(place);
  }
  if (preorder.length < units.length) throw new Error(`units form a circle: ${someOutside(units, indexOfPlace)}`);

  closeSubtrees(parentIndex, endIndex);
  return new Tree({ preorder, parentIndex, endIndex, levelIndex });
};

/** From the last unit to the first, each one pushes the end of its parent's subtree behind its own. */
const closeSubtrees = (parentIndex: Int32Array, endIndex: Int32Array): void => {
  for (let index = parentIndex.length - 1; index >= 0; index--) {
    const end = Math.max(endIndex[index] as number, index + 1);
    endIndex[index] = end;
    const parent = parentIndex[index] as number;
    if (parent >= 0 && (endIndex[parent] as number) < end) endIndex[parent] = end;
  }
};

/** Groups units by parent (a counting sort), then orders each group: only siblings are ever compared. */
const orderSiblings = (units: readonly TreeUnit[]): Siblings => {
  const parents = parentsOf(units);
  const offsets = new Int32Array(units.length + 2);
  for (const parent of parents) offsets[parent + 2] = (offsets[parent + 2] as number) + 1;
  for (let at = 1; at < offsets.length; at++) offsets[at] = (offsets[at] as number) + (offsets[at - 1] as number);

  const children = new Int32Array(units.length);
  const filled = offsets.slice();
  parents.forEach((parent, place) => {
    const at = filled[parent + 1] as number;
    children[at] = place;
    filled[parent + 1] = at + 1;
  });

  const ordered = units.map(
    ({ unitId, code, nameVi }): Ordered => ({ unitId, code, nfcName: nameVi.normalize('NFC') }),
  );
  const compare = (a: Place, b: Place) => compareVietnamese(ordered[a] as Ordered, ordered[b] as Ordered);
  for (let parent = -1; parent < units.length; parent++) {
    const start = offsets[parent + 1] as number;
    const end = offsets[parent + 2] as number;
    if (end - start > 1) children.subarray(start, end).sort(compare);
  }
  return { parents, children, offsets };
};

/** Place of each unit's parent, -1 where it has none among these units. */
const parentsOf = (units: readonly TreeUnit[]): Int32Array => {
  const places = new Map<string, Place>();
  units.forEach(({ unitId }, place) => {
    if (places.has(unitId)) throw new Error(`unit ${unitId} stands twice in a tree`);
    places.set(unitId, place);
  });
  return Int32Array.from(units, ({ parentUnitId }) => (parentUnitId === null ? -1 : (places.get(parentUnitId) ?? -1)));
};

const someOutside = (units: readonly TreeUnit[], indexOfPlace: Int32Array): string =>
  units
    .filter((_, place) => indexOfPlace[place] === -1)
    .slice(0, 5)
    .map(({ unitId }) => unitId)
    .join(', ');
