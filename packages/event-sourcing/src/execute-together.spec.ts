import { beforeEach, describe, expect, it } from '@jest/globals';
import { inputHashOf } from '@thidua/events';
import { type BasketCommand, basketDecider, metaOf, openBaskets, storeWith } from '../test/baskets.js';
import type { Append } from './event-store.js';
import { CommandExecutor, type CommandMeta } from './execute.js';

let baskets: ReturnType<typeof openBaskets>;
let executor: CommandExecutor;
beforeEach(() => {
  baskets = openBaskets();
  executor = new CommandExecutor(baskets.store);
});

/** More than a basket holds. */
const tooMany = ['1', '2', '3', '4', '5', '6'];

const add = (...items: string[]): BasketCommand => ({ add: items });
const to = (id: string, command: BasketCommand) => ({ decider: basketDecider, id, command });

/** Two commands under one key. */
const both = (
  key: string,
  first: readonly [id: string, command: BasketCommand],
  second: readonly [id: string, command: BasketCommand],
  { over = executor, ...changes }: Partial<CommandMeta> & { readonly over?: CommandExecutor } = {},
) =>
  over.executeTogether(to(...first), to(...second), {
    ...metaOf(key, first[1], { inputHash: inputHashOf('both', [first, second]) }),
    ...changes,
  });

const alone = (key: string, id: string, command: BasketCommand, over = executor) =>
  over.execute(basketDecider, id, command, metaOf(key, command));

const log = async () =>
  (await baskets.store.readAll(0, 1000)).map(({ stream, revision, data }) => `${stream}@${revision} ${data}`);

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('two commands together', () => {
  it('are one append over both streams, and answered with the first one’s revision and the receipt of all', async () => {
    await alone('0', 'a', add('z'));
    expect(await both('1', ['a', add('x', 'y')], ['b', add('x')])).toEqual({
      ...{ kind: 'done', revision: 2, receipt: 4, appended: true },
    });
    expect(await log()).toEqual(['basket-a@0 z', 'basket-b@0 x', 'basket-a@1 x', 'basket-a@2 y']);
    expect((await baskets.store.readAll(1, 1000)).map(({ appendSize }) => appendSize)).toEqual([3, 3, 3]);
  });

  it('leave both streams in memory as they are stored, so that neither is read again', async () => {
    const read: string[] = [];
    const here = new CommandExecutor(
      storeWith(baskets.store, {
        readStream(stream, from, limit) {
          read.push(stream);
          return baskets.store.readStream(stream, from, limit);
        },
      }),
    );
    await both('1', ['a', add('x')], ['b', add('y')], { over: here });
    expect(await alone('2', 'a', add('w'), here)).toMatchObject({ revision: 1, appended: true });
    expect(await alone('3', 'b', add('w'), here)).toMatchObject({ revision: 1, appended: true });
    expect(read).toEqual(['basket-a', 'basket-b']);
    for (const one of [here, executor]) {
      expect(await one.load(basketDecider, 'a')).toMatchObject({ state: ['x', 'w'], revision: 1 });
      expect(await one.load(basketDecider, 'b')).toMatchObject({ state: ['y', 'w'], revision: 1 });
    }
  });

  it('are refused both where either is, by that one’s fault, and leave nothing', async () => {
    await alone('0', 'b', add('z'));
    const refused = { kind: 'refused', refusal: { refused: 'FULL' } };
    expect(await both('1', ['a', add('x')], ['b', add(...tooMany)])).toMatchObject({
      ...refused,
      last: { actor: metaOf('0', add('z')).actor },
    });
    expect(await both('2', ['a', add(...tooMany)], ['b', add('x')])).toEqual({ ...refused, last: null });
    expect(await log()).toEqual(['basket-b@0 z']);
    expect(await both('3', ['a', add('x')], ['b', add('x')])).toMatchObject({ kind: 'done', appended: true });
  });

  it('do nothing where one of them has nothing left to do', async () => {
    await alone('0', 'a', add('x'));
    const nothing = { kind: 'done', appended: false };
    expect(await both('1', ['a', add('x')], ['b', add('y')])).toEqual({ ...nothing, revision: 0, receipt: 1 });
    expect(await both('2', ['b', add('y')], ['a', add('x')])).toEqual({ ...nothing, revision: -1, receipt: null });
    expect(await log()).toEqual(['basket-a@0 x']);
  });

  it('expect the revision of the first stream, whatever that of the second', async () => {
    await alone('0', 'b', add('z'));
    const answer = await both('1', ['a', add('x')], ['b', add('x')], { expectedRevision: 0 });
    expect(answer).toEqual({ kind: 'stale', expected: 0, actual: -1, last: null });
    expect(await both('2', ['a', add('x')], ['b', add('x')], { expectedRevision: -1 })).toMatchObject({ revision: 0 });
  });

  it('never go to one and the same stream', () => {
    expect(() => both('1', ['a', add('x')], ['a', add('y')])).toThrow('basket-a');
  });
});

