import type { Refusal } from '@thidua/event-sourcing';
import { refuse } from '@thidua/service/refusals';
import { parse } from 'csv-parse/sync';

/** A row of a units file as its columns say; `line` counts from 1 with the header. */
export interface UnitRow {
  readonly line: number;
  readonly code: string;
  readonly parentCode: string | null;
  readonly level: string;
  readonly type: string;
  readonly nameVi: string;
  readonly nameEn: string | null;
  readonly generated: boolean;
}

const required = ['code', 'parent_code', 'level', 'type', 'name_vi'];
export const csvCharactersMax = 16_000_000;

/** Text as it is stored: NFC, trimmed, one space between words. */
const clean = (text: string | undefined): string => (text ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim();

/** Excel writes semicolons where the comma is the decimal sign, as in Vietnam: the header tells. */
const delimiterOf = (csv: string): ',' | ';' => {
  const [header = ''] = csv.trimStart().split('\n', 1);
  return header.includes(';') && !header.includes(',') ? ';' : ',';
};

/** Reads a table of units. Codes stay text: a leading zero is part of them. */
export const readUnitsCsv = (csv: string): readonly UnitRow[] | Refusal<'FILE_UNREADABLE'> => {
  if (csv.length > csvCharactersMax) return unreadable(`more than ${csvCharactersMax} characters`);
  let records: readonly { info: { lines: number }; record: Record<string, string> }[];
  let header: readonly string[] = [];
  const columns = (names: string[]) => {
    header = names.map(clean);
    return [...header];
  };
  try {
    records = parse(csv, { bom: true, columns, delimiter: delimiterOf(csv), info: true, skip_empty_lines: true });
  } catch (fault) {
    return unreadable(fault instanceof Error ? fault.message : String(fault));
  }
  const missing = required.filter((column) => !header.includes(column));
  if (missing.length > 0) return unreadable(`no column ${missing.join(', ')} (thiếu cột ${missing.join(', ')})`);
  return records.map(({ info, record }) => ({
    line: info.lines,
    code: clean(record.code),
    parentCode: clean(record.parent_code) || null,
    level: clean(record.level),
    type: clean(record.type),
    nameVi: clean(record.name_vi),
    nameEn: clean(record.name_en) || null,
    generated: clean(record.generated) === 'true',
  }));
};

const unreadable = (problem: string) => refuse('FILE_UNREADABLE', ['csv'], { problem });
