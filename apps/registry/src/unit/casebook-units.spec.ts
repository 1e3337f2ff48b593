import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal, type Refusal } from '@thidua/event-sourcing';
import { systemActor } from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import { type ImportRefusal, type ImportRow, importUnits } from './import-units.js';
import { standingOn } from './standing-units.js';
import { type UnitTree, unitTreeDecider } from './unit-tree.decider.js';
import { type UnitFilter, unitsPage } from './units.queries.js';
import { readUnitsCsv } from './units-csv.js';

const validFrom = '2022-01-01';
const casebook = (name: string) => readFileSync(new URL(`../../test/files/${name}.csv`, import.meta.url), 'utf8');
const country = readFileSync(new URL('../../../../packages/scenario/data/vn-units-2022.csv', import.meta.url), 'utf8');

/** Units with all imports so far, as the rules and as readers see them. */
const installation = () => {
  const history = new UnitHistory();
  let tree: UnitTree = unitTreeDecider.initial();
  let position = 0;
  return {
    history,
    /** Events of an import, or all its faults. */
    import(csv: string) {
      const table = readUnitsCsv(csv);
      if (isRefusal<Exclude<typeof table, readonly unknown[]>>(table))
        return { events: 0, faults: [table, ...(table.also ?? [])] };
      const rows: readonly ImportRow[] = table.map((row) => ({ ...row, unitId: `unit-${row.code}-${position}` }));
      const events = importUnits({ rows, validFrom }, standingOn(tree, validFrom));
      if (isRefusal<ImportRefusal>(events)) return { events: 0, faults: [events, ...(events.also ?? [])] };
      for (const event of events) {
        tree = evolveOne(unitTreeDecider.evolve, tree, event, systemActor);
        history.apply({ ...event, position: ++position });
      }
      return { events: events.length, faults: [] };
    },
    unit: (code: string) => history.unitByCode(code, { on: validFrom }),
    /** Codes of all units that a filter finds, in order, page by page. */
    find(filter: UnitFilter, first = 3): readonly (string | null)[] {
      const found: (string | null)[] = [];
      let after: string | null = null;
      for (;;) {
        const node = (unitId: string) => history.unit(unitId, { on: validFrom })?.code ?? null;
        const { edges, pageInfo, totalCount }: ReturnType<typeof unitsPage<string | null>> = unitsPage(
          history,
          validFrom,
          filter,
          { first, after },
          node,
        );
        found.push(...edges.map((edge) => edge.node));
        if (!pageInfo.hasNextPage) {
          expect(totalCount).toBe(found.length);
          return found;
        }
        after = pageInfo.endCursor;
      }
    },
  };
};

const placesOf = (faults: readonly Refusal[]) =>
  faults.map(({ refused, detail }) => [detail?.line, detail?.column, refused, detail?.suggestion]);

describe('the casebook of units', () => {
  it('08: BOM, semicolons, CRLF and quotes lose nothing', () => {
    const own = installation();
    expect(own.import(casebook('08-units-bom-semicolon'))).toEqual({ events: 6, faults: [] });
    expect(own.unit('84')?.nameVi).toBe('Tỉnh Trà Vinh');
    expect(own.unit('29242-02')?.nameVi).toBe('Khóm 2; phía Đông');
    expect(own.unit('29242-03')).toMatchObject({ nameVi: 'Khóm "Chợ"', nameEn: 'Quarter Market' });
  });

  it('09: codes that went through a number are refused, with what they were where that is sure', () => {
    const own = installation();
    const { events, faults } = own.import(casebook('09-units-codes-damaged'));
    expect(events).toBe(0);
    expect(placesOf(faults)).toEqual([
      [5, 'code', 'CODE_INVALID', '01'],
      [6, 'code', 'CODE_INVALID', '001'],
      [6, 'parent_code', 'CODE_INVALID', '01'],
      [7, 'code', 'CODE_INVALID', '00004'],
      [7, 'parent_code', 'CODE_INVALID', '001'],
      [8, 'code', 'CODE_INVALID', '29245'],
      [9, 'code', 'CODE_INVALID', '29251'],
      [10, 'code', 'CODE_INVALID', undefined],
    ]);
    expect(faults.map(({ detail }) => detail?.value)).toEqual([
      '1',
      '1',
      '1',
      '4',
      '1',
      '29245.0',
      '2.9251E+04',
      '029239',
    ]);
  });

  it('13: children may stand before their parents; a code stands once, in the file and in the tree', () => {
    const own = installation();
    const world = installation();
    expect(own.import(casebook('13a-units-reversed'))).toEqual({ events: 24, faults: [] });
    expect(world.import(casebook('world-units')).events).toBe(24);
    const parents = ({ find, history, unit }: typeof own) =>
      find({}, 100).map((code) => [code, history.unit(unit(code ?? '')?.parentUnitId ?? '', { on: validFrom })?.code]);
    expect(parents(own)).toEqual(parents(world));

    const { events, faults } = own.import(casebook('13b-units-duplicates'));
    expect(events).toBe(0);
    expect(placesOf(faults)).toEqual([
      [4, 'code', 'CODE_REPEATED', undefined],
      [5, 'code', 'CODE_REPEATED', undefined],
      [6, 'code', 'CODE_REPEATED', undefined],
      [7, 'code', 'CODE_TAKEN', undefined],
      [8, 'parent_code', 'UNKNOWN_UNIT', undefined],
      [9, 'parent_code', 'PARENT_LEVEL', undefined],
      [10, 'parent_code', 'PARENT_SELF', undefined],
    ]);
    expect(faults.slice(0, 3).map(({ detail }) => detail?.firstLine)).toEqual([2, 3, 2]);
    expect(own.find({}, 100)).toHaveLength(24);
  });

  it('15: names are stored in NFC with single spaces, and never mended; a second import does nothing', () => {
    const own = installation();
    own.import(casebook('world-units'));
    expect(own.import(casebook('15-units-spaces-nfd'))).toEqual({ events: 9, faults: [] });
    const names = ['06178', '19306', '19780', '20482', '25180', '27460', '29386', '29462', '29359'].map(
      (code) => own.unit(code)?.nameVi ?? '',
    );
    expect(names.map((name) => [name, [...name].length])).toEqual([
      ['Xã Hoàng Văn Thụ', 16],
      ['Xã Ngư Thủy', 11],
      ['Phường Phường Đúc', 17],
      ['Xã Tư', 5],
      ['Thị trấn Phước Cát', 18],
      ['Phường An Lạc', 13],
      ['Xã Lương Hoà A', 14],
      ['Thị trấn Định An', 16],
      ['Xã Hùng Hòa', 11],
    ]);
    expect(own.import(casebook('15-units-spaces-nfd'))).toEqual({ events: 0, faults: [] });
  });

  it('34: a name is kept whole, found by any part of it, and numbers stand in their order', () => {
    const own = installation();
    expect(own.import(casebook('34-units-names')).events).toBe(12);
    expect(own.unit('19780')?.nameVi).toBe('Phường Phường Đúc');
    for (const search of ['phường đúc', 'Phuong Duc', 'Phường Phường Đúc'])
      expect(own.find({ search })).toEqual(['19780']);
    const within = own.unit('771')?.unitId ?? '';
    expect(own.find({ within, level: 'commune' })).toEqual(['27184', '27190', '27178', '27175']);
    expect(own.find({ search: 'phường 10' })).toEqual(['27178']);
    expect(own.find({ search: 'Phường 1' })).toEqual(['27184']);
  });

  it("35: M'Đrắk is found with any apostrophe, and with none", () => {
    const own = installation();
    own.import(casebook('34-units-names'));
    for (const search of ["M'Đrắk", 'M’Đrắk', 'MʼĐrắk', 'MĐrắk', "m'drak", "M'ĐRẮK".normalize('NFD')]) {
      expect([search, [...own.find({ search })].sort()]).toEqual([search, ['24412', '652']]);
    }
  });
});

