import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@thidua/event-sourcing';
import fc from 'fast-check';
import { type ImportRow, importUnits } from './import-units.js';
import { standingOn } from './standing-units.js';
import { emptyTree, evolveTree } from './unit-tree.state.js';
import { readUnitsCsv } from './units-csv.js';

const columns = ['code', 'parent_code', 'level', 'type', 'name_vi', 'name_en'] as const;
type Cells = Readonly<Record<(typeof columns)[number], string>>;

const name = fc
  .string({ unit: fc.constantFrom(...'aắêộđĐ 1;,\t"\'|()-\u00A0'), maxLength: 12 })
  .map((text) => `Ấp ${text}z`);

/** A valid table: provinces with districts with communes with hamlets. */
const table = fc
  .tuple(fc.array(name, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 4 }))
  .map(([names, width]) => {
    const cells = (code: string, parent_code: string, level: string, at: number): Cells => ({
      code,
      parent_code,
      level,
      type: level,
      name_vi: names[at % names.length] ?? '',
      name_en: at % 2 === 0 ? '' : `Hamlet ${at}`,
    });
    const digits = (value: number, count: number) => String(value).padStart(count, '0');
    return Array.from({ length: width }, (_, n) => [
      cells(digits(n, 2), '', 'province', n),
      cells(digits(n, 3), digits(n, 2), 'district', n + 1),
      cells(digits(n, 5), digits(n, 3), 'commune', n + 2),
      cells(`${digits(n, 5)}-01`, digits(n, 5), 'hamlet', n + 3),
    ]).flat();
  });

interface Style {
  readonly delimiter: string;
  readonly lineEnd: string;
  readonly quoteAll: boolean;
  readonly mark: boolean;
  readonly lastEnd: boolean;
  readonly decomposed: boolean;
}

const style: fc.Arbitrary<Style> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  quoteAll: fc.boolean(),
  mark: fc.boolean(),
  lastEnd: fc.boolean(),
  decomposed: fc.boolean(),
});

const write = (rows: readonly Cells[], order: readonly (keyof Cells)[], how: Style): string => {
  const cell = (text: string) =>
    how.quoteAll || /[,;\t"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : ` ${text} `;
  const lines = [
    order.join(how.delimiter),
    ...rows.map((row) => order.map((one) => cell(row[one])).join(how.delimiter)),
  ];
  const text = `${how.mark ? '\uFEFF' : ''}${lines.join(how.lineEnd)}${how.lastEnd ? how.lineEnd : ''}`;
  return how.decomposed ? text.normalize('NFD') : text;
};

const imported = (csv: string, tree = emptyTree()) => {
  const rows = readUnitsCsv(csv);
  if (!Array.isArray(rows)) throw new Error(JSON.stringify(rows));
  const events = importUnits(
    { rows: (rows as ImportRow[]).map((row) => ({ ...row, unitId: `u${row.code}` })), validFrom: '2022-01-01' },
    standingOn(tree, '2022-01-01'),
  );
  if (isRefusal(events)) throw new Error(JSON.stringify(events));
  for (const { data } of events)
    evolveTree['UnitRegistered.v1'](tree, data, { userId: 'u', orgId: null, role: null, appointmentId: null });
  return events;
};

const byCode = (events: ReturnType<typeof imported>) =>
  [...events].sort((a, b) => ((a.data.code ?? '') < (b.data.code ?? '') ? -1 : 1));

const plain: Style = { delimiter: ',', lineEnd: '\n', quoteAll: true, mark: false, lastEnd: true, decomposed: false };

describe('a valid table', () => {
  it('gives the same units however it is quoted, separated, ordered and composed; read twice it gives nothing', () => {
    const written = table.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.shuffledSubarray([...columns], { minLength: columns.length }),
        style,
      ),
    );
    fc.assert(
      fc.property(written, ([rows, shuffled, order, how]) => {
        const tree = emptyTree();
        const events = imported(write(shuffled, order, how), tree);
        expect(events).toHaveLength(rows.length);
        expect(byCode(events)).toEqual(byCode(imported(write(rows, columns, plain))));
        expect(imported(write(shuffled, order, how), tree)).toEqual([]);
      }),
    );
  });

  it('with one damaged code is refused whole, and the line is named', () => {
    const damaged = table.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.nat({ max: rows.length - 1 }), fc.constantFrom('.0', 'x', '0', 'E+04')),
    );
    fc.assert(
      fc.property(damaged, ([rows, at, more]) => {
        const csv = write(
          rows.map((row, index) => (index === at ? { ...row, code: row.code + more } : row)),
          columns,
          plain,
        );
        expect(() => imported(csv)).toThrow(`"line":${at + 2},"column":"code"`);
      }),
    );
  });
});
