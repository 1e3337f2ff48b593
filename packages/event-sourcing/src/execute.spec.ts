import { beforeEach, describe, expect, it } from '@jest/globals';
import { added, basketDecider, openBaskets, removed, type Send } from '../test/baskets.js';
import { envelopeOf, to } from './contracts/log-harness.js';

let baskets: ReturnType<typeof openBaskets>;
let send: Send;
beforeEach(() => {
  baskets = openBaskets();
  send = baskets.sender();
});

const full = { add: ['1', '2', '3', '4', '5'] };

describe('a command', () => {
  it('is answered with the revision and the receipt of its last event', async () => {
    expect(await send('1', { add: ['a', 'b'] })).toEqual({ kind: 'done', revision: 1, receipt: 2, appended: true });
    expect(await send('2', { remove: 'a' })).toEqual({ kind: 'done', revision: 2, receipt: 3, appended: true });
    expect(await baskets.events()).toEqual([added('a'), added('b'), removed('a')]);
  });

  it('stores its envelope with each event, and not what it expected to find', async () => {
    const envelope = envelopeOf('1', { via: 'a process', causationId: 'cause', inputHash: 'hash' });
    await send('1', { add: ['a', 'b'] }, { ...envelope, expectedRevision: -1 });
    const events = await baskets.store.readStream('basket-b', 0, 10);
    expect(events).toMatchObject([envelope, envelope]);
    expect(events[0]).not.toHaveProperty('expectedRevision');
  });

  it('appends nothing where nothing is left to do, and answers where the stream stands', async () => {
    await send('1', { add: ['a', 'b'] });
    expect(await send('2', { add: ['b'] })).toEqual({ kind: 'done', revision: 1, receipt: 2, appended: false });
    expect(await baskets.sender()('3', { add: ['b'] })).toEqual({
      kind: 'done',
      revision: 1,
      receipt: 2,
      appended: false,
    });
    expect(await send('4', { remove: 'x' }, {}, 'new')).toEqual({
      kind: 'done',
      revision: -1,
      receipt: null,
      appended: false,
    });
    expect(await baskets.store.head()).toBe(2);
  });

  it('that is refused says who changed the stream last and when, and writes nothing', async () => {
    expect(await send('0', { add: ['1', '2', '3', '4', '5', '6'] })).toMatchObject({ kind: 'refused', last: null });
    const actor = { userId: 'binh', orgId: 'org-2', role: 'HEAD', appointmentId: 'appointment-2' } as const;
    baskets.clock.set('2022-03-02T02:00:00.000Z');
    await send('1', full, { actor });
    baskets.clock.set('2022-03-03T03:00:00.000Z');
    const refused = {
      kind: 'refused',
      refusal: { refused: 'FULL' },
      last: { actor, recordedAt: '2022-03-02T02:00:00.000Z' },
    };
    expect(await send('2', { add: ['6'] })).toEqual(refused);
    expect(await baskets.sender()('3', { add: ['6'] })).toEqual(refused);
    expect((await baskets.events()).length).toBe(5);
  });

  it.each([999, 1000, 1001, 2000, 2500])('is decided on all of %i events, also after a cold start', async (length) => {
    const events = Array.from({ length }, (_, n) => (n % 2 === 0 ? added('a') : removed('a')));
    await baskets.store.append({ envelope: envelopeOf('0'), streams: [to('basket-b', -1, ...events)] });
    const items = length % 2 === 0 ? [] : ['a'];
    expect(await send.executor.load(basketDecider, 'b')).toMatchObject({ state: items, revision: length - 1 });
    expect(await baskets.sender()('1', { add: ['a', 'b'] })).toMatchObject({
      revision: length + 1 - items.length,
    });
  });
});

