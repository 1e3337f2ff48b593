import { inspect, isDeepStrictEqual } from 'node:util';
import type { Actor, DomainEvent } from '@thidua/events';
import { type Decider, evolveOne, isRefusal, type Refusal } from './decider.js';

/** What a rule answered to a command, held against what was expected of it. */
export interface Answer<Event extends DomainEvent, Refused extends Refusal> {
  /** The events that follow, exactly these. */
  then(events: readonly Event[]): void;
  /** Nothing is left to do: the command was done already. */
  thenNothing(): void;
  /** The command is refused with this code and, where given, this field and detail. */
  thenRefused(code: Refused['refused'], more?: { field?: readonly string[]; detail?: Refusal['detail'] }): void;
  /** The command is refused for exactly these faults, in this order. */
  thenFaults(faults: readonly Refusal<Refused['refused']>[]): void;
}

const somebody: Actor = { userId: 'somebody', orgId: null, role: null, appointmentId: null };

/** `given` what happened, `when` a command comes, `then` what follows: a rule as a test reads it. */
export const specification = <State, Command, Event extends DomainEvent, Refused extends Refusal>(
  decider: Decider<State, Command, Event, Refused>,
) => ({
  /** What happened before, by one person where it matters who. */
  given: (history: readonly Event[], by: string = somebody.userId) => ({
    when: (command: Command): Answer<Event, Refused> => {
      const actor = { ...somebody, userId: by };
      const state = history.reduce((state, event) => evolveOne(decider.evolve, state, event, actor), decider.initial());
      return answer(decider.decide(command, state));
    },
  }),
});

const answer = <Event extends DomainEvent, Refused extends Refusal>(
  decision: readonly Event[] | Refused,
): Answer<Event, Refused> => ({
  then(events) {
    equal(decision, events);
  },
  thenNothing() {
    equal(decision, []);
  },
  thenRefused(code, more = {}) {
    if (!isRefusal(decision)) throw new Error(`expected the refusal ${code}, got ${inspect(decision, { depth: 6 })}`);
    equal(decision.refused, code);
    if (more.field) equal(decision.field, more.field);
    if (more.detail) equal(decision.detail, more.detail);
  },
  thenFaults(faults) {
    if (!isRefusal(decision)) throw new Error(`expected faults, got ${inspect(decision, { depth: 6 })}`);
    const { also = [], ...first } = decision;
    equal([first, ...also], faults);
  },
});

const equal = (actual: unknown, expected: unknown): void => {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`expected ${inspect(expected, { depth: 8 })}\n     got ${inspect(actual, { depth: 8 })}`);
};
