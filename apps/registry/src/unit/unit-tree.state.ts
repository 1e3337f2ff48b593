import type { Evolve } from '@thidua/event-sourcing';
import type { EventData, UnitLevel, UnitTreeEvent } from '@thidua/events';
import { type UnitAttributes, type UnitChange, UnitTimeline } from '@thidua/hierarchy';

/** A unit as the tree's rules see it: on all days at once, since a change may be for any day. */
export interface TreeUnit {
  readonly unitId: string;
  readonly level: UnitLevel;
  /** First day it exists. */
  readonly validFrom: string;
  readonly timeline: UnitTimeline;
  /** First day it no longer exists, null where no end is stated. */
  ends: string | null;
  /** How many events are about this unit: what a change of it expects to find. */
  revision: number;
}

/** All units are one consistency boundary: "one parent" and "a code has one holder" span them all. */
export interface UnitTree {
  readonly units: Map<string, TreeUnit>;
  /** Who holds a code after all that is stated. */
  readonly byCode: Map<string, TreeUnit>;
  /** Who held a code and gave it up. */
  readonly formerHolders: Map<string, TreeUnit[]>;
  /** All that ever had a unit as their parent. */
  readonly everBelow: Map<string, Set<string>>;
}

export const emptyTree = (): UnitTree => ({
  units: new Map(),
  byCode: new Map(),
  formerHolders: new Map(),
  everBelow: new Map(),
});

// The rules know all that is stated, so positions play no part: within a day the order of events decides.
const stated = 0;

export const attributesOn = (unit: TreeUnit, day: string): UnitAttributes | null =>
  unit.timeline.attributes(day, stated);

export const spansOf = <Name extends keyof UnitAttributes>(unit: TreeUnit, name: Name) =>
  unit.timeline.spans(name, stated);

/** What a person calls a unit, also where it does not exist on the day at hand. */
export const nameOf = (unit: TreeUnit): string => spansOf(unit, 'nameVi').at(-1)?.value ?? unit.unitId;

/** Everybody who holds a code on any day. */
export const holdersOf = (tree: UnitTree, code: string): readonly TreeUnit[] => {
  const holder = tree.byCode.get(code);
  return [...(tree.formerHolders.get(code) ?? []), ...(holder ? [holder] : [])];
};

/** Units that have this one as their parent on some day of `[from, until)`. */
export const childrenDuring = (
  tree: UnitTree,
  parentUnitId: string,
  from: string,
  until: string | null = null,
): readonly TreeUnit[] => {
  const children: TreeUnit[] = [];
  for (const unitId of tree.everBelow.get(parentUnitId) ?? []) {
    const unit = tree.units.get(unitId);
    const isBelow = (span: { readonly value: string | null; readonly from: string; readonly until: string | null }) =>
      span.value === parentUnitId &&
      (span.until === null || span.until > from) &&
      (until === null || span.from < until);
    if (unit && spansOf(unit, 'parentUnitId').some(isBelow)) children.push(unit);
  }
  return children;
};

/** Moves the tree in place: 110,000 units are too many to copy for each event. */
export const evolveTree: Evolve<UnitTree, UnitTreeEvent> = {
  'UnitRegistered.v1': (tree, data) => register(tree, data),
  'UnitRenamed.v1': (tree, data) => change(tree, data, { set: { nameVi: data.to, nameEn: null } }),
  'UnitReclassified.v1': (tree, data) => change(tree, data, { set: { type: data.to } }),
  'UnitRecoded.v1': (tree, data) => {
    change(tree, data, { set: { code: data.to ?? null } });
    const unit = unitOf(tree, data.unitId);
    // For a day before a later change the code at the end stays another one.
    release(tree, unit, data.from);
    release(tree, unit, data.to);
    return hold(tree, unit, codeInTheEnd(unit));
  },
  'UnitMoved.v1': (tree, data) => {
    if (data.toParentId !== undefined) below(tree, data.toParentId).add(data.unitId);
    return change(tree, data, { set: { parentUnitId: data.toParentId ?? null } });
  },
  'UnitDissolved.v1': (tree, data) => {
    const unit = unitOf(tree, data.unitId);
    const code = codeInTheEnd(unit);
    change(tree, data, { set: {}, ends: true });
    unit.ends = data.validFrom;
    release(tree, unit, code);
    return tree;
  },
  // What it implies follows in the same append; by itself it is about no unit.
  'UnitsReorganised.v1': (tree) => tree,
};

const codeInTheEnd = (unit: TreeUnit): string | null => spansOf(unit, 'code').at(-1)?.value ?? null;

const register = (tree: UnitTree, data: EventData<'UnitRegistered.v1'>): UnitTree => {
  const { unitId, level, validFrom } = data;
  const attributes: UnitAttributes = {
    nameVi: data.nameVi,
    nameEn: data.nameEn ?? null,
    level,
    type: data.type,
    code: data.code ?? null,
    parentUnitId: data.parentUnitId ?? null,
    generated: data.generated ?? false,
  };
  const timeline = new UnitTimeline(unitId, validFrom, stated, attributes);
  const unit = { unitId, level, validFrom, timeline, ends: null, revision: 1 };
  tree.units.set(unitId, unit);
  if (data.parentUnitId !== undefined) below(tree, data.parentUnitId).add(unitId);
  return hold(tree, unit, data.code);
};

const change = (
  tree: UnitTree,
  { unitId, validFrom }: { readonly unitId: string; readonly validFrom: string },
  change: Pick<UnitChange, 'set' | 'ends'>,
): UnitTree => {
  const unit = unitOf(tree, unitId);
  unit.timeline.record({ validFrom, position: stated, ...change });
  unit.revision++;
  return tree;
};

const unitOf = (tree: UnitTree, unitId: string): TreeUnit => {
  const unit = tree.units.get(unitId);
  if (!unit) throw new Error(`the unit ${unitId} changes and was never registered`);
  return unit;
};

const below = (tree: UnitTree, parentUnitId: string): Set<string> => {
  const known = tree.everBelow.get(parentUnitId);
  if (known) return known;
  const units = new Set<string>();
  tree.everBelow.set(parentUnitId, units);
  return units;
};

/** The code that a unit has in the end is its own; whoever had it before is one of its former holders. */
const hold = (tree: UnitTree, unit: TreeUnit, code: string | null | undefined): UnitTree => {
  if (code == null) return tree;
  const before = tree.byCode.get(code);
  if (before === unit) return tree;
  if (before) release(tree, before, code);
  tree.byCode.set(code, unit);
  return tree;
};

const release = (tree: UnitTree, unit: TreeUnit, code: string | null | undefined): void => {
  if (code == null) return;
  if (tree.byCode.get(code) === unit) tree.byCode.delete(code);
  const former = tree.formerHolders.get(code);
  if (!former) tree.formerHolders.set(code, [unit]);
  else if (!former.includes(unit)) former.push(unit);
};
