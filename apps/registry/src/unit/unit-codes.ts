import type { UnitLevel } from '@thidua/events';

/** The form that the codes of a level have. */
export interface CodeForm {
  readonly pattern: RegExp;
  /** The rule in words. */
  readonly rule: string;
}

/** Levels whose units have codes, highest first. Codes are text: a leading zero is part of them. */
export const codeForms: Readonly<Record<Exclude<UnitLevel, 'central'>, CodeForm>> = {
  province: { pattern: /^\d{2}$/, rule: '2 digits (2 chữ số)' },
  district: { pattern: /^\d{3}$/, rule: '3 digits (3 chữ số)' },
  commune: { pattern: /^\d{5}$/, rule: '5 digits (5 chữ số)' },
  hamlet: { pattern: /^\d{5}-\d{2}$/, rule: 'commune code + "-" + 2 digits (mã xã + "-" + 2 chữ số)' },
};

export type CodedLevel = keyof typeof codeForms;
export const codedLevels = Object.keys(codeForms) as readonly CodedLevel[];
export const isCodedLevel = (level: string): level is CodedLevel => Object.hasOwn(codeForms, level);

const digitsOf = { province: 2, district: 3, commune: 5 } as const;

/**
 * What a code was before a spreadsheet took it for a number, or null where several codes could have
 * become this: six digits, or a power of ten that has lost some. It is said, never put in silently.
 */
export const suggestedCode = (level: CodedLevel, damaged: string): string | null => {
  // Excel's own ways of keeping a text a text: '01 and ="01"; and its dash for a hyphen.
  const bare = damaged.replace(/^(?:'|=")(.*?)"?$/u, '$1').replace(/\s*[-\u2010-\u2015\u2212]\s*/gu, '-');
  if (codeForms[level].pattern.test(bare)) return bare === damaged ? null : bare;
  if (level === 'hamlet') return suggestedHamlet(bare);
  const digits = wholeNumber(bare, digitsOf[level]);
  return digits === null || digits.length > digitsOf[level] ? null : digits.padStart(digitsOf[level], '0');
};

const suggestedHamlet = (damaged: string): string | null => {
  const [, commune, number] = /^(\d{1,5})-(\d{1,2})$/.exec(damaged) ?? [];
  return commune && number ? `${commune.padStart(5, '0')}-${number.padStart(2, '0')}` : null;
};

/** The digits of `4`, `4.0`, `4,00` or `2.9251E+04`; null where any may be lost. */
const wholeNumber = (text: string, width: number): string | null => {
  const [, plain] = /^(\d+)(?:[.,]0+)?$/.exec(text) ?? [];
  if (plain !== undefined) return /^0+$/.test(plain) ? null : plain;
  const [, first, more, power] = /^([1-9])[.,](\d+)E\+?0*(\d{1,2})$/i.exec(text) ?? [];
  if (first === undefined || more === undefined) return null;
  return more.length === Number(power) && more.length === width - 1 ? first + more : null;
};
