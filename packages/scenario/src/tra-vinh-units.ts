import { type UnitLevel } from '@thidua/events';
import { readTable } from './data-files.js';

/** An administrative unit as the data file states it, in force on 2022-01-01. */
export interface UnitRow {
  readonly code: string;
  /** Empty for a province. */
  readonly parentCode: string;
  readonly level: UnitLevel;
  readonly type: string;
  readonly nameVi: string;
  readonly nameEn: string;
}

/** Code of the province of Tra Vinh. */
export const provinceCode = '84';

const columns = ['code', 'parent_code', 'level', 'type', 'name_vi', 'name_en'] as const;

/** Tra Vinh of 2022: the province, its 9 districts, their 106 communes; a unit stands after the one above it. */
export const loadTraVinhUnits = (): readonly UnitRow[] => {
  const rows = readTable<(typeof columns)[number]>('vn-units-2022.csv');
  const districts = new Set(rows.filter((row) => row.parent_code === provinceCode).map((row) => row.code));
  const belongs = (code: string, parent: string) =>
    code === provinceCode || parent === provinceCode || districts.has(parent);
  const depth = { central: 0, province: 1, district: 2, commune: 3, hamlet: 4 } as const;
  return rows
    .filter((row) => belongs(row.code, row.parent_code))
    .map((row) => ({
      code: row.code,
      parentCode: row.parent_code,
      level: row.level as UnitLevel,
      type: row.type,
      nameVi: row.name_vi,
      nameEn: row.name_en,
    }))
    .sort((a, b) => depth[a.level] - depth[b.level]);
};

/** The hamlets of Tra Vinh. They are generated: no open list of them exists. */
export const loadTraVinhHamlets = (): readonly UnitRow[] =>
  readTable<(typeof columns)[number]>('tra-vinh-hamlets-generated.csv').map((row) => ({
    code: row.code,
    parentCode: row.parent_code,
    level: 'hamlet',
    type: row.type,
    nameVi: row.name_vi,
    nameEn: row.name_en,
  }));

/** Units as the table that the registry imports. No value of the data needs quotes, and none may start to. */
export const unitsCsv = (units: readonly UnitRow[]): string => {
  const rows = units.map((unit) => [unit.code, unit.parentCode, unit.level, unit.type, unit.nameVi, unit.nameEn]);
  const odd = rows.flat().find((value) => /[",\r\n]/.test(value));
  if (odd !== undefined) throw new Error(`needs quotes: ${odd}`);
  return `${[columns, ...rows].map((row) => row.join(',')).join('\n')}\n`;
};
