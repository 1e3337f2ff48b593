import type { Role } from './values.js';

/** The n-th event of the log, counted from 1; 0 stands before the first. Dense on every store. */
export type Position = number;

/** Place of an event in its stream, counted from 0; -1 stands for a stream that does not exist. */
export type Revision = number;

/**
 * Where a store says an event stands: opaque to clients, growing along the log.
 * A writer knows it at once, while a position is known to readers of the whole log only.
 */
export type Receipt = number;

/** Who caused an event. Org, role and appointment are null only for `system`. */
export interface Actor {
  readonly userId: string;
  readonly orgId: string | null;
  readonly role: Role | null;
  readonly appointmentId: string | null;
  readonly onBehalfOfUserId?: string;
}

/** Who acts, and whoever they stand in for. */
export const personsOf = ({ userId, onBehalfOfUserId }: Actor): readonly string[] =>
  onBehalfOfUserId === undefined ? [userId] : [userId, onBehalfOfUserId];

/** The actor of what the installation does by itself, before anybody is appointed. */
export const systemActor: Actor = { userId: 'system', orgId: null, role: null, appointmentId: null };

/** What every event of one command carries, whoever stores it. */
export interface CommandEnvelope {
  readonly actor: Actor;
  /** Name of the process that acted, or null for a person; `actor` is then the person who caused it. */
  readonly via: string | null;
  readonly commandId: string;
  /** SHA-256 of the operation and its coerced input: tells a repeat from a reused key. */
  readonly inputHash: string;
  readonly correlationId: string;
  /** The event that caused the command, or null for a person's command. */
  readonly causationId: string | null;
  /** True for demo data. */
  readonly synthetic: boolean;
}

/** A fact before it is stored. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** A fact as its stream holds it (domain.md E1). `recordedAt` is UTC and never falls within one writer. */
export interface StoredEvent<Type extends string = string, Data = unknown>
  extends DomainEvent<Type, Data>,
    CommandEnvelope {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: Revision;
  readonly receipt: Receipt;
  /** Place in its atomic append, from 0, and the size of that append. */
  readonly appendIndex: number;
  readonly appendSize: number;
  readonly recordedAt: string;
}

/** A fact as the whole log holds it: with its place in it. */
export interface RecordedEvent<Type extends string = string, Data = unknown> extends StoredEvent<Type, Data> {
  readonly position: Position;
}

/** Whether this event is the last of its atomic append: only here may a checkpoint stand. */
export const endsAppend = (event: StoredEvent): boolean => event.appendIndex === event.appendSize - 1;

/** Bytes that the stored data of one event may take. */
export const eventBytesMax = 900_000;
