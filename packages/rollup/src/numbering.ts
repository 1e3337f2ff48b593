import type { Pair } from './cells.js';
import { Column } from './column.js';

/** Pairs a campaign may have: far more than any plan lists, and a cell's key stays a whole number. */
const pairsMax = 2 ** 20;

/**
 * Numbers for what facts are about, given at first occurrence and never used again: a unit, a pair
 * (area, metric), and a cell (unit, pair).
 */
export class Numbering {
  readonly unitIds: string[] = [];
  readonly pairs: Pair[] = [];
  readonly unitOfCell = new Column(Int32Array);
  readonly pairOfCell = new Column(Int32Array);
  private readonly units = new Map<string, number>();
  private readonly pairsByArea = new Map<string, Map<string, number>>();
  private readonly cells = new Map<number, number>();

  cellOf(unitId: string, areaCode: string, metric: string): number {
    const unit = this.unitOf(unitId);
    const pair = this.pairOf(areaCode, metric);
    const key = unit * pairsMax + pair;
    const known = this.cells.get(key);
    if (known !== undefined) return known;
    const cell = this.unitOfCell.push(unit);
    this.pairOfCell.push(pair);
    this.cells.set(key, cell);
    return cell;
  }

  private unitOf(unitId: string): number {
    const known = this.units.get(unitId);
    if (known !== undefined) return known;
    const unit = this.unitIds.push(unitId) - 1;
    this.units.set(unitId, unit);
    return unit;
  }

  private pairOf(areaCode: string, metric: string): number {
    const metrics = this.pairsByArea.get(areaCode) ?? new Map<string, number>();
    const known = metrics.get(metric);
    if (known !== undefined) return known;
    if (this.pairs.length === pairsMax) throw new RangeError(`more than ${pairsMax} pairs of area and metric`);
    const pair = this.pairs.push({ areaCode, metric }) - 1;
    metrics.set(metric, pair);
    this.pairsByArea.set(areaCode, metrics);
    return pair;
  }
}
