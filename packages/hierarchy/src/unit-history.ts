import type { DomainEvent, EventData, Position, UnitTreeEvent } from '@thidua/events';
import { buildTree, type TreeUnit } from './build-tree.js';
import { ChangeLog } from './change-log.js';
import { type Mapping, mappingOnto } from './mapping.js';
import { type Succession, SuccessionLog } from './succession.js';
import type { Tree } from './tree.js';
import { dayBefore, type UnitAsOf, type UnitChange, UnitTimeline } from './unit-timeline.js';

/** An event with its place in the log: of a RecordedEvent nothing else is needed here. */
export interface PositionedEvent extends DomainEvent {
  readonly position: Position;
}

/** The two dates of a question about units: a day, and what was known (default: everything). */
export interface UnitsAsOf {
  /** Local date, ISO 8601. */
  readonly on: string;
  readonly knownUpTo?: Position | undefined;
}

/** Days on which one tree is in force, both inclusive: local dates, ISO 8601. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** Trees kept for the next question; one of a whole country takes about 10 MB. */
const treesKeptMax = 16;

/**
 * All units with their whole history, folded from the events of the unit tree. Answers how things
 * were on any date, as known at any position. A position inside an atomic append is the caller's to
 * avoid: here it shows the half of it.
 */
export class UnitHistory {
  private readonly units = new Map<string, UnitTimeline>();
  /** Who has ever held a code, in log order. */
  private readonly holders = new Map<string, UnitTimeline[]>();
  private readonly changes = new ChangeLog();
  private readonly succession = new SuccessionLog();
  /** Least recently asked first. */
  private readonly trees = new Map<string, Tree>();

  /** One line an event; a unit event without one does not compile. */
  private readonly appliers: {
    readonly [Type in UnitTreeEvent['type']]: (data: EventData<Type>, position: Position) => void;
  } = {
    'UnitRegistered.v1': (data, position) => this.register(data, position),
    // Nobody stated the English name of a new name.
    'UnitRenamed.v1': (data, position) => this.change(data, position, { set: { nameVi: data.to, nameEn: null } }),
    'UnitReclassified.v1': (data, position) => this.change(data, position, { set: { type: data.to } }),
    'UnitRecoded.v1': (data, position) => this.recode(data, position),
    'UnitMoved.v1': (data, position) => this.change(data, position, { set: { parentUnitId: data.toParentId ?? null } }),
    'UnitDissolved.v1': (data, position) => {
      this.change(data, position, { set: {}, ends: true });
      this.succession.dissolve(data, position);
    },
    'UnitsReorganised.v1': (data, position) => {
      // The events of the units it changes follow.
      this.changes.record(data.validFrom, position, false);
      this.succession.reorganise(data);
    },
  };

  /** Position of the last unit event taken, 0 before the first. */
  get position(): Position {
    return this.changes.position;
  }

  /**
   * Takes the next event; one that is not about units is passed over. Throws where a unit event is
   * not behind `position`: a reader drops what it has done, and a history out of order is no history.
   */
  apply({ type, data, position }: PositionedEvent): void {
    const applier = this.appliers[type as UnitTreeEvent['type']] as
      | ((data: unknown, position: Position) => void)
      | undefined;
    if (!applier) return;
    if (position <= this.position) throw new Error(`unit event at ${position} comes after ${this.position}`);
    applier(data, position);
  }

  /** Whether the unit was registered by then, whichever the days of its life. */
  knows(unitId: string, knownUpTo: Position = this.position): boolean {
    return (this.units.get(unitId)?.life(knownUpTo) ?? null) !== null;
  }

  /** Null where the unit is unknown at that position or does not exist on that day. */
  unit(unitId: string, { on, knownUpTo = this.position }: UnitsAsOf): UnitAsOf | null {
    return this.units.get(unitId)?.asOf(on, knownUpTo) ?? null;
  }

  /** The unit that holds a code on a date; the rules of the unit tree allow one at a time. */
  unitByCode(code: string, { on, knownUpTo = this.position }: UnitsAsOf): UnitAsOf | null {
    const holder = this.holders.get(code)?.findLast((unit) => unit.attributes(on, knownUpTo)?.code === code);
    return holder?.asOf(on, knownUpTo) ?? null;
  }

