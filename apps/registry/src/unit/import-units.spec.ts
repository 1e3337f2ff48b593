import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal, specification } from '@thidua/event-sourcing';
import { type EventData, systemActor, type UnitTreeEvent } from '@thidua/events';
import fc from 'fast-check';
import { type ImportRefusal, type ImportRow, type ImportUnits, importRowsMax } from './import-units.js';
import { unitTreeDecider } from './unit-tree.decider.js';

const { given } = specification(unitTreeDecider);

const types = { province: 'province', district: 'district', commune: 'commune', hamlet: 'hamlet' } as const;
type Level = keyof typeof types;

/** A row of an import; its unit is named by its code. */
const row = (level: Level, code: string, parentCode: string | null, more: Partial<ImportRow> = {}): ImportRow => ({
  line: 2,
  unitId: `unit-${code}`,
  code,
  parentCode,
  level,
  type: types[level],
  nameVi: `Đơn vị ${code}`,
  nameEn: null,
  generated: false,
  ...more,
});

const province = row('province', '84', null);
const district = row('district', '842', '84');
const commune = row('commune', '29242', '842');
const hamlet = row('hamlet', '29242-01', '29242');

const importing = (rows: readonly ImportRow[], validFrom = '2022-01-01'): ImportUnits => ({
  type: 'ImportUnits',
  rows,
  validFrom,
});

const registered = (
  { unitId, level, type, code, nameVi, parentCode }: ImportRow,
  more: Partial<EventData<'UnitRegistered.v1'>> = {},
): UnitTreeEvent => ({
  type: 'UnitRegistered.v1',
  data: {
    unitId,
    level: level as Level,
    type,
    nameVi,
    ...(parentCode !== null && { parentUnitId: `unit-${parentCode}` }),
    code,
    validFrom: '2022-01-01',
    ...more,
  },
});

const standing = [registered(province), registered(district), registered(commune)];
const importingInto = (history: readonly UnitTreeEvent[], ...rows: readonly ImportRow[]) =>
  given(history).when(importing(rows));

describe('importing units', () => {
  it('registers each, parents before their children whatever the order of the file', () => {
    importingInto([], hamlet, commune, district, province).then([
      registered(province),
      registered(district),
      registered(commune),
      registered(hamlet),
    ]);
  });

  it('hangs a new unit below one that stands', () => {
    importingInto(standing, hamlet).then([registered(hamlet)]);
  });

  it('keeps the English name and the mark of what was made up', () => {
    const more = { nameEn: 'Quarter 1', generated: true };
    importingInto(standing, { ...hamlet, ...more }).then([registered(hamlet, more)]);
  });

  it('of no rows does nothing', () => {
    importingInto(standing).thenNothing();
  });

  it('that stand already does nothing, also on another day and with other ids', () => {
    given(standing)
      .when(importing([province, district, commune]))
      .thenNothing();
    const again = [province, district, commune].map((one) => ({ ...one, unitId: `new-${one.code}` }));
    given(standing).when(importing(again, '2022-06-01')).thenNothing();
  });

  it('registers what is new beside what stands already', () => {
    importingInto(standing, province, commune, hamlet).then([registered(hamlet)]);
  });

  it('takes any level for the very first unit of an installation, alone', () => {
    const rooted = { ...commune, parentCode: null };
    importingInto([], rooted).then([registered(rooted)]);
    importingInto([], rooted, { ...commune, code: '29245', unitId: 'u', parentCode: null }).thenRefused('MISSING');
  });
});

const fault = (refused: ImportRefusal['refused'], detail: NonNullable<ImportRefusal['detail']>): ImportRefusal => ({
  refused,
  field: ['csv'],
  detail,
});
const hamletRule = 'commune code + "-" + 2 digits (mã xã + "-" + 2 chữ số)';

