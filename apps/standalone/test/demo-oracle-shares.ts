interface Share {
  readonly orgId: string;
  readonly shareBp: number;
}

/**
 * What falls to each of a whole value: first what its share holds in full, then one more to whoever lacks most of a
 * whole one, by organisation where several lack as much, until nothing is left over.
 */
export const shareOut = (value: number, shares: readonly Share[]): readonly number[] => {
  const parts = shares.map(({ shareBp }) => (BigInt(value) * BigInt(shareBp)) / 10_000n);
  const rests = shares.map(({ shareBp }) => (BigInt(value) * BigInt(shareBp)) % 10_000n);
  let left = BigInt(value);
  for (const part of parts) left -= part;
  for (; left > 0n; left -= 1n) {
    let next = 0;
    for (let n = 1; n < shares.length; n++) {
      const [rest, most] = [rests[n] as bigint, rests[next] as bigint];
      const isFirst = (shares[n] as Share).orgId < (shares[next] as Share).orgId;
      if (rest > most || (rest === most && isFirst)) next = n;
    }
    parts[next] = (parts[next] as bigint) + 1n;
    rests[next] = -1n;
  }
  return parts.map(Number);
};
