import { type CommandEnvelope, type EventCodec, eventIdOf, type Position, type RecordedEvent } from '@thidua/events';
import type { Append, StreamAppend } from './event-store.js';

/** One event as an append brings it to a store: encoded, with its id and its place. */
export interface AppendRow {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly appendIndex: number;
  readonly appendSize: number;
  readonly type: string;
  readonly data: string;
  /** The command's envelope as JSON: the same text in every row of an append. */
  readonly envelope: string;
}

/** One event as a log keeps it whose receipts are its positions. */
export interface LogRow extends AppendRow {
  readonly position: Position;
  readonly recordedAt: string;
}

/** What an append would store, in its order. Throws where the program is at fault, before anything is written. */
export const encodeAppend = ({ envelope, streams }: Append, codec: EventCodec): readonly AppendRow[] => {
  requireWellFormed(streams);
  const stored = encodeEnvelope(envelope);
  const events = streams.flatMap(({ stream, expectedRevision, events }) =>
    events.map((event, index) => ({ stream, revision: expectedRevision + 1 + index, event })),
  );
  return events.map(({ stream, revision, event }, appendIndex) => ({
    eventId: eventIdOf(envelope.commandId, appendIndex),
    stream,
    revision,
    appendIndex,
    appendSize: events.length,
    type: event.type,
    data: codec.encode(event),
    envelope: stored,
  }));
};

/** The event of a row, in its latest version. */
export const decodeRow = (row: LogRow, codec: EventCodec): RecordedEvent => ({
  ...codec.decode(row.type, row.data),
  ...(JSON.parse(row.envelope) as CommandEnvelope),
  eventId: row.eventId,
  stream: row.stream,
  revision: row.revision,
  position: row.position,
  receipt: row.position,
  appendIndex: row.appendIndex,
  appendSize: row.appendSize,
  recordedAt: row.recordedAt,
});

/** Whether the rows that stand under these event ids are what the append would store: then it is a retry. */
export const isRepeat = (stored: readonly LogRow[], sent: readonly AppendRow[]): boolean =>
  stored.length === sent.length &&
  sent.every((row, index) => {
    const there = stored[index];
    return (
      there !== undefined &&
      there.eventId === row.eventId &&
      there.stream === row.stream &&
      there.revision === row.revision &&
      there.appendSize === row.appendSize &&
      there.type === row.type &&
      there.data === row.data &&
      inputHashIn(there) === inputHashIn(row)
    );
  });

/** A page of nothing would look like the end of the log and leave its reader waiting there. */
export const requirePage = (limit: number): void => {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`a page holds 1 event or more, not ${limit}`);
};

const inputHashIn = (row: AppendRow): string => (JSON.parse(row.envelope) as CommandEnvelope).inputHash;

/** Names each field, so that nothing is stored by accident. */
const encodeEnvelope = (envelope: CommandEnvelope): string => {
  const { actor, via, commandId, inputHash, correlationId, causationId, synthetic } = envelope;
  return JSON.stringify({ actor, via, commandId, inputHash, correlationId, causationId, synthetic });
};

const requireWellFormed = (streams: readonly StreamAppend[]): void => {
  if (streams.length === 0) throw new RangeError('an append has a stream');
  if (new Set(streams.map(({ stream }) => stream)).size < streams.length) {
    throw new RangeError('an append names each stream once');
  }
  for (const { stream, expectedRevision, events } of streams) {
    // A lone surrogate would be stored as another character, and so as another stream.
    if (stream === '' || !stream.isWellFormed()) throw new RangeError(`not the name of a stream: "${stream}"`);
    if (events.length === 0) throw new RangeError(`an append to ${stream} has an event`);
    if (!Number.isSafeInteger(expectedRevision) || expectedRevision < -1) {
      throw new RangeError(`an append to ${stream} expects an exact revision, not ${expectedRevision}`);
    }
  }
};
