import type { Combine } from '@thidua/events';

/** Levels of units as the graph names them. */
export type GraphLevel = 'CENTRAL' | 'PROVINCE' | 'DISTRICT' | 'COMMUNE' | 'HAMLET';

/** Inputs of the mutations that the scenario sends, as the service schemas define them. Dates are local, ISO 8601. */
interface Input {
  readonly idempotencyKey: string;
}

interface Change extends Input {
  /** The scenario is alone on its log: it never has to notice somebody else's change. */
  readonly force: true;
}

export interface UnitsImportInput extends Input {
  readonly csv: string;
  readonly validFrom: string;
}

export interface OrganisationEstablishInput extends Input {
  readonly type: string;
  readonly unit: string;
  readonly name: string;
  readonly validFrom: string;
}

export interface OfficerAppointInput extends Change {
  readonly organisation: string;
  readonly userId: string;
  readonly role: string;
  readonly validFrom: string;
}

export interface DocumentInput {
  readonly number?: string;
  readonly dated?: string;
  readonly issuer: string;
  readonly subject?: string;
  readonly area?: string;
}

export interface MetricInput {
  readonly code: string;
  readonly titleVi: string;
  readonly titleEn: string;
  readonly unitVi: string;
  readonly unitEn: string;
  readonly combine: Combine;
  readonly decimals: number;
  readonly countsItself: boolean;
}

export interface ParticipantRuleInput {
  readonly organisationType?: string;
  readonly group?: string;
  readonly levels: readonly GraphLevel[];
  readonly subjectKinds: readonly ('COLLECTIVE' | 'INDIVIDUAL')[];
  readonly assumed: boolean;
}

export interface ReportRoundInput {
  readonly code: string;
  readonly kind: 'PRELIMINARY' | 'FINAL' | 'SUPPLEMENT' | 'SUMMARY';
  readonly fromLevel: GraphLevel;
  readonly fromOrgTypes: readonly string[];
  readonly receiver?: string;
  readonly via?: string;
  readonly feeds?: string;
  readonly supplements?: string;
  readonly coversTo: string;
  readonly dueBefore: string;
  readonly dueText: string;
  readonly assumed: boolean;
}

export interface CampaignPlanInput extends Input {
  readonly code: string;
  readonly titleVi: string;
  readonly titleEn: string;
  readonly kind: 'DRIVE' | 'THEMATIC';
  readonly occasion: string;
  readonly issuer: string;
  readonly planOwner: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly legalBases: readonly DocumentInput[];
  readonly references: readonly DocumentInput[];
  readonly objectives: readonly string[];
  readonly requirements: readonly string[];
  readonly duties: readonly {
    readonly organisationType: string;
    readonly level: GraphLevel;
    readonly dutyVi: string;
    readonly dutyEn: string;
  }[];
  readonly areas: readonly {
    readonly code: string;
    readonly titleVi: string;
    readonly titleEn: string;
    readonly movements: readonly string[];
  }[];
  readonly metrics: readonly MetricInput[];
  readonly participantRules: readonly ParticipantRuleInput[];
  readonly rounds: readonly ReportRoundInput[];
}

export interface RecipientInput {
  readonly name: string;
  readonly purpose: 'REPORT_TO' | 'IMPLEMENT' | 'INFORM' | 'ARCHIVE';
  readonly mark?: string;
}

export interface CampaignLaunchInput extends Change {
  readonly campaign: string;
  readonly documentNo?: string;
  readonly documentDate: string;
  readonly place: string;
  readonly signedByCapacity: string;
  readonly signedOnBehalfOf: string;
  readonly recipients: readonly RecipientInput[];
}

export interface AchievementRegisterInput extends Input {
  readonly campaign: string;
  readonly area: string;
  readonly kind: 'PRODUCT' | 'TASK';
  readonly title: string;
  readonly plannedFrom: string;
  readonly plannedTo: string;
  readonly template: string;
}

export interface QuantityLineInput {
  readonly lineId: string;
  readonly metric: string;
  readonly effectiveOn: string;
  /** A whole number as a decimal string. */
  readonly value: string;
}

export interface AchievementQuantitiesInput extends Change {
  readonly achievement: string;
  readonly lines: readonly QuantityLineInput[];
}

export interface AchievementSubmitInput extends Change {
  readonly achievement: string;
}

export interface ReviewDecisionInput extends Change {
  readonly review: string;
  readonly submissionNo: number;
  readonly reasonCode?: string;
  readonly note?: string;
}
