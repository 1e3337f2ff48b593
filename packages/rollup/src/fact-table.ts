import type { Position } from '@thidua/events';
import { Cells } from './cells.js';
import { Column } from './column.js';
import { dayNumberOf } from './day-number.js';
import { type Fact, planes } from './fact.js';
import { Numbering } from './numbering.js';
import { factsMax, QuantitySums } from './quantity-sums.js';

/** The two dates of a question about figures. */
export interface FactsAsOf {
  /** First and last day of the window, both inclusive: local dates, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** The last position that counts as known; default: all. */
  readonly knownUpTo?: Position | undefined;
}

/** Positions are kept as 32-bit whole numbers: two thousand million events. */
const positionMax = 2 ** 31 - 1;

/** The facts of one campaign in log order, as columns in memory; only ever appended to. */
export class FactTable {
  private readonly numbering = new Numbering();
  private readonly cells = new Column(Int32Array);
  private readonly days = new Column(Int32Array);
  private readonly positions = new Column(Int32Array);
  private readonly planes = new Column(Int8Array);
  private readonly signs = new Column(Int8Array);
  /** Signed quantities: whole numbers that may pass 2^31 (money in đồng). */
  private readonly values = new Column(Float64Array);
  private lastPosition: Position = 0;

  constructor(readonly campaignId: string) {}

  /** Number of facts. */
  get length(): number {
    return this.cells.length;
  }

  /** Position of the last fact, 0 before the first. */
  get position(): Position {
    return this.lastPosition;
  }

  /**
   * Adds a fact behind all others. Positions never decrease; facts of one event share theirs.
   * Throws on a fact that no event can have made: a fault of the program, and nothing is added.
   */
  append(fact: Fact): void {
    this.verify(fact);
    const { unitId, areaCode, metric, effectiveOn, position, plane, sign, value } = fact;
    const day = dayNumberOf(effectiveOn);
    this.cells.push(this.numbering.cellOf(unitId, areaCode, metric));
    this.days.push(day);
    this.positions.push(position);
    this.planes.push(planes.indexOf(plane));
    this.signs.push(sign);
    this.values.push(sign === 1 ? value : 0 - value);
    this.lastPosition = position;
  }

  /**
   * What each unit did itself: facts whose day lies in the window and whose position is known. One
   * plain scan. A window that ends before it begins holds nothing.
   */
  sum({ from, to, knownUpTo = this.lastPosition }: FactsAsOf): Cells {
    const { unitIds, pairs, unitOfCell, pairOfCell } = this.numbering;
    const sums = new QuantitySums(unitOfCell.length);
    const known = this.knownAt(knownUpTo);
    const first = dayNumberOf(from);
    const last = dayNumberOf(to);
    const cells = this.cells.view();
    const days = this.days.view();
    const onPlane = this.planes.view();
    const signs = this.signs.view();
    const values = this.values.view();
    for (let at = 0; at < known; at++) {
      const day = days[at] as number;
      if (day < first || day > last) continue;
      sums.add(cells[at] as number, onPlane[at] as number, values[at] as number, signs[at] as number);
    }
    return new Cells(unitIds.slice(), pairs.slice(), unitOfCell.view(), pairOfCell.view(), sums);
  }

  /** How many facts are known at a position: they are a prefix. */
  private knownAt(position: Position): number {
    const positions = this.positions.view();
    let low = 0;
    let high = positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((positions[middle] as number) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private verify({ campaignId, position, value }: Fact): void {
    if (campaignId !== this.campaignId)
      throw new Error(`a fact of ${campaignId} does not belong to ${this.campaignId}`);
    if (position < this.lastPosition) throw new Error(`fact at ${position} comes after ${this.lastPosition}`);
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no stored quantity`);
    if (position > positionMax) throw new RangeError(`position ${position} is beyond ${positionMax}`);
    if (this.length === factsMax) throw new RangeError(`more than ${factsMax} facts of ${campaignId}`);
  }
}
