import { loadCampaignFile, loadTemplateFile } from './campaign-file.js';
import { campaignLaunchInput, campaignPlanInput } from './campaign-plan.js';
import { castOf, type Scope, wholeProvince } from './cast.js';
import { type DemoIds, demoIds, demoUserId } from './demo-identity.js';
import { participationSteps } from './participation-steps.js';
import { registrySteps } from './registry-steps.js';
import { reportSteps } from './report-steps.js';
import { type ScenarioStep, step } from './scenario-step.js';
import { provinceCode } from './tra-vinh-units.js';
import { workSteps } from './work-steps.js';
import { launchDay, localInstant } from './working-time.js';

const draftedAt = localInstant('2022-02-16', 14);
const launchedAt = localInstant(launchDay, 8);

const campaignSteps = (ids: DemoIds): readonly ScenarioStep[] => {
  const file = loadCampaignFile();
  const { metrics } = loadTemplateFile();
  return [
    step(draftedAt, demoUserId('OFFICE', provinceCode), 'CampaignDraft', campaignPlanInput(file, metrics, ids)),
    step(launchedAt, demoUserId('HEAD', provinceCode), 'CampaignLaunch', campaignLaunchInput(file, ids)),
  ];
};

/** All instants have one offset and one form, so their text sorts as they do; the sort keeps list order. */
const inTime = (steps: readonly ScenarioStep[]): readonly ScenarioStep[] =>
  steps.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));

/** Up to the launch: units, organisations, officers, the campaign. */
export const foundingMutations = (seed: string, scope: Scope = wholeProvince): readonly ScenarioStep[] => {
  const ids = demoIds(seed);
  return inTime([...registrySteps(ids, castOf(scope)), ...campaignSteps(ids)]);
};

/**
 * The Tra Vinh campaign of 2022 as mutations, in the order in which they are sent. The same seed gives the same
 * list on every machine. Before the first of them the program itself writes what `demoRoot` says.
 */
export const mutations = (seed: string, scope: Scope = wholeProvince): readonly ScenarioStep[] => {
  const ids = demoIds(seed);
  const cast = castOf(scope);
  return inTime([
    ...registrySteps(ids, cast),
    ...campaignSteps(ids),
    ...participationSteps(seed, ids, cast),
    ...workSteps(seed, ids, cast),
    ...reportSteps(seed, ids, cast),
  ]);
};
