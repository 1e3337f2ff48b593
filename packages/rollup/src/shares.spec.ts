import { describe, expect, it } from '@jest/globals';
import type { Contribution } from '@thidua/events';
import fc from 'fast-check';
import { splitByShares } from './shares.js';

const sharing = (...shares: readonly (readonly [orgId: string, shareBp: number])[]): readonly Contribution[] =>
  shares.map(([orgId, shareBp], n) => ({ orgId, shareBp, unitId: orgId, role: n === 0 ? 'LEAD' : 'PARTNER' }));

const most = Number.MAX_SAFE_INTEGER;

describe('a value split by shares', () => {
  it('gives what is left to the largest remainders, and of equal ones to the first by orgId', () => {
    expect(splitByShares(5, sharing(['a', 5000], ['b', 3000], ['c', 2000]))).toEqual([3, 1, 1]);
    expect(splitByShares(5, sharing(['b', 3000], ['c', 2000], ['a', 5000]))).toEqual([1, 1, 3]);
    expect(splitByShares(1, sharing(['b', 5000], ['a', 5000]))).toEqual([0, 1]);
    expect(splitByShares(2, sharing(['a', 3333], ['b', 3333], ['c', 3334]))).toEqual([1, 0, 1]);
  });

  it('gives nothing to a share of nothing', () => {
    expect(splitByShares(7, sharing(['b', 10_000], ['a', 0]))).toEqual([7, 0]);
  });

  it('is exact at the largest value', () => {
    const expected = (BigInt(most) * 3333n) / 10_000n;
    const parts = splitByShares(most, sharing(['a', 3333], ['b', 6667]));
    expect([expected, expected + 1n]).toContain(BigInt(parts[0] as number));
    expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(most));
  });

  it('refuses shares that are no whole', () => {
    expect(() => splitByShares(5, sharing(['a', 5000], ['b', 4999]))).toThrow('9999 basis points');
  });

  it('has parts that sum to the value and lie within one of the quotient', () => {
    const cuts = fc.array(fc.nat({ max: 10_000 }), { maxLength: 6 }).map((points) => {
      const sorted = [0, ...points.sort((a, b) => a - b), 10_000];
      return sharing(...sorted.slice(1).map((cut, n) => [`org-${n}`, cut - (sorted[n] as number)] as const));
    });
    fc.assert(
      fc.property(cuts, fc.maxSafeNat(), (contributions, value) => {
        const parts = splitByShares(value, contributions);
        expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(value));
        contributions.forEach(({ shareBp }, n) => {
          const floor = (BigInt(value) * BigInt(shareBp)) / 10_000n;
          expect(BigInt(parts[n] as number) - floor).toBeGreaterThanOrEqual(0n);
          expect(BigInt(parts[n] as number) - floor).toBeLessThanOrEqual(1n);
        });
      }),
    );
  });
});
