import { compareVietnamese } from '@thidua/hierarchy';

/** Marks that make a letter of their own: ă, â, ê, ô, ơ, ư. All others are tones. */
const shapes = new Set(['\u0302', '\u0306', '\u031b']);
const mark = /\p{M}/u;

/** Names a title is made of are compared as units are. */
const compare = (a: string, b: string): number => {
  const named = (nfcName: string) => ({ nfcName, code: null, unitId: '' });
  return compareVietnamese(named(a), named(b));
};

/** A letter with what is written on it, or a whole number. */
interface Sign {
  readonly letter: string;
  readonly tones: readonly string[];
}

/** Latin letters, digits and signs that titles are written in. */
const ranges = [
  [0x20, 0x24f],
  [0x1e00, 0x1eff],
  [0x2010, 0x205e],
  [0x20a0, 0x20c0],
] as const;

/** Behind every weight of a level, and before every weight of any. */
const levelEnds = '\t';
/** The least weight of a level: no tone, a small letter. It is left out where nothing follows. */
const least = ' ';
const trailing = / +$/;
const weight = (rank: number): string => String.fromCharCode(0x100 + rank);

const clusters = /\d+|\P{M}\p{M}*|\p{M}+/gsu;

const signsOf = (text: string): Sign[] =>
  (text.normalize('NFD').match(clusters) ?? []).map((cluster) => {
    const [base = '', ...marks] = [...cluster];
    if (/^\d/.test(cluster)) return { letter: cluster, tones: [] };
    const shape = marks.find((one) => shapes.has(one) && [...`${base}${one}`.normalize('NFC')].length === 1);
    const tones = marks.filter((one) => one !== shape);
    return { letter: `${base}${shape ?? ''}`.normalize('NFC'), tones };
  });

/** Places of an order whose equal members share one. */
const placesIn = (
  members: readonly string[],
  compareMembers: (a: string, b: string) => number,
): Map<string, number> => {
  const places = new Map<string, number>();
  let place = 0;
  let before: string | undefined;
  for (const member of [...members].sort(compareMembers)) {
    if (before !== undefined && compareMembers(before, member) !== 0) place += 1;
    places.set(member, place);
    before = member;
  }
  return places;
};

const small = (letter: string): string => letter.toLowerCase();

const letters = placesIn(
  [
    ...new Set(
      ranges.flatMap(([first, last]) =>
        Array.from({ length: last - first + 1 }, (_, n) => String.fromCharCode(first + n))
          .flatMap((one) => signsOf(one).map(({ letter }) => small(letter)))
          .filter((letter) => !mark.test(letter) && compare(letter, '') !== 0),
      ),
    ),
  ],
  compare,
);

const tones = placesIn(
  Array.from({ length: 0x70 }, (_, n) => String.fromCharCode(0x300 + n)),
  (a, b) => compare(`a${a}`, `a${b}`),
);

/** A number goes by how many digits it has, then by them: 2 before 10; 01 is 1. */
const numberWeight = (digits: string): string => {
  const value = digits.replace(/^0+(?=\d)/, '');
  return `${weight(letters.get('0') ?? 0)}${weight(value.length)}${value}`;
};

/** What is in no table comes behind all that is, by its code point. */
const strangerWeight = (letter: string): string => {
  const point = letter.codePointAt(0) ?? 0;
  return `${weight(letters.size)}${weight(point >> 10)}${weight(point & 0x3ff)}`;
};

const letterWeight = (letter: string): string => {
  if (/^\d/.test(letter)) return numberWeight(letter);
  const rank = letters.get(small(letter));
  return rank === undefined ? strangerWeight(letter) : weight(rank);
};

/**
 * A title as a key whose UTF-8 bytes go in the Vietnamese order of hierarchy's compareVietnamese: letters
 * first, then tones, then capitals; numbers by value. Stored, so that a table is read in that order.
 */
export const titleKey = (title: string): string => {
  const signs = signsOf(title);
  return [
    signs.map(({ letter }) => letterWeight(letter)).join(''),
    signs.map((sign) => sign.tones.map((tone) => weight(tones.get(tone) ?? 0x70)).join('') + least).join(''),
    signs.map(({ letter }) => (letter === small(letter) ? least : weight(0))).join(''),
  ]
    .map((level) => level.replace(trailing, ''))
    .join(levelEnds);
};