describe('a row of an import', () => {
  it.each<[Level, string, string, string | null]>([
    ['province', '4', '2 digits (2 chữ số)', '04'],
    ['province', '842', '2 digits (2 chữ số)', null],
    ['district', '84', '3 digits (3 chữ số)', '084'],
    ['commune', '4', '5 digits (5 chữ số)', '00004'],
    ['commune', '29245.0', '5 digits (5 chữ số)', '29245'],
    ['commune', '2.9251E+04', '5 digits (5 chữ số)', '29251'],
    ['commune', '292450', '5 digits (5 chữ số)', null],
    ['commune', '٢٩٢٤٥', '5 digits (5 chữ số)', null],
    ['hamlet', '29242', hamletRule, null],
    ['hamlet', '29242-1', hamletRule, '29242-01'],
    ['hamlet', '', hamletRule, null],
  ])('of the level %s with the code %j is refused, and told the form', (level, value, rule, suggestion) => {
    const parents = { province: null, district: '84', commune: '842', hamlet: '29242' };
    const detail = { line: 7, column: 'code', value, level, rule, ...(suggestion !== null && { suggestion }) };
    importingInto(standing, row(level, value, parents[level], { line: 7 })).thenFaults([fault('CODE_INVALID', detail)]);
  });

  it('of a hamlet whose code does not begin with that of its commune is refused', () => {
    const stray = row('hamlet', '29245-01', '29242');
    const detail = { line: 2, column: 'code', value: '29245-01', level: 'hamlet', rule: hamletRule };
    importingInto(standing, stray).thenFaults([fault('CODE_INVALID', detail)]);
  });

  it.each(['ward', '', 'central', 'constructor', '__proto__', 'Commune'])('of the level %j is refused', (level) => {
    const allowed = 'province, district, commune, hamlet';
    const suggestion = level === 'Commune' ? { suggestion: 'commune' } : {};
    const detail = { line: 2, column: 'level', value: level, allowed, ...suggestion };
    importingInto([], { ...commune, level }).thenFaults([fault('VALUE_UNKNOWN', detail)]);
  });

  it.each<Partial<ImportRow>>([{ nameVi: 'Phường khác' }, { type: 'ward' }])(
    'with the code of a unit that stands, but %j, is refused',
    (more) => {
      const detail = { line: 2, column: 'code', value: '29242', holder: 'Đơn vị 29242' };
      importingInto(standing, { ...commune, ...more }).thenFaults([fault('CODE_TAKEN', detail)]);
    },
  );

  it('with the code of a unit that stands under another parent is refused', () => {
    const other = row('district', '843', '84');
    const detail = { line: 2, column: 'code', value: '29242', holder: 'Đơn vị 29242' };
    importingInto([...standing, registered(other)], { ...commune, parentCode: '843' }).thenFaults([
      fault('CODE_TAKEN', detail),
    ]);
  });

  it('with a code that stands above it in the file is refused', () => {
    importingInto(standing, hamlet, { ...hamlet, line: 3 }).thenFaults([
      fault('CODE_REPEATED', { line: 3, column: 'code', value: '29242-01', firstLine: 2 }),
    ]);
  });

  it('with a parent that nobody knows is refused', () => {
    const detail = { line: 2, column: 'parent_code', value: '843' };
    importingInto(standing, { ...commune, code: '29245', parentCode: '843' }).thenFaults([
      fault('UNKNOWN_UNIT', detail),
    ]);
  });

  it.each<[string, ImportRow, string]>([
    ['a province', row('commune', '29245', '84'), '84'],
    ['a hamlet', row('hamlet', '29242-02', '29242-01'), '29242-01'],
    ['a parent though it is a province', row('province', '86', '84'), '84'],
  ])('below %s is refused, which is not one level up', (_, wrong, value) => {
    const detail = { line: 2, column: 'parent_code', value, level: wrong.level };
    importingInto([...standing, registered(hamlet)], wrong).thenFaults([fault('PARENT_LEVEL', detail)]);
  });

  it('below itself is refused', () => {
    const detail = { line: 2, column: 'parent_code', value: '29242-02' };
    importingInto(standing, row('hamlet', '29242-02', '29242-02')).thenFaults([fault('PARENT_SELF', detail)]);
  });

  it('below nothing is refused, unless it is a province', () => {
    const detail = { line: 2, column: 'parent_code', value: '', what: 'parent_code' };
    importingInto(standing, row('district', '843', null)).thenFaults([fault('MISSING', detail)]);
    importingInto(standing, row('province', '86', null)).then([registered(row('province', '86', null))]);
  });

  it('of a commune stands below a province only where the tree has no districts (2025)', () => {
    const detail = { line: 2, column: 'parent_code', value: '84', level: 'commune' };
    const direct = row('commune', '29245', '84');
    importingInto(standing, direct).thenFaults([fault('PARENT_LEVEL', detail)]);
    importingInto([], district, province, direct).thenFaults([fault('PARENT_LEVEL', detail)]);
    importingInto([registered(province)], direct).then([registered(direct)]);
  });

  it('below a parent that begins later is refused, and taken from that day on', () => {
    const late = [registered(province), registered(district), registered(commune, { validFrom: '2022-03-01' })];
    given(late)
      .when(importing([hamlet], '2022-02-28'))
      .thenFaults([
        fault('PARENT_NOT_YET', {
          line: 2,
          column: 'parent_code',
          value: '29242',
          parentFrom: '2022-03-01',
          validFrom: '2022-02-28',
        }),
      ]);
    given(late)
      .when(importing([hamlet], '2022-03-01'))
      .then([registered(hamlet, { validFrom: '2022-03-01' })]);
  });

  it.each<[string, Partial<ImportRow>, string, number]>([
    ['without a name', { nameVi: '' }, 'name_vi', 1000],
    ['with a name of 1,001 characters', { nameVi: 'x'.repeat(1001) }, 'name_vi', 1000],
    ['with an English name of 1,001 characters', { nameEn: 'x'.repeat(1001) }, 'name_en', 1000],
    ['without a type', { type: '' }, 'type', 60],
    ['with a type of 61 characters', { type: 'x'.repeat(61) }, 'type', 60],
  ])('%s is refused, and its line and column are named', (_, more, column, max) => {
    const said = Object.values(more)[0] === '' ? '' : `${'x'.repeat(max > 80 ? 80 : max + 1)}${max > 80 ? '…' : ''}`;
    importingInto(standing, { ...hamlet, line: 9, ...more }).thenFaults([
      fault('TEXT_INVALID', { line: 9, column, value: said, max }),
    ]);
  });

  it('with names of 1,000 and a type of 60 characters is taken', () => {
    const longest = { nameVi: 'x'.repeat(1000), nameEn: 'x'.repeat(1000), type: 'x'.repeat(60) };
    importingInto(standing, { ...hamlet, ...longest }).then([registered(hamlet, longest)]);
  });
});

