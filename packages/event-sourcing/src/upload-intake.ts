import { createHash } from 'node:crypto';
import type { Upload, UploadLimits, UploadOutcome, UploadRequest } from './blob-store.js';

/** Ends the reading of an upload that is larger than it may be. */
export class UploadTooLarge extends Error {
  override readonly name = 'UploadTooLarge';
}

/** Measures and hashes an upload while it passes, so that no adapter holds more of it than one piece. */
export class UploadIntake {
  bytes = 0;
  private readonly hash = createHash('sha256');

  constructor(private readonly bytesMax: number) {}

  /** @throws UploadTooLarge before the piece that is too much; and what `content` throws. */
  async *pass(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      this.bytes += piece.byteLength;
      if (this.bytes > this.bytesMax) throw new UploadTooLarge(`more than ${this.bytesMax} bytes`);
      this.hash.update(piece);
      yield piece;
    }
  }

  /** In hex, once all has passed. */
  sha256(): string {
    return this.hash.digest('hex');
  }
}

/** The part of an upload that only its bytes tell. */
export type UploadFacts = Pick<Upload, 'sha256' | 'mediaType' | 'bytes'>;

/** Why what arrived is not stored, by what it is; else its facts. */
export const factsOfUpload = (
  { bytes, sha256 }: Pick<Upload, 'bytes' | 'sha256'>,
  mediaType: string | null,
  { mediaTypes }: UploadLimits,
): UploadFacts | Exclude<UploadOutcome, { kind: 'stored' }> => {
  if (bytes === 0) return { kind: 'empty' };
  if (mediaType === null || !mediaTypes.includes(mediaType)) return { kind: 'type-refused', mediaType };
  return { sha256, mediaType, bytes };
};

/** Why an upload is refused by what is known of its id and its sender; null while nothing speaks against it. */
export const refusedBeforehand = (
  { uploadedBy, limits }: Pick<UploadRequest, 'uploadedBy' | 'limits'>,
  known: Upload | null,
  unnamed: () => number,
): Exclude<UploadOutcome, { kind: 'stored' }> | null => {
  if (known) return known.uploadedBy === uploadedBy ? null : { kind: 'id-taken' };
  return unnamed() >= limits.unnamedMax ? { kind: 'too-many' } : null;
};
