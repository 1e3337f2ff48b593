import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@thidua/events';
import fc from 'fast-check';
import {
  type BasketCommand,
  type BasketEvent,
  basketDecider,
  decideOn,
  openBaskets,
  type Send,
  storeWith,
} from '../test/baskets.js';
import { isRefusal } from './decider.js';

const item = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const command: fc.Arbitrary<BasketCommand> = fc.oneof(
  fc.record({ add: fc.uniqueArray(item, { minLength: 1, maxLength: 3 }) }),
  fc.record({ remove: item }),
);

/** What a list of items comes to. */
const itemsAfter = (items: readonly string[], events: readonly BasketEvent[]): readonly string[] => {
  const held = new Set(items);
  for (const { type, data } of events) type === 'ItemAdded.v1' ? held.add(data) : held.delete(data);
  return [...held];
};

/** The part of an outcome that the model foretells. */
interface Foretold {
  readonly kind: 'done' | 'refused';
  readonly revision?: number;
  readonly receipt?: number;
  readonly appended?: boolean;
}

/** The plain model: commands one after the other, a repeat of one that appended changes nothing. */
class Model {
  readonly events: Record<string, BasketEvent[]> = { x: [], y: [] };
  private readonly answers = new Map<string, Foretold>();
  private head = 0;

  answer(key: string, basket: string, command: BasketCommand): Foretold {
    const before = this.answers.get(key);
    if (before) return { ...before, appended: false };
    const stream = this.events[basket] ?? [];
    const decision = decideOn(command, itemsAfter([], stream));
    if (isRefusal(decision)) return { kind: 'refused' };
    if (decision.length === 0) return { kind: 'done', appended: false };
    stream.push(...decision);
    this.head += decision.length;
    const answer = { kind: 'done', revision: stream.length - 1, receipt: this.head, appended: true } as const;
    this.answers.set(key, answer);
    return answer;
  }
}

/** A new command, or one sent before, to one of two executors, which may be started anew or lose its answer. */
const step = fc.record({
  command,
  basket: fc.constantFrom('x', 'y'),
  executor: fc.nat({ max: 1 }),
  repeats: fc.option(fc.nat({ max: 20 }), { freq: 2 }),
  restarted: fc.boolean(),
  answerLost: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const runOneByOne = async (steps: readonly Step[]): Promise<void> => {
  const baskets = openBaskets();
  const model = new Model();
  let answerLost = false;
  const store = storeWith(baskets.store, {
    async append(append) {
      const outcome = await baskets.store.append(append);
      if (answerLost && outcome.kind === 'appended' && !outcome.repeated) throw new Error('answer lost');
      return outcome;
    },
  });
  const executors: Send[] = [baskets.sender(store, 1), baskets.sender(store)];
  const sent: Pick<Step, 'command' | 'basket'>[] = [];
  for (const next of steps) {
    const again = next.repeats === null ? undefined : sent[next.repeats];
    const { command, basket } = again ?? next;
    const key = `command ${again ? next.repeats : sent.push(next) - 1}`;
    if (next.restarted) executors[next.executor] = baskets.sender(store, 1);
    ({ answerLost } = next);
    const foretold = model.answer(key, basket, command);
    const outcome = executors[next.executor]?.(key, command, {}, basket);
    if (foretold.appended && answerLost) await expect(outcome).rejects.toThrow('answer lost');
    else expect(await outcome).toMatchObject(foretold);
  }
  expect({ x: await baskets.events('x'), y: await baskets.events('y') }).toEqual(model.events);
};

/** Each command of a log decided on what stood before it, and stands there once. */
const expectDecidedInTurn = (log: readonly StoredEvent[], commands: readonly BasketCommand[]): void => {
  let items: readonly string[] = [];
  for (const [key, stored] of Map.groupBy(log, (event) => event.commandId)) {
    const events = stored.map(({ type, data }) => ({ type, data }) as BasketEvent);
    expect(events).toEqual(decideOn(commands[Number(key)] as BasketCommand, items));
    items = itemsAfter(items, events);
  }
};

describe('any sequence of commands over two executors', () => {
  it('gives the events of a plain model: right events, then none on retry', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 10 }), runOneByOne), { numRuns: 1000 });
  });

  it('sent to both at once, in any order of reads and appends, is carried out once each or not at all', async () => {
    const property = fc.asyncProperty(fc.scheduler(), fc.array(command, { maxLength: 8 }), async (order, commands) => {
      const baskets = openBaskets();
      const store = storeWith(baskets.store, {
        append: order.scheduleFunction(baskets.store.append.bind(baskets.store)),
        readStream: order.scheduleFunction(baskets.store.readStream.bind(baskets.store)),
      });
      const both = [baskets.sender(store), baskets.sender(store)];
      const looks: { items: readonly string[]; revision: number }[] = [];
      const sending = commands.flatMap((command, n) =>
        both.map(async (send) => {
          const outcome = await send(`${n}`, command);
          const { state, revision } = await send.executor.load(basketDecider, 'b');
          looks.push({ items: [...state], revision });
          return outcome;
        }),
      );
      const outcomes = await order.waitFor(Promise.all(sending));

      const log = await baskets.store.readStream('basket-b', 0, 1000);
      expectDecidedInTurn(log, commands);
      for (const { items, revision } of looks) {
        expect(items).toEqual(itemsAfter([], log.slice(0, revision + 1) as unknown as readonly BasketEvent[]));
      }
      const appended = outcomes.flatMap((outcome) => (outcome.kind === 'done' && outcome.appended ? outcome : []));
      const ends = log.filter(({ appendIndex, appendSize }) => appendIndex === appendSize - 1);
      expect(appended.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(
        ends.map((event) => event.revision),
      );
      expect(outcomes.map(({ kind }) => kind)).not.toContain('key-reused');
    });
    await fc.assert(property, { numRuns: 300 });
  });
});
