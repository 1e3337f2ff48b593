import type { FactColumns } from './fact-columns.js';
import type { MemberUnion } from './member-union.js';
import type { Pair } from './numbering.js';
import type { QuantitySums } from './quantity-sums.js';

/**
 * What each unit did itself, as of the two dates of one question, as columns. A cell is a (unit, area,
 * metric) in one stretch of days in which something counts. A snapshot: later facts do not change it.
 */
export class Cells {
  /** Units by their number in the table of facts. */
  readonly unitIds: readonly string[];
  readonly pairs: readonly Pair[];
  readonly unitOfCell: Int32Array;
  readonly pairOfCell: Int32Array;
  readonly stretchOfCell: Int32Array;
  readonly sums: QuantitySums;
  readonly members: SlotMembers;

  constructor(columns: Pick<Cells, Exclude<keyof Cells, 'size'>>) {
    this.unitIds = columns.unitIds;
    this.pairs = columns.pairs;
    this.unitOfCell = columns.unitOfCell;
    this.pairOfCell = columns.pairOfCell;
    this.stretchOfCell = columns.stretchOfCell;
    this.sums = columns.sums;
    this.members = columns.members;
  }

  get size(): number {
    return this.unitOfCell.length;
  }
}

/** The members that lines of each slot name, so that unions over slots can be made without a look at the facts. */
export class SlotMembers {
  /** How many different members there are. */
  readonly size: number;
  private readonly offsets: Int32Array;
  private readonly members: Int32Array;
  private readonly planes: Int8Array;
  private readonly signs: Int8Array;

  constructor(facts: FactColumns, slotOfFact: Int32Array, slots: number) {
    this.size = facts.members.texts.length;
    const ends = facts.memberEnds.view();
    this.offsets = new Int32Array(slots + 1);
    let start = 0;
    for (let at = 0; at < slotOfFact.length; at++) {
      const end = ends[at] as number;
      const slot = slotOfFact[at] as number;
      if (slot >= 0) this.offsets[slot + 1] = (this.offsets[slot + 1] as number) + (end - start);
      start = end;
    }
    for (let slot = 0; slot < slots; slot++) {
      this.offsets[slot + 1] = (this.offsets[slot + 1] as number) + (this.offsets[slot] as number);
    }
    const named = this.offsets[slots] as number;
    this.members = new Int32Array(named);
    this.planes = new Int8Array(named);
    this.signs = new Int8Array(named);
    this.fill(facts, slotOfFact);
  }

  /** Adds all that the lines of a slot name. */
  addTo(union: MemberUnion, slot: number): void {
    const end = this.offsets[slot + 1] as number;
    for (let at = this.offsets[slot] as number; at < end; at++) {
      union.add(this.members[at] as number, this.planes[at] as number, this.signs[at] as number);
    }
  }

  private fill(facts: FactColumns, slotOfFact: Int32Array): void {
    const [ends, named] = [facts.memberEnds.view(), facts.memberNumbers.view()];
    const [planes, signs] = [facts.planes.view(), facts.signs.view()];
    const filled = this.offsets.slice();
    let start = 0;
    for (let fact = 0; fact < slotOfFact.length; fact++) {
      const end = ends[fact] as number;
      const slot = slotOfFact[fact] as number;
      if (slot >= 0 && end > start) {
        const to = filled[slot] as number;
        this.members.set(named.subarray(start, end), to);
        this.planes.fill(planes[fact] as number, to, to + end - start);
        this.signs.fill(signs[fact] as number, to, to + end - start);
        filled[slot] = to + end - start;
      }
      start = end;
    }
  }
}
