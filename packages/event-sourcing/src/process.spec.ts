import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { processCommandIdOf, type RecordedEvent } from '@thidua/events';
import type { Kysely } from 'kysely';
import { added, type BasketCommand, basketDecider, openBaskets } from '../test/baskets.js';
import { recorded, reported } from '../test/history.js';
import { memoryDatabase } from '../test/memory-database.js';
import type { CommandMeta, Outcome } from './execute.js';
import { type FollowUp, type Process, type ProcessTables, processHandler } from './process.js';

type Sent = FollowUp<BasketCommand> & { readonly meta: CommandMeta };
type Answer = Outcome<{ readonly refused: string }>;

const done: Answer = { kind: 'done', revision: 0, receipt: 1, appended: true };

/** What an achievement reports goes into the basket of that achievement, and into that of all. */
const collect: Process<BasketCommand> = {
  name: 'collect-what-is-reported',
  reactions: {
    'QuantityReported.v1': ({ position, data: { achievementId } }) => [
      { id: achievementId, command: { add: [`${position}`] } },
      { id: 'all', command: { add: [`${position}`] } },
    ],
  },
};

let database: Kysely<ProcessTables>;
let sent: Sent[];
let alarms: string[];
/** What a target answers; done where nothing else is said. */
let answers: Record<string, () => Answer>;
beforeEach(() => {
  database = memoryDatabase<ProcessTables>();
  [sent, alarms, answers] = [[], [], {}];
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});

const newHandler = (process: Process<BasketCommand> = collect) =>
  processHandler({
    process,
    database,
    send: async (followUp, meta) => {
      sent.push({ ...followUp, meta });
      return (answers[followUp.id] ?? (() => done))();
    },
    alarm: (message) => alarms.push(message),
  });

/** A handler that has started. */
const started = async (process?: Process<BasketCommand>) => {
  const handler = newHandler(process);
  await handler.start();
  return handler;
};

/** Does a batch, however long it waits between its tries. */
const handle = async (
  handler: { handle(batch: readonly RecordedEvent[]): Promise<void> },
  ...batch: RecordedEvent[]
) => {
  const handling = handler.handle(batch);
  // Awaited below; a fault before that must not count as unhandled.
  handling.catch(() => undefined);
  await jest.advanceTimersByTimeAsync(60_000);
  await handling;
};

const targets = () => sent.map(({ id, command }) => `${id} ${'add' in command ? command.add : command.remove}`);
const parked = () =>
  database
    .selectFrom('parked')
    .select(['target', 'position', 'n', 'reason'])
    .orderBy('position')
    .orderBy('n')
    .execute();

