import type {
  CommandEnvelope,
  DomainEvent,
  Position,
  Receipt,
  RecordedEvent,
  Revision,
  StoredEvent,
} from '@thidua/events';

/** The part of an append that goes to one stream. At revision -1 the stream must not exist. */
export interface StreamAppend {
  readonly stream: string;
  readonly expectedRevision: Revision;
  readonly events: readonly DomainEvent[];
}

/** All or nothing over its streams; no stream stands twice, none is empty. */
export interface Append {
  readonly envelope: CommandEnvelope;
  readonly streams: readonly StreamAppend[];
}

export type AppendOutcome =
  | {
      readonly kind: 'appended';
      readonly receipt: Receipt;
      readonly recordedAt: string;
      /** True where these very events stood there already: a retry of an append whose answer was lost. */
      readonly repeated: boolean;
    }
  | { readonly kind: 'wrong-revision'; readonly stream: string; readonly expected: Revision; readonly actual: Revision }
  /** An event of this command stands elsewhere, or here with other content: the key was used for something else. */
  | { readonly kind: 'event-id-taken'; readonly eventId: string };

/**
 * The one append-only log. Promises, tested by `eventStoreContract`: an append is atomic over its
 * streams at exact revisions; what is acknowledged is durable; a refused append leaves no trace;
 * positions are dense from 1; event ids are unique over the whole log; the same append sent again
 * answers the same and changes nothing.
 */
export interface EventStore {
  append(append: Append): Promise<AppendOutcome>;
  /** Events of a stream from a revision on, at most `limit`; none where there is no such stream. */
  readStream(stream: string, from: Revision, limit: number): Promise<readonly StoredEvent[]>;
  /**
   * Events after a position in log order: about `limit`, ending at the end of an append, so that
   * nobody sees half of one; none only at the head of the log.
   */
  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]>;
  /** Position of the last event, 0 in an empty log. */
  head(): Promise<Position>;
  /** Calls the listener after each append. A hint only: readers poll as well. */
  onAppended(listener: () => void): () => void;
  close(): Promise<void>;
}
