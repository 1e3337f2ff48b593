import type { Position } from '@thidua/events';
import type { Fact, Quantity } from './fact.js';
import type { FactTable, FigureAsked } from './fact-table.js';
import type { Forest } from './forest.js';
import { amountsOf, combineOf, quantityOf, times } from './quantities.js';
import { Within } from './within.js';

/** Place of a fact among all: the position of its event, and which of the event's facts it is, from 0. */
export type FactKey = readonly [position: Position, n: number];

/** A fact behind a figure. */
export interface Contribution {
  readonly fact: Fact;
  readonly key: FactKey;
  /** What it does to the figure, signed; for DISTINCT how many people its line names, new ones or not. */
  readonly quantity: Quantity;
}

/**
 * The facts behind a figure (figures.md 9) in log order, at most `limit` of them, behind the one with the key
 * `after`. Combined as the metric combines they are the figure; pending people are facts of both planes, since
 * they are new or not by who is approved. Null for a unit that stands in no tree of the forest.
 */
export const contributionsOf = (
  facts: FactTable,
  forest: Forest,
  asked: FigureAsked,
  { after, limit }: { readonly after: FactKey | null; readonly limit: number },
): readonly Contribution[] | null => {
  const node = forest.node(asked.unitId);
  if (node === null) return null;
  const within = new Within(forest, node);
  const found: Contribution[] = [];
  const known = facts.knownAt(forest.knownUpTo);
  for (let at = startBehind(facts, after); at < known && found.length < limit; at++) {
    if (!facts.isBehind(at, asked)) continue;
    const { unitId, day } = facts.whereAt(at);
    if (within.holds(unitId, day)) found.push(contributionAt(facts, at));
  }
  return found;
};

/** A fact by its place in the table. */
export const contributionAt = (facts: FactTable, at: number): Contribution => {
  const fact = facts.fact(at);
  const { sign, quantity } = fact;
  const { amount, base } = amountsOf(quantity);
  const people = 'members' in quantity ? quantity.members.length : 0;
  return {
    fact,
    key: [fact.position, at - facts.knownAt(fact.position - 1)],
    quantity: quantityOf(
      combineOf(quantity),
      { amount: times(sign, amount), base: times(sign, base) },
      times(sign, fact.lines),
      { people: times(sign, people), exact: !('declared' in quantity) },
    ),
  };
};

const startBehind = (facts: FactTable, after: FactKey | null): number => {
  if (after === null) return 0;
  const [position, n] = after;
  return facts.knownAt(position - 1) + n + 1;
};
