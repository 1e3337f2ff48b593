import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { force, metres, Work } from './casebook-work.js';
import { type Answered, type CasebookWorld, openCasebookWorld } from './casebook-world.js';

interface Page {
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

type Read = (first: number, after: string | null) => Promise<Page>;

const pageOf = ({ edges, pageInfo }: Answered): Page => ({
  ids: edges.map(({ node }: Answered) => node.id),
  cursors: edges.map(({ cursor }: Answered) => cursor),
  ...pageInfo,
});

/** Reads to the end, `first` at a time; `between` happens after the first page. */
const pagesOf = async (read: Read, first: number, between: () => Promise<void> = async () => undefined) => {
  const pages: Page[] = [];
  for (let after: string | null = null; pages.length < 100; ) {
    const page = await read(first, after);
    pages.push(page);
    if (pages.length === 1) await between();
    if (!page.hasNextPage) return pages;
    after = page.endCursor;
  }
  throw new Error('the pages do not end');
};
const idsIn = (pages: readonly Page[]) => pages.flatMap(({ ids }) => ids);
const cursorsIn = (pages: readonly Page[]) => pages.flatMap(({ cursors }) => cursors);
const sorted = (ids: readonly string[]) => [...ids].sort();

/** Casebook 27: paging over equal keys. */
describe('paging over equal keys', () => {
  let world: CasebookWorld;
  let work: Work;
  const made: string[] = [];
  const plannedFrom = new Map<string, string>();
  const read = 'edges { cursor node { id } } pageInfo { hasNextPage endCursor }';

  /** 25 of one title, registered at one instant, completed on one day; ten without plannedFrom, the others on three days. */
  beforeAll(async () => {
    world = await openCasebookWorld();
    work = new Work(world, await world.campaign('CB'));
    world.at('2022-03-20');
    for (let n = 0; n < 25; n++) made.push(await registered(n % 5 < 2 ? null : `2022-03-0${1 + (n % 3)}`));
    await world.drain();
  });
  afterAll(() => world?.close());

  const registered = async (from: string | null): Promise<string> => {
    const { id } = await work.register('29242', { title: 'Đường hoa', ...(from && { plannedFrom: from }) });
    if (from !== null) plannedFrom.set(id, from);
    const input = { ...force, achievement: id, completedOn: '2022-03-15' };
    await world.must('clerk@29242', 'achievementComplete', input);
    return id;
  };
  const achievements =
    (by: string, direction: string): Read =>
    async (first, after) => {
      const query = `query($campaign: ID!, $order: AchievementOrder, $first: Int!, $after: String) {
        achievements(filter: { campaign: $campaign }, order: $order, first: $first, after: $after) { ${read} } }`;
      const variables = { campaign: work.campaign, order: { by, direction }, first, after };
      return pageOf((await world.ask('head@842', query, variables)).achievements);
    };
  const keys = ['TITLE', 'COMPLETED_ON', 'PLANNED_FROM', 'REGISTERED'] as const;

  it.each(keys)('by %s: pages of 10, 10, 5, each once, and the other way is the exact mirror', async (by) => {
    const forth = await pagesOf(achievements(by, 'ASCENDING'), 10);
    const back = await pagesOf(achievements(by, 'DESCENDING'), 10);
    for (const pages of [forth, back]) {
      expect(pages.map(({ ids, hasNextPage }) => [ids.length, hasNextPage])).toEqual([
        ...[
          [10, true],
          [10, true],
          [5, false],
        ],
      ]);
      expect(sorted(idsIn(pages))).toEqual(sorted(made));
      expect(new Set(cursorsIn(pages)).size).toBe(25);
      expect(pages.map(({ endCursor }) => endCursor)).toEqual(pages.map(({ cursors }) => cursors.at(-1)));
    }
    expect(idsIn(back)).toEqual([...idsIn(forth)].reverse());
  });

  it.each(keys)('by %s: pages of any size are the same list', async (by) => {
    const whole = idsIn(await pagesOf(achievements(by, 'ASCENDING'), 100));
    for (const first of [1, 3, 24, 25, 26]) {
      expect(idsIn(await pagesOf(achievements(by, 'ASCENDING'), first))).toEqual(whole);
    }
  });

  it('days ascend and none comes last; descending, none comes first', async () => {
    const days = idsIn(await pagesOf(achievements('PLANNED_FROM', 'ASCENDING'), 10)).map((id) => plannedFrom.get(id));
    expect(days).toEqual([...days.filter((day) => day !== undefined).sort(), ...Array(10).fill(undefined)]);
    const first = await achievements('PLANNED_FROM', 'DESCENDING')(10, null);
    expect(first.ids.map((id) => plannedFrom.get(id))).toEqual(Array(10).fill(undefined));
  });

  it.each(keys.flatMap((by) => [[by, 'ASCENDING'] as const, [by, 'DESCENDING'] as const]))(
    'by %s, %s: a 26th registered after the first page loses and doubles none of the others',
    async (by, direction) => {
      const before = [...made];
      const late = async () => {
        made.push(await registered(null));
      };
      const pages = await pagesOf(achievements(by, direction), 10, late);
      const ids = idsIn(pages);
      expect(new Set(ids).size).toBe(ids.length);
      expect(sorted(ids.filter((id) => before.includes(id)))).toEqual(sorted(before));
      expect(before.length + 1 - ids.length).toBeLessThanOrEqual(1);
    },
  );

  it('a cursor of another order, and one that is none, is refused by name and never a fault', async () => {
    const page = await achievements('TITLE', 'ASCENDING')(10, null);
    const query = `query($campaign: ID!, $order: AchievementOrder, $after: String) {
      achievements(filter: { campaign: $campaign }, order: $order, after: $after) { ${read} } }`;
    for (const after of [page.endCursor, 'nonsense', '']) {
      const order = { by: 'COMPLETED_ON', direction: 'ASCENDING' };
      const { errors } = await world.execute('head@842', query, { campaign: work.campaign, order, after });
      expect([after, errors?.map(({ extensions }) => extensions.code)]).toEqual([after, ['BAD_USER_INPUT']]);
    }
  });

  it('units of one name', async () => {
    const of =
      (filter: object): Read =>
      async (first, after) => {
        const query = `query($filter: UnitFilter, $first: Int!, $after: String) { units(filter: $filter, first: $first, after: $after) { ${read} } }`;
        return pageOf((await world.ask('head@842', query, { filter, first, after })).units);
      };
    for (const filter of [{}, { search: 'Khóm 1' }, { level: 'HAMLET' }]) {
      const whole = await of(filter)(100, null);
      for (const first of [1, 4, 5]) {
        const pages = await pagesOf(of(filter), first);
        expect(idsIn(pages)).toEqual(whole.ids);
        expect(new Set(cursorsIn(pages)).size).toBe(whole.ids.length);
      }
    }
    expect((await of({ search: 'Khóm 1' })(100, null)).ids).toHaveLength(5);
  });

  it('cases opened at one instant and due at one', async () => {
    const reviews: string[] = [];
    for (let n = 0; n < 12; n++) reviews.push((await work.waiting('29245', [metres(1, '2022-03-01')])).review);
    const queue: Read = async (first, after) => {
      const query = `query($first: Int!, $after: String) { reviewQueue(first: $first, after: $after) { ${read} } }`;
      return pageOf((await world.ask('reviewer@842', query, { first, after })).reviewQueue);
    };
    for (const first of [1, 5, 12, 13]) {
      const pages = await pagesOf(queue, first);
      expect(sorted(idsIn(pages))).toEqual(sorted(reviews));
      expect(idsIn(pages)).toEqual((await queue(100, null)).ids);
      expect(new Set(cursorsIn(pages)).size).toBe(12);
    }
  });

  it('participations and campaigns', async () => {
    for (let n = 0; n < 4; n++) await world.campaign('CB');
    const participations: Read = async (first, after) => {
      const query = `query($id: ID!, $first: Int!, $after: String) { campaign(id: $id) { participations(first: $first, after: $after) { ${read} } } }`;
      return pageOf((await world.ask('head@84', query, { id: work.campaign, first, after })).campaign.participations);
    };
    const campaigns: Read = async (first, after) => {
      const query = `query($first: Int!, $after: String) { campaigns(first: $first, after: $after) { ${read} } }`;
      return pageOf((await world.ask('head@84', query, { first, after })).campaigns);
    };
    for (const [list, size] of [
      [participations, 24],
      [campaigns, 5],
    ] as const) {
      const whole = await list(100, null);
      expect([whole.ids.length, new Set(whole.ids).size]).toEqual([size, size]);
      for (const first of [1, 2, 7]) {
        const pages = await pagesOf(list, first);
        expect(idsIn(pages)).toEqual(whole.ids);
        expect(new Set(cursorsIn(pages)).size).toBe(size);
      }
    }
  });

  it('facts behind a figure', async () => {
    for (let n = 0; n < 9; n++) await work.approved('29251', [metres(1, '2022-03-01')]);
    const facts = async (first: number, after: string | null): Promise<Page> => {
      const query = `query($campaign: ID!, $unit: ID!, $first: Int!, $after: String) {
        contributions(campaign: $campaign, unit: $unit, metric: "road_metre", first: $first, after: $after) {
          edges { cursor node { achievementId position } } pageInfo { hasNextPage endCursor } } }`;
      const variables = { campaign: work.campaign, unit: world.unit('842'), first, after };
      const { edges, pageInfo } = (await world.ask('head@84', query, variables)).contributions;
      const ids = edges.map(({ node }: Answered) => `${node.position} ${node.achievementId}`);
      return { ids, cursors: edges.map(({ cursor }: Answered) => cursor), ...pageInfo };
    };
    const whole = await facts(100, null);
    expect(new Set(whole.ids).size).toBe(9);
    for (const first of [1, 4, 9]) expect(idsIn(await pagesOf(facts, first))).toEqual(whole.ids);
  });
});
