import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from './world.js';

/** The whole path over HTTP: a commune's clerk and head, and the district's reviewer. */
describe('from an achievement to a figure', () => {
  let world: World;
  let campaign: string;

  beforeAll(async () => {
    world = await openWorld();
    campaign = world.ids.campaignId;
  });
  afterAll(() => world.close());

  const register = async (user: string, more: Record<string, unknown> = {}) =>
    world.change(user, 'achievementRegister', 'achievementId revision receipt', {
      idempotencyKey: randomUUID(),
      campaign,
      area: '2.5',
      kind: 'TASK',
      title: 'Trồng hoa ven đường',
      ...more,
    });
  const report = (user: string, achievement: string, lines: readonly object[], more: Record<string, unknown> = {}) =>
    world.change(user, 'achievementReportQuantities', 'revision receipt', {
      idempotencyKey: randomUUID(),
      force: true,
      achievement,
      lines,
      ...more,
    });
  const submit = (user: string, achievement: string) =>
    world.change(user, 'achievementSubmit', 'revision receipt achievement { submissionNo reviewId }', {
      idempotencyKey: randomUUID(),
      force: true,
      achievement,
    });
  const decide = (user: string, field: string, review: string, submissionNo: number, more = {}) =>
    world.change(user, field, 'revision receipt settled review { status outcome }', {
      idempotencyKey: randomUUID(),
      force: true,
      review,
      submissionNo,
      ...more,
    });
  /** Approved and pending metres of a unit, as of two dates. */
  const metres = async (user: string, unitCode: string, asOf: Record<string, unknown>, minReceipt?: string) => {
    const { body } = await world.ask(
      user,
      `query($campaign: ID!, $unit: ID!, $asOf: AsOf, $minReceipt: Receipt) {
        rollup(campaign: $campaign, unit: $unit, asOf: $asOf, minReceipt: $minReceipt) {
          measures(metrics: ["road_metre"]) { approved { value count } pending { value count } }
          own(metrics: ["road_metre"]) { approved { value } }
          children { unit { code } measures(metrics: ["road_metre"]) { approved { value } } }
          asOf { effectiveFrom effectiveUpTo knownUpToPosition }
        } }`,
      { variables: { campaign, unit: world.ids.unitId(unitCode), asOf, minReceipt } },
    );
    return body.data.rollup;
  };
  const figure = async (user: string, unitCode: string, asOf: Record<string, unknown>) => {
    const [measure] = (await metres(user, unitCode, asOf)).measures;
    return { approved: Number(measure.approved.value), pending: Number(measure.pending.value) };
  };

  it('moves an achievement from pending to approved, at the commune, the district and the province', async () => {
    world.at('2022-02-20T08:00:00+07:00');
    const { achievementId } = await register('clerk@29242');
    const line = { lineId: 'l1', metric: 'road_metre', value: '100', effectiveOn: '2022-01-15' };
    const reported = await report('clerk@29242', achievementId, [line]);
    world.at('2022-02-21T08:00:00+07:00');
    const submitted = await submit('head@29242', achievementId);
    expect(submitted.userErrors).toEqual([]);
    const { reviewId, submissionNo } = submitted.achievement;
    world.at('2022-02-22T08:00:00+07:00');
    const approved = await decide('reviewer@842', 'reviewApprove', reviewId, submissionNo);
    expect(approved).toMatchObject({
      settled: true,
      review: { status: 'DECIDED', outcome: 'APPROVE' },
      userErrors: [],
    });

    for (const [user, code] of [
      ['head@29242', '29242'],
      ['head@842', '842'],
      ['analyst@84', '84'],
    ] as const) {
      const before = await figure(user, code, { effectiveUpTo: '2022-01-31', knownUpToPosition: reported.receipt });
      const pending = await figure(user, code, { effectiveUpTo: '2022-01-31', knownUpTo: '2022-02-21T23:59:59+07:00' });
      const now = await metres(user, code, { effectiveUpTo: '2022-01-31' }, approved.receipt);
      expect(before).toEqual({ approved: 0, pending: 0 });
      expect(pending).toEqual({ approved: 0, pending: 100 });
      expect(now.measures).toEqual([{ approved: { value: '100', count: 1 }, pending: { value: '0', count: 0 } }]);
      expect(await figure(user, code, { effectiveUpTo: '2022-01-14' })).toEqual({ approved: 0, pending: 0 });
    }
  });

  it('shows own and children, which sum to the whole', async () => {
    const { measures, own, children } = await metres('head@842', '842', {});
    const below = children.reduce(
      (sum: number, one: never) =>
        sum + Number((one as { measures: { approved: { value: string } }[] }).measures[0]?.approved.value),
      0,
    );
    expect(Number(own[0].approved.value) + below).toBe(Number(measures[0].approved.value));
    expect(children).toHaveLength(10);
  });

  it('returns an achievement to its owner: in neither plane until it is submitted again', async () => {
    world.at('2022-03-01T08:00:00+07:00');
    const { achievementId } = await register('clerk@29245');
    const line = { lineId: 'l1', metric: 'road_metre', value: '40', effectiveOn: '2022-02-01' };
    await report('clerk@29245', achievementId, [line]);
    const first = await submit('head@29245', achievementId);
    expect(await figure('head@29245', '29245', {})).toEqual({ approved: 0, pending: 40 });
    const why = { reasonCode: 'QUANTITY_UNCLEAR', note: 'Đo lại giúp' };
    const returned = await decide('reviewer@842', 'reviewReturn', first.achievement.reviewId, 1, why);
    expect(returned).toMatchObject({ settled: true, userErrors: [] });
    expect(await figure('head@29245', '29245', {})).toEqual({ approved: 0, pending: 0 });
    expect(await figure('head@29245', '29245', { knownUpToPosition: first.receipt })).toEqual({
      approved: 0,
      pending: 40,
    });

    const { body } = await world.ask(
      'clerk@29245',
      `query($id: ID!) { achievement(id: $id) { status returnedBecause { reasonCode reason note } } }`,
      { variables: { id: achievementId } },
    );
    expect(body.data.achievement).toEqual({
      status: 'RETURNED',
      returnedBecause: { reasonCode: 'QUANTITY_UNCLEAR', reason: expect.any(String), note: 'Đo lại giúp' },
    });
    await report('clerk@29245', achievementId, [{ ...line, value: '35' }]);
    const second = await submit('head@29245', achievementId);
    expect(second.achievement.submissionNo).toBe(2);
    await decide('reviewer@842', 'reviewApprove', second.achievement.reviewId, 2);
    expect(await figure('head@29245', '29245', {})).toEqual({ approved: 35, pending: 0 });
  });

  it('refuses a line without a day, without a quantity, outside the period, after today, and takes a zero', async () => {
    const { achievementId } = await register('clerk@29239');
    const line = (more: object) => ({
      lineId: 'l1',
      metric: 'road_metre',
      value: '5',
      effectiveOn: '2022-02-01',
      ...more,
    });
    const refusals = [
      [line({ effectiveOn: null }), 'MISSING', 'effectiveOn'],
      [line({ value: null }), 'QUANTITY_MISSING', 'value'],
      [line({ effectiveOn: '2021-12-31' }), 'DAY_OUTSIDE_PERIOD', 'effectiveOn'],
      [line({ effectiveOn: '2022-06-30' }), 'DAY_IN_FUTURE', 'effectiveOn'],
      [line({ value: '-1' }), 'QUANTITY_NEGATIVE', 'value'],
      [line({ value: '1.5' }), 'QUANTITY_TOO_PRECISE', 'value'],
      [line({ metric: 'nonsense' }), 'UNKNOWN_METRIC', 'metric'],
      [line({ metric: 'person', value: null }), 'QUANTITY_MISSING', 'members'],
    ] as const;
    for (const [bad, code, field] of refusals) {
      const { revision, userErrors } = await report('clerk@29239', achievementId, [bad]);
      expect({ revision, codes: userErrors.map((error: { code: string }) => error.code) }).toEqual({
        revision: null,
        codes: [code],
      });
      expect(userErrors[0].field).toEqual(['lines', '0', field]);
    }
    const zero = await report('clerk@29239', achievementId, [line({ value: '0' })]);
    expect(zero).toMatchObject({ revision: 1, userErrors: [] });
  });

  it('names every fault of a form at once', async () => {
    const { achievementId } = await register('clerk@29239');
    const lines = [
      { lineId: 'a', metric: 'road_metre', value: '-1', effectiveOn: '2022-02-01' },
      { lineId: 'b', metric: 'road_metre', value: '1', effectiveOn: '2023-01-01' },
      { lineId: 'c', metric: 'road_metre', value: '1', effectiveOn: '2022-02-01' },
    ];
    const { userErrors } = await report('clerk@29239', achievementId, lines);
    expect(userErrors.map((error: { code: string }) => error.code)).toEqual([
      'QUANTITY_NEGATIVE',
      'DAY_OUTSIDE_PERIOD',
    ]);
  });

  it('tells who changed what a stale form was based on, and wants a revision or force', async () => {
    const { achievementId, revision } = await register('clerk@29239');
    const line = { lineId: 'a', metric: 'road_metre', value: '1', effectiveOn: '2022-02-01' };
    await report('head@29239', achievementId, [line]);
    const stale = await world.ask(
      'clerk@29239',
      `mutation($input: AchievementQuantitiesInput!) { achievementReportQuantities(input: $input) {
        userErrors { code ... on RevisionConflict { expected actual changedBy { userId role organisation { name } } changedAt } } } }`,
      {
        variables: {
          input: {
            idempotencyKey: randomUUID(),
            expectedRevision: revision,
            achievement: achievementId,
            lines: [line],
          },
        },
      },
    );
    expect(stale.body.data.achievementReportQuantities.userErrors).toEqual([
      {
        code: 'REVISION_CONFLICT',
        expected: 0,
        actual: 1,
        changedBy: { userId: 'head@29239', role: 'HEAD', organisation: { name: 'Ủy ban MTTQ Việt Nam phường 1' } },
        changedAt: expect.any(String),
      },
    ]);
    const neither = await report('clerk@29239', achievementId, [line], { force: false });
    expect(neither.userErrors[0].code).toBe('REVISION_REQUIRED');
  });

  it('keeps the answers of both languages', async () => {
    const input = { idempotencyKey: randomUUID(), campaign: 'x', area: '2.5', kind: 'TASK', title: 't' };
    const query =
      'mutation($input: AchievementRegisterInput!) { achievementRegister(input: $input) { userErrors { message } } }';
    const said = async (language: string) =>
      (await world.ask('clerk@29239', query, { variables: { input }, headers: { 'accept-language': language } })).body
        .data.achievementRegister.userErrors[0].message;
    expect(await said('vi')).toMatch(/^Không tìm thấy/);
    expect(await said('en')).toMatch(/^There is nothing/);
  });

  it('lets nobody review what they took part in, and only the receiver decide', async () => {
    const { achievementId } = await register('clerk@29239');
    await report('clerk@29239', achievementId, [
      { lineId: 'a', metric: 'road_metre', value: '1', effectiveOn: '2022-02-01' },
    ]);
    const { achievement } = await submit('head@29239', achievementId);
    const foreign = await decide('reviewer@29239', 'reviewApprove', achievement.reviewId, 1);
    expect(foreign.userErrors[0].code).toBe('NOT_ALLOWED');
    const unseen = await decide('reviewer@847', 'reviewApprove', achievement.reviewId, 1);
    expect(unseen.userErrors[0].code).toBe('NOT_FOUND');
    const wrong = await decide('reviewer@842', 'reviewApprove', achievement.reviewId, 2);
    expect(wrong.userErrors[0].code).toBe('SUBMISSION_CHANGED');
    const right = await decide('reviewer@842', 'reviewApprove', achievement.reviewId, 1);
    expect(right.userErrors).toEqual([]);
    const again = await decide('reviewer@842', 'reviewApprove', achievement.reviewId, 1);
    expect(again.userErrors[0].code).toBe('ALREADY_DECIDED');
  });

  it('shows the queue of the receiver alone, and joins the achievement to its case', async () => {
    const query = '{ reviewQueue(first: 5) { edges { node { status owner { name } achievement { title status } } } } }';
    const { achievementId } = await register('clerk@29239', { title: 'Chờ duyệt' });
    await report('clerk@29239', achievementId, [
      { lineId: 'a', metric: 'road_metre', value: '1', effectiveOn: '2022-02-01' },
    ]);
    const { receipt } = await submit('head@29239', achievementId);
    const waiting = query.replace('first: 5', `first: 5, minReceipt: "${receipt}"`);
    await world.house().drain();
    const own = await world.ask('reviewer@842', waiting);
    expect(own.body.data.reviewQueue.edges).toEqual([
      {
        node: {
          status: 'OPEN',
          owner: { name: 'Ủy ban MTTQ Việt Nam phường 1' },
          achievement: { title: 'Chờ duyệt', status: 'UNDER_REVIEW' },
        },
      },
    ]);
    const other = await world.ask('reviewer@847', waiting);
    expect(other.body.data.reviewQueue.edges).toEqual([]);
  });

  it('is ready when every reader has caught up, and says how far each has come', async () => {
    await world.house().drain();
    const { ready, details } = await world.house().readiness();
    expect(ready).toBe(true);
    const head = await world.house().stores.store.head();
    expect(details).toMatchObject({ head, parked: 0 });
    const readers = details.readers as readonly { position: number; stopped: boolean }[];
    expect(readers.filter(({ position, stopped }) => position !== head || stopped)).toEqual([]);
    expect(readers.length).toBeGreaterThan(8);
  });

  it('answers PROJECTION_LAGGING for a receipt that nobody gave', async () => {
    const { body } = await world.ask('head@29239', `{ campaign(id: "${campaign}", minReceipt: "999999999") { id } }`);
    expect(body.errors?.[0]?.extensions.code).toBe('PROJECTION_LAGGING');
  });

  it('opens the same data after a restart, and after all read models were thrown away', async () => {
    const all = async () => metres('analyst@84', '84', {});
    const before = await all();
    await world.restart();
    expect(await all()).toEqual(before);
    await world.restart({ rebuild: true });
    expect(await all()).toEqual(before);
  });
});
