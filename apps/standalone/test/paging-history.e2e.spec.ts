import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@thidua/events';
import { type Achieved, metres, Work } from './casebook-work.js';
import { type Answered, type CasebookWorld, openCasebookWorld } from './casebook-world.js';

interface List {
  readonly user: string;
  readonly query: string;
  readonly variables: () => object;
  /** What of the log stands in it. */
  readonly holds: (event: RecordedEvent) => boolean;
}

interface Page {
  readonly cursors: readonly string[];
  readonly positions: readonly number[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

const page = 'edges { cursor node { position } } pageInfo { hasNextPage endCursor }';
const historyQuery = `query($subject: ID!, $first: Int, $after: String) {
  list: history(subject: $subject, first: $first, after: $after) { ${page} } }`;
const eventsQuery = `query($filter: EventFilter, $first: Int, $after: Position) {
  list: events(filter: $filter, first: $first, after: $after) { ${page} } }`;
const day = '2022-02-01';

/** Both go from the oldest entry to the latest, and the log says which there are. */
describe('pages of history and events', () => {
  let world: CasebookWorld;
  let work: Work;
  let road: Achieved;
  let other: Achieved;
  let metre = 0;

  beforeAll(async () => {
    world = await openCasebookWorld();
    work = new Work(world, await world.campaign('CB'));
    road = await work.register('29242');
    other = await work.register('29374');
    for (let n = 0; n < 30; n++) await report();
  });
  afterAll(() => world?.close());

  /** Two achievements in turns, so that the entries of one never stand side by side. */
  const report = async (): Promise<void> => {
    metre += 1;
    await work.report(road, [metres(metre, day)]);
    await work.report(other, [metres(metre, day)]);
  };

  const streamOf = (of: Achieved) => `achievement-${of.id}`;
  const lists: readonly (readonly [string, List])[] = [
    [
      'history of an achievement',
      {
        ...{ user: 'head@842', query: historyQuery, variables: () => ({ subject: road.id }) },
        holds: ({ stream }) => stream === streamOf(road),
      },
    ],
    [
      'events of a person',
      {
        ...{ user: 'auditor@84', query: eventsQuery, variables: () => ({ filter: { actor: 'clerk@29242' } }) },
        holds: ({ actor }) => actor.userId === 'clerk@29242',
      },
    ],
    [
      'events of a type in a territory',
      {
        ...{ user: 'auditor@847', query: eventsQuery, variables: () => ({ filter: { types: ['QuantityReported'] } }) },
        holds: ({ type, stream }) => type === 'QuantityReported.v1' && stream === streamOf(other),
      },
    ],
  ];

  const read = async ({ user, query, variables }: List, first: number, after: string | null): Promise<Page> => {
    const { list }: Answered = await world.ask(user, query, { ...variables(), first, after });
    return {
      cursors: list.edges.map(({ cursor }: Answered) => cursor),
      positions: list.edges.map(({ node }: Answered) => Number(node.position)),
      ...list.pageInfo,
    };
  };

  /** Reads to the end; `between` happens after the first page. */
  const pagesOf = async (list: List, first: number, between: () => Promise<void> = async () => undefined) => {
    const pages: Page[] = [];
    for (let after: string | null = null; pages.length < 200; ) {
      const one = await read(list, first, after);
      pages.push(one);
      if (pages.length === 1) await between();
      if (!one.hasNextPage) return pages;
      after = one.endCursor;
    }
    throw new Error('the pages do not end');
  };
  const positionsIn = (pages: readonly Page[]) => pages.flatMap(({ positions }) => positions);

  /** What the log holds of it, in its order. */
  const logged = async ({ holds }: List): Promise<readonly number[]> => {
    const found: number[] = [];
    for (let after = 0; ; ) {
      const events = await world.own.house().stores.store.readAll(after, 1000);
      found.push(...events.filter(holds).map(({ position }) => position));
      const last = events.at(-1);
      if (!last) return found;
      after = last.position;
    }
  };

  describe.each(lists)('%s', (_, list) => {
    it.each([1, 7, 50, 100])('hold each entry once, in the order of the log, %i at a time', async (first) => {
      const expected = await logged(list);
      const pages = await pagesOf(list, first);
      expect(expected.length).toBeGreaterThanOrEqual(30);
      expect(positionsIn(pages)).toEqual(expected);
      expect(pages.map(({ positions }) => positions.length)).toEqual([
        ...Array(pages.length - 1).fill(first),
        expected.length - first * (pages.length - 1),
      ]);
      expect(pages.map(({ endCursor }) => endCursor)).toEqual(pages.map(({ cursors }) => cursors.at(-1)));
      expect(new Set(pages.flatMap(({ cursors }) => cursors)).size).toBe(expected.length);
    });

    it('end with a page that is exactly full', async () => {
      const expected = await logged(list);
      const whole = await read(list, expected.length, null);
      expect(whole).toMatchObject({ positions: expected, hasNextPage: false });
      expect(await read(list, expected.length - 1, null)).toMatchObject({ hasNextPage: true });
      expect(await read(list, 10, whole.endCursor)).toMatchObject({ positions: [], hasNextPage: false });
    });

    it('show what comes while somebody reads once, behind all the rest', async () => {
      const before = await logged(list);
      const pages = await pagesOf(list, 10, report);
      const expected = await logged(list);
      expect(expected.length).toBe(before.length + 1);
      expect(positionsIn(pages)).toEqual(expected);
    });
  });
});