  /** The units that came out of this one, whenever that was or will be, as known at a position. */
  successors(unitId: string, knownUpTo: Position = this.position): readonly Succession[] {
    return this.succession.successors(unitId, knownUpTo);
  }

  /** The units that this one came out of, as known at a position. */
  predecessors(unitId: string, knownUpTo: Position = this.position): readonly Succession[] {
    return this.succession.predecessors(unitId, knownUpTo);
  }

  /** Where units of any day stand in the tree of one day; what was placed once is remembered by the answer. */
  mapping(on: string, knownUpTo: Position = this.position): Mapping {
    return mappingOnto(this.tree(on, knownUpTo), on, {
      lifeOf: (unitId) => this.units.get(unitId)?.life(knownUpTo) ?? null,
      successorsOf: (unitId) => this.successors(unitId, knownUpTo),
      predecessorsOf: (unitId) => this.predecessors(unitId, knownUpTo),
    });
  }

  /** The tree on a date as known at a position. Dates with no change between them share one tree. */
  tree(on: string, knownUpTo: Position = this.position): Tree {
    const name = this.changes.nameOf(on, knownUpTo);
    const tree = this.trees.get(name) ?? this.build(on, knownUpTo);
    this.trees.delete(name);
    this.trees.set(name, tree);
    const [leastRecent] = this.trees.keys();
    if (this.trees.size > treesKeptMax && leastRecent !== undefined) this.trees.delete(leastRecent);
    return tree;
  }

  /**
   * The days of a window cut where the tree gets another shape, as known at a position: on all days of a
   * stretch the same units have the same parents, whatever they are called. None where the window is empty.
   */
  stretches(from: string, to: string, knownUpTo: Position = this.position): readonly Stretch[] {
    if (from > to) return [];
    const starts = [from, ...this.changes.daysOfNewShape(from, to, knownUpTo)];
    return starts.map((start, n) => {
      const next = starts[n + 1];
      return { from: start, to: next === undefined ? to : dayBefore(next) };
    });
  }

  private build(on: string, knownUpTo: Position): Tree {
    const inForce: TreeUnit[] = [];
    for (const unit of this.units.values()) {
      const attributes = unit.attributes(on, knownUpTo);
      if (!attributes) continue;
      const { parentUnitId, level, nameVi, code } = attributes;
      inForce.push({ unitId: unit.unitId, parentUnitId, level, nameVi, code });
    }
    return buildTree(inForce);
  }

  private register(data: EventData<'UnitRegistered.v1'>, position: Position): void {
    const { unitId, validFrom, nameVi, level, type } = data;
    if (this.units.has(unitId)) throw new Error(`unit ${unitId} is registered twice, at ${position} again`);
    const attributes = {
      nameVi,
      nameEn: data.nameEn ?? null,
      level,
      type,
      code: data.code ?? null,
      parentUnitId: data.parentUnitId ?? null,
      generated: data.generated ?? false,
    };
    const unit = new UnitTimeline(unitId, validFrom, position, attributes);
    this.units.set(unitId, unit);
    this.changes.record(validFrom, position, true);
    if (attributes.code !== null) this.hold(attributes.code, unit);
  }

  private change(
    { unitId, validFrom }: { readonly unitId: string; readonly validFrom: string },
    position: Position,
    change: Pick<UnitChange, 'set' | 'ends'>,
  ): UnitTimeline {
    const unit = this.units.get(unitId);
    if (!unit) throw new Error(`unit ${unitId} changes at ${position} and was never registered`);
    unit.record({ validFrom, position, ...change });
    this.changes.record(validFrom, position, change.ends === true || change.set.parentUnitId !== undefined);
    return unit;
  }

  private recode(data: EventData<'UnitRecoded.v1'>, position: Position): void {
    const unit = this.change(data, position, { set: { code: data.to ?? null } });
    if (data.to !== undefined) this.hold(data.to, unit);
  }

  private hold(code: string, unit: UnitTimeline): void {
    const holders = this.holders.get(code);
    if (holders) holders.push(unit);
    else this.holders.set(code, [unit]);
  }
}
