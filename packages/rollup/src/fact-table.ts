import type { Combine, Position } from '@thidua/events';
import type { Stretch } from '@thidua/hierarchy';
import { Cells, SlotMembers } from './cells.js';
import { dayNumberOf } from './day-number.js';
import { type Credit, credits, type Fact, type Plane, planes } from './fact.js';
import { bothCredits, FactColumns } from './fact-columns.js';
import { amountsOf, combineOf } from './quantities.js';
import { factsMax, QuantitySums } from './quantity-sums.js';

/** Which facts of a window count. */
export interface FactsAsked {
  /** First and last day of the window, both inclusive: local dates, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** The last position that counts as known. */
  readonly knownUpTo: Position;
  readonly credit: Credit;
}

/** What a figure is of, when the facts behind it are asked. */
export interface FigureAsked {
  readonly unitId: string;
  readonly metric: string;
  /** Null: all areas together. */
  readonly areaCode: string | null;
  readonly plane: Plane;
  readonly credit: Credit;
}

/** Positions are kept as 32-bit whole numbers: two thousand million events. */
const positionMax = 2 ** 31 - 1;

/** The facts of one campaign in log order, as columns in memory; only ever appended to. */
export class FactTable {
  private readonly columns = new FactColumns();

  constructor(readonly campaignId: string) {}

  /** Number of facts. */
  get length(): number {
    return this.columns.length;
  }

  /** Position of the last fact, 0 before the first. */
  get position(): Position {
    return this.length === 0 ? 0 : this.columns.positions.at(this.length - 1);
  }

  /**
   * Adds a fact behind all others. Positions never decrease; facts of one event share theirs.
   * Throws on a fact that no event can have made: a fault of the program, and nothing is added.
   */
  append(fact: Fact): void {
    this.verify(fact);
    this.columns.push(fact);
  }

  /** The fact at a place in log order, as it was added. */
  fact(at: number): Fact {
    return this.columns.fact(at, this.campaignId);
  }

