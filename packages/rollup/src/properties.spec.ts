import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { achievement, type FigureEvent, tableOf } from '../test/figures.js';
import { areas, metrics, question, randomHistory, type Told, tell } from '../test/random-history.js';
import { contributionsOf } from './contributions.js';
import { differenceOf } from './difference.js';
import { type Credit, type Fact, type Figure, type Plane, planes, type Quantity } from './fact.js';
import type { FactTable, FigureAsked } from './fact-table.js';
import { type FigureNode, type FiguresAsOf, Forest } from './forest.js';
import { amountsOf, combineOf, emptyQuantity } from './quantities.js';
import { type Grouping, type Rollup, rollUp } from './roll-up.js';

const groupings: readonly Grouping[] = ['by-area', 'all-areas'];

/** Numbers of a figure that add up, on both planes, by area and metric; only of what is not nothing. */
type Sums = Record<string, readonly number[]>;

const numbersOf = ({ value, numerator, denominator, sum, count }: Quantity): readonly number[] =>
  [value, numerator, denominator, sum, count].map((number) => number ?? 0);

const sumsOf = (...lists: readonly (readonly Figure[])[]): Sums => {
  const sums: Record<string, number[]> = {};
  for (const { areaCode, metric, approved, pending } of lists.flat()) {
    const numbers = [...numbersOf(approved), ...numbersOf(pending)];
    const before = sums[`${areaCode}|${metric}`] ?? numbers.map(() => 0);
    sums[`${areaCode}|${metric}`] = numbers.map((number, n) => number + (before[n] as number));
  }
  return Object.fromEntries(Object.entries(sums).filter(([, numbers]) => numbers.some((number) => number !== 0)));
};

/** Without people, whose union over units is less than the sum of its parts. */
const additive = (figures: readonly Figure[]) => figures.filter(({ combine }) => combine !== 'DISTINCT');

/** All nodes, each reached from the one above it. */
const nodesOf = (forest: Forest): readonly FigureNode[] => {
  const nodes: FigureNode[] = [...forest.roots()];
  for (const node of nodes) nodes.push(...forest.children(node));
  return nodes;
};

/** The figures of one node rebuilt by plain loops over facts: every sum from zero, every set from scratch. */
const rebuilt = (facts: readonly Fact[], { units }: Told, asOf: FiguresAsOf, credit: Credit, unitId: string): Sums => {
  const known = asOf.knownUpTo ?? Number.MAX_SAFE_INTEGER;
  const counted = facts.filter((one) => {
    if (one.position > known || one.effectiveOn < asOf.from || one.effectiveOn > asOf.to) return false;
    if (one.credit !== null && one.credit !== credit) return false;
    const on = asOf.treeOn ?? one.effectiveOn;
    const tree = units.tree(on, known);
    const { unitId: place } = units.mapping(on, known)(one.unitId);
    const at = place ?? (tree.roots.length === 1 ? (tree.roots[0] as string) : null);
    return at !== null && tree.isWithin(at, unitId);
  });
  const sums: Record<string, readonly number[]> = {};
  for (const metric of metrics) {
    const ofMetric = counted.filter((one) => one.metric === metric);
    for (const areaCode of [...areas, null]) {
      const those = ofMetric.filter((one) => areaCode === null || one.areaCode === areaCode);
      sums[`${areaCode}|${metric}`] = planes.flatMap((plane) => numbersOf(combined(those, plane)));
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, numbers]) => numbers.some((number) => number !== 0)));
};

/** How many people facts of these planes name more often than they take them away. */
const union = (facts: readonly Fact[], ...on: readonly Plane[]): number => {
  const lines = new Map<string, number>();
  for (const { quantity, sign, plane } of facts) {
    if (!on.includes(plane)) continue;
    for (const one of 'members' in quantity ? quantity.members : []) lines.set(one, (lines.get(one) ?? 0) + sign);
  }
  return [...lines.values()].filter((count) => count > 0).length;
};

/** Facts of one metric combined on a plane, as figures.md 5 says. */
const combined = (facts: readonly Fact[], plane: Plane): Quantity => {
  const onPlane = facts.filter((one) => one.plane === plane);
  const sum = (number: (one: Fact) => number) => onPlane.reduce((total, one) => total + one.sign * number(one), 0);
  const amount = sum(({ quantity }) => amountsOf(quantity).amount);
  const base = sum(({ quantity }) => amountsOf(quantity).base);
  const lines = sum((one) => one.lines);
  const none = emptyQuantity(facts[0] ? combineOf(facts[0].quantity) : 'SUM');
  if (none.numerator !== null) return { ...none, numerator: amount, denominator: base, count: lines };
  if (none.sum !== null) return { ...none, sum: amount, count: base };
  const approved = union(facts, 'approved');
  const people = plane === 'approved' ? approved : union(facts, 'approved', 'pending') - approved;
  return { ...none, value: amount + people, count: lines };
};

