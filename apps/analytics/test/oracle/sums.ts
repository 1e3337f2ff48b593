import type { Campaign } from './log.js';
import type { OracleQuantity } from './quantities.js';
import type { SystemFigures } from './system.js';

/** All numbers of a list of figures, by figure, plane and number; zeros are left out. */
export type Sums = Readonly<Record<string, number>>;

const planes = ['approved', 'pending'] as const;
const numbers = ['value', 'num', 'den', 'sum', 'count'] as const satisfies readonly (keyof OracleQuantity)[];

/** Adds figures up that combine by adding: SUM, RATIO and AVERAGE. Of people nothing is added. */
export const addUp = (lists: readonly SystemFigures[], { metrics }: Campaign): Sums => {
  const adds = new Set(metrics.filter(({ combine }) => combine !== 'DISTINCT').map(({ metric }) => metric));
  const sums: Record<string, number> = {};
  for (const [name, figure] of lists.flatMap((list) => [...list])) {
    if (!adds.has(name.slice(name.indexOf('|') + 1))) continue;
    for (const plane of planes) {
      for (const number of numbers) {
        const key = `${name} ${plane} ${number}`;
        sums[key] = (sums[key] ?? 0) + (figure[plane][number] ?? 0);
      }
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
};
