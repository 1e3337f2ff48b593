import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { titleKey } from './title-order.js';

const collator = new Intl.Collator('vi', { numeric: true });
const bytes = (title: string) => Buffer.from(titleKey(title));
const byKey = (a: string, b: string) => Math.sign(Buffer.compare(bytes(a), bytes(b)));
const byOrder = (a: string, b: string) => Math.sign(collator.compare(a.normalize('NFC'), b.normalize('NFC')));

const inOrder = (titles: readonly string[]) => [...titles].sort(byKey);

describe('titles in Vietnamese order', () => {
  it.each([
    [['Ấp 1', 'Ấp 2', 'Ấp 10']],
    [['da', 'Da', 'đa', 'Đa', 'ea']],
    [['a', 'à', 'ả', 'ã', 'á', 'ạ', 'ă', 'â', 'b']],
    [['ma', 'mà', 'mà b', 'ma c', 'mạ c']],
    [['o', 'ô', 'ơ', 'p', 'u', 'ư', 'v']],
    [['', ' ', '-', '1', 'a']],
    [['đường hoa', 'đường Hoa', 'Đường hoa', 'Đường hoa 2']],
  ])('%j is in order', (titles) => {
    expect([...titles].sort(byOrder)).toEqual(titles);
    expect(inOrder(titles.toReversed())).toEqual(titles);
  });

  it('01 and 1, and both ways to write a letter, share a place', () => {
    expect(titleKey('Phường 01')).toBe(titleKey('Phường 1'));
    expect(titleKey('Đường hoa'.normalize('NFD'))).toBe(titleKey('Đường hoa'));
  });

  const letters = 'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵfjwz';
  const alphabet = [...letters, ...letters.toUpperCase(), ...'0123456789', ...`  .,;:!?()[]/&+-–—"'’“”%₫`];
  const title = fc.array(fc.constantFrom(...alphabet), { maxLength: 8 }).map((signs) => signs.join(''));
  const close = fc.array(fc.constantFrom(...[...'aAáàđdĐ 1027-']), { maxLength: 5 }).map((signs) => signs.join(''));

  it('the bytes of the keys go as the collation goes, for any two titles', () => {
    fc.assert(
      fc.property(fc.oneof(title, close), fc.oneof(title, close), (a, b) => {
        expect([a, b, byKey(a, b)]).toEqual([a, b, byOrder(a, b)]);
      }),
      { numRuns: 2000 },
    );
  });

  it('any text has a key without half characters, the same for the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const key = titleKey(text);
        expect(key.isWellFormed()).toBe(true);
        expect(titleKey(text.normalize('NFD'))).toBe(key);
      }),
    );
  });
});
