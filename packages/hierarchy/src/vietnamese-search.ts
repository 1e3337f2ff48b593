/** What people type for the apostrophe of M'Đrắk, on a phone, in Word, or nothing at all. */
const apostrophes = /['’‘ʼʹ′`´]/gu;
const marks = /\p{M}+/gu;
const between = /[^\p{L}\p{N}]+/gu;
const leadingZeros = /(?<!\d)0+(?=\d)/gu;
/** The letter of Vietnamese that is no letter with a mark, and the Icelandic one that looks like it. */
const crossed = /[đð]/gu;

/**
 * A name or a query as they are compared: lower case, no tones, đ as d, words apart by one space. NFC and
 * NFD, uỷ and ủy, hoà and hòa become the same; Phường 01 is also found as Phường 1.
 */
export const foldVietnamese = (text: string): string =>
  text
    .normalize('NFD')
    // Marks before apostrophes: a spacing accent on its own is one that somebody typed for an apostrophe.
    .replace(marks, '')
    .replace(apostrophes, '')
    .toLowerCase()
    .replace(crossed, 'd')
    .replace(between, ' ')
    .replace(leadingZeros, '')
    .trim();

/**
 * Whether a folded name holds the words of a folded query, one behind the other from the start of a word.
 * The last word may be begun only, as somebody types it; a number is whole, so that 1 never finds 10.
 */
export const matchesFolded = (name: string, query: string): boolean => {
  const [padded, wanted] = [` ${name} `, ` ${query}`];
  return padded.includes(/\p{N}$/u.test(query) ? `${wanted} ` : wanted);
};
