import { beforeEach, describe, expect, it } from '@jest/globals';
import { added, basketDecider, openBaskets, removed, type Send, storeWith } from '../test/baskets.js';
import { envelopeOf, to } from './contracts/log-harness.js';
import type { EventStore } from './event-store.js';

let baskets: ReturnType<typeof openBaskets>;
let send: Send;
beforeEach(() => {
  baskets = openBaskets();
  send = baskets.sender();
});

/** A store that fails where it is told to, and notes from which revision it was read. */
const failing = () => {
  const fail = { beforeAppend: false, afterAppend: false, readFrom: -1 };
  const read: string[] = [];
  const store: EventStore = storeWith(baskets.store, {
    async append(append) {
      if (fail.beforeAppend) throw new Error('disk full');
      const outcome = await baskets.store.append(append);
      if (fail.afterAppend) throw new Error('answer lost');
      return outcome;
    },
    async readStream(stream, from, limit) {
      read.push(`${stream}@${from}`);
      if (from === fail.readFrom) throw new Error('unreadable');
      return baskets.store.readStream(stream, from, limit);
    },
  });
  return { fail, read, store };
};

describe('an append that throws', () => {
  it('drops the state, so that the command sent again is decided on what is stored', async () => {
    const { fail, read, store } = failing();
    const here = baskets.sender(store);
    await here('0', { add: ['z'] });
    fail.beforeAppend = true;
    await expect(here('1', { add: ['a'] })).rejects.toThrow('disk full');
    fail.beforeAppend = false;
    read.length = 0;
    expect(await here('1', { add: ['a'] })).toMatchObject({ kind: 'done', revision: 1, appended: true });
    expect(read).toEqual(['basket-b@0']);
  });

  it('although it was stored makes the command sent again a repeat', async () => {
    const { fail, store } = failing();
    const here = baskets.sender(store);
    await here('0', { add: ['z'] });
    fail.afterAppend = true;
    await expect(here('1', { add: ['a', 'b'] })).rejects.toThrow('answer lost');
    fail.afterAppend = false;
    expect(await here('1', { add: ['a', 'b'] })).toEqual({ kind: 'done', revision: 2, receipt: 3, appended: false });
    expect(await baskets.events()).toEqual([added('z'), added('a'), added('b')]);
  });

  it('does not hold up the commands behind it', async () => {
    const { fail, store } = failing();
    const here = baskets.sender(store);
    fail.beforeAppend = true;
    const first = here('1', { add: ['a'] });
    const second = first.catch(() => {
      fail.beforeAppend = false;
    });
    const third = here('3', { add: ['c'] });
    await expect(first).rejects.toThrow('disk full');
    await second;
    await third.catch(() => undefined);
    expect(await here('4', { add: ['d'] })).toMatchObject({ kind: 'done' });
  });
});

describe('a fold that throws half-way', () => {
  it('leaves no half-moved state behind', async () => {
    const { fail, store } = failing();
    const here = baskets.sender(store);
    await here('0', { add: ['z'] });
    const events = Array.from({ length: 1500 }, (_, n) => (n % 2 === 0 ? added('a') : removed('a')));
    await baskets.store.append({ envelope: envelopeOf('many'), streams: [to('basket-b', 0, ...events)] });
    fail.readFrom = 1001;
    await expect(here.executor.load(basketDecider, 'b')).rejects.toThrow('unreadable');
    fail.readFrom = -1;
    expect(await here.executor.load(basketDecider, 'b')).toMatchObject({ state: ['z'], revision: 1500 });
    expect(await here('1', { add: ['a'] })).toMatchObject({ kind: 'done', revision: 1501 });
  });

  it('is answered the same again: an event that does not fit stops the stream for good', async () => {
    await send('0', { add: ['z'] });
    await baskets.store.append({ envelope: envelopeOf('bad'), streams: [to('basket-b', 0, added('y'), added('z'))] });
    for (const _ of [1, 2]) {
      await expect(send.executor.load(basketDecider, 'b')).rejects.toThrow('z is there already');
    }
    await expect(send('1', { add: ['x'] })).rejects.toThrow('z is there already');
  });
});

describe('folded streams in memory', () => {
  it('are bounded: the least recently used goes first and is folded anew when it is asked for', async () => {
    const { read, store } = failing();
    const here = baskets.sender(store, 2);
    for (const basket of ['1', '2']) await here(`new-${basket}`, { add: ['a'] }, {}, basket);
    await here('again-1', { add: ['b'] }, {}, '1');
    await here('new-3', { add: ['a'] }, {}, '3');
    read.length = 0;
    expect(await here('more-1', { add: ['c'] }, {}, '1')).toMatchObject({ revision: 2 });
    expect(read).toEqual([]);
    expect(await here('more-2', { add: ['b'] }, {}, '2')).toMatchObject({ revision: 1 });
    expect(read).toEqual(['basket-2@0']);
    expect(await baskets.events('2')).toEqual([added('a'), added('b')]);
  });

  it('may be none: each command folds its stream', async () => {
    const { read, store } = failing();
    const here = baskets.sender(store, 0);
    await here('1', { add: ['a'] });
    await here('2', { add: ['b'] });
    expect(await here('1', { add: ['a'] })).toEqual({ kind: 'done', revision: 0, receipt: 1, appended: false });
    expect(read).toEqual(['basket-b@0', 'basket-b@0', 'basket-b@0']);
  });

  it('are not read again for a command that appends', async () => {
    const { read, store } = failing();
    const here = baskets.sender(store);
    for (const item of ['1', '2', '3']) await here(item, { add: [item] });
    expect(read).toEqual(['basket-b@0']);
  });
});
