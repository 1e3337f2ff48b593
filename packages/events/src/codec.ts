import type { z } from 'zod';
import { eventSchemas } from './catalogue.js';
import { type DomainEvent, eventBytesMax } from './envelope.js';

/** Lifts data stored under an old name to the next version of that event. Pure. */
export interface Upcast {
  readonly from: string;
  readonly to: string;
  readonly lift: (data: unknown) => unknown;
}

/** A stored event that this build does not know: its reader stops visibly, it never skips. */
export class UnknownEventType extends Error {
  override readonly name = 'UnknownEventType';
  constructor(readonly type: string) {
    super(`this build does not know the event type ${type}: upgrade before reading on`);
  }
}

/** An event that must not be stored: a fault of the program, never of a person. */
export class UnstorableEvent extends Error {
  override readonly name = 'UnstorableEvent';
}

/** Turns events into stored text and back. All old versions are lifted here, on read, and nowhere else. */
export interface EventCodec {
  /** Validates and serialises. Throws UnstorableEvent where the schema or the size limit refuses. */
  readonly encode: (event: DomainEvent) => string;
  /** The event in its latest version; the log is trusted, so nothing is validated again. */
  readonly decode: (type: string, data: string) => DomainEvent;
}

export const makeCodec = (schemas: Readonly<Record<string, z.ZodType>>, upcasts: readonly Upcast[]): EventCodec => {
  const upcastFrom = new Map(upcasts.map((upcast) => [upcast.from, upcast]));
  if (upcastFrom.size < upcasts.length) throw new Error(`a name is lifted twice: ${upcasts.map(({ from }) => from)}`);
  for (const { from, to } of upcasts) {
    if (Object.hasOwn(schemas, from)) throw new Error(`${from} is current and cannot be lifted to ${to}`);
  }

  return {
    encode({ type, data }) {
      const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
      if (!schema) throw new UnknownEventType(type);
      const parsed = schema.safeParse(data);
      if (!parsed.success) throw new UnstorableEvent(`${type}: ${parsed.error.message}`);
      const encoded = JSON.stringify(parsed.data);
      const bytes = Buffer.byteLength(encoded);
      if (bytes > eventBytesMax) throw new UnstorableEvent(`${type}: ${bytes} bytes, at most ${eventBytesMax}`);
      return encoded;
    },
    decode(storedType, storedData) {
      let type = storedType;
      let data: unknown = JSON.parse(storedData);
      for (let step = 0; step < upcasts.length; step++) {
        const upcast = upcastFrom.get(type);
        if (!upcast) break;
        type = upcast.to;
        data = upcast.lift(data);
      }
      if (!Object.hasOwn(schemas, type)) throw new UnknownEventType(type);
      return { type, data };
    },
  };
};

/** Old names and how they are lifted, oldest first. No shape has changed yet. */
const upcasts: readonly Upcast[] = [];

/** The codec of every stored event. */
export const eventCodec = makeCodec(eventSchemas, upcasts);
