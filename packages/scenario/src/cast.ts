import { type OrgType, orgTypes } from './org-types.js';
import { loadTraVinhHamlets, loadTraVinhUnits, provinceCode, type UnitRow } from './tra-vinh-units.js';

/** How much of the province a scenario takes in: a test needs less of it than the demo shows. */
export interface Scope {
  /** Codes of the districts whose communes take part; null = all nine. */
  readonly districts: readonly string[] | null;
  /** With the hamlets and their boards. */
  readonly hamlets: boolean;
  /** With the member organisations of the province. */
  readonly members: boolean;
}

export const wholeProvince: Scope = { districts: null, hamlets: true, members: true };

/** So many of the whole province; in a smaller scope no more than a quarter, so that most do as they should. */
export const atMost = (count: number, all: readonly unknown[]): number => Math.min(count, Math.floor(all.length / 4));

/** Who takes part. */
export interface Cast {
  /** The province, its districts, their communes; a unit stands after the one above it. */
  readonly units: readonly UnitRow[];
  readonly hamlets: readonly UnitRow[];
  /** Kinds of the member organisations of the province, one organisation each. */
  readonly members: readonly OrgType[];
}

const isMember = ({ group, levels }: OrgType): boolean =>
  group !== 'front' && group !== 'front_body' && levels.includes('province');

export const castOf = ({ districts, hamlets, members }: Scope): Cast => {
  const all = loadTraVinhUnits();
  const inScope = ({ code, parentCode }: UnitRow): boolean =>
    code === provinceCode || districts === null || districts.includes(code) || districts.includes(parentCode);
  const units = all.filter(inScope);
  const communes = new Set(units.filter(({ level }) => level === 'commune').map(({ code }) => code));
  return {
    units,
    hamlets: hamlets ? loadTraVinhHamlets().filter(({ parentCode }) => communes.has(parentCode)) : [],
    members: members ? orgTypes.filter(isMember) : [],
  };
};
