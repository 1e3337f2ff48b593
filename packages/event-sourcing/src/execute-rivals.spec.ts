import { beforeEach, describe, expect, it } from '@jest/globals';
import { added, basketDecider, metaOf, openBaskets, removed, type Send, storeWith } from '../test/baskets.js';
import { envelopeOf } from './contracts/log-harness.js';
import type { Append, EventStore } from './event-store.js';
import { CommandExecutor } from './execute.js';

let baskets: ReturnType<typeof openBaskets>;
let send: Send;
beforeEach(() => {
  baskets = openBaskets();
  send = baskets.sender();
});

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

/** A store where a rival appends first, for as many appends as it has items. */
const contested = (rivalItems: readonly string[]) => {
  const rival = baskets.sender();
  const waiting = [...rivalItems];
  const tried: Append[] = [];
  const store = storeWith(baskets.store, {
    async append(append) {
      tried.push(append);
      const item = waiting.shift();
      if (item !== undefined) await rival(`rival-${item}`, { add: [item] });
      return baskets.store.append(append);
    },
  });
  return { store, tried };
};

describe('where another executor appends in between', () => {
  it('is decided anew on what stands there then', async () => {
    const { store } = contested(['1', '2', '3']);
    expect(await baskets.sender(store)('1', { add: ['1', '2', 'a'] })).toMatchObject({ kind: 'done', revision: 3 });
    expect(await baskets.events()).toEqual(['1', '2', '3', 'a'].map(added));
  });

  it('is refused by what stands there then', async () => {
    await send('0', { add: ['z', 'y', 'x', 'w'] });
    const { store } = contested(['1']);
    expect(await baskets.sender(store)('1', { add: ['a'] })).toMatchObject({
      kind: 'refused',
      last: { actor: envelopeOf('rival-1').actor },
    });
    expect((await baskets.events()).at(-1)).toEqual(added('1'));
  });

  it('is contended after three retries: nothing of it is written, and it may be sent again', async () => {
    const { store, tried } = contested(['1', '2', '3', '4']);
    const here = baskets.sender(store);
    expect(await here('1', { add: ['a'] })).toEqual({ kind: 'contended' });
    expect(tried.length).toBe(4);
    expect(tried.map(({ streams }) => streams[0]?.expectedRevision)).toEqual([-1, 0, 1, 2]);
    expect(await baskets.events()).toEqual(['1', '2', '3', '4'].map(added));
    expect(await here('1', { add: ['a'] })).toMatchObject({ kind: 'done', revision: 4, appended: true });
  });

  it('finds the very same command of a rival, also at its last try', async () => {
    for (const others of [0, 1, 2, 3]) {
      const [basket, key] = [`b${others}`, `same-${others}`];
      const rival = baskets.sender();
      const order = [...Array.from({ length: others }, (_, n) => `other-${others}-${n}`), key];
      const store = storeWith(baskets.store, {
        async append(append) {
          const next = order.shift();
          if (next !== undefined) await rival(next, { add: [next === key ? 'a' : next] }, {}, basket);
          return baskets.store.append(append);
        },
      });
      const outcome = await baskets.sender(store)(key, { add: ['a'] }, {}, basket);
      expect(outcome).toMatchObject({ kind: 'done', revision: others, appended: false });
      expect((await baskets.events(basket)).length).toBe(others + 1);
    }
  });

  it('reads only what came since, not the whole stream again', async () => {
    await send('0', { add: ['z'] });
    const { store } = contested(['1']);
    const from: number[] = [];
    const counting = storeWith(store, {
      readStream(stream, revision, limit) {
        from.push(revision);
        return baskets.store.readStream(stream, revision, limit);
      },
    });
    expect(await baskets.sender(counting)('1', { add: ['a'] })).toMatchObject({ kind: 'done', revision: 2 });
    expect(from).toEqual([0, 1]);
  });
});

