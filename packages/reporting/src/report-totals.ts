import { createHash } from 'node:crypto';
import type { Combine, LineQuantity, ReportTotal, ReportTotalQuantity } from '@thidua/events';
import canonicalize from 'canonicalize';
import type { CountedLine } from './saying.js';

/** A total beyond ±(2^53 - 1): refused, because a rounded one would look like a true one. */
export class TotalTooLarge extends RangeError {
  override readonly name = 'TotalTooLarge';
  constructor(readonly metric: string) {
    super(`a total of ${metric} is beyond 2^53 - 1`);
  }
}

/** How a metric combines is seen in the shape of its quantities. */
const combineOf = (quantity: LineQuantity): Combine => {
  if ('value' in quantity) return 'SUM';
  if ('num' in quantity) return 'RATIO';
  return 'sum' in quantity ? 'AVERAGE' : 'DISTINCT';
};

/** What some lines of one metric come to (figures.md 5); lines enter and leave it in any order. */
export class Tally {
  private combine: Combine | null = null;
  private first = 0n;
  private second = 0n;
  private lines = 0;
  private declaring = 0;
  private readonly members = new Map<string, number>();

  constructor(private readonly metric: string) {}

  /** A line enters (+1) or leaves (-1). */
  count(quantity: LineQuantity, sign: 1 | -1): void {
    this.combine ??= combineOf(quantity);
    this.lines += sign;
    const by = BigInt(sign);
    if ('value' in quantity) this.first += by * BigInt(quantity.value);
    else if ('num' in quantity) {
      this.first += by * BigInt(quantity.num);
      this.second += by * BigInt(quantity.den);
    } else if ('sum' in quantity) {
      this.first += by * BigInt(quantity.sum);
      this.second += by * BigInt(quantity.count);
    } else if ('declared' in quantity) {
      this.first += by * BigInt(quantity.declared);
      this.declaring += sign;
    } else this.countMembers(quantity.members, sign);
  }

  /** Throws TotalTooLarge. */
  quantity(): ReportTotalQuantity {
    const [first, second, count] = [this.safe(this.first), this.safe(this.second), this.lines];
    switch (this.combine) {
      case 'RATIO':
        return { num: first, den: second, count };
      case 'AVERAGE':
        return { sum: first, count: second };
      case 'DISTINCT':
        return { value: this.safe(this.first + BigInt(this.members.size)), exact: this.declaring === 0, count };
      default:
        return { value: first, count };
    }
  }

  private countMembers(members: readonly string[], sign: 1 | -1): void {
    for (const member of new Set(members)) {
      const times = (this.members.get(member) ?? 0) + sign;
      if (times === 0) this.members.delete(member);
      else this.members.set(member, times);
    }
  }

  private safe(number: bigint): number {
    const value = Number(number);
    if (!Number.isSafeInteger(value)) throw new TotalTooLarge(this.metric);
    return value;
  }
}

/** One quantity less another one of the same metric; of a DISTINCT one exact where both are. */
export const less = (one: ReportTotalQuantity, other: ReportTotalQuantity, metric: string): ReportTotalQuantity => {
  const counts = { count: minus(one.count, other.count, metric) };
  if ('exact' in one && 'exact' in other) {
    return { value: minus(one.value, other.value, metric), exact: one.exact && other.exact, ...counts };
  }
  if ('num' in one && 'num' in other) {
    return { num: minus(one.num, other.num, metric), den: minus(one.den, other.den, metric), ...counts };
  }
  if ('sum' in one && 'sum' in other) return { sum: minus(one.sum, other.sum, metric), ...counts };
  if ('value' in one && 'value' in other) return { value: minus(one.value, other.value, metric), ...counts };
  throw new Error(`quantities of ${metric} that combine in different ways`);
};

const minus = (one: number, other: number, metric: string): number => {
  const difference = one - other;
  if (!Number.isSafeInteger(difference)) throw new TotalTooLarge(metric);
  return difference;
};

/** What nothing at all of a metric is, in the shape of a quantity of it. */
export const nothingLike = (quantity: ReportTotalQuantity): ReportTotalQuantity => {
  if ('exact' in quantity) return { value: 0, exact: true, count: 0 };
  if ('num' in quantity) return { num: 0, den: 0, count: 0 };
  return 'sum' in quantity ? { sum: 0, count: 0 } : { value: 0, count: 0 };
};

/** Names an area and a metric together. */
export const pairOf = (areaCode: string, metric: string): string => JSON.stringify([areaCode, metric]);

/** The order of code points, which that of UTF-16 units is not. */
const byCodePoints = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

export const inOrder = <Row extends { readonly areaCode: string; readonly metric: string }>(
  rows: readonly Row[],
): readonly Row[] =>
  rows.toSorted((one, other) => byCodePoints(one.areaCode, other.areaCode) || byCodePoints(one.metric, other.metric));

/** What lines come to: one row for each area and metric with a line. Throws TotalTooLarge. */
export const totalsOf = (lines: Iterable<CountedLine>): readonly ReportTotal[] => {
  const rows = new Map<string, { areaCode: string; metric: string; tally: Tally }>();
  for (const { areaCode, line } of lines) {
    const pair = pairOf(areaCode, line.metric);
    let row = rows.get(pair);
    if (!row) {
      row = { areaCode, metric: line.metric, tally: new Tally(line.metric) };
      rows.set(pair, row);
    }
    row.tally.count(line.quantity, 1);
  }
  return inOrder([...rows.values()].map(({ tally, ...row }) => ({ ...row, quantity: tally.quantity() })));
};

/** Totals less others: a row for each pair on either side. Throws TotalTooLarge. */
export const totalsLess = (totals: readonly ReportTotal[], others: readonly ReportTotal[]): readonly ReportTotal[] => {
  const rows = new Map(totals.map((row) => [pairOf(row.areaCode, row.metric), row]));
  for (const other of others) {
    const pair = pairOf(other.areaCode, other.metric);
    const quantity = rows.get(pair)?.quantity ?? nothingLike(other.quantity);
    rows.set(pair, { ...other, quantity: less(quantity, other.quantity, other.metric) });
  }
  return inOrder([...rows.values()]);
};

/** SHA-256, in hex, over the RFC 8785 bytes of totals. */
export const digestOf = (totals: readonly ReportTotal[]): string =>
  createHash('sha256')
    .update(canonicalize(totals) ?? '')
    .digest('hex');
