import { planes, type Quantity } from './fact.js';
import type { FactTable, FigureAsked } from './fact-table.js';
import { MemberUnion } from './member-union.js';
import { amountsOf, times } from './quantities.js';
import { type FigureShape, QuantitySums } from './quantity-sums.js';

/** One figure while facts come and go. */
export class Tally {
  readonly union: MemberUnion;
  readonly shape: FigureShape;
  private readonly sums = new QuantitySums(1);

  constructor(
    private readonly facts: FactTable,
    private readonly asked: FigureAsked,
  ) {
    this.union = new MemberUnion(facts.membersCount);
    const { unitId, areaCode, metric } = asked;
    // A metric without a fact is never summed: its figure is zero, however it combines.
    this.shape = { unitId, areaCode, metric, combine: facts.combineOf(metric) ?? 'SUM' };
  }

  /** Adds a fact (direction 1) or takes it away again (-1), and tells how that changes the number of people. */
  take(at: number, direction: 1 | -1): number {
    const { plane, sign, quantity, lines } = this.facts.fact(at);
    const onPlane = planes.indexOf(plane);
    const { amount, base } = amountsOf(quantity);
    const signed = direction * sign;
    this.sums.add(0, onPlane, times(signed, amount), times(signed, base), times(signed, lines));
    const before = this.union[this.asked.plane];
    for (const member of this.facts.membersAt(at)) this.union.add(member, onPlane, signed);
    return this.union[this.asked.plane] - before;
  }

  quantity(): Quantity {
    return this.sums.quantity(0, this.asked.plane, this.shape, this.union);
  }
}
