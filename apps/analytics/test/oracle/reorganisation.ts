import type { Coverage, UnitLevel, UnitTreeEvent } from '@thidua/events';
import type { Logged } from './log.js';
import { treeOn, unitsKnownAt } from './units.js';

/** A unit that begins. */
export interface NewUnit {
  readonly unitId: string;
  readonly level: UnitLevel;
  readonly parent: string | null;
  readonly code?: string;
}

/** What one resolution does (domain.md E2); what a list does not speak of it leaves alone. */
export interface Resolution {
  readonly validFrom: string;
  readonly newUnits?: readonly NewUnit[];
  readonly mappings?: readonly { readonly from: string; readonly to: string; readonly coverage: Coverage }[];
  readonly moves?: readonly { readonly unitId: string; readonly to: string }[];
  readonly dissolve?: readonly string[];
}

export const registered = ({ unitId, level, parent, code }: NewUnit, validFrom: string): UnitTreeEvent => ({
  type: 'UnitRegistered.v1',
  data: {
    unitId,
    level,
    type: level,
    nameVi: unitId,
    validFrom,
    ...(parent !== null && { parentUnitId: parent }),
    ...(code !== undefined && { code }),
  },
});

export const moved = (unitId: string, from: string | null, to: string, validFrom: string): UnitTreeEvent => ({
  type: 'UnitMoved.v1',
  data: { unitId, ...(from !== null && { fromParentId: from }), toParentId: to, validFrom },
});

export const dissolved = (unitId: string, validFrom: string): UnitTreeEvent => ({
  type: 'UnitDissolved.v1',
  data: { unitId, validFrom, successors: [] },
});

/**
 * The events of one reorganisation in the order of the log: what it says, then the new units, then the
 * units that move, those named and the children of what goes to another unit as a whole, then what ends.
 */
export const reorganised = (log: readonly Logged[], resolution: Resolution): readonly UnitTreeEvent[] => {
  const { validFrom, newUnits = [], mappings = [], moves = [], dissolve = [] } = resolution;
  const reorganisationId = `resolution-${log.length}`;
  const { parents } = treeOn(unitsKnownAt(log, Infinity), validFrom);
  const ending = new Set([...mappings.map(({ from }) => from), ...dissolve]);
  const named = new Set(moves.map(({ unitId }) => unitId));
  const allMoves = [...moves];
  for (const { from, to, coverage } of mappings) {
    if (coverage !== 'FULL') continue;
    for (const [unitId, parent] of parents) {
      if (parent === from && !ending.has(unitId) && !named.has(unitId)) allMoves.push({ unitId, to });
    }
  }
  const implied = <Event extends UnitTreeEvent>(event: Event): UnitTreeEvent =>
    ({ ...event, data: { ...event.data, reorganisationId } }) as UnitTreeEvent;
  return [
    {
      type: 'UnitsReorganised.v1',
      data: {
        reorganisationId,
        resolutionNo: `NQ ${log.length}`,
        validFrom,
        mappings: mappings.map(({ from, to, coverage }) => ({ fromUnitId: from, toUnitId: to, coverage })),
      },
    },
    ...newUnits.map((unit) => implied(registered(unit, validFrom))),
    ...allMoves.map(({ unitId, to }) => implied(moved(unitId, parents.get(unitId) ?? null, to, validFrom))),
    ...[...ending].map((unitId) =>
      implied({
        type: 'UnitDissolved.v1',
        data: {
          unitId,
          validFrom,
          successors: mappings
            .filter(({ from }) => from === unitId)
            .map(({ to, coverage }) => ({ unitId: to, coverage })),
        },
      }),
    ),
  ];
};
