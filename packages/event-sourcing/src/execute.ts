import type { CommandEnvelope, DomainEvent, Receipt, Revision } from '@thidua/events';
import { type Decider, evolveOne, isRefusal, type Refusal, streamOf } from './decider.js';
import type { EventStore } from './event-store.js';
import { StreamQueue } from './stream-queue.js';

/** How often a command is decided anew because somebody else appended first. */
const conflictRetriesMax = 3;
const pageSize = 1000;

/** Who sends a command, as what, and what it expects to find. */
export interface CommandMeta extends CommandEnvelope {
  /** Revision the sender saw; null where it said `force` or makes a new object. */
  readonly expectedRevision: Revision | null;
}

/** Who changed a stream last, and when. */
export interface Changed {
  readonly actor: CommandEnvelope['actor'];
  readonly recordedAt: string;
}

export type Outcome<Refused extends Refusal> =
  /** Receipt is null only where nothing was ever appended to the stream. */
  | { readonly kind: 'done'; readonly revision: Revision; readonly receipt: Receipt | null; readonly appended: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refused; readonly last: Changed | null }
  | { readonly kind: 'stale'; readonly expected: Revision; readonly actual: Revision; readonly last: Changed | null }
  | { readonly kind: 'key-reused' }
  /** Others won every time: nothing was written, the sender may try again. */
  | { readonly kind: 'contended' };

/** A stream as far as it was read: its state, and every command that made it so. */
interface Folded<State> {
  readonly state: State;
  readonly revision: Revision;
  readonly receipt: Receipt | null;
  readonly last: Changed | null;
  readonly commands: Map<string, { inputHash: string; revision: Revision; receipt: Receipt }>;
}

/** The answer to a command that a stream holds already. */
const repeatIn = (folded: Folded<unknown>, meta: CommandMeta): Outcome<never> | undefined => {
  const seen = folded.commands.get(meta.commandId);
  if (!seen) return undefined;
  return seen.inputHash === meta.inputHash
    ? { kind: 'done', revision: seen.revision, receipt: seen.receipt, appended: false }
    : { kind: 'key-reused' };
};

/**
 * Runs commands: read or recall the stream, fold, find a repeat, decide, append at exactly that
 * revision. Commands on one stream queue up; the optimistic check keeps any number of executors right.
 */
export class CommandExecutor {
  private readonly folded = new Map<string, Folded<unknown>>();
  private readonly queue = new StreamQueue();
  /** Loads that wait for their turn: whoever asks meanwhile shares one. */
  private readonly loads = new Map<string, Promise<Folded<unknown>>>();

  constructor(
    private readonly store: EventStore,
    /** How many folded streams are kept in memory. */
    private readonly foldedMax = 2000,
  ) {}

  execute<State, Command, Event extends DomainEvent, Refused extends Refusal>(
    decider: Decider<State, Command, Event, Refused>,
    id: string,
    command: Command,
    meta: CommandMeta,
  ): Promise<Outcome<Refused>> {
    const stream = streamOf(decider, id);
    return this.queue.run(stream, async () => {
      for (let attempt = 0; attempt <= conflictRetriesMax; attempt++) {
        const outcome = await this.attempt(decider, stream, command, meta);
        if (outcome) return outcome;
      }
      return { kind: 'contended' };
    });
  }

  /**
   * The state of a stream as its decider sees it, and its revision (-1 where there is none). Later commands
   * go on from this very state: where `evolve` moves it in place, they move what was answered here.
   */
  load<State, Event extends DomainEvent>(
    decider: Pick<Decider<State, never, Event, never>, 'category' | 'initial' | 'evolve'>,
    id: string,
  ): Promise<{ readonly state: State; readonly revision: Revision }> {
    const stream = streamOf(decider, id);
    const waiting = this.loads.get(stream) as Promise<Folded<State>> | undefined;
    if (waiting) return waiting;
    // In the queue: a state that a command is moving must not be moved here as well.
    const load = this.queue.run(stream, () => {
      this.loads.delete(stream);
      return this.catchUp(decider, stream);
    });
    this.loads.set(stream, load);
    return load;
  }

