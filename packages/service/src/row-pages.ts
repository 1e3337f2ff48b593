/** Rows that one page of a load holds in memory beside what is made of them. */
const pageSize = 20_000;

/**
 * All rows of a table, a page at a time: each page begins behind the last row of the one before, and a page that is
 * not full is the last.
 */
export async function* rowPages<Row>(
  pageBehind: (last: Row | undefined, limit: number) => Promise<readonly Row[]>,
  limit = pageSize,
): AsyncGenerator<readonly Row[]> {
  let last: Row | undefined;
  for (let full = true; full; ) {
    const page = await pageBehind(last, limit);
    yield page;
    last = page.at(-1);
    full = page.length === limit;
  }
}
