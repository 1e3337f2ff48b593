import type { Contribution } from '@thidua/events';

const wholeBp = 10_000;

/**
 * A whole value split by shares, a part for each contribution in their order (figures.md 5): first the
 * whole quotients, then one more for each of the largest remainders, ties by orgId. The parts sum to the value.
 */
export const splitByShares = (value: number, contributions: readonly Contribution[]): readonly number[] => {
  const sharesBp = contributions.reduce((sum, { shareBp }) => sum + shareBp, 0);
  if (sharesBp !== wholeBp) throw new RangeError(`shares sum to ${sharesBp} basis points, not to ${wholeBp}`);
  // value * share may pass 2^53; in two steps every number on the way is exact.
  const tenThousands = Math.floor(value / wholeBp);
  const rest = value % wholeBp;
  const parts = contributions.map(({ orgId, shareBp }, place) => ({
    place,
    orgId,
    part: tenThousands * shareBp + Math.floor((rest * shareBp) / wholeBp),
    remainder: (rest * shareBp) % wholeBp,
  }));
  const left = value - parts.reduce((sum, { part }) => sum + part, 0);
  const byRemainder = parts.toSorted(
    (a, b) => b.remainder - a.remainder || (a.orgId < b.orgId ? -1 : a.orgId > b.orgId ? 1 : 0),
  );
  const oneMore = new Set(byRemainder.slice(0, left).map(({ place }) => place));
  return parts.map(({ place, part }) => part + (oneMore.has(place) ? 1 : 0));
};