describe('a file with several faults', () => {
  it('is told all of them at once, and nothing of it is stored', () => {
    const rows = [
      row('commune', '29245', '842', { line: 2 }),
      row('commune', '4', '1', { line: 3, nameVi: '' }),
      row('commune', '29245', '842', { line: 4 }),
      row('hamlet', '29242-01', '99999', { line: 5 }),
    ];
    importingInto(standing, ...rows).thenFaults([
      fault('CODE_INVALID', {
        line: 3,
        column: 'code',
        value: '4',
        level: 'commune',
        rule: '5 digits (5 chữ số)',
        suggestion: '00004',
      }),
      fault('CODE_INVALID', {
        line: 3,
        column: 'parent_code',
        value: '1',
        level: 'district',
        rule: '3 digits (3 chữ số)',
        suggestion: '001',
      }),
      fault('TEXT_INVALID', { line: 3, column: 'name_vi', value: '', max: 1000 }),
      fault('CODE_REPEATED', { line: 4, column: 'code', value: '29245', firstLine: 2 }),
      fault('UNKNOWN_UNIT', { line: 5, column: 'parent_code', value: '99999' }),
    ]);
  });
});

describe('an import', () => {
  const communes = (count: number) =>
    Array.from({ length: count }, (_, n) => row('commune', String(n).padStart(5, '0'), '842', { line: n + 2 }));

  it('takes 50,000 rows and refuses 50,001', () => {
    const tree = [registered(province), registered(district)].reduce(
      (state, event) => evolveOne(unitTreeDecider.evolve, state, event, systemActor),
      unitTreeDecider.initial(),
    );
    const taken = unitTreeDecider.decide(importing(communes(importRowsMax)), tree);
    expect(isRefusal(taken) ? taken : taken.length).toBe(50_000);
    given(standing)
      .when(importing(communes(importRowsMax + 1)))
      .thenFaults([{ refused: 'TOO_MANY', field: ['csv'], detail: { max: 50_000, count: 50_001 } }]);
  });

  it('gives the same tree in any order and in any two parts whose parents come first', () => {
    const rows = [
      province,
      district,
      row('district', '843', '84'),
      commune,
      row('commune', '29245', '843'),
      hamlet,
      row('hamlet', '29245-01', '29245'),
    ];
    const after = (...imports: readonly (readonly ImportRow[])[]) =>
      imports.reduce((tree, part) => {
        const events = unitTreeDecider.decide(importing(part), tree);
        if (isRefusal(events)) throw new Error(events.refused);
        return events.reduce((state, event) => evolveOne(unitTreeDecider.evolve, state, event, systemActor), tree);
      }, unitTreeDecider.initial());
    const whole = after(rows);
    expect(whole.units.size).toBe(7);
    const parts = fc.tuple(fc.shuffledSubarray(rows, { minLength: 7 }), fc.nat({ max: 7 }));
    fc.assert(
      fc.property(parts, ([shuffled, cut]) => {
        const first = rows.slice(0, Math.max(1, cut));
        expect(after(first, shuffled)).toEqual(whole);
        expect(after(shuffled)).toEqual(whole);
      }),
    );
  });
});
