import type { PlaceRange } from './forest.js';

/** A whole number that stands at a place of a forest. */
export interface PlacedNumber {
  readonly place: number;
  readonly value: number;
}

/** What lies in some places: how many numbers, and their sum. */
export interface PlacedSum {
  readonly count: number;
  readonly sum: bigint;
}

const halfBits = 2 ** 27;

/**
 * Whole numbers at places, kept in the order of the places with running sums, so that a sum over a
 * subtree costs two searches. Exact whatever the size: each number is added in two halves.
 */
export class PlacedSums {
  private readonly places: Float64Array;
  /** Running sums before each number, and behind the last. */
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(numbers: readonly PlacedNumber[]) {
    const inOrder = numbers.toSorted((a, b) => a.place - b.place);
    this.places = Float64Array.from(inOrder, ({ place }) => place);
    this.high = new Float64Array(inOrder.length + 1);
    this.low = new Float64Array(inOrder.length + 1);
    inOrder.forEach(({ value }, n) => {
      const high = Math.trunc(value / halfBits);
      this.high[n + 1] = (this.high[n] as number) + high;
      this.low[n + 1] = (this.low[n] as number) + (value - high * halfBits);
    });
  }

  /** Over ranges that do not overlap. */
  over(ranges: readonly PlaceRange[]): PlacedSum {
    let count = 0;
    let [high, low] = [0, 0];
    for (const [start, end] of ranges) {
      const first = this.numbersBefore(start);
      const behind = this.numbersBefore(end);
      count += behind - first;
      high += (this.high[behind] as number) - (this.high[first] as number);
      low += (this.low[behind] as number) - (this.low[first] as number);
    }
    return { count, sum: BigInt(high) * BigInt(halfBits) + BigInt(low) };
  }

  private numbersBefore(place: number): number {
    let low = 0;
    let high = this.places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.places[middle] as number) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
