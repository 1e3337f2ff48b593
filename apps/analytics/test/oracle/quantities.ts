import type { Combine } from '@thidua/events';
import type { OracleFact } from './facts.js';

/** What one plane of a figure holds; of the four kinds each fills in its own (figures.md 5). */
export interface OracleQuantity {
  readonly value?: number;
  readonly num?: number;
  readonly den?: number;
  readonly sum?: number;
  readonly count: number;
  readonly exact: boolean;
}

export interface OracleFigure {
  readonly approved: OracleQuantity;
  readonly pending: OracleQuantity;
}

/** The figure that some facts of one metric make. */
export const combined = (combine: Combine, facts: readonly OracleFact[]): OracleFigure => {
  const approved = facts.filter(({ plane }) => plane === 'approved');
  const pending = facts.filter(({ plane }) => plane === 'pending');
  if (combine === 'DISTINCT') return distinct(approved, pending);
  return { approved: added(combine, approved), pending: added(combine, pending) };
};

const added = (combine: Exclude<Combine, 'DISTINCT'>, facts: readonly OracleFact[]): OracleQuantity => {
  let [value, num, den, sum, counted, lines] = [0, 0, 0, 0, 0, 0];
  for (const { quantity, sign, lines: one } of facts) {
    lines += sign * one;
    if ('value' in quantity) value += sign * quantity.value;
    if ('num' in quantity) {
      num += sign * quantity.num;
      den += sign * quantity.den;
    }
    if ('sum' in quantity) {
      sum += sign * quantity.sum;
      counted += sign * quantity.count;
    }
  }
  if (combine === 'SUM') return { value, count: lines, exact: true };
  return combine === 'RATIO' ? { num, den, count: lines, exact: true } : { sum, count: counted, exact: true };
};

/**
 * Pending is what the figure gains if all that waits is approved, so it is counted as the difference of two
 * unions. Where a declared part is left in one of them nobody knows it exactly, unless nothing waits at all.
 */
const distinct = (approved: readonly OracleFact[], pending: readonly OracleFact[]): OracleFigure => {
  const now = people(approved);
  const then = people([...approved, ...pending]);
  const isDeclared = now.declaredLines !== 0 || then.declaredLines !== 0;
  return {
    approved: { value: now.value, count: now.lines, exact: now.declaredLines === 0 },
    pending: { value: then.value - now.value, count: then.lines - now.lines, exact: !isDeclared || !waits(now, then) },
  };
};

interface People {
  readonly value: number;
  readonly lines: number;
  readonly declared: number;
  readonly declaredLines: number;
  /** How many lines name a member. */
  readonly linesOf: ReadonlyMap<string, number>;
}

/** The union of the members of the lines that are left, and the numbers declared. */
const people = (facts: readonly OracleFact[]): People => {
  const linesOf = new Map<string, number>();
  let [declared, declaredLines, lines] = [0, 0, 0];
  for (const { quantity, sign } of facts) {
    lines += sign;
    if ('declared' in quantity) {
      declared += sign * quantity.declared;
      declaredLines += sign;
    }
    if ('members' in quantity) {
      for (const member of quantity.members) linesOf.set(member, (linesOf.get(member) ?? 0) + sign);
    }
  }
  let value = declared;
  for (const left of linesOf.values()) if (left > 0) value++;
  return { value, lines, declared, declaredLines, linesOf };
};

const waits = (now: People, then: People): boolean =>
  now.lines !== then.lines ||
  now.declared !== then.declared ||
  now.declaredLines !== then.declaredLines ||
  [...then.linesOf].some(([member, lines]) => lines !== (now.linesOf.get(member) ?? 0));
