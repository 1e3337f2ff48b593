import { refusedFor } from '@thidua/event-sourcing';
import { type UnitLevel, type UnitTreeEvent, unitLevels } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';
import { registration, untilNext } from './change-unit.js';
import { type Alteration, childrenFault, codeFault, parentFault } from './placement.js';
import { namingFaults } from './reorganisation-faults.js';
import type { NewUnit, ReorganiseUnits, UnitRefusal } from './unit-commands.js';
import { attributesOn, childrenDuring, type TreeUnit, type UnitTree } from './unit-tree.state.js';

/** A unit that hangs below another one from the day of the reorganisation on. */
interface Move {
  readonly unit: TreeUnit;
  readonly toParentId: string;
  readonly field: readonly string[];
}

/**
 * All that one resolution does, in one append: what it says, then the unit events it implies. Pure, so
 * that a dry run is this very function: the events that would be stored, or all that speaks against them.
 */
export const reorganiseUnits = (command: ReorganiseUnits, tree: UnitTree): readonly UnitTreeEvent[] | UnitRefusal => {
  const { newUnits, mappings, moves, dissolve } = command;
  if (newUnits.length + mappings.length + moves.length + dissolve.length === 0) return [];
  const misnamed = refusedFor(namingFaults(command, tree));
  if (misnamed) return misnamed;
  const { allMoves, faults } = movesOf(command, tree);
  const alteration = alterationOf(command, allMoves);
  const all = [
    ...faults,
    ...placingFaults(command, tree, allMoves, alteration),
    ...codingFaults(command, tree, alteration),
  ];
  return refusedFor(all) ?? stored(command, eventsOf(command, tree, allMoves));
};

const endingOf = ({ mappings, dissolve }: ReorganiseUnits): ReadonlySet<string> =>
  new Set([...mappings.map(({ fromUnitId }) => fromUnitId), ...dissolve]);

/** The moves that are named, and those of the children whose parent goes to another unit as a whole. */
const movesOf = (command: ReorganiseUnits, tree: UnitTree): { allMoves: Move[]; faults: UnitRefusal[] } => {
  const { validFrom, mappings, moves, dissolve } = command;
  const ending = endingOf(command);
  const named = new Set(moves.map(({ unitId }) => unitId));
  const allMoves = moves.flatMap(({ unitId, toParentId }, index): Move[] => {
    const unit = tree.units.get(unitId);
    const isThere = unit && attributesOn(unit, validFrom)?.parentUnitId === toParentId;
    return unit && !isThere ? [{ unit, toParentId, field: ['moves', String(index), 'toParentId'] }] : [];
  });
  const faults: UnitRefusal[] = [];
  const leave = (unitId: string, field: readonly string[], heir: string | null) => {
    const orphans: TreeUnit[] = [];
    for (const child of childrenDuring(tree, unitId, validFrom)) {
      if (ending.has(child.unitId) || named.has(child.unitId)) continue;
      const isBelowNow = attributesOn(child, validFrom)?.parentUnitId === unitId;
      if (heir !== null && isBelowNow) allMoves.push({ unit: child, toParentId: heir, field });
      else orphans.push(child);
    }
    const fault = childrenFault(tree.units.get(unitId) as TreeUnit, orphans, field);
    if (fault) faults.push(fault);
  };
  const done = new Set<string>();
  mappings.forEach(({ fromUnitId, toUnitId, coverage }, index) => {
    if (done.has(fromUnitId)) return;
    done.add(fromUnitId);
    leave(fromUnitId, ['mappings', String(index), 'fromUnitId'], coverage === 'FULL' ? toUnitId : null);
  });
  dissolve.forEach((unitId, index) => {
    leave(unitId, ['dissolve', String(index)], null);
  });
  return { allMoves, faults };
};

const alterationOf = (command: ReorganiseUnits, allMoves: readonly Move[]): Alteration => {
  const arriving = new Map<string, Set<UnitLevel>>();
  const arrive = (parentUnitId: string | null, level: UnitLevel) => {
    if (parentUnitId === null) return;
    arriving.set(parentUnitId, (arriving.get(parentUnitId) ?? new Set<UnitLevel>()).add(level));
  };
  for (const { level, parentUnitId } of command.newUnits) arrive(parentUnitId, level);
  for (const { unit, toParentId } of allMoves) arrive(toParentId, unit.level);
  return {
    ending: endingOf(command),
    moving: new Set(allMoves.map(({ unit }) => unit.unitId)),
    fresh: new Map(command.newUnits.map(({ unitId, level }) => [unitId, level])),
    arriving,
  };
};

