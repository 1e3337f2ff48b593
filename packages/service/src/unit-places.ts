import type { EventData, Position } from '@thidua/events';
import { dayBefore, type Tree, type UnitHistory } from '@thidua/hierarchy';

/** A day, and how far the log was known. */
export interface PlacesAsOf {
  readonly on: string;
  readonly knownUpTo: Position;
}

interface End {
  /** First day on which a unit no longer exists. */
  readonly validFrom: string;
  readonly position: Position;
}

/**
 * Where units that ended belong as far as rights go: to their FULL successor, else to their nearest
 * living ancestor. A figure that nobody can place goes to the common ancestor of the parts instead
 * (the mapping of `hierarchy`); a right never leaves the line it hung on.
 */
export class UnitPlaces {
  private readonly ends = new Map<string, End>();
  /** Trees stand for a day and what was known: as long as one is kept, so are the places in it. */
  private readonly placed = new WeakMap<Tree, Map<string, string | null>>();

  constructor(private readonly units: UnitHistory) {}

  dissolve({ unitId, validFrom }: EventData<'UnitDissolved.v1'>, position: Position): void {
    this.ends.set(unitId, { validFrom, position });
  }

  /** Units that no longer exist on a day, as known then. */
  former({ on, knownUpTo }: PlacesAsOf): readonly string[] {
    return [...this.ends].flatMap(([unitId, { validFrom, position }]) =>
      validFrom <= on && position <= knownUpTo ? [unitId] : [],
    );
  }

  /** The last day of a unit, null where no end is known. */
  lastDayOf(unitId: string, knownUpTo: Position = this.units.position): string | null {
    const end = this.ends.get(unitId);
    return end === undefined || end.position > knownUpTo ? null : dayBefore(end.validFrom);
  }

  place(unitId: string, asOf: PlacesAsOf): string | null {
    const tree = this.units.tree(asOf.on, asOf.knownUpTo);
    if (tree.has(unitId)) return unitId;
    let placed = this.placed.get(tree);
    if (!placed) {
      placed = new Map();
      this.placed.set(tree, placed);
    }
    const before = placed.get(unitId);
    if (before !== undefined) return before;
    // Should a log hold a circle, its units belong nowhere instead of being followed for ever.
    placed.set(unitId, null);
    const place = this.find(unitId, asOf);
    placed.set(unitId, place);
    return place;
  }

  private find(unitId: string, asOf: PlacesAsOf): string | null {
    const { on, knownUpTo } = asOf;
    const lastDay = this.lastDayOf(unitId, knownUpTo);
    // A unit that has yet to begin belongs where figures of it stand until then.
    if (lastDay === null || lastDay >= on) return this.units.mapping(on, knownUpTo)(unitId).unitId;
    const full = this.units.successors(unitId, knownUpTo).find(({ coverage }) => coverage === 'FULL');
    const next = full?.unitId ?? this.units.unit(unitId, { on: lastDay, knownUpTo })?.parentUnitId ?? null;
    return next === null ? null : this.place(next, asOf);
  }
}
