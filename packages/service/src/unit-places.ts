import type { EventData } from '@thidua/events';
import { dayBefore, type Tree, type UnitHistory } from '@thidua/hierarchy';

/**
 * Where units that ended belong as far as rights go: to their FULL successor, else to their nearest
 * living ancestor. A figure that nobody can place goes to the common ancestor of the parts instead
 * (the mapping of `hierarchy`); a right never leaves the line it hung on.
 */
export class UnitPlaces {
  /** First day on which a unit no longer exists. */
  private readonly ends = new Map<string, string>();
  private readonly placed = new Map<string, string | null>();
  private placedIn: Tree | undefined;

  constructor(private readonly units: UnitHistory) {}

  dissolve({ unitId, validFrom }: EventData<'UnitDissolved.v1'>): void {
    this.ends.set(unitId, validFrom);
  }

  formerOn(today: string): readonly string[] {
    return [...this.ends].flatMap(([unitId, ends]) => (ends <= today ? [unitId] : []));
  }

  /** The last day of a unit, null where no end is known. */
  lastDayOf(unitId: string): string | null {
    const ends = this.ends.get(unitId);
    return ends === undefined ? null : dayBefore(ends);
  }

  placeOn(today: string, unitId: string): string | null {
    const tree = this.units.tree(today);
    if (tree !== this.placedIn) this.placed.clear();
    this.placedIn = tree;
    return this.place(unitId, tree, today);
  }

  private place(unitId: string, tree: Tree, today: string): string | null {
    if (tree.has(unitId)) return unitId;
    const before = this.placed.get(unitId);
    if (before !== undefined) return before;
    // Should a log hold a circle, its units belong nowhere instead of being followed for ever.
    this.placed.set(unitId, null);
    const place = this.find(unitId, tree, today);
    this.placed.set(unitId, place);
    return place;
  }

  private find(unitId: string, tree: Tree, today: string): string | null {
    const lastDay = this.lastDayOf(unitId);
    // A unit that has yet to begin belongs where figures of it stand until then.
    if (lastDay === null || lastDay >= today) return this.units.mapping(today)(unitId).unitId;
    const full = this.units.successors(unitId).find(({ coverage }) => coverage === 'FULL');
    const next = full?.unitId ?? this.units.unit(unitId, { on: lastDay })?.parentUnitId ?? null;
    return next === null ? null : this.place(next, tree, today);
  }
}
