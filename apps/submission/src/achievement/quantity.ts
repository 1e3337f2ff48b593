import type { Refusal } from '@thidua/event-sourcing';
import { refuse } from '@thidua/service/refusals';

export type NumberRefusal = Refusal<
  'QUANTITY_MISSING' | 'QUANTITY_NEGATIVE' | 'QUANTITY_TOO_PRECISE' | 'QUANTITY_TOO_LARGE'
>;

/**
 * A decimal number as people write it, as a whole number of 10^-decimals of its metric's unit:
 * "85.5" with 1 decimal is 855. More decimals than the metric carries are refused, never rounded;
 * zero is a value, blank is not.
 */
export const parseQuantity = (
  text: string | null,
  { metric, decimals }: { readonly metric: string; readonly decimals: number },
  field: readonly string[],
): number | NumberRefusal => {
  if (text === null || text.trim() === '') return refuse('QUANTITY_MISSING', field);
  const [whole = '', fraction = ''] = text.replace(/^-/, '').split('.');
  const significant = fraction.replace(/0+$/, '');
  const value = BigInt(whole + significant.padEnd(decimals, '0'));
  if (text.startsWith('-') && value !== 0n) return refuse('QUANTITY_NEGATIVE', field, { value: text });
  if (significant.length > decimals) return refuse('QUANTITY_TOO_PRECISE', field, { value: text, metric, decimals });
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    return refuse('QUANTITY_TOO_LARGE', field, { value: text, max: largestOf(decimals) });
  }
  return Number(value);
};

/** The largest value that is stored, as people write it. */
const largestOf = (decimals: number): string => {
  const digits = String(Number.MAX_SAFE_INTEGER);
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};
