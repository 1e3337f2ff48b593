import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@thidua/event-sourcing';
import { csvCharactersMax, readUnitsCsv, type UnitRow } from './units-csv.js';

const header = 'code,parent_code,level,type,name_vi,name_en,generated';
const commune: UnitRow = {
  line: 2,
  code: '00004',
  parentCode: '001',
  level: 'commune',
  type: 'ward',
  nameVi: 'Phường Trúc Bạch',
  nameEn: 'Truc Bach Ward',
  generated: false,
};
const row = '00004,001,commune,ward,Phường Trúc Bạch,Truc Bach Ward,false';

const problemOf = (csv: string) => {
  const table = readUnitsCsv(csv);
  if (!isRefusal(table)) throw new Error('the table was read');
  expect(table).toMatchObject({ refused: 'FILE_UNREADABLE', field: ['csv'] });
  return table.detail?.problem;
};

describe('a table of units', () => {
  it('is read row by row; codes stay text with their zeros', () => {
    expect(readUnitsCsv(`${header}\n${row}\n`)).toEqual([commune]);
  });

  it('may end without a new line, begin with a byte order mark and use CRLF', () => {
    expect(readUnitsCsv(`\uFEFF${header}\r\n${row}`)).toEqual([commune]);
  });

  it('may be separated by semicolons, as Excel saves it in Vietnam (case 08)', () => {
    const csv = [
      '\uFEFFcode;parent_code;level;type;name_vi;name_en',
      '29242-01;29242;hamlet;quarter;"Khóm 2; phía Đông";Quarter 2',
      '29242-02;29242;hamlet;quarter;"Khóm ""Chợ""";Quarter Market',
    ].join('\r\n');
    expect(readUnitsCsv(csv)).toMatchObject([
      { code: '29242-01', nameVi: 'Khóm 2; phía Đông' },
      { code: '29242-02', nameVi: 'Khóm "Chợ"', nameEn: 'Quarter Market' },
    ]);
  });

  it('may lack the columns name_en and generated, and name them in any order', () => {
    const csv = 'name_vi,code,level,type,parent_code\nTỉnh Trà Vinh,84,province,province,\n';
    expect(readUnitsCsv(csv)).toEqual([
      {
        line: 2,
        code: '84',
        parentCode: null,
        level: 'province',
        type: 'province',
        nameVi: 'Tỉnh Trà Vinh',
        nameEn: null,
        generated: false,
      },
    ]);
  });

  it('is cleaned: NFC, one space between words, none around them (case 15)', () => {
    const decomposed = 'Phường  Trúc\u00A0Bạch '.normalize('NFD');
    expect(readUnitsCsv(`${header}\n 00004 ,001\t,commune,ward,${decomposed},Truc Bach Ward,true`)).toEqual([
      { ...commune, generated: true },
    ]);
  });

  it('counts lines as an editor does: the header is 1, empty lines count, a row stands where it begins', () => {
    const csv = `${header}\n${row}\n\n${row}\n"00004",001,commune,ward,"Tên\nhai dòng",,\n${row}\n,,,,,,\n${row}`;
    const table = readUnitsCsv(csv);
    expect(isRefusal(table) ? table : table.map(({ line }) => line)).toEqual([2, 4, 5, 7, 9]);
  });

  it('may be separated by tabs, mix line ends, and say its separator in a first line as Excel does', () => {
    const tabs = [header, row, row].map((line) => line.replaceAll(',', '\t'));
    expect(readUnitsCsv(tabs.join('\n'))).toEqual([commune, { ...commune, line: 3 }]);
    expect(readUnitsCsv(`${header}\r\n${row}\n${row}\r${row}`)).toHaveLength(3);
    expect(readUnitsCsv(`sep=;\n${header}\n${row}`.replaceAll(',', ';'))).toEqual([{ ...commune, line: 3 }]);
  });

  it('may name its columns in capitals, and fill rows up with empty cells', () => {
    expect(readUnitsCsv(`${header.toUpperCase()},,\n${row},,,,\n`)).toEqual([commune]);
  });

  it('takes TRUE as Excel writes it, and refuses any other mark', () => {
    expect(readUnitsCsv(`${header}\n${row.replace('false', 'TRUE')}`)).toEqual([{ ...commune, generated: true }]);
    expect(readUnitsCsv(`${header}\n${row.replace('false', 'yes')}`)).toMatchObject({
      refused: 'VALUE_UNKNOWN',
      detail: { line: 2, column: 'generated', value: 'yes' },
    });
  });

  it('loses what nobody sees between letters', () => {
    const hidden = row.replace('00004', '\u200B00004\uFEFF').replace('Trúc', 'Tr\u00ADúc');
    expect(readUnitsCsv(`${header}\n${hidden}`)).toEqual([commune]);
  });

  it('that was not saved as UTF-8 is refused', () => {
    expect(problemOf(`${header}\n${row.replace('ạ', '\uFFFD')}`)).toContain('UTF-8');
  });

  it('with a header alone has no rows', () => {
    expect(readUnitsCsv(`${header}\n`)).toEqual([]);
  });

  it('without a required column names all that are missing, in both languages', () => {
    expect(problemOf('code,level,type\n84,province,province')).toBe(
      'no column parent_code, name_vi (thiếu cột parent_code, name_vi)',
    );
    expect(problemOf('')).toContain('no column code, parent_code, level, type, name_vi');
  });

  it('with a column twice is refused', () => {
    expect(problemOf(`code,${header}\n`)).toContain('code');
  });

  it('with rows longer than its header is told each of them', () => {
    const table = readUnitsCsv(`${header}\n${row},more\n${row}\n${row},x,y`);
    if (!isRefusal(table)) throw new Error('the table was read');
    expect([table, ...(table.also ?? [])].map(({ detail }) => detail?.line)).toEqual([2, 4]);
  });

  it('with an open quote is refused, and the line is named', () => {
    const table = readUnitsCsv(`${header}\n${row}\n"00004,001,commune`);
    expect(table).toMatchObject({ refused: 'FILE_UNREADABLE', detail: { line: 3 } });
    expect(readUnitsCsv(`${header}\n${row.replace('Trúc', '"Trúc"x')}`)).toMatchObject({ detail: { line: 2 } });
  });

  it('is read up to 16 million characters', () => {
    const padding = (length: number) => `${header}\n${row}${'\n'.repeat(length - header.length - row.length - 1)}`;
    expect(readUnitsCsv(padding(csvCharactersMax))).toEqual([commune]);
    expect(problemOf(padding(csvCharactersMax + 1))).toBe('more than 16000000 characters');
  });
});
