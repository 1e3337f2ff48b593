import { describe, expect, it } from '@jest/globals';
import { inputHashOf, processCommandIdOf } from '@thidua/events';
import { sql } from 'kysely';
import { added, type BasketCommand, basketDecider, openBaskets } from '../test/baskets.js';
import { Collecting, done, handle } from '../test/collecting.js';
import { reported } from '../test/history.js';
import { memoryDatabase } from '../test/memory-database.js';
import { type AskingProcess, createProcessTables, type ProcessTables, processHandler } from './process.js';

const run = new Collecting();

/** Who is asked about is a list that may have changed when the event comes again; what is said may have as well. */
const asking = (baskets: () => readonly string[], item: () => string = () => 'x'): AskingProcess<BasketCommand> => ({
  name: 'fill-all-baskets',
  reactions: {
    'QuantityReported.v1': async () => baskets().map((id) => ({ id, key: id, command: { add: [item()] } })),
  },
});

/** Dies after so many commands, before it stores how far it came. */
const dying = (baskets: readonly string[], after: number): AskingProcess<BasketCommand> => ({
  ...asking(() => baskets),
  reactions: {
    'QuantityReported.v1': async (event) => {
      if (event.position === 2) throw new Error('crash');
      return (await asking(() => baskets.slice(0, after)).reactions['QuantityReported.v1']?.(event)) ?? [];
    },
  },
});

describe('a follow-up with a key', () => {
  it('has an id and a hash made from its key, wherever it stands in the list and whatever it says', async () => {
    await handle(await run.started(asking(() => ['a', 'b'])), reported(1, 'r', 5));
    expect(run.sent.map(({ meta: { commandId, inputHash } }) => [commandId, inputHash])).toEqual(
      ['a', 'b'].map((key) => [
        processCommandIdOf('fill-all-baskets', 'event-1', key),
        inputHashOf('fill-all-baskets', { key }),
      ]),
    );
  });

  it('after a crash, with another list and other words, is sent to nobody twice and none is parked', async () => {
    const baskets = openBaskets();
    const database = memoryDatabase<ProcessTables>();
    const alarms: string[] = [];
    const { executor } = baskets.sender();
    const runOnce = async (process: AskingProcess<BasketCommand>) => {
      const handler = processHandler<BasketCommand>({
        process,
        database,
        send: ({ id, command }, meta) => executor.execute(basketDecider, id, command, meta),
        alarm: (message) => alarms.push(message),
      });
      await handler.start();
      return handle(handler, reported(1, 'r', 5), reported(2, 'r', 6));
    };
    await expect(runOnce(dying(['a', 'b', 'c'], 2))).rejects.toThrow('crash');
    await runOnce({
      name: 'fill-all-baskets',
      reactions: {
        'QuantityReported.v1': async (event) =>
          event.position === 1 ? ['new', 'c', 'b', 'a'].map((id) => ({ id, key: id, command: { add: ['y'] } })) : [],
      },
    });
    expect(await baskets.events('a')).toEqual([added('x')]);
    expect(await baskets.events('b')).toEqual([added('x')]);
    expect(await baskets.events('c')).toEqual([added('y')]);
    expect(await baskets.events('new')).toEqual([added('y')]);
    expect(alarms).toEqual([]);
    expect(await database.selectFrom('parked').selectAll().execute()).toEqual([]);
  });

  it('that is parked holds up only itself in its event, whatever list comes next', async () => {
    run.answers.b = () => ({ kind: 'key-reused' });
    await expect(
      handle(await run.started(dying(['a', 'b'], 2)), reported(1, 'r', 5), reported(2, 'r', 6)),
    ).rejects.toThrow();
    run.answers = {};
    run.sent = [];
    // In the place of `b` stands another one now.
    await handle(await run.started(asking(() => ['c', 'd', 'b'])), reported(1, 'r', 5));
    expect(run.targets()).toEqual(['c x', 'd x']);
    expect((await run.parked()).map(({ target }) => target)).toEqual(['b']);
  });

  it('is parked in two places where two of one event cannot be sent, though their numbers were the same', async () => {
    run.answers.a = () => ({ kind: 'key-reused' });
    run.answers.b = run.answers.a;
    await expect(
      handle(await run.started(dying(['a'], 1)), reported(1, 'r', 5), reported(2, 'r', 6)),
    ).rejects.toThrow();
    await handle(await run.started(asking(() => ['b'])), reported(1, 'r', 5));
    expect((await run.parked()).map(({ target, n }) => [target, n])).toEqual([
      ['a', 0],
      ['b', 0],
    ]);
  });

  it('holds up no other key of its event, though both go to one target', async () => {
    const answers = ['key-reused', 'done'];
    run.answers.a = () => (answers.shift() === 'done' ? done : { kind: 'key-reused' });
    const two: AskingProcess<BasketCommand> = {
      name: 'fill-all-baskets',
      reactions: {
        'QuantityReported.v1': async () => ['x', 'y'].map((key) => ({ id: 'a', key, command: { add: [key] } })),
      },
    };
    await handle(await run.started(two), reported(1, 'r', 5));
    expect(run.targets()).toEqual(['a x', 'a y']);
    expect((await run.parked()).map(({ reason }) => reason)).toEqual(['key-reused']);
  });

  it('of a later event waits behind a parked one of the same target', async () => {
    run.answers.a = () => ({ kind: 'key-reused' });
    const handler = await run.started(asking(() => ['a', 'b']));
    await handle(handler, reported(1, 'r', 5));
    run.answers = {};
    await handle(handler, reported(2, 'r', 6));
    expect(run.targets()).toEqual(['a x', 'b x', 'b x']);
    expect((await run.parked()).map(({ reason }) => reason)).toEqual(['key-reused', 'behind the one parked at 1']);
  });
});

describe('a process that cannot ask now', () => {
  it('fails its batch, sends nothing, and answers when the batch comes again', async () => {
    let known = false;
    const handler = await run.started(
      asking(() => {
        if (!known) throw new Error('the view lags');
        return ['a'];
      }),
    );
    await expect(handle(handler, reported(1, 'r', 5))).rejects.toThrow('the view lags');
    expect(run.sent).toEqual([]);
    known = true;
    await handle(handler, reported(1, 'r', 5));
    expect(run.targets()).toEqual(['a x']);
  });
});

describe('a store of processes from before follow-ups had keys', () => {
  it('keeps what is parked in it, and what stands behind that is still held up', async () => {
    await sql`create table parked (process text not null, target text not null, position integer not null,
      n integer not null, reason text not null, constraint parked_key primary key (process, position, n))`.execute(
      run.database,
    );
    await sql`insert into parked values ('fill-all-baskets', 'a', 1, 3, 'contended')`.execute(run.database);
    await createProcessTables(run.database);
    await createProcessTables(run.database);
    const [row] = await run.database.selectFrom('parked').selectAll().execute();
    expect(row).toEqual({ process: 'fill-all-baskets', target: 'a', position: 1, n: 3, key: '3', reason: 'contended' });
    run.answers.a = () => done;
    await handle(await run.started(asking(() => ['a', 'b'])), reported(1, 'r', 5), reported(2, 'r', 6));
    expect(run.targets()).toEqual(['a x', 'b x', 'b x']);
  });
});
