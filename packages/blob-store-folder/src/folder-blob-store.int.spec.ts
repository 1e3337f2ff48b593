import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type BlobStore, fixedClock } from '@thidua/event-sourcing';
import { arriving, blobStoreContract, digestOf, photoOf, uploadOf } from '@thidua/event-sourcing/contracts';
import { filesIn, newFolder, newPlace, removeFolder } from '../test/place.js';
import { openFolderBlobStore } from './index.js';

blobStoreContract('a folder', newPlace);

describe('the folder of blobs', () => {
  const clock = fixedClock('2022-03-01T01:00:00Z');
  let folder: string;
  let store: BlobStore;
  const open = async () => {
    store = await openFolderBlobStore({ folder, clock });
  };
  beforeEach(async () => {
    folder = join(await newFolder(), 'a', 'evidence');
    await open();
  });
  afterEach(async () => {
    await store.close();
    await removeFolder(join(folder, '..', '..'));
  });

  /** An upload that stops half-way until it is told to go on, or to fail. */
  const halted = (bytes: Buffer) => {
    const { promise: half, resolve: halfway } = Promise.withResolvers<void>();
    const { promise: rest, resolve: goOn, reject: cutOff } = Promise.withResolvers<void>();
    async function* content() {
      yield bytes.subarray(0, 32);
      // The piece before has been taken once this one is asked for.
      halfway();
      await rest;
      yield bytes.subarray(32);
    }
    return { request: uploadOf(bytes, { content: content() }), half, goOn, cutOff };
  };

  it('shows no blob while it still arrives', async () => {
    const bytes = photoOf('arriving');
    const { request, half, goOn } = halted(bytes);
    const outcome = store.put(request);
    await half;
    expect(await readdir(join(folder, 'blobs'))).toEqual([]);
    expect(await readdir(join(folder, 'incoming'))).toHaveLength(1);
    goOn();
    expect(await outcome).toMatchObject({ kind: 'stored' });
    expect(await filesIn(folder)).toEqual([digestOf(bytes)]);
  });

  it('holds nothing of an upload that is cut off half-way', async () => {
    const { request, half, cutOff } = halted(photoOf('cut'));
    const outcome = store.put(request);
    await half;
    cutOff(new Error('gone'));
    await expect(outcome).rejects.toThrow('gone');
    expect(await filesIn(folder)).toEqual([]);
  });

  it('is closed once the uploads under way are done', async () => {
    const { request, half, goOn } = halted(photoOf('late'));
    const outcome = store.put(request);
    await half;
    const closed = store.close();
    goOn();
    expect(await outcome).toMatchObject({ kind: 'stored' });
    await closed;
    await open();
    expect(await store.upload(request.uploadId)).not.toBeNull();
  });

  it('is rid of what a process that died was receiving, and of nothing else', async () => {
    const bytes = photoOf('whole');
    await store.put(uploadOf(bytes));
    await writeFile(join(folder, 'incoming', 'left-over'), 'half of a photo');
    await store.close();
    await open();
    expect(await filesIn(folder)).toEqual([digestOf(bytes)]);
  });

  it('keeps a blob without a record, since the record may be what was lost', async () => {
    const bytes = photoOf('orphan');
    const place = join(folder, 'blobs', digestOf(bytes).slice(0, 2));
    await mkdir(place);
    await writeFile(join(place, digestOf(bytes)), bytes);
    clock.set('2030-01-01T00:00:00Z');
    await store.close();
    await open();
    expect(await filesIn(folder)).toEqual([digestOf(bytes)]);
    expect(await store.read(digestOf(bytes))).not.toBeNull();
  });

  it('takes an upload whose id is any text without leaving its folder', async () => {
    const uploadId = '../../outside';
    await store.put(uploadOf(photoOf('text'), { uploadId, content: arriving(photoOf('text')) }));
    expect(await readdir(join(folder, '..'))).toEqual(['evidence']);
    expect(await store.upload(uploadId)).toMatchObject({ uploadId });
  });
});
