import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from './world.js';

/** Every query and mutation, by those who may not. */
describe('rights over HTTP', () => {
  let world: World;
  let achievement: string;
  let review: string;

  beforeAll(async () => {
    world = await openWorld();
    world.at('2022-03-01T08:00:00+07:00');
    const { ids } = world;
    const common = () => ({ idempotencyKey: randomUUID(), force: true });
    ({ achievementId: achievement } = await world.change('clerk@29242', 'achievementRegister', 'achievementId', {
      idempotencyKey: randomUUID(),
      campaign: ids.campaignId,
      area: '2.5',
      kind: 'TASK',
      title: 'Việc của phường 3',
    }));
    const lines = [{ lineId: 'l', metric: 'road_metre', effectiveOn: '2022-02-01', value: '7' }];
    await world.change('clerk@29242', 'achievementReportQuantities', 'revision', { ...common(), achievement, lines });
    const submitted = await world.change('head@29242', 'achievementSubmit', 'achievement { reviewId }', {
      ...common(),
      achievement,
    });
    review = submitted.achievement.reviewId;
    await world.house().drain();
    // Somebody whose appointment has ended, and somebody who holds two.
    const organisation = ids.committeeId('842');
    const appoint = (userId: string, role: string, validTo: string | null = null) =>
      world.change('admin@84', 'officerAppoint', 'appointmentId', {
        ...common(),
        organisation,
        userId,
        role,
        validFrom: '2022-01-01',
        validTo,
      });
    await appoint('former@842', 'REVIEWER', '2022-02-28');
    await appoint('both@842', 'REVIEWER');
    await appoint('both@842', 'HEAD');
    await world.house().drain();
  });
  afterAll(() => world.close());

  const queries = (): readonly (readonly [name: string, query: string])[] => {
    const { campaignId } = world.ids;
    return [
      ['campaign', `{ campaign(id: "${campaignId}") { id } }`],
      ['campaigns', '{ campaigns { edges { node { id } } } }'],
      ['achievement', `{ achievement(id: "${achievement}") { id } }`],
      ['achievements', `{ achievements(filter: { campaign: "${campaignId}" }) { edges { node { id } } } }`],
      ['review', `{ review(id: "${review}") { id } }`],
      ['reviewQueue', '{ reviewQueue { edges { node { id } } } }'],
      ['rollup', `{ rollup(campaign: "${campaignId}", unit: "${world.ids.unitId('29242')}") { unit { code } } }`],
    ];
  };
  const open = (): readonly (readonly [name: string, query: string])[] => [
    ['me', '{ me { userId } }'],
    ['unit', '{ unit(by: { code: "29242" }) { name } }'],
    ['organisation', `{ organisation(id: "${world.ids.committeeId('29242')}") { name } }`],
    ['returnReasons', '{ returnReasons { code } }'],
  ];
  const mutations = (): readonly (readonly [name: string, input: Record<string, unknown>])[] => {
    const { ids } = world;
    const change = { idempotencyKey: randomUUID(), force: true };
    const made = { idempotencyKey: randomUUID() };
    const plan = {
      titleVi: 't',
      kind: 'DRIVE',
      issuer: ids.committeeId('84'),
      periodStart: '2022-01-01',
      periodEnd: '2022-02-01',
    };
    const lists = { areas: [], metrics: [], participantRules: [], rounds: [] };
    return [
      ['unitsImport', { ...made, csv: 'code,parent_code,level,type,name_vi\n', validFrom: '2022-01-01' }],
      [
        'organisationEstablish',
        { ...made, type: 'WOMEN', unit: ids.unitId('29242'), name: 'x', validFrom: '2022-01-01' },
      ],
      [
        'officerAppoint',
        { ...change, organisation: ids.committeeId('29242'), userId: 'x', role: 'HEAD', validFrom: '2022-01-01' },
      ],
      [
        'officerRelease',
        { ...change, organisation: ids.committeeId('29242'), appointment: 'x', validFrom: '2022-01-01' },
      ],
      ['campaignDraft', { ...made, ...plan, ...lists }],
      [
        'campaignLaunch',
        {
          ...change,
          campaign: ids.campaignId,
          documentDate: '2022-01-01',
          signedByCapacity: 'x',
          signedOnBehalfOf: ids.committeeId('84'),
        },
      ],
      ['achievementRegister', { ...made, campaign: ids.campaignId, area: '2.5', kind: 'TASK', title: 't' }],
      ['achievementReportQuantities', { ...change, achievement, lines: [] }],
      ['achievementSubmit', { ...change, achievement }],
      ['reviewApprove', { ...change, review, submissionNo: 1 }],
      ['reviewReturn', { ...change, review, submissionNo: 1, reasonCode: 'OTHER', note: 'x' }],
    ];
  };
  const types: Readonly<Record<string, string>> = {
    campaignDraft: 'CampaignPlanInput',
    achievementReportQuantities: 'AchievementQuantitiesInput',
    reviewApprove: 'ReviewDecisionInput',
    reviewReturn: 'ReviewDecisionInput',
  };
  const documentOf = (name: string) => {
    const type = types[name] ?? `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    return `mutation($input: ${type}!) { ${name}(input: $input) { userErrors { code ... on NotAllowed { rule } } } }`;
  };
  const codes = async (user: string, name: string, input: Record<string, unknown>, headers = {}) => {
    const { status, body } = await world.ask(user, documentOf(name), { variables: { input }, headers });
    expect(status).toBe(200);
    return (body.data[name].userErrors as { code: string; rule?: string }[]).map(({ code, rule }) => rule ?? code);
  };
  const nothing = /^\{"data":\{"\w+":(null|\{"edges":\[\]\})\}\}$/;

  it('answers nobody anything without a token, and calls no resolver', async () => {
    const head = await world.house().stores.store.head();
    for (const [, query] of [...queries(), ...open()]) {
      const { status, body } = await world.ask(null, query);
      expect({ status, code: body.errors?.[0]?.extensions.code, data: body.data ?? null }).toEqual({
        status: 401,
        code: 'UNAUTHENTICATED',
        data: null,
      });
    }
    for (const [name, input] of mutations()) {
      const { status, body } = await world.ask(null, documentOf(name), { variables: { input } });
      expect({ status, code: body.errors?.[0]?.extensions.code }).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    }
    expect(await world.house().stores.store.head()).toBe(head);
  });

  it.each([
    ['a person without an appointment', 'stranger'],
    ['a person whose appointment has ended', 'former@842'],
  ])('shows %s nothing but units and names, and lets them do nothing', async (_, user) => {
    const head = await world.house().stores.store.head();
    for (const [, query] of queries()) expect(JSON.stringify((await world.ask(user, query)).body)).toMatch(nothing);
    for (const [, query] of open()) expect((await world.ask(user, query)).body.errors).toBeUndefined();
    for (const [name, input] of mutations()) {
      const [said] = await codes(user, name, input);
      expect([name, said]).toEqual([name, expect.stringMatching(/^(no-appointment|NOT_FOUND)$/)]);
    }
    expect(await world.house().stores.store.head()).toBe(head);
  });

  it('shows a foreign unit what it shows for an id that does not exist, byte for byte but the id', async () => {
    for (const [name, query] of queries().filter(([one]) => /^(achievement|review|rollup)$/.test(one))) {
      const invented = query
        .replace(achievement, randomUUID())
        .replace(review, randomUUID())
        .replace(world.ids.unitId('29242'), randomUUID());
      const foreign = await world.ask('head@29374', query);
      expect([name, foreign.body]).toEqual([name, (await world.ask('head@29374', invented)).body]);
    }
    for (const [name, input] of mutations().filter(([one]) => /^(achievementR.*Q|achievementS|review)/.test(one))) {
      const foreign = await world.ask('head@29374', documentOf(name), { variables: { input } });
      const unknown = {
        ...input,
        ...(input.achievement !== undefined && { achievement: 'x' }),
        ...(input.review !== undefined && { review: 'x' }),
      };
      expect([name, foreign.body]).toEqual([
        name,
        (await world.ask('head@29374', documentOf(name), { variables: { input: unknown } })).body,
      ]);
    }
  });

  it('names the rule to those who may read but not do', async () => {
    const wanted: Readonly<Record<string, readonly [user: string, said: string]>> = {
      unitsImport: ['head@84', 'role'],
      organisationEstablish: ['head@842', 'role'],
      officerAppoint: ['head@842', 'role'],
      officerRelease: ['head@842', 'role'],
      campaignDraft: ['head@842', 'issuer'],
      campaignLaunch: ['head@842', 'issuer'],
      achievementRegister: ['reviewer@29242', 'role'],
      achievementReportQuantities: ['clerk@842', 'own-organisation'],
      achievementSubmit: ['clerk@29242', 'role'],
      reviewApprove: ['head@842', 'role'],
      reviewReturn: ['reviewer@84', 'receiver'],
    };
    for (const [name, input] of mutations()) {
      const [user, said] = wanted[name] ?? ['', ''];
      expect([name, await codes(user, name, input)]).toEqual([name, [said]]);
    }
  });

  it('lets a person who holds two appointments choose one, and nobody choose another person’s', async () => {
    const [, input] = mutations().find(([name]) => name === 'reviewReturn') ?? ['', {}];
    const wrong = { ...input, submissionNo: 9 };
    expect(await codes('both@842', 'reviewReturn', wrong)).toEqual(['NOT_FOUND']);
    const { body } = await world.ask('both@842', '{ me { acting { id } appointments { id role } } }');
    expect(body.data.me.acting).toBeNull();
    const idOf = (role: string) => body.data.me.appointments.find((one: { role: string }) => one.role === role).id;
    const as = (id: string) => ({ 'acting-as': id });
    expect(await codes('both@842', 'reviewReturn', wrong, as(idOf('REVIEWER')))).toEqual(['SUBMISSION_CHANGED']);
    expect(await codes('both@842', 'reviewReturn', wrong, as(idOf('HEAD')))).toEqual(['role']);
    expect(await codes('head@842', 'reviewReturn', wrong, as(idOf('REVIEWER')))).toEqual(['NOT_FOUND']);
  });

  it('takes rights away with the appointment, at once', async () => {
    const organisation = world.ids.committeeId('29239');
    const { body } = await world.ask('clerk@29239', '{ me { acting { id } } }');
    const register = () =>
      codes('clerk@29239', 'achievementRegister', {
        idempotencyKey: randomUUID(),
        campaign: world.ids.campaignId,
        area: '2.5',
        kind: 'TASK',
        title: 't',
      });
    expect(await register()).toEqual([]);
    await world.change('admin@84', 'officerRelease', 'revision', {
      idempotencyKey: randomUUID(),
      force: true,
      organisation,
      appointment: body.data.me.acting.id,
      validFrom: '2022-03-01',
    });
    expect(await register()).toEqual(['no-appointment']);
  });

  it('lets an administrator neither appoint nor release themselves', async () => {
    const input = {
      idempotencyKey: randomUUID(),
      force: true,
      organisation: world.ids.committeeId('84'),
      validFrom: '2022-03-01',
    };
    expect(await codes('admin@84', 'officerAppoint', { ...input, userId: 'admin@84', role: 'ADMIN' })).toEqual([
      'not-oneself',
    ]);
    const own = world.ids.appointmentId('ADMIN', '84');
    expect(await codes('admin@84', 'officerRelease', { ...input, appointment: own })).toEqual(['not-oneself']);
    expect(await codes('admin@84', 'officerAppoint', { ...input, userId: 'head@84', role: 'ADMIN' })).toEqual([
      'ROLE_NOT_HERE',
    ]);
  });

  it('answers bad tokens and malformed documents with a GraphQL error and no stack', async () => {
    const said = [
      await world.askWith('Bearer nonsense', JSON.stringify({ query: '{ me { userId } }' })),
      await world.askWith('Basic abc', JSON.stringify({ query: '{ me { userId } }' })),
      await world.ask('head@84', '{ nonsense'),
      await world.ask('head@84', '{ nonsense }'),
      await world.ask('head@84', 'query($d: Date) { unit(by: { code: "84" }, on: $d) { id } }', {
        variables: { d: '2022-02-30' },
      }),
      await world.ask('head@84', `{ campaigns(first: 1000) { edges { cursor } } }`),
      await world.ask('head@84', `{ campaigns(after: "x") { edges { cursor } } }`),
      await world.askWith(null, 'not json'),
      await world.ask('clerk@29242', documentOf('achievementRegister'), {
        variables: {
          input: { idempotencyKey: randomUUID(), campaign: 'x', area: '2.5', kind: 'TASK', title: 'half \ud800' },
        },
      }),
    ];
    expect(said.map(({ status }) => status >= 500)).not.toContain(true);
    for (const { body } of said) expect(body.errors?.length).toBeGreaterThan(0);
    expect(JSON.stringify(said)).not.toMatch(/\.(js|ts):\d/);
    expect(said.map(({ body }) => body.errors?.[0]?.extensions.code)).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
      'GRAPHQL_PARSE_FAILED',
      'GRAPHQL_VALIDATION_FAILED',
      'BAD_USER_INPUT',
      'BAD_USER_INPUT',
      'BAD_USER_INPUT',
      'BAD_REQUEST',
      'BAD_USER_INPUT',
    ]);
  });
});
