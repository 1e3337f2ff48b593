import type { CommandEnvelope, DomainEvent, Receipt, Revision } from '@thidua/events';
import { type Decider, evolveOne } from './decider.js';
import type { EventStore } from './event-store.js';

const pageSize = 1000;

/** Who changed a stream last, and when. */
export interface Changed {
  readonly actor: CommandEnvelope['actor'];
  readonly recordedAt: string;
}

/** A stream as far as it was read: its state, and every command that made it so. */
export interface Folded<State> {
  readonly state: State;
  readonly revision: Revision;
  readonly receipt: Receipt | null;
  readonly last: Changed | null;
  readonly commands: Map<string, { inputHash: string; revision: Revision; receipt: Receipt }>;
}

/** How a stream is folded. */
export type Folding<State, Event extends DomainEvent> = Pick<Decider<State, never, Event, never>, 'initial' | 'evolve'>;

/** Folded streams in memory. Whoever asks for one holds that stream's queue, so nobody moves it meanwhile. */
export class FoldedStreams {
  private readonly folded = new Map<string, Folded<unknown>>();

  constructor(
    private readonly store: EventStore,
    /** How many are kept. */
    private readonly max: number,
  ) {}

  async recall<State, Event extends DomainEvent>(
    folding: Folding<State, Event>,
    stream: string,
  ): Promise<Folded<State>> {
    return (this.folded.get(stream) as Folded<State> | undefined) ?? this.catchUp(folding, stream);
  }

  /** What is remembered, brought up to what the store has now. */
  async catchUp<State, Event extends DomainEvent>(
    folding: Folding<State, Event>,
    stream: string,
    from = this.folded.get(stream) as Folded<State> | undefined,
  ): Promise<Folded<State>> {
    // Out of memory while it moves: what fails half-way leaves nothing behind.
    this.forget(stream);
    let folded = from ?? {
      state: folding.initial(),
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
          state: evolveOne(folding.evolve, folded.state, event, event.actor),
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

  forget(stream: string): void {
    this.folded.delete(stream);
  }

  /** Least recently used first out: whatever moved was taken out before, so it comes in last. */
  remember(stream: string, folded: Folded<unknown>): void {
    this.folded.set(stream, folded);
    if (this.folded.size > this.max) {
      const oldest = this.folded.keys().next().value;
      if (oldest !== undefined) this.folded.delete(oldest);
    }
  }
}
