import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BlobStore,
  type Clock,
  factsOfUpload,
  refusedBeforehand,
  type StoredBlob,
  type Upload,
  type UploadFacts,
  UploadIntake,
  type UploadOutcome,
  type UploadRequest,
  UploadTooLarge,
  unnamedKeptMs,
} from '@thidua/event-sourcing';
import { BlobFolder } from './blob-folder.js';
import { mediaTypeOf } from './media-type.js';
import { UploadRecords } from './upload-records.js';

export interface FolderBlobStoreOptions {
  /** The store's own folder, made where there is none; whoever opens it must be its only owner until it is closed. */
  readonly folder: string;
  readonly clock: Clock;
}

/** Opens the blobs in a folder and sweeps them: `blobs/`, `incoming/` and `uploads.db`. */
export const openFolderBlobStore = async ({ folder, clock }: FolderBlobStoreOptions): Promise<BlobStore> => {
  mkdirSync(folder, { recursive: true });
  const blobs = new BlobFolder(folder);
  const records = new UploadRecords(join(folder, 'uploads.db'));
  // Blobs first: where the process ends in between, the records are still there to find the rest by.
  const before = clock.now() - unnamedKeptMs;
  for (const sha256 of records.unnamedDigests(before)) blobs.remove(sha256);
  records.forgetUnnamed(before);
  return new FolderBlobStore(blobs, records, clock);
};

class FolderBlobStore implements BlobStore {
  private readonly underway = new Set<Promise<UploadOutcome>>();

  constructor(
    private readonly blobs: BlobFolder,
    private readonly records: UploadRecords,
    private readonly clock: Clock,
  ) {}

  async put(request: UploadRequest): Promise<UploadOutcome> {
    const outcome = this.receive(request);
    this.underway.add(outcome);
    try {
      return await outcome;
    } finally {
      this.underway.delete(outcome);
    }
  }

  async upload(uploadId: string): Promise<Upload | null> {
    return this.records.find(uploadId);
  }

  async name(uploadId: string, namedBy: string): Promise<boolean> {
    return this.records.name(uploadId, namedBy);
  }

  read(sha256: string): Promise<StoredBlob | null> {
    return this.blobs.read(sha256);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.underway);
    this.records.close();
  }

  private async receive(request: UploadRequest): Promise<UploadOutcome> {
    const refused = this.refused(request);
    if (refused) return refused;
    const { content, limits } = request;
    const intake = new UploadIntake(limits.bytesMax);
    try {
      return await this.blobs.aside(intake.pass(content), async (file) => {
        const measured = { bytes: intake.bytes, sha256: intake.sha256() };
        const facts = factsOfUpload(measured, measured.bytes === 0 ? null : await mediaTypeOf(file), limits);
        return 'kind' in facts ? facts : this.keep(file, facts, request);
      });
    } catch (fault) {
      if (fault instanceof UploadTooLarge) return { kind: 'too-large' };
      throw fault;
    }
  }

  /** Without a pause from the last look to the record, so that two uploads of one id never leave a blob nobody has. */
  private keep(file: string, facts: UploadFacts, request: UploadRequest): UploadOutcome {
    const refused = this.refused(request);
    if (refused) return refused;
    const { uploadId, uploadedBy } = request;
    const known = this.records.find(uploadId);
    if (known && known.sha256 !== facts.sha256) return { kind: 'id-taken' };
    this.blobs.keep(file, facts.sha256);
    if (known) return { kind: 'stored', upload: known, repeated: true };
    const upload: Upload = { uploadId, uploadedBy, ...facts, namedBy: null };
    this.records.add(upload, this.clock.now());
    return { kind: 'stored', upload, repeated: false };
  }

  private refused(request: UploadRequest) {
    const since = this.clock.now() - unnamedKeptMs;
    return refusedBeforehand(request, this.records.find(request.uploadId), () =>
      this.records.unnamedOf(request.uploadedBy, since),
    );
  }
}
