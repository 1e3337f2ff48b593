import { type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { EventData, UnitLevel } from '@thidua/events';
import { refuse } from '@thidua/service/refusals';
import { at, codeFault, levelFault, textFaults } from './row-faults.js';
import { type CodedLevel, codedLevels, codeForms, isCodedLevel } from './unit-codes.js';
import type { UnitRow } from './units-csv.js';

/** One row of an import: where it stands in its file, and the id a new unit gets. */
export interface ImportRow extends UnitRow {
  readonly unitId: string;
}

export interface ImportUnits {
  readonly type: 'ImportUnits';
  readonly rows: readonly ImportRow[];
  readonly validFrom: string;
}

export type ImportRefusal = Refusal<
  | 'CODE_INVALID'
  | 'CODE_TAKEN'
  | 'CODE_REPEATED'
  | 'VALUE_UNKNOWN'
  | 'MISSING'
  | 'UNKNOWN_UNIT'
  | 'PARENT_LEVEL'
  | 'PARENT_SELF'
  | 'PARENT_NOT_YET'
  | 'TEXT_INVALID'
  | 'TOO_MANY'
>;

/** A unit that stands already, as it is on the day of the import. */
export interface StandingUnit {
  readonly unitId: string;
  readonly level: UnitLevel;
  readonly type: string;
  readonly nameVi: string;
  readonly code: string | null;
  readonly parentUnitId: string | null;
  readonly validFrom: string;
}

/** What an import must know of the units that stand already. */
export interface StandingUnits {
  readonly isEmpty: boolean;
  /** Whether any unit of a level stands on that day: 2025 ended the districts, and communes stand under provinces. */
  has(level: UnitLevel): boolean;
  unit(unitId: string): StandingUnit | undefined;
  /** Who holds a code on that day or, should nobody, who does later. */
  holderOf(code: string): StandingUnit | undefined;
}

/** An import is one atomic append of at most this many units. */
export const importRowsMax = 50_000;

type Registered = { readonly type: 'UnitRegistered.v1'; readonly data: EventData<'UnitRegistered.v1'> };

/** A table on its way in: its rows by code, and what they meet. */
interface Import {
  readonly rows: readonly ImportRow[];
  /** The first row of each code that has the form of its level. A row may be at fault and still be a parent. */
  readonly byCode: ReadonlyMap<string, ImportRow>;
  readonly standing: StandingUnits;
  readonly validFrom: string;
  readonly levels: ReadonlySet<string>;
}

/** Events for all rows that say something new, or all that is at fault, line by line. */
export const importUnits = (
  { rows, validFrom }: Omit<ImportUnits, 'type'>,
  standing: StandingUnits,
): readonly Registered[] | ImportRefusal => {
  if (rows.length > importRowsMax) return refuse('TOO_MANY', ['csv'], { max: importRowsMax, count: rows.length });
  const byCode = new Map<string, ImportRow>();
  for (const row of rows) if (hasForm(row) && !byCode.has(row.code)) byCode.set(row.code, row);
  const levels = new Set([...rows.map(({ level }) => level), ...codedLevels.filter((level) => standing.has(level))]);
  const table: Import = { rows, byCode, standing, validFrom, levels };
  return refusedFor(rows.flatMap((row) => faultsOf(row, table))) ?? registrations(table);
};

const hasForm = ({ level, code }: ImportRow): boolean => isCodedLevel(level) && codeForms[level].pattern.test(code);

const faultsOf = (row: ImportRow, table: Import): readonly ImportRefusal[] => {
  const { level } = row;
  const first = table.byCode.get(row.code);
  if (first && first !== row) {
    return [refuse('CODE_REPEATED', ['csv'], { ...at(row, 'code', row.code), firstLine: first.line })];
  }
  if (standsAlready(row, table.standing)) return [];
  if (!isCodedLevel(level)) return [levelFault(row), ...textFaults(row)];
  const holder = first && table.standing.holderOf(row.code);
  const held = holder && refuse('CODE_TAKEN', ['csv'], { ...at(row, 'code', row.code), holder: holder.nameVi });
  const code = first ? (held ?? null) : codeFault(row, 'code', level, row.code);
  // Whose code is held by another is another's row, perhaps: its parent says nothing.
  const parent = held ? null : parentFault(row, level, table);
  return [...(code ? [code] : []), ...(parent ? [parent] : []), ...textFaults(row)];
};

/** Whether a row says what stands already, so that importing a file twice changes nothing. */
const standsAlready = (row: ImportRow, standing: StandingUnits): boolean => {
  const holder = standing.holderOf(row.code);
  if (!holder) return false;
  const parent = holder.parentUnitId === null ? undefined : standing.unit(holder.parentUnitId);
  return (
    holder.level === row.level &&
    holder.type === row.type &&
    holder.nameVi === row.nameVi &&
    (parent?.code ?? null) === row.parentCode
  );
};

/** Parents are one level up, or more where that one has no units any more. */
const levelAbove = (level: CodedLevel, { levels }: Import): CodedLevel | null =>
  codedLevels.slice(0, codedLevels.indexOf(level)).findLast((above) => levels.has(above)) ?? directlyAbove(level);

const directlyAbove = (level: CodedLevel): CodedLevel | null => codedLevels[codedLevels.indexOf(level) - 1] ?? null;

const parentFault = (row: ImportRow, level: CodedLevel, table: Import): ImportRefusal | null => {
  const { parentCode } = row;
  if (parentCode === null) {
    // The first unit of an installation may be of any level: it stands on top.
    const onTop = level === 'province' || (table.standing.isEmpty && table.rows.length === 1);
    return onTop ? null : refuse('MISSING', ['csv'], { ...at(row, 'parent_code', ''), what: 'parent_code' });
  }
  const place = at(row, 'parent_code', parentCode);
  const above = levelAbove(level, table);
  const parent = parentOf(row, table);
  if (parent === row) return refuse('PARENT_SELF', ['csv'], place);
  const fits = parent === undefined || parent.level === above || parent.level === directlyAbove(level);
  if (above === null || !fits) return refuse('PARENT_LEVEL', ['csv'], { ...place, level });
  if (parent) return placeFault(row, level, parent, table);
  const looksRight = [above, directlyAbove(level) ?? above].some((one) => codeForms[one].pattern.test(parentCode));
  return looksRight ? refuse('UNKNOWN_UNIT', ['csv'], place) : codeFault(row, 'parent_code', above, parentCode);
};

/** Below a parent of the right level: the code must go with it, and it must have begun. */
const placeFault = (
  row: ImportRow,
  level: CodedLevel,
  parent: StandingUnit | ImportRow,
  { validFrom }: Import,
): ImportRefusal | null => {
  const { code } = row;
  const stray = level === 'hamlet' && hasForm(row) && !code.startsWith(`${parent.code}-`);
  if (stray) return codeFault(row, 'code', level, code);
  if (!('validFrom' in parent) || parent.validFrom <= validFrom) return null;
  const place = at(row, 'parent_code', row.parentCode ?? '');
  return refuse('PARENT_NOT_YET', ['csv'], { ...place, parentFrom: parent.validFrom, validFrom });
};

/** One that stands comes before one of the file: a row that names it again says nothing new. */
const parentOf = ({ parentCode }: ImportRow, { standing, byCode }: Import): StandingUnit | ImportRow | undefined =>
  parentCode === null ? undefined : (standing.holderOf(parentCode) ?? byCode.get(parentCode));

/** One event a new unit, parents before their children whatever the order of the file. */
const registrations = (table: Import): readonly Registered[] =>
  codedLevels.flatMap((level) =>
    table.rows
      .filter((row) => row.level === level && !table.standing.holderOf(row.code))
      .map((row) => ({ type: 'UnitRegistered.v1', data: registration(row, level, table) }) as const),
  );

const registration = (row: ImportRow, level: CodedLevel, table: Import): Registered['data'] => {
  const parent = parentOf(row, table);
  return {
    unitId: row.unitId,
    level,
    type: row.type,
    nameVi: row.nameVi,
    ...(row.nameEn !== null && { nameEn: row.nameEn }),
    ...(parent && { parentUnitId: parent.unitId }),
    code: row.code,
    validFrom: table.validFrom,
    ...(row.generated && { generated: true }),
  };
};
