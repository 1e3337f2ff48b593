import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AchievementEvent, DomainEvent } from '@thidua/events';
import { GraphQLError } from 'graphql';
import {
  amendmentRefused,
  amendmentRequested,
  approved,
  attached,
  completed,
  declared,
  lead,
  line,
  partner,
  people,
  registered,
  rejected,
  reported,
  returned,
  revoked,
  submitted,
  withdrawn,
} from '../../test/achievements.js';
import { asking, campaignId, committee, openProvince, ownedBy, type Province, youth } from '../../test/province.js';
import type { AchievementRegisterInput } from './achievement.inputs.js';

let province: Province;
beforeEach(async () => {
  province = await openProvince();
});
afterEach(() => province.close());

const road = [line('a', 100)];
const underReview = [registered(), attached(), reported(road), completed('2022-03-10'), submitted(road)];
const accepted = [...underReview, approved(road)];
const longer = { before: road, after: [line('a', 130)] };

const happens = (id: string, unitId: string, events: readonly AchievementEvent[]) =>
  province.happens(`achievement-${id}`, ...ownedBy(id, unitId, events));
const read = (id: string, userId: string) => province.achievements.achievement(id, undefined, asking(userId));
const listed = async (userId: string, filter: object = {}) => {
  const args = { filter: { campaign: campaignId, ...filter } };
  return (await province.achievements.achievements(args, asking(userId))).edges.map(({ node }) => node.id);
};
const key = () => ({ idempotencyKey: randomUUID() });

