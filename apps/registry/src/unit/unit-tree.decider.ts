import { type Decider, type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { EventData, UnitLevel, UnitTreeEvent } from '@thidua/events';
import { refuse } from '@thidua/service/refusals';

/** A unit as the tree's rules see it. */
export interface TreeUnit {
  readonly unitId: string;
  readonly level: UnitLevel;
  readonly type: string;
  readonly nameVi: string;
  readonly parentUnitId: string | null;
  readonly code: string | null;
  readonly validFrom: string;
}

/** All units are one consistency boundary: "one parent" and "a code has one holder" span them all. */
export interface UnitTree {
  readonly units: Map<string, TreeUnit>;
  readonly byCode: Map<string, TreeUnit>;
}

/** One row of an import: where it stands in its file, and the id a new unit gets. */
export interface ImportRow {
  readonly line: number;
  readonly unitId: string;
  readonly code: string;
  readonly parentCode: string | null;
  readonly level: string;
  readonly type: string;
  readonly nameVi: string;
  readonly nameEn: string | null;
  readonly generated: boolean;
}

export interface ImportUnits {
  readonly type: 'ImportUnits';
  readonly rows: readonly ImportRow[];
  readonly validFrom: string;
}

export type ImportRefusal = Refusal<
  | 'CODE_INVALID'
  | 'CODE_TAKEN'
  | 'DUPLICATE'
  | 'UNKNOWN_UNIT'
  | 'PARENT_LEVEL'
  | 'PARENT_NOT_YET'
  | 'TEXT_INVALID'
  | 'TOO_MANY'
>;

/** Id of the one stream of this category. */
export const unitTreeStreamId = 'main';

/** An import is one atomic append of at most this many units. */
export const importRowsMax = 50_000;

/** The form that the code of a level has, and the level above it. */
interface LevelRule {
  readonly code: RegExp;
  readonly rule: string;
  readonly above: UnitLevel | null;
}

const levelRules: Readonly<Record<string, LevelRule>> = {
  province: { code: /^\d{2}$/, rule: '2 digits (2 chữ số)', above: null },
  district: { code: /^\d{3}$/, rule: '3 digits (3 chữ số)', above: 'province' },
  commune: { code: /^\d{5}$/, rule: '5 digits (5 chữ số)', above: 'district' },
  hamlet: { code: /^\d{5}-\d{2}$/, rule: 'commune code + "-" + 2 digits (mã xã + "-" + 2 chữ số)', above: 'commune' },
};

export const unitTreeDecider: Decider<UnitTree, ImportUnits, UnitTreeEvent, ImportRefusal> = {
  category: 'unittree',
  initial: () => ({ units: new Map(), byCode: new Map() }),
  evolve: {
    // In place: 110,000 units are too many to copy for each event.
    'UnitRegistered.v1': (tree, { parentUnitId, code, ...data }) => {
      const unit: TreeUnit = { ...data, parentUnitId: parentUnitId ?? null, code: code ?? null };
      tree.units.set(unit.unitId, unit);
      if (unit.code !== null) tree.byCode.set(unit.code, unit);
      return tree;
    },
  },
  decide({ rows, validFrom }, tree) {
    if (rows.length > importRowsMax) return refuse('TOO_MANY', ['csv'], { max: importRowsMax, count: rows.length });
    const inFile = new Map<string, ImportRow>();
    const faults: ImportRefusal[] = [];
    for (const row of rows) {
      if (inFile.has(row.code)) faults.push(refuse('DUPLICATE', ['csv'], { code: row.code, line: row.line }));
      inFile.set(row.code, row);
    }
    for (const row of rows) faults.push(...faultsOf(row, inFile, tree, validFrom));
    return refusedFor(faults) ?? registrations(rows, inFile, tree, validFrom);
  },
};

const faultsOf = (
  row: ImportRow,
  inFile: ReadonlyMap<string, ImportRow>,
  tree: UnitTree,
  validFrom: string,
): readonly ImportRefusal[] => {
  const holder = tree.byCode.get(row.code);
  if (holder && standsAlready(row, holder, tree)) return [];
  const level = Object.hasOwn(levelRules, row.level) ? levelRules[row.level] : undefined;
  if (!level) return [codeFault(row, Object.keys(levelRules).join(', '))];
  const faults: ImportRefusal[] = [...textFaults(row), ...parentFaults(row, level, inFile, tree, validFrom)];
  if (!level.code.test(row.code)) faults.unshift(codeFault(row, level.rule));
  else if (holder)
    faults.unshift(refuse('CODE_TAKEN', ['csv'], { ...at(row, 'code', row.code), holder: holder.nameVi }));
  return faults;
};

/** Where in the table something is at fault. */
const at = ({ line }: ImportRow, column: string, value: string) => ({ line, column, value });

const codeFault = (row: ImportRow, rule: string): ImportRefusal =>
  refuse('CODE_INVALID', ['csv'], { ...at(row, 'code', row.code), level: row.level, rule });

/** Words that no unit can be stored with: none at all, or too many of them. */
const textFaults = (row: ImportRow): readonly ImportRefusal[] => {
  const texts: readonly (readonly [column: string, text: string | null, max: number])[] = [
    ['type', row.type, 60],
    ['name_vi', row.nameVi, 1000],
    ['name_en', row.nameEn, 1000],
  ];
  return texts
    .filter(([, text, max]) => text !== null && (text.length === 0 || text.length > max))
    .map(([column, , max]) => refuse('TEXT_INVALID', ['csv', String(row.line), column], { max }));
};

const wrongLevel = (row: ImportRow): ImportRefusal =>
  refuse('PARENT_LEVEL', ['csv'], { ...at(row, 'parent_code', row.parentCode ?? ''), level: row.level });

/** Whether the code of a hamlet, of the right form, begins with that of another commune. */
const isAstray = ({ level, code }: ImportRow, parentCode: string): boolean =>
  level === 'hamlet' && levelRules.hamlet?.code.test(code) === true && !code.startsWith(`${parentCode}-`);

const parentFaults = (
  row: ImportRow,
  level: LevelRule,
  inFile: ReadonlyMap<string, ImportRow>,
  tree: UnitTree,
  validFrom: string,
): readonly ImportRefusal[] => {
  const { parentCode } = row;
  if (parentCode === null) {
    // The first unit of an installation may be of any level: it stands on top.
    const onTop = level.above === null || (tree.units.size === 0 && inFile.size === 1);
    return onTop ? [] : [wrongLevel(row)];
  }
  const parent = inFile.get(parentCode) ?? tree.byCode.get(parentCode);
  if (!parent) return [refuse('UNKNOWN_UNIT', ['csv'], at(row, 'parent_code', parentCode))];
  if (parent.level !== level.above) return [wrongLevel(row)];
  if (isAstray(row, parentCode)) return [codeFault(row, level.rule)];
  const parentFrom = tree.byCode.get(parentCode)?.validFrom;
  return parentFrom !== undefined && parentFrom > validFrom
    ? [refuse('PARENT_NOT_YET', ['csv'], { ...at(row, 'parent_code', parentCode), parentFrom, validFrom })]
    : [];
};

/** Whether a row says what stands already, so that importing a file twice changes nothing. */
const standsAlready = (row: ImportRow, holder: TreeUnit, tree: UnitTree): boolean => {
  const parent = holder.parentUnitId === null ? undefined : tree.units.get(holder.parentUnitId);
  return (
    holder.level === row.level &&
    holder.type === row.type &&
    holder.nameVi === row.nameVi &&
    (parent?.code ?? null) === row.parentCode
  );
};

/** One event a new unit, parents before their children whatever the order of the file. */
const registrations = (
  rows: readonly ImportRow[],
  inFile: ReadonlyMap<string, ImportRow>,
  tree: UnitTree,
  validFrom: string,
): readonly UnitTreeEvent[] => {
  const events: UnitTreeEvent[] = [];
  for (const level of Object.keys(levelRules)) {
    for (const row of rows) {
      if (row.level !== level || tree.byCode.has(row.code)) continue;
      events.push({ type: 'UnitRegistered.v1', data: registration(row, level as UnitLevel, inFile, tree, validFrom) });
    }
  }
  return events;
};

const registration = (
  row: ImportRow,
  level: UnitLevel,
  inFile: ReadonlyMap<string, ImportRow>,
  tree: UnitTree,
  validFrom: string,
): EventData<'UnitRegistered.v1'> => {
  const parent = row.parentCode === null ? undefined : (tree.byCode.get(row.parentCode) ?? inFile.get(row.parentCode));
  return {
    unitId: row.unitId,
    level,
    type: row.type,
    nameVi: row.nameVi,
    ...(row.nameEn !== null && { nameEn: row.nameEn }),
    ...(parent && { parentUnitId: parent.unitId }),
    code: row.code,
    validFrom,
    ...(row.generated && { generated: true }),
  };
};
