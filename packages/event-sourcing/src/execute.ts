import type { CommandEnvelope, DomainEvent, Receipt, Revision } from '@thidua/events';
import { type Asked, type CommandTo, decided, type Leading, type Part, partOf, type Writing } from './append-part.js';
import { type Decider, evolveOne, type Refusal, streamOf } from './decider.js';
import type { EventStore } from './event-store.js';
import { type Changed, type Folded, FoldedStreams } from './folded-streams.js';
import { StreamQueue } from './stream-queue.js';

export type { Changed } from './folded-streams.js';

/** How often a command is decided anew because somebody else appended first. */
const conflictRetriesMax = 3;

/** Who sends a command, as what, and what it expects to find. */
export interface CommandMeta extends CommandEnvelope {
  /** Revision the sender saw; null where it said `force` or makes a new object. */
  readonly expectedRevision: Revision | null;
}

export type Outcome<Refused extends Refusal> =
  /** Receipt is null only where nothing was ever appended to the stream. */
  | { readonly kind: 'done'; readonly revision: Revision; readonly receipt: Receipt | null; readonly appended: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refused; readonly last: Changed | null }
  | { readonly kind: 'stale'; readonly expected: Revision; readonly actual: Revision; readonly last: Changed | null }
  | { readonly kind: 'key-reused' }
  /** Others won every time: nothing was written, the sender may try again. */
  | { readonly kind: 'contended' };

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
  private readonly folded: FoldedStreams;
  private readonly queue = new StreamQueue();
  /** Loads that wait for their turn: whoever asks meanwhile shares one. */
  private readonly loads = new Map<string, Promise<Folded<unknown>>>();

  constructor(
    private readonly store: EventStore,
    /** How many folded streams are kept in memory. */
    foldedMax = 2000,
  ) {
    this.folded = new FoldedStreams(store, foldedMax);
  }

  execute<State, Command, Event extends DomainEvent, Refused extends Refusal>(
    decider: Decider<State, Command, Event, Refused>,
    id: string,
    command: Command,
    meta: CommandMeta,
  ): Promise<Outcome<Refused>> {
    const part = partOf({ decider, id, command });
    return this.queue.run(part.stream, () => this.untilAppended([part], meta));
  }

  /**
   * Two commands to two streams as one: both append, in one append, or neither does, for the refusal of either
   * refuses both, and where one has nothing left to do nothing is done. The revision that is expected and the one
   * that is answered are those of the first stream. Its events stand last, so that its receipt is that of all.
   */
  executeTogether<
    S1,
    C1,
    E1 extends DomainEvent,
    R1 extends Refusal,
    S2,
    C2,
    E2 extends DomainEvent,
    R2 extends Refusal,
  >(first: CommandTo<S1, C1, E1, R1>, second: CommandTo<S2, C2, E2, R2>, meta: CommandMeta): Promise<Outcome<R1 | R2>> {
    const parts = [partOf<S1, C1, E1, R1 | R2>(first), partOf<S2, C2, E2, R1 | R2>(second)] as const;
    const [{ stream: one }, { stream: other }] = parts;
    if (one === other) throw new Error(`two commands of one append both go to ${one}`);
    // Always in the order of their names: two such commands never wait for each other.
    const [outer, inner] = one < other ? [one, other] : [other, one];
    return this.queue.run(outer, () => this.queue.run(inner, () => this.untilAppended(parts, meta)));
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
      return this.folded.catchUp(decider, stream);
    });
    this.loads.set(stream, load);
    return load;
  }

  private async untilAppended<Refused extends Refusal>(
    parts: Leading<Part<Refused>>,
    meta: CommandMeta,
  ): Promise<Outcome<Refused>> {
    for (let attempt = 0; attempt <= conflictRetriesMax; attempt++) {
      const outcome = await this.attempt(parts, meta);
      if (outcome) return outcome;
    }
    return { kind: 'contended' };
  }

  /** Undefined where somebody else appended in between, and not this very command. */
  private async attempt<Refused extends Refusal>(
    [firstPart, ...otherParts]: Leading<Part<Refused>>,
    meta: CommandMeta,
  ): Promise<Outcome<Refused> | undefined> {
    const first = await this.asked(firstPart);
    const { revision, receipt } = first.before;
    const repeat = repeatIn(first.before, meta);
    if (repeat) return repeat;
    if (meta.expectedRevision !== null && meta.expectedRevision !== revision) {
      // The sender may have seen what this memory has not: only the store can call it stale.
      const current = await this.folded.catchUp(firstPart, firstPart.stream);
      if (current.revision !== revision) return repeatIn(current, meta);
      return { kind: 'stale', expected: meta.expectedRevision, actual: current.revision, last: current.last };
    }
    const others: Asked<Refused>[] = [];
    for (const part of otherParts) others.push(await this.asked(part));
    const decision = decided([first, ...others]);
    if (decision.kind === 'writing') return this.append(decision.writing, meta);
    // What is not appended is not checked by the store: a memory that lags must neither refuse nor call done.
    const current = await this.folded.catchUp(firstPart, firstPart.stream);
    let moved = current.revision !== revision;
    for (const { part, before } of others) {
      moved = (await this.folded.catchUp(part, part.stream)).revision !== before.revision || moved;
    }
    if (moved) return repeatIn(current, meta);
    return decision.kind === 'refused' ? decision : { kind: 'done', revision, receipt, appended: false };
  }

  private async asked<Refused extends Refusal>(part: Part<Refused>): Promise<Asked<Refused>> {
    return { part, before: await this.folded.recall(part, part.stream) };
  }

  private async append([first, ...others]: Leading<Writing>, meta: CommandMeta): Promise<Outcome<never> | undefined> {
    const { expectedRevision: _, ...envelope } = meta;
    // Out of memory until they are whole again: an append or a fold that throws leaves nothing behind.
    for (const { part } of [first, ...others]) this.folded.forget(part.stream);
    const outcome = await this.store.append({
      envelope,
      streams: [...others, first].map(({ part: { stream }, before, events }) => ({
        stream,
        expectedRevision: before.revision,
        events,
      })),
    });
    if (outcome.kind !== 'appended' || outcome.repeated) {
      // Another executor was here; it may have carried out this very command.
      for (const { part, before } of others) await this.folded.catchUp(part, part.stream, before);
      const repeat = repeatIn(await this.folded.catchUp(first.part, first.part.stream, first.before), meta);
      return repeat ?? (outcome.kind === 'wrong-revision' ? undefined : { kind: 'key-reused' });
    }
    const { receipt } = outcome;
    for (const writing of [...others, first]) this.rememberMoved(writing, outcome, meta);
    return { kind: 'done', revision: first.before.revision + first.events.length, receipt, appended: true };
  }

  /** A stream as an append has left it. */
  private rememberMoved(
    { part, before, events }: Writing,
    { receipt, recordedAt }: { readonly receipt: Receipt; readonly recordedAt: string },
    { actor, commandId, inputHash }: CommandMeta,
  ): void {
    const revision = before.revision + events.length;
    this.folded.remember(part.stream, {
      state: events.reduce((state, event) => evolveOne(part.evolve, state, event, actor), before.state),
      revision,
      receipt,
      last: { actor, recordedAt },
      commands: before.commands.set(commandId, { inputHash, revision, receipt }),
    });
  }
}