describe('a list', () => {
  it('is read in two statements, with all that a page shows and may be done', async () => {
    for (let n = 0; n < 40; n++) await happens(`a${n}`, '29242', n % 2 === 0 ? underReview : accepted);
    province.statements();
    const context = asking('HEAD@29242');
    const page = await province.achievements.achievements({ filter: { campaign: campaignId }, first: 30 }, context);
    expect(page.edges).toHaveLength(30);
    for (const { node } of page.edges) {
      expect(await province.achievements.campaign(node, context)).toMatchObject({ id: campaignId });
      expect(await province.achievements.allowed(node, context)).toHaveLength(10);
      expect(node.lines).toHaveLength(1);
      expect(node.evidence).toHaveLength(1);
    }
    expect(province.statements()).toBe(2);
  });

  it('shows to everybody exactly what they read one by one, and each once', async () => {
    const shared = declared([lead(5000), { ...partner(youth('29374'), 5000), unitId: '29374' }]);
    await happens('draft', '29242', [registered()]);
    await happens('waits', '29242', underReview);
    await happens('counts', '29245', accepted);
    await happens('amended', '29245', [...accepted, amendmentRequested(longer)]);
    await happens('shared', '29242', [registered(), shared]);
    await happens('far', '29374', accepted);
    await happens('former', 'ward 2', underReview);
    // Its receiver decides on it wherever its unit has gone.
    await province.happens(
      'achievement-moved',
      ...ownedBy('moved', '29374', underReview).map(
        (event) => JSON.parse(JSON.stringify(event).replaceAll(committee('847'), committee('842'))) as DomainEvent,
      ),
    );
    const ids = ['draft', 'waits', 'counts', 'amended', 'shared', 'far', 'former', 'moved'];
    const roles = ['CLERK', 'HEAD', 'REVIEWER', 'ANALYST', 'ADMIN'];
    const places = ['84', '842', '847', '29242', '29245', '29374'];
    const everybody = [
      ...roles.flatMap((role) => places.map((place) => `${role}@${place}`)),
      'YOUTH CLERK@29374',
      'nobody',
    ];
    const seen: Record<string, readonly string[]> = {};
    for (const userId of everybody) {
      const readable: string[] = [];
      for (const id of ids) if (await read(id, userId)) readable.push(id);
      const shown = await listed(userId);
      expect([userId, [...shown].sort()]).toEqual([userId, [...readable].sort()]);
      seen[userId] = [...shown].sort();
    }
    expect(seen['ANALYST@84']).toEqual(['amended', 'counts', 'far']);
    expect(seen['CLERK@842']).toEqual(['amended', 'counts', 'draft', 'former', 'moved', 'shared', 'waits']);
    expect(seen['HEAD@29242']).toEqual(['draft', 'former', 'shared', 'waits']);
    expect(seen['ADMIN@84']).toEqual([]);
    // A partner that competes in nothing reads what it contributes to.
    expect(seen['YOUTH CLERK@29374']).toEqual(['shared']);
  });

  it('within a unit holds what lies there and may be read; within one that nobody knows it is empty', async () => {
    await happens('here', '29242', accepted);
    await happens('there', '29374', accepted);
    expect(await listed('HEAD@84', { within: '842' })).toEqual(['here']);
    expect(await listed('HEAD@84', { within: '84' })).toEqual(['there', 'here']);
    expect(await listed('HEAD@842', { within: '847' })).toEqual([]);
    expect(await listed('HEAD@842', { within: '29374' })).toEqual([]);
    expect(await listed('HEAD@842', { within: 'nowhere' })).toEqual([]);
  });

  it('shows an analyst approved work only, whatever states are asked for', async () => {
    await happens('counts', '29242', accepted);
    await happens('waits', '29242', underReview);
    expect(await listed('ANALYST@84', { status: ['APPROVED', 'UNDER_REVIEW'] })).toEqual(['counts']);
    expect(await listed('ANALYST@84', { status: ['UNDER_REVIEW'] })).toEqual([]);
  });

  it('finds words of titles in any spelling of tones', async () => {
    await happens('road', '29242', [registered({ titleVi: 'Đường hoa Lương Hoà A' })]);
    for (const search of ['đường', 'DUONG hoa', 'lương hòa', 'luong hoa a'.normalize('NFD')]) {
      expect([search, await listed('HEAD@84', { search })]).toEqual([search, ['road']]);
    }
    expect(await listed('HEAD@84', { search: 'hoa luong hoa b' })).toEqual([]);
    expect(await listed('HEAD@84', { search: '  ' })).toEqual(['road']);
    expect(await listed('HEAD@84', { search: '!?' })).toEqual([]);
  });

  it('takes no cursor of another order, and its own goes on behind the row it stands for', async () => {
    for (const id of ['a', 'b', 'c']) await happens(id, '29242', [registered()]);
    const page = (more: object) =>
      province.achievements.achievements({ filter: { campaign: campaignId }, first: 1, ...more }, asking('HEAD@84'));
    const byTitle = { by: 'TITLE', direction: 'ASCENDING' } as const;
    const { edges, pageInfo } = await page({ order: byTitle });
    expect(edges[0]?.node.id).toBe('a');
    const next = await page({ order: byTitle, after: pageInfo.endCursor });
    expect(next.edges[0]?.node.id).toBe('b');
    for (const order of [{ ...byTitle, direction: 'DESCENDING' }, { ...byTitle, by: 'PLANNED_FROM' }, null]) {
      await expect(page({ order, after: pageInfo.endCursor })).rejects.toThrow(GraphQLError);
    }
  });
});