const factsIn = (table: FactTable): readonly Fact[] => Array.from({ length: table.length }, (_, at) => table.fact(at));

const rollupOf = ({ units, events }: Told, asOf: FiguresAsOf, credit: Credit): Rollup =>
  rollUp(tableOf(events), new Forest(units, asOf), credit);

describe('any history of work and of the tree, and any question', () => {
  it('gives each unit the figures that plain loops give, people too', () => {
    fc.assert(
      fc.property(randomHistory, ({ tree, works, picks, asOf, credit }) => {
        const told = tell([tree, ...works], picks);
        const table = tableOf(told.events);
        const rollup = rollUp(table, new Forest(told.units, asOf), credit);
        for (const unitId of told.unitIds) {
          const node = rollup.forest.node(unitId);
          if (!node) continue;
          const lists = groupings.map((grouping) => rollup.total(node, grouping));
          expect(sumsOf(...lists)).toEqual(rebuilt(factsIn(table), told, asOf, credit, unitId));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('makes a total of own, unallocated and the children’s totals, at every node', () => {
    fc.assert(
      fc.property(randomHistory, ({ tree, works, picks, asOf, credit }) => {
        const rollup = rollupOf(tell([tree, ...works], picks), asOf, credit);
        for (const node of nodesOf(rollup.forest)) {
          for (const grouping of groupings) {
            const children = rollup.forest.children(node).map((child) => rollup.total(child, grouping));
            const parts = [rollup.own(node, grouping), rollup.unallocated(node, grouping), ...children];
            expect(sumsOf(additive(rollup.total(node, grouping)))).toEqual(sumsOf(additive(parts.flat())));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('conserves: roots and unplaced are all own, all unallocated and unplaced, and the same in every tree', () => {
    fc.assert(
      fc.property(randomHistory, question, ({ tree, works, picks, asOf, credit }, { treeOn }) => {
        const told = tell([tree, ...works], picks);
        const wholes = [asOf.treeOn, treeOn, null].map((on) => {
          const rollup = rollupOf(told, { ...asOf, treeOn: on }, credit);
          const roots = rollup.forest.roots().flatMap((root) => rollup.total(root));
          const everywhere = told.unitIds.flatMap((unitId) => {
            const node = rollup.forest.node(unitId);
            return node ? [...rollup.own(node), ...rollup.unallocated(node)] : [];
          });
          const whole = sumsOf(additive([...roots, ...rollup.unplaced()]));
          expect(sumsOf(additive([...everywhere, ...rollup.unplaced()]))).toEqual(whole);
          return whole;
        });
        expect(wholes[1]).toEqual(wholes[0]);
        expect(wholes[2]).toEqual(wholes[0]);
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on how independent achievements interleave', () => {
    fc.assert(
      fc.property(randomHistory, ({ tree, works, picks, otherPicks, asOf: { from, to, treeOn }, credit }) => {
        const [one, other] = [picks, otherPicks].map((order) =>
          rollupOf(tell([tree, ...works], order), { from, to, treeOn }, credit),
        ) as [Rollup, Rollup];
        for (const node of nodesOf(one.forest)) expect(other.total(node)).toEqual(one.total(node));
        expect(other.unplaced()).toEqual(one.unplaced());
      }),
    );
  });

  it('splits nothing away: everything is the same under both credits', () => {
    fc.assert(
      fc.property(randomHistory, ({ tree, works, picks, asOf }) => {
        const told = tell([tree, ...works], picks);
        const wholes = (['LEAD', 'BY_SHARE'] as const).map((credit) => {
          const rollup = rollupOf(told, asOf, credit);
          return sumsOf(
            additive([...rollup.forest.roots().flatMap((root) => rollup.total(root)), ...rollup.unplaced()]),
          );
        });
        expect(wholes[1]).toEqual(wholes[0]);
      }),
    );
  });

  it('is as before once a correction is corrected back', () => {
    fc.assert(
      fc.property(randomHistory, ({ tree, works, picks, asOf: { from, to, treeOn }, credit }) => {
        const told = tell([tree, ...works], picks);
        const approval = told.events.find(({ type }) => type === 'AchievementApproved.v1');
        fc.pre(approval !== undefined);
        const { subject, lines: before } = (approval as Extract<FigureEvent, { type: 'AchievementApproved.v1' }>).data;
        const after = before.slice(1);
        const there = achievement(before, subject);
        const back = achievement(after, subject);
        const amended = [
          there.amendmentRequested(1000, after),
          there.corrected(1001, after),
          back.amendmentRequested(1002, before),
          back.corrected(1003, before),
        ];
        const asOf = { from, to, treeOn };
        const one = rollupOf(told, asOf, credit);
        const other = rollupOf({ ...told, events: [...told.events, ...amended] }, asOf, credit);
        for (const node of nodesOf(one.forest)) expect(other.total(node)).toEqual(one.total(node));
      }),
    );
  });
});

/** Every figure a unit may have: metric, area or all of them, plane. */
const figuresAsked = (unitId: string, credit: Credit): readonly FigureAsked[] =>
  metrics.flatMap((metric) =>
    [...areas, null].flatMap((areaCode) => planes.map((plane) => ({ unitId, metric, areaCode, plane, credit }))),
  );

const figureOf = (rollup: Rollup, { unitId, metric, areaCode, plane }: FigureAsked): Quantity | null => {
  const node = rollup.forest.node(unitId);
  const figures = node ? rollup.total(node, areaCode === null ? 'all-areas' : 'by-area') : [];
  return figures.find((one) => one.metric === metric && one.areaCode === areaCode)?.[plane] ?? null;
};

describe('the facts behind any figure', () => {
  it('combine to the figure, whatever the page size', () => {
    fc.assert(
      fc.property(
        randomHistory,
        fc.nat(),
        fc.integer({ min: 1, max: 5 }),
        ({ tree, works, picks, asOf, credit }, some, limit) => {
          const { units, events, unitIds } = tell([tree, ...works], picks);
          const table = tableOf(events);
          const forest = new Forest(units, asOf);
          const rollup = rollUp(table, forest, credit);
          for (const asked of figuresAsked(unitIds[some % unitIds.length] as string, credit)) {
            const all = contributionsOf(table, forest, asked, { after: null, limit: 10_000 });
            expect(all === null).toBe(forest.node(asked.unitId) === null);
            if (!all || all.length === 0) {
              expect(numbersOf(figureOf(rollup, asked) ?? emptyQuantity('SUM'))).toEqual([0, 0, 0, 0, 0]);
              continue;
            }
            const facts = all.map((one) => one.fact);
            const figure = figureOf(rollup, asked);
            expect(numbersOf(combined(facts, asked.plane))).toEqual(figure ? numbersOf(figure) : [0, 0, 0, 0, 0]);
            expect(pages(table, forest, asked, limit)).toEqual(all);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

const pages = (table: FactTable, forest: Forest, asked: FigureAsked, limit: number) => {
  const found = [...(contributionsOf(table, forest, asked, { after: null, limit }) ?? [])];
  for (;;) {
    const after = found.at(-1)?.key ?? null;
    const page = contributionsOf(table, forest, asked, { after, limit }) ?? [];
    if (page.length === 0) return found;
    expect(page.length).toBeLessThanOrEqual(limit);
    found.push(...page);
  }
};

describe('the difference of any figure between any two questions', () => {
  it('leads from the one to the other, and its parts sum to it', () => {
    fc.assert(
      fc.property(randomHistory, fc.nat(), ({ tree, works, picks, asOf: from, otherAsOf: to, credit }, some) => {
        const { units, events, unitIds } = tell([tree, ...works], picks);
        const table = tableOf(events);
        const [before, after] = [from, to].map((asOf) => rollUp(table, new Forest(units, asOf), credit)) as [
          Rollup,
          Rollup,
        ];
        for (const asked of figuresAsked(unitIds[some % unitIds.length] as string, credit)) {
          const found = differenceOf(table, units, { ...asked, factsMax: 3 }, { from, to });
          if (!found) {
            expect([figureOf(before, asked), figureOf(after, asked)]).toEqual([null, null]);
            continue;
          }
          const none = emptyQuantity('SUM');
          expect(numbersOf(found.from)).toEqual(numbersOf(figureOf(before, asked) ?? none));
          expect(numbersOf(found.to)).toEqual(numbersOf(figureOf(after, asked) ?? none));
          const change = numbersOf(found.to).map((number, n) => number - (numbersOf(found.from)[n] as number));
          expect(numbersOf(found.change)).toEqual(change);
          const parts = found.parts.map(({ quantity }) => numbersOf(quantity));
          expect(change.map((_, n) => parts.reduce((sum, part) => sum + (part[n] as number), 0))).toEqual(change);
          for (const part of found.parts) expect(part.facts).toHaveLength(Math.min(part.count, 3));
        }
      }),
      { numRuns: 200 },
    );
  });
});
