import type { UnitHistory } from '@thidua/hierarchy';
import { type Contribution, contributionAt } from './contributions.js';
import { dayNumberOf } from './day-number.js';
import { type Fact, planes, type Quantity } from './fact.js';
import type { FactTable, FigureAsked } from './fact-table.js';
import { type FiguresAsOf, Forest } from './forest.js';
import { amountsOf, times } from './quantities.js';
import { QuantitySums } from './quantity-sums.js';
import { Tally } from './tally.js';
import { Within } from './within.js';

/** Why a fact counts on one side only; the first that fits (figures.md 9). */
export const reasons = [
  /** Its unit lies within the unit asked in one of the two trees only. */
  'MOVED',
  /** Known at both positions: its day lies in one of the two windows only. */
  'NEW_DAYS',
  'REVOKED',
  'CORRECTED',
  /** Approved for a day that the earlier figure had covered already. */
  'LATE_ENTRY',
  'APPROVED',
  /** Pending only: submitted, returned, rejected or withdrawn, an amendment asked or refused. */
  'WAITING',
] as const;
export type Reason = (typeof reasons)[number];

export interface DifferencePart {
  readonly reason: Reason;
  readonly quantity: Quantity;
  /** How many facts it is made of, and the first of them in log order. */
  readonly count: number;
  readonly facts: readonly Contribution[];
}

/** How one figure became another: the parts sum exactly to the change, and so do `from` and the change to `to`. */
export interface Difference {
  readonly from: Quantity;
  readonly to: Quantity;
  readonly change: Quantity;
  /** In the order of `reasons`; those without a fact are left out. */
  readonly parts: readonly DifferencePart[];
}

/** A figure as of two questions. `factsMax`: how many facts of each part are listed. */
export interface DifferenceAsked extends FigureAsked {
  readonly factsMax: number;
}

/**
 * The difference of a figure between two questions. Facts that count on one side only are taken in log order,
 * those of `from` away and those of `to` in addition; what a step changes goes to the fact's reason, so that
 * people known by name sum exactly too. Null for a unit in neither forest. Throws SumTooLarge.
 */
export const differenceOf = (
  facts: FactTable,
  units: UnitHistory,
  asked: DifferenceAsked,
  { from, to }: { readonly from: FiguresAsOf; readonly to: FiguresAsOf },
): Difference | null => {
  const { unitId } = asked;
  const sides: Sides = {
    from: new Side(facts, units, from, { other: to, unitId }),
    to: new Side(facts, units, to, { other: from, unitId }),
  };
  if (!sides.from.stands && !sides.to.stands) return null;
  const tally = new Tally(facts, asked);
  const steps = stepsBetween(facts, asked, sides, tally);
  const before = tally.quantity();
  const parts = new Parts(tally, asked);
  for (const { at, direction } of steps) {
    const contribution = contributionAt(facts, at);
    parts.add(contribution, at, direction, reasonOf(contribution.fact, at, sides));
  }
  const after = tally.quantity();
  return { from: before, to: after, ...parts.all(before.exact && after.exact) };
};

interface Sides {
  readonly from: Side;
  readonly to: Side;
}

/** A fact that counts on one side only: `to` gains it (1) or lost it (-1). */
interface Step {
  readonly at: number;
  readonly direction: 1 | -1;
}

/** The steps from one side to the other; the tally then holds the figure of `from`. */
const stepsBetween = (facts: FactTable, asked: FigureAsked, { from, to }: Sides, tally: Tally): readonly Step[] => {
  const steps: Step[] = [];
  const known = facts.knownAt(Math.max(from.knownUpTo, to.knownUpTo));
  for (let at = 0; at < known; at++) {
    if (!facts.isBehind(at, asked)) continue;
    const inFrom = from.counts(at);
    if (inFrom) tally.take(at, 1);
    if (inFrom !== to.counts(at)) steps.push({ at, direction: inFrom ? -1 : 1 });
  }
  return steps;
};

/** One of the two questions, able to place also what lies in the window of the other one only. */
class Side {
  readonly knownUpTo: number;
  readonly stands: boolean;
  private readonly within: Within;
  private readonly first: number;
  private readonly last: number;
  private readonly factsKnown: number;

