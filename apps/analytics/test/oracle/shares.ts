import type { Contribution } from '@thidua/events';

const wholeBp = 10_000n;

/**
 * A whole value shared out by basis points with the largest remainder, ties by orgId, so that the parts
 * sum to the whole (figures.md 5). In the order of the contributions.
 */
export const shareOut = (value: number, contributions: readonly Contribution[]): readonly number[] => {
  const shares = contributions.map(({ orgId, shareBp }, n) => {
    const exact = BigInt(value) * BigInt(shareBp);
    return { n, orgId, part: exact / wholeBp, remainder: exact % wholeBp };
  });
  let left = BigInt(value);
  for (const { part } of shares) left -= part;
  const inTurn = [...shares].sort((a, b) =>
    a.remainder === b.remainder ? (a.orgId < b.orgId ? -1 : 1) : a.remainder > b.remainder ? -1 : 1,
  );
  for (const share of inTurn) {
    if (left === 0n) break;
    share.part += 1n;
    left -= 1n;
  }
  return shares.map(({ part }) => Number(part));
};
