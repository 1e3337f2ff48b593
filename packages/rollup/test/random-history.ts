import type { Contribution, Line, LineQuantity, UnitLevel, UnitTreeEvent } from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import fc from 'fast-check';
import type { FiguresAsOf } from '../src/index.js';
import { achievement, type FigureEvent, line } from './figures.js';

export const areas = ['2.1', '2.10'] as const;
export const metrics = ['road_m', 'person', 'poor_share', 'score'] as const;
type Metric = (typeof metrics)[number];

const day = fc.nat({ max: 9 }).map((n) => `2022-01-${10 + n}`);

/** Levels with the units that exist from the start; `ghost` is never registered. */
const levels: readonly UnitLevel[] = ['province', 'district', 'commune'];
const founded = ['province', 'other-province', 'district-a', 'district-b', 'commune-1', 'commune-2', 'commune-3'];

/** Something happens to the tree; what the numbers mean is found out when it is known which units there are. */
const change = fc.record({
  what: fc.constantFrom('begins' as const, 'moves' as const, 'ends' as const, 'splits' as const, 'merges' as const),
  one: fc.nat(),
  other: fc.nat(),
  on: day,
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

interface Known {
  readonly unitId: string;
  readonly level: UnitLevel;
}

/**
 * Unit events of a story: always a parent of the next higher level, so that no circle can arise, and
 * successors that begin with the event. Units may outlive their parents and be roots then.
 */
const unitEvents = (changes: readonly Change[], oneRoot: boolean): readonly UnitTreeEvent[] => {
  const events: UnitTreeEvent[] = [];
  const units: Known[] = [];
  const ended = new Set<string>();
  const pick = (from: readonly Known[], n: number) => from[n % Math.max(from.length, 1)];
  const parentOf = (level: UnitLevel, n: number) => {
    const above = levels[levels.indexOf(level) - 1];
    return pick(
      units.filter((unit) => unit.level === above && !ended.has(unit.unitId)),
      n,
    )?.unitId;
  };
  const begin = (unitId: string, level: UnitLevel, n: number, validFrom: string) => {
    const parentUnitId = parentOf(level, n);
    const data = { unitId, level, type: level, nameVi: unitId, validFrom, ...(parentUnitId && { parentUnitId }) };
    events.push({ type: 'UnitRegistered.v1', data });
    units.push({ unitId, level });
    return unitId;
  };
  for (const [n, unitId] of founded.entries()) {
    if (unitId === 'other-province' && oneRoot) continue;
    begin(unitId, levels.find((level) => unitId.includes(level)) as UnitLevel, n, '2022-01-01');
  }
  changes.forEach(({ what, one, other, on }, n) => {
    const living = units.filter(({ unitId, level }) => !ended.has(unitId) && level !== 'province');
    const unit = pick(living, one);
    if (!unit) return;
    const next = (name: string) => begin(`${unit.level}-${name}-${n}`, unit.level, other, on);
    if (what === 'begins') next('new');
    if (what === 'moves') {
      const toParentId = parentOf(unit.level, other);
      events.push({
        type: 'UnitMoved.v1',
        data: { unitId: unit.unitId, validFrom: on, ...(toParentId && { toParentId }) },
      });
    }
    if (what !== 'ends' && what !== 'splits' && what !== 'merges') return;
    const coverage = what === 'splits' ? 'PARTIAL' : 'FULL';
    const names = { ends: [], splits: ['left', 'right'], merges: ['into'] }[what];
    const successors = names.map((name) => ({ unitId: next(name), coverage }) as const);
    events.push({ type: 'UnitDissolved.v1', data: { unitId: unit.unitId, validFrom: on, successors } });
    ended.add(unit.unitId);
  });
  return events;
};

const people = fc.uniqueArray(fc.constantFrom('an', 'binh', 'chi', 'dung'), { maxLength: 3 });
const number = fc.oneof(fc.constant(0), fc.nat({ max: 9_000_000_000 }));

const quantityOf: Record<Metric, fc.Arbitrary<LineQuantity>> = {
  road_m: number.map((value) => ({ value })),
  person: fc.oneof(
    { weight: 4, arbitrary: people.map((members) => ({ members })) },
    { weight: 1, arbitrary: fc.nat({ max: 5 }).map((declared) => ({ declared })) },
  ),
  poor_share: fc.tuple(number, number).map(([num, den]) => ({ num, den })),
  score: fc.tuple(number, fc.nat({ max: 3 })).map(([sum, count]) => ({ sum, count })),
};

const oneLine: fc.Arbitrary<Line> = fc
  .constantFrom(...metrics)
  .chain((metric) =>
    fc
      .record({ quantity: quantityOf[metric], on: day, lineId: fc.constantFrom('a', 'b', 'c') })
      .map(({ quantity, on, lineId }) => line(quantity, on, { metric, lineId })),
  );
const lines = fc.uniqueArray(oneLine, { maxLength: 3, selector: ({ lineId }) => lineId });

/** Units that work may stand at: some of those there ever are, and one that never is. */
const worker = fc.constantFrom(
  ...[...founded, 'commune-into-0', 'commune-new-1', 'commune-left-2', 'district-into-1', 'ghost'],
);

const contributions = (ownerUnitId: string) =>
  fc.array(worker, { maxLength: 2 }).chain((partners) =>
    fc.array(fc.nat({ max: 10_000 }), { minLength: partners.length, maxLength: partners.length }).map((points) => {
      const cuts = [0, ...points.toSorted((a, b) => a - b), 10_000];
      return [ownerUnitId, ...partners].map(
        (unitId, n): Contribution => ({
          orgId: `org-${n}`,
          unitId,
          role: n === 0 ? 'LEAD' : 'PARTNER',
          shareBp: (cuts[n + 1] as number) - (cuts[n] as number),
        }),
      );
    }),
  );

/** The events of one achievement, or of the tree, in order; made once their positions are known. */
export type Life = readonly ((position: number) => FigureEvent | (UnitTreeEvent & { readonly position: number }))[];

/** Returned and submitted again some times, then rejected, withdrawn or approved, amended, perhaps revoked. */
const life = (achievementId: string): fc.Arbitrary<Life> =>
  fc
    .record({ ownerUnitId: worker, areaCode: fc.constantFrom(...areas), attempts: fc.array(lines, { maxLength: 2 }) })
    .chain(({ ownerUnitId, areaCode, attempts }) =>
      fc
        .record({
          shares: contributions(ownerUnitId),
          last: lines,
          end: fc.constantFrom('waits', 'rejected', 'withdrawn', 'approved', 'approved', 'approved'),
          amendments: fc.array(fc.record({ after: lines, accepted: fc.boolean() }), { maxLength: 2 }),
          after: fc.constantFrom('stays', 'asks', 'revoked'),
        })
        .map(({ shares, last, end, amendments, after }): Life => {
          const about = { achievementId, ownerUnitId, areaCode, contributions: shares };
          const work = (those: readonly Line[]) => achievement(those, about);
          const before = attempts.flatMap((attempt) => [work(attempt).submitted, work(attempt).returned]);
          const begun = [...before, work(last).submitted];
          if (end === 'waits') return begun;
          if (end !== 'approved') return [...begun, end === 'rejected' ? work(last).rejected : work(last).withdrawn];
          let held = work(last);
          const amended = amendments.flatMap(({ after: asked, accepted }): Life => {
            const now = held;
            if (accepted) held = work(asked);
            return [
              (position) => now.amendmentRequested(position, asked),
              (position) => (accepted ? now.corrected(position, asked) : now.amendmentRefused(position, asked)),
            ];
          });
          const end2 = held;
          const ending: Life =
            after === 'stays' ? [] : [(p) => (after === 'revoked' ? end2.revoked(p) : end2.amendmentRequested(p, []))];
          return [...begun, work(last).approved, ...amended, ...ending];
        }),
    );

/** What happened in the order of the log. */
export interface Told {
  readonly units: UnitHistory;
  /** Ids of all units that were ever registered. */
  readonly unitIds: readonly string[];
  readonly events: readonly FigureEvent[];
}

/** Lives side by side: `picks` says whose event comes next. Positions have gaps, as in a log of many kinds. */
export const tell = (lives: readonly Life[], picks: readonly number[]): Told => {
  const waiting = lives.map((one) => [...one]);
  const units = new UnitHistory();
  const unitIds: string[] = [];
  const events: FigureEvent[] = [];
  for (let n = 0; waiting.some((one) => one.length > 0); n++) {
    const open = waiting.filter((one) => one.length > 0);
    const event = open[(picks[n % picks.length] as number) % open.length]?.shift()?.(1 + 2 * n);
    if (!event) continue;
    units.apply(event);
    if (event.type === 'UnitRegistered.v1') unitIds.push(event.data.unitId);
    if ('subject' in event.data) events.push(event as FigureEvent);
  }
  return { units, unitIds, events };
};

const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 30 });

export const question: fc.Arbitrary<FiguresAsOf> = fc
  .record({
    days: fc.tuple(day, day).map((both) => both.toSorted()),
    knownUpTo: fc.oneof(fc.nat({ max: 150 }), fc.constant(undefined)),
    treeOn: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, day),
  })
  .map(({ days: [from, to], ...others }) => ({ from: from as string, to: to as string, ...others }));

/** A tree that changes, the lives of some achievements, two interleavings of them, and two questions. */
export const randomHistory = fc
  .record({
    changes: fc.array(change, { maxLength: 5 }),
    oneRoot: fc.boolean(),
    works: fc
      .integer({ min: 0, max: 6 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, w) => life(`work-${w}`)))),
    picks,
    otherPicks: picks,
    asOf: question,
    otherAsOf: question,
    credit: fc.constantFrom('LEAD' as const, 'BY_SHARE' as const),
  })
  .map(({ changes, oneRoot, works, ...others }) => {
    const tree: Life = unitEvents(changes, oneRoot).map((event) => (position) => ({ ...event, position }));
    return { ...others, tree, works };
  });
