import { type Refusal, refusedFor } from '@thidua/event-sourcing';
import { refuse } from '@thidua/service/refusals';
import { CsvError, parse } from 'csv-parse/sync';

/** A row of a units file as its columns say; `line` is where it begins, counted from 1 with the header. */
export interface UnitRow {
  readonly line: number;
  readonly code: string;
  readonly parentCode: string | null;
  readonly level: string;
  readonly type: string;
  readonly nameVi: string;
  readonly nameEn: string | null;
  /** True for sample units. */
  readonly generated: boolean;
}

type Unreadable = Refusal<'FILE_UNREADABLE' | 'VALUE_UNKNOWN'>;

/** One line of the table: cleaned cells, none of them behind the last that holds something. */
interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

const required = ['code', 'parent_code', 'level', 'type', 'name_vi'];
export const csvCharactersMax = 16_000_000;

/** What editors and web pages leave between letters without anybody seeing it. */
const invisible = /[\u00AD\u200B-\u200F\u2060\uFEFF]/gu;

/** Text as it is stored: NFC, trimmed, one space between words; U+00A0 is a space like any other. */
const clean = (text: string): string =>
  text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/** Reads a table of units. Codes stay text: a leading zero is part of them. */
export const readUnitsCsv = (csv: string): readonly UnitRow[] | Unreadable => {
  if (csv.length > csvCharactersMax) return unreadable(`more than ${csvCharactersMax} characters`);
  if (/[\uFFFD\0]/u.test(csv)) return unreadable('not saved as UTF-8 (tệp không được lưu dạng UTF-8)');
  const lines = linesOf(csv);
  if (!Array.isArray(lines)) return lines as Unreadable;
  const [first, ...rest] = lines as readonly Line[];
  const header = (first?.cells ?? []).map((name) => name.toLowerCase());
  const faults = [...headerFaults(header), ...rest.flatMap((line) => lineFaults(line, header))];
  return refusedFor(faults) ?? rest.map((line) => rowOf(line, header));
};

/** Excel says its delimiter in a first line of its own, where it is told to. */
const told = /^sep=([;,\t])\s*$/i;

/** The separator is the one that the header has most of: Excel in Vietnam writes semicolons, a paste has tabs. */
const delimiterOf = (header: string): string => {
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: header.split(mark).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).mark;
};

const linesOf = (csv: string): readonly Line[] | Unreadable => {
  const text = csv.replace(/^\uFEFF/, '');
  const [opening = ''] = text.trimStart().split(/\r?\n|\r/, 1);
  const delimiter = told.exec(opening)?.[1] ?? delimiterOf(opening);
  const options = {
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
  };
  try {
    const records = parse(text, options) as unknown as { info: { lines: number }; record: string[] }[];
    return records
      .filter(({ record }, index) => index > 0 || !told.test(record.join(delimiter)))
      .map(({ info, record }) => lineOf(info.lines, record))
      .filter(({ cells }) => cells.length > 0);
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault;
    const problem = 'a quote is opened or closed in the wrong place (dấu ngoặc kép đặt sai chỗ)';
    return unreadable(problem, typeof fault.lines === 'number' ? { line: fault.lines } : {});
  }
};

/** The parser counts the line that a row ends on; a cell may hold line breaks. */
const lineOf = (endsOn: number, record: readonly string[]): Line => {
  const breaks = record.reduce((sum, cell) => sum + cell.split(/\r\n|\n|\r/).length - 1, 0);
  const cells = record.map(clean);
  // Excel fills rows up with empty cells, and the table with empty rows.
  const width = cells.findLastIndex((cell) => cell !== '') + 1;
  return { line: endsOn - breaks, cells: cells.slice(0, width) };
};

const headerFaults = (header: readonly string[]): readonly Unreadable[] => {
  const missing = required.filter((column) => !header.includes(column)).join(', ');
  const twice = header.filter((column, index) => column !== '' && header.indexOf(column) < index).join(', ');
  return [
    ...(missing === '' ? [] : [unreadable(`no column ${missing} (thiếu cột ${missing})`)]),
    ...(twice === '' ? [] : [unreadable(`two columns ${twice} (hai cột ${twice})`)]),
  ];
};

const marks: ReadonlyMap<string, boolean> = new Map([
  ['', false],
  ['false', false],
  ['true', true],
]);

const lineFaults = ({ line, cells }: Line, header: readonly string[]): readonly Unreadable[] => {
  const width = header.length;
  // Where a name holds a separator and no quotes, everything behind it has moved: such a row is never guessed at.
  if (cells.length > width) {
    return [unreadable(`${cells.length} cells below ${width} columns (${cells.length} ô, ${width} cột)`, { line })];
  }
  const value = cells[header.indexOf('generated')] ?? '';
  if (marks.has(value.toLowerCase())) return [];
  return [refuse('VALUE_UNKNOWN', ['csv'], { line, column: 'generated', value, allowed: 'true, false' })];
};

const rowOf = ({ line, cells }: Line, header: readonly string[]): UnitRow => {
  const cell = (column: string) => cells[header.indexOf(column)] ?? '';
  return {
    line,
    code: cell('code'),
    parentCode: cell('parent_code') || null,
    level: cell('level'),
    type: cell('type'),
    nameVi: cell('name_vi'),
    nameEn: cell('name_en') || null,
    generated: marks.get(cell('generated').toLowerCase()) ?? false,
  };
};

const unreadable = (problem: string, place: { readonly line?: number } = {}): Unreadable =>
  refuse('FILE_UNREADABLE', ['csv'], { problem, ...place });
