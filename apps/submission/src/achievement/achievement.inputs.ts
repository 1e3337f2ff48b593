import type { Contribution, EventData } from '@thidua/events';
import type { MutationInput, ReasonInput } from '@thidua/service';
import type { LineInput } from './lines.js';

// The GraphQL inputs of this feature, as they come; nothing in them is trusted yet.

interface AchievementInput extends MutationInput {
  readonly achievement: string;
}

export interface AchievementRegisterInput {
  readonly idempotencyKey: string;
  readonly campaign: string;
  readonly area: string;
  readonly kind: EventData<'AchievementRegistered.v1'>['kind'];
  readonly title: string;
  readonly plannedFrom?: string | null;
  readonly plannedTo?: string | null;
  readonly template?: string | null;
  readonly movements: readonly string[];
  readonly unit?: string | null;
}

export interface ContributionsInput extends AchievementInput {
  readonly contributions: readonly {
    readonly organisation: string;
    readonly role: Contribution['role'];
    readonly shareBp: number;
  }[];
}

export interface AchievementProgressInput extends AchievementInput {
  readonly percentDone: number;
  readonly effectiveOn: string;
  readonly note?: string | null;
}

export interface AchievementQuantitiesInput extends AchievementInput {
  readonly lines: readonly LineInput[];
  readonly removedLineIds: readonly string[];
}

export interface AchievementCompleteInput extends AchievementInput {
  readonly completedOn: string;
}

export interface AchievementSubmitInput extends AchievementInput {
  readonly completedOn?: string | null;
}

export interface AchievementAmendmentInput extends AchievementQuantitiesInput {
  readonly reason: string;
}

export type AchievementsSubmitItem = Omit<AchievementSubmitInput, 'idempotencyKey'>;

export interface AchievementsSubmitInput {
  readonly idempotencyKey: string;
  readonly items: readonly AchievementsSubmitItem[];
}

/** A change of an achievement that stands. */
export type AchievementChange =
  | { readonly operation: 'achievementDeclareContributions'; readonly input: ContributionsInput }
  | { readonly operation: 'achievementRecordProgress'; readonly input: AchievementProgressInput }
  | { readonly operation: 'achievementReportQuantities'; readonly input: AchievementQuantitiesInput }
  | { readonly operation: 'achievementComplete'; readonly input: AchievementCompleteInput }
  | { readonly operation: 'achievementSubmit'; readonly input: AchievementSubmitInput }
  | { readonly operation: 'achievementRequestAmendment'; readonly input: AchievementAmendmentInput }
  | { readonly operation: 'achievementWithdraw'; readonly input: ReasonInput }
  | { readonly operation: 'achievementRevoke'; readonly input: ReasonInput };

/** The achievement that a change is about, and the field that names it. */
export const achievementNamedBy = ({
  input,
}: AchievementChange): readonly [achievementId: string, field: 'achievement' | 'id'] =>
  'achievement' in input ? [input.achievement, 'achievement'] : [input.id, 'id'];
