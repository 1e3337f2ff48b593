import { afterEach, beforeEach, jest } from '@jest/globals';
import type { RecordedEvent } from '@thidua/events';
import {
  type AskingProcess,
  type CommandMeta,
  type FeedHandler,
  type FollowUp,
  type Outcome,
  type Process,
  type ProcessTables,
  processHandler,
  type Refusal,
} from '../src/index.js';
import type { BasketCommand } from './baskets.js';
import { memoryDatabase } from './memory-database.js';

export type Answer = Outcome<Refusal>;

export const done = { kind: 'done', revision: 0, receipt: 1, appended: true } as const satisfies Answer;

/** What an achievement reports goes into the basket of that achievement, and into that of all. */
export const collect: Process<BasketCommand> = {
  name: 'collect-what-is-reported',
  reactions: {
    'QuantityReported.v1': ({ position, data: { achievementId } }) => [
      { id: achievementId, command: { add: [`${position}`] } },
      { id: 'all', command: { add: [`${position}`] } },
    ],
  },
};

/** A process with its store, new for each test. It sends to nobody: the test says what is answered. */
export class Collecting {
  database = memoryDatabase<ProcessTables>();
  sent: (FollowUp<BasketCommand> & { readonly meta: CommandMeta })[] = [];
  alarms: string[] = [];
  /** What a target answers; done where nothing else is said. */
  answers: Record<string, () => Answer> = {};

  constructor() {
    beforeEach(() => {
      this.database = memoryDatabase<ProcessTables>();
      [this.sent, this.alarms, this.answers] = [[], [], {}];
      jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    });
    afterEach(() => {
      jest.useRealTimers();
    });
  }

  newHandler(process: Process<BasketCommand> | AskingProcess<BasketCommand> = collect): FeedHandler {
    const { database } = this;
    return processHandler({
      process,
      database,
      send: async (followUp, meta) => {
        this.sent.push({ ...followUp, meta });
        return (this.answers[followUp.id] ?? (() => done))();
      },
      alarm: (message) => this.alarms.push(message),
    });
  }

  async started(process?: Process<BasketCommand> | AskingProcess<BasketCommand>): Promise<FeedHandler> {
    const handler = this.newHandler(process);
    await handler.start();
    return handler;
  }

  /** Target and item of each command that was sent. */
  targets(): readonly string[] {
    return this.sent.map(({ id, command }) => `${id} ${'add' in command ? command.add : command.remove}`);
  }

  /** Those that one target was sent: only they have an order. */
  targetsOf(target: string): readonly string[] {
    return this.targets().filter((sent) => sent.startsWith(`${target} `));
  }

  parked() {
    const columns = ['target', 'position', 'n', 'reason'] as const;
    return this.database.selectFrom('parked').select(columns).orderBy('position').orderBy('n').execute();
  }
}

const turnsMax = 100_000;

/** Does a batch, however long it waits between its tries. */
export const handle = async (handler: FeedHandler, ...batch: readonly RecordedEvent[]): Promise<void> => {
  let ended = false;
  const handling = handler.handle(batch).finally(() => {
    ended = true;
  });
  // Awaited below; a fault before that must not count as unhandled.
  handling.catch(() => undefined);
  // Between two commands it lets others have a turn, so a wait may begin after time was advanced.
  for (let turn = 0; !ended && turn < turnsMax; turn++) {
    await jest.advanceTimersByTimeAsync(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await handling;
};
