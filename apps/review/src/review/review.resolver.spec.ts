import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { KyselyPlugin } from 'kysely';
import { asking, committee, type District, openDistrict } from '../../test/district.js';
import type { ReviewsDecideInput } from './review.inputs.js';

/** Counts the statements that a database runs. */
class Counter implements KyselyPlugin {
  statements = 0;
  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => {
    this.statements += 1;
    return node;
  };
  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => result;
}

const counter = new Counter();
let district: District;
beforeEach(async () => {
  district = await openDistrict({ plugins: [counter] });
});
afterEach(() => district.close());

const reviewer = asking('reviewer@842');
const decision = (review = 'case') => ({ idempotencyKey: randomUUID(), force: true, review, submissionNo: 2 });
const settles = (reviewId: string): Promise<number> => district.settles(reviewId);

/** Lets others go on until something holds, in a bounded number of turns. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let turn = 0; turn < 10_000; turn++) {
    if (await holds()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never came to hold');
};

describe('a decision', () => {
  it('answers with the receipt of the event that took it over, also of an amendment', async () => {
    await district.opens({ subjectType: 'AMENDMENT' });
    const answer = district.resolver.reject({ ...decision(), reasonCode: 'OTHER', note: 'x' }, reviewer);
    await until(async () => (await district.log()).length === 2);
    const receipt = await settles('case');
    expect(await answer).toMatchObject({ revision: 1, receipt: String(receipt), settled: true, userErrors: [] });
  });

  it('answers with its own receipt where nothing has taken it over', async () => {
    await district.opens();
    const answer = await district.resolver.approve(decision(), reviewer);
    expect(answer).toMatchObject({ revision: 1, receipt: '2', settled: false, userErrors: [] });
  });
});

describe('the queue', () => {
  it('reads its first page of 106 waiting cases in one statement, with all that a page shows', async () => {
    for (let index = 0; index < 106; index++) {
      await district.opens({ reviewId: `case-${index}`, subjectId: `work-${index}` });
    }
    counter.statements = 0;
    const page = await district.resolver.reviewQueue({ first: 100 }, reviewer);
    expect(page.edges).toHaveLength(100);
    expect(page.pageInfo.hasNextPage).toBe(true);
    for (const { node } of page.edges) {
      expect(node.allowed()).toHaveLength(6);
      // The join is the gateway's: a reference is all that stands here.
      expect(node.achievement).toEqual({ id: expect.stringMatching(/^work-/) });
    }
    expect(counter.statements).toBe(1);
    const rest = await district.resolver.reviewQueue({ first: 100, after: page.pageInfo.endCursor }, reviewer);
    expect(new Set([...page.edges, ...rest.edges].map(({ node }) => node.id)).size).toBe(106);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  it('is empty to whoever decides nothing there, and holds only what they were assigned where that is asked', async () => {
    await district.opens();
    for (const who of ['clerk@842', 'reviewer@847', 'former@842', 'nobody']) {
      expect([who, (await district.resolver.reviewQueue({}, asking(who))).edges]).toEqual([who, []]);
    }
    const mine = () => district.resolver.reviewQueue({ filter: { mine: true } }, reviewer);
    expect((await mine()).edges).toEqual([]);
    const { receipt } = await district.resolver.assign(decision(), reviewer);
    expect(receipt).not.toBeNull();
    expect(await district.resolver.review('case', Number(receipt), reviewer)).toMatchObject({
      status: 'ASSIGNED',
      reviewer: { userId: 'reviewer@842', role: 'REVIEWER', organisation: { id: committee('842') }, via: null },
    });
    expect((await mine()).edges.map(({ node }) => node.id)).toEqual(['case']);
  });
});

describe('a case', () => {
  it('shows its findings, in words of the asked language', async () => {
    await district.opens();
    const noted = { ...decision(), code: 'DUPLICATE', text: ' Trùng. ', severity: 'MAJOR' } as const;
    const { receipt } = await district.resolver.raiseFinding(noted, reviewer);
    const shown = await district.resolver.review('case', Number(receipt), reviewer);
    expect(shown?.findings).toEqual([
      {
        ...{ code: 'DUPLICATE', title: 'It repeats another achievement', text: 'Trùng.', severity: 'MAJOR' },
        by: expect.objectContaining({ userId: 'reviewer@842', role: 'REVIEWER' }),
        at: '2022-05-01T02:00:00.000Z',
      },
    ]);
  });

  it('names the work to its receiver wherever its unit went, and no more once another receives it', async () => {
    const elsewhere = { ownerUnitId: '847', ownerOrgId: committee('847') };
    await district.opens(elsewhere);
    const shown = async () => (await district.resolver.review('case', undefined, reviewer))?.achievement;
    expect(await shown()).toEqual({ id: 'road' });
    await district.opens({ ...elsewhere, reviewId: 'later', submissionNo: 3, receiverOrgId: committee('84') });
    expect(await shown()).toBeNull();
  });
});

describe('many decisions at once', () => {
  const many = (items: ReviewsDecideInput['items'], more: Partial<ReviewsDecideInput> = {}): ReviewsDecideInput => ({
    ...{ idempotencyKey: randomUUID(), outcome: 'APPROVE', items },
    ...more,
  });
  const item = (review: string, more: object = {}) => ({ review, submissionNo: 2, expectedRevision: 0, ...more });
  const ids = ['a', 'b', 'c', 'd'];
  const send = (input: ReviewsDecideInput) => district.resolver.decideMany(input, reviewer);
  const decisions = async () => (await district.log()).filter(({ type }) => type === 'ReviewDecided.v1').length;

  beforeEach(async () => {
    for (const reviewId of ids) await district.opens({ reviewId, subjectId: reviewId });
  });

  it('are each done or refused on their own, answered in the order they came, with their place in the input', async () => {
    const { results, userErrors } = await send(
      many([
        item('a'),
        item('nowhere'),
        item('b', { submissionNo: 1 }),
        item('a'),
        item('c', { expectedRevision: 4 }),
        item('c', { expectedRevision: null }),
        item('d', { expectedRevision: null }),
      ]),
    );
    expect(userErrors).toEqual([]);
    const said = results.map(({ id, revision, userErrors: [error] }) => [id, revision, error?.code, error?.field]);
    expect(said).toEqual([
      ['a', 1, undefined, undefined],
      ['nowhere', null, 'NOT_FOUND', ['items', '1', 'review']],
      ['b', null, 'SUBMISSION_CHANGED', ['items', '2', 'submissionNo']],
      ['a', null, 'DUPLICATE', ['items', '3', 'review']],
      ['c', null, 'REVISION_CONFLICT', ['items', '4', 'expectedRevision']],
      ['c', null, 'DUPLICATE', ['items', '5', 'review']],
      ['d', null, 'REVISION_REQUIRED', ['items', '6', 'expectedRevision']],
    ]);
    expect(await decisions()).toBe(1);
  });

  it('answer with the receipts of what took them over, the latest of all beside them', async () => {
    const answer = send(many(ids.map((id) => item(id))));
    await until(async () => (await decisions()) === 4);
    const receipts = new Map<string, string>();
    for (const id of ['b', 'd', 'a', 'c']) receipts.set(id, String(await settles(id)));
    const { results, receipt } = await answer;
    expect(results.map(({ id, receipt }) => [id, receipt])).toEqual(ids.map((id) => [id, receipts.get(id)]));
    expect(receipt).toBe(receipts.get('c'));
  });

  it('sent again repeat each item and store nothing; another outcome under that key is another order', async () => {
    const input = many([item('a'), item('b')]);
    const first = await send(input);
    await settles('a');
    const again = await send({ ...input, items: [...input.items, item('c')] });
    expect(again.results.map(({ revision, userErrors }) => [revision, userErrors])).toEqual([
      [1, []],
      [1, []],
      [1, []],
    ]);
    expect(again.results[1]).toEqual(first.results[1]);
    expect(await decisions()).toBe(3);
    const other = await send({ ...input, outcome: 'REJECT', reasonCode: 'OTHER', note: 'x' });
    expect(other.results.map(({ userErrors: [error] }) => [error?.code, error?.field])).toEqual(
      Array(2).fill(['IDEMPOTENCY_KEY_REUSED', ['idempotencyKey']]),
    );
    expect(await decisions()).toBe(3);
  });

  it('are refused as a whole where they are too many, or say not why', async () => {
    const more = Array.from({ length: 501 }, (_, index) => item(`x${index}`));
    const tooMany = await send(many([...ids.map((id) => item(id)), ...more]));
    expect(tooMany).toMatchObject({ results: [], receipt: null, userErrors: [{ code: 'TOO_MANY', field: ['items'] }] });
    const silent = await send(many([item('a')], { outcome: 'RETURN', reasonCode: 'OTHER', note: ' ' }));
    expect(silent).toMatchObject({ results: [], userErrors: [{ code: 'REASON_REQUIRED', field: ['note'] }] });
    const unknown = await send(many([item('a')], { reasonCode: 'none' }));
    expect(unknown).toMatchObject({ results: [], userErrors: [{ code: 'UNKNOWN_REASON', field: ['reasonCode'] }] });
    expect(await send(many([]))).toEqual({ results: [], receipt: null, userErrors: [] });
    expect(await decisions()).toBe(0);
  });

  it('up to 500 are taken, at most 16 under way at a time', async () => {
    const { handler } = district;
    const execute = handler.execute.bind(handler);
    let underWay = 0;
    let most = 0;
    handler.execute = async (order) => {
      underWay += 1;
      most = Math.max(most, underWay);
      const outcome = await execute(order);
      underWay -= 1;
      return outcome;
    };
    const { results } = await send(many(Array.from({ length: 500 }, (_, index) => item(`x${index}`))));
    expect(results.map(({ id }) => id)).toEqual(Array.from({ length: 500 }, (_, index) => `x${index}`));
    expect(most).toBe(16);
  });
});
