import type { Coverage, UnitLevel } from '@thidua/events';
import type { MutationInput } from '@thidua/service';

type Maybe<Value> = Value | null | undefined;

export interface UnitRegisterInput extends MutationInput {
  readonly level: UnitLevel;
  readonly type: string;
  readonly name: string;
  readonly nameEn?: Maybe<string>;
  readonly parent?: Maybe<string>;
  readonly code?: Maybe<string>;
  readonly validFrom: string;
}

interface OneUnitInput extends MutationInput {
  readonly unit: string;
  readonly validFrom: string;
  readonly legalBasis?: Maybe<string>;
}

export interface UnitRenameInput extends OneUnitInput {
  readonly name: string;
}

export interface UnitReclassifyInput extends OneUnitInput {
  readonly type: string;
}

export interface UnitRecodeInput extends OneUnitInput {
  readonly code?: Maybe<string>;
}

export interface UnitMoveInput extends OneUnitInput {
  readonly toParent: string;
}

export interface UnitsReorganiseInput extends MutationInput {
  readonly expectedRevisions?: Maybe<readonly { readonly unit: string; readonly revision: number }[]>;
  readonly resolutionNo: string;
  readonly validFrom: string;
  readonly newUnits: readonly {
    readonly key: string;
    readonly level: UnitLevel;
    readonly type: string;
    readonly name: string;
    readonly nameEn?: Maybe<string>;
    readonly parent?: Maybe<string>;
    readonly code?: Maybe<string>;
  }[];
  readonly mappings: readonly { readonly from: string; readonly to: string; readonly coverage: Coverage }[];
  readonly moves: readonly { readonly unit: string; readonly toParent: string }[];
  readonly dissolve: readonly string[];
}

/** A change of one unit, as its mutation says it. */
export type UnitChangeInput =
  | { readonly operation: 'unitRegister'; readonly input: UnitRegisterInput }
  | { readonly operation: 'unitRename'; readonly input: UnitRenameInput }
  | { readonly operation: 'unitReclassify'; readonly input: UnitReclassifyInput }
  | { readonly operation: 'unitRecode'; readonly input: UnitRecodeInput }
  | { readonly operation: 'unitMove'; readonly input: UnitMoveInput }
  | { readonly operation: 'unitDissolve'; readonly input: OneUnitInput };
