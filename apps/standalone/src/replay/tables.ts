import { type Kysely, sql } from 'kysely';

export type Row = Readonly<Record<string, unknown>>;

/** A place where a live table is not what the log makes of it. */
export interface Difference {
  /** The values of the row's key columns. */
  readonly key: Row;
  /** Null: the whole row is on one side only. */
  readonly column: string | null;
  /** A value, or a row; null where there is no such row. */
  readonly live: unknown;
  readonly rebuilt: unknown;
}

/** Differences that are kept of one table; more are counted. */
const keptMax = 20;

/** What a comparison of one table found. */
export class TableDifferences {
  readonly kept: Difference[] = [];
  count = 0;
  rows = 0;

  add(difference: Difference): void {
    this.count += 1;
    if (this.kept.length < keptMax) this.kept.push(difference);
  }
}

type AnyTables = Record<string, Record<string, unknown>>;

export const tablesIn = async (database: Kysely<unknown>): Promise<readonly string[]> => {
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name
  `.execute(database);
  return rows.map(({ name }) => name);
};

/** The columns that name a row, in the order of its primary key; all of them where a table has none. */
const keyOf = async (database: Kysely<unknown>, table: string): Promise<readonly string[]> => {
  const { rows } = await sql<{ name: string; pk: number }>`
    select name, pk from pragma_table_info(${table}) order by pk, cid
  `.execute(database);
  const key = rows.filter(({ pk }) => pk > 0);
  return (key.length > 0 ? key : rows).map(({ name }) => name);
};

const rowsInOrder = (database: Kysely<unknown>, table: string, key: readonly string[]): AsyncIterator<Row> => {
  const all = (database as Kysely<AnyTables>).selectFrom(table).selectAll();
  return key
    .reduce((query, column) => query.orderBy(sql.ref(column)), all)
    .stream()
    [Symbol.asyncIterator]();
};

/** Walks through a table on both sides in the order of its key, a row at a time. */
export const compareTable = async (
  live: Kysely<unknown>,
  rebuilt: Kysely<unknown>,
  table: string,
): Promise<TableDifferences> => {
  const found = new TableDifferences();
  const key = await keyOf(rebuilt, table);
  for await (const [one, other] of pairsOf(rowsInOrder(live, table, key), rowsInOrder(rebuilt, table, key), key)) {
    if (other) found.rows += 1;
    if (one && other) compareRows(found, key, one, other);
    else found.add({ key: pick(one ?? other ?? {}, key), column: null, live: one ?? null, rebuilt: other ?? null });
  }
  return found;
};

/** The rows of two sides, those of one key together. */
async function* pairsOf(
  left: AsyncIterator<Row>,
  right: AsyncIterator<Row>,
  key: readonly string[],
): AsyncGenerator<readonly [Row | undefined, Row | undefined]> {
  let one = await nextOf(left);
  let other = await nextOf(right);
  while (one || other) {
    const order = orderOf(one, other, key);
    yield [order <= 0 ? one : undefined, order >= 0 ? other : undefined];
    if (order <= 0) one = await nextOf(left);
    if (order >= 0) other = await nextOf(right);
  }
}

const nextOf = async (side: AsyncIterator<Row>): Promise<Row | undefined> => {
  const { done, value } = await side.next();
  return done ? undefined : value;
};

/** Which row comes first; a side that has ended comes last. */
const orderOf = (one: Row | undefined, other: Row | undefined, key: readonly string[]): number => {
  if (one && other) return compareKeys(one, other, key);
  return one ? -1 : 1;
};

/** Adds the columns in which two rows of one key differ, also those that only one side has. */
export const compareRows = (found: TableDifferences, key: readonly string[], live: Row, rebuilt: Row): void => {
  for (const column of new Set([...Object.keys(rebuilt), ...Object.keys(live)])) {
    if (compareValues(live[column], rebuilt[column]) === 0) continue;
    found.add({ key: pick(rebuilt, key), column, live: live[column], rebuilt: rebuilt[column] });
  }
};

const pick = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((column) => [column, row[column]]));

const compareKeys = (one: Row, other: Row, key: readonly string[]): number => {
  for (const column of key) {
    const order = compareValues(one[column], other[column]);
    if (order !== 0) return order;
  }
  return 0;
};

/** SQLite's own order: nothing, numbers, text by its bytes, blobs. A text is never equal to a number. */
const compareValues = (one: unknown, other: unknown): number => {
  const kinds = kindOf(one) - kindOf(other);
  if (kinds !== 0 || one === other) return kinds;
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return Buffer.compare(bytesOf(one), bytesOf(other));
};

const kindOf = (value: unknown): number => {
  if (value === undefined) return -1;
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  return typeof value === 'string' ? 2 : 3;
};

const bytesOf = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : Buffer.from(String(value)));