describe('a list of units', () => {
  const table = (...rows: readonly string[]) => ['code,parent_code,level,type,name_vi', ...rows].join('\n');
  const communes = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => `${29_000 + from + n},842,commune,commune,Xã Hòa`);

  it('skips and repeats none where all are called the same and more come between two pages', () => {
    const own = installation();
    own.import(table('84,,province,province,Tỉnh', '842,84,district,district,Huyện', ...communes(10, 30)));
    const page = (after: string | null) =>
      unitsPage(
        own.history,
        validFrom,
        { search: 'xa hoa' },
        { first: 8, after },
        (unitId) => own.history.unit(unitId, { on: validFrom })?.code,
      );
    const first = page(null);
    own.import(table(...communes(0, 5), ...communes(40, 45)));
    const second = page(first.pageInfo.endCursor);
    const third = page(second.pageInfo.endCursor);
    const codes = [...first.edges, ...second.edges, ...third.edges].map(({ node }) => node);
    expect(codes).toEqual([...communes(10, 30), ...communes(40, 44)].map((row) => row.slice(0, 5)));
    expect(third.pageInfo.hasNextPage).toBe(true);
    expect(page(third.pageInfo.endCursor).edges.map(({ node }) => node)).toEqual(['29044']);
    expect(new Set([...first.edges, ...second.edges, ...third.edges].map(({ cursor }) => cursor)).size).toBe(24);
  });

  it('is empty below a unit that is none, and for a search of signs alone; a blank search narrows nothing', () => {
    const own = installation();
    own.import(casebook('world-units'));
    expect(own.find({ within: 'nobody' })).toEqual([]);
    expect(own.find({ search: '?!' })).toEqual([]);
    expect(own.find({ search: '  ' })).toHaveLength(24);
  });
});

describe('the whole country', () => {
  const own = installation();
  const imported = own.import(country);

  it('is imported in one go, and a second time changes nothing', () => {
    expect(imported).toEqual({ events: 11_367, faults: [] });
    expect(own.import(country)).toEqual({ events: 0, faults: [] });
  });

  it.each<[string, readonly string[]]>([
    ['lương hòa', ['29386', '29389']],
    ['đức mỹ', ['29305']],
    ['nguyệt hóa', ['29395']],
    ['định an', ['29462', '29494']],
    ['đôn châu', ['29500']],
  ])('35: finds %s however it is typed', (query, codes) => {
    const within = own.unit('84')?.unitId ?? '';
    const bare = query.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
    const forms = [
      query,
      bare,
      query.toUpperCase(),
      query.normalize('NFD'),
      query.replace('òa', 'oà').replace('óa', 'oá'),
    ];
    for (const search of [...forms, query.replace('đ', 'd')]) {
      expect([search, [...own.find({ search, within, level: 'commune' })].sort()]).toEqual([search, codes]);
    }
    expect(own.unit('29386')?.nameVi).toBe('Xã Lương Hoà A');
  });

  it('is listed whole by pages, each unit once, in Vietnamese order', () => {
    const codes = own.find({}, 100);
    expect(codes).toHaveLength(11_367);
    expect(new Set(codes).size).toBe(11_367);
  });
});
