import type { World } from '@thidua/authority';
import type { UnitHistory } from '@thidua/hierarchy';

/**
 * Whether an organisation's unit is a unit, or a former one went to it as a whole, at once or by way of
 * others. A part of a split went to nobody: its work is registered by none.
 */
export const ownsUnit = (
  ownUnitId: string,
  unitId: string,
  { tree }: Pick<World, 'tree'>,
  units: Pick<UnitHistory, 'successors'>,
): boolean => {
  // Should a log hold a circle of successors, it is not followed for ever.
  const passed = new Set<string>();
  let at: string | undefined = unitId;
  while (at !== undefined && at !== ownUnitId) {
    if (tree.has(at) || passed.has(at)) return false;
    passed.add(at);
    at = units.successors(at).find(({ coverage }) => coverage === 'FULL')?.unitId;
  }
  return at === ownUnitId;
};