const placingFaults = (
  { newUnits, validFrom: from }: ReorganiseUnits,
  tree: UnitTree,
  allMoves: readonly Move[],
  alteration: Alteration,
): readonly UnitRefusal[] => [
  ...newUnits.flatMap(({ level, parentUnitId }, index) => {
    const field = ['newUnits', String(index), 'parentUnitId'];
    return parentFault(tree, { level, parentUnitId, from, until: null, field }, alteration) ?? [];
  }),
  ...allMoves.flatMap(({ unit, toParentId, field }) => {
    const until = untilNext(unit, 'parentUnitId', from);
    return parentFault(tree, { level: unit.level, parentUnitId: toParentId, from, until, field }, alteration) ?? [];
  }),
];

/** A new unit may take over the code of one that ends, whatever became of that one. */
const codingFaults = (
  { newUnits, validFrom: from }: ReorganiseUnits,
  tree: UnitTree,
  { ending }: Alteration,
): readonly UnitRefusal[] => {
  const taken = new Set<string>();
  return newUnits.flatMap(({ level, code }, index) => {
    if (code === null) return [];
    const field = ['newUnits', String(index), 'code'];
    if (taken.has(code)) return [refuse('DUPLICATE', field, { code })];
    taken.add(code);
    return codeFault(tree, { level, code, from, until: null, field }, ({ unitId }) => ending.has(unitId)) ?? [];
  });
};

const depth = (level: UnitLevel): number => unitLevels.indexOf(level);

/** Parents before their children. */
const eventsOf = (command: ReorganiseUnits, tree: UnitTree, allMoves: readonly Move[]): readonly UnitTreeEvent[] => {
  const { reorganisationId, resolutionNo, validFrom, newUnits, mappings } = command;
  const implied = { validFrom, reorganisationId };
  const successors = new Map<string, { unitId: string; coverage: 'FULL' | 'PARTIAL' }[]>();
  for (const unitId of endingOf(command)) successors.set(unitId, []);
  for (const { fromUnitId, toUnitId, coverage } of mappings) {
    successors.get(fromUnitId)?.push({ unitId: toUnitId, coverage });
  }
  const ended = [...successors].flatMap(([unitId, list]) => {
    const unit = tree.units.get(unitId);
    return unit ? [{ unit, list }] : [];
  });
  return [
    {
      type: 'UnitsReorganised.v1',
      data: { reorganisationId, resolutionNo, validFrom, mappings: mappings.map((mapping) => ({ ...mapping })) },
    },
    ...newUnits
      .toSorted((a: NewUnit, b: NewUnit) => depth(a.level) - depth(b.level))
      .map(
        (unit): UnitTreeEvent => ({
          type: 'UnitRegistered.v1',
          data: { ...registration(unit, validFrom), reorganisationId },
        }),
      ),
    ...allMoves
      .toSorted((a, b) => depth(a.unit.level) - depth(b.unit.level))
      .map(({ unit, toParentId }): UnitTreeEvent => {
        const fromParentId = attributesOn(unit, validFrom)?.parentUnitId;
        const data = { unitId: unit.unitId, ...(fromParentId != null && { fromParentId }), toParentId, ...implied };
        return { type: 'UnitMoved.v1', data };
      }),
    ...ended
      .toSorted((a, b) => depth(a.unit.level) - depth(b.unit.level))
      .map(
        ({ unit, list }): UnitTreeEvent => ({
          type: 'UnitDissolved.v1',
          data: { unitId: unit.unitId, successors: list, ...implied },
        }),
      ),
  ];
};

/** Refuses words that no event can hold, at their place in the command. */
const stored = ({ newUnits }: ReorganiseUnits, events: readonly UnitTreeEvent[]) =>
  storable(events, (index, path) => {
    const event = events[index];
    if (event?.type !== 'UnitRegistered.v1') return path;
    const place = newUnits.findIndex(({ unitId }) => unitId === event.data.unitId);
    return ['newUnits', String(place), ...path.map((step) => (step === 'type' ? 'unitType' : step))];
  });
