import { beforeAll, describe, expect, it } from '@jest/globals';
import { projectionHandler } from '@thidua/event-sourcing';
import type { AchievementEvent } from '@thidua/events';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import { completed, declared, lead, line, partner, registered, reported, submitted } from '../../test/achievements.js';
import { recordedFrom } from '../../test/recorded.js';
import { achievementProjection } from './achievement.projection.js';
import {
  type AchievementOrder,
  type AchievementSelection,
  achievementsBehind,
  type OrderKey,
  type Place,
  placeOf,
} from './achievement.queries.js';
import type { AchievementRow, AchievementTables } from './achievement.rows.js';

/** Events of the achievement of another id. */
const as = (achievementId: string, event: AchievementEvent): AchievementEvent => {
  const { data } = event;
  const renamed =
    'subject' in data ? { ...data, subject: { ...data.subject, achievementId } } : { ...data, achievementId };
  return { ...event, data: renamed } as AchievementEvent;
};

class Listed {
  readonly database: Kysely<AchievementTables>;
  private readonly handler;
  private position = 0;

  constructor() {
    this.database = memoryDatabase<AchievementTables>();
    this.handler = projectionHandler(achievementProjection, this.database);
  }

  async add(achievementId: string, ...history: readonly AchievementEvent[]): Promise<void> {
    if (this.position === 0) await this.handler.start();
    const events = history.map((event) => as(achievementId, event));
    await this.handler.handle(recordedFrom(events, this.position));
    this.position += events.length;
  }
}

const everything: AchievementSelection = {
  ...{ campaignId: 'tra-vinh-2022', unitIds: null, status: null, areas: null, ownerOrgId: null, words: null },
  shown: { unitIds: null, orgIds: [], receiverOrgIds: [] },
};
const directions = ['ASCENDING', 'DESCENDING'] as const;
const keys: readonly OrderKey[] = ['REGISTERED', 'TITLE', 'COMPLETED_ON', 'PLANNED_FROM'];
const orders = keys.flatMap((by) => directions.map((direction): AchievementOrder => ({ by, direction })));

/** Reads to the end; `between` happens after each page. Never more pages than rows. */
const readAll = async (
  { database }: Listed,
  order: AchievementOrder,
  size: number,
  between: (page: number) => Promise<void> = async () => {},
  selection = everything,
): Promise<AchievementRow[][]> => {
  const pages: AchievementRow[][] = [];
  let behind: Place | null = null;
  for (let page = 0; page < 200; page++) {
    const rows = await achievementsBehind(database, selection, order, behind, size + 1);
    const shown = rows.slice(0, size);
    pages.push(shown);
    if (rows.length <= size) return pages;
    behind = placeOf(shown.at(-1) as AchievementRow, order);
    await between(page);
  }
  throw new Error('the list has no end');
};
const idsOf = (pages: readonly (readonly AchievementRow[])[]) => pages.flat().map((row) => row.achievement_id);

const days = ['2022-02-01', '2022-03-01'] as const;
interface Seed {
  readonly title: string;
  readonly plannedFrom: string | undefined;
  readonly completedOn: string | undefined;
}
const historyOf = ({ title, plannedFrom, completedOn }: Seed): AchievementEvent[] => [
  registered({ titleVi: title, ...(plannedFrom && { plannedFrom }) }),
  ...(completedOn ? [completed(completedOn)] : []),
];
const seeds: fc.Arbitrary<Seed> = fc.record({
  title: fc.constantFrom('Đường hoa', 'đường hoa', 'Đường hoà', 'Ấp 2', 'Ấp 10', 'Ấp 02'),
  plannedFrom: fc.constantFrom(undefined, ...days),
  completedOn: fc.constantFrom(undefined, ...days),
});

