import { describe, expect, it, jest } from '@jest/globals';
import type { BasketCommand } from '../test/baskets.js';
import { type Answer, Collecting, collect, done, handle } from '../test/collecting.js';
import { reported } from '../test/history.js';
import type { Process } from './process.js';

const run = new Collecting();

describe('what cannot be sent', () => {
  const contended = (): Answer => ({ kind: 'contended' });
  const broken = (): Answer => {
    throw new Error('no store');
  };

  it.each([
    ['contended', contended],
    ['not answered', broken],
  ])('since it is %s is tried again, later and later, until it passes', async (_, answer) => {
    let tries = 0;
    run.answers.a = () => (++tries < 6 ? answer() : done);
    const handling = (await run.started()).handle([reported(1, 'a', 5)]);
    const at: number[] = [];
    for (let ms = 0; ms < 2000; ms += 25) {
      if (run.targetsOf('a').length > at.length) at.push(ms);
      await jest.advanceTimersByTimeAsync(25);
    }
    await handling;
    expect(run.targetsOf('a')).toEqual(Array(6).fill('a 1'));
    expect(run.targetsOf('all')).toEqual(['all 1']);
    expect(new Set(run.sent.filter(({ id }) => id === 'a').map(({ meta }) => meta.commandId)).size).toBe(1);
    const waits = at.slice(1, 6).map((ms, n) => ms - (at[n] ?? 0));
    expect(waits.every((wait, n) => n === 0 || wait > (waits[n - 1] ?? 0))).toBe(true);
    expect(await run.parked()).toEqual([]);
  });

  it.each([
    ['contended', contended, 'contended'],
    ['not answered', broken, 'Error: no store'],
  ])('is parked with an alarm where it is %s six times', async (_, answer, reason) => {
    run.answers.a = answer;
    await handle(await run.started(), reported(1, 'a', 5));
    expect(run.targetsOf('a')).toEqual(Array(6).fill('a 1'));
    expect(run.targetsOf('all')).toEqual(['all 1']);
    expect(await run.parked()).toEqual([{ target: 'a', position: 1, n: 0, reason }]);
    expect(run.alarms).toEqual(['collect-what-is-reported parked a command for a (position 1)']);
  });

  it('is parked at once where its id was used for something else: no retry can help', async () => {
    run.answers.a = () => ({ kind: 'key-reused' });
    await handle(await run.started(), reported(1, 'a', 5));
    expect(run.targets()).toEqual(['a 1', 'all 1']);
    expect(await run.parked()).toEqual([{ target: 'a', position: 1, n: 0, reason: 'key-reused' }]);
    expect(run.alarms.length).toBe(1);
  });

  it('holds up all that follows for the same target, and nothing else; each is alarmed', async () => {
    run.answers.a = contended;
    const handler = await run.started();
    await handle(handler, reported(1, 'a', 5));
    run.answers = {};
    run.sent = [];
    await handle(handler, reported(2, 'a', 6), reported(3, 'b', 7));
    await handle(await run.started(), reported(4, 'a', 8));
    expect(run.targets()).toEqual(['all 2', 'b 3', 'all 3', 'all 4']);
    expect(await run.parked()).toEqual([
      { target: 'a', position: 1, n: 0, reason: 'contended' },
      { target: 'a', position: 2, n: 0, reason: 'behind the one parked at 1' },
      { target: 'a', position: 4, n: 0, reason: 'behind the one parked at 1' },
    ]);
    expect(run.alarms.length).toBe(3);
  });

  it('holds up only its own process', async () => {
    run.answers.a = contended;
    await handle(await run.started(), reported(1, 'a', 5));
    run.answers = {};
    run.sent = [];
    await handle(await run.started({ ...collect, name: 'another' }), reported(1, 'a', 5));
    expect(run.targets()).toEqual(['a 1', 'all 1']);
  });

  it('is parked once where its event comes again, and what was done before it is not parked behind it', async () => {
    const failing: Process<BasketCommand> = {
      ...collect,
      reactions: {
        'QuantityReported.v1': ({ position }) => {
          if (position === 4) throw new Error('crash');
          return ['x', 'y'].map((item) => ({ id: 'b', command: { add: [`${item}${position}`] } }));
        },
      },
    };
    // At position 1 both are done, at 2 the first; then the program dies.
    let bs = 0;
    run.answers.b = () => (++bs <= 3 ? done : contended());
    const batch = [1, 2, 3, 4].map((position) => reported(position, 'a', 5));
    await expect(handle(await run.started(failing), ...batch)).rejects.toThrow('crash');
    const before = await run.parked();
    expect(before.map(({ position, n, reason }) => [position, n, reason])).toEqual([
      [2, 1, 'contended'],
      [3, 0, 'behind the one parked at 2'],
      [3, 1, 'behind the one parked at 2'],
    ]);
    run.answers = {};
    await expect(handle(await run.started(failing), ...batch)).rejects.toThrow('crash');
    expect(await run.parked()).toEqual(before);
  });

  it('keeps at most 1000 characters of its reason', async () => {
    run.answers.a = () => {
      throw new Error('x'.repeat(5000));
    };
    await handle(await run.started(), reported(1, 'a', 5));
    expect((await run.parked())[0]?.reason.length).toBe(1000);
  });
});

describe('a hundred targets with one poison each', () => {
  it('stop alone, and all others go on', async () => {
    const poisoned = new Set(Array.from({ length: 100 }, (_, n) => `p${n}`));
    for (const target of poisoned) run.answers[target] = () => ({ kind: 'key-reused' });
    const names = Array.from({ length: 200 }, (_, n) => (n < 100 ? `p${n}` : `h${n}`));
    const events = [...names, ...names].map((name, index) => reported(index + 1, name, 1));
    await handle(await run.started(), ...events);
    const tried = Map.groupBy(run.sent, ({ id }) => id);
    expect(names.map((name) => tried.get(name)?.length)).toEqual(names.map((name) => (poisoned.has(name) ? 1 : 2)));
    expect(tried.get('all')?.length).toBe(400);
    expect((await run.parked()).length).toBe(200);
    expect(run.alarms.length).toBe(200);
  });
});
