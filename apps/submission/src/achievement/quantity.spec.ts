import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseQuantity } from './quantity.js';

const field = ['lines', '0', 'value'];
const parse = (text: string | null, decimals = 0) => parseQuantity(text, { metric: 'score', decimals }, field);

/**
 * What a text must become, by another way: all of its digits as one integer over a power of ten,
 * brought to the metric's power by multiplying or by an exact division.
 */
const model = (text: string, decimals: number): bigint | 'negative' | 'precise' | 'large' => {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = BigInt(whole + fraction);
  const [up, down] = [10n ** BigInt(decimals), 10n ** BigInt(fraction.length)];
  if (digits < 0n) return 'negative';
  if ((digits * up) % down !== 0n) return 'precise';
  return (digits * up) / down > 2n ** 53n - 1n ? 'large' : (digits * up) / down;
};

const names = {
  QUANTITY_NEGATIVE: 'negative',
  QUANTITY_TOO_PRECISE: 'precise',
  QUANTITY_TOO_LARGE: 'large',
  QUANTITY_MISSING: 'missing',
} as const;

const answer = (text: string, decimals: number) => {
  const quantity = parse(text, decimals);
  return typeof quantity === 'number' ? BigInt(quantity) : names[quantity.refused];
};

/** Plain decimal numbers, with many near the bounds: 2^53 in every scale, trailing zeros, signed zeros. */
const numbers = fc.oneof(
  fc
    .record({ negative: fc.boolean(), whole: fc.bigInt(0n, 10n ** 18n), fraction: fc.stringMatching(/^\d{0,8}$/) })
    .map(({ negative, whole, fraction }) => `${negative ? '-' : ''}${whole}${fraction && `.${fraction}`}`),
  fc
    .record({ off: fc.bigInt(-3n, 3n), scale: fc.nat({ max: 7 }), zeros: fc.nat({ max: 3 }) })
    .map(({ off, scale, zeros }) => {
      const digits = String(2n ** 53n + off);
      const fraction = digits.slice(digits.length - scale) + '0'.repeat(zeros);
      return scale === 0 ? digits : `${digits.slice(0, -scale)}.${fraction}`;
    }),
  fc.constantFrom('0', '-0', '0.0', '-0.00', '000', '007', '00.50', '-0.000001', '0.000001'),
);

describe('a quantity as people write it', () => {
  it.each([
    ['0', 0, 0],
    ['-0', 0, 0],
    ['0.0', 0, 0],
    ['007', 0, 7],
    ['1200', 0, 1200],
    ['1200.000', 0, 1200],
    ['85', 1, 850],
    ['85.5', 1, 855],
    ['85.50', 1, 855],
    ['0.1', 1, 1],
    ['0.000001', 6, 1],
    ['9007199254740991', 0, 9007199254740991],
    ['900719925474099.1', 1, 9007199254740991],
    ['9007199254.740991', 6, 9007199254740991],
  ])('%s with %i decimals is stored as %i', (text, decimals, stored) => {
    expect(parse(text, decimals)).toBe(stored);
  });

  it.each([
    ['1.5', 0],
    ['85.55', 1],
    ['0.0000001', 6],
    ['99999999999999999.5', 0],
  ])('%s is too precise for %i decimals and is not rounded', (value, decimals) => {
    const detail = { value, metric: 'score', decimals };
    expect(parse(value, decimals)).toEqual({ refused: 'QUANTITY_TOO_PRECISE', field, detail });
  });

  it.each(['-1', '-0.5', '-0.05', '-99999999999999999999'])('%s is refused as negative', (value) => {
    expect(parse(value, 1)).toEqual({ refused: 'QUANTITY_NEGATIVE', field, detail: { value } });
  });

  it.each([
    ['9007199254740992', 0, '9007199254740991'],
    ['900719925474099.2', 1, '900719925474099.1'],
    ['9007199254.740992', 6, '9007199254.740991'],
    ['1000000000000000000000', 0, '9007199254740991'],
  ])('%s with %i decimals is too large; the message says how much is not', (value, decimals, max) => {
    expect(parse(value, decimals)).toEqual({ refused: 'QUANTITY_TOO_LARGE', field, detail: { value, max } });
  });

  it.each([null, '', '  '])('%j is blank, not zero', (text) => {
    expect(parse(text)).toEqual({ refused: 'QUANTITY_MISSING', field });
  });

  it('is what an independent model in whole numbers makes of it, for any number and any decimals', () => {
    fc.assert(
      fc.property(numbers, fc.nat({ max: 6 }), (text, decimals) => {
        expect(answer(text, decimals)).toBe(model(text, decimals));
      }),
      { numRuns: 2000 },
    );
  });
});
