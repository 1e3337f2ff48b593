import { planAchievements } from './achievement-plan.js';
import { achievementActs } from './achievement-steps.js';
import { loadTemplateFile } from './campaign-file.js';
import type { Cast } from './cast.js';
import type { DemoIds } from './demo-identity.js';
import type { ScenarioStep } from './scenario-step.js';
import { storyActs } from './stories.js';
import { stepsOf } from './work-acts.js';
import { workOwners } from './work-owners.js';

/** All work of the campaign: registered, reported, reviewed, corrected. */
export const workSteps = (seed: string, ids: DemoIds, cast: Cast): readonly ScenarioStep[] => {
  const { metrics, templates } = loadTemplateFile();
  const owners = workOwners(ids, cast);
  const planned = planAchievements(seed, ids, owners, templates, metrics);
  return stepsOf(ids, [
    ...planned.map((achievement) => achievementActs(seed, ids, achievement)),
    ...storyActs(ids, owners),
  ]);
};
