import type { UnitAsOf } from '@thidua/hierarchy';

/** A unit with the date whose tree it was asked in. */
export interface UnitOn extends UnitAsOf {
  readonly id: string;
  readonly name: string;
  readonly on: string;
}

export const unitOn = (unit: UnitAsOf | null, on: string): UnitOn | null =>
  unit && { ...unit, id: unit.unitId, name: unit.nameVi, on };
