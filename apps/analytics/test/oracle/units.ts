import type { Coverage } from '@thidua/events';
import type { Logged } from './log.js';

/** What is known of one unit at some position, as its events state it. */
interface Unit {
  readonly begins: string;
  /** First day it no longer stands; null where no end is known. */
  ends: string | null;
  /** The parents stated, in the order of the log. */
  readonly parents: { readonly from: string; readonly parent: string | null }[];
  successors: readonly { readonly unitId: string; readonly coverage: Coverage }[];
}

type Units = ReadonlyMap<string, Unit>;

/** Where what a unit did is summed: at a unit, or known only to lie somewhere below it; null: below none. */
export interface Place {
  readonly at: string | null;
  readonly whole: boolean;
}

/** tree(date, P): the units in force on a date, as known at a position (figures.md 3). */
export interface OracleTree {
  /** The parent of every unit that stands, null on top. */
  readonly parents: ReadonlyMap<string, string | null>;
  /** Null where nothing it is known to lie below stands, and the tree has no single top that holds everything. */
  readonly placeOf: (unitId: string) => Place;
  /** A unit and those above it, nearest first; empty for a unit that does not stand. */
  readonly lineOf: (unitId: string | null) => readonly string[];
}

export const unitsKnownAt = (log: readonly Logged[], position: number): Units => {
  const units = new Map<string, Unit>();
  for (const event of log) {
    if (event.position > position) continue;
    if (event.type === 'UnitRegistered.v1') {
      const { unitId, validFrom, parentUnitId: parent = null } = event.data;
      units.set(unitId, { begins: validFrom, ends: null, parents: [{ from: validFrom, parent }], successors: [] });
    } else if (event.type === 'UnitMoved.v1') {
      const { unitId, validFrom, toParentId: parent = null } = event.data;
      units.get(unitId)?.parents.push({ from: validFrom, parent });
    } else if (event.type === 'UnitDissolved.v1') {
      const unit = units.get(event.data.unitId);
      if (!unit) continue;
      unit.ends = event.data.validFrom;
      unit.successors = event.data.successors;
    }
  }
  return units;
};

const standsOn = ({ begins, ends }: Unit, date: string): boolean => begins <= date && (ends === null || date < ends);

/** Of the parents stated for days up to a date that of the latest day holds, of one day the later in the log. */
const parentOn = ({ parents }: Unit, date: string): string | null => {
  let inForce: Unit['parents'][number] | null = null;
  for (const stated of parents) {
    if (stated.from <= date && (inForce === null || stated.from >= inForce.from)) inForce = stated;
  }
  return inForce?.parent ?? null;
};

/** The parent on the last day of a unit: of what was stated for days before its end, the latest. */
const lastParent = (unit: Unit, ends: string): string | null =>
  parentOn({ ...unit, parents: unit.parents.filter(({ from }) => from < ends || from === unit.begins) }, ends);

export const treeOn = (units: Units, date: string): OracleTree => {
  const parents = new Map<string, string | null>();
  for (const [unitId, unit] of units) if (standsOn(unit, date)) parents.set(unitId, parentOn(unit, date));

  const lineOf = (unitId: string | null): readonly string[] => {
    const line: string[] = [];
    for (let at = unitId; at !== null && parents.has(at); at = parents.get(at) ?? null) line.push(at);
    return line;
  };

  /** What is its own stands nowhere for certain below this one, whose place is looked for in the same way. */
  const somewhereBelow = (parent: string | null): Place => ({
    at: parent === null ? null : placeOf(parent).at,
    whole: false,
  });

  /** The lowest common ancestor of the candidates: the first unit above one that is above all of them. */
  const commonOf = (candidates: readonly string[]): Place => {
    const lines = candidates.map((unitId) => lineOf(placeOf(unitId).at));
    const common = lines[0]?.find((unitId) => lines.every((line) => line.includes(unitId)));
    return { at: common ?? null, whole: false };
  };

  /** Of a part that stands alone: nobody knows where the rest went, so not all of it lies below that part. */
  const above = (part: string): Place => {
    const { at } = placeOf(part);
    return { at: at === null ? null : (parents.get(at) ?? null), whole: false };
  };

  const placeOf = (unitId: string): Place => {
    if (parents.has(unitId)) return { at: unitId, whole: true };
    const unit = units.get(unitId);
    if (!unit) return { at: null, whole: false };
    if (unit.ends !== null && unit.ends <= date) {
      const [only, ...others] = unit.successors;
      if (!only) return somewhereBelow(lastParent(unit, unit.ends));
      if (others.length === 0) return only.coverage === 'FULL' ? placeOf(only.unitId) : above(only.unitId);
      return commonOf(unit.successors.map((successor) => successor.unitId));
    }
    const predecessors = [...units].filter(([, { successors }]) => successors.some((one) => one.unitId === unitId));
    const [only, ...others] = predecessors.map(([predecessor]) => predecessor);
    if (!only) return somewhereBelow(parentOn(unit, unit.begins));
    return others.length === 0 ? placeOf(only) : commonOf([only, ...others]);
  };

  // What lies below nothing that stands lies below the one unit that holds everything, where there is one:
  // else the totals of the roots would not be the same in every tree (figures.md 4).
  const tops = [...parents].filter(([, parent]) => parent === null).map(([unitId]) => unitId);
  const onlyTop = tops.length === 1 ? (tops[0] ?? null) : null;
  const placed = (unitId: string): Place => {
    const place = placeOf(unitId);
    return place.at === null ? { at: onlyTop, whole: false } : place;
  };
  return { parents, placeOf: placed, lineOf };
};
