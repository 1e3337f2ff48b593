import type { Position, UnitLevel } from '@thidua/events';
import type { Life } from './mapping.js';

/** What may change about a unit while it stays the same unit. */
export interface UnitAttributes {
  readonly nameVi: string;
  readonly nameEn: string | null;
  readonly level: UnitLevel;
  /** Kind within its level, such as `ward`. */
  readonly type: string;
  readonly code: string | null;
  readonly parentUnitId: string | null;
  /** True where the unit was made up for lack of an official list. */
  readonly generated: boolean;
}

/** A unit as it was on a date, as known at a position. Dates are local, ISO 8601. */
export interface UnitAsOf extends UnitAttributes {
  readonly unitId: string;
  /** First day it exists. */
  readonly validFrom: string;
  /** Last day it exists (inclusive), null where no end is known. */
  readonly validTo: string | null;
  /** How many events known by then name this unit. */
  readonly revision: number;
}

/** One event about a unit: what it sets, from which day on, and where the log holds it. */
export interface UnitChange {
  readonly validFrom: string;
  readonly position: Position;
  readonly set: Partial<UnitAttributes>;
  /** True where the unit ends: `validFrom` is then the first day it no longer exists. */
  readonly ends?: true;
}

/** A stretch of days on which an attribute has one value. */
export interface Span<Value> {
  /** First day. */
  readonly from: string;
  /** First day behind it, null where no end is known. */
  readonly until: string | null;
  readonly value: Value;
}

/** Most units never change, and a country has a hundred thousand: they share one empty list. */
const unchanged: readonly UnitChange[] = [];

/**
 * All that is known of one unit. Each attribute is a history: among the changes of it that are known
 * at a position and begun on a date, the one with the latest (validFrom, position) is in force.
 */
export class UnitTimeline {
  /** Ordered by (validFrom, position), so that the last one that sets an attribute wins. */
  private changes: readonly UnitChange[] = unchanged;

  constructor(
    readonly unitId: string,
    private readonly validFrom: string,
    private readonly position: Position,
    private readonly founded: UnitAttributes,
  ) {}

  /** Takes one more change; its position is greater than all before it. */
  record(change: UnitChange): void {
    const later = this.changes.findIndex(({ validFrom }) => validFrom > change.validFrom);
    this.changes = this.changes.toSpliced(later < 0 ? this.changes.length : later, 0, change);
  }

  /** Attributes on a date, null where the unit does not exist on it or is not known yet. */
  attributes(on: string, knownUpTo: Position): UnitAttributes | null {
    if (this.position > knownUpTo || this.validFrom > on) return null;
    let inForce = this.founded;
    for (const change of this.changes) {
      if (change.validFrom > on) break;
      // What was set for a day before the foundation is overruled by it.
      if (change.position > knownUpTo || change.validFrom < this.validFrom) continue;
      if (change.ends) return null;
      inForce = { ...inForce, ...change.set };
    }
    return inForce;
  }

  /** The values that an attribute has over the life of the unit, first to last, as known at a position. */
  spans<Name extends keyof UnitAttributes>(name: Name, knownUpTo: Position): readonly Span<UnitAttributes[Name]>[] {
    const ends = this.end(knownUpTo);
    if (this.position > knownUpTo || (ends !== null && ends <= this.validFrom)) return [];
    const founded = { from: this.validFrom, value: this.founded[name] };
    if (this.changes.length === 0) return [{ ...founded, until: null }];
    const counts = ({ set, position, validFrom }: UnitChange) =>
      set[name] !== undefined &&
      position <= knownUpTo &&
      validFrom >= this.validFrom &&
      (ends === null || validFrom < ends);
    const later = this.changes
      .filter(counts)
      .map(({ validFrom, set }) => ({ from: validFrom, value: set[name] as UnitAttributes[Name] }));
    const all = [founded, ...later];
    // Of two for one day the later in the log holds.
    const held = all.filter(({ from }, n) => all[n + 1]?.from !== from);
    return held.map((one, n) => ({ ...one, until: held[n + 1]?.from ?? ends }));
  }

  /** First and last day with the parents of these days, as known at a position; null where it is not known yet. */
  life(knownUpTo: Position): Life | null {
    if (this.position > knownUpTo) return null;
    const parents = this.spans('parentUnitId', knownUpTo);
    const founded = { value: this.founded.parentUnitId };
    return {
      begins: this.validFrom,
      ends: this.end(knownUpTo),
      firstParent: (parents[0] ?? founded).value,
      lastParent: (parents.at(-1) ?? founded).value,
    };
  }

  /** First day it no longer exists, null where no end is known. */
  private end(knownUpTo: Position): string | null {
    const end = this.changes.find(
      ({ ends, position, validFrom }) => ends && position <= knownUpTo && validFrom >= this.validFrom,
    );
    return end?.validFrom ?? null;
  }

  /** The unit on a date, null where it does not exist on it or is not known yet. */
  asOf(on: string, knownUpTo: Position): UnitAsOf | null {
    const attributes = this.attributes(on, knownUpTo);
    if (!attributes) return null;
    const known = this.changes.filter(({ position }) => position <= knownUpTo);
    const end = this.end(knownUpTo);
    return {
      unitId: this.unitId,
      ...attributes,
      validFrom: this.validFrom,
      validTo: end === null ? null : dayBefore(end),
      revision: 1 + known.length,
    };
  }
}

const dayMs = 86_400_000;

/** The last day something still holds that ends on a day. */
export const dayBefore = (date: string): string => new Date(Date.parse(date) - dayMs).toISOString().slice(0, 10);
