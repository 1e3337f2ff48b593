import type { Answered } from './casebook-world.js';
import { allAreas, nameOf, type OraclePart, type OraclePoint } from './demo-oracle.js';
import type { OracleNumbers } from './demo-oracle-quantities.js';
import type { OracleCredit, OraclePlane } from './demo-oracle-work.js';
import type { DemoWorld } from './demo-world.js';

/** One figure, by what it is of; null: all areas together. */
export interface FigureAsked {
  readonly unitId: string;
  readonly metric: string;
  readonly area: string | null;
  readonly plane: OraclePlane;
}

/** A fact behind a figure, as the graph tells it. */
export interface FactAnswered {
  readonly eventType: string;
  readonly plane: OraclePlane;
  readonly achievementId: string;
  readonly effectiveOn: string;
  readonly recordedAt: string;
  readonly quantity: OracleNumbers;
}

/** Figures of units by name, such as `unit total 2.5 road_metre`, and the units that were answered for. */
export interface FiguresAnswered {
  readonly units: readonly string[];
  readonly figures: ReadonlyMap<string, Readonly<Record<OraclePlane, OracleNumbers>>>;
  /** How many figures are said to lie nowhere in particular: there is nothing of that kind in the demo. */
  readonly unallocated: number;
}

/** A figure as the columns of a table hold it: amounts, what they are divided by, and how much of it is approved. */
export interface CellAnswered {
  readonly name: string;
  readonly cells: Readonly<Record<OraclePlane, readonly [amount: number | null, denominator: number | null]>>;
  readonly count: number | null;
}

const quantity = '{ value numerator denominator sum count exact }';
const measure = `{ area { code } metric { code } approved ${quantity} pending ${quantity} }`;
const figuresOfUnit = `unit { id }
  inAll: measures ${measure} byArea: measures(areas: $areas) ${measure}
  ownInAll: own ${measure} ownByArea: own(areas: $areas) ${measure}
  unallocated ${measure}`;
const whole = `query($campaign: ID!, $unit: ID!, $areas: [String!], $asOf: AsOf, $credit: Credit) {
  rollup(campaign: $campaign, unit: $unit, asOf: $asOf, credit: $credit) {
    ${figuresOfUnit}
    unplaced ${measure}
    districts: children(level: DISTRICT) { ${figuresOfUnit} }
    communes: children(level: COMMUNE) { ${figuresOfUnit} }
    hamlets: children(level: HAMLET) { ${figuresOfUnit} } } }`;
const table = `query($campaign: ID!, $unit: ID!, $areas: [String!], $asOf: AsOf, $credit: Credit) {
  rollupTable(campaign: $campaign, unit: $unit, areas: $areas, asOf: $asOf, credit: $credit) {
    units { id } columns { metric { code } area { code } }
    approved pending approvedDenominator pendingDenominator counts } }`;
const fact = `eventType plane achievementId effectiveOn recordedAt quantity ${quantity}`;

/** Questions of the analyst of the province to a house that holds the demo, within the process. */
export class DemoAnswers {
  constructor(
    private readonly world: DemoWorld,
    private readonly campaign: { readonly id: string; readonly areas: readonly { readonly code: string }[] },
  ) {}

  /** All figures of a unit and of all units below it, in one answer. */
  async below(unitId: string, point: OraclePoint, credit: OracleCredit): Promise<FiguresAnswered> {
    const { rollup } = await this.ask(whole, { unit: unitId, areas: this.areas, asOf: asOfOf(point), credit });
    const units: Answered[] = [rollup, ...rollup.districts, ...rollup.communes, ...rollup.hamlets];
    return answered(units, rollup.unplaced.length);
  }

  /** The figures of each of some units, each asked for by itself. */
  async alone(unitIds: readonly string[], point: OraclePoint, credit: OracleCredit): Promise<FiguresAnswered> {
    const asked = unitIds.map(
      (id, n) => `u${n}: rollup(campaign: $campaign, unit: "${id}", asOf: $asOf, credit: $credit) { ${figuresOfUnit} }`,
    );
    const head = 'query($campaign: ID!, $areas: [String!], $asOf: AsOf, $credit: Credit)';
    const answer = await this.ask(`${head} { ${asked.join('\n')} }`, {
      areas: this.areas,
      asOf: asOfOf(point),
      credit,
    });
    return answered(Object.values(answer), 0);
  }