describe('a repeat of both', () => {
  const command = [
    ['a', add('x')],
    ['b', add('y')],
  ] as const;
  const repeated = { kind: 'done', revision: 0, receipt: 2, appended: false };

  it('answers the same and appends nothing, also from a cold start and after others changed either stream', async () => {
    await both('1', ...command);
    expect(await both('1', ...command)).toEqual(repeated);
    await alone('2', 'a', { remove: 'x' });
    await alone('3', 'b', { remove: 'y' });
    for (const over of [executor, new CommandExecutor(baskets.store)]) {
      expect(await both('1', ...command, { over })).toEqual(repeated);
    }
    expect((await log()).length).toBe(4);
  });

  it.each([
    ['could append', []],
    ['would be refused by what the second stream has come to', ['1', '2', '3', '4']],
  ])('by an executor that remembers both streams from before, and %s', async (_, items) => {
    const behind = new CommandExecutor(baskets.store);
    for (const id of ['a', 'b']) await alone(`0${id}`, id, add('0'), behind);
    const answer = await both('1', ...command);
    if (items.length > 0) {
      await alone('2', 'b', add(...items.slice(0, 3)));
      await alone('3', 'b', { remove: 'y' });
      await alone('4', 'b', add('4'));
      await behind.load(basketDecider, 'b');
    }
    expect(await both('1', ...command, { over: behind })).toEqual({ ...answer, appended: false });
    expect(await alone('5', 'a', add('w'), behind)).toMatchObject({ kind: 'done', revision: 2 });
  });

  it('of which a part was sent under that key alone before is a reused key', async () => {
    await alone('1', 'a', add('x'));
    expect(await both('1', ...command)).toEqual({ kind: 'key-reused' });
    expect(await both('1', ['c', add('x')], ['b', add('y')])).toEqual({ kind: 'key-reused' });
    expect(await log()).toEqual(['basket-a@0 x']);
  });

  it('is known where the answer to the append was lost', async () => {
    let lost = true;
    const over = new CommandExecutor(
      storeWith(baskets.store, {
        async append(append) {
          const outcome = await baskets.store.append(append);
          if (lost) throw new Error('answer lost');
          return outcome;
        },
      }),
    );
    await expect(both('1', ...command, { over })).rejects.toThrow('answer lost');
    lost = false;
    expect(await both('1', ...command, { over })).toEqual(repeated);
  });
});