  /** How many facts are known at a position: they are a prefix. */
  knownAt(position: Position): number {
    const positions = this.columns.positions.view();
    let low = 0;
    let high = positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((positions[middle] as number) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** How a metric combines, undefined where it has no fact. */
  combineOf(metric: string): Combine | undefined {
    return this.columns.numbering.combineOf(metric);
  }

  /** How many different people are named. */
  get membersCount(): number {
    return this.columns.members.texts.length;
  }

  /** The members that a fact names, as numbers below `membersCount`. */
  membersAt(at: number): Int32Array {
    return this.columns.membersAt(at);
  }

  /** Where a fact stands: its unit, and its day as a number. */
  whereAt(at: number): { readonly unitId: string; readonly day: number } {
    return { unitId: this.columns.unitIdAt(at), day: this.columns.days.at(at) };
  }

  /** Whether a fact is one that a figure of some unit and window is made of. */
  isBehind(at: number, { metric, areaCode, plane, credit }: Omit<FigureAsked, 'unitId'>): boolean {
    const pair = this.columns.pairAt(at);
    if (pair.metric !== metric || (areaCode !== null && pair.areaCode !== areaCode)) return false;
    const ofCredit = this.columns.credits.at(at);
    if (ofCredit !== bothCredits && ofCredit !== 1 + credits.indexOf(credit)) return false;
    // Who waits to be counted is new or not by who is counted already.
    return (pair.combine === 'DISTINCT' && plane === 'pending') || this.columns.planes.at(at) === planes.indexOf(plane);
  }

  /**
   * What each unit did itself in each stretch of the window's days: facts whose day lies in it and whose
   * position is known. One plain scan. The stretches follow each other and fill the window.
   */
  sum(asked: FactsAsked, stretches: readonly Stretch[]): Cells {
    const { units, pairs } = this.columns.numbering;
    const { slotOfFact, cellOfSlot, stretchOfSlot } = this.slots(asked, stretches);
    const { sums, members } = this.sumSlots(slotOfFact, cellOfSlot.length);
    return new Cells({
      ...{ unitIds: units.texts, pairs: pairs.slice(), stretchOfCell: Int32Array.from(stretchOfSlot) },
      unitOfCell: Int32Array.from(cellOfSlot, (cell) => this.columns.numbering.unitOfCell.at(cell)),
      pairOfCell: Int32Array.from(cellOfSlot, (cell) => this.columns.numbering.pairOfCell.at(cell)),
      ...{ sums, members },
    });
  }

  /** A slot for each cell and stretch in which something counts, and that of each fact, -1 where it counts nowhere. */
  private slots({ from, to, knownUpTo, credit }: FactsAsked, stretches: readonly Stretch[]) {
    const slotOfFact = new Int32Array(this.knownAt(knownUpTo)).fill(-1);
    const first = dayNumberOf(from);
    const last = dayNumberOf(to);
    const starts = stretches.map((stretch) => dayNumberOf(stretch.from));
    const [cells, days, ofCredit] = [this.columns.cells.view(), this.columns.days.view(), this.columns.credits.view()];
    const wanted = 1 + credits.indexOf(credit);
    const slots = new Map<number, number>();
    const cellOfSlot: number[] = [];
    const stretchOfSlot: number[] = [];
    for (let at = 0; at < slotOfFact.length; at++) {
      const day = days[at] as number;
      if (day < first || day > last) continue;
      if (ofCredit[at] !== bothCredits && ofCredit[at] !== wanted) continue;
      const stretch = stretchOf(starts, day);
      const key = (cells[at] as number) * starts.length + stretch;
      let slot = slots.get(key);
      if (slot === undefined) {
        slot = cellOfSlot.push(cells[at] as number) - 1;
        stretchOfSlot.push(stretch);
        slots.set(key, slot);
      }
      slotOfFact[at] = slot;
    }
    return { slotOfFact, cellOfSlot, stretchOfSlot };
  }

  private sumSlots(slotOfFact: Int32Array, slots: number): { sums: QuantitySums; members: SlotMembers } {
    const { planes, signs, lines, amounts, bases } = this.columns;
    const [onPlane, sign, ofLines] = [planes.view(), signs.view(), lines.view()];
    const [amount, base] = [amounts.view(), bases.view()];
    const sums = new QuantitySums(slots);
    for (let at = 0; at < slotOfFact.length; at++) {
      const slot = slotOfFact[at] as number;
      if (slot < 0) continue;
      const times = sign[at] as number;
      sums.add(
        slot,
        onPlane[at] as number,
        // Minus zero would be shown as such.
        times * (amount[at] as number) || 0,
        times * (base[at] as number) || 0,
        times * (ofLines[at] as number) || 0,
      );
    }
    return { sums, members: new SlotMembers(this.columns, slotOfFact, slots) };
  }

  private verify({ campaignId, position, metric, quantity }: Fact): void {
    if (campaignId !== this.campaignId)
      throw new Error(`a fact of ${campaignId} does not belong to ${this.campaignId}`);
    if (position < this.position) throw new Error(`fact at ${position} comes after ${this.position}`);
    for (const number of Object.values(amountsOf(quantity))) {
      if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`${number} is no stored quantity`);
    }
    if (position > positionMax) throw new RangeError(`position ${position} is beyond ${positionMax}`);
    if (this.length === factsMax) throw new RangeError(`more than ${factsMax} facts of ${campaignId}`);
    const combine = this.combineOf(metric) ?? combineOf(quantity);
    if (combine !== combineOf(quantity))
      throw new Error(`${metric} combines as ${combine}, not ${combineOf(quantity)}`);
  }
}

/** The last stretch that has begun on a day within them. */
const stretchOf = (starts: readonly number[], day: number): number => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= day) low = middle;
    else high = middle - 1;
  }
  return low;
};
