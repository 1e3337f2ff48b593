import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type BlobStore,
  type StoredBlob,
  type Upload,
  type UploadOutcome,
  type UploadRequest,
  unnamedKeptMs,
} from './blob-store.js';
import type { Clock } from './clock.js';
import { factsOfUpload, refusedBeforehand, UploadIntake, UploadTooLarge } from './upload-intake.js';

/** What a store in memory leaves, to be opened again. */
export interface BlobsInMemory {
  readonly blobs: Map<string, Uint8Array>;
  readonly uploads: Map<string, { readonly upload: Upload; readonly atMs: number }>;
}

export interface InMemoryBlobStoreOptions {
  readonly clock: Clock;
  /** Finds the type of bytes; null for none that it knows. */
  readonly mediaTypeOf: (bytes: Uint8Array) => string | null;
  readonly held?: BlobsInMemory;
}

/** A blob store for unit tests: nothing is durable, all else is promised (blobStoreContract). */
export const inMemoryBlobStore = (options: InMemoryBlobStoreOptions): BlobStore => new InMemoryBlobStore(options);

class InMemoryBlobStore implements BlobStore {
  private readonly clock: Clock;
  private readonly mediaTypeOf: InMemoryBlobStoreOptions['mediaTypeOf'];
  private readonly held: BlobsInMemory;

  constructor({ clock, mediaTypeOf, held = { blobs: new Map(), uploads: new Map() } }: InMemoryBlobStoreOptions) {
    this.clock = clock;
    this.mediaTypeOf = mediaTypeOf;
    this.held = held;
    this.sweep();
  }

  async put(request: UploadRequest): Promise<UploadOutcome> {
    const { uploadId, uploadedBy, content, limits } = request;
    const { blobs, uploads } = this.held;
    const refused = this.refused(request);
    if (refused) return refused;
    const intake = new UploadIntake(limits.bytesMax);
    const pieces: Uint8Array[] = [];
    try {
      for await (const piece of intake.pass(content)) pieces.push(Uint8Array.from(piece));
    } catch (fault) {
      if (fault instanceof UploadTooLarge) return { kind: 'too-large' };
      throw fault;
    }
    const bytes = Buffer.concat(pieces);
    const measured = { bytes: intake.bytes, sha256: intake.sha256() };
    const facts = factsOfUpload(measured, this.mediaTypeOf(bytes), limits);
    if ('kind' in facts) return facts;

    const late = this.refused(request);
    if (late) return late;
    const known = uploads.get(uploadId)?.upload;
    if (known && known.sha256 !== facts.sha256) return { kind: 'id-taken' };
    blobs.set(facts.sha256, bytes);
    if (known) return { kind: 'stored', upload: known, repeated: true };
    const upload: Upload = { uploadId, uploadedBy, ...facts, namedBy: null };
    uploads.set(uploadId, { upload, atMs: this.clock.now() });
    return { kind: 'stored', upload, repeated: false };
  }

  async upload(uploadId: string): Promise<Upload | null> {
    return this.held.uploads.get(uploadId)?.upload ?? null;
  }

  async name(uploadId: string, namedBy: string): Promise<boolean> {
    const known = this.held.uploads.get(uploadId);
    if (!known || ![null, namedBy].includes(known.upload.namedBy)) return false;
    this.held.uploads.set(uploadId, { ...known, upload: { ...known.upload, namedBy } });
    return true;
  }

  async read(sha256: string): Promise<StoredBlob | null> {
    const bytes = this.held.blobs.get(sha256);
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== sha256) return null;
    return { bytes: bytes.byteLength, open: () => Readable.from([bytes]) };
  }

  async close(): Promise<void> {}

  private refused(request: UploadRequest) {
    const { uploads } = this.held;
    const since = this.clock.now() - unnamedKeptMs;
    const unnamed = () =>
      [...uploads.values()].filter(
        ({ upload, atMs }) => upload.uploadedBy === request.uploadedBy && upload.namedBy === null && atMs >= since,
      ).length;
    return refusedBeforehand(request, uploads.get(request.uploadId)?.upload ?? null, unnamed);
  }

  private sweep(): void {
    const { blobs, uploads } = this.held;
    const since = this.clock.now() - unnamedKeptMs;
    for (const [uploadId, { upload, atMs }] of uploads) {
      if (upload.namedBy !== null || atMs >= since) continue;
      uploads.delete(uploadId);
      const shared = [...uploads.values()].some((other) => other.upload.sha256 === upload.sha256);
      if (!shared) blobs.delete(upload.sha256);
    }
  }
}
