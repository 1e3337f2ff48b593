import type { Readable } from 'node:stream';

/** One file as it was uploaded. Digest, type and size were found by the store, from the bytes alone. */
export interface Upload {
  /** A UUID of the sender's own, in small letters. */
  readonly uploadId: string;
  /** Id of the person who sent it. */
  readonly uploadedBy: string;
  /** Of its bytes, in hex: the name of its blob. */
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Id of the one object that may name it in an event; null while none does. */
  readonly namedBy: string | null;
}

export interface UploadLimits {
  readonly bytesMax: number;
  /** Media types that are taken. */
  readonly mediaTypes: readonly string[];
  /** How many uploads of one person may wait to be named. */
  readonly unnamedMax: number;
}

export interface UploadRequest {
  readonly uploadId: string;
  readonly uploadedBy: string;
  /** Read once, in its own pace, and never beyond the limit; it may fail at any point. */
  readonly content: AsyncIterable<Uint8Array>;
  readonly limits: UploadLimits;
}

export type UploadOutcome =
  /** Durable. `repeated` = it was there before: the same bytes of the same person under the same id. */
  | { readonly kind: 'stored'; readonly upload: Upload; readonly repeated: boolean }
  /** The id holds other bytes, or those of another person. */
  | { readonly kind: 'id-taken' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-large' }
  /** Null where the bytes are of no known type. */
  | { readonly kind: 'type-refused'; readonly mediaType: string | null }
  | { readonly kind: 'too-many' };

/** A blob whose bytes were found whole. */
export interface StoredBlob {
  readonly bytes: number;
  /** A new stream over all of its bytes; whoever opens it reads or destroys it. */
  open(): Readable;
}

/** How long an upload that nothing names is kept. */
export const unnamedKeptMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Files beside the log, each once under the digest of its bytes, and who sent them under which id.
 *
 * A blob never changes, and it is never lost while something names it: `name` is durable before an event
 * may name an upload. Uploads that nothing named are swept when the store is opened, once they are older than
 * `unnamedKeptMs`, with their blobs; so are the remains of uploads that were cut off by the end of a process.
 * The sweep asks its own records only. A blob without any record stays: its record may be what was lost.
 */
export interface BlobStore {
  /**
   * Streams one upload in. Whatever comes of it, nothing is left behind but what was stored.
   *
   * @throws what `content` throws, and faults of the disk.
   */
  put(request: UploadRequest): Promise<UploadOutcome>;
  /** What was uploaded under an id; null where nothing was. */
  upload(uploadId: string): Promise<Upload | null>;
  /**
   * Makes an object the only one that may name an upload, durably; for that object a second time changes
   * nothing. False where another object has it, or nothing was uploaded under that id.
   */
  name(uploadId: string, namedBy: string): Promise<boolean>;
  /** The blob of a digest, its bytes hashed again before this answers; null where there is none, or it is damaged. */
  read(sha256: string): Promise<StoredBlob | null>;
  close(): Promise<void>;
}
