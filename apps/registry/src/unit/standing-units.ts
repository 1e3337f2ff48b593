import type { UnitLevel } from '@thidua/events';
import type { StandingUnit, StandingUnits } from './import-units.js';
import { attributesOn, holdersOf, spansOf, type TreeUnit, type UnitTree } from './unit-tree.state.js';

/** The units that stand on a day, as an import meets them. */
export const standingOn = (tree: UnitTree, day: string): StandingUnits => ({
  isEmpty: tree.units.size === 0,
  has: (level: UnitLevel) => {
    for (const unit of tree.units.values()) if (unit.level === level && attributesOn(unit, day)) return true;
    return false;
  },
  unit: (unitId) => standing(tree.units.get(unitId), day),
  holderOf: (code) => {
    const holders = holdersOf(tree, code);
    const now = holders.find((unit) => attributesOn(unit, day)?.code === code);
    const later = () =>
      holders.find((unit) => spansOf(unit, 'code').some((span) => span.value === code && span.from > day));
    return standing(now ?? later(), day);
  },
});

/** One that begins later is told as it will be on its first day; one that has ended stands no more. */
const standing = (unit: TreeUnit | undefined, day: string): StandingUnit | undefined => {
  if (!unit) return undefined;
  const { unitId, level, validFrom } = unit;
  const attributes = attributesOn(unit, day < validFrom ? validFrom : day);
  if (!attributes) return undefined;
  const { type, nameVi, code, parentUnitId } = attributes;
  return { unitId, level, validFrom, type, nameVi, code, parentUnitId };
};
