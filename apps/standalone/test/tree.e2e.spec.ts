import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from './world.js';

const day = '2022-03-01';
const seenUnit = 'id code name type revision validFrom validTo parent { code }';

/** Each change of one unit: whom it is about, what it says, what is seen of the unit on its day. */
const changes = [
  ['unitRename', '29374', { name: ' Xã  Đổi Tên' }, { name: 'Xã Đổi Tên' }],
  ['unitReclassify', '29377', { type: 'ward' }, { type: 'ward' }],
  ['unitRecode', '29380', { code: '29999' }, { code: '29999' }],
  ['unitMove', '29383', { toParent: '848' }, { parent: { code: '848' } }],
  ['unitDissolve', '29386', {}, null],
] as const;

describe('changes of one unit, over HTTP', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.at(`${day}T08:00:00+07:00`);
    for (const code of ['842', '847']) {
      await world.change('admin@84', 'officerAppoint', 'revision', {
        ...fresh(),
        force: true,
        organisation: world.ids.committeeId(code),
        userId: `admin@${code}`,
        role: 'ADMIN',
        validFrom: '2022-01-01',
      });
    }
  });
  afterAll(() => world.close());

  const fresh = () => ({ idempotencyKey: randomUUID() });
  const idOf = (code: string) => world.ids.unitId(code);
  /** Where the log ends once all is done that follows from what happened. */
  const head = async () => {
    await world.house().drain();
    return world.house().stores.store.head();
  };
  const send = async (user: string, field: string, input: Readonly<Record<string, unknown>>) => {
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
    const query = `mutation($input: ${type}!) { ${field}(input: $input) { unitId revision receipt unit { ${seenUnit} }
      userErrors { code field ... on RevisionConflict { expected actual } ... on NotAllowed { rule } } } }`;
    const { body } = await world.ask(user, query, { variables: { input } });
    if (body.errors) throw new Error(JSON.stringify(body.errors));
    return body.data[field];
  };
  const refusalOf = async (user: string, field: string, input: Readonly<Record<string, unknown>>) => {
    const before = await head();
    const { userErrors, unitId, revision, receipt, unit } = await send(user, field, { ...fresh(), ...input });
    expect({ unitId, revision, receipt, unit }).toEqual({ unitId: null, revision: null, receipt: null, unit: null });
    expect(await head()).toBe(before);
    return userErrors;
  };
  const unitBy = async (by: string, on = day) => {
    const { body } = await world.ask('clerk@29239', `{ unit(by: ${by}, on: "${on}") { ${seenUnit} } }`);
    return body.data.unit;
  };
  /** What a change says, with codes of units as their ids. */
  const said = (what: Readonly<Record<string, string>>) =>
    what.toParent === undefined ? what : { toParent: idOf(what.toParent) };

  it.each(changes)(
    '%s is answered with the unit of its day and its own revision, and a repeat alike',
    async (...one) => {
      const [field, code, what, seen] = one;
      const unit = idOf(code);
      const before = await unitBy(`{ id: "${unit}" }`);
      const input = { ...fresh(), expectedRevision: before.revision, unit, validFrom: day, ...said(what) };
      const answer = await send('admin@84', field, input);
      expect(answer).toMatchObject({ unitId: unit, revision: before.revision + 1, userErrors: [] });
      expect(answer.unit).toEqual(seen && { ...before, ...seen, revision: before.revision + 1 });
      const stored = await head();
      expect(await send('admin@84', field, input)).toEqual(answer);
      expect(await head()).toBe(stored);
      expect(await unitBy(`{ id: "${unit}" }`)).toEqual(answer.unit);
      const dayBefore = await unitBy(`{ id: "${unit}" }`, '2022-02-28');
      const validTo = field === 'unitDissolve' ? '2022-02-28' : null;
      expect(dayBefore).toEqual({ ...before, validTo, revision: before.revision + 1 });
      const reused = await refusalOf('admin@84', field, { ...input, validFrom: '2022-04-01' });
      expect(reused).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    },
  );

  it.each(changes)(
    '%s is refused on what has moved on, without a revision, elsewhere, and at an unknown unit',
    async (...one) => {
      const [field, , what] = one;
      const unit = idOf('29389');
      const input = { validFrom: day, ...said(what), unit };
      expect(await refusalOf('admin@84', field, { ...input, expectedRevision: 7 })).toEqual([
        { code: 'REVISION_CONFLICT', field: ['expectedRevision'], expected: 7, actual: 1 },
      ]);
      expect(await refusalOf('admin@84', field, input)).toMatchObject([
        { code: 'REVISION_REQUIRED', field: ['expectedRevision'] },
      ]);
      const forced = { ...input, force: true };
      const role = [{ code: 'NOT_ALLOWED', field: null, rule: 'role' }];
      const territory = [{ code: 'NOT_ALLOWED', field: null, rule: 'territory' }];
      expect(await refusalOf('head@84', field, forced)).toEqual(role);
      expect(await refusalOf('head@84', field, { ...forced, unit: 'nowhere' })).toEqual(role);
      expect(await refusalOf('admin@842', field, forced)).toEqual(territory);
      expect(await refusalOf('admin@842', field, { ...forced, unit: idOf('84') })).toEqual(territory);
      expect(await refusalOf('admin@84', field, { ...forced, unit: 'nowhere' })).toEqual([
        { code: 'NOT_FOUND', field: ['unit'] },
      ]);
      const early = await refusalOf('admin@84', field, { ...forced, validFrom: '2021-12-31' });
      expect(early).toMatchObject([{ code: 'UNIT_NOT_YET', field: ['validFrom'] }]);
    },
  );

  it('a unit goes below the next level up only, within what its administrator holds', async () => {
    const move = (user: string, unit: string, toParent: string) =>
      refusalOf(user, 'unitMove', { force: true, validFrom: day, unit: idOf(unit), toParent });
    for (const parent of ['29392', '84', '29389']) {
      expect(await move('admin@84', '29389', idOf(parent))).toMatchObject([
        { code: 'PARENT_LEVEL', field: ['toParent'] },
      ]);
    }
    expect(await move('admin@84', '29389', 'nowhere')).toEqual([{ code: 'NOT_FOUND', field: ['toParent'] }]);
    const territory = [{ code: 'NOT_ALLOWED', field: null, rule: 'territory' }];
    expect(await move('admin@847', '29389', idOf('842'))).toEqual(territory);
    expect(await move('admin@842', '29389', idOf('842'))).toEqual(territory);
  });

  it('a code has one holder, and the form of its level', async () => {
    const recode = (code: string) =>
      refusalOf('admin@84', 'unitRecode', { force: true, validFrom: day, unit: idOf('29389'), code });
    expect(await recode('29392')).toMatchObject([{ code: 'CODE_TAKEN', field: ['code'] }]);
    expect(await recode('842')).toMatchObject([{ code: 'CODE_INVALID', field: ['code'] }]);
  });

  it('a unit with units below it does not end', async () => {
    const input = { force: true, validFrom: day, unit: idOf('848') };
    expect(await refusalOf('admin@84', 'unitDissolve', input)).toMatchObject([
      { code: 'UNIT_HAS_CHILDREN', field: ['unit'] },
    ]);
  });

  it('unitRegister makes one unit, and says all that is wrong with one at once', async () => {
    const ward = { level: 'COMMUNE', type: 'ward', name: 'Phường 10', code: '29996', validFrom: day };
    const input = { ...fresh(), ...ward, parent: idOf('842') };
    const answer = await send('admin@842', 'unitRegister', input);
    expect(answer).toMatchObject({ revision: 1, userErrors: [] });
    const seen = { code: '29996', name: 'Phường 10', type: 'ward', revision: 1, parent: { code: '842' } };
    expect(answer.unit).toEqual({ id: answer.unitId, validFrom: day, validTo: null, ...seen });
    const stored = await head();
    expect(await send('admin@842', 'unitRegister', input)).toEqual(answer);
    expect(await head()).toBe(stored);
    const refused = (user: string, more: Record<string, unknown>) =>
      refusalOf(user, 'unitRegister', { ...ward, parent: idOf('842'), ...more });
    expect(await refused('admin@84', { parent: idOf('29239'), code: '29242' })).toMatchObject([
      { code: 'PARENT_LEVEL', field: ['parent'] },
      { code: 'CODE_TAKEN', field: ['code'] },
    ]);
    expect(await refused('admin@84', { parent: 'nowhere', code: null })).toEqual([
      { code: 'NOT_FOUND', field: ['parent'] },
    ]);
    expect(await refused('admin@84', { parent: null, code: null })).toMatchObject([
      { code: 'MISSING', field: ['parent'] },
    ]);
    for (const parent of [idOf('847'), null]) {
      expect(await refused('admin@842', { parent })).toMatchObject([{ code: 'NOT_ALLOWED', rule: 'territory' }]);
    }
    expect(await refused('head@842', {})).toMatchObject([{ code: 'NOT_ALLOWED', rule: 'role' }]);
  });

  it('administrators of two districts never conflict: each unit counts its own changes', async () => {
    const keys = new Map<string, string>();
    const rename = (user: string, code: string, name: string, expectedRevision: number) => {
      const idempotencyKey = keys.get(code + name) ?? randomUUID();
      keys.set(code + name, idempotencyKey);
      const input = { idempotencyKey, unit: idOf(code), name, validFrom: '2022-03-02', expectedRevision };
      return send(user, 'unitRename', input);
    };
    for (const round of [1, 2, 3]) {
      const answers = await Promise.all([
        rename('admin@842', '29260', `Phường ${round}0`, round),
        rename('admin@847', '29392', `Xã ${round}0`, round),
        rename('admin@84', '29410', `Xã ${round}1`, round),
      ]);
      expect(answers.map(({ revision, userErrors }) => [revision, userErrors])).toEqual(Array(3).fill([round + 1, []]));
    }
    // Sent again after all that, the first answers what it answered then.
    expect(await rename('admin@847', '29392', 'Xã 10', 1)).toMatchObject({ revision: 2, userErrors: [] });
  });
});
