import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { BlobHarness } from '@thidua/event-sourcing/contracts';
import { openFolderBlobStore } from '../src/index.js';

/** A folder of its own for one test. */
export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'thidua-blobs-'));

export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** Names of all files that lie there, but for the records. */
export const filesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => basename(name))
    .filter((name) => !name.startsWith('uploads.db'));
};

/** The folder store as the contract wants it. */
export const newPlace = async (): Promise<BlobHarness> => {
  const folder = await newFolder();
  return {
    open: ({ clock }) => openFolderBlobStore({ folder, clock }),
    held: () => filesIn(folder),
    damage: async (sha256) => {
      const file = join(folder, 'blobs', sha256.slice(0, 2), sha256);
      const bytes = await readFile(file);
      bytes[5] = (bytes[5] ?? 0) ^ 1;
      await writeFile(file, bytes);
    },
    destroy: () => removeFolder(folder),
  };
};
