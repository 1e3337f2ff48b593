import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type BlobStore, type Upload, unnamedKeptMs } from '../blob-store.js';
import { fixedClock } from '../clock.js';
import { arriving, type BlobHarness, digestOf, photoOf, uploadOf } from './blob-harness.js';

const start = Date.parse('2022-03-01T01:00:00Z');

/** The place a test works on, opened before it and thrown away after it. */
class OpenedPlace {
  readonly clock = fixedClock(start);
  private opened: BlobStore | undefined;
  private harness: BlobHarness | undefined;

  constructor(newPlace: () => Promise<BlobHarness>) {
    beforeEach(async () => {
      this.clock.set(start);
      this.harness = await newPlace();
      await this.reopen();
    });
    afterEach(async () => {
      await this.opened?.close();
      await this.harness?.destroy();
      this.opened = undefined;
    });
  }

  get store(): BlobStore {
    if (!this.opened) throw new Error('the store is open within a test only');
    return this.opened;
  }

  get place(): BlobHarness {
    if (!this.harness) throw new Error('there is a place within a test only');
    return this.harness;
  }

  async reopen(): Promise<void> {
    await this.opened?.close();
    this.opened = await this.harness?.open({ clock: this.clock });
  }

  async bytesOf(sha256: string): Promise<Buffer | null> {
    const blob = await this.store.read(sha256);
    if (!blob) return null;
    const bytes = Buffer.concat(await blob.open().toArray());
    expect(bytes.byteLength).toBe(blob.bytes);
    return bytes;
  }

  /** Stores what must be stored. */
  async stored(request: Parameters<BlobStore['put']>[0]): Promise<Upload> {
    const outcome = await this.store.put(request);
    if (outcome.kind !== 'stored') throw new Error(`expected an upload, got ${JSON.stringify(outcome)}`);
    return outcome.upload;
  }
}

/** What every adapter of the blob store promises. */
export const blobStoreContract = (name: string, newPlace: () => Promise<BlobHarness>): void => {
  describe(`${name} as a blob store`, () => {
    describe('taking in', () => takingIn(new OpenedPlace(newPlace)));
    describe('refusing', () => refusing(new OpenedPlace(newPlace)));
    describe('naming', () => naming(new OpenedPlace(newPlace)));
    describe('sweeping', () => sweeping(new OpenedPlace(newPlace)));
    describe('reading', () => reading(new OpenedPlace(newPlace)));
  });
};

const takingIn = (at: OpenedPlace) => {
  it('answers the digest, type and size that it found, and gives the same bytes back', async () => {
    const bytes = photoOf('đường hoa');
    const uploadId = randomUUID();
    const upload = {
      uploadId,
      uploadedBy: 'clerk@1',
      sha256: digestOf(bytes),
      mediaType: 'image/jpeg',
      bytes: 64,
      namedBy: null,
    };
    expect(await at.store.put(uploadOf(bytes, { uploadId }))).toEqual({ kind: 'stored', upload, repeated: false });
    expect(await at.store.upload(uploadId)).toEqual(upload);
    expect(await at.bytesOf(upload.sha256)).toEqual(bytes);
  });

  it('takes pieces of any size', async () => {
    const bytes = photoOf('pieces', 300);
    for (const pieceBytes of [1, 7, 299, 300, 1000]) {
      const { sha256 } = await at.stored(uploadOf(bytes, { content: arriving(bytes, pieceBytes) }));
      expect(sha256).toBe(digestOf(bytes));
    }
  });

  it('keeps uploads and blobs over a restart', async () => {
    const bytes = photoOf('kept');
    const upload = await at.stored(uploadOf(bytes));
    await at.reopen();
    expect(await at.store.upload(upload.uploadId)).toEqual(upload);
    expect(await at.bytesOf(upload.sha256)).toEqual(bytes);
  });

  it('answers the same upload a second time, and stores nothing more', async () => {
    const bytes = photoOf('twice');
    const request = uploadOf(bytes);
    const upload = await at.stored(request);
    const again = await at.store.put({ ...request, content: arriving(bytes, 5) });
    expect(again).toEqual({ kind: 'stored', upload, repeated: true });
    expect(await at.place.held()).toEqual([upload.sha256]);
  });

  it('holds equal bytes once, whoever sends them under whichever id', async () => {
    const bytes = photoOf('shared');
    const one = await at.stored(uploadOf(bytes));
    const other = await at.stored(uploadOf(bytes, { uploadedBy: 'clerk@2' }));
    expect(other.sha256).toBe(one.sha256);
    expect(other.uploadId).not.toBe(one.uploadId);
    expect(await at.place.held()).toEqual([one.sha256]);
  });

  it('gives one of two different uploads the id they both ask for at once, and keeps nothing of the other', async () => {
    const uploadId = randomUUID();
    const [one, other] = [photoOf('one'), photoOf('other')];
    const outcomes = await Promise.all([one, other].map((bytes) => at.store.put(uploadOf(bytes, { uploadId }))));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['id-taken', 'stored']);
    const upload = await at.store.upload(uploadId);
    expect(await at.place.held()).toEqual([upload?.sha256]);
  });
};