describe('a repeat', () => {
  const command = { add: ['a', 'b'] };
  const repeated = { kind: 'done', revision: 1, receipt: 2, appended: false };

  it('answers the same and appends nothing, also after others changed the stream', async () => {
    await send('1', command);
    expect(await send('1', command)).toEqual(repeated);
    await send('2', { remove: 'a' });
    expect(await send('1', command)).toEqual(repeated);
    expect(await baskets.sender()('1', command)).toEqual(repeated);
    expect(await baskets.events()).toEqual([added('a'), added('b'), removed('a')]);
  });

  it('comes before its expected revision is looked at: that one it has moved itself', async () => {
    await send('1', command, { expectedRevision: -1 });
    expect(await send('1', command, { expectedRevision: -1 })).toEqual(repeated);
    expect(await baskets.sender()('1', command, { expectedRevision: -1 })).toEqual(repeated);
  });

  it.each([
    ['knows nothing of the stream yet', []],
    ['remembers the stream as it was before', ['first']],
    ['remembers the stream from before others changed it', ['first', 'second']],
  ])('is found by an executor that %s', async (_, others) => {
    const here = baskets.sender();
    if (others.length > 0) await here('first', { add: ['z'] });
    await here.executor.load(basketDecider, 'b');
    if (others.length > 1) await send('second', { remove: 'z' });
    const answer = await send('1', command);
    expect(answer).toMatchObject({ appended: true });
    expect(await here('1', command)).toEqual({ ...answer, appended: false });
    expect(await here('2', { remove: 'a' })).toMatchObject({ kind: 'done', appended: true });
  });

  it('is found in place of the refusal that the state after it would bring', async () => {
    await send('1', full);
    await send('2', { remove: '1' });
    await send('3', { add: ['6'] });
    expect(await send('1', full)).toEqual({ kind: 'done', revision: 4, receipt: 5, appended: false });
  });

  it('of a command that appended nothing is decided anew', async () => {
    await send('1', full);
    expect(await send('refused', { add: ['6'] })).toMatchObject({ kind: 'refused' });
    expect(await send('no-op', { remove: '6' })).toMatchObject({ appended: false });
    await send('2', { remove: '1' });
    expect(await send('refused', { add: ['6'] })).toMatchObject({ kind: 'done', appended: true });
    expect(await send('no-op', { remove: '6' })).toMatchObject({ kind: 'done', appended: true });
  });
});

describe('a key used for another input', () => {
  it('is refused on the same stream, also by an executor that has not seen its first use', async () => {
    const cold = baskets.sender();
    const behind = baskets.sender();
    await behind('0', { add: ['z'] });
    await send('1', { add: ['a'] });
    for (const executor of [send, cold, behind]) {
      expect(await executor('1', { add: ['b'] })).toEqual({ kind: 'key-reused' });
      expect(await executor('1', { add: ['a', 'b'] })).toEqual({ kind: 'key-reused' });
    }
    expect(await baskets.events()).toEqual([added('z'), added('a')]);
  });

  it('is refused on another stream, and both streams go on', async () => {
    await send('0', { add: ['z'] }, {}, 'other');
    await send('1', { add: ['a'] });
    for (const executor of [send, baskets.sender()]) {
      expect(await executor('1', { add: ['b'] }, {}, 'other')).toEqual({ kind: 'key-reused' });
      expect(await executor('1', { add: ['a'] }, {}, 'other')).toEqual({ kind: 'key-reused' });
    }
    expect(await baskets.events('other')).toEqual([added('z')]);
    expect(await send('2', { add: ['c'] }, {}, 'other')).toMatchObject({ kind: 'done', revision: 1, appended: true });
    expect(await send('3', { add: ['c'] })).toMatchObject({ kind: 'done', revision: 1, appended: true });
  });
});

describe('an expected revision', () => {
  it('lets the command pass where the stream stands there', async () => {
    expect(await send('1', { add: ['a'] }, { expectedRevision: -1 })).toMatchObject({ kind: 'done', revision: 0 });
    expect(await send('2', { add: ['b'] }, { expectedRevision: 0 })).toMatchObject({ kind: 'done', revision: 1 });
  });

  it('is stale where the stream stands elsewhere: the answer says who changed it and when', async () => {
    expect(await send('0', { add: ['a'] }, { expectedRevision: 0 })).toEqual({
      kind: 'stale',
      expected: 0,
      actual: -1,
      last: null,
    });
    await send('1', { add: ['a', 'b'] });
    const actor = { userId: 'binh', orgId: 'org-2', role: 'HEAD', appointmentId: 'appointment-2' } as const;
    baskets.clock.set('2022-03-02T02:00:00.000Z');
    const behind = baskets.sender();
    await behind.executor.load(basketDecider, 'b');
    await send('2', { remove: 'a' }, { actor });
    const last = { actor, recordedAt: '2022-03-02T02:00:00.000Z' };
    for (const executor of [send, baskets.sender(), behind]) {
      for (const expected of [-1, 1, 7]) {
        const outcome = await executor('3', { add: ['c'] }, { expectedRevision: expected });
        expect(outcome).toEqual({ kind: 'stale', expected, actual: 2, last });
      }
    }
    expect((await baskets.events()).length).toBe(3);
  });

  it('that the sender saw elsewhere is not stale for an executor that has not seen it yet', async () => {
    const behind = baskets.sender();
    await behind('1', { add: ['a'] });
    await send('2', { add: ['b'] });
    expect(await behind('3', { add: ['c'] }, { expectedRevision: 1 })).toMatchObject({ kind: 'done', revision: 2 });
  });
});
