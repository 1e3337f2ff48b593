import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Achieved, metres, Work } from './casebook-work.js';
import { type ChangedWorld, type Client, changed, openChangedWorld, until } from './changed-world.js';

/** Who is told what, and what ends it; casebook 31 has those who left. */
describe('the subscription changed', () => {
  let open: ChangedWorld;
  let campaign: string;
  let work: Work;
  /** Work of a ward of 842, of one of 847, and of 842's campaign of another name. */
  let inCity: Achieved;
  let inDistrict: Achieved;
  let elsewhere: { readonly work: Work; readonly achieved: Achieved };

  beforeAll(async () => {
    open = await openChangedWorld();
    campaign = await open.world.campaign('CB');
    work = new Work(open.world, campaign);
    inCity = await work.register('29242');
    inDistrict = await work.register('29395');
    const other = new Work(open.world, await open.world.campaign('khác'));
    elsewhere = { work: other, achieved: await other.register('29242') };
    await open.world.drain();
  });
  afterEach(() => open.leaveAll());
  afterAll(async () => {
    await open?.gateway.close();
    await open?.world.close();
  });

  const day = '2022-02-01';
  const change = (of: Achieved, metre = 1, by = work) => by.report(of, [metres(metre, day)]);
  const begin = async (client: Client, within: string | null) => {
    const before = await open.listening();
    const id = client.start(changed, { campaign, within: within && open.world.unit(within) });
    await until(async () => (await open.listening()) === before + 1);
    return id;
  };
  const idle = () => until(async () => (await open.listening()) === 0 && open.gateway.subscriptions() === 0);

  it('tells of the unit and the campaign asked for, in order, and of nothing else', async () => {
    const client = await open.client('head@84');
    const id = await begin(client, '842');
    const positions: string[] = [];
    for (let n = 0; n < 10; n++) {
      await change(inDistrict, n + 1);
      await change(elsewhere.achieved, n + 1, elsewhere.work);
      positions.push(await change(inCity, n + 1));
    }
    await until(() => client.told(id).length >= 10);
    expect(client.told(id)).toEqual(
      positions.map((position) => ({ type: 'ACHIEVEMENT', id: inCity.id, position, receipt: position })),
    );
    client.complete(id);
    await idle();
    client.socket.close();
  });

  it('is told after what it tells of can be read', async () => {
    const client = await open.client('clerk@29242');
    const id = await begin(client, null);
    const { review } = await work.waiting('29242', [metres(3, day)]);
    await until(() => client.told(id).some((told) => told.id === review));
    const last = client.told(id).at(-1);
    expect(last?.type).toBe('REVIEW');
    expect(new Set(client.told(id).map(({ type }) => type))).toEqual(new Set(['ACHIEVEMENT', 'REVIEW']));
    const query = `{ review(id: "${review}", minReceipt: "${last?.receipt}") { id } }`;
    const asked = client.start(query);
    await until(() => client.of(asked).some(({ type }) => type === 'complete'));
    expect(client.of(asked)[0]?.payload).toEqual({ data: { review: { id: review } } });
    client.socket.close();
    await idle();
  });

  it('never tells of what its viewer may not read, whatever unit is asked for', async () => {
    const city = await open.client('head@842');
    const ward = await open.client('clerk@29239');
    const analyst = await open.client('analyst@842');
    const ids = [
      await begin(city, null),
      await begin(city, '847'),
      await begin(ward, null),
      await begin(analyst, null),
    ];
    await change(inDistrict, 20);
    await change(inCity, 20);
    const { id: approved } = await work.approved('29242', [metres(4, day)]);
    const { id: own } = await work.register('29239');
    await until(() => ward.told(ids[2] ?? '').some(({ id }) => id === own));
    await until(() => city.told(ids[0] ?? '').some(({ id }) => id === own));
    await until(() => analyst.told(ids[3] ?? '').length > 0);
    expect(city.told(ids[0] ?? '').map(({ id }) => id)).not.toContain(inDistrict.id);
    expect(city.told(ids[0] ?? '').map(({ id }) => id)).toContain(inCity.id);
    expect(city.told(ids[1] ?? '')).toEqual([]);
    expect(ward.told(ids[2] ?? '').map(({ id }) => id)).toEqual([own]);
    // Whoever sees approved work only is told of the approval and of no step before it.
    expect(analyst.told(ids[3] ?? '').map(({ id }) => id)).toEqual([approved]);
    for (const client of [city, ward, analyst]) client.socket.close();
    await idle();
  });

  it('is silent alike about a campaign that is not there', async () => {
    const client = await open.client('head@842');
    const before = await open.listening();
    const id = client.start(changed, { campaign: 'nowhere' });
    await until(async () => (await open.listening()) === before + 1);
    expect(client.of(id)).toEqual([]);
    client.socket.close();
    await idle();
  });

  it('comes the same as server-sent events, and lets go of whoever leaves', async () => {
    const { seen, leave, type } = await open.stream('head@84', { campaign, within: open.world.unit('842') });
    expect([seen.status, type]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await until(async () => (await open.listening()) === 1);
    await change(inDistrict, 40);
    const position = await change(inCity, 40);
    await until(() => seen.text.includes('event: next'));
    const told = { data: { changed: { type: 'ACHIEVEMENT', id: inCity.id, position, receipt: position } } };
    expect(seen.text.replaceAll(':\n\n', '')).toBe(`event: next\ndata: ${JSON.stringify(told)}\n\n`);
    leave();
    await idle();
  });

  it('takes nobody without a token, and ends when the token no longer holds', async () => {
    const nobody = await open.connect({});
    await until(() => nobody.closedWith !== null);
    expect(nobody.closedWith).toBe(4401);

    // Tokens of one person and one second are the same, so nobody else here may bear it.
    const authorization = await open.bearer('office@842');
    const byHeader = await open.connect({}, { authorization });
    await begin(byHeader, null);
    open.takeBack(authorization);
    await until(() => byHeader.closedWith !== null);
    expect(byHeader.closedWith).toBe(4401);
    await idle();
  });

  it('keeps the limits of every other document', async () => {
    const client = await open.client('head@842');
    const errorOf = async (id: string) => {
      await until(() => client.of(id).length > 0 || client.closedWith !== null);
      expect(client.closedWith).toBeNull();
      return client.of(id)[0]?.payload[0].extensions.code;
    };
    const aliases = Array.from({ length: 51 }, (_, n) => `a${n}: id`).join(' ');
    expect(await errorOf(client.start(`subscription { changed(campaign: "c") { ${aliases} } }`))).toBe(
      'LIMIT_EXCEEDED',
    );
    expect(await errorOf(client.start('subscription { changed(campaign: "c") { title } }'))).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
    expect(await errorOf(client.start('subscription {'))).toBe('GRAPHQL_PARSE_FAILED');
    const many = Array.from({ length: 101 }, () => client.start(changed, { campaign: 'c' }));
    expect(await errorOf(many.at(-1) ?? '')).toBe('LIMIT_EXCEEDED');
    expect(await open.listening()).toBe(100);
    client.socket.close();
    await idle();
  });

  it('ends with the server', async () => {
    const client = await open.client('head@842');
    await begin(client, null);
    const { seen } = await open.stream('head@842', { campaign });
    await until(async () => (await open.listening()) === 2);
    await open.gateway.close();
    await until(() => client.closedWith !== null && seen.ended);
    expect(client.closedWith).toBe(1001);
    expect(seen.text.endsWith('event: complete\ndata: \n\n')).toBe(true);
    await idle();
  });
});
