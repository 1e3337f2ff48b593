import type { Line } from '@thidua/events';
import type { TreeUnit } from '@thidua/hierarchy';
import fc from 'fast-check';
import { achievement, type FigureEvent, line } from './figures.js';

const areas = ['2.1', '2.2', '2.10'] as const;
const metrics = ['road_m', 'trees', 'vnd'] as const;

const day = fc.nat({ max: 9 }).map((n) => `2022-01-${10 + n}`);

const lines: fc.Arbitrary<Line[]> = fc.array(
  fc
    .record({
      metric: fc.constantFrom(...metrics),
      value: fc.oneof(fc.constant(0), fc.nat({ max: 9_000_000_000 })),
      day,
    })
    .map(({ metric, value, day }) => line(value, day, { metric })),
  { maxLength: 4 },
);

/** Units u0, u1, ... in a random forest; the last few may work without being in the tree. */
const units = fc.array(fc.nat(), { minLength: 1, maxLength: 12 }).map((parents) =>
  parents.map((parent, n): TreeUnit => {
    const parentUnitId = parent % (n + 1) === n ? null : `u${parent % (n + 1)}`;
    return { unitId: `u${n}`, parentUnitId, level: 'commune', nameVi: `Ấp ${n}`, code: null };
  }),
);

/** The events of one achievement in order, made once their positions are known. */
type Life = readonly ((position: number) => FigureEvent)[];

/** Returned and submitted again some times, then perhaps approved. */
const life: fc.Arbitrary<Life> = fc
  .record({
    unit: fc.nat({ max: 14 }),
    areaCode: fc.constantFrom(...areas),
    attempts: fc.array(lines, { minLength: 1, maxLength: 3 }),
    end: fc.constantFrom('waits' as const, 'returned' as const, 'approved' as const),
  })
  .map(({ unit, areaCode, attempts, end }) =>
    attempts.flatMap((attempt, n): Life => {
      const work = achievement(attempt, { ownerUnitId: `u${unit}`, areaCode });
      const outcome = n < attempts.length - 1 ? 'returned' : end;
      const submitted = work.submitted as (position: number) => FigureEvent;
      if (outcome === 'waits') return [submitted];
      return [submitted, work[outcome] as (position: number) => FigureEvent];
    }),
  );

/** Lives side by side: `picks` says whose event comes next. Positions have gaps, as in a log of many kinds. */
export const interleave = (lives: readonly Life[], picks: readonly number[]): FigureEvent[] => {
  const waiting = lives.map((life) => [...life]);
  const events: FigureEvent[] = [];
  for (let n = 0; waiting.some((life) => life.length > 0); n++) {
    const open = waiting.filter((life) => life.length > 0);
    const make = open[(picks[n % picks.length] as number) % open.length]?.shift();
    if (make) events.push(make(1 + 2 * n));
  }
  return events;
};

const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 30 });

/** A tree, the lives of some achievements, two interleavings of them, and a question. */
export const randomHistory = fc.record({
  units,
  lives: fc.array(life, { maxLength: 12 }),
  picks,
  otherPicks: picks,
  asOf: fc.record({ from: day, to: day, knownUpTo: fc.nat({ max: 80 }) }),
});
