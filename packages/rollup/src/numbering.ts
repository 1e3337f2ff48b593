import type { Combine } from '@thidua/events';
import { Column } from './column.js';

/** An area and a metric: figures of two pairs are never combined, except over all areas of a metric. */
export interface Pair {
  readonly areaCode: string;
  readonly metric: string;
  readonly combine: Combine;
}

/** Pairs a campaign may have: far more than any plan lists, and a cell's key stays a whole number. */
const pairsMax = 2 ** 20;

/** Dense numbers for texts, given at first occurrence and never used again. */
export class Names {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text) - 1;
    this.numbers.set(text, number);
    return number;
  }
}

/** Numbers for what facts are about: a unit, a pair (area, metric), and a cell (unit, pair). */
export class Numbering {
  readonly units = new Names();
  readonly pairs: Pair[] = [];
  readonly unitOfCell = new Column(Int32Array);
  readonly pairOfCell = new Column(Int32Array);
  private readonly pairsByArea = new Map<string, Map<string, number>>();
  private readonly combines = new Map<string, Combine>();
  private readonly cells = new Map<number, number>();

  cellOf(unitId: string, pair: Pair): number {
    const key = this.units.numberOf(unitId) * pairsMax + this.pairOf(pair);
    const known = this.cells.get(key);
    if (known !== undefined) return known;
    const cell = this.unitOfCell.push(Math.floor(key / pairsMax));
    this.pairOfCell.push(key % pairsMax);
    this.cells.set(key, cell);
    return cell;
  }

  /** How a metric combines, undefined before its first fact. */
  combineOf(metric: string): Combine | undefined {
    return this.combines.get(metric);
  }

  private pairOf(named: Pair): number {
    const { areaCode, metric, combine } = named;
    const metrics = this.pairsByArea.get(areaCode) ?? new Map<string, number>();
    const known = metrics.get(metric);
    if (known !== undefined) return known;
    if (this.pairs.length === pairsMax) throw new RangeError(`more than ${pairsMax} pairs of area and metric`);
    const pair = this.pairs.push({ areaCode, metric, combine }) - 1;
    metrics.set(metric, pair);
    this.pairsByArea.set(areaCode, metrics);
    this.combines.set(metric, combine);
    return pair;
  }
}
