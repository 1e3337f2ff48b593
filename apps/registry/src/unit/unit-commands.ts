import type { Refusal } from '@thidua/event-sourcing';
import type { Coverage, UnitLevel } from '@thidua/events';

/** The revision of the unit that its sender saw, or null where it said `force`. */
type ExpectedRevision = number | null;

/** What is stated of a unit that did not exist before. */
export interface NewUnit {
  readonly unitId: string;
  readonly level: UnitLevel;
  /** Kind within its level, such as `ward`. */
  readonly unitType: string;
  readonly nameVi: string;
  readonly nameEn?: string | null;
  readonly parentUnitId: string | null;
  readonly code: string | null;
  readonly generated?: boolean;
}

export interface RegisterUnit extends NewUnit {
  readonly type: 'RegisterUnit';
  readonly validFrom: string;
}

/** A change of one unit from a day on. */
interface ChangeOf<Type extends string> {
  readonly type: Type;
  readonly unitId: string;
  readonly validFrom: string;
  readonly expectedRevision: ExpectedRevision;
  readonly legalBasis?: string | null;
}

export interface RenameUnit extends ChangeOf<'RenameUnit'> {
  readonly nameVi: string;
}

export interface ReclassifyUnit extends ChangeOf<'ReclassifyUnit'> {
  readonly unitType: string;
}

export interface RecodeUnit extends ChangeOf<'RecodeUnit'> {
  readonly code: string | null;
}

export interface MoveUnit extends ChangeOf<'MoveUnit'> {
  readonly toParentId: string | null;
}

/** Ends a unit that goes to no other one; one that does is part of a reorganisation. */
export type DissolveUnit = ChangeOf<'DissolveUnit'>;

export interface ReorganiseUnits {
  readonly type: 'ReorganiseUnits';
  readonly reorganisationId: string;
  readonly resolutionNo: string;
  readonly validFrom: string;
  readonly newUnits: readonly NewUnit[];
  readonly mappings: readonly { readonly fromUnitId: string; readonly toUnitId: string; readonly coverage: Coverage }[];
  readonly moves: readonly { readonly unitId: string; readonly toParentId: string }[];
  readonly dissolve: readonly string[];
  /** Of every unit that is mapped, moved or dissolved by name; null where the sender said `force`. */
  readonly expectedRevisions: readonly { readonly unitId: string; readonly revision: number }[] | null;
}

export type ChangeUnit = RenameUnit | ReclassifyUnit | RecodeUnit | MoveUnit | DissolveUnit;

export type UnitRefusal = Refusal<
  | 'NOT_FOUND'
  | 'REVISION_CONFLICT'
  | 'REVISION_REQUIRED'
  | 'UNIT_NOT_YET'
  | 'UNIT_ENDED'
  | 'UNIT_HAS_CHILDREN'
  | 'PARENT_NOT_YET'
  | 'PARENT_LEVEL'
  | 'MISSING'
  | 'CODE_INVALID'
  | 'CODE_TAKEN'
  | 'DUPLICATE'
  | 'MAPPING_NOT_FULL'
  | 'MAPPING_TARGET'
  | 'TEXT_INVALID'
  | 'TOO_MANY'
>;
