import { emptyQuantity, type Figure, type FigureNode, type Part, type Quantity, SumTooLarge } from '@thidua/rollup';
import { areaRef, type Language, metricRef, type StoredCampaign } from '@thidua/service';
import { GraphQLError } from 'graphql';
import type { Answer } from './answer.js';

/** Which figures of a unit are asked for, by code. */
export interface MeasureArgs {
  readonly areas?: readonly string[] | null;
  readonly metrics?: readonly string[] | null;
}

/** What a list of measures is of: a part of a node, or what stands in no tree. */
export interface MeasuresOf {
  readonly answer: Answer;
  /** Null: of units that stand nowhere. */
  readonly node: FigureNode | null;
  readonly part: Part;
}

/** GraphQL's Measure. `of`, `metricCode` and `areaCode` are what further fields of it are resolved from. */
export interface MeasureValue {
  readonly of: MeasuresOf;
  readonly metricCode: string;
  /** Null: all areas together. */
  readonly areaCode: string | null;
  readonly metric: ReturnType<typeof metricRef>;
  readonly area: ReturnType<typeof areaRef> | null;
  readonly approved: Quantity;
  readonly pending: Quantity;
}

/** The only place where a Measure is made. */
const measureOf = (of: MeasuresOf, figure: Figure, language: Language): MeasureValue => {
  const { campaign } = of.answer;
  const { metric, areaCode } = figure;
  return {
    of,
    metricCode: metric,
    areaCode,
    metric: metricRef(campaign, metric, language),
    area: areaCode === null ? null : areaRef(campaign, areaCode, language),
    approved: shown(figure.approved, metric),
    pending: shown(figure.pending, metric),
  };
};

/** The figures that are asked for by code are answered even where nothing counts: zero is an answer. */
export const measuresOf = (of: MeasuresOf, args: MeasureArgs, language: Language): readonly MeasureValue[] => {
  const { campaign } = of.answer;
  refuseUnknown(campaign, args);
  return figuresOf(of, args)
    .flatMap(({ areaCode, found }) => {
      if (!args.metrics) return found;
      return args.metrics.map(
        (metric) => found.find((one) => one.metric === metric) ?? noFigure(campaign, areaCode, metric),
      );
    })
    .map((figure) => measureOf(of, figure, language));
};

/** Figures in which something counts, area by area as they were asked; no areas = all of them together. */
export const figuresOf = (
  { answer: { rollup }, node, part }: MeasuresOf,
  { areas, metrics }: MeasureArgs,
): readonly { readonly areaCode: string | null; readonly found: readonly Figure[] }[] => {
  const grouping = areas ? 'by-area' : 'all-areas';
  const figures = exactly(() => (node === null ? rollup.unplaced(grouping) : rollup[part](node, grouping)));
  const wanted = metrics ? figures.filter(({ metric }) => metrics.includes(metric)) : figures;
  return (areas ?? [null]).map((areaCode) => ({
    areaCode,
    found: wanted.filter((figure) => figure.areaCode === areaCode),
  }));
};

const noFigure = (campaign: StoredCampaign, areaCode: string | null, metric: string): Figure => {
  const { combine } = campaign.metrics.find((one) => one.metric === metric) ?? { combine: 'SUM' };
  const nothing = emptyQuantity(combine);
  return { unitId: null, areaCode, metric, combine, approved: nothing, pending: nothing };
};

/** Codes that the campaign lacks are refused by name. */
export const refuseUnknown = ({ areas, metrics }: StoredCampaign, asked: MeasureArgs): void => {
  const refuse = (argument: string, named: readonly string[] | null | undefined, codes: readonly string[]) => {
    const unknown = (named ?? []).find((code) => !codes.includes(code));
    if (unknown === undefined) return;
    const message = `${argument}: the campaign has no "${unknown}" (phong trào không có "${unknown}")`;
    throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
  };
  refuse(
    'areas',
    asked.areas,
    areas.map(({ areaCode }) => areaCode),
  );
  refuse(
    'metrics',
    asked.metrics,
    metrics.map(({ metric }) => metric),
  );
};

const tooLarge = (metric: string): GraphQLError => {
  const message = `the sum of "${metric}" is beyond what is shown exactly; look for a mistyped quantity (tổng của "${metric}" quá lớn; hãy tìm số liệu nhập sai)`;
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED' } });
};

/** A figure beyond 2^53 is refused loudly; rounding it would be worse. */
export const exactly = <Figures>(sum: () => Figures): Figures => {
  try {
    return sum();
  } catch (fault) {
    if (!(fault instanceof SumTooLarge)) throw fault;
    throw tooLarge(fault.figure.metric);
  }
};

/** What GraphQL's Int holds. */
const countMax = 2 ** 31 - 1;

/** GraphQL's Quantity; the count of an average may be a number that somebody mistyped. */
export const shown = (quantity: Quantity, metric: string): Quantity => {
  if (Math.abs(quantity.count) > countMax) throw tooLarge(metric);
  return quantity;
};
