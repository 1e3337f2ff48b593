import type { LineQuantity } from '@thidua/events';
import { Column } from './column.js';
import { dateOf, dayNumberOf } from './day-number.js';
import { credits, type Fact, planes } from './fact.js';
import { figureEventTypes } from './figure-events.js';
import { Names, Numbering } from './numbering.js';
import { amountsOf, combineOf } from './quantities.js';

/** Under both credits; else the place in `credits`, counted from 1. */
export const bothCredits = 0;

/** Facts in log order, a column each: what a scan reads stands side by side in memory. */
export class FactColumns {
  readonly numbering = new Numbering();
  readonly members = new Names();
  readonly cells = new Column(Int32Array);
  readonly days = new Column(Int32Array);
  readonly positions = new Column(Int32Array);
  readonly planes = new Column(Int8Array);
  readonly signs = new Column(Int8Array);
  readonly credits = new Column(Int8Array);
  readonly lines = new Column(Int8Array);
  /** Unsigned quantities (see `Amounts`): whole numbers that may pass 2^31 (money in đồng). */
  readonly amounts = new Column(Float64Array);
  readonly bases = new Column(Float64Array);
  /** The members of fact f are `memberNumbers[memberEnds[f - 1]]` up to, not with, `memberNumbers[memberEnds[f]]`. */
  readonly memberEnds = new Column(Int32Array);
  readonly memberNumbers = new Column(Int32Array);
  private readonly eventTypes = new Column(Int8Array);
  private readonly achievementNumbers = new Column(Int32Array);
  private readonly achievements = new Names();
  private readonly owners: string[] = [];

  get length(): number {
    return this.cells.length;
  }

  push(fact: Fact): void {
    const { unitId, areaCode, metric, quantity, credit } = fact;
    // First, since it is what may be refused.
    const day = dayNumberOf(fact.effectiveOn);
    const { amount, base } = amountsOf(quantity);
    this.days.push(day);
    this.cells.push(this.numbering.cellOf(unitId, { areaCode, metric, combine: combineOf(quantity) }));
    this.positions.push(fact.position);
    this.planes.push(planes.indexOf(fact.plane));
    this.signs.push(fact.sign);
    this.credits.push(credit === null ? bothCredits : 1 + credits.indexOf(credit));
    this.lines.push(fact.lines);
    this.amounts.push(amount);
    this.bases.push(base);
    for (const member of 'members' in quantity ? quantity.members : []) {
      this.memberNumbers.push(this.members.numberOf(member));
    }
    this.memberEnds.push(this.memberNumbers.length);
    this.eventTypes.push(figureEventTypes.indexOf(fact.eventType));
    const achievement = this.achievements.numberOf(fact.achievementId);
    this.owners[achievement] = fact.ownerOrgId;
    this.achievementNumbers.push(achievement);
  }

  /** The fact as it was added. */
  fact(at: number, campaignId: string): Fact {
    const achievement = this.achievementNumbers.at(at);
    const { areaCode, metric } = this.pairAt(at);
    const credit = this.credits.at(at);
    return {
      campaignId,
      achievementId: this.achievements.texts[achievement] as string,
      ownerOrgId: this.owners[achievement] as string,
      eventType: figureEventTypes[this.eventTypes.at(at)] as Fact['eventType'],
      unitId: this.unitIdAt(at),
      areaCode,
      metric,
      effectiveOn: dateOf(this.days.at(at)),
      position: this.positions.at(at),
      plane: planes[this.planes.at(at)] as Fact['plane'],
      sign: this.signs.at(at) as Fact['sign'],
      credit: credit === bothCredits ? null : (credits[credit - 1] as Fact['credit']),
      lines: this.lines.at(at) as Fact['lines'],
      quantity: this.quantityAt(at),
    };
  }

  pairAt(at: number) {
    return this.numbering.pairs[this.numbering.pairOfCell.at(this.cells.at(at))] as Numbering['pairs'][number];
  }

  unitIdAt(at: number): string {
    return this.numbering.units.texts[this.numbering.unitOfCell.at(this.cells.at(at))] as string;
  }

  membersAt(at: number): Int32Array {
    const start = at === 0 ? 0 : this.memberEnds.at(at - 1);
    return this.memberNumbers.view().subarray(start, this.memberEnds.at(at));
  }

  private quantityAt(at: number): LineQuantity {
    const amount = this.amounts.at(at);
    const base = this.bases.at(at);
    switch (this.pairAt(at).combine) {
      case 'SUM':
        return { value: amount };
      case 'RATIO':
        return { num: amount, den: base };
      case 'AVERAGE':
        return { sum: amount, count: base };
      case 'DISTINCT': {
        if (base > 0) return { declared: amount };
        return { members: Array.from(this.membersAt(at), (member) => this.members.texts[member] as string) };
      }
    }
  }
}