  constructor(
    private readonly facts: FactTable,
    private readonly units: UnitHistory,
    readonly asOf: FiguresAsOf,
    { other, unitId }: { readonly other: FiguresAsOf; readonly unitId: string },
  ) {
    const from = asOf.from < other.from ? asOf.from : other.from;
    const to = asOf.to > other.to ? asOf.to : other.to;
    const forest = new Forest(units, { ...asOf, from, to });
    const node = forest.node(unitId);
    this.knownUpTo = forest.knownUpTo;
    this.stands = node !== null;
    this.within = new Within(forest, node);
    this.first = dayNumberOf(asOf.from);
    this.last = dayNumberOf(asOf.to);
    this.factsKnown = facts.knownAt(forest.knownUpTo);
  }

  /** Whether the fact's unit lies within the unit asked, whatever is known of the fact and whichever its day. */
  holds(at: number): boolean {
    const { unitId, day } = this.facts.whereAt(at);
    return this.within.holds(unitId, day);
  }

  knows({ unitId }: Pick<Fact, 'unitId'>): boolean {
    return this.units.knows(unitId, this.knownUpTo);
  }

  counts(at: number): boolean {
    const { day } = this.facts.whereAt(at);
    return at < this.factsKnown && day >= this.first && day <= this.last && this.holds(at);
  }
}

const reasonOf = (fact: Fact, at: number, { from, to }: Sides): Reason => {
  const { eventType, plane, position, effectiveOn } = fact;
  // A unit that is not known yet has not moved: what it did is new.
  if (from.knows(fact) && to.knows(fact) && from.holds(at) !== to.holds(at)) return 'MOVED';
  if (position <= from.knownUpTo && position <= to.knownUpTo) return 'NEW_DAYS';
  if (eventType === 'ApprovalRevoked.v1') return 'REVOKED';
  if (eventType === 'AchievementCorrected.v1') return 'CORRECTED';
  if (eventType !== 'AchievementApproved.v1') return 'WAITING';
  return plane === 'approved' && effectiveOn <= from.asOf.to ? 'LATE_ENTRY' : 'APPROVED';
};

/** What the steps from one figure to the other do, by reason; the slot behind the last reason holds all of it. */
class Parts {
  private readonly sums = new QuantitySums(reasons.length + 1);
  private readonly people: number[] = new Array(reasons.length + 1).fill(0);
  private readonly counts: number[] = new Array(reasons.length).fill(0);
  private readonly lists: Contribution[][] = reasons.map(() => []);

  constructor(
    private readonly tally: Tally,
    private readonly asked: DifferenceAsked,
  ) {}

  add(contribution: Contribution, at: number, direction: 1 | -1, reason: Reason): void {
    const { plane, sign, quantity, lines } = contribution.fact;
    const people = this.tally.take(at, direction);
    const { amount, base } = amountsOf(quantity);
    const signed = direction * sign;
    const slot = reasons.indexOf(reason);
    for (const one of [slot, reasons.length]) {
      this.people[one] = (this.people[one] as number) + people;
      if (plane !== this.asked.plane) continue;
      const onPlane = planes.indexOf(plane);
      this.sums.add(one, onPlane, times(signed, amount), times(signed, base), times(signed, lines));
    }
    this.counts[slot] = (this.counts[slot] as number) + 1;
    const list = this.lists[slot] as Contribution[];
    if (list.length < this.asked.factsMax) list.push(contribution);
  }

  all(exact: boolean): Pick<Difference, 'change' | 'parts'> {
    return {
      change: this.quantity(reasons.length, exact),
      parts: reasons.flatMap((reason, slot) => {
        const count = this.counts[slot] as number;
        if (count === 0) return [];
        return [{ reason, quantity: this.quantity(slot, exact), count, facts: this.lists[slot] as Contribution[] }];
      }),
    };
  }

  private quantity(slot: number, exact: boolean): Quantity {
    const people = this.people[slot] as number;
    const { plane } = this.asked;
    const counted = { approved: people, pending: people, waiting: 0 };
    return { ...this.sums.quantity(slot, plane, this.tally.shape, counted), exact };
  }
}
