import { describe, expect, it } from '@jest/globals';
import { processCommandIdOf, type RecordedEvent } from '@thidua/events';
import { added, type BasketCommand, basketDecider, openBaskets } from '../test/baskets.js';
import { type Answer, Collecting, collect, done, handle } from '../test/collecting.js';
import { recorded, reported } from '../test/history.js';
import { memoryDatabase } from '../test/memory-database.js';
import { type Process, type ProcessTables, processHandler } from './process.js';

const run = new Collecting();

describe('a follow-up', () => {
  it('is sent as the person who caused it, by the process, with the causing event', async () => {
    const actor = { userId: 'binh', orgId: 'org-2', role: 'HEAD', appointmentId: 'appointment-2' } as const;
    const event = reported(1, 'a', 5, { actor, correlationId: 'correlation', synthetic: false, eventId: 'event' });
    await handle(await run.started(), event);
    expect(run.sent.map(({ meta }) => meta)).toEqual(
      [0, 1].map((n) => ({
        actor,
        via: 'collect-what-is-reported',
        commandId: processCommandIdOf('collect-what-is-reported', 'event', n),
        inputHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        correlationId: 'correlation',
        causationId: 'event',
        synthetic: false,
        expectedRevision: null,
      })),
    );
    expect(run.sent[0]?.meta.inputHash).not.toBe(run.sent[1]?.meta.inputHash);
  });

  it('follows from no event that the process does not react to, and its checkpoint moves past it', async () => {
    const loaded = recorded(1, 'DemoLoaded.v1', { installationId: 'i', seed: 's', mutations: 1 });
    const handler = await run.started();
    await handle(handler, loaded);
    expect(run.sent).toEqual([]);
    // It moves in memory, and is stored with the next event that the process reacts to.
    const next = reported(2, 'a', 5);
    await handle(handler, next);
    expect((await run.newHandler().start()).position).toBe(2);
  });

  it.each<[string, Answer]>([
    ['done', done],
    ['done before', { ...done, appended: false }],
    ['refused', { kind: 'refused', refusal: { refused: 'FULL' }, last: null }],
  ])('that is %s is answered: sent once, nothing is parked', async (_, answer) => {
    run.answers.a = () => answer;
    await handle(await run.started(), reported(1, 'a', 5), reported(2, 'a', 6));
    expect(run.targets()).toEqual(['a 1', 'all 1', 'a 2', 'all 2']);
    expect(await run.parked()).toEqual([]);
    expect(run.alarms).toEqual([]);
  });

  it('lets others have a turn before the next one to the same target', async () => {
    const turns: string[] = [];
    run.answers.a = () => {
      turns.push('a');
      setImmediate(() => turns.push('somebody else'));
      return done;
    };
    await handle(await run.started(), reported(1, 'a', 5), reported(2, 'a', 6));
    expect(turns).toEqual(['a', 'somebody else', 'a', 'somebody else']);
  });

  it('is sent beside those to other targets, and behind those to its own', async () => {
    const answered: string[] = [];
    const handler = processHandler<BasketCommand>({
      process: collect,
      database: run.database,
      async send({ id, command }) {
        const name = `${id} ${'add' in command ? command.add : ''}`;
        // The first target is slow: whoever comes behind it waits, the others do not.
        for (let turn = 0; id === 'a' && turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
        answered.push(name);
        return done;
      },
      alarm: () => undefined,
    });
    await handler.start();
    await handle(handler, reported(1, 'a', 5), reported(2, 'b', 6), reported(3, 'a', 7));
    expect(answered.indexOf('b 2')).toBeLessThan(answered.indexOf('a 1'));
    expect(answered.filter((name) => name.startsWith('a '))).toEqual(['a 1', 'a 3']);
    expect(answered.filter((name) => name.startsWith('all '))).toEqual(['all 1', 'all 2', 'all 3']);
  });

  it('is under way with at most 31 others', async () => {
    let [underWay, most] = [0, 0];
    const wide: Process<BasketCommand> = {
      ...collect,
      reactions: {
        'QuantityReported.v1': () => Array.from({ length: 100 }, (_, n) => ({ id: `t${n}`, command: { add: ['x'] } })),
      },
    };
    const handler = processHandler<BasketCommand>({
      process: wide,
      database: run.database,
      async send() {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        return done;
      },
      alarm: () => undefined,
    });
    await handler.start();
    await handle(handler, reported(1, 'a', 5));
    expect([underWay, most]).toEqual([0, 32]);
  });

  it('is not sent again where its event comes again, in whatever batch', async () => {
    const handler = await run.started();
    const [one, two, three] = [reported(1, 'a', 5), reported(2, 'a', 6), reported(3, 'a', 7)];
    await handle(handler, one, two);
    await handle(handler, one, two, two, three, two);
    expect(run.targets()).toEqual(['a 1', 'all 1', 'a 2', 'all 2', 'a 3', 'all 3']);
  });
});

describe('a restart', () => {
  it('goes on behind the stored checkpoint', async () => {
    expect(await run.newHandler().start()).toEqual({ position: 0, receipt: 0, recordedAt: null });
    await handle(await run.started(), reported(1, 'a', 5));
    const restarted = run.newHandler();
    expect((await restarted.start()).position).toBe(1);
    await handle(restarted, reported(1, 'a', 5), reported(2, 'a', 6));
    expect(run.targets()).toEqual(['a 1', 'all 1', 'a 2', 'all 2']);
  });

  it('after a crash within a batch sends the same commands again under the same ids', async () => {
    const batch = [reported(1, 'a', 5), reported(2, 'b', 6)];
    const crashing: Process<BasketCommand> = {
      ...collect,
      reactions: {
        'QuantityReported.v1': (event) => {
          if (event.position === 2) throw new Error('crash');
          return collect.reactions['QuantityReported.v1']?.(event) ?? [];
        },
      },
    };
    await expect(handle(await run.started(crashing), ...batch)).rejects.toThrow('crash');
    const first = [...run.sent];
    await handle(await run.started(), ...batch);
    expect(run.sent.slice(2, 4)).toEqual(first);
    expect(run.sent.slice(4).map(({ id }) => id)).toEqual(['b', 'all']);
  });

  it('changes nothing that was done: an executor knows the commands again', async () => {
    const baskets = openBaskets();
    const runOnce = async (batch: readonly RecordedEvent[]) => {
      const { executor } = baskets.sender();
      const handler = processHandler<BasketCommand>({
        process: collect,
        database: memoryDatabase<ProcessTables>(),
        send: ({ id, command }, meta) => executor.execute(basketDecider, id, command, meta),
        alarm: (message) => run.alarms.push(message),
      });
      await handler.start();
      await handle(handler, ...batch);
    };
    const batch = [reported(1, 'a', 5), reported(2, 'b', 6), reported(3, 'a', 7)];
    await runOnce(batch);
    const head = await baskets.store.head();
    await runOnce(batch);
    expect(await baskets.store.head()).toBe(head);
    expect(await baskets.events('all')).toEqual(['1', '2', '3'].map(added));
    expect(await baskets.events('a')).toEqual(['1', '3'].map(added));
    const [event] = await baskets.store.readStream('basket-a', 0, 1);
    expect(event).toMatchObject({ via: 'collect-what-is-reported', causationId: 'event-1', actor: { userId: 'an' } });
    expect(run.alarms).toEqual([]);
  });
});
