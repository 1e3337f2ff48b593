import { refuse } from '@thidua/service/refusals';
import { type CodedLevel, codedLevels, codeForms, isCodedLevel, suggestedCode } from './unit-codes.js';
import type { UnitRow } from './units-csv.js';

// What is at fault in a row by itself, whatever stands beside it.

const valueCharactersMax = 80;

/** Where in the table something is at fault. */
export const at = ({ line }: UnitRow, column: string, value: string) => ({
  line,
  column,
  value: value.length > valueCharactersMax ? `${value.slice(0, valueCharactersMax)}…` : value,
});

export const levelFault = (row: UnitRow) => {
  const meant = row.level.toLowerCase();
  return refuse('VALUE_UNKNOWN', ['csv'], {
    ...at(row, 'level', row.level),
    allowed: codedLevels.join(', '),
    ...(isCodedLevel(meant) && { suggestion: meant }),
  });
};

export const codeFault = (row: UnitRow, column: 'code' | 'parent_code', level: CodedLevel, value: string) => {
  const suggestion = suggestedCode(level, value);
  const { rule } = codeForms[level];
  const detail = { ...at(row, column, value), level, rule, ...(suggestion !== null && { suggestion }) };
  return refuse('CODE_INVALID', ['csv'], detail);
};

/** Words that no unit can be stored with: none at all, or too many of them. */
export const textFaults = (row: UnitRow) => {
  const texts: readonly (readonly [column: string, text: string | null, max: number])[] = [
    ['type', row.type, 60],
    ['name_vi', row.nameVi, 1000],
    ['name_en', row.nameEn, 1000],
  ];
  return texts
    .filter(([, text, max]) => text !== null && (text.length === 0 || text.length > max))
    .map(([column, text, max]) => refuse('TEXT_INVALID', ['csv'], { ...at(row, column, text ?? ''), max }));
};
