export type { CampaignFile, MetricRow } from './campaign-file.js';
export { loadCampaignFile, loadTemplateFile } from './campaign-file.js';
export { campaignLaunchInput, campaignPlanInput } from './campaign-plan.js';
export { type DemoIds, type DemoRoot, demoIds, demoRoot, demoUserId } from './demo-identity.js';
export type * from './graphql-inputs.js';
export { mutations } from './mutations.js';
export { type OrgType, orgTypes } from './org-types.js';
export type { ScenarioInputs, ScenarioOperation, ScenarioStep } from './scenario-step.js';
export { loadTraVinhUnits, provinceCode, type UnitRow, unitsCsv } from './tra-vinh-units.js';
