import type { UnitLevel } from '@thidua/events';
import type { Logged } from './log.js';
import type { NewUnit } from './reorganisation.js';
import { treeOn, unitsKnownAt } from './units.js';

/** Highest first. */
export const levels = ['province', 'district', 'commune', 'hamlet'] as const satisfies readonly UnitLevel[];
export const rootsMax = 2;
/** The day on which the first units begin. */
export const foundedOn = '2022-01-01';

export const depthOf = (level: UnitLevel): number => (levels as readonly UnitLevel[]).indexOf(level);

export const pickFrom = <Item>(items: readonly Item[], pick: number): Item | undefined => items[pick % items.length];

/** Units are named by their level and a number that nobody else has. */
export const named = (number: number, level: UnitLevel, parent: string | null): NewUnit => ({
  unitId: `${level[0]}${number}`,
  level,
  parent,
});

export interface StandingUnit {
  readonly unitId: string;
  readonly level: UnitLevel;
  readonly parent: string | null;
}

/** What a change may pick from: the units that stand on its day and have no end yet. */
export class Standing {
  readonly units: readonly StandingUnit[];
  private readonly changed: ReadonlySet<string>;
  private next: number;

  constructor(
    readonly log: readonly Logged[],
    readonly on: string,
  ) {
    const known = unitsKnownAt(log, Infinity);
    const level = levelsOf(log);
    this.units = [...treeOn(known, on).parents].flatMap(([unitId, parent]) =>
      known.get(unitId)?.ends === null ? [{ unitId, level: level.get(unitId) as UnitLevel, parent }] : [],
    );
    this.next = level.size;
    const later = log.flatMap(({ data }) =>
      'unitId' in data && 'validFrom' in data && data.validFrom > foundedOn ? [data.unitId] : [],
    );
    this.changed = new Set(later);
  }

  /** One of them; every second time one that has changed before, so that changes follow one another. */
  pick(pick: number, among: readonly StandingUnit[] = this.units): StandingUnit | undefined {
    const changed = among.filter(({ unitId }) => this.changed.has(unitId));
    return pickFrom(pick % 2 === 1 && changed.length > 0 ? changed : among, Math.floor(pick / 2));
  }

  below(parent: string): readonly StandingUnit[] {
    return this.units.filter((unit) => unit.parent === parent);
  }

  ofLevel(level: UnitLevel): readonly StandingUnit[] {
    return this.units.filter((unit) => unit.level === level);
  }

  /** The parent a unit has, or (one time in two) any of the level above. */
  parentFor({ level, parent }: Pick<StandingUnit, 'level' | 'parent'>, pick: number): string | null {
    if (parent === null || pick % 2 === 0) return parent;
    const above = this.units.filter((unit) => depthOf(unit.level) === depthOf(level) - 1);
    return pickFrom(above, Math.floor(pick / 2))?.unitId ?? parent;
  }

  fresh(level: UnitLevel, parent: string | null): NewUnit {
    return named(this.next++, level, parent);
  }
}

/** The level of each unit, which never changes. */
const levelsOf = (log: readonly Logged[]): ReadonlyMap<string, UnitLevel> =>
  new Map(log.flatMap((event) => (event.type === 'UnitRegistered.v1' ? [[event.data.unitId, event.data.level]] : [])));

/** Whether on every day each unit stands below one of a higher level, or is a province; and few stand on top. */
export const standsWell = (log: readonly Logged[]): boolean => {
  const known = unitsKnownAt(log, Infinity);
  const level = levelsOf(log);
  const dates = new Set(log.flatMap(({ data }) => ('validFrom' in data ? [data.validFrom] : [])));
  return [...dates].every((date) => {
    const { parents } = treeOn(known, date);
    const roots = [...parents.values()].filter((parent) => parent === null);
    return (
      roots.length <= rootsMax &&
      [...parents].every(([unitId, parent]) => {
        const depth = depthOf(level.get(unitId) as UnitLevel);
        return parent === null ? depth === 0 : parents.has(parent) && depthOf(level.get(parent) as UnitLevel) < depth;
      })
    );
  });
};
