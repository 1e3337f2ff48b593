import type { MetricInput, QuantityLineInput } from '@thidua/scenario';
import { known } from './demo-oracle-places.js';

/** How much a line says, by its metric's way of combining. Numbers are whole ones of the metric's least unit. */
export type OracleAmount =
  | { readonly value: number }
  | { readonly num: number; readonly den: number }
  | { readonly sum: number; readonly count: number }
  | { readonly members: readonly string[] }
  | { readonly declared: number };

/** A line as somebody entered it. */
export interface OracleLine {
  readonly lineId: string;
  readonly metric: string;
  readonly day: string;
  readonly amount: OracleAmount;
}

/** The numbers as a client reads them; what the metric's kind does not have is null. */
export interface OracleNumbers {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly sum: number | null;
  readonly count: number;
  readonly exact: boolean;
}

/** `metrics` by code; a metric that counts its achievements names the achievement itself. */
export const lineOf = (
  input: QuantityLineInput,
  metrics: ReadonlyMap<string, MetricInput>,
  achievement: string,
): OracleLine => {
  const { lineId, metric, effectiveOn: day } = input;
  return { lineId, metric, day, amount: amountOf(input, known(metrics, metric), achievement) };
};

const amountOf = (
  { value, numerator, denominator, sum, count, members, declared }: QuantityLineInput,
  { combine, countsItself, decimals }: MetricInput,
  achievement: string,
): OracleAmount => {
  if (combine === 'SUM') return { value: whole(value, decimals) };
  if (combine === 'RATIO') return { num: whole(numerator, 0), den: whole(denominator, 0) };
  if (combine === 'AVERAGE') return { sum: whole(sum, decimals), count: whole(String(count), 0) };
  if (countsItself) return { members: [achievement] };
  if (declared !== undefined) return { declared: whole(declared, 0) };
  if (members === undefined) throw new Error(`${achievement}: a line says neither who nor how many`);
  return { members: [...new Set(members.map((member) => member.toLowerCase()))] };
};

const whole = (text: string | undefined, decimals: number): number => {
  const number = Math.round(Number(text) * 10 ** decimals);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`"${text}" is no quantity`);
  return number;
};

/** What is compared of a line to see whether an amendment changes it. */
export const wordsOf = ({ lineId, metric, day, amount }: OracleLine): string =>
  JSON.stringify([lineId, metric, day, 'members' in amount ? [...amount.members].sort() : amount]);
