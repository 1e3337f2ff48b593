import { type UnitLevel } from '@thidua/events';
import { readJson } from './data-files.js';

/** A kind of organisation: its names, the group of kinds it belongs to and the levels it exists at. */
export interface OrgType {
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly group: string;
  readonly levels: readonly UnitLevel[];
}

interface OrgTypesFile {
  readonly types: readonly {
    readonly code: string;
    readonly name_vi: string;
    readonly name_en: string;
    readonly group: string;
    readonly levels: readonly UnitLevel[];
  }[];
}

/** Kinds of organisation of the demo: an illustrative list, not the official membership roll. */
export const orgTypes: readonly OrgType[] = readJson<OrgTypesFile>('org-types.json').types.map((type) => ({
  code: type.code,
  nameVi: type.name_vi,
  nameEn: type.name_en,
  group: type.group,
  levels: type.levels,
}));
