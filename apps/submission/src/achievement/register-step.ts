import { refusedFor } from '@thidua/event-sourcing';
import { refuse, storable } from '@thidua/service/refusals';
import { type CampaignInForce, mayRegister } from '../campaign/campaign-gates.js';
import type { AchievementRefusal, Decision, RegisterAchievement } from './achievement.commands.js';
import type { Achievement } from './achievement.state.js';

const titleLengthMax = 500;

export const register = (command: RegisterAchievement, achievement: Achievement): Decision => {
  const { registration, campaign, participant, ownsUnit } = command;
  if (achievement.status !== 'none') {
    return refuse('INVALID_TRANSITION', undefined, { from: achievement.status, to: 'register' });
  }
  if (!mayRegister(campaign)) {
    return refuse('INVALID_TRANSITION', ['campaign'], { from: campaign.status, to: 'register' });
  }
  if (!participant) return refuse('NOT_A_PARTICIPANT', ['campaign']);
  return (
    refusedFor([
      ...(ownsUnit ? [] : [refuse('UNIT_NOT_OWNED', ['unit'])]),
      ...registrationFaults(registration, campaign),
    ]) ??
    storable([{ type: 'AchievementRegistered.v1', data: registration }], (_, [name = '', ...path]) => [
      inputNames[name] ?? name,
      ...path,
    ])
  );
};

/** What the input calls a value that its event calls otherwise. */
const inputNames: Readonly<Record<string, string>> = { movementCodes: 'movements', templateId: 'template' };

const registrationFaults = (
  { areaCode, titleVi, plannedFrom, plannedTo }: RegisterAchievement['registration'],
  campaign: CampaignInForce,
): readonly AchievementRefusal[] => {
  const faults: AchievementRefusal[] = [];
  if (!campaign.areas.has(areaCode)) {
    faults.push(refuse('UNKNOWN_AREA', ['area'], { area: areaCode, allowed: [...campaign.areas] }));
  }
  if (titleVi.length === 0 || titleVi.length > titleLengthMax) {
    faults.push(refuse('TEXT_INVALID', ['title'], { max: titleLengthMax }));
  }
  if (plannedFrom !== undefined && plannedTo !== undefined && plannedFrom > plannedTo) {
    faults.push(refuse('DATES_REVERSED', ['plannedTo'], { from: plannedFrom, to: plannedTo }));
  }
  return faults;
};
