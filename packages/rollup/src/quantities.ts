import type { Combine, LineQuantity } from '@thidua/events';
import type { Quantity } from './fact.js';

/**
 * A quantity as two numbers that add up, whatever its metric. SUM: amount. RATIO: amount = numerator, base =
 * denominator. AVERAGE: amount = sum, base = count. DISTINCT: amount = people declared by number, base = lines
 * that declare; people named are a set and counted apart.
 */
export interface Amounts {
  readonly amount: number;
  readonly base: number;
}

/** How a metric combines is seen in the shape of its quantities. */
export const combineOf = (quantity: LineQuantity): Combine => {
  if ('value' in quantity) return 'SUM';
  if ('num' in quantity) return 'RATIO';
  return 'sum' in quantity ? 'AVERAGE' : 'DISTINCT';
};

export const amountsOf = (quantity: LineQuantity): Amounts => {
  if ('value' in quantity) return { amount: quantity.value, base: 0 };
  if ('num' in quantity) return { amount: quantity.num, base: quantity.den };
  if ('sum' in quantity) return { amount: quantity.sum, base: quantity.count };
  return 'declared' in quantity ? { amount: quantity.declared, base: 1 } : { amount: 0, base: 0 };
};

const nothing = { value: null, numerator: null, denominator: null, sum: null, exact: true };

/** A quantity as it is shown. `people`: how many are counted by name; `exact`: whether all are, for DISTINCT only. */
export const quantityOf = (
  combine: Combine,
  { amount, base }: Amounts,
  lines: number,
  { people, exact }: { readonly people: number; readonly exact: boolean },
): Quantity => {
  switch (combine) {
    case 'SUM':
      return { ...nothing, value: amount, count: lines };
    case 'RATIO':
      return { ...nothing, numerator: amount, denominator: base, count: lines };
    case 'AVERAGE':
      return { ...nothing, sum: amount, count: base };
    case 'DISTINCT':
      return { ...nothing, value: people + amount, count: lines, exact };
  }
};

/** The quantity of no lines at all: what a figure is where nothing counts. */
export const emptyQuantity = (combine: Combine): Quantity =>
  quantityOf(combine, { amount: 0, base: 0 }, 0, { people: 0, exact: true });

/** Without the minus that zero would be shown with. */
export const times = (sign: number, number: number): number => sign * number || 0;
