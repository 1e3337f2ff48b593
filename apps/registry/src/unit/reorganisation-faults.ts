import { refuse } from '@thidua/service/refusals';
import { endFault, revisionFault } from './change-unit.js';
import { lifeFault } from './placement.js';
import type { ReorganiseUnits, UnitRefusal } from './unit-commands.js';
import { nameOf, type TreeUnit, type UnitTree } from './unit-tree.state.js';

/** How many entries each list of a reorganisation may have. */
const reorganisationListMax = 2000;

type Lists = Pick<ReorganiseUnits, 'newUnits' | 'mappings' | 'moves' | 'dissolve'>;

/** A unit that the command names as one that stands, and where. */
interface Named {
  readonly unitId: string;
  readonly field: readonly string[];
  readonly ends: boolean;
}

/** What is wrong with the units that a reorganisation names, before anything is asked about the tree it makes. */
export const namingFaults = (command: ReorganiseUnits, tree: UnitTree): readonly UnitRefusal[] => {
  const tooLong = lengthFaults(command);
  if (tooLong.length > 0) return tooLong;
  return [...newUnitFaults(command, tree), ...targetFaults(command, tree), ...standingFaults(command, tree)];
};

const lengthFaults = (lists: Lists): readonly UnitRefusal[] => {
  const names: readonly (keyof Lists)[] = ['newUnits', 'mappings', 'moves', 'dissolve'];
  return names
    .filter((name) => lists[name].length > reorganisationListMax)
    .map((name) => refuse('TOO_MANY', [name], { max: reorganisationListMax, count: lists[name].length }));
};

const newUnitFaults = ({ newUnits }: ReorganiseUnits, tree: UnitTree): readonly UnitRefusal[] => {
  const seen = new Set<string>();
  return newUnits.flatMap(({ unitId }, index) => {
    const isTaken = tree.units.has(unitId) || seen.has(unitId);
    seen.add(unitId);
    return isTaken ? [refuse('DUPLICATE', ['newUnits', String(index), 'unitId'], { code: unitId })] : [];
  });
};

const targetFaults = ({ newUnits, mappings }: ReorganiseUnits, tree: UnitTree): readonly UnitRefusal[] => {
  const fresh = new Set(newUnits.map(({ unitId }) => unitId));
  const targets = Map.groupBy(mappings, ({ fromUnitId }) => fromUnitId);
  const called = (unitId: string) => {
    const unit = tree.units.get(unitId);
    return unit ? nameOf(unit) : unitId;
  };
  const pairs = new Set<string>();
  return mappings.flatMap(({ fromUnitId, toUnitId, coverage }, index) => {
    const field = ['mappings', String(index)];
    const pair = JSON.stringify([fromUnitId, toUnitId]);
    if (pairs.has(pair)) return [refuse('DUPLICATE', field, { code: fromUnitId })];
    pairs.add(pair);
    const faults: UnitRefusal[] = [];
    if (!fresh.has(toUnitId)) faults.push(refuse('MAPPING_TARGET', [...field, 'toUnitId'], { unit: called(toUnitId) }));
    const count = targets.get(fromUnitId)?.length ?? 0;
    if (coverage === 'FULL' && count > 1) {
      faults.push(refuse('MAPPING_NOT_FULL', [...field, 'coverage'], { unit: called(fromUnitId), count }));
    }
    return faults;
  });
};

/** Each unit that stands has one fate: it goes to others, moves or is dissolved. */
const standingFaults = (command: ReorganiseUnits, tree: UnitTree): readonly UnitRefusal[] => {
  const { validFrom, expectedRevisions } = command;
  const expected = expectedRevisions && new Map(expectedRevisions.map(({ unitId, revision }) => [unitId, revision]));
  const seen = new Set<string>();
  return namedBy(command).flatMap(({ unitId, field, ends }) => {
    if (seen.has(unitId)) return [refuse('DUPLICATE', field, { code: unitId })];
    seen.add(unitId);
    const unit = tree.units.get(unitId);
    if (!unit) return [refuse('NOT_FOUND', field)];
    const fault = lifeFault(unit, validFrom, field) ?? (ends ? endFault(unit, field) : null);
    return fault ?? expectationFault(unit, expected) ?? [];
  });
};

const namedBy = ({ mappings, moves, dissolve }: ReorganiseUnits): readonly Named[] => {
  const from = new Map<string, Named>();
  mappings.forEach(({ fromUnitId: unitId }, index) => {
    const field = ['mappings', String(index), 'fromUnitId'];
    if (!from.has(unitId)) from.set(unitId, { unitId, field, ends: true });
  });
  return [
    ...from.values(),
    ...moves.map(({ unitId }, index) => ({ unitId, field: ['moves', String(index), 'unitId'], ends: false })),
    ...dissolve.map((unitId, index) => ({ unitId, field: ['dissolve', String(index)], ends: true })),
  ];
};

const expectationFault = (unit: TreeUnit, expected: ReadonlyMap<string, number> | null): UnitRefusal | null => {
  if (!expected) return null;
  const revision = expected.get(unit.unitId);
  const field = ['expectedRevisions', unit.unitId];
  return revision === undefined
    ? refuse('REVISION_REQUIRED', field, { unit: nameOf(unit) })
    : revisionFault(unit, revision, field);
};
