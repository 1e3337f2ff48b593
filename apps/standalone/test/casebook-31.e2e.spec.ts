import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Achieved, metres, Work } from './casebook-work.js';
import { type ChangedWorld, changed, openChangedWorld, until } from './changed-world.js';

const round = 200;
const day = '2022-02-01';
/** Code that warms up and rows that are kept come to a third of a megabyte a round; 200 streams that are kept, to five. */
const noiseBytesMax = 2_000_000;

/** What is held once nothing waits to be thrown away. */
const heldBytes = async (): Promise<number> => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let n = 0; n < 3; n++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collect();
  }
  return process.memoryUsage().heapUsed;
};

/** Casebook 31: subscribers that left. */
describe('subscribers that left', () => {
  let open: ChangedWorld;
  let campaign: string;
  let work: Work;
  let inCity: Achieved;
  let inDistrict: Achieved;
  /** How many wait for the log now. */
  let listeners = 0;
  let metre = 0;

  beforeAll(async () => {
    open = await openChangedWorld();
    countListeners();
    campaign = await open.world.campaign('CB');
    work = new Work(open.world, campaign);
    inCity = await work.register('29242');
    inDistrict = await work.register('29374');
    await open.world.drain();
  });
  afterAll(async () => {
    open?.leaveAll();
    await open?.gateway.close();
    await open?.world.close();
  });

  const countListeners = (): void => {
    const { store } = open.house.stores;
    const onAppended = store.onAppended.bind(store);
    store.onAppended = (listener) => {
      listeners += 1;
      const unsubscribe = onAppended(listener);
      let gone = false;
      return () => {
        if (!gone) listeners -= 1;
        gone = true;
        unsubscribe();
      };
    };
  };
  const change = (of: Achieved) => work.report(of, [metres(++metre, day)]);
  const idle = () => until(async () => (await open.listening()) === 0 && open.gateway.subscriptions() === 0);

  /** Every reader of the log waits, by the count, and nobody else. */
  const settled = async (): Promise<number> => {
    await change(inCity);
    await open.world.drain();
    const { readers } = (await open.house.readiness()).details as { readonly readers: readonly unknown[] };
    await until(() => listeners === readers.length);
    return listeners;
  };

  /** 200 come and go: half complete, a quarter is destroyed before the first message, a quarter after it. */
  const comeAndGo = async (): Promise<void> => {
    const variables = { campaign, within: open.world.unit('842') };
    const clients = await Promise.all(Array.from({ length: round }, () => open.client('head@842')));
    const ids = clients.map((client) => client.start(changed, variables));
    await until(async () => (await open.listening()) === round);
    expect(open.gateway.subscriptions()).toBe(round);
    for (const client of clients.slice(0, 50)) client.socket.terminate();
    await change(inCity);
    await until(() => clients.slice(50).every((client, n) => client.told(ids[n + 50] ?? '').length === 1));
    for (const client of clients.slice(50, 100)) client.socket.terminate();
    for (const [n, client] of clients.slice(100).entries()) client.complete(ids[n + 100] ?? '');
    await idle();
    // Some leave before the server has begun what they asked for.
    for (const client of clients.slice(100, 150)) {
      client.complete(client.start(changed, variables));
      client.start(changed, variables);
      client.socket.terminate();
    }
    for (const client of clients.slice(150)) client.socket.close();
    await until(() => clients.every(({ closedWith }) => closedWith !== null));
    await idle();
    open.leaveAll();
  };

  it('leave nothing open, no listener at the log, and no memory', async () => {
    const before = await settled();
    const held: number[] = [];
    for (let rounds = 0; rounds < 2; rounds++) {
      await comeAndGo();
      expect(await settled()).toBe(before);
      held.push(await heldBytes());
    }
    const [first = 0, second = 0] = held;
    expect(second - first).toBeLessThan(noiseBytesMax);
  });

  it('were told the 10 changes of 842, none of 847, and nothing after their release', async () => {
    const { appointmentId } = await open.world.appoint('leaving', 'HEAD', '842');
    await open.world.drain();
    const within = open.world.unit('842');
    const client = await open.client('leaving');
    const id = client.start(changed, { campaign, within });
    const { seen } = await open.stream('leaving', { campaign, within });
    await until(async () => (await open.listening()) === 2);
    const positions: string[] = [];
    for (let n = 0; n < 10; n++) {
      await change(inDistrict);
      positions.push(await change(inCity));
    }
    await until(() => client.told(id).length === 10);
    const input = { force: true, organisation: open.world.org('842'), appointment: appointmentId };
    await open.world.must('admin@84', 'officerRelease', { ...input, validFrom: '2022-02-18' });
    for (let n = 0; n < 10; n++) await change(inCity);
    await until(() => client.closedWith !== null && seen.ended);
    expect(client.closedWith).toBe(4403);
    expect(client.told(id)).toEqual(
      positions.map((position) => ({ type: 'ACHIEVEMENT', id: inCity.id, position, receipt: position })),
    );
    expect(seen.text.match(/"changed"/g)).toHaveLength(10);
    expect(seen.text).toContain('"code":"FORBIDDEN"');
    expect(seen.text.endsWith('event: complete\ndata: \n\n')).toBe(true);
    await idle();
  });
});
