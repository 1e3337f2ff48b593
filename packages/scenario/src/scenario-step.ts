import type {
  AchievementAmendmentInput,
  AchievementQuantitiesInput,
  AchievementRegisterInput,
  AchievementsSubmitInput,
  CampaignLaunchInput,
  CampaignPlanInput,
  CampaignSummariseInput,
  ContributionsInput,
  EvidenceInput,
  ExtensionInput,
  OfficerAppointInput,
  OrganisationEstablishInput,
  ParticipationRegisterInput,
  ParticipationSetTargetsInput,
  ReasonInput,
  ReportSaveInput,
  ReportSubmitInput,
  ReviewsDecideInput,
  UnitPlanInput,
  UnitsImportInput,
} from './graphql-inputs.js';

/** The mutations that the scenario uses, by the name of their operation, with their input. */
export interface ScenarioInputs {
  readonly UnitsImport: UnitsImportInput;
  readonly OrganisationEstablish: OrganisationEstablishInput;
  readonly OfficerAppoint: OfficerAppointInput;
  readonly CampaignDraft: CampaignPlanInput;
  readonly CampaignLaunch: CampaignLaunchInput;
  readonly CampaignCloseReporting: ReasonInput;
  readonly CampaignSummarise: CampaignSummariseInput;
  readonly ParticipationRegister: ParticipationRegisterInput;
  readonly ParticipationIssuePlan: UnitPlanInput;
  readonly ParticipationSetTargets: ParticipationSetTargetsInput;
  readonly AchievementRegister: AchievementRegisterInput;
  readonly AchievementDeclareContributions: ContributionsInput;
  readonly AchievementReportQuantities: AchievementQuantitiesInput;
  readonly AchievementAttachEvidence: EvidenceInput;
  readonly AchievementsSubmit: AchievementsSubmitInput;
  readonly AchievementRequestAmendment: AchievementAmendmentInput;
  readonly AchievementWithdraw: ReasonInput;
  readonly AchievementRevoke: ReasonInput;
  readonly ReviewsDecide: ReviewsDecideInput;
  readonly ReportSave: ReportSaveInput;
  readonly ReportSubmit: ReportSubmitInput;
  readonly ReportGrantExtension: ExtensionInput;
}

export type ScenarioOperation = keyof ScenarioInputs;

interface Sent {
  /** When it happens: ISO 8601 with the offset +07:00. */
  readonly at: string;
  /** The userId of who sends it; each holds one appointment, so none has to be chosen. */
  readonly as: string;
}

interface StepOf<Name extends ScenarioOperation> extends Sent {
  /** GraphQL document with this one operation. */
  readonly operation: string;
  readonly operationName: Name;
  readonly variables: { readonly input: ScenarioInputs[Name] };
}

/** A file that is sent through the door of evidence, before an achievement names it. It is no mutation. */
export interface UploadStep extends Sent {
  readonly operationName: 'EvidenceUpload';
  /** The UUID it is uploaded under. */
  readonly evidence: string;
  readonly content: Uint8Array;
}

/** One mutation of the scenario: what, by whom, when. The input is told by `operationName`. */
export type MutationStep = { [Name in ScenarioOperation]: StepOf<Name> }[ScenarioOperation];

/**
 * One thing that a person of the scenario does. Steps of one instant are all of one operation and concern
 * different objects, so that they may be sent side by side; what follows from them is done before the next instant.
 */
export type ScenarioStep = MutationStep | UploadStep;

/** What is read of an answer to many: the errors of each. */
const bulkReads = 'receipt results { userErrors { code message field } }';

/** Input type and what is read of the answer. Nothing here makes a mutation wait for a projection. */
const operations: { readonly [Name in ScenarioOperation]: { readonly input: string; readonly reads: string } } = {
  UnitsImport: { input: 'UnitsImportInput', reads: 'imported unchanged receipt' },
  OrganisationEstablish: { input: 'OrganisationEstablishInput', reads: 'receipt' },
  OfficerAppoint: { input: 'OfficerAppointInput', reads: 'appointmentId receipt' },
  CampaignDraft: { input: 'CampaignPlanInput', reads: 'campaignId receipt' },
  CampaignLaunch: { input: 'CampaignLaunchInput', reads: 'campaignId receipt' },
  CampaignCloseReporting: { input: 'ReasonInput', reads: 'campaignId receipt' },
  CampaignSummarise: { input: 'CampaignSummariseInput', reads: 'campaignId receipt' },
  ParticipationRegister: { input: 'ParticipationRegisterInput', reads: 'receipt' },
  ParticipationIssuePlan: { input: 'UnitPlanInput', reads: 'receipt' },
  ParticipationSetTargets: { input: 'ParticipationSetTargetsInput', reads: 'receipt' },
  AchievementRegister: { input: 'AchievementRegisterInput', reads: 'achievementId receipt' },
  AchievementDeclareContributions: { input: 'ContributionsInput', reads: 'receipt' },
  AchievementReportQuantities: { input: 'AchievementQuantitiesInput', reads: 'receipt' },
  AchievementAttachEvidence: { input: 'EvidenceInput', reads: 'receipt' },
  AchievementsSubmit: { input: 'AchievementsSubmitInput', reads: bulkReads },
  AchievementRequestAmendment: { input: 'AchievementAmendmentInput', reads: 'receipt' },
  AchievementWithdraw: { input: 'ReasonInput', reads: 'receipt' },
  AchievementRevoke: { input: 'ReasonInput', reads: 'receipt' },
  ReviewsDecide: { input: 'ReviewsDecideInput', reads: bulkReads },
  ReportSave: { input: 'ReportSaveInput', reads: 'receipt' },
  ReportSubmit: { input: 'ReportSubmitInput', reads: 'receipt' },
  ReportGrantExtension: { input: 'ExtensionInput', reads: 'receipt' },
};

const documentOf = (name: ScenarioOperation): string => {
  const { input, reads } = operations[name];
  const field = name.charAt(0).toLowerCase() + name.slice(1);
  return `mutation ${name}($input: ${input}!) { ${field}(input: $input) { ${reads} userErrors { code message field } } }`;
};

/** A step: who sends which mutation with which input, when. */
export const step = <Name extends ScenarioOperation>(
  at: string,
  as: string,
  operationName: Name,
  input: ScenarioInputs[Name],
): StepOf<Name> => ({ at, as, operation: documentOf(operationName), operationName, variables: { input } });