  /** Undefined where somebody else appended in between, and not this very command. */
  private async attempt<State, Command, Event extends DomainEvent, Refused extends Refusal>(
    decider: Decider<State, Command, Event, Refused>,
    stream: string,
    command: Command,
    meta: CommandMeta,
  ): Promise<Outcome<Refused> | undefined> {
    const before = await this.recall(decider, stream);
    const repeat = repeatIn(before, meta);
    if (repeat) return repeat;
    if (meta.expectedRevision !== null && meta.expectedRevision !== before.revision) {
      // The sender may have seen what this memory has not: only the store can call it stale.
      const current = await this.catchUp(decider, stream);
      if (current.revision !== before.revision) return repeatIn(current, meta);
      return { kind: 'stale', expected: meta.expectedRevision, actual: current.revision, last: current.last };
    }
    const decision = decider.decide(command, before.state);
    if (!isRefusal<Refused>(decision) && decision.length > 0) {
      return this.append(decider, stream, before, decision, meta);
    }
    // What is not appended is not checked by the store: a memory that lags must neither refuse nor call done.
    const current = await this.catchUp(decider, stream);
    if (current.revision !== before.revision) return repeatIn(current, meta);
    const { revision, receipt, last } = current;
    return isRefusal<Refused>(decision)
      ? { kind: 'refused', refusal: decision, last }
      : { kind: 'done', revision, receipt, appended: false };
  }

  private async append<State, Event extends DomainEvent>(
    decider: Pick<Decider<State, never, Event, never>, 'initial' | 'evolve'>,
    stream: string,
    before: Folded<State>,
    events: readonly Event[],
    meta: CommandMeta,
  ): Promise<Outcome<never> | undefined> {
    const { expectedRevision: _, ...envelope } = meta;
    // Out of memory until it is whole again: an append or a fold that throws leaves nothing behind.
    this.folded.delete(stream);
    const outcome = await this.store.append({
      envelope,
      streams: [{ stream, expectedRevision: before.revision, events }],
    });
    if (outcome.kind !== 'appended' || outcome.repeated) {
      // Another executor was here; it may have carried out this very command.
      const repeat = repeatIn(await this.catchUp(decider, stream, before), meta);
      return repeat ?? (outcome.kind === 'wrong-revision' ? undefined : { kind: 'key-reused' });
    }
    const revision = before.revision + events.length;
    const { receipt, recordedAt } = outcome;
    this.remember(stream, {
      state: events.reduce((state, event) => evolveOne(decider.evolve, state, event, meta.actor), before.state),
      revision,
      receipt,
      last: { actor: meta.actor, recordedAt },
      commands: before.commands.set(meta.commandId, { inputHash: meta.inputHash, revision, receipt }),
    });
    return { kind: 'done', revision, receipt, appended: true };
  }

  private async recall<State, Event extends DomainEvent>(
    decider: Pick<Decider<State, never, Event, never>, 'initial' | 'evolve'>,
    stream: string,
  ): Promise<Folded<State>> {
    return (this.folded.get(stream) as Folded<State> | undefined) ?? this.catchUp(decider, stream);
  }

  /** What is remembered, brought up to what the store has now. */
  private async catchUp<State, Event extends DomainEvent>(
    decider: Pick<Decider<State, never, Event, never>, 'initial' | 'evolve'>,
    stream: string,
    from = this.folded.get(stream) as Folded<State> | undefined,
  ): Promise<Folded<State>> {
    // Out of memory while it moves: what fails half-way leaves nothing behind.
    this.folded.delete(stream);
    let folded = from ?? {
      state: decider.initial(),
      revision: -1,
      receipt: null,
      last: null,
      commands: new Map(),
    };
    for (;;) {
      const page = await this.store.readStream(stream, folded.revision + 1, pageSize);
      for (const event of page) {
        folded.commands.set(event.commandId, {
          inputHash: event.inputHash,
          revision: event.revision,
          receipt: event.receipt,
        });
        folded = {
          state: evolveOne(decider.evolve, folded.state, event, event.actor),
          revision: event.revision,
          receipt: event.receipt,
          last: { actor: event.actor, recordedAt: event.recordedAt },
          commands: folded.commands,
        };
      }
      if (page.length < pageSize) break;
    }
    if (folded.revision >= 0) this.remember(stream, folded);
    return folded;
  }

  /** Least recently used first out: whatever moved was taken out before, so it comes in last. */
  private remember(stream: string, folded: Folded<unknown>): void {
    this.folded.set(stream, folded);
    if (this.folded.size > this.foldedMax) {
      const oldest = this.folded.keys().next().value;
      if (oldest !== undefined) this.folded.delete(oldest);
    }
  }
}
