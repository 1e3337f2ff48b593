import {
  type CommandEnvelope,
  type DomainEvent,
  type EventCodec,
  makeCodec,
  quantityValue,
  text,
} from '@thidua/events';
import type { Clock } from '../clock.js';
import type { Append, EventStore, StreamAppend } from '../event-store.js';

/** A log of its own for one test. */
export interface LogHarness {
  /** Opens the log: the first time empty, later as after a restart. The store opened before is closed by then. */
  open(options: { clock: Clock; codec: EventCodec }): Promise<EventStore>;
  /** Throws the log away; its store is closed by then. */
  destroy(): Promise<void>;
}

/** Knows two small events, so that a contract does not hang on the events of the domain. */
export const testCodec: EventCodec = makeCodec({ 'Noted.v1': text(), 'Counted.v1': quantityValue() }, []);

export const noted = (note: string): DomainEvent<'Noted.v1', string> => ({ type: 'Noted.v1', data: note });
export const counted = (count: number): DomainEvent<'Counted.v1', number> => ({ type: 'Counted.v1', data: count });

export const envelopeOf = (commandId: string, changes: Partial<CommandEnvelope> = {}): CommandEnvelope => ({
  actor: { userId: 'an', orgId: 'org-1', role: 'CLERK', appointmentId: 'appointment-1' },
  via: null,
  commandId,
  inputHash: `hash of ${commandId}`,
  correlationId: `correlation of ${commandId}`,
  causationId: null,
  synthetic: true,
  ...changes,
});

/** The part of an append that goes to one stream. */
export const to = (stream: string, expectedRevision: number, ...events: readonly DomainEvent[]): StreamAppend => ({
  stream,
  expectedRevision,
  events,
});

export const appendOf = (commandId: string, ...streams: readonly StreamAppend[]): Append => ({
  envelope: envelopeOf(commandId),
  streams,
});

/** The same sequence of numbers from 0 to below 1 for the same seed: a failing run can be run again. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
