import { GraphQLError } from 'graphql';

/** A page of a list, by keyset: the cursor holds the whole sort key, so nothing is skipped or repeated. */
export interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
}

export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Where nothing is shown. */
export const emptyPage: Connection<never> = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };

export const pageSizeMax = 100;

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

export const pageSizeOf = ({ first }: PageArgs, byDefault = 20): number => {
  const size = first ?? byDefault;
  if (size < 1 || size > pageSizeMax)
    throw badInput(`first: 1 to ${pageSizeMax}, not ${size} (từ 1 đến ${pageSizeMax})`);
  return size;
};

export const cursorOf = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/**
 * The sort key in a cursor, or null for the first page. A cursor that is not ours is refused, and one of
 * another order: the first parts of a key may name its own.
 */
export const keyOf = (
  after: string | null | undefined,
  parts: number,
  order: readonly string[] = [],
): readonly (string | number)[] | null => {
  if (after === null || after === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(after, 'base64url').toString());
    const plain = (part: unknown) => typeof part === 'string' || typeof part === 'number';
    const ours = Array.isArray(key) && key.length === parts && key.every(plain);
    if (ours && order.every((name, index) => key[index] === name)) return key;
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
  }
  throw badInput('after: not a cursor of this list (không phải con trỏ của danh sách này)');
};

/** A connection from one row more than the page holds. */
export const connectionOf = <Row, Node>(
  rows: readonly Row[],
  size: number,
  keyOfRow: (row: Row) => readonly (string | number)[],
  nodeOf: (row: Row) => Node,
): Connection<Node> => {
  const edges = rows.slice(0, size).map((row) => ({ cursor: cursorOf(keyOfRow(row)), node: nodeOf(row) }));
  return { edges, pageInfo: { hasNextPage: rows.length > size, endCursor: edges.at(-1)?.cursor ?? null } };
};
