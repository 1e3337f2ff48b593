import { planAchievements } from './achievement-plan.js';
import { usableTemplates } from './achievement-quantities.js';
import { achievementSteps } from './achievement-steps.js';
import { loadCampaignFile, loadTemplateFile } from './campaign-file.js';
import { campaignLaunchInput, campaignPlanInput } from './campaign-plan.js';
import { demoIds, demoUserId } from './demo-identity.js';
import { registrySteps } from './registry-steps.js';
import { type ScenarioStep, step } from './scenario-step.js';
import { loadTraVinhUnits, provinceCode } from './tra-vinh-units.js';
import { launchDay, localInstant } from './working-time.js';

const draftedAt = localInstant('2022-02-16', 14);
const launchedAt = localInstant(launchDay, 8);

/**
 * The Tra Vinh campaign of 2022 as mutations, in the order in which they are sent. The same seed gives the same
 * list on every machine. Before the first of them the program itself writes what `demoRoot` says.
 */
export const mutations = (seed: string): readonly ScenarioStep[] => {
  const ids = demoIds(seed);
  const units = loadTraVinhUnits();
  const file = loadCampaignFile();
  const { metrics, templates } = loadTemplateFile();
  const steps: readonly ScenarioStep[] = [
    ...registrySteps(ids, units),
    step(draftedAt, demoUserId('OFFICE', provinceCode), 'CampaignDraft', campaignPlanInput(file, metrics, ids)),
    step(launchedAt, demoUserId('HEAD', provinceCode), 'CampaignLaunch', campaignLaunchInput(file, ids)),
    ...planAchievements(seed, units, usableTemplates(templates, metrics)).flatMap((achievement) =>
      achievementSteps(seed, ids, achievement),
    ),
  ];
  // All instants have one offset and one form, so their text sorts as they do; the sort keeps list order.
  return steps.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
};