describe('an achievement', () => {
  it('shows its lines in the fields of their metrics', async () => {
    const lines = [
      line('v', 5),
      people('m', [1, 2, 3]),
      { ...line('d', 0), metric: 'people', quantity: { declared: 7 } },
      { ...line('r', 0), quantity: { num: 3, den: 0 } },
      { ...line('a', 0), quantity: { sum: 175, count: 2 } },
    ];
    await happens('road', '29242', [registered(), reported(lines)]);
    const shown = await read('road', 'HEAD@29242');
    expect(shown?.lines.map(({ quantity }) => quantity)).toEqual([
      { count: 1, exact: true, value: 5 },
      { count: 1, exact: true, value: 3 },
      { count: 1, exact: false, value: 7 },
      { count: 1, exact: true, numerator: 3, denominator: 0 },
      { count: 2, exact: true, sum: 175 },
    ]);
  });

  it('shows who did it, who decides, and what an amendment would make of it', async () => {
    const shared = declared([lead(6000), { ...partner(youth('29374'), 4000), unitId: '29374' }]);
    await happens('road', '29242', [registered(), shared, ...accepted.slice(1), amendmentRequested(longer)]);
    expect(await read('road', 'HEAD@29242')).toMatchObject({
      contributions: [
        { organisation: { id: committee('29242') }, role: 'LEAD', shareBp: 6000 },
        { organisation: { id: youth('29374') }, role: 'PARTNER', shareBp: 4000 },
      ],
      receiver: { id: committee('842') },
      approvedLines: [{ quantity: { value: 100 } }],
      proposedLines: [{ quantity: { value: 130 } }],
      evidence: [{ id: 'photo', kind: 'PHOTO', url: '/evidence/photo' }],
    });
  });

  it.each<[string, readonly AchievementEvent[], object]>([
    ['returned', [...underReview, returned(road)], { returnedBecause: { reasonCode: 'QUANTITY_UNCLEAR' } }],
    ['rejected', [...underReview, rejected(road)], { returnedBecause: { note: 'Hãy đo lại.' } }],
    [
      'refused an amendment',
      [...accepted, amendmentRequested(longer), amendmentRefused(longer)],
      { returnedBecause: { reasonCode: 'QUANTITY_UNCLEAR' }, status: 'APPROVED' },
    ],
    ['withdrawn after a return', [...underReview, returned(road), withdrawn([], 1)], { returnedBecause: null }],
    ['withdrawn', [registered(), withdrawn([], 0)], { endedBecause: 'Nhập trùng.' }],
    ['revoked', [...accepted, revoked(road)], { endedBecause: 'Trùng.', approvedLines: [] }],
  ])('that was %s says why', async (_, events, expected) => {
    await happens('road', '29242', events);
    expect(await read('road', 'HEAD@29242')).toMatchObject(expected);
  });

  it('slips once its planned end has passed, until it is completed or given up', async () => {
    const planned = (plannedTo: string) => registered({ plannedTo });
    const slipping = async (...events: readonly AchievementEvent[]) => {
      const id = randomUUID();
      await happens(id, '29242', events);
      return (await read(id, 'HEAD@29242'))?.slipping;
    };
    expect(await slipping(planned('2022-04-30'))).toBe(true);
    expect(await slipping(planned('2022-04-30'), reported(road))).toBe(true);
    expect(await slipping(planned('2022-05-01'))).toBe(false);
    expect(await slipping(registered())).toBe(false);
    expect(await slipping(planned('2022-04-30'), completed('2022-04-30'))).toBe(false);
    expect(await slipping(planned('2022-04-30'), withdrawn([], 0))).toBe(false);
  });

  it('was registered after the fact where a line or its completion lies before that day', async () => {
    const after = async (...events: readonly AchievementEvent[]) => {
      const id = randomUUID();
      await happens(id, '29242', events);
      return (await read(id, 'HEAD@29242'))?.registeredAfterFact;
    };
    expect(await after(registered())).toBe(false);
    expect(await after(registered(), reported([line('a', 1, '2022-04-30')]))).toBe(true);
    expect(await after(registered(), reported([line('a', 1, '2022-05-01')]))).toBe(false);
    expect(await after(registered(), completed('2022-04-30'))).toBe(true);
  });
});

describe('registering', () => {
  const input = (more: Partial<AchievementRegisterInput> = {}): AchievementRegisterInput => ({
    ...key(),
    ...{ campaign: campaignId, area: '2.1', kind: 'TASK', title: 'Đường hoa', movements: [] },
    ...more,
  });
  const register = (userId: string, more: Partial<AchievementRegisterInput> = {}) =>
    province.changes.register(input(more), asking(userId));

  it('counts for the own unit, or for a former one that went to it as a whole', async () => {
    for (const [unit, counted] of [
      [undefined, '29242'],
      ['29242', '29242'],
      ['ward 2', 'ward 2'],
    ] as const) {
      const { achievementId, userErrors } = await register('CLERK@29242', unit ? { unit } : {});
      expect(userErrors).toEqual([]);
      await province.caughtUp();
      expect(await read(achievementId ?? '', 'CLERK@29242')).toMatchObject({ unit: { id: counted } });
    }
    for (const unit of ['29245', 'split', '842', 'nowhere']) {
      const { achievementId, userErrors } = await register('CLERK@29242', { unit });
      expect([achievementId, userErrors.map(({ code, field }) => [code, field])]).toEqual([
        null,
        [['UNIT_NOT_OWNED', ['unit']]],
      ]);
    }
  });

  it('is refused once the organisation takes no part any more, and to one that no rule matches', async () => {
    expect((await register('CLERK@29242')).userErrors).toEqual([]);
    await province.leaves(committee('29242'));
    expect((await register('CLERK@29242')).userErrors.map(({ code }) => code)).toEqual(['NOT_A_PARTICIPANT']);
    expect((await register('YOUTH CLERK@29374')).userErrors.map(({ code }) => code)).toEqual(['NOT_FOUND']);
  });

  it('with the same key answers the same and makes no second one', async () => {
    const once = input();
    const answers = [1, 2].map(() => province.changes.register(once, asking('CLERK@29242')));
    const [first, second] = await Promise.all(answers);
    expect(second).toEqual(first);
    const registrations = (await province.log()).filter(({ type }) => type === 'AchievementRegistered.v1');
    expect(registrations).toHaveLength(1);
  });
});

