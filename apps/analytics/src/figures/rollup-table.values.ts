import type { UnitLevel } from '@thidua/events';
import type { Figure, FigureNode, Quantity } from '@thidua/rollup';
import { GraphQLError } from 'graphql';
import type { RollupValue } from './answer.js';
import { figuresOf, type MeasureArgs, shown } from './measure.values.js';

/** Cells of one table: what a browser takes and a gateway passes on in one piece. */
const cellsMax = 250_000;

/** A node with the index of the row above it, null for the first. */
export interface TableRow {
  readonly node: FigureNode;
  readonly parent: number | null;
}

/** A metric in an area; null: in all areas together. */
export interface TableColumn {
  readonly metric: string;
  readonly areaCode: string | null;
}

/** Figures as columns: the cell of row u and column c has the index u * columns.length + c. */
export interface TableValues {
  readonly rows: readonly TableRow[];
  readonly columns: readonly TableColumn[];
  readonly approved: readonly (number | null)[];
  readonly pending: readonly (number | null)[];
  readonly approvedDenominator: readonly (number | null)[];
  readonly pendingDenominator: readonly (number | null)[];
  readonly counts: readonly (number | null)[];
}

/**
 * The unit asked, then the units below it of these levels (null: all), each behind the row it stands below. A
 * unit that stood under two parents in the window is two rows.
 */
export const rowsOf = ({ answer, node }: RollupValue, levels: readonly UnitLevel[] | null): readonly TableRow[] => {
  const { forest } = answer.rollup;
  const rows: TableRow[] = [];
  const waiting: TableRow[] = [{ node, parent: null }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const shows = next.parent === null || levels === null || levels.includes(forest.levelOf(next.node));
    const parent = shows ? rows.push(next) - 1 : next.parent;
    if (rows.length > cellsMax) throw tooManyCells();
    for (const child of forest.children(next.node).toReversed()) waiting.push({ node: child, parent });
  }
  return rows;
};

/**
 * Fills a table. Columns are the pairs asked, in the order asked; where no metric was named, all in which
 * something counts in some row.
 */
export const tableOf = (value: RollupValue, rows: readonly TableRow[], args: MeasureArgs): TableValues => {
  const byRow = rows.map(({ node }) => figuresOf({ answer: value.answer, node, part: 'total' }, args));
  const areas = [...new Set(args.areas ?? [null])];
  const metrics = args.metrics
    ? [...new Set(args.metrics)]
    : metricsIn(byRow.flatMap((areasOfRow) => areasOfRow.flatMap(({ found }) => found)));
  const occurs = new Set(byRow.flatMap((list) => list.flatMap(({ found }) => found.map(keyOf))));
  const columns = areas
    .flatMap((areaCode) => metrics.map((metric): TableColumn => ({ metric, areaCode })))
    .filter((column) => args.metrics || occurs.has(keyOf(column)));
  if (rows.length * columns.length > cellsMax) throw tooManyCells();
  const indexOfColumn = new Map(columns.map((column, index) => [keyOf(column), index]));

  const empty = (): (number | null)[] => new Array(rows.length * columns.length).fill(null);
  const cells = {
    approved: empty(),
    pending: empty(),
    approvedDenominator: empty(),
    pendingDenominator: empty(),
    counts: empty(),
  };
  byRow.forEach((areasOfRow, row) => {
    for (const figure of areasOfRow.flatMap(({ found }) => found)) {
      const cell = row * columns.length + (indexOfColumn.get(keyOf(figure)) as number);
      cells.approved[cell] = amountOf(figure.approved);
      cells.pending[cell] = amountOf(figure.pending);
      cells.approvedDenominator[cell] = denominatorOf(figure, figure.approved);
      cells.pendingDenominator[cell] = denominatorOf(figure, figure.pending);
      cells.counts[cell] = shown(figure.approved, figure.metric).count;
    }
  });
  return { rows, columns, ...cells };
};

const keyOf = ({ metric, areaCode }: TableColumn): string => JSON.stringify([metric, areaCode]);

const metricsIn = (figures: readonly Figure[]): readonly string[] =>
  [...new Set(figures.map(({ metric }) => metric))].sort();

const amountOf = ({ value, numerator, sum }: Quantity): number | null => value ?? numerator ?? sum;

/** What the amount is divided by: of a ratio its denominator, of an average its count. */
const denominatorOf = ({ combine }: Figure, { denominator, count }: Quantity): number | null =>
  combine === 'AVERAGE' ? count : denominator;

const tooManyCells = (): GraphQLError =>
  new GraphQLError(
    `a table has at most ${cellsMax} cells; ask for fewer levels, areas or metrics (bảng quá lớn; hãy chọn ít cấp, nội dung hoặc chỉ tiêu hơn)`,
    { extensions: { code: 'LIMIT_EXCEEDED' } },
  );