  /** The totals of a unit and of all units below it in each area, as one table; every cell of it. */
  async table(unitId: string, point: OraclePoint, credit: OracleCredit): Promise<readonly CellAnswered[]> {
    const variables = { unit: unitId, areas: this.areas, asOf: asOfOf(point), credit };
    const { rollupTable: said } = await this.ask(table, variables);
    const number = (text: string | null) => (text === null ? null : Number(text));
    return said.units.flatMap(({ id }: Answered, row: number) =>
      said.columns.map(({ metric, area }: Answered, column: number): CellAnswered => {
        const at = row * said.columns.length + column;
        return {
          name: nameOf(id, 'total', area.code, metric.code),
          cells: {
            APPROVED: [number(said.approved[at]), number(said.approvedDenominator[at])],
            PENDING: [number(said.pending[at]), number(said.pendingDenominator[at])],
          },
          count: said.counts[at],
        };
      }),
    );
  }

  /** All facts behind each of some figures. */
  async facts(
    figures: readonly FigureAsked[],
    point: OraclePoint,
    credit: OracleCredit,
  ): Promise<readonly FactAnswered[][]> {
    const found: FactAnswered[][] = figures.map(() => []);
    let open = figures.map((figure, n) => ({ figure, n, after: null as string | null }));
    while (open.length > 0) {
      const asked = open.map(({ figure: { unitId, metric, area, plane }, n, after }) => {
        const of = `unit: "${unitId}", metric: "${metric}", area: ${quoted(area)}, plane: ${plane}`;
        return `f${n}: contributions(campaign: $campaign, ${of}, asOf: $asOf, credit: $credit, first: 100, after: ${quoted(after)})
          { edges { node { ${fact} } } pageInfo { hasNextPage endCursor } }`;
      });
      const answer = await this.ask(`query($campaign: ID!, $asOf: AsOf, $credit: Credit) { ${asked.join('\n')} }`, {
        asOf: asOfOf(point),
        credit,
      });
      open = open.flatMap((one) => {
        const { edges, pageInfo } = answer[`f${one.n}`];
        found[one.n]?.push(...edges.map(({ node }: Answered) => ({ ...node, quantity: numbersOf(node.quantity) })));
        return pageInfo.hasNextPage ? [{ ...one, after: pageInfo.endCursor as string }] : [];
      });
    }
    return found;
  }

  private get areas(): readonly string[] {
    return this.campaign.areas.map(({ code }) => code);
  }

  private ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<Answered> {
    return this.world.ask('analyst@84', query, { campaign: this.campaign.id, ...variables });
  }
}

const quoted = (text: string | null): string => (text === null ? 'null' : `"${text}"`);

const asOfOf = ({ upTo, known }: OraclePoint) => ({ effectiveUpTo: upTo, ...(known !== null && { knownUpTo: known }) });

const answered = (units: readonly Answered[], unplaced: number): FiguresAnswered => {
  const figures = new Map<string, Record<OraclePlane, OracleNumbers>>();
  const take = (unit: Answered, part: OraclePart, measures: readonly Answered[]) => {
    for (const { area, metric, approved, pending } of measures) {
      const name = nameOf(unit.unit.id, part, area?.code ?? allAreas, metric.code);
      figures.set(name, { APPROVED: numbersOf(approved), PENDING: numbersOf(pending) });
    }
  };
  for (const unit of units) {
    take(unit, 'total', [...unit.inAll, ...unit.byArea]);
    take(unit, 'own', [...unit.ownInAll, ...unit.ownByArea]);
  }
  const unallocated = units.reduce((sum, unit) => sum + unit.unallocated.length, unplaced);
  return { units: units.map(({ unit }) => unit.id), figures, unallocated };
};

/** The graph writes large numbers as text. */
const numbersOf = ({ value, numerator, denominator, sum, count, exact }: Answered): OracleNumbers => {
  const number = (text: string | null) => (text === null ? null : Number(text));
  return {
    ...{ value: number(value), numerator: number(numerator), denominator: number(denominator), sum: number(sum) },
    ...{ count, exact },
  };
};
