import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { organisationIdOf } from '@thidua/events';
import { openWorld, type World } from './world.js';

const eve = '2024-12-31';
const day = '2025-01-01';
const old = ['29242', '29245', '29251'] as const;

/** The real merger of 2025-01-01: wards 2, 3 and 6 of Trà Vinh City become one, again ward 3 (casebook 07). */
describe('a reorganisation, over HTTP', () => {
  let world: World;
  let merged: string;
  const received: string[] = [];

  beforeAll(async () => {
    world = await openWorld();
    world.at('2022-03-01T08:00:00+07:00');
    for (const [userId, code] of [
      ['admin@842', '842'],
      ['admin@29245', '29245'],
    ] as const) {
      const input = { organisation: world.ids.committeeId(code), userId, role: 'ADMIN', validFrom: '2022-01-01' };
      await world.change('admin@84', 'officerAppoint', 'revision', { ...fresh(), force: true, ...input });
    }
    for (const code of [...old, '29239']) received.push(await submitted(code));
    await world.house().drain();
    world.at('2024-12-20T08:00:00+07:00');
  });
  afterAll(() => world.close());

  const fresh = () => ({ idempotencyKey: randomUUID() });
  const idOf = (code: string) => world.ids.unitId(code);
  const committee = (unitId: string) => organisationIdOf(unitId, 'FRONT_COMMITTEE');
  const head = () => world.house().stores.store.head();
  const data = async (user: string, query: string) => {
    const { body } = await world.ask(user, query);
    if (body.errors) throw new Error(JSON.stringify(body.errors));
    return body.data;
  };
  /** A case of this commune that waits for the committee of the district. */
  const submitted = async (code: string): Promise<string> => {
    const task = { campaign: world.ids.campaignId, area: '2.5', kind: 'TASK', title: 'Con đường hoa' };
    const made = await world.change(`clerk@${code}`, 'achievementRegister', 'achievementId', { ...fresh(), ...task });
    const change = () => ({ ...fresh(), force: true, achievement: made.achievementId });
    const lines = [{ lineId: 'l', metric: 'road_metre', effectiveOn: '2022-02-01', value: '7' }];
    await world.change(`clerk@${code}`, 'achievementReportQuantities', 'revision', { ...change(), lines });
    const reads = 'achievement { reviewId }';
    return (await world.change(`head@${code}`, 'achievementSubmit', reads, change())).achievement.reviewId;
  };
  const merger = () => ({
    ...fresh(),
    resolutionNo: '1205/NQ-UBTVQH15',
    validFrom: day,
    newUnits: [{ key: 'A', level: 'COMMUNE', type: 'ward', name: 'Phường 3', parent: idOf('842'), code: '29242' }],
    mappings: old.map((code) => ({ from: idOf(code), to: 'A', coverage: 'FULL' })),
    expectedRevisions: old.map((code) => ({ unit: idOf(code), revision: 1 })),
  });
  const order = async (user: string, input: object, dryRun = false) => {
    const query = `mutation($input: UnitsReorganiseInput!, $dryRun: Boolean!) { unitsReorganise(input: $input, dryRun: $dryRun) {
      reorganisationId newUnits { key unitId } changes revision receipt
      userErrors { code field ... on RevisionConflict { expected actual } ... on NotAllowed { rule } } } }`;
    const { body } = await world.ask(user, query, { variables: { input, dryRun } });
    if (body.errors) throw new Error(JSON.stringify(body.errors));
    return body.data.unitsReorganise;
  };
  const words = [
    'Founded: Phường 3 (29242), below Thành phố Trà Vinh.',
    'Phường 3 ends and goes to: Phường 3 (FULL).',
    'Phường 2 ends and goes to: Phường 3 (FULL).',
    'Phường 6 ends and goes to: Phường 3 (FULL).',
  ];
  const nothing = { reorganisationId: null, newUnits: [], changes: [], revision: null, receipt: null };

  it('says in a dry run what would change, and stores nothing', async () => {
    const before = await head();
    const { newUnits, changes, ...rest } = await order('admin@84', merger(), true);
    expect(changes).toEqual(words);
    expect(newUnits).toEqual([{ key: 'A', unitId: expect.any(String) }]);
    expect(rest).toMatchObject({ reorganisationId: null, receipt: null, userErrors: [] });
    expect(await head()).toBe(before);
    const { unit } = await data('admin@84', `{ unit(by: { code: "29242" }, on: "${day}") { id } }`);
    expect(unit.id).toBe(idOf('29242'));
  });

  it.each([true, false])('says all that speaks against it (dry run: %s), and stores nothing', async (dryRun) => {
    const before = await head();
    const refused = async (user: string, more: object) => {
      const { userErrors, ...rest } = await order(user, { ...merger(), ...more }, dryRun);
      expect(rest).toEqual(nothing);
      return userErrors;
    };
    const stale = old.map((code, index) => ({ unit: idOf(code), revision: 1 + index }));
    expect(await refused('admin@84', { expectedRevisions: stale })).toMatchObject([
      { code: 'REVISION_CONFLICT', expected: 2, actual: 1 },
      { code: 'REVISION_CONFLICT', expected: 3, actual: 1 },
    ]);
    const required = await refused('admin@84', { expectedRevisions: null });
    expect(required.map(({ code }: { code: string }) => code)).toEqual(Array(3).fill('REVISION_REQUIRED'));
    const [founded] = merger().newUnits;
    expect(
      await refused('admin@84', { newUnits: [{ ...founded, parent: idOf('29239'), code: '29260' }] }),
    ).toMatchObject([
      { code: 'PARENT_LEVEL', field: ['newUnits', '0', 'parent'] },
      { code: 'CODE_TAKEN', field: ['newUnits', '0', 'code'] },
    ]);
    const mapping = (from: string, to = 'A') => ({ mappings: [{ from, to, coverage: 'FULL' }] });
    expect(await refused('admin@84', mapping('nowhere'))).toEqual([
      { code: 'NOT_FOUND', field: ['mappings', '0', 'from'] },
    ]);
    expect(await refused('admin@84', mapping(idOf('29245'), idOf('29239')))).toMatchObject([
      { code: 'MAPPING_TARGET', field: ['mappings', '0', 'to'] },
    ]);
    const territory = [{ code: 'NOT_ALLOWED', rule: 'territory' }];
    for (const more of [
      mapping(idOf('29374')),
      { dissolve: [idOf('29374')] },
      { newUnits: [{ ...founded, parent: null }] },
    ]) {
      expect(await refused('admin@842', more)).toMatchObject(territory);
    }
    for (const move of [
      { unit: idOf('29374'), toParent: 'A' },
      { unit: idOf('29239'), toParent: idOf('847') },
    ]) {
      expect(await refused('admin@842', { moves: [move] })).toMatchObject(territory);
    }
    expect(await refused('head@842', {})).toMatchObject([{ code: 'NOT_ALLOWED', rule: 'role' }]);
    expect(await head()).toBe(before);
  });

  it('is done by the administrator of the district in one append, and a repeat answers the same', async () => {
    const input = merger();
    const answer = await order('admin@842', input);
    expect(answer).toMatchObject({ reorganisationId: expect.any(String), changes: words, userErrors: [] });
    merged = answer.newUnits[0].unitId;
    await world.house().drain();
    const stored = await head();
    expect(await order('admin@842', input)).toEqual(answer);
    expect(await head()).toBe(stored);
  });

  it('one code names two units: the old one to the last day, the new one from the first', async () => {
    const seen =
      'id name validFrom validTo predecessors { coverage unit { id code } } successors { coverage unit { id name } }';
    const { before, after, two } = await data(
      'clerk@29239',
      `{ before: unit(by: { code: "29242" }, on: "${eve}") { ${seen} } after: unit(by: { code: "29242" }, on: "${day}") { ${seen} }
         two: unit(by: { code: "29245" }, on: "${day}") { id } }`,
    );
    const name = 'Phường 3';
    const successors = [{ coverage: 'FULL', unit: { id: merged, name } }];
    expect(before).toEqual({
      id: idOf('29242'),
      name,
      validFrom: '2022-01-01',
      validTo: eve,
      predecessors: [],
      successors,
    });
    const predecessors = old.map((code) => ({ coverage: 'FULL', unit: { id: idOf(code), code } }));
    expect(after).toEqual({ id: merged, name, validFrom: day, validTo: null, predecessors, successors: [] });
    expect(two).toBeNull();
  });

  it('the district has the old wards before and the new one after', async () => {
    const codes = async (on: string): Promise<readonly string[]> => {
      const query = `{ unit(by: { code: "842" }, on: "${on}") { children { totalCount edges { node { code } } } } }`;
      const { totalCount, edges } = (await data('clerk@29239', query)).unit.children;
      expect(totalCount).toBe(edges.length);
      return edges.map(({ node }: { node: { code: string } }) => node.code);
    };
    const others = ['29236', '29239', '29248', '29254', '29257', '29260', '29263'];
    expect([...(await codes(eve))].sort()).toEqual([...others, ...old].sort());
    expect([...(await codes(day))].sort()).toEqual([...others, '29242'].sort());
  });

  it('the new ward has its committee, the old ones end, and their people have no rights from the day on', async () => {
    world.at('2024-12-31T23:59:59+07:00');
    const own =
      '{ me { appointments { id } } reviewQueue { edges { cursor } } achievements(filter: { campaign: "C" }) { edges { cursor } } }';
    const asked = own.replace('C', world.ids.campaignId);
    expect((await data('head@29245', asked)).me.appointments).toHaveLength(1);
    world.at('2025-01-02T08:00:00+07:00');
    const { organisation } = await data(
      'admin@842',
      `{ organisation(id: "${committee(merged)}") { name validFrom validTo officers { id } predecessors { id } } }`,
    );
    expect(organisation).toEqual({
      name: 'Ủy ban MTTQ Việt Nam phường 3',
      validFrom: day,
      validTo: null,
      officers: [],
      predecessors: old.map((code) => ({ id: world.ids.committeeId(code) })),
    });
    for (const code of old) {
      const { organisation: ended } = await data(
        'admin@842',
        `{ organisation(id: "${world.ids.committeeId(code)}") { validTo successor { id } officers { validTo } } }`,
      );
      expect(ended).toMatchObject({ validTo: eve, successor: { id: committee(merged) } });
      for (const role of ['clerk', 'head', 'reviewer']) {
        expect(await data(`${role}@${code}`, asked)).toEqual({
          me: { appointments: [] },
          reviewQueue: { edges: [] },
          achievements: { edges: [] },
        });
      }
    }
    const rename = { ...fresh(), force: true, unit: idOf('29245'), name: 'x', validFrom: '2022-06-01' };
    const { userErrors } = await world.change('admin@29245', 'unitRename', 'unitId', rename);
    expect(userErrors).toMatchObject([{ code: 'NOT_ALLOWED' }]);
  });

  it('the committee of the district decides what it received of the wards that ended', async () => {
    const { reviewQueue } = await data('reviewer@842', '{ reviewQueue { edges { node { id } } } }');
    const waiting = reviewQueue.edges.map(({ node }: { node: { id: string } }) => node.id);
    expect([...waiting].sort()).toEqual([...received].sort());
    for (const review of received) {
      const input = { ...fresh(), force: true, review, submissionNo: 1 };
      const { settled, userErrors } = await world.change('reviewer@842', 'reviewApprove', 'settled', input);
      expect({ settled, userErrors }).toEqual({ settled: true, userErrors: [] });
    }
  });

  it('the administrator of the district appoints at the new committee, whose people read the work of before', async () => {
    const input = { organisation: committee(merged), userId: 'clerk@new', role: 'CLERK', validFrom: day };
    const { userErrors } = await world.change('admin@842', 'officerAppoint', 'revision', {
      ...fresh(),
      force: true,
      ...input,
    });
    expect(userErrors).toEqual([]);
    const query = `{ achievements(filter: { campaign: "${world.ids.campaignId}" }) { edges { node { status owner { id } } } } }`;
    const { achievements } = await data('clerk@new', query);
    const owners = achievements.edges.map(({ node }: { node: { owner: { id: string } } }) => node.owner.id);
    expect([...owners].sort()).toEqual(old.map((code) => world.ids.committeeId(code)).sort());
  });
});