const refusing = (at: OpenedPlace) => {
  const nothingHeld = async (uploadId: string) => {
    expect(await at.store.upload(uploadId)).toBeNull();
    expect(await at.place.held()).toEqual([]);
  };

  it('an upload without a byte', async () => {
    const request = uploadOf(Buffer.alloc(0));
    expect(await at.store.put(request)).toEqual({ kind: 'empty' });
    await nothingHeld(request.uploadId);
  });

  it('one byte more than the limit, and takes exactly the limit', async () => {
    const large = uploadOf(photoOf('large', 101), { limits: { bytesMax: 100 } });
    expect(await at.store.put(large)).toEqual({ kind: 'too-large' });
    await nothingHeld(large.uploadId);
    const exact = await at.stored(uploadOf(photoOf('exact', 100), { limits: { bytesMax: 100 } }));
    expect(exact.bytes).toBe(100);
  });

  it('what never ends, soon after the limit', async () => {
    let pulled = 0;
    async function* endless() {
      for (;;) {
        pulled += 1;
        yield photoOf('endless', 50);
      }
    }
    const request = uploadOf(Buffer.alloc(0), { content: endless(), limits: { bytesMax: 100 } });
    expect(await at.store.put(request)).toEqual({ kind: 'too-large' });
    expect(pulled).toBeLessThan(10);
    await nothingHeld(request.uploadId);
  });

  it('a type that is not taken, by its bytes', async () => {
    const unknown = uploadOf(Buffer.from('just a text, whatever it calls itself'));
    expect(await at.store.put(unknown)).toEqual({ kind: 'type-refused', mediaType: null });
    await nothingHeld(unknown.uploadId);
    const other = uploadOf(photoOf('a photo'), { limits: { mediaTypes: ['application/pdf'] } });
    expect(await at.store.put(other)).toEqual({ kind: 'type-refused', mediaType: 'image/jpeg' });
    await nothingHeld(other.uploadId);
  });

  it('other bytes under an id that is taken, and the id of another person', async () => {
    const first = uploadOf(photoOf('first'));
    const upload = await at.stored(first);
    const bytes = photoOf('second');
    expect(await at.store.put({ ...first, content: arriving(bytes) })).toEqual({ kind: 'id-taken' });
    const stranger = { ...first, uploadedBy: 'clerk@2', content: arriving(photoOf('first')) };
    expect(await at.store.put(stranger)).toEqual({ kind: 'id-taken' });
    expect(await at.store.upload(upload.uploadId)).toEqual(upload);
    expect(await at.place.held()).toEqual([upload.sha256]);
  });

  it('what is cut off, with the fault of the sender, and takes the whole of it afterwards', async () => {
    const bytes = photoOf('cut', 200);
    for (const brokenAfter of [0, 100, 192]) {
      const request = uploadOf(bytes, { content: arriving(bytes, 16, brokenAfter) });
      await expect(at.store.put(request)).rejects.toThrow('the connection was cut off');
      await nothingHeld(request.uploadId);
    }
    expect((await at.stored(uploadOf(bytes))).sha256).toBe(digestOf(bytes));
  });

  it('more uploads of one person than may wait to be named, counting those of the last days alone', async () => {
    const limits = { unnamedMax: 2 };
    const first = await at.stored(uploadOf(photoOf('1'), { limits }));
    await at.stored(uploadOf(photoOf('2'), { limits }));
    expect(await at.store.put(uploadOf(photoOf('3'), { limits }))).toEqual({ kind: 'too-many' });
    await at.stored(uploadOf(photoOf('3'), { limits, uploadedBy: 'clerk@2' }));
    await at.stored(uploadOf(photoOf('1'), { limits, uploadId: first.uploadId }));
    await at.store.name(first.uploadId, 'achievement');
    await at.stored(uploadOf(photoOf('4'), { limits }));
    expect(await at.store.put(uploadOf(photoOf('5'), { limits }))).toEqual({ kind: 'too-many' });
    at.clock.set(start + unnamedKeptMs + 1);
    await at.stored(uploadOf(photoOf('5'), { limits }));
  });
};