describe('a list, page by page', () => {
  it('holds each row exactly once in any order and page size, whatever is registered meanwhile', async () => {
    const scene = fc.record({
      rows: fc.array(seeds, { minLength: 1, maxLength: 12 }),
      later: fc.array(seeds, { maxLength: 6 }),
      size: fc.integer({ min: 1, max: 5 }),
      order: fc.constantFrom(...orders),
    });
    await fc.assert(
      fc.asyncProperty(scene, async ({ rows, later, size, order }) => {
        const list = new Listed();
        // Ids in no order, so that they cannot stand for the position.
        for (const [n, seed] of rows.entries()) await list.add(`${(n * 7) % 13}-${n}`, ...historyOf(seed));
        const before = rows.map((_, n) => `${(n * 7) % 13}-${n}`);
        const pages = await readAll(list, order, size, async (page) => {
          const seed = later[page];
          if (seed) await list.add(`later-${page}`, ...historyOf(seed));
        });
        const seen = idsOf(pages);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((id) => !id.startsWith('later')).sort()).toEqual([...before].sort());
      }),
      { numRuns: 60 },
    );
  });

  it.each(keys)('by %s descending is the exact mirror of ascending', async (by) => {
    await fc.assert(
      fc.asyncProperty(fc.array(seeds, { maxLength: 12 }), async (rows) => {
        const list = new Listed();
        await list.add('first', registered());
        for (const [n, seed] of rows.entries()) await list.add(`${(n * 5) % 11}-${n}`, ...historyOf(seed));
        const [up = [], down = []] = await Promise.all(
          directions.map(async (direction) => idsOf(await readAll(list, { by, direction }, 3))),
        );
        expect(down).toEqual(up.toReversed());
      }),
      { numRuns: 20 },
    );
  });

  it('casebook 27: 25 rows with one title, ten without a plan, and a 26th after page 1', async () => {
    for (const order of orders) {
      const list = new Listed();
      for (let n = 0; n < 25; n++) {
        const plannedFrom = n % 5 < 2 ? undefined : '2022-02-01';
        await list.add(`${(n * 7) % 25}`, ...historyOf({ title: 'Đường hoa', plannedFrom, completedOn: '2022-03-01' }));
      }
      const pages = await readAll(list, order, 10, async (page) => {
        if (page === 0)
          await list.add(
            'the 26th',
            ...historyOf({ title: 'Đường hoa', plannedFrom: '2022-02-01', completedOn: '2022-03-01' }),
          );
      });
      const sizes = pages.map((page) => page.length);
      expect([
        [10, 10, 5],
        [10, 10, 6],
      ]).toContainEqual(sizes);
      const seen = idsOf(pages).filter((id) => id !== 'the 26th');
      expect([order, new Set(seen).size, seen.length]).toEqual([order, 25, 25]);
      const places = pages.flat().map((row) => JSON.stringify(placeOf(row, order)));
      expect(new Set(places).size).toBe(places.length);
    }
  });

  it('goes by Vietnamese title, by day with none last, and by the order of registration', async () => {
    const list = new Listed();
    await list.add('z', ...historyOf({ title: 'Ấp 10', plannedFrom: '2022-03-01', completedOn: undefined }));
    await list.add('y', ...historyOf({ title: 'đường', plannedFrom: undefined, completedOn: '2022-03-01' }));
    await list.add('x', ...historyOf({ title: 'Ấp 2', plannedFrom: '2022-02-01', completedOn: '2022-02-01' }));
    await list.add('w', ...historyOf({ title: 'dương', plannedFrom: undefined, completedOn: undefined }));
    const by = async (key: OrderKey, direction: AchievementOrder['direction'] = 'ASCENDING') =>
      idsOf(await readAll(list, { by: key, direction }, 2)).join('');
    expect(await by('REGISTERED')).toBe('zyxw');
    expect(await by('TITLE')).toBe('xzwy');
    expect(await by('PLANNED_FROM')).toBe('xzwy');
    expect(await by('COMPLETED_ON')).toBe('xywz');
    expect(await by('COMPLETED_ON', 'DESCENDING')).toBe('zwyx');
  });
});

describe('what a list shows', () => {
  const list = new Listed();
  const shown = async (more: Partial<AchievementSelection>) =>
    idsOf(await readAll(list, { by: 'REGISTERED', direction: 'ASCENDING' }, 2, undefined, { ...everything, ...more }));
  const scope = (
    unitIds: readonly string[],
    orgIds: readonly string[] = [],
    receiverOrgIds: readonly string[] = [],
  ) => ({
    shown: { unitIds, orgIds, receiverOrgIds },
  });
  const of = (ownerOrgId: string, ownerUnitId: string) => registered({ ownerOrgId, ownerUnitId });

  beforeAll(async () => {
    await list.add('own', of('o1', 'u1'), reported([line('a', 1)]), submitted([line('a', 1)]));
    await list.add('shared', of('o2', 'u2'), declared([lead(5000), partner('o1', 5000)]));
    await list.add(
      'far',
      registered({ ...{ ownerOrgId: 'o3', ownerUnitId: 'u3' }, titleVi: 'Ấp 10 sạch', areaCode: '2.2' }),
    );
    await list.add('other campaign', registered({ campaignId: 'other' }));
  });

  it('to whom: a territory, an owner, a partner, a receiver, each alone and together, each row once', async () => {
    expect(await shown({})).toEqual(['own', 'shared', 'far']);
    expect(await shown(scope([]))).toEqual([]);
    expect(await shown(scope(['u1', 'u3']))).toEqual(['own', 'far']);
    expect(await shown(scope([], ['o2']))).toEqual(['shared']);
    expect(await shown(scope([], ['o1']))).toEqual(['own', 'shared']);
    expect(await shown(scope([], [], ['district-committee']))).toEqual(['own']);
    expect(await shown(scope(['u1'], ['o1'], ['district-committee']))).toEqual(['own', 'shared']);
  });

  it('of that, only what was asked about', async () => {
    expect(await shown({ ...scope([], ['o1']), unitIds: ['u2', 'u3'] })).toEqual(['shared']);
    expect(await shown({ unitIds: [] })).toEqual([]);
    expect(await shown({ status: ['UNDER_REVIEW'] })).toEqual(['own']);
    expect(await shown({ status: [] })).toEqual([]);
    expect(await shown({ areas: ['2.2'] })).toEqual(['far']);
    expect(await shown({ ownerOrgId: 'o2' })).toEqual(['shared']);
    expect(await shown({ campaignId: 'nothing' })).toEqual([]);
  });

  it.each([
    ['ap 10', ['far']],
    ['sach', ['far']],
    ['ap 1', []],
    ['hoa', ['own', 'shared']],
    ['du', ['own', 'shared']],
    ['', []],
    ['%', []],
  ])('whose title holds the words %j', async (words, expected) => {
    expect(await shown({ words })).toEqual(expected);
  });
});
