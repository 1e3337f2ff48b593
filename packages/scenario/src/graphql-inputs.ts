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

export interface ParticipationRegisterInput extends Change {
  readonly campaign: string;
  readonly subjectKind: 'COLLECTIVE' | 'INDIVIDUAL';
  readonly headcount?: number;
}

export interface UnitPlanInput extends Change {
  readonly campaign: string;
  readonly documentNo?: string;
  readonly issuedOn: string;
  readonly rounds: readonly { readonly round: string; readonly dueBefore: string }[];
  readonly guidance?: string;
}

export interface ParticipationSetTargetsInput extends Change {
  readonly campaign: string;
  readonly organisation?: string;
  readonly targets: readonly {
    readonly area: string;
    readonly metric: string;
    readonly value: string;
    readonly scope: 'OWN' | 'SUBTREE';
    readonly effectiveOn: string;
  }[];
}

export interface AchievementRegisterInput extends Input {
  readonly campaign: string;
  readonly area: string;
  readonly kind: 'WORK' | 'PRODUCT' | 'TASK';
  readonly title: string;
  readonly plannedFrom: string;
  readonly plannedTo: string;
  readonly template?: string;
}

/** One measured quantity: the fields are those that the metric's way of combining asks for. */
export interface QuantityLineInput {
  readonly lineId: string;
  readonly metric: string;
  readonly effectiveOn: string;
  /** SUM: a whole number as a decimal string. */
  readonly value?: string;
  /** RATIO. */
  readonly numerator?: string;
  readonly denominator?: string;
  /** AVERAGE: the sum in the metric's unit, as a decimal string, of so many values. */
  readonly sum?: string;
  readonly count?: number;
  /** DISTINCT: UUIDs of who or what is counted; or how many, where they are not known by name. */
  readonly members?: readonly string[];
  readonly declared?: string;
}

export interface AchievementQuantitiesInput extends Change {
  readonly achievement: string;
  readonly lines: readonly QuantityLineInput[];
}

export interface ContributionsInput extends Change {
  readonly achievement: string;
  readonly contributions: readonly {
    readonly organisation: string;
    readonly role: 'LEAD' | 'PARTNER';
    readonly shareBp: number;
  }[];
}

export interface EvidenceInput extends Change {
  readonly achievement: string;
  /** The UUID it was uploaded under. */
  readonly evidence: string;
  readonly kind: string;
  readonly capturedOn?: string;
}

export interface AchievementsSubmitInput extends Input {
  readonly items: readonly { readonly achievement: string; readonly completedOn?: string; readonly force: true }[];
}

export interface AchievementAmendmentInput extends Change {
  readonly achievement: string;
  readonly lines: readonly QuantityLineInput[];
  readonly reason: string;
}

/** A change that needs a reason and nothing else. */
export interface ReasonInput extends Change {
  readonly id: string;
  readonly reason: string;
}

export interface ReviewsDecideInput extends Input {
  readonly outcome: 'APPROVE' | 'RETURN' | 'REJECT';
  readonly reasonCode?: string;
  readonly note?: string;
  readonly items: readonly { readonly review: string; readonly submissionNo: number; readonly force: true }[];
}

export interface ReportSaveInput extends Change {
  readonly report: string;
  readonly narrative: string;
}

export interface ReportSubmitInput extends Change {
  readonly report: string;
}

export interface ExtensionInput extends Change {
  readonly report: string;
  readonly dueBefore: string;
  readonly reason: string;
}

export interface CampaignSummariseInput extends Change {
  readonly campaign: string;
  readonly report: string;
  readonly version: number;
}