describe('a partner', () => {
  it('that does not exist is not found, where it stands in the input', async () => {
    await happens('road', '29242', [registered()]);
    const contributions = [
      { organisation: committee('29242'), role: 'LEAD', shareBp: 5000 },
      { organisation: 'nowhere', role: 'PARTNER', shareBp: 5000 },
    ] as const;
    const change = { ...key(), force: true, achievement: 'road', contributions };
    const { userErrors } = await province.changes.declareContributions(change, asking('CLERK@29242'));
    expect(userErrors.map(({ code, field }) => [code, field])).toEqual([
      ['NOT_FOUND', ['contributions', '1', 'organisation']],
    ]);
  });

  it('stands at its own unit and reads the achievement, changes nothing of it', async () => {
    await happens('road', '29242', [registered()]);
    const contributions = [
      { organisation: committee('29245'), role: 'PARTNER', shareBp: 4000 },
      { organisation: committee('29242'), role: 'LEAD', shareBp: 6000 },
    ] as const;
    const change = { ...key(), force: true, achievement: 'road', contributions };
    expect(await read('road', 'CLERK@29245')).toBeNull();
    expect((await province.changes.declareContributions(change, asking('CLERK@29242'))).userErrors).toEqual([]);
    await province.caughtUp();
    const { data } = (await province.log()).at(-1) as { data: { contributions: object[] } };
    expect(data.contributions).toEqual([
      { orgId: committee('29242'), unitId: '29242', role: 'LEAD', shareBp: 6000 },
      { orgId: committee('29245'), unitId: '29245', role: 'PARTNER', shareBp: 4000 },
    ]);
    expect(await read('road', 'CLERK@29245')).not.toBeNull();
    const theirs = { ...key(), force: true, achievement: 'road', completedOn: '2022-03-01' };
    const { userErrors } = await province.changes.complete(theirs, asking('CLERK@29245'));
    expect(userErrors.map(({ code }) => code)).toEqual(['NOT_ALLOWED']);
  });
});

describe('a revocation', () => {
  it('is the receiver’s: nobody else’s, and found by nobody who may not read', async () => {
    await happens('road', '29242', accepted);
    const revoke = async (userId: string) => {
      const change = { ...key(), force: true, id: 'road', reason: ' Trùng. ' };
      const { userErrors } = await province.changes.revoke(change, asking(userId));
      return userErrors.map(({ code, field }) => [code, field]);
    };
    expect(await revoke('HEAD@29242')).toEqual([['NOT_ALLOWED', null]]);
    expect(await revoke('HEAD@84')).toEqual([['NOT_ALLOWED', null]]);
    expect(await revoke('REVIEWER@842')).toEqual([['NOT_ALLOWED', null]]);
    expect(await revoke('HEAD@847')).toEqual([['NOT_FOUND', ['id']]]);
    expect(await revoke('HEAD@842')).toEqual([]);
    const last = (await province.log()).at(-1);
    expect(last).toMatchObject({
      type: 'ApprovalRevoked.v1',
      data: { reason: 'Trùng.', revokedByOrgId: committee('842'), lines: road },
    });
  });
});
