import type { Combine } from '@thidua/events';
import { type Figure, type FigureName, type Plane, planes, type Quantity } from './fact.js';
import type { People } from './member-union.js';
import { type Amounts, quantityOf } from './quantities.js';

/** A figure beyond ±(2^53 - 1): refused, because a rounded figure would look like a true one. */
export class SumTooLarge extends RangeError {
  override readonly name = 'SumTooLarge';
  constructor(
    readonly figure: FigureName,
    readonly plane: Plane,
  ) {
    const area = figure.areaCode ?? 'all areas';
    const unit = figure.unitId ?? 'nowhere';
    super(`the ${plane} sum of ${figure.metric} in ${area} at unit ${unit} is beyond 2^53 - 1`);
  }
}

const halfBits = 2 ** 27;

/** Up to this many facts the halves of a sum are exact: 2^26 halves below 2^27 stay within 2^53. */
export const factsMax = 2 ** 26;

/** What is to be known of a figure to make it of its sums. */
export interface FigureShape extends FigureName {
  readonly combine: Combine;
}

/** Running sums of one number; each is kept in two halves, see below. */
class ExactSums {
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(length: number) {
    this.high = new Float64Array(length);
    this.low = new Float64Array(length);
  }

  add(at: number, value: number): void {
    const high = Math.trunc(value / halfBits);
    this.high[at] = (this.high[at] as number) + high;
    this.low[at] = (this.low[at] as number) + (value - high * halfBits);
  }

  addFrom(at: number, other: ExactSums, otherAt: number): void {
    this.high[at] = (this.high[at] as number) + (other.high[otherAt] as number);
    this.low[at] = (this.low[at] as number) + (other.low[otherAt] as number);
  }

  /** One rounding at most, and only of a sum that is too large anyway. */
  at(at: number): number {
    return (this.high[at] as number) * halfBits + (this.low[at] as number);
  }
}

/**
 * Running sums, one for each slot and plane. A number is added in two halves, so a sum is exact even
 * where it passes 2^53 on its way: whether a figure is refused depends on the figure alone, never on
 * the order of its facts or on a slip of the pen that was taken back long ago.
 */
export class QuantitySums {
  private readonly amounts: ExactSums;
  private readonly bases: ExactSums;
  private readonly lines: Float64Array;

  constructor(slots: number) {
    this.amounts = new ExactSums(slots * planes.length);
    this.bases = new ExactSums(slots * planes.length);
    this.lines = new Float64Array(slots * planes.length);
  }

  /** `plane` is its place in `planes`; the numbers are signed. */
  add(slot: number, plane: number, amount: number, base: number, lines: number): void {
    const at = slot * planes.length + plane;
    this.amounts.add(at, amount);
    if (base !== 0) this.bases.add(at, base);
    this.lines[at] = (this.lines[at] as number) + lines;
  }

  /** Adds both planes of a slot of other sums to a slot of these. */
  addSlot(slot: number, other: QuantitySums, otherSlot: number): void {
    for (let plane = 0; plane < planes.length; plane++) {
      const to = slot * planes.length + plane;
      const from = otherSlot * planes.length + plane;
      this.amounts.addFrom(to, other.amounts, from);
      this.bases.addFrom(to, other.bases, from);
      this.lines[to] = (this.lines[to] as number) + (other.lines[from] as number);
    }
  }

  /** The quantity on one plane. Throws SumTooLarge. */
  quantity(slot: number, plane: Plane, shape: FigureShape, people: People): Quantity {
    const lines = this.linesOn(slot, plane);
    const counted = people[plane];
    const amounts = this.amountsOn(slot, plane);
    for (const number of [amounts.amount + counted, amounts.base]) {
      if (!Number.isSafeInteger(number)) throw new SumTooLarge(shape, plane);
    }
    // What approved people are declared leaves open whether those who wait are new.
    const open = plane === 'pending' && (lines !== 0 || people.waiting > 0) && this.isDeclared(slot, 'approved');
    const exact = !open && !this.isDeclared(slot, plane);
    return quantityOf(shape.combine, amounts, lines, { people: counted, exact });
  }

  /** The figure in a slot; null where nothing counts on either plane. Throws SumTooLarge. */
  figure(slot: number, shape: FigureShape, people: People): Figure | null {
    const approved = this.quantity(slot, 'approved', shape, people);
    const pending = this.quantity(slot, 'pending', shape, people);
    const counts = planes.some((plane) => {
      const { amount, base } = this.amountsOn(slot, plane);
      return amount !== 0 || base !== 0 || people[plane] !== 0 || this.linesOn(slot, plane) !== 0;
    });
    const { unitId, areaCode, metric, combine } = shape;
    return counts ? { unitId, areaCode, metric, combine, approved, pending } : null;
  }

  private amountsOn(slot: number, plane: Plane): Amounts {
    const at = slot * planes.length + planes.indexOf(plane);
    return { amount: this.amounts.at(at), base: this.bases.at(at) };
  }

  private linesOn(slot: number, plane: Plane): number {
    return this.lines[slot * planes.length + planes.indexOf(plane)] as number;
  }

  /** Whether people declared by number count there, zero of them too. Meaningful for DISTINCT only. */
  private isDeclared(slot: number, plane: Plane): boolean {
    const { amount, base } = this.amountsOn(slot, plane);
    return amount !== 0 || base !== 0;
  }
}
