import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EventFeed, FeedHandler, RebuildOptions } from '@thidua/event-sourcing';
import { Readers } from '@thidua/service';
import { Rebuilds } from './rebuilds.js';

const feed: EventFeed = { head: async () => 0, next: async () => [] };
const signal = new AbortController().signal;

/** What happened, in order. */
let happened: string[] = [];
let failures: unknown[] = [];
const log = { error: (...said: unknown[]) => void failures.push(said) } as unknown as ConstructorParameters<
  typeof Rebuilds
>[1];
beforeEach(() => {
  [happened, failures] = [[], []];
});

/** Takes three turns to be rebuilt. */
const readModel = (name: string, changes: Partial<FeedHandler> = {}): FeedHandler => ({
  name,
  start: async () => ({ position: 0, receipt: 0, recordedAt: null }),
  handle: async () => {},
  outdated: () => false,
  rebuild: async (options: RebuildOptions) => {
    for (let turn = 1; turn <= 3; turn++) {
      await Promise.resolve();
      options.signal.throwIfAborted();
      happened.push(`${name} ${turn}`);
    }
  },
  ...changes,
});
const process: FeedHandler = {
  name: 'process',
  start: async () => ({ position: 0, receipt: 0, recordedAt: null }),
  handle: async () => {},
};
const rebuildsOf = (...handlers: readonly (readonly FeedHandler[])[]) =>
  new Rebuilds(
    handlers.map((some) => new Readers(feed, some)),
    log,
  );
const turnsOf = (...names: readonly string[]) => names.flatMap((name) => [1, 2, 3].map((turn) => `${name} ${turn}`));

describe('rebuilds of the house', () => {
  it('are asked for by name, of read models alone, and go one after the other', async () => {
    const rebuilds = rebuildsOf([readModel('a'), process], [readModel('b')]);
    expect(rebuilds.names).toEqual(['a', 'b']);
    await Promise.all([rebuilds.rebuild('b', { signal }), rebuilds.rebuild('a', { signal })]);
    expect(happened).toEqual(turnsOf('b', 'a'));
    await expect(rebuilds.rebuild('process', { signal })).rejects.toThrow('no read model process, only a, b');
  });

  it('that fail or are aborted keep nobody from the next', async () => {
    const rebuilds = rebuildsOf([readModel('a'), readModel('b')]);
    const aborted = rebuilds.rebuild('a', { signal: AbortSignal.abort() });
    const next = rebuilds.rebuild('b', { signal });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await next;
    expect(happened).toEqual(turnsOf('b'));
  });

  it('renew in the background what serves in an older version, and say what they could not', async () => {
    const fault = new Error('the disk is full');
    const failing = readModel('b', { outdated: () => true, rebuild: () => Promise.reject(fault) });
    const old = (name: string) => readModel(name, { outdated: () => true });
    const rebuilds = rebuildsOf([old('a'), failing], [readModel('c'), old('d')]);
    rebuilds.renew();
    await rebuilds.rebuild('c', { signal });
    expect(happened).toEqual(turnsOf('a', 'd', 'c'));
    expect(failures).toEqual([[{ name: 'b', cause: fault }, expect.stringContaining('Không dựng lại được')]]);
  });

  it('end when the house closes, without a word', async () => {
    const rebuilds = rebuildsOf([readModel('a', { outdated: () => true })]);
    rebuilds.renew();
    await rebuilds.close();
    expect([happened, failures]).toEqual([[], []]);
  });
});
