import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assert, asyncProperty, constantFrom, uint8Array } from 'fast-check';
import { newFolder, removeFolder } from '../test/place.js';
import {
  macroEntries,
  reversed,
  samples,
  sheetEntries,
  sheetKind,
  wordEntries,
  wordKind,
  zipOf,
} from '../test/samples.js';
import { mediaTypeOf } from './media-type.js';

describe('the media type of a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await newFolder();
  });
  afterAll(() => removeFolder(folder));

  const found = async (bytes: Uint8Array, name = 'sample') => {
    const file = join(folder, name);
    await writeFile(file, bytes);
    return mediaTypeOf(file);
  };

  it.each([
    ['a JPEG', samples.jpeg, 'image/jpeg'],
    ['a PNG', samples.png, 'image/png'],
    ['a WebP', samples.webp, 'image/webp'],
    ['a HEIC', samples.heic, 'image/heic'],
    ['a HEIF', samples.heif, 'image/heif'],
    ['a PDF', samples.pdf, 'application/pdf'],
    ['a Word document', zipOf(wordEntries), `application/vnd.${wordKind}`],
    ['a workbook', zipOf(sheetEntries), `application/vnd.${sheetKind}`],
    ['a Word document that is not compressed', zipOf(wordEntries, 'stored'), `application/vnd.${wordKind}`],
    ['a workbook whose list of parts comes last', zipOf(reversed(sheetEntries)), `application/vnd.${sheetKind}`],
  ])('is found of %s', async (_, bytes, mediaType) => {
    expect(await found(bytes)).toBe(mediaType);
  });

  it.each([
    ['a document with macros', zipOf(macroEntries)],
    ['an archive of anything', zipOf({ 'a.txt': 'text' })],
    ['a GIF', samples.gif],
    ['a film', samples.mp4],
    ['a program', samples.exe],
  ])('is another one of %s', async (_, bytes) => {
    const taken = /jpeg|png|webp|hei[cf]|pdf|openxml/;
    expect(await found(bytes)).not.toBeNull();
    expect(await found(bytes)).not.toMatch(taken);
  });

  it('is none of a page or a drawing that a browser would run', async () => {
    expect(await found(samples.html)).toBeNull();
    expect([null, 'application/xml']).toContain(await found(samples.svg));
  });

  it('does not depend on the name of the file', async () => {
    expect(await found(samples.exe, 'photo.jpg')).not.toBe('image/jpeg');
    expect(await found(samples.jpeg, 'program.exe')).toBe('image/jpeg');
  });

  it('is answered for any bytes, also for what begins like an archive and is none', async () => {
    const beginnings = [
      [],
      [0x50, 0x4b, 3, 4],
      [...zipOf(wordEntries).subarray(0, 60)],
      [...samples.heic],
      [...samples.png],
    ];
    await assert(
      asyncProperty(constantFrom(...beginnings), uint8Array({ maxLength: 300 }), async (beginning, rest) => {
        const mediaType = await found(Uint8Array.from([...beginning, ...rest]));
        expect(mediaType === null || mediaType.includes('/')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is no answer to a fault of the disk', async () => {
    await expect(mediaTypeOf(join(folder, 'absent'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
