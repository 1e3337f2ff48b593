import type { Line } from '@thidua/events';
import type { Language } from '@thidua/service';

/** How a metric is spoken of. */
export interface MetricWords {
  readonly title: string;
  readonly decimals: number;
}

/** A whole number of 10^-decimals in the signs of a language: 1.200,5 in Vietnamese, 1,200.5 in English. */
export const amountOf = (value: number, decimals: number, language: Language): string => {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const [thousands, point] = language === 'vi' ? ['.', ','] : [',', '.'];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  return `${value < 0 ? '-' : ''}${grouped}${decimals > 0 ? `${point}${digits.slice(-decimals)}` : ''}`;
};

type Change =
  | { readonly was: Line; readonly is: Line }
  | { readonly was: Line; readonly is: undefined }
  | { readonly was: undefined; readonly is: Line };

/** The lines that differ, each with what it was: first those there were, then those that came. */
export const linesOf = (before: readonly Line[], after: readonly Line[]): readonly Change[] => {
  const now = new Map(after.map((line) => [line.lineId, line]));
  const known = new Set(before.map(({ lineId }) => lineId));
  const changes: Change[] = [];
  for (const was of before) {
    const is = now.get(was.lineId);
    if (!is) changes.push({ was, is });
    else if (is.metric !== was.metric) changes.push({ was, is: undefined }, { was: undefined, is });
    else if (JSON.stringify(is) !== JSON.stringify(was)) changes.push({ was, is });
  }
  for (const is of after) if (!known.has(is.lineId)) changes.push({ was: undefined, is });
  return changes;
};