describe('where another executor appends in between', () => {
  /** An executor over a store where a rival puts one item after the other into a basket first. */
  const contested = (id: string, rivalItems: readonly string[]) => {
    const rival = new CommandExecutor(baskets.store);
    const waiting = [...rivalItems];
    const tried: Append[] = [];
    const read: string[] = [];
    const store = storeWith(baskets.store, {
      readStream(stream, from, limit) {
        read.push(`${stream}@${from}`);
        return baskets.store.readStream(stream, from, limit);
      },
      async append(append) {
        tried.push(append);
        const item = waiting.shift();
        if (item !== undefined) await alone(`rival-${item}`, id, add(item), rival);
        return baskets.store.append(append);
      },
    });
    return { over: new CommandExecutor(store), tried, read };
  };

  it.each(['a', 'b'])('to %s, both are decided anew', async (id) => {
    const { over, tried } = contested(id, ['1', '2', '3']);
    expect(await both('1', ['a', add('1', 'x')], ['b', add('1', 'x')], { over })).toMatchObject({
      ...{ kind: 'done', revision: id === 'a' ? 3 : 1, appended: true },
    });
    expect(tried.length).toBe(4);
    const [contestedLog, other] = await Promise.all([id, id === 'a' ? 'b' : 'a'].map((one) => baskets.events(one)));
    expect(contestedLog?.map(({ data }) => data)).toEqual(['1', '2', '3', 'x']);
    expect(other?.map(({ data }) => data)).toEqual(['1', 'x']);
    expect(await alone('2', 'b', add('w'), over)).toMatchObject({ kind: 'done', appended: true });
    expect(await alone('3', 'a', add('w'), over)).toMatchObject({ kind: 'done', appended: true });
  });

  it.each(['a', 'b'])('to %s every time, they are contended after three retries and may be sent again', async (id) => {
    const { over, tried } = contested(id, ['1', '2', '3', '4']);
    const command = [
      ['a', add('x')],
      ['b', add('x')],
    ] as const;
    expect(await both('1', ...command, { over })).toEqual({ kind: 'contended' });
    expect(tried.length).toBe(4);
    expect((await log()).length).toBe(4);
    expect(await both('1', ...command, { over })).toMatchObject({ kind: 'done', appended: true });
  });

  it('only what came since is read, of either stream', async () => {
    await alone('0', 'a', add('z'));
    await alone('1', 'b', add('z'));
    const { over, read } = contested('a', ['1']);
    expect(await both('2', ['a', add('x')], ['b', add('x')], { over })).toMatchObject({ kind: 'done', appended: true });
    expect(read).toEqual(['basket-a@0', 'basket-b@0', 'basket-b@1', 'basket-a@1']);
  });

  it('the second is refused by what stands there then, and the first writes nothing', async () => {
    await alone('0', 'b', add('2', '3', '4', '5'));
    const { over } = contested('b', ['1']);
    expect(await both('1', ['a', add('x')], ['b', add('x')], { over })).toMatchObject({ kind: 'refused' });
    expect(await baskets.events('a')).toEqual([]);
  });
});

describe('an executor that has not seen what another appended to the second stream', () => {
  it('neither refuses nor calls done what has become possible meanwhile', async () => {
    const behind = new CommandExecutor(baskets.store);
    await alone('1', 'b', add('1', '2', '3', '4', '5'), behind);
    await alone('2', 'b', { remove: '1' });
    expect(await both('3', ['a', add('x')], ['b', add('6')], { over: behind })).toMatchObject({ appended: true });
    await alone('4', 'b', { remove: '2' });
    expect(await both('5', ['a', add('y')], ['b', add('2')], { over: behind })).toMatchObject({ appended: true });
  });
});

describe('commands together at the same time', () => {
  it('in opposite order, and alone between them, all come to an end', async () => {
    const slow = storeWith(baskets.store, {
      async append(append) {
        await pause();
        return baskets.store.append(append);
      },
    });
    const over = new CommandExecutor(slow);
    const outcomes = await Promise.all([
      both('1', ['a', add('1')], ['b', add('1')], { over }),
      both('2', ['b', add('2')], ['a', add('2')], { over }),
      alone('3', 'a', add('3'), over),
      alone('4', 'b', add('4'), over),
      both('5', ['a', add('5')], ['b', add('5')], { over }),
      over.load(basketDecider, 'b').then(({ revision }) => ({ kind: 'done', appended: revision >= 0 })),
    ]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'done', appended: true });
    for (const id of ['a', 'b']) expect((await baskets.events(id)).length).toBe(4);
  });

  it('run side by side where no stream is the same', async () => {
    const running = { now: 0, most: 0 };
    const over = new CommandExecutor(
      storeWith(baskets.store, {
        async append(append) {
          running.now += 1;
          running.most = Math.max(running.most, running.now);
          await pause();
          running.now -= 1;
          return baskets.store.append(append);
        },
      }),
    );
    const pairs = ['1', '2', '3'].map((n) => both(n, [`a${n}`, add('x')], [`b${n}`, add('x')], { over }));
    await Promise.all(pairs);
    expect(running.most).toBe(3);
  });
});