describe('an executor that has not seen what another appended', () => {
  it('does not call done what was undone meanwhile', async () => {
    const behind = baskets.sender();
    await behind('1', { add: ['a'] });
    await send('2', { remove: 'a' });
    expect(await behind('3', { add: ['a'] })).toMatchObject({ kind: 'done', revision: 2, appended: true });
  });

  it('does not refuse what has become possible meanwhile', async () => {
    const behind = baskets.sender();
    await behind('1', { add: ['1', '2', '3', '4', '5'] });
    await send('2', { remove: '1' });
    expect(await behind('3', { add: ['6'] })).toMatchObject({ kind: 'done', revision: 6, appended: true });
  });

  it('folds the stored event of a rival, not its own idea of it', async () => {
    const actors: string[] = [];
    const noting: typeof basketDecider = {
      ...basketDecider,
      evolve: {
        ...basketDecider.evolve,
        'ItemAdded.v1': (items, item, { userId }) => {
          actors.push(userId);
          return [...items, item];
        },
      },
    };
    const behind = new CommandExecutor(baskets.store);
    await behind.load(noting, 'b');
    await send('1', { add: ['a'] });
    const actor = { ...envelopeOf('1').actor, userId: 'another' };
    const outcome = await behind.execute(noting, 'b', { add: ['a'] }, { ...metaOf('1', { add: ['a'] }), actor });
    expect(outcome).toMatchObject({ kind: 'done', appended: false });
    expect(actors).toEqual(['an']);
  });
});

describe('commands at the same time', () => {
  /** A store that notes how many appends run at once, over all streams and on one. */
  const gated = () => {
    const running = new Map<string, number>();
    const most = { onOneStream: 0, atOnce: 0 };
    const store: EventStore = storeWith(baskets.store, {
      async append(append) {
        const stream = append.streams[0]?.stream ?? '';
        running.set(stream, (running.get(stream) ?? 0) + 1);
        most.onOneStream = Math.max(most.onOneStream, running.get(stream) ?? 0);
        most.atOnce = Math.max(most.atOnce, [...running.values()].filter((count) => count > 0).length);
        await pause();
        running.set(stream, (running.get(stream) ?? 0) - 1);
        return baskets.store.append(append);
      },
    });
    return { store, most };
  };

  it('run one after the other on one stream, in the order they came', async () => {
    const { store, most } = gated();
    const here = baskets.sender(store);
    const items = ['1', '2', '3', '4', '5'];
    const outcomes = await Promise.all(items.map((item) => here(item, { add: [item] })));
    expect(outcomes.map((outcome) => outcome.kind === 'done' && outcome.revision)).toEqual([0, 1, 2, 3, 4]);
    expect(await baskets.events()).toEqual(items.map(added));
    expect(most).toEqual({ onOneStream: 1, atOnce: 1 });
  });

  it('run side by side on different streams', async () => {
    const { store, most } = gated();
    const here = baskets.sender(store);
    await Promise.all(['1', '2', '3', '4', '5'].map((item) => here(item, { add: [item] }, {}, `b${item}`)));
    expect(most).toEqual({ onOneStream: 1, atOnce: 5 });
  });

  it('that are one and the same command append once', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => send('1', { add: ['a'] })));
    expect(outcomes.map((outcome) => outcome.kind === 'done' && outcome.appended)).toEqual([true, false, false]);
  });

  it('leave a state that is looked at meanwhile whole, and fold no stream a second time', async () => {
    const read: number[] = [];
    const slow = storeWith(baskets.store, {
      async readStream(stream, from, limit) {
        read.push(from);
        const page = await baskets.store.readStream(stream, from, limit);
        await pause();
        return page;
      },
    });
    const here = baskets.sender(slow);
    await here('0', { add: ['a'] });
    const looked = here.executor.load(basketDecider, 'b').then(({ state, revision }) => [[...state], revision]);
    const lookedAgain = here.executor.load(basketDecider, 'b').then(({ state, revision }) => [[...state], revision]);
    await Promise.all([here('1', { add: ['b'] }), here('2', { remove: 'a' })]);
    expect(await looked).toEqual([['a'], 0]);
    expect(await lookedAgain).toEqual([['a'], 0]);
    expect(read).toEqual([0, 1]);
    expect(await here.executor.load(basketDecider, 'b')).toMatchObject({ state: ['b'], revision: 2 });
    expect(await here('3', { remove: 'b' })).toMatchObject({ kind: 'done', revision: 3 });
    expect(await baskets.events()).toEqual([added('a'), added('b'), removed('a'), removed('b')]);
  });
});