describe('a follow-up', () => {
  it('is sent as the person who caused it, by the process, with the causing event', async () => {
    const actor = { userId: 'binh', orgId: 'org-2', role: 'HEAD', appointmentId: 'appointment-2' } as const;
    const event = reported(1, 'a', 5, { actor, correlationId: 'correlation', synthetic: false, eventId: 'event' });
    await handle(await started(), event);
    expect(sent.map(({ meta }) => meta)).toEqual(
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
    expect(sent[0]?.meta.inputHash).not.toBe(sent[1]?.meta.inputHash);
  });

  it('follows from no event that the process does not react to, and its checkpoint moves past it', async () => {
    const loaded = recorded(1, 'DemoLoaded.v1', { installationId: 'i', seed: 's', mutations: 1 });
    await handle(await started(), loaded);
    expect(sent).toEqual([]);
    expect(await newHandler().start()).toEqual({ position: 1, receipt: 10, recordedAt: loaded.recordedAt });
  });

  it.each<[string, Answer]>([
    ['done', done],
    ['done before', { ...done, appended: false }],
    ['refused', { kind: 'refused', refusal: { refused: 'FULL' }, last: null }],
  ])('that is %s is answered: sent once, nothing is parked', async (_, answer) => {
    answers.a = () => answer;
    await handle(await started(), reported(1, 'a', 5), reported(2, 'a', 6));
    expect(targets()).toEqual(['a 1', 'all 1', 'a 2', 'all 2']);
    expect(await parked()).toEqual([]);
    expect(alarms).toEqual([]);
  });

  it('is not sent again where its event comes again, in whatever batch', async () => {
    const handler = await started();
    const [one, two, three] = [reported(1, 'a', 5), reported(2, 'a', 6), reported(3, 'a', 7)];
    await handle(handler, one, two);
    await handle(handler, one, two, two, three, two);
    expect(targets()).toEqual(['a 1', 'all 1', 'a 2', 'all 2', 'a 3', 'all 3']);
  });
});

describe('a restart', () => {
  it('goes on behind the stored checkpoint', async () => {
    expect(await newHandler().start()).toEqual({ position: 0, receipt: 0, recordedAt: null });
    await handle(await started(), reported(1, 'a', 5));
    const restarted = newHandler();
    expect((await restarted.start()).position).toBe(1);
    await handle(restarted, reported(1, 'a', 5), reported(2, 'a', 6));
    expect(targets()).toEqual(['a 1', 'all 1', 'a 2', 'all 2']);
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
    await expect(handle(await started(crashing), ...batch)).rejects.toThrow('crash');
    const first = [...sent];
    await handle(await started(), ...batch);
    expect(sent.slice(2, 4)).toEqual(first);
    expect(sent.slice(4).map(({ id }) => id)).toEqual(['b', 'all']);
  });

  it('changes nothing that was done: an executor knows the commands again', async () => {
    const baskets = openBaskets();
    const run = async (batch: readonly RecordedEvent[]) => {
      const { executor } = baskets.sender();
      const handler = processHandler<BasketCommand>({
        process: collect,
        database: memoryDatabase<ProcessTables>(),
        send: ({ id, command }, meta) => executor.execute(basketDecider, id, command, meta),
        alarm: (message) => alarms.push(message),
      });
      await handler.start();
      await handle(handler, ...batch);
    };
    const batch = [reported(1, 'a', 5), reported(2, 'b', 6), reported(3, 'a', 7)];
    await run(batch);
    const head = await baskets.store.head();
    await run(batch);
    expect(await baskets.store.head()).toBe(head);
    expect(await baskets.events('all')).toEqual(['1', '2', '3'].map(added));
    expect(await baskets.events('a')).toEqual(['1', '3'].map(added));
    const [event] = await baskets.store.readStream('basket-a', 0, 1);
    expect(event).toMatchObject({ via: 'collect-what-is-reported', causationId: 'event-1', actor: { userId: 'an' } });
    expect(alarms).toEqual([]);
  });
});

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
    answers.a = () => (++tries < 6 ? answer() : done);
    const handling = (await started()).handle([reported(1, 'a', 5)]);
    const at: number[] = [];
    for (let ms = 0; ms < 2000; ms += 25) {
      if (sent.length > at.length) at.push(ms);
      await jest.advanceTimersByTimeAsync(25);
    }
    await handling;
    expect(targets()).toEqual([...Array(6).fill('a 1'), 'all 1']);
    expect(new Set(sent.slice(0, 6).map(({ meta }) => meta.commandId)).size).toBe(1);
    const waits = at.slice(1, 6).map((ms, n) => ms - (at[n] ?? 0));
    expect(waits.every((wait, n) => n === 0 || wait > (waits[n - 1] ?? 0))).toBe(true);
    expect(await parked()).toEqual([]);
  });

  it.each([
    ['contended', contended, 'contended'],
    ['not answered', broken, 'Error: no store'],
  ])('is parked with an alarm where it is %s six times', async (_, answer, reason) => {
    answers.a = answer;
    await handle(await started(), reported(1, 'a', 5));
    expect(targets()).toEqual([...Array(6).fill('a 1'), 'all 1']);
    expect(await parked()).toEqual([{ target: 'a', position: 1, n: 0, reason }]);
    expect(alarms).toEqual(['collect-what-is-reported parked a command for a (position 1)']);
  });

  it('is parked at once where its id was used for something else: no retry can help', async () => {
    answers.a = () => ({ kind: 'key-reused' });
    await handle(await started(), reported(1, 'a', 5));
    expect(targets()).toEqual(['a 1', 'all 1']);
    expect(await parked()).toEqual([{ target: 'a', position: 1, n: 0, reason: 'key-reused' }]);
    expect(alarms.length).toBe(1);
  });

  it('holds up all that follows for the same target, and nothing else; each is alarmed', async () => {
    answers.a = contended;
    const handler = await started();
    await handle(handler, reported(1, 'a', 5));
    answers = {};
    sent = [];
    await handle(handler, reported(2, 'a', 6), reported(3, 'b', 7));
    await handle(await started(), reported(4, 'a', 8));
    expect(targets()).toEqual(['all 2', 'b 3', 'all 3', 'all 4']);
    expect(await parked()).toEqual([
      { target: 'a', position: 1, n: 0, reason: 'contended' },
      { target: 'a', position: 2, n: 0, reason: 'behind the one parked at 1' },
      { target: 'a', position: 4, n: 0, reason: 'behind the one parked at 1' },
    ]);
    expect(alarms.length).toBe(3);
  });

  it('holds up only its own process', async () => {
    answers.a = contended;
    await handle(await started(), reported(1, 'a', 5));
    answers = {};
    sent = [];
    await handle(await started({ ...collect, name: 'another' }), reported(1, 'a', 5));
    expect(targets()).toEqual(['a 1', 'all 1']);
  });

  it('is parked once where its event comes again, and what was done before it is not parked behind it', async () => {
    answers.b = contended;
    const failing: Process<BasketCommand> = {
      ...collect,
      reactions: {
        'QuantityReported.v1': ({ position }) => {
          if (position === 3) throw new Error('crash');
          return [
            { id: position === 2 ? 'b' : 'c', command: { add: [`${position}`] } },
            { id: 'b', command: { add: ['x'] } },
          ];
        },
      },
    };
    // At position 1 both are done; at 2 the first is parked and the second behind it; then the program dies.
    let bs = 0;
    answers.b = () => (++bs === 1 ? done : contended());
    const batch = [reported(1, 'a', 5), reported(2, 'a', 6), reported(3, 'a', 7)];
    await expect(handle(await started(failing), ...batch)).rejects.toThrow('crash');
    const before = await parked();
    expect(before.map(({ position, n, reason }) => [position, n, reason])).toEqual([
      [2, 0, 'contended'],
      [2, 1, 'behind the one parked at 2'],
    ]);
    answers = {};
    await expect(handle(await started(failing), ...batch)).rejects.toThrow('crash');
    expect(await parked()).toEqual(before);
  });

  it('keeps at most 1000 characters of its reason', async () => {
    answers.a = () => {
      throw new Error('x'.repeat(5000));
    };
    await handle(await started(), reported(1, 'a', 5));
    expect((await parked())[0]?.reason.length).toBe(1000);
  });
});

describe('a hundred targets with one poison each', () => {
  it('stop alone, and all others go on', async () => {
    const poisoned = new Set(Array.from({ length: 100 }, (_, n) => `p${n}`));
    for (const target of poisoned) answers[target] = () => ({ kind: 'key-reused' });
    const names = Array.from({ length: 200 }, (_, n) => (n < 100 ? `p${n}` : `h${n}`));
    const events = [...names, ...names].map((name, index) => reported(index + 1, name, 1));
    await handle(await started(), ...events);
    const tried = Map.groupBy(sent, ({ id }) => id);
    expect(names.map((name) => tried.get(name)?.length)).toEqual(names.map((name) => (poisoned.has(name) ? 1 : 2)));
    expect(tried.get('all')?.length).toBe(400);
    expect((await parked()).length).toBe(200);
    expect(alarms.length).toBe(200);
  });
});
