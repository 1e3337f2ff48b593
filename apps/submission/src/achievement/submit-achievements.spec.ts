import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { line, registered, reported } from '../../test/achievements.js';
import { asking, openProvince, ownedBy, type Province } from '../../test/province.js';
import type { AchievementsSubmitItem } from './achievement.inputs.js';

let province: Province;
beforeEach(async () => {
  province = await openProvince();
  for (const id of ['a', 'b', 'c']) await drafted(id);
});
afterEach(() => province.close());

const road = [line('a', 100)];
const drafted = (id: string, unitId = '29242') =>
  province.happens(`achievement-${id}`, ...ownedBy(id, unitId, [registered(), reported(road)]));
const item = (achievement: string, more: Partial<AchievementsSubmitItem> = {}): AchievementsSubmitItem => ({
  achievement,
  expectedRevision: 1,
  ...more,
});
const send = (items: readonly AchievementsSubmitItem[], idempotencyKey: string = randomUUID(), user = 'HEAD@29242') =>
  province.changes.submitMany({ idempotencyKey, items }, asking(user));
const submissions = async () => (await province.log()).filter(({ type }) => type === 'AchievementSubmitted.v1').length;

describe('many submissions at once', () => {
  it('are each done or refused on their own, in the order they came, with their place in the input', async () => {
    await drafted('far', '29374');
    const { results, receipt, userErrors } = await send([
      item('a'),
      item('nowhere'),
      item('far'),
      item('b', { completedOn: '2022-05-02' }),
      item('a'),
      item('c', { expectedRevision: 4 }),
      item('c', { force: true }),
    ]);
    expect(userErrors).toEqual([]);
    const said = results.map((one) => [one.id, one.revision, one.userErrors[0]?.code, one.userErrors[0]?.field]);
    expect(said).toEqual([
      ['a', 3, undefined, undefined],
      ['nowhere', null, 'NOT_FOUND', ['items', '1', 'achievement']],
      ['far', null, 'NOT_FOUND', ['items', '2', 'achievement']],
      ['b', null, 'DAY_IN_FUTURE', ['items', '3', 'completedOn']],
      ['a', null, 'DUPLICATE', ['items', '4', 'achievement']],
      ['c', null, 'REVISION_CONFLICT', ['items', '5', 'expectedRevision']],
      ['c', null, 'DUPLICATE', ['items', '6', 'achievement']],
    ]);
    expect(receipt).toBe(results[0]?.receipt);
    expect(await submissions()).toBe(1);
  });

  it('say of what may not be read exactly what they say of what is not there', async () => {
    await drafted('far', '29374');
    const [unreadable] = (await send([item('far')])).results;
    const [invented] = (await send([item('nowhere')])).results;
    expect(JSON.stringify(unreadable).replaceAll('far', 'nowhere')).toBe(JSON.stringify(invented));
  });

  it('repeated under their key repeat each item and add nothing', async () => {
    const idempotencyKey = randomUUID();
    const items = [item('a'), item('b', { completedOn: '2022-05-02' }), item('c')];
    const first = await send(items, idempotencyKey);
    expect(await send(items, idempotencyKey)).toEqual(first);
    expect(await submissions()).toBe(2);
    const other = [item('a', { completedOn: '2022-04-01' })];
    const [reused] = (await send(other, idempotencyKey)).results;
    expect(reused?.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['idempotencyKey'] }]);
  });

  it('each name the revision they saw, or say force', async () => {
    const { achievement } = item('a');
    const [unsaid, forced] = (await send([{ achievement }, { achievement: 'b', force: true }])).results;
    expect(unsaid?.userErrors).toMatchObject([
      { code: 'REVISION_REQUIRED', field: ['items', '0', 'expectedRevision'] },
    ]);
    expect(forced?.userErrors).toEqual([]);
  });

  it('are refused to whoever may read but not submit', async () => {
    const { results } = await send([item('a')], undefined, 'CLERK@29242');
    expect(results[0]?.userErrors).toMatchObject([{ code: 'NOT_ALLOWED', field: ['items', '0'] }]);
  });

  it('are at most 500: of more none is done', async () => {
    const items = [item('a'), ...Array.from({ length: 500 }, (_, n) => item(`x${n}`))];
    const { results, receipt, userErrors } = await send(items);
    expect([results, receipt]).toEqual([[], null]);
    expect(userErrors).toMatchObject([{ code: 'TOO_MANY', field: ['items'] }]);
    expect(await submissions()).toBe(0);
    expect((await send(items.slice(1))).results).toHaveLength(500);
  });

  it('of nothing are done', async () => {
    expect(await send([])).toEqual({ results: [], receipt: null, userErrors: [] });
  });
});
