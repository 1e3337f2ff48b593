import { describe, expect, it } from '@jest/globals';
import { projectionHandler } from '@thidua/event-sourcing';
import fc from 'fast-check';
import { CompiledQuery, type Kysely } from 'kysely';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import { assigned, decided, logged, mooted, opened } from '../../test/cases.js';
import { reviewProjection } from './review.projection.js';
import { type QueueFilter, queueBehind, queueQuery, queueSelection } from './review.queries.js';
import type { ReviewRow, ReviewTables } from './review.rows.js';

const filled = async (rows: readonly Partial<ReviewRow>[]): Promise<Kysely<ReviewTables>> => {
  const database = memoryDatabase<ReviewTables>();
  const handler = projectionHandler(reviewProjection, database);
  await handler.start();
  const cases = rows.map((row, index) => {
    const reviewId = row.review_id ?? `case-${index}`;
    const receiverOrgId = row.receiver_org_id ?? 'district';
    return { ...row, reviewId, receiverOrgId };
  });
  const events = cases.flatMap(({ reviewId, receiverOrgId, ...row }) => [
    opened({
      reviewId,
      receiverOrgId,
      subjectId: reviewId,
      ...(row.due_at !== undefined && { dueAt: row.due_at }),
      ...(row.subject_type && { subjectType: row.subject_type }),
      areaCode: row.area_code ?? undefined,
      ...(row.round_code && { roundCode: row.round_code }),
      ...(row.campaign_id && { campaignId: row.campaign_id }),
      ...(row.owner_unit_id && { ownerUnitId: row.owner_unit_id }),
    }),
    ...(row.reviewer_user_id ? [assigned(row.reviewer_user_id, reviewId)] : []),
    ...(row.status === 'DECIDED' ? [{ ...decided({ reviewId }), by: row.reviewer_user_id ?? 'an' }] : []),
    ...(row.status === 'MOOTED' ? [mooted('WITHDRAWN', reviewId)] : []),
  ]);
  await handler.handle(logged(events));
  return database;
};

const unitsBelow = (unitId: string) => (unitId === 'district' ? ['commune', 'ward'] : [unitId]);
const selecting = (filter: QueueFilter = {}, receivers: readonly string[] = ['district']) =>
  queueSelection(receivers, filter, 'an', unitsBelow);

/** What a case is about: work in an area, or a report of a round. */
const subject = fc.oneof(
  fc.record({
    subject_type: fc.constantFrom<ReviewRow['subject_type']>('ACHIEVEMENT', 'AMENDMENT'),
    area_code: fc.constantFrom('2.1', '2.2'),
    round_code: fc.constant(null),
  }),
  fc.record({
    subject_type: fc.constant<ReviewRow['subject_type']>('REPORT'),
    area_code: fc.constant(null),
    round_code: fc.constantFrom('MID', 'FINAL'),
  }),
);
const caseRow = fc.record({
  about: subject,
  status: fc.constantFrom('OPEN', 'ASSIGNED', 'DECIDED', 'MOOTED'),
  receiver_org_id: fc.constantFrom('district', 'district', 'former', 'elsewhere'),
  campaign_id: fc.constantFrom('a', 'b'),
  owner_unit_id: fc.constantFrom('commune', 'ward', 'far'),
  // Few instants, so that many are due at once.
  due_at: fc.constantFrom('2022-05-01T00:00:00.000Z', '2022-05-02T00:00:00.000Z', '2022-05-02T00:00:00.001Z'),
  reviewer: fc.constantFrom('an', 'chi'),
});
const cases = fc.array(caseRow, { minLength: 20, maxLength: 50 }).chain((rows) =>
  // Ids in any order against their due days.
  fc
    .shuffledSubarray(
      rows.map((_, index) => `${String(index).padStart(2, '0')}-case`),
      { minLength: rows.length },
    )
    .map((ids) =>
      rows.map(({ reviewer, about, ...row }, index) => ({
        ...row,
        ...about,
        review_id: ids[index] ?? '',
        reviewer_user_id: row.status === 'OPEN' || (row.status === 'DECIDED' && index % 2 === 0) ? null : reviewer,
      })),
    ),
);
const filters: fc.Arbitrary<QueueFilter> = fc.record(
  {
    campaign: fc.constantFrom(null, 'a', 'b', 'c'),
    status: fc.option(fc.subarray(['OPEN', 'ASSIGNED', 'DECIDED', 'MOOTED'] as const)),
    subjectTypes: fc.option(fc.subarray(['ACHIEVEMENT', 'AMENDMENT', 'REPORT'] as const)),
    areas: fc.option(fc.subarray(['2.1', '2.2', '9'])),
    rounds: fc.option(fc.subarray(['MID', 'FINAL', 'NONE'])),
    within: fc.constantFrom(null, 'district', 'ward', 'nowhere'),
    mine: fc.constantFrom(null, true, false),
  },
  { requiredKeys: [] },
);

