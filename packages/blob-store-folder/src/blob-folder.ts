import { createHash, randomUUID } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { StoredBlob } from '@thidua/event-sourcing';

const digestForm = /^[0-9a-f]{64}$/;
const readBytes = 256 * 1024;

/** Files named by the digest of their bytes, `blobs/ab/ab12…`; what still arrives lies in `incoming/`. */
export class BlobFolder {
  private readonly incoming: string;
  private readonly blobs: string;

  /** Opens a folder, made where there is none, and takes away what a process that died was receiving. */
  constructor(folder: string) {
    this.incoming = join(folder, 'incoming');
    this.blobs = join(folder, 'blobs');
    rmSync(this.incoming, { recursive: true, force: true });
    for (const one of [this.incoming, this.blobs]) mkdirSync(one, { recursive: true });
    for (const one of [folder, dirname(folder)]) syncFolder(one);
  }

  /** Writes a file aside and hands it to `use`, its bytes on disk. Afterwards it is gone, unless it was moved. */
  async aside<Result>(content: AsyncIterable<Uint8Array>, use: (file: string) => Promise<Result>): Promise<Result> {
    const file = join(this.incoming, randomUUID());
    // Open before the first piece: a stream that opens the file itself may do so after it was given up and taken away.
    const opened = await open(file, 'wx', 0o600);
    try {
      await pipeline(content, opened.createWriteStream({ flush: true }));
      return await use(file);
    } finally {
      await opened.close();
      await rm(file, { force: true });
    }
  }

  /** Makes a file that lies aside a blob, durably; one that is there already has the same bytes, or is damaged. */
  keep(file: string, sha256: string): void {
    const blob = this.pathOf(sha256);
    const folder = dirname(blob);
    if (mkdirSync(folder, { recursive: true }) !== undefined) syncFolder(this.blobs);
    renameSync(file, blob);
    syncFolder(folder);
  }

  remove(sha256: string): void {
    rmSync(this.pathOf(sha256), { force: true });
  }

  /** Null where there is no such blob, or its bytes are no longer those of its digest. */
  async read(sha256: string): Promise<StoredBlob | null> {
    if (!digestForm.test(sha256)) return null;
    const file = this.pathOf(sha256);
    const bytes = await sizeOf(file);
    if (bytes === null) return null;
    const hash = createHash('sha256');
    for await (const piece of createReadStream(file, { highWaterMark: readBytes })) hash.update(piece);
    return hash.digest('hex') === sha256 ? { bytes, open: () => createReadStream(file) } : null;
  }

  private pathOf(sha256: string): string {
    return join(this.blobs, sha256.slice(0, 2), sha256);
  }
}

const sizeOf = async (file: string): Promise<number | null> => {
  try {
    return (await stat(file)).size;
  } catch (fault) {
    if ((fault as { code?: string }).code === 'ENOENT') return null;
    throw fault;
  }
};

/** A name in a folder is durable only once the folder is. Windows syncs no folders. */
const syncFolder = (folder: string): void => {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};
