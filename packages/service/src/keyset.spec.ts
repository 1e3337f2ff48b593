import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { type Connection, connectionOf, cursorOf, keyOf, pageSizeMax, pageSizeOf } from './keyset.js';

describe('the size of a page', () => {
  it('is what was asked for, or the default', () => {
    expect([pageSizeOf({}), pageSizeOf({ first: null }), pageSizeOf({}, 50), pageSizeOf({ first: 7 }, 50)]).toEqual([
      20, 20, 50, 7,
    ]);
  });

  it.each([1, pageSizeMax])('may be %i', (first) => {
    expect(pageSizeOf({ first })).toBe(first);
  });

  it.each([0, -1, pageSizeMax + 1])('may not be %i', (first) => {
    expect(() => pageSizeOf({ first })).toThrow(GraphQLError);
  });
});

describe('a cursor', () => {
  const keys = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()), { minLength: 1, maxLength: 4 });

  it('gives back its whole key, whatever text is in it', () => {
    fc.assert(
      fc.property(keys, (key) => {
        expect(keyOf(cursorOf(key), key.length)).toEqual(key);
      }),
    );
  });

  it('of another order is refused', () => {
    const cursor = cursorOf(['TITLE', 'ASCENDING', 'a', 'id']);
    expect(keyOf(cursor, 4, ['TITLE', 'ASCENDING'])).toEqual(['TITLE', 'ASCENDING', 'a', 'id']);
    expect(() => keyOf(cursor, 4, ['TITLE', 'DESCENDING'])).toThrow(GraphQLError);
    expect(() => keyOf(cursor, 4, ['PLANNED_FROM', 'ASCENDING'])).toThrow(GraphQLError);
  });

  it('stands in a URL as it is', () => {
    fc.assert(
      fc.property(keys, (key) => {
        expect(cursorOf(key)).toMatch(/^[\w-]+$/);
      }),
    );
  });

  it('that is not given is the first page', () => {
    expect([keyOf(null, 1), keyOf(undefined, 2)]).toEqual([null, null]);
  });

  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each([
    ['of another list', cursorOf(['a']), 2],
    ['with a part too many', cursorOf(['a', 1, 2]), 2],
    ['that holds no list', encoded({ length: 1, 0: 'a' }), 1],
    ['that holds nothing', encoded(null), 1],
    ['with a part that is neither text nor number', encoded([['a']]), 1],
    ['with a part that is missing', encoded([null]), 1],
    ['that is empty', '', 1],
    ['that somebody made up', 'abc', 1],
    ['that was cut off', cursorOf(['abcdef']).slice(0, -3), 1],
  ])('%s is refused', (_, after, parts) => {
    expect(() => keyOf(after, parts)).toThrow(/con trỏ/);
  });
});

/** Rows with many equal first keys, as a database gives them: ordered by the whole key, behind a cursor. */
type Row = readonly [title: string, id: number];
const compare = (a: Row, b: Row): number => (a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1);
const page = (rows: readonly Row[], size: number, after: string | null): Connection<Row> => {
  const key = keyOf(after, 2) as Row | null;
  const behind = [...rows].sort(compare).filter((row) => key === null || compare(row, key) > 0);
  return connectionOf(
    behind.slice(0, size + 1),
    size,
    (row) => row,
    (row) => row,
  );
};

const pagesOf = (rows: readonly Row[], size: number): readonly Connection<Row>[] => {
  const pages: Connection<Row>[] = [];
  for (let after: string | null = null; ; ) {
    const next: Connection<Row> = page(rows, size, after);
    pages.push(next);
    if (!next.pageInfo.hasNextPage) return pages;
    after = next.pageInfo.endCursor;
  }
};

describe('a list in pages', () => {
  it('of 25 equal titles is 10, 10 and 5, each row once, each cursor another (case 27)', () => {
    const rows = Array.from({ length: 25 }, (_, id): Row => ['Đường hoa', id]);
    const pages = pagesOf(rows, 10);
    const edges = pages.flatMap((one) => one.edges);
    expect(pages.map((one) => [one.edges.length, one.pageInfo.hasNextPage])).toEqual([
      [10, true],
      [10, true],
      [5, false],
    ]);
    expect(edges.map(({ node }) => node)).toEqual(rows);
    expect(new Set(edges.map(({ cursor }) => cursor)).size).toBe(25);
  });

  it('that ends exactly with a page has no next one', () => {
    const rows = Array.from({ length: 20 }, (_, id): Row => ['a', id]);
    expect(pagesOf(rows, 10).map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
  });

  it('of nothing is one empty page', () => {
    expect(pagesOf([], 10)).toEqual([{ edges: [], pageInfo: { hasNextPage: false, endCursor: null } }]);
  });

  it('shows every row once and in order, for any rows and any size', () => {
    const rows = fc.uniqueArray(fc.tuple(fc.constantFrom('Ấp 1', 'Đường hoa', 'b'), fc.nat({ max: 40 })), {
      selector: String,
      maxLength: 40,
    });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 12 }), (list, size) => {
        const nodes = pagesOf(list, size).flatMap((one) => one.edges.map(({ node }) => node));
        expect(nodes).toEqual([...list].sort(compare));
      }),
    );
  });
});
