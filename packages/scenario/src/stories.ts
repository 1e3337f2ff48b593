import { type DemoIds, demoIds, demoUserId } from './demo-identity.js';
import { duplicate, duplicateActs } from './story-duplicate.js';
import { jointBridge, jointBridgeActs } from './story-joint-bridge.js';
import { overstatedRoad, overstatedRoadActs } from './story-overstated-road.js';
import type { WorkActs } from './work-acts.js';
import type { WorkOwner } from './work-owners.js';

/** What happens in the stories that a tour of the demo asks about. */
export const storyActs = (ids: DemoIds, owners: readonly WorkOwner[]): readonly WorkActs[] => [
  ...jointBridgeActs(ids, owners),
  ...overstatedRoadActs(ids, owners),
  ...duplicateActs(ids, owners),
];

/** The stories of a seed: codes of units, days, amounts, and the ids of their achievements. */
export const stories = (seed: string) => {
  const ids = demoIds(seed);
  const idOf = (name: string, writer: string) => ids.achievementId(`${name}/register`, writer);
  const { kept, revoked } = duplicate;
  return {
    jointBridge: {
      ...jointBridge,
      achievementId: idOf(jointBridge.name, demoUserId('CLERK', jointBridge.lead.place)),
    },
    overstatedRoad: {
      ...overstatedRoad,
      achievementId: idOf(overstatedRoad.name, demoUserId('HEAD', overstatedRoad.hamlet)),
    },
    duplicate: {
      ...duplicate,
      kept: { ...kept, achievementId: idOf(kept.name, demoUserId('CLERK', kept.place)) },
      revoked: { ...revoked, achievementId: idOf(revoked.name, demoUserId('CLERK', revoked.place)) },
    },
  };
};
