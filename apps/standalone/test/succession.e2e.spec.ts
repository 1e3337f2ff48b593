import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DomainEvent, organisationIdOf } from '@thidua/events';
import { openWorld, type World } from './world.js';

/** What becomes of people, cases and work when organisations and units end, over HTTP. */
describe('when an organisation ends', () => {
  let world: World;
  const committee = (unitId: string) => organisationIdOf(unitId, 'FRONT_COMMITTEE');
  const idOf = (unitCode: string) => world.ids.unitId(unitCode);
  const committeeOf = (unitCode: string) => committee(idOf(unitCode));

  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  const change = (user: string, field: string, input: Record<string, unknown>, reads = 'revision receipt') =>
    world.change(user, field, reads, { idempotencyKey: randomUUID(), force: true, ...input });
  const submitted = async (unitCode: string): Promise<{ achievementId: string; review: string }> => {
    const registration = { campaign: world.ids.campaignId, area: '2.5', kind: 'TASK', title: 'Trồng hoa ven đường' };
    const { achievementId } = await world.change(`clerk@${unitCode}`, 'achievementRegister', 'achievementId receipt', {
      idempotencyKey: randomUUID(),
      ...registration,
    });
    const lines = [{ lineId: 'l1', metric: 'road_metre', value: '100', effectiveOn: '2022-01-15' }];
    await change(`clerk@${unitCode}`, 'achievementReportQuantities', { achievement: achievementId, lines });
    const { achievement } = await change(
      `head@${unitCode}`,
      'achievementSubmit',
      { achievement: achievementId },
      'receipt achievement { reviewId }',
    );
    await world.house().drain();
    return { achievementId, review: achievement.reviewId };
  };
  const queueOf = async (user: string): Promise<readonly string[]> => {
    const { body } = await world.ask(user, '{ reviewQueue { edges { node { id unit { code validTo } } } } }');
    return body.data.reviewQueue.edges.map(({ node }: { node: { id: string } }) => node.id);
  };
  const decide = async (user: string, review: string) => {
    const { userErrors, settled } = await change(user, 'reviewApprove', { review, submissionNo: 1 }, 'settled receipt');
    return userErrors.map(({ code }: { code: string }) => code)[0] ?? (settled ? 'SETTLED' : 'DONE');
  };

  it('has the name of each day, and a renaming of somebody who may not changes nothing', async () => {
    world.at('2022-03-01T08:00:00+07:00');
    const rename = { organisation: committeeOf('844'), name: 'Ủy ban mới', validFrom: '2022-03-01' };
    const { userErrors } = await change('head@84', 'organisationRename', rename);
    expect(userErrors.map(({ code }: { code: string }) => code)).toEqual(['NOT_ALLOWED']);
    const elsewhere = await change('head@845', 'organisationRename', rename);
    expect(elsewhere.userErrors.map(({ code }: { code: string }) => code)).toEqual(['NOT_FOUND']);
    await change('admin@84', 'organisationRename', rename);
    const names = async (on: string) => {
      const { body } = await world.ask(
        'head@845',
        `{ unit(by: { code: "844" }, on: "${on}") { organisations { name } } }`,
      );
      return body.data.unit.organisations.map(({ name }: { name: string }) => name);
    };
    expect(await names('2022-02-28')).toEqual(['Ủy ban MTTQ Việt Nam huyện Càng Long']);
    expect(await names('2022-03-01')).toEqual(['Ủy ban mới']);
  });

  it('its people have no rights from that day on, and the committee above decides what it received', async () => {
    const { review } = await submitted('29242');
    expect(await queueOf('reviewer@842')).toContain(review);
    const end = { organisation: committeeOf('842'), validFrom: '2022-03-05' };
    const ended = await change(
      'admin@84',
      'organisationDissolve',
      end,
      'revision receipt organisation { validTo successor { id } officers { validTo } }',
    );
    expect(ended.organisation).toEqual({
      validTo: '2022-03-04',
      successor: null,
      officers: Array(3).fill({ validTo: '2022-03-04' }),
    });
    expect(await queueOf('reviewer@842')).toContain(review);

    world.at('2022-03-05T00:00:01+07:00');
    const { body } = await world.ask(
      'reviewer@842',
      `{ me { appointments { id } } review(id: "${review}") { id } reviewQueue { edges { cursor } } }`,
    );
    expect(body.data).toEqual({ me: { appointments: [] }, review: null, reviewQueue: { edges: [] } });
    expect(await decide('reviewer@842', review)).toBe('NOT_FOUND');
    expect(await decide('reviewer@842', randomUUID())).toBe('NOT_FOUND');
    expect(await decide('reviewer@847', review)).toBe('NOT_FOUND');
    expect(await queueOf('reviewer@84')).toContain(review);
    expect(await decide('reviewer@84', review)).toBe('SETTLED');

    const late = { organisation: committeeOf('842'), userId: 'new', role: 'HEAD', validFrom: '2022-03-05' };
    const { userErrors } = await change('admin@84', 'officerAppoint', late);
    expect(userErrors.map(({ code, field }: { code: string; field: string[] }) => [code, field])).toEqual([
      ['INVALID_TRANSITION', ['validFrom']],
    ]);
  });

  it('an administrator does not end the committee they stand at', async () => {
    const own = { organisation: committeeOf('84'), validFrom: '2022-04-01' };
    const { userErrors } = await change('admin@84', 'organisationDissolve', own);
    expect(userErrors[0]).toMatchObject({ __typename: 'NotAllowed', code: 'NOT_ALLOWED' });
  });

  it('a merger gives the new unit its committee, which reads and decides for those before', async () => {
    const { achievementId, review } = await submitted('29269');
    const district = '844';
    const after = `unit-${randomUUID()}`;
    await reorganise([idOf('29269'), idOf('29272')], after, idOf(district), '2022-03-10');
    world.at('2022-03-10T08:00:00+07:00');
    const { body } = await world.ask(
      'admin@84',
      `{ organisation(id: "${committee(after)}") { name validFrom predecessors { id } } old: organisation(id: "${committeeOf('29269')}") { validTo successor { id } } }`,
    );
    expect(body.data).toEqual({
      organisation: {
        name: 'Ủy ban MTTQ Việt Nam xã Hợp Nhất',
        validFrom: '2022-03-10',
        predecessors: [{ id: committeeOf('29269') }, { id: committeeOf('29272') }],
      },
      old: { validTo: '2022-03-09', successor: { id: committee(after) } },
    });
    await change('admin@84', 'officerAppoint', {
      organisation: committee(after),
      userId: 'head@new',
      role: 'HEAD',
      validFrom: '2022-03-10',
    });
    const seen = async (user: string) => {
      const query = `{ achievement(id: "${achievementId}") { id } achievements(filter: { campaign: "${world.ids.campaignId}" }) { edges { node { id } } } }`;
      const { data } = (await world.ask(user, query)).body;
      return [
        data.achievement?.id ?? null,
        data.achievements.edges.map(({ node }: { node: { id: string } }) => node.id).includes(achievementId),
      ];
    };
    expect(await seen('head@new')).toEqual([achievementId, true]);
    expect(await seen('head@844')).toEqual([achievementId, true]);
    expect(await seen('head@845')).toEqual([null, false]);
    expect(await seen('head@29269')).toEqual([null, false]);
    expect(await queueOf('reviewer@844')).toContain(review);
    expect(await decide('reviewer@844', review)).toBe('SETTLED');
  });

  /** What the registry writes when units become one, by its events. */
  const reorganise = async (from: readonly string[], to: string, parentUnitId: string, validFrom: string) => {
    const { store } = world.house().stores;
    const reorganisationId = randomUUID();
    const mappings = from.map((fromUnitId) => ({ fromUnitId, toUnitId: to, coverage: 'FULL' }));
    const nameVi = 'Xã Hợp Nhất';
    const events: DomainEvent[] = [
      { type: 'UnitsReorganised.v1', data: { reorganisationId, resolutionNo: '1', validFrom, mappings } },
      {
        type: 'UnitRegistered.v1',
        data: { unitId: to, level: 'commune', type: 'commune', nameVi, parentUnitId, validFrom, reorganisationId },
      },
      ...from.map((unitId) => ({
        type: 'UnitDissolved.v1',
        data: { unitId, successors: [{ unitId: to, coverage: 'FULL' }], validFrom, reorganisationId },
      })),
    ];
    const stream = 'unittree-main';
    const expectedRevision = (await store.readStream(stream, 0, 1000)).length - 1;
    const commandId = randomUUID();
    const envelope = {
      actor: { userId: 'admin@84', orgId: committeeOf('84'), role: 'ADMIN', appointmentId: 'a' },
      via: null,
      commandId,
      inputHash: commandId,
      correlationId: commandId,
      causationId: null,
      synthetic: true,
    } as const;
    await store.append({ envelope, streams: [{ stream, expectedRevision, events }] });
    await world.house().drain();
  };
});
