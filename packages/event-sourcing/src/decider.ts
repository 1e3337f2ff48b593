import type { Actor, DomainEvent } from '@thidua/events';

/**
 * Why a command is not done: data, never an exception. `code` is stable and translated at the edge,
 * `field` is the path in the command that is at fault, `detail` fills the message.
 */
export interface Refusal<Code extends string = string> {
  readonly refused: Code;
  readonly field?: readonly string[];
  readonly detail?: Readonly<Record<string, string | number | readonly string[]>>;
  /** Further faults of the same command, so that a person mends all of them at once. */
  readonly also?: readonly Refusal<Code>[];
}

/** Several faults as one refusal; null where there are none. */
export const refusedFor = <R extends Refusal>(faults: readonly R[]): R | null => {
  const [first, ...also] = faults;
  if (!first) return null;
  return also.length > 0 ? { ...first, also } : first;
};

export const isRefusal = <R extends Refusal>(answer: unknown): answer is R =>
  typeof answer === 'object' && answer !== null && 'refused' in answer;

/** One line an event; a missing one does not compile. `actor` is who caused the event. */
export type Evolve<State, Event extends DomainEvent> = {
  readonly [Type in Event['type']]: (state: State, data: Extract<Event, { type: Type }>['data'], actor: Actor) => State;
};

/**
 * The rules of one aggregate, pure: no clock, no id maker, no IO. A command brings all it needs.
 * `decide` answers events, none where nothing is left to do, or a refusal. A state that was handed to
 * `evolve` is not used again, so a large one may be moved in place.
 */
export interface Decider<State, Command, Event extends DomainEvent, Refused extends Refusal> {
  /** First part of the stream's name; it has no dash. */
  readonly category: string;
  readonly initial: () => State;
  readonly evolve: Evolve<State, Event>;
  readonly decide: (command: Command, state: State) => readonly Event[] | Refused;
}

/** Name of the stream of one aggregate. No reader parses it: data carries the id. */
export const streamOf = (decider: { readonly category: string }, id: string): string => `${decider.category}-${id}`;

/** The state after one more event. An event of another aggregate on this stream is a fault. */
export const evolveOne = <State, Event extends DomainEvent>(
  evolve: Evolve<State, Event>,
  state: State,
  event: DomainEvent,
  actor: Actor,
): State => {
  const apply = evolve[event.type as Event['type']] as
    | ((state: State, data: unknown, actor: Actor) => State)
    | undefined;
  if (!apply) throw new Error(`no evolve for ${event.type}`);
  return apply(state, event.data, actor);
};
