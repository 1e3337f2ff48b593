import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from './world.js';

/** One key, sent in every way that a client with a bad line sends it. */
describe('the same key with the same and with another body', () => {
  let world: World;
  let a: string;
  let b: string;
  const key = '9d1b3a52-4d57-4b0f-9a55-3c6f0a2f1e01';

  beforeAll(async () => {
    world = await openWorld();
    world.at('2022-03-01T08:00:00+07:00');
    const register = async () =>
      world.change('clerk@29242', 'achievementRegister', 'achievementId', {
        idempotencyKey: randomUUID(),
        campaign: world.ids.campaignId,
        area: '2.5',
        kind: 'TASK',
        title: 'Con đường hoa',
      });
    a = (await register()).achievementId;
    b = (await register()).achievementId;
  });
  afterAll(() => world.close());

  const line = (value: string) => ({ lineId: 'l', metric: 'road_metre', effectiveOn: '2022-02-01', value });
  const report = (user: string, achievement: string, value: string, more: Record<string, unknown> = {}) =>
    world.change(user, 'achievementReportQuantities', 'revision receipt', {
      idempotencyKey: key,
      force: true,
      achievement,
      lines: [line(value)],
      ...more,
    });
  const events = () => world.house().stores.store.head();

  it('answers a repeat as it answered first, however it is written, and stores nothing', async () => {
    const first = await report('clerk@29242', a, '500');
    expect(first).toMatchObject({ revision: 1, userErrors: [] });
    const head = await events();
    expect(await report('clerk@29242', a, '500')).toEqual(first);
    const inline = `mutation { achievementReportQuantities(input: { lines: [{ value: 500, effectiveOn: "2022-02-01",
      metric: "road_metre", lineId: "l" }], achievement: "${a}", force: true, idempotencyKey: "${key}" }) {
        revision receipt userErrors { __typename code message field } } }`;
    const { body } = await world.ask('clerk@29242', inline);
    expect(body.data.achievementReportQuantities).toEqual(first);
    expect(await report('clerk@29242', a, '500', { idempotencyKey: key.toUpperCase() })).toEqual(first);
    expect(await events()).toBe(head);
  });

  it('refuses the key for another quantity, another achievement and another mutation', async () => {
    const head = await events();
    const reused = [
      await report('clerk@29242', a, '600'),
      await report('clerk@29242', b, '500'),
      await world.change('clerk@29242', 'achievementRegister', 'revision receipt', {
        idempotencyKey: key,
        campaign: world.ids.campaignId,
        area: '2.5',
        kind: 'TASK',
        title: 'Khác',
      }),
    ];
    for (const { revision, receipt, userErrors } of reused.slice(0, 2)) {
      expect({ revision, receipt }).toEqual({ revision: null, receipt: null });
      expect(userErrors).toEqual([
        {
          __typename: 'IdempotencyKeyReused',
          code: 'IDEMPOTENCY_KEY_REUSED',
          message: expect.any(String),
          field: ['idempotencyKey'],
        },
      ]);
    }
    expect(reused[2].userErrors[0].code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await events()).toBe(head);
  });

  it('tells a person of another organisation nothing of the first answer', async () => {
    const head = await events();
    const foreign = await report('clerk@29245', a, '500');
    expect(foreign).toMatchObject({ revision: null, receipt: null, userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await events()).toBe(head);
  });

  it('answers the same after a restart and a rebuild of every projection, and counts it once', async () => {
    const before = await report('clerk@29242', a, '500');
    await world.restart({ rebuild: true });
    expect(await report('clerk@29242', a, '500')).toEqual(before);
    const submit = (achievement: string) =>
      world.change('head@29242', 'achievementSubmit', 'receipt', {
        idempotencyKey: randomUUID(),
        force: true,
        achievement,
      });
    const { receipt } = await submit(a);
    expect((await submit(b)).userErrors[0].code).toBe('NOTHING_TO_SUBMIT');
    const { body } = await world.ask(
      'head@29242',
      `{ rollup(campaign: "${world.ids.campaignId}", minReceipt: "${receipt}") {
        measures(metrics: ["road_metre"]) { pending { value count } } } }`,
    );
    expect(body.data.rollup.measures).toEqual([{ pending: { value: '500', count: 1 } }]);
    const stored = await world.house().stores.store.readStream(`achievement-${a}`, 0, 100);
    expect(stored.filter(({ type }) => type === 'QuantityReported.v1')).toHaveLength(1);
  });
});
