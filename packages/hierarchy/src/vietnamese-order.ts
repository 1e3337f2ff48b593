/** What decides the place of a unit among its siblings. */
export interface Ordered {
  readonly unitId: string;
  readonly code: string | null;
  /** Name in Unicode NFC: the same letters typed in two ways are one name. */
  readonly nfcName: string;
}

// The language is named, so that the order never depends on the machine.
const collator = new Intl.Collator('vi', { numeric: true });

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Vietnamese order of siblings: by name (Ấp 1, Ấp 2, Ấp 10; đ after d), then code (none first),
 * then id, so that no two units ever share a place. Negative where `a` comes first.
 */
export const compareVietnamese = (a: Ordered, b: Ordered): number =>
  // Collation is slow and many hamlets of a country are called the same.
  (a.nfcName === b.nfcName ? 0 : collator.compare(a.nfcName, b.nfcName)) ||
  compareText(a.code ?? '', b.code ?? '') ||
  compareText(a.unitId, b.unitId);
