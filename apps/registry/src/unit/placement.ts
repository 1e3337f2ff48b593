import { type UnitLevel, unitLevels } from '@thidua/events';
import { refuse } from '@thidua/service/refusals';
import { codeForms } from './unit-codes.js';
import type { UnitRefusal } from './unit-commands.js';
import { attributesOn, holdersOf, nameOf, spansOf, type TreeUnit, type UnitTree } from './unit-tree.state.js';

/** What a reorganisation does on its day beside the one thing judged, so that rules see the tree as it will be. */
export interface Alteration {
  readonly ending: ReadonlySet<string>;
  readonly moving: ReadonlySet<string>;
  /** Levels of the new units. */
  readonly fresh: ReadonlyMap<string, UnitLevel>;
  /** Levels of the units that come below a parent. */
  readonly arriving: ReadonlyMap<string, ReadonlySet<UnitLevel>>;
}

const nothingElse: Alteration = { ending: new Set(), moving: new Set(), fresh: new Map(), arriving: new Map() };

/** A unit that is to hang below a parent on `[from, until)`. */
export interface Place {
  readonly level: UnitLevel;
  readonly parentUnitId: string | null;
  readonly from: string;
  readonly until: string | null;
  /** Where the command names the parent. */
  readonly field: readonly string[];
}

const depth = (level: UnitLevel): number => unitLevels.indexOf(level);

/**
 * Whether a parent will do. Its level is above, so nothing is ever below itself. It is the next level up,
 * or one further up where nothing of a level between stands directly below that parent on the day. What
 * stands on top needs no parent, as long as nothing of a higher level stands.
 */
export const parentFault = (tree: UnitTree, place: Place, also: Alteration = nothingElse): UnitRefusal | null => {
  const { parentUnitId, field } = place;
  if (parentUnitId === null) {
    return isAnythingAbove(tree, place, also) ? refuse('MISSING', field, { what: field.at(-1) ?? '' }) : null;
  }
  const fresh = also.fresh.get(parentUnitId);
  if (fresh) return levelFault(tree, place, fresh, parentUnitId, also);
  const parent = tree.units.get(parentUnitId);
  if (!parent) return refuse('NOT_FOUND', field);
  return parentLifeFault(parent, place, also) ?? levelFault(tree, place, parent.level, nameOf(parent), also);
};

/** Whether the parent stands on all the days on which the unit is below it. */
const parentLifeFault = (parent: TreeUnit, { from, until, field }: Place, also: Alteration): UnitRefusal | null => {
  const value = nameOf(parent);
  if (also.ending.has(parent.unitId)) return refuse('UNIT_ENDED', field, { unit: value, ended: from });
  if (parent.validFrom > from) {
    return refuse('PARENT_NOT_YET', field, { value, parentFrom: parent.validFrom, validFrom: from });
  }
  const { ends } = parent;
  const endsBefore = ends !== null && (until === null || ends < until);
  return endsBefore ? refuse('UNIT_ENDED', field, { unit: value, ended: ends }) : null;
};

const levelFault = (
  tree: UnitTree,
  place: Place,
  above: UnitLevel,
  value: string,
  also: Alteration,
): UnitRefusal | null => {
  const { level, field } = place;
  const isAbove = depth(above) < depth(level) && !isLevelBetween(tree, place, above, also);
  return isAbove ? null : refuse('PARENT_LEVEL', field, { value, level });
};

const isLevelBetween = (
  tree: UnitTree,
  { parentUnitId, level, from }: Place,
  above: UnitLevel,
  also: Alteration,
): boolean => {
  if (parentUnitId === null || depth(level) - depth(above) < 2) return false;
  const between = (one: UnitLevel) => depth(one) > depth(above) && depth(one) < depth(level);
  if ([...(also.arriving.get(parentUnitId) ?? [])].some(between)) return true;
  const stays = ({ unitId }: TreeUnit) => !also.ending.has(unitId) && !also.moving.has(unitId);
  for (const unitId of tree.everBelow.get(parentUnitId) ?? []) {
    const unit = tree.units.get(unitId);
    if (!unit || !between(unit.level) || !stays(unit)) continue;
    if (attributesOn(unit, from)?.parentUnitId === parentUnitId) return true;
  }
  return false;
};

const isAnythingAbove = (tree: UnitTree, { level, from }: Place, also: Alteration): boolean => {
  const above = (one: UnitLevel) => depth(one) < depth(level);
  if ([...also.fresh.values()].some(above)) return true;
  for (const unit of tree.units.values()) {
    if (above(unit.level) && !also.ending.has(unit.unitId) && attributesOn(unit, from)) return true;
  }
  return false;
};

/** A code that a unit is to hold on `[from, until)`. */
export interface Coding {
  readonly level: UnitLevel;
  readonly code: string;
  readonly from: string;
  readonly until: string | null;
  readonly field: readonly string[];
}

/** Whether a code has the form of its level and nobody else holds it on any of the days. */
export const codeFault = (
  tree: UnitTree,
  { level, code, from, until, field }: Coding,
  isFree: (holder: TreeUnit) => boolean = () => false,
): UnitRefusal | null => {
  const form = level === 'central' ? null : codeForms[level];
  if (!form?.pattern.test(code)) {
    return refuse('CODE_INVALID', field, { value: code, level, rule: form?.rule ?? 'no code (không có mã)' });
  }
  const holder = holdersOf(tree, code).find(
    (unit) =>
      !isFree(unit) &&
      spansOf(unit, 'code').some(
        (span) =>
          span.value === code && (span.until === null || span.until > from) && (until === null || span.from < until),
      ),
  );
  return holder ? refuse('CODE_TAKEN', field, { value: code, holder: nameOf(holder) }) : null;
};

/** Whether a unit exists on a day. */
export const lifeFault = (unit: TreeUnit, day: string, field: readonly string[]): UnitRefusal | null => {
  if (unit.validFrom > day)
    return refuse('UNIT_NOT_YET', field, { unit: nameOf(unit), begins: unit.validFrom, validFrom: day });
  if (unit.ends !== null && unit.ends <= day)
    return refuse('UNIT_ENDED', field, { unit: nameOf(unit), ended: unit.ends });
  return null;
};

const namedMax = 20;

/** Those that would be left without a parent, by name. */
export const childrenFault = (
  unit: TreeUnit,
  children: readonly TreeUnit[],
  field: readonly string[],
): UnitRefusal | null => {
  if (children.length === 0) return null;
  const names = children.slice(0, namedMax).map(nameOf);
  if (children.length > namedMax) names.push(`+ ${children.length - namedMax}`);
  return refuse('UNIT_HAS_CHILDREN', field, { unit: nameOf(unit), children: names });
};
