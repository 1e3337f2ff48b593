import type { DomainEvent } from '@thidua/events';
import { type Decider, type Evolve, isRefusal, type Refusal, streamOf } from './decider.js';
import type { Changed, Folded } from './folded-streams.js';

/** What is asked of one aggregate. */
export interface CommandTo<State, Command, Event extends DomainEvent, Refused extends Refusal> {
  readonly decider: Decider<State, Command, Event, Refused>;
  readonly id: string;
  readonly command: Command;
}

/** One stream's part in an append: its rule with the command put in, its state's type known to itself alone. */
export interface Part<Refused extends Refusal> {
  readonly stream: string;
  readonly initial: () => unknown;
  readonly evolve: Evolve<unknown, DomainEvent>;
  readonly decide: (state: unknown) => readonly DomainEvent[] | Refused;
}

/** A part, and its stream as it is decided on. */
export interface Asked<Refused extends Refusal> {
  readonly part: Part<Refused>;
  readonly before: Folded<unknown>;
}

/** A part that appends, and what. */
export interface Writing extends Asked<Refusal> {
  readonly events: readonly DomainEvent[];
}

/** The first one is whose revisions are expected and answered. */
export type Leading<Item> = readonly [Item, ...Item[]];

export const partOf = <State, Command, Event extends DomainEvent, Refused extends Refusal>({
  decider,
  id,
  command,
}: CommandTo<State, Command, Event, Refused>): Part<Refused> => ({
  stream: streamOf(decider, id),
  initial: decider.initial,
  evolve: decider.evolve as unknown as Evolve<unknown, DomainEvent>,
  decide: (state) => decider.decide(command, state as State),
});

type Decided<Refused extends Refusal> =
  | { readonly kind: 'writing'; readonly writing: Leading<Writing> }
  | { readonly kind: 'refused'; readonly refusal: Refused; readonly last: Changed | null }
  /** Some part has nothing left to do. */
  | { readonly kind: 'nothing' };

/** What all parts come to: each writes, or none does. */
export const decided = <Refused extends Refusal>(asked: readonly Asked<Refused>[]): Decided<Refused> => {
  const writing: Writing[] = [];
  for (const { part, before } of asked) {
    const events = part.decide(before.state);
    if (isRefusal<Refused>(events)) return { kind: 'refused', refusal: events, last: before.last };
    if (events.length > 0) writing.push({ part, before, events });
  }
  const [first, ...others] = writing;
  return first && writing.length === asked.length
    ? { kind: 'writing', writing: [first, ...others] }
    : { kind: 'nothing' };
};
