import { daysOf } from './days.js';
import { factsOf, type OracleFact } from './facts.js';
import type { Campaign, Logged, Question } from './log.js';
import { combined, type OracleFigure } from './quantities.js';
import { type OracleTree, treeOn, unitsKnownAt } from './units.js';

/** What stands above the roots, so that a root is a row below it. */
export const top = 'top';

export type Part = 'own' | 'unallocated' | 'total';

/**
 * A unit as it stands in a list: `[u]` is u wherever it stands; `[p, u]` is u while it stood right under p,
 * and so on down. `anywhere: true` lets units stand between the first of two and the second.
 */
export interface Row {
  readonly path: readonly string[];
  readonly anywhere?: true;
}

/** Whether the figures of areas are told apart. */
export type Grouping = 'by-area' | 'all-areas';

/** Figures by `area|metric`; all areas are `*`. */
export type OracleFigures = ReadonlyMap<string, OracleFigure>;

/** The answer to one question, for every unit. */
export interface OracleAnswer {
  /** Units that stand in the tree asked, or on any day of the window where each day has its own. */
  readonly units: readonly string[];
  /** Units right below one (or below the top) in the tree asked, or on any day of the window. */
  childrenOf(unitId: string): readonly string[];
  /** Units anywhere below one in the tree asked, or on any day of the window. */
  descendantsOf(unitId: string): readonly string[];
  /** The facts behind the figures of a row. */
  factsOf(part: Part, row: Row): readonly OracleFact[];
  /** All that lies in the window and is known. */
  readonly allFacts: readonly OracleFact[];
  /** What stands nowhere in the tree: in no total. */
  readonly unplacedFacts: readonly OracleFact[];
  figures(facts: readonly OracleFact[], grouping: Grouping): OracleFigures;
}

const keyOf = (part: Part, { path, anywhere }: Row): string => `${part} ${path.join(anywhere ? ' ... ' : ' > ')}`;

/** Asks the log by figures.md alone, in plain loops. */
export const askOracle = (log: readonly Logged[], campaign: Campaign, question: Question): OracleAnswer => {
  const { from, to, knownUpTo, credit } = question;
  const units = unitsKnownAt(log, knownUpTo);
  const asked = question.treeOn === null ? null : treeOn(units, question.treeOn);
  const trees = new Map(daysOf(from, to).map((day) => [day, asked ?? treeOn(units, day)]));
  const shown = asked ? [asked] : [...trees.values()];

  const byRow = new Map<string, OracleFact[]>();
  const allFacts: OracleFact[] = [];
  const unplacedFacts: OracleFact[] = [];
  for (const fact of factsOf(log, credit)) {
    // No tree: its day lies outside the window.
    const tree = trees.get(fact.day);
    if (!tree || fact.position > knownUpTo) continue;
    allFacts.push(fact);
    const rows = rowsOf(fact, tree);
    if (rows.length === 0) unplacedFacts.push(fact);
    for (const row of rows) {
      const facts = byRow.get(row);
      if (facts) facts.push(fact);
      else byRow.set(row, [fact]);
    }
  }
  return {
    units: [...new Set(shown.flatMap(({ parents }) => [...parents.keys()]))],
    childrenOf: (unitId) => standing(shown, ([, above]) => above === unitId),
    descendantsOf: (unitId) => standing(shown, (line) => line.slice(1).includes(unitId)),
    factsOf: (part, row) => byRow.get(keyOf(part, row)) ?? [],
    allFacts,
    unplacedFacts,
    figures: (facts, grouping) => figuresOf(facts, grouping, campaign),
  };
};

/** A unit and all above it up to the top, nearest first. */
const lineToTop = (tree: OracleTree, unitId: string): readonly string[] => [...tree.lineOf(unitId), top];

/** Units that stand, on any day, in a line that passes the test. */
const standing = (trees: readonly OracleTree[], passes: (line: readonly string[]) => boolean): readonly string[] => [
  ...new Set(trees.flatMap((tree) => [...tree.parents.keys()].filter((unitId) => passes(lineToTop(tree, unitId))))),
];

/** The rows of all figures that a fact is part of: those of its place, and the totals of all above. */
const rowsOf = (fact: OracleFact, tree: OracleTree): readonly string[] => {
  const { at, whole } = tree.placeOf(fact.unitId);
  if (at === null) return [];
  const rows: string[] = [];
  const line = [...lineToTop(tree, at)].reverse();
  line.forEach((unitId, end) => {
    for (let start = end; start >= 0; start--) {
      const path = line.slice(start, end + 1);
      rows.push(keyOf('total', { path }));
      if (start < end) rows.push(keyOf('total', { path: [line[start] as string, unitId], anywhere: true }));
      if (unitId === at) rows.push(keyOf(whole ? 'own' : 'unallocated', { path }));
    }
  });
  return rows;
};

const figuresOf = (facts: readonly OracleFact[], grouping: Grouping, campaign: Campaign): OracleFigures => {
  const byName = Map.groupBy(facts, ({ areaCode, metric }) => `${grouping === 'by-area' ? areaCode : '*'}|${metric}`);
  const figures = new Map<string, OracleFigure>();
  for (const [name, some] of byName) {
    const rule = campaign.metrics.find(({ metric }) => metric === some[0]?.metric);
    if (!rule) throw new Error(`the campaign has no metric ${some[0]?.metric}`);
    const figure = combined(rule.combine, some);
    if (!isNothing(figure)) figures.set(name, figure);
  }
  return figures;
};

/** Whether no line and no quantity is left on either plane. */
const isNothing = ({ approved, pending }: OracleFigure): boolean =>
  [approved, pending].every((plane) => Object.values(plane).every((part) => part === 0 || typeof part === 'boolean'));
