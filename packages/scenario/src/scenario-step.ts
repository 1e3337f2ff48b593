import type {
  AchievementQuantitiesInput,
  AchievementRegisterInput,
  AchievementSubmitInput,
  CampaignLaunchInput,
  CampaignPlanInput,
  OfficerAppointInput,
  OrganisationEstablishInput,
  ReviewDecisionInput,
  UnitsImportInput,
} from './graphql-inputs.js';

/** The mutations that the scenario uses, by the name of their operation, with their input. */
export interface ScenarioInputs {
  readonly UnitsImport: UnitsImportInput;
  readonly OrganisationEstablish: OrganisationEstablishInput;
  readonly OfficerAppoint: OfficerAppointInput;
  readonly CampaignDraft: CampaignPlanInput;
  readonly CampaignLaunch: CampaignLaunchInput;
  readonly AchievementRegister: AchievementRegisterInput;
  readonly AchievementReportQuantities: AchievementQuantitiesInput;
  readonly AchievementSubmit: AchievementSubmitInput;
  readonly ReviewApprove: ReviewDecisionInput;
  readonly ReviewReturn: ReviewDecisionInput;
}

export type ScenarioOperation = keyof ScenarioInputs;

interface StepOf<Name extends ScenarioOperation> {
  /** When it happens: ISO 8601 with the offset +07:00. Steps of one instant run in list order. */
  readonly at: string;
  /** The userId of who sends it; each holds one appointment, so none has to be chosen. */
  readonly as: string;
  /** GraphQL document with this one operation. */
  readonly operation: string;
  readonly operationName: Name;
  readonly variables: { readonly input: ScenarioInputs[Name] };
}

/** One mutation of the scenario: what, by whom, when. The input is told by `operationName`. */
export type ScenarioStep = { [Name in ScenarioOperation]: StepOf<Name> }[ScenarioOperation];

/** Input type and what is read of the answer. Nothing here makes a mutation wait for a projection. */
const operations: { readonly [Name in ScenarioOperation]: { readonly input: string; readonly reads: string } } = {
  UnitsImport: { input: 'UnitsImportInput', reads: 'imported unchanged receipt' },
  OrganisationEstablish: { input: 'OrganisationEstablishInput', reads: 'receipt' },
  OfficerAppoint: { input: 'OfficerAppointInput', reads: 'appointmentId receipt' },
  CampaignDraft: { input: 'CampaignPlanInput', reads: 'campaignId receipt' },
  CampaignLaunch: { input: 'CampaignLaunchInput', reads: 'campaignId receipt' },
  AchievementRegister: { input: 'AchievementRegisterInput', reads: 'achievementId receipt' },
  AchievementReportQuantities: { input: 'AchievementQuantitiesInput', reads: 'achievementId receipt' },
  AchievementSubmit: { input: 'AchievementSubmitInput', reads: 'achievementId receipt' },
  ReviewApprove: { input: 'ReviewDecisionInput', reads: 'settled receipt' },
  ReviewReturn: { input: 'ReviewDecisionInput', reads: 'settled receipt' },
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