/** What a queue shows, written down a second time over plain lists. */
const shown = (rows: readonly Partial<ReviewRow>[], filter: QueueFilter, receivers: readonly string[]) =>
  rows
    .filter((row) => receivers.includes(row.receiver_org_id ?? ''))
    .filter(({ status }) => (filter.status ?? ['OPEN', 'ASSIGNED']).some((one) => one === status))
    .filter(({ campaign_id }) => (filter.campaign ?? campaign_id) === campaign_id)
    .filter(({ subject_type }) => !filter.subjectTypes || filter.subjectTypes.some((one) => one === subject_type))
    .filter(({ area_code }) => !filter.areas || filter.areas.some((one) => one === area_code))
    .filter(({ round_code }) => !filter.rounds || filter.rounds.some((one) => one === round_code))
    .filter(({ owner_unit_id }) => !filter.within || unitsBelow(filter.within).some((one) => one === owner_unit_id))
    .filter(
      ({ status, reviewer_user_id }) =>
        !filter.mine || (reviewer_user_id ?? (status === 'DECIDED' ? 'an' : null)) === 'an',
    )
    .map(({ due_at, review_id }) => `${due_at} ${review_id}`)
    .sort();

describe('the queue', () => {
  it('page by page shows each case once, the most urgent first, and just those that were asked for', async () => {
    const receivers = fc.constantFrom<readonly string[]>(['district'], ['district', 'former']);
    let longest = 0;
    await fc.assert(
      fc.asyncProperty(
        cases,
        fc.oneof(fc.constant({}), filters),
        receivers,
        fc.integer({ min: 1, max: 7 }),
        async (rows, filter, who, size) => {
          const database = await filled(rows);
          const selection = selecting(filter, who);
          const found: ReviewRow[] = [];
          let key: readonly [string, string] | null = null;
          for (let pages = 0; pages <= rows.length; pages++) {
            const page: readonly ReviewRow[] = await queueBehind(database, selection, key, size);
            expect(page.length).toBeLessThanOrEqual(size);
            found.push(...page);
            const last = page.at(-1);
            if (!last) break;
            key = [last.due_at, last.review_id];
          }
          longest = Math.max(longest, found.length);
          expect(found.map(({ due_at, review_id }) => `${due_at} ${review_id}`)).toEqual(shown(rows, filter, who));
        },
      ),
      { numRuns: 150 },
    );
    expect(longest).toBeGreaterThan(10);
  });

  it('goes on where it was though cases before it are decided meanwhile', async () => {
    const database = await filled(['1', '2', '3', '4'].map((review_id) => ({ review_id })));
    const first = await queueBehind(database, selecting(), null, 2);
    const last = first[1];
    if (!last) throw new Error('no page');
    await database.updateTable('review').set({ status: 'DECIDED', waiting: 0 }).where('review_id', '<=', '2').execute();
    const second = await queueBehind(database, selecting(), [last.due_at, last.review_id], 2);
    expect([...first, ...second].map(({ review_id }) => review_id)).toEqual(['1', '2', '3', '4']);
  });

  it('without a filter shows what waits', async () => {
    const all = (['OPEN', 'ASSIGNED', 'DECIDED', 'MOOTED'] as const).map((status) => ({
      ...{ status, review_id: status, reviewer_user_id: status === 'ASSIGNED' ? 'chi' : null },
    }));
    const rows = await queueBehind(await filled(all), selecting(), null, 10);
    expect(rows.map(({ status }) => status)).toEqual(['ASSIGNED', 'OPEN']);
  });

  it('takes more units than a statement takes variables', async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `unit-${index}`);
    const selection = queueSelection(['district'], { within: 'all' }, 'an', () => [...many, 'commune']);
    expect(await queueBehind(await filled([{}]), selection, null, 10)).toHaveLength(1);
  });

  it('is read in order from its index: what was decided is not passed over, and nothing is sorted', async () => {
    const database = await filled([{}]);
    const { sql, parameters } = queueQuery(database, selecting(), ['2022-05-01T00:00:00.000Z', 'a'], 101).compile();
    const plan = await database.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    );
    const steps = plan.rows.map(({ detail }) => detail).join('; ');
    expect(steps).toContain('USING INDEX review_queue (receiver_org_id=? AND waiting=? AND (due_at,review_id)>(?,?))');
    expect(steps).not.toContain('TEMP B-TREE');
  });
});
