import { createHash, randomUUID } from 'node:crypto';
import type { BlobStore, UploadLimits, UploadRequest } from '../blob-store.js';
import type { Clock } from '../clock.js';

/** A place for blobs of its own for one test. */
export interface BlobHarness {
  /** Opens the place: the first time empty, later as after a restart. The store opened before is closed by then. */
  open(options: { clock: Clock }): Promise<BlobStore>;
  /** Digests of the blobs that lie there, and the names of files that are none. */
  held(): Promise<readonly string[]>;
  /** Changes one byte of a blob behind the store's back; its length stays. */
  damage(sha256: string): Promise<void>;
  /** Throws the place away; its store is closed by then. */
  destroy(): Promise<void>;
}

/** Bytes that begin as a JPEG does, so that every adapter knows their type; another note, other bytes. */
export const photoOf = (note: string, bytes = 64): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(note), Buffer.alloc(bytes)]).subarray(0, bytes);

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes as they arrive: in pieces of a size, and where `brokenAfter` is given, cut off behind that many. */
export async function* arriving(bytes: Uint8Array, pieceBytes = 16, brokenAfter = Number.POSITIVE_INFINITY) {
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
    if (at >= brokenAfter) throw new Error('the connection was cut off');
    yield bytes.subarray(at, at + pieceBytes);
  }
}

export const anyLimits: UploadLimits = { bytesMax: 1000, mediaTypes: ['image/jpeg'], unnamedMax: 20 };

/** An upload of a small photo by one person, unless it says otherwise. */
export const uploadOf = (
  bytes: Uint8Array,
  { limits, ...changes }: Partial<Omit<UploadRequest, 'limits'>> & { limits?: Partial<UploadLimits> } = {},
): UploadRequest => ({
  uploadId: randomUUID(),
  uploadedBy: 'clerk@1',
  content: arriving(bytes),
  ...changes,
  limits: { ...anyLimits, ...limits },
});
