import { type Figure, type FigureName, type Plane, planes, type Quantity } from './fact.js';

/** A figure beyond ±(2^53 - 1): refused, because a rounded figure would look like a true one. */
export class SumTooLarge extends RangeError {
  override readonly name = 'SumTooLarge';
  constructor(
    readonly figure: FigureName,
    readonly plane: Plane,
  ) {
    const area = figure.areaCode ?? 'all areas';
    super(`the ${plane} sum of ${figure.metric} in ${area} at unit ${figure.unitId} is beyond 2^53 - 1`);
  }
}

const halfBits = 2 ** 27;

/** Up to this many facts the halves of a sum are exact: 2^26 halves below 2^27 stay within 2^53. */
export const factsMax = 2 ** 26;

/**
 * Running sums, one for each slot and plane. A value is added in two halves, so a sum is exact even
 * where it passes 2^53 on its way: whether a figure is refused depends on the figure alone, never on
 * the order of its facts or on a slip of the pen that was taken back long ago.
 */
export class QuantitySums {
  private readonly high: Float64Array;
  private readonly low: Float64Array;
  private readonly count: Float64Array;

  constructor(slots: number) {
    this.high = new Float64Array(slots * planes.length);
    this.low = new Float64Array(slots * planes.length);
    this.count = new Float64Array(slots * planes.length);
  }

  /** `plane` is its place in `planes`. */
  add(slot: number, plane: number, value: number, count: number): void {
    const at = slot * planes.length + plane;
    const high = Math.trunc(value / halfBits);
    this.high[at] = (this.high[at] as number) + high;
    this.low[at] = (this.low[at] as number) + (value - high * halfBits);
    this.count[at] = (this.count[at] as number) + count;
  }

  /** Adds both planes of a slot of other sums to a slot of these. */
  addSlot(slot: number, other: QuantitySums, otherSlot: number): void {
    for (let plane = 0; plane < planes.length; plane++) {
      const to = slot * planes.length + plane;
      const from = otherSlot * planes.length + plane;
      this.high[to] = (this.high[to] as number) + (other.high[from] as number);
      this.low[to] = (this.low[to] as number) + (other.low[from] as number);
      this.count[to] = (this.count[to] as number) + (other.count[from] as number);
    }
  }

  /** The figure in a slot; null where nothing counts on either plane. Throws SumTooLarge. */
  figure(slot: number, name: FigureName): Figure | null {
    const approved = this.quantity(slot, 0, name);
    const pending = this.quantity(slot, 1, name);
    const nothing = approved.value === 0 && approved.count === 0 && pending.value === 0 && pending.count === 0;
    return nothing ? null : { ...name, approved, pending };
  }

  private quantity(slot: number, plane: number, name: FigureName): Quantity {
    const at = slot * planes.length + plane;
    // One rounding at most, and only of a sum that is too large anyway.
    const value = (this.high[at] as number) * halfBits + (this.low[at] as number);
    if (!Number.isSafeInteger(value)) throw new SumTooLarge(name, planes[plane] as Plane);
    return { value, count: this.count[at] as number };
  }
}
