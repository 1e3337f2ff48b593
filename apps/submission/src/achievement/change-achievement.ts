import { may, type Target } from '@thidua/authority';
import type { Outcome } from '@thidua/event-sourcing';
import { type Contribution, personsOf } from '@thidua/events';
import {
  type Caller,
  notFound,
  type RegistryView,
  refusedBy,
  refusedOutcome,
  type ServicePorts,
  type UserRefusal,
} from '@thidua/service';
import type { CampaignInForce } from '../campaign/campaign-gates.js';
import type { AchievementCommand, Sending } from './achievement.commands.js';
import { achievementDecider } from './achievement.decider.js';
import { type AchievementChange, achievementNamedBy, type ContributionsInput } from './achievement.inputs.js';
import type { AchievementInForce } from './achievement.state.js';
import { campaignOf, readableAchievement, receiverOf } from './achievement-access.js';

type Ports = Pick<ServicePorts, 'executor' | 'registryView'>;

/** Changes an achievement that stands: whoever may not read it is told nothing else than that there is none. */
export const changeAchievement = async (
  ports: Ports,
  change: AchievementChange,
  caller: Caller,
): Promise<Outcome<UserRefusal>> => {
  const { standing, meta } = caller;
  const [achievementId, field] = achievementNamedBy(change);
  const achievement = await readableAchievement(ports, achievementId, standing);
  if (!achievement) return refusedOutcome(notFound(field));
  const target = targetOf(change.operation, achievement);
  const refused = refusedBy(may(change.operation, standing.acting, target, standing.world));
  if (refused) return refusedOutcome(refused);
  const unknown = unknownOrganisation(change, ports.registryView);
  if (unknown) return refusedOutcome(unknown);
  const campaign = await campaignOf(ports, achievement);
  const command = commandOf(change, achievement, campaign, caller, ports.registryView);
  return ports.executor.execute(achievementDecider, achievementId, command, meta);
};

/** What an operation is done to: a revocation to what its receiver received, all else to the owner's work. */
export const targetOf = (operation: string, { ownerOrgId, receiverOrgId }: AchievementInForce): Target =>
  operation === 'achievementRevoke'
    ? { ...(receiverOrgId !== null && { orgId: receiverOrgId }) }
    : { orgId: ownerOrgId };

const unknownOrganisation = (change: AchievementChange, view: RegistryView): UserRefusal | null => {
  if (change.operation !== 'achievementDeclareContributions') return null;
  const index = change.input.contributions.findIndex(({ organisation }) => !view.organisation(organisation));
  return index < 0 ? null : notFound('contributions', String(index), 'organisation');
};

const commandOf = (
  change: AchievementChange,
  achievement: AchievementInForce,
  campaign: CampaignInForce,
  caller: Caller,
  view: RegistryView,
): AchievementCommand => {
  const { standing } = caller;
  const judged = { campaign, today: standing.today };
  switch (change.operation) {
    case 'achievementDeclareContributions':
      return { type: 'DeclareContributions', contributions: contributionsOf(change.input, view), campaign };
    case 'achievementRecordProgress': {
      const { percentDone, effectiveOn, note } = change.input;
      return { type: 'RecordProgress', percentDone, effectiveOn, note: note?.trim() || null, ...judged };
    }
    case 'achievementReportQuantities': {
      const { lines, removedLineIds } = change.input;
      return { type: 'ReportQuantities', lines, removedLineIds, ...judged };
    }
    case 'achievementComplete':
      return { type: 'CompleteAchievement', completedOn: change.input.completedOn, ...judged };
    case 'achievementSubmit': {
      const completedOn = change.input.completedOn ?? null;
      return { type: 'SubmitAchievement', completedOn, ...sending(achievement, campaign, caller) };
    }
    case 'achievementRequestAmendment': {
      const { lines, removedLineIds, reason } = change.input;
      const asked = { lines, removedLineIds, reason: reason.trim() };
      return { type: 'RequestAmendment', ...asked, ...sending(achievement, campaign, caller) };
    }
    case 'achievementWithdraw':
      return { type: 'WithdrawAchievement', reason: change.input.reason.trim(), campaign };
    case 'achievementRevoke': {
      const revokedByOrgId = caller.meta.actor.orgId ?? '';
      return { type: 'RevokeApproval', reason: change.input.reason.trim(), revokedByOrgId, campaign };
    }
  }
};

/** Whoever contributes stands at its own unit; the lead's is the achievement's. */
const contributionsOf = ({ contributions }: ContributionsInput, view: RegistryView): readonly Contribution[] =>
  contributions.map(({ organisation: orgId, role, shareBp }) => ({
    orgId,
    unitId: view.organisation(orgId)?.unitId ?? '',
    role,
    shareBp,
  }));

const sending = (achievement: AchievementInForce, campaign: CampaignInForce, { standing, meta }: Caller): Sending => ({
  receiverOrgId: receiverOf(achievement, campaign, standing),
  persons: personsOf(meta.actor),
  campaign,
  today: standing.today,
});
