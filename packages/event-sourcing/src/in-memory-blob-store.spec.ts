import type { BlobHarness } from './contracts/blob-harness.js';
import { blobStoreContract } from './contracts/blob-store.contract.js';
import { type BlobsInMemory, inMemoryBlobStore } from './in-memory-blob-store.js';

/** Knows one type, by the first bytes of a JPEG. */
const mediaTypeOf = (bytes: Uint8Array) =>
  bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff ? 'image/jpeg' : null;

const newPlace = async (): Promise<BlobHarness> => {
  const held: BlobsInMemory = { blobs: new Map(), uploads: new Map() };
  return {
    open: async ({ clock }) => inMemoryBlobStore({ clock, mediaTypeOf, held }),
    held: async () => [...held.blobs.keys()],
    damage: async (sha256) => {
      const [first = 0, ...rest] = held.blobs.get(sha256) ?? [];
      held.blobs.set(sha256, Uint8Array.from([first ^ 1, ...rest]));
    },
    destroy: async () => {},
  };
};

blobStoreContract('the store in memory', newPlace);