const naming = (at: OpenedPlace) => {
  it('gives an upload to one object for good', async () => {
    const { uploadId } = await at.stored(uploadOf(photoOf('named')));
    expect(await at.store.name(uploadId, 'a')).toBe(true);
    expect(await at.store.name(uploadId, 'a')).toBe(true);
    expect(await at.store.name(uploadId, 'b')).toBe(false);
    await at.reopen();
    expect(await at.store.name(uploadId, 'b')).toBe(false);
    expect(await at.store.upload(uploadId)).toMatchObject({ namedBy: 'a' });
  });

  it('gives it to one of two that ask at once', async () => {
    const { uploadId } = await at.stored(uploadOf(photoOf('named')));
    const given = await Promise.all([at.store.name(uploadId, 'a'), at.store.name(uploadId, 'b')]);
    expect(given.filter(Boolean)).toHaveLength(1);
  });

  it('gives nothing where nothing was uploaded', async () => {
    expect(await at.store.name(randomUUID(), 'a')).toBe(false);
    expect(await at.store.upload(randomUUID())).toBeNull();
  });

  it('answers a repeated upload as named', async () => {
    const request = uploadOf(photoOf('named'));
    const upload = await at.stored(request);
    await at.store.name(upload.uploadId, 'a');
    const again = await at.store.put({ ...request, content: arriving(photoOf('named')) });
    expect(again).toEqual({ kind: 'stored', upload: { ...upload, namedBy: 'a' }, repeated: true });
  });
};

const sweeping = (at: OpenedPlace) => {
  it('takes what nothing named once it is old, and only when opened', async () => {
    const old = await at.stored(uploadOf(photoOf('old')));
    const named = await at.stored(uploadOf(photoOf('named')));
    await at.store.name(named.uploadId, 'a');
    at.clock.set(start + 1000);
    const young = await at.stored(uploadOf(photoOf('young')));

    at.clock.set(start + unnamedKeptMs);
    await at.reopen();
    expect(await at.store.upload(old.uploadId)).toEqual(old);
    at.clock.set(start + unnamedKeptMs + 1);
    expect(await at.store.upload(old.uploadId)).toEqual(old);
    await at.reopen();
    expect(await at.store.upload(old.uploadId)).toBeNull();
    expect(await at.store.upload(named.uploadId)).toEqual({ ...named, namedBy: 'a' });
    expect(await at.store.upload(young.uploadId)).toEqual(young);
    expect([...(await at.place.held())].sort()).toEqual([named.sha256, young.sha256].sort());
  });

  it('leaves the bytes where another upload still has them', async () => {
    const bytes = photoOf('shared');
    const old = await at.stored(uploadOf(bytes));
    const named = await at.stored(uploadOf(bytes, { uploadedBy: 'clerk@2' }));
    await at.store.name(named.uploadId, 'a');
    at.clock.set(start + unnamedKeptMs + 1);
    await at.reopen();
    expect(await at.store.upload(old.uploadId)).toBeNull();
    expect(await at.bytesOf(named.sha256)).toEqual(bytes);
  });
};

const reading = (at: OpenedPlace) => {
  it('answers nothing for a digest that is not there, or is none', async () => {
    const { sha256 } = await at.stored(uploadOf(photoOf('there')));
    for (const absent of [digestOf(Buffer.from('absent')), '', '..', `../${sha256}`, sha256.toUpperCase()]) {
      expect(await at.store.read(absent)).toBeNull();
    }
  });

  it('opens a blob as often as it is asked, each time from its start', async () => {
    const bytes = photoOf('often');
    const { sha256 } = await at.stored(uploadOf(bytes));
    const blob = await at.store.read(sha256);
    const read = async () => Buffer.concat((await blob?.open().toArray()) ?? []);
    expect(await read()).toEqual(bytes);
    expect(await read()).toEqual(bytes);
  });

  it('answers nothing once its bytes are no longer those of the digest, and is mended by the same upload', async () => {
    const bytes = photoOf('damaged');
    const upload = await at.stored(uploadOf(bytes));
    await at.place.damage(upload.sha256);
    expect(await at.store.read(upload.sha256)).toBeNull();
    expect(await at.store.put(uploadOf(bytes, { uploadId: upload.uploadId }))).toMatchObject({ repeated: true });
    expect(await at.bytesOf(upload.sha256)).toEqual(bytes);
  });
};
