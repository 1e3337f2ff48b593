import type { Figure } from './fact.js';
import type { QuantitySums } from './quantity-sums.js';

/** An area and a metric: figures of two pairs are never combined, except over all areas of a metric. */
export interface Pair {
  readonly areaCode: string;
  readonly metric: string;
}

/**
 * What each unit did itself, as of the two dates of one question, as columns. A cell is a (unit,
 * area, metric) that has ever had a fact. A snapshot: facts that come later do not change it.
 */
export class Cells {
  constructor(
    /** Units by their number in the table of facts. */
    readonly unitIds: readonly string[],
    readonly pairs: readonly Pair[],
    readonly unitOfCell: Int32Array,
    readonly pairOfCell: Int32Array,
    readonly sums: QuantitySums,
  ) {}

  get size(): number {
    return this.unitOfCell.length;
  }

  /** The figure of one cell, null where nothing counts. Throws SumTooLarge. */
  figure(cell: number): Figure | null {
    const { areaCode, metric } = this.pairs[this.pairOfCell[cell] as number] as Pair;
    const unitId = this.unitIds[this.unitOfCell[cell] as number] as string;
    return this.sums.figure(cell, { unitId, areaCode, metric });
  }

  /** All figures that are not nothing. Throws SumTooLarge. */
  figures(): readonly Figure[] {
    const figures: Figure[] = [];
    for (let cell = 0; cell < this.size; cell++) {
      const figure = this.figure(cell);
      if (figure) figures.push(figure);
    }
    return figures;
  }
}
