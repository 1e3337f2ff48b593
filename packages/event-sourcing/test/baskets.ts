import { type DomainEvent, id, inputHashOf, makeCodec } from '@thidua/events';
import { envelopeOf } from '../src/contracts/log-harness.js';
import type { Decider, EventStore, Outcome, Refusal } from '../src/index.js';
import { CommandExecutor, type CommandMeta, fixedClock, inMemoryEventStore } from '../src/index.js';

/** Items a basket holds at most. */
const basketSize = 5;

export type BasketEvent = DomainEvent<'ItemAdded.v1', string> | DomainEvent<'ItemRemoved.v1', string>;
export type BasketCommand = { readonly add: readonly string[] } | { readonly remove: string };
export type BasketRefusal = Refusal<'FULL'>;

export const added = (item: string): BasketEvent => ({ type: 'ItemAdded.v1', data: item });
export const removed = (item: string): BasketEvent => ({ type: 'ItemRemoved.v1', data: item });

/** What a command comes to where the basket holds these items. */
export const decideOn = (command: BasketCommand, items: readonly string[]): readonly BasketEvent[] | BasketRefusal => {
  if ('remove' in command) return items.includes(command.remove) ? [removed(command.remove)] : [];
  const missing = command.add.filter((item) => !items.includes(item));
  return items.length + missing.length > basketSize ? { refused: 'FULL' } : missing.map(added);
};

/** Its state moves in place, and an event that does not fit throws: whoever folds one twice is found out. */
export const basketDecider: Decider<string[], BasketCommand, BasketEvent, BasketRefusal> = {
  category: 'basket',
  initial: () => [],
  evolve: {
    'ItemAdded.v1': (items, item) => {
      if (items.includes(item)) throw new Error(`${item} is there already`);
      items.push(item);
      return items;
    },
    'ItemRemoved.v1': (items, item) => {
      if (!items.includes(item)) throw new Error(`${item} is not there`);
      items.splice(items.indexOf(item), 1);
      return items;
    },
  },
  decide: decideOn,
};

/** A command of some person under a key of its own. */
export const metaOf = (key: string, command: BasketCommand, changes: Partial<CommandMeta> = {}): CommandMeta => ({
  ...envelopeOf(key),
  inputHash: inputHashOf('basket', command),
  expectedRevision: null,
  ...changes,
});

/** A store with some of its members replaced. */
export const storeWith = (store: EventStore, changes: Partial<EventStore>): EventStore =>
  Object.assign(Object.create(store), changes);

export interface Send {
  (
    key: string,
    command: BasketCommand,
    changes?: Partial<CommandMeta>,
    basket?: string,
  ): Promise<Outcome<BasketRefusal>>;
  readonly executor: CommandExecutor;
}

/** One log of baskets, and executors over it, each with a memory of its own. */
export const openBaskets = () => {
  const clock = fixedClock('2022-03-01T01:00:00.000Z');
  const store = inMemoryEventStore({ clock, codec: makeCodec({ 'ItemAdded.v1': id(), 'ItemRemoved.v1': id() }, []) });
  return {
    clock,
    store,
    sender(over: EventStore = store, foldedMax?: number): Send {
      const executor = new CommandExecutor(over, foldedMax);
      const send = (key: string, command: BasketCommand, changes: Partial<CommandMeta> = {}, basket = 'b') =>
        executor.execute(basketDecider, basket, command, metaOf(key, command, changes));
      return Object.assign(send, { executor });
    },
    /** What was appended to a basket, in order. */
    async events(basket = 'b') {
      const stored = await store.readStream(`basket-${basket}`, 0, 10_000);
      return stored.map(({ type, data }) => ({ type, data }));
    },
  };
};
