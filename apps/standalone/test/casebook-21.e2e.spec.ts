import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Achieved, force, metres, type Submitted, Work } from './casebook-work.js';
import { type Answered, type CasebookWorld, openCasebookWorld } from './casebook-world.js';

const why = { reasonCode: 'QUANTITY_UNCLEAR', note: 'Đo lại giúp' };

/** Casebook 21: no scope is not all scopes. Everything over HTTP, with real tokens. */
describe('people without a scope, or with another one', () => {
  let world: CasebookWorld;
  let work: Work;
  let waiting: Achieved & Submitted;
  let drafted: Achieved;

  /** Whose appointment ended yesterday, who never had one, whose token names nobody we know, who reviews elsewhere. */
  const outsiders = ['former@847', 'nobody', 'token-without-organisation', 'reviewer@842'];
  const withoutAppointment = outsiders.slice(0, 3);

  beforeAll(async () => {
    world = await openCasebookWorld();
    await world.appoint('former@847', 'REVIEWER', '847', '2022-01-01', '2022-05-31');
    const campaign = await world.campaign('CB');
    world.at('2022-05-31T23:59:59+07:00');
    work = new Work(world, campaign);
    waiting = await work.waiting('29374', [metres(120, '2022-03-01')]);
    drafted = await work.register('29374');
    await work.approved('29395', [metres(50, '2022-03-01')]);
    await world.drain();
    const { body } = await world.own.ask(
      'former@847',
      '{ me { appointments { role } } reviewQueue { edges { cursor } } }',
    );
    expect(body.data).toEqual({
      me: { appointments: [{ role: 'REVIEWER' }] },
      reviewQueue: { edges: [{ cursor: expect.any(String) }] },
    });
    world.at('2022-06-01T00:00:00+07:00');
  });
  afterAll(() => world?.close());

  const head = () => world.own.house().stores.store.head();
  /** The whole answer as text, with the id that was asked about taken out. */
  const said = async (user: string, field: string, input: Readonly<Record<string, unknown>>, id: string) => {
    const type = world.own.house().graph.schema.getMutationType()?.getFields()[field]?.args[0]?.type;
    const errors =
      'userErrors { __typename code message field ... on NotAllowed { rule } ... on AlreadyDecided { by { userId } at } }';
    const query = `mutation($input: ${type}) { ${field}(input: $input) { ${field === 'reviewsDecide' || field === 'achievementsSubmit' ? `receipt results { id revision receipt ${errors} }` : 'receipt revision'} ${errors} } }`;
    const answer = await world.own.ask(user, query, { input: { idempotencyKey: randomUUID(), ...input } });
    return JSON.stringify(answer).replaceAll(id, 'ID');
  };
  /** Every mutation that takes the id of a case, of an achievement, and the input around it. */
  const caseMutations: readonly (readonly [string, (review: string) => Readonly<Record<string, unknown>>])[] = [
    ['reviewApprove', (review) => ({ ...force, review, submissionNo: 1 })],
    ['reviewReturn', (review) => ({ ...force, review, submissionNo: 1, ...why })],
    ['reviewReject', (review) => ({ ...force, review, submissionNo: 1, ...why })],
    ['reviewAssign', (review) => ({ ...force, review })],
    ['reviewRecuse', (id) => ({ ...force, id, reason: 'x' })],
    ['reviewRaiseFinding', (review) => ({ ...force, review, code: 'OTHER', text: 'x' })],
    ['reviewsDecide', (review) => ({ outcome: 'APPROVE', items: [{ ...force, review, submissionNo: 1 }] })],
  ];
  const workMutations: readonly (readonly [string, (achievement: string) => Readonly<Record<string, unknown>>])[] = [
    ['achievementSubmit', (achievement) => ({ ...force, achievement })],
    ['achievementReportQuantities', (achievement) => ({ ...force, achievement, lines: [metres(1, '2022-03-01')] })],
    ['achievementWithdraw', (id) => ({ ...force, id, reason: 'x' })],
    ['achievementRevoke', (id) => ({ ...force, id, reason: 'x' })],
    ['achievementsSubmit', (achievement) => ({ items: [{ ...force, achievement }] })],
  ];

  it.each(outsiders)(
    '%s: a case or work that is not readable is not found, byte for byte as an invented one',
    async (user) => {
      const before = await head();
      for (const [mutations, id] of [
        [caseMutations, waiting.review],
        [workMutations, waiting.id],
        [workMutations, drafted.id],
      ] as const) {
        for (const [field, input] of mutations) {
          const invented = randomUUID();
          const answer = await said(user, field, input(id), id);
          expect([field, answer]).toEqual([field, await said(user, field, input(invented), invented)]);
          expect(answer).toContain('"code":"NOT_FOUND"');
          expect(answer).not.toContain('2022-');
        }
      }
      expect(await head()).toBe(before);
    },
  );

  it.each(outsiders)('%s: reads nothing, and no count tells how much there is', async (user) => {
    const read = async (id: string, review: string) => {
      const { body } = await world.own.ask(
        user,
        `query($campaign: ID!, $unit: ID!, $id: ID!, $review: ID!) {
          achievement(id: $id) { id title } review(id: $review) { id achievement { id } }
          rollup(campaign: $campaign, unit: $unit) { measures { approved { value } } }
          rollupTable(campaign: $campaign, unit: $unit) { approved }
          contributions(campaign: $campaign, unit: $unit, metric: "road_metre") { edges { cursor } }
          achievements(filter: { campaign: $campaign, within: $unit }) { edges { cursor } pageInfo { hasNextPage endCursor } }
          reviewQueue { edges { cursor } pageInfo { hasNextPage endCursor } } }`,
        { campaign: work.campaign, unit: world.unit('847'), id, review },
      );
      expect(body.errors).toBeUndefined();
      return body.data;
    };
    const seen = await read(waiting.id, waiting.review);
    expect(seen).toEqual(await read(randomUUID(), randomUUID()));
    const noPage = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
    expect(seen).toMatchObject({
      ...{ achievement: null, review: null, rollup: null, rollupTable: null },
      achievements: noPage,
      reviewQueue: noPage,
    });
    expect((seen.contributions as Answered)?.edges ?? []).toEqual([]);
  });

  it.each(withoutAppointment)('%s: has no campaign and no figures of any unit, not even by default', async (user) => {
    const units = ['84', '842', '847', '29374', '29374-01'].map((name, n) => {
      return `u${n}: rollup(campaign: "${work.campaign}", unit: "${world.unit(name)}") { unit { id } }`;
    });
    const query = `{ campaign(id: "${work.campaign}") { id } campaigns { edges { cursor } } rollup(campaign: "${work.campaign}") { unit { id } } ${units.join(' ')} }`;
    const { body } = await world.own.ask(user, query);
    expect(body.errors).toBeUndefined();
    const { campaigns, ...others } = body.data;
    expect(campaigns.edges).toEqual([]);
    expect([...new Set(Object.values(others))]).toEqual([null]);
  });

  it('who reads a case and may not decide it is told the rule, alone and in bulk, and nothing is stored', async () => {
    const before = await head();
    const readers = [
      ['head@29374', 'role'],
      ['clerk@29374', 'role'],
      ['reviewer@29374', 'receiver'],
      ['reviewer@84', 'receiver'],
      ['head@847', 'role'],
      ['auditor@847', 'role'],
    ] as const;
    for (const [user, rule] of readers) {
      for (const [field, input] of caseMutations.filter(([name]) => /Approve|Return|Reject|Decide/.test(name))) {
        const answer = await said(user, field, input(waiting.review), waiting.review);
        expect([user, field, /"code":"(\w+)"/.exec(answer)?.[1], /"rule":"([\w-]+)"/.exec(answer)?.[1]]).toEqual([
          ...[user, field, 'NOT_ALLOWED', rule],
        ]);
      }
    }
    expect(await head()).toBe(before);
  });

  it('without a token nothing is answered', async () => {
    const query = `{ rollup(campaign: "${work.campaign}") { unit { id } } }`;
    const { status, body } = await world.own.ask(null, query);
    expect([status, body.data ?? null, body.errors?.[0]?.extensions.code]).toEqual([401, null, 'UNAUTHENTICATED']);
  });
});
