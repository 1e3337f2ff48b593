import type { Answered, CasebookWorld } from './casebook-world.js';

/** Whole numbers of one plane; what the metric's kind does not have is left out. */
export interface Numbers {
  readonly value?: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly sum?: number;
  readonly count: number;
  readonly exact: boolean;
}

export interface Asking {
  readonly asOf?: Readonly<Record<string, string | null>>;
  readonly credit?: 'LEAD' | 'BY_SHARE';
  /** One area; none = all together. */
  readonly area?: string;
  readonly user?: string;
}

/** One answer about a unit and one metric, in numbers. */
export interface Figures {
  readonly unit: { readonly id: string; readonly code: string; readonly name: string };
  readonly approved: number | null;
  readonly pending: number | null;
  readonly own: number | null;
  readonly unallocated: number | null;
  /** Approved of each child by the name it has in this world. */
  readonly children: Readonly<Record<string, number | null>>;
  readonly asOf: Readonly<Record<string, string | null>>;
}

const quantity = '{ value numerator denominator sum count exact }';
const measure = `{ area { code } metric { code } approved ${quantity} pending ${quantity} target assignedTarget completion }`;
const rollup = `query($campaign: ID!, $unit: ID!, $asOf: AsOf, $credit: Credit, $metrics: [String!], $areas: [String!]) {
  rollup(campaign: $campaign, unit: $unit, asOf: $asOf, credit: $credit) {
    unit { id code name }
    measures(metrics: $metrics, areas: $areas) ${measure}
    own(metrics: $metrics, areas: $areas) ${measure}
    unallocated(metrics: $metrics, areas: $areas) ${measure}
    children { unit { id code name } measures(metrics: $metrics, areas: $areas) ${measure} }
    asOf { effectiveFrom effectiveUpTo knownUpTo knownUpToPosition treeOn }
  } }`;

const statuses =
  'total registered inProgress completed underReview returned approved rejected withdrawn revoked slipping';

const numbersOf = (said: Readonly<Record<string, string | number | boolean | null>>): Numbers =>
  Object.fromEntries(
    Object.entries(said).flatMap(([name, part]) =>
      part === null ? [] : [[name, typeof part === 'string' ? Number(part) : part]],
    ),
  ) as unknown as Numbers;

/** Questions about the figures of one campaign. Whoever heads the top asks unless somebody else is named. */
export class Asked {
  constructor(
    readonly world: CasebookWorld,
    readonly campaign: string,
  ) {}

  /** The whole answer of `rollup` about one metric; null where it is not shown. */
  async rollup(unitId: string, metric: string, asking: Asking = {}): Promise<Answered> {
    const { asOf = {}, credit = 'LEAD', area, user = `head@${this.world.top}` } = asking;
    const more = { metrics: [metric], areas: area === undefined ? null : [area] };
    const variables = { campaign: this.campaign, unit: unitId, asOf, credit, ...more };
    return (await this.world.ask(user, rollup, variables)).rollup;
  }

  /** The measure of a metric in all its parts. */
  async measure(name: string, metric: string, asking: Asking = {}): Promise<Answered> {
    const answer = await this.rollup(this.world.unit(name), metric, asking);
    const { approved, pending, ...rest } = answer.measures[0];
    return { ...rest, approved: numbersOf(approved), pending: numbersOf(pending) };
  }

  /** Approved and pending of a metric that has a value. */
  async value(name: string, metric = 'road_metre', asking: Asking = {}) {
    const { approved, pending } = await this.measure(name, metric, asking);
    return { approved: approved.value, pending: pending.value };
  }

  /** Everything a unit's answer shows of a metric that has a value. */
  async figures(name: string, metric = 'road_metre', asking: Asking = {}): Promise<Figures> {
    const answer = await this.rollup(this.world.unit(name), metric, asking);
    const numberIn = ([one]: Answered, plane: string) => (one ? numbersOf(one[plane]).value : null) as number | null;
    return {
      unit: answer.unit,
      approved: numberIn(answer.measures, 'approved'),
      pending: numberIn(answer.measures, 'pending'),
      own: numberIn(answer.own, 'approved'),
      unallocated: numberIn(answer.unallocated, 'approved'),
      children: Object.fromEntries(
        answer.children.map(({ unit, measures }: Answered) => [
          this.world.nameOf(unit.id),
          numberIn(measures, 'approved'),
        ]),
      ),
      asOf: answer.asOf,
    };
  }

  /** How many achievements stand in which state; states without any are left out. */
  async counts(name: string, asOf: Asking['asOf'] = {}): Promise<Readonly<Record<string, number>>> {
    const query = `query($campaign: ID!, $unit: ID!, $asOf: AsOf) {
      rollup(campaign: $campaign, unit: $unit, asOf: $asOf) { achievements { ${statuses} } } }`;
    const variables = { campaign: this.campaign, unit: this.world.unit(name), asOf };
    const { achievements } = (await this.world.ask(`head@${this.world.top}`, query, variables)).rollup;
    return Object.fromEntries(Object.entries(achievements as Record<string, number>).filter(([, n]) => n > 0));
  }

  /** The position that an answer of now stands for. */
  async position(): Promise<string> {
    return (await this.figures(this.world.top)).asOf.knownUpToPosition as string;
  }
}
