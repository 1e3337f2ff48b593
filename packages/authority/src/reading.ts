import type { Role } from '@thidua/events';
import { isParticipant, type ParticipantRule } from './participants.js';
import { readsAs } from './receivers.js';
import {
  committeesAbove,
  goesOnFor,
  holds,
  issuerToday,
  livingAndFormerWithin,
  ownerToday,
  receiverToday,
  receivesFor,
} from './succession.js';
import type { Acting, OrganisationFacts, World } from './world.js';

/** Roles that read work as it is: drafts, cases, what waits. ANALYST sees approved achievements only. */
const readsWork: ReadonlySet<Role> = new Set(['CLERK', 'HEAD', 'REVIEWER', 'OFFICE', 'AUDITOR']);
const readsFigures: ReadonlySet<Role> = new Set([...readsWork, 'ANALYST']);
/** Roles that see what waits for their organisation: who decides, and who follows the work. */
const readsQueue: ReadonlySet<Role> = new Set(['REVIEWER', 'HEAD', 'OFFICE', 'AUDITOR']);

/** What an achievement says of itself where rights are concerned. */
export interface WorkFacts {
  readonly ownerOrgId: string;
  readonly ownerUnitId: string;
  readonly approved: boolean;
  /** Organisations that contribute to it beside its owner. */
  readonly partnerOrgIds: readonly string[];
  /** Who received its last submission: whoever decides on work reads it, wherever its unit has gone. */
  readonly receiverOrgId: string | null;
}

/** Which work a list may show: what lies in these units, or belongs to, counts on or was sent to these organisations. */
export interface ReadingScope {
  /** The unit whose subtree is read, null where only single organisations' work is. */
  readonly within: string | null;
  /** Whose own work is read, and work they contribute to. */
  readonly orgIds: readonly string[];
  /** Whose received submissions are read. */
  readonly receiverOrgIds: readonly string[];
  readonly approvedOnly: boolean;
}

/** The unit whose subtree an organisation reads: committees and their bodies, a board its hamlet. */
const territoryOf = (org: OrganisationFacts, world: World): string | null => {
  const reader = readsAs(org, world);
  return reader.orgType === 'FRONT_COMMITTEE' || reader.orgType === 'FRONT_WORK_BOARD' ? reader.unitId : null;
};

const unitReadable = (acting: Acting, unitId: string, world: World): boolean => {
  const territory = territoryOf(acting.organisation, world);
  return territory !== null && holds(territory, unitId, world);
};

/** An organisation in full, with its officers: one's own, and those of the territory. */
export const mayReadOrganisation = (acting: Acting, org: OrganisationFacts, world: World): boolean =>
  org.orgId === acting.organisation.orgId || unitReadable(acting, org.unitId, world);

/** Which participations a list may show: of organisations in these units, and these organisations beside. */
export interface ParticipationScope {
  readonly within: string | null;
  readonly orgIds: readonly string[];
}

/** One's own, those of the territory, and of the committees above: their plans are for those below. */
export const participationScope = (acting: Acting, world: World): ParticipationScope => ({
  within: territoryOf(acting.organisation, world),
  orgIds: [acting.organisation.orgId, ...committeesAbove(acting.organisation, world)],
});

/** How an organisation takes part in a campaign that the viewer reads; see `participationScope`. */
export const mayReadParticipation = (acting: Acting, org: OrganisationFacts, world: World): boolean =>
  mayReadOrganisation(acting, org, world) || committeesAbove(acting.organisation, world).includes(org.orgId);

/** A campaign: its issuer, or whoever goes on for it, with its bodies, and every organisation that a rule matches. */
export const mayReadCampaign = (
  acting: Acting,
  campaign: { readonly issuerOrgId: string; readonly draft: boolean; readonly rules: readonly ParticipantRule[] },
  world: World,
): boolean => {
  const reader = readsAs(acting.organisation, world);
  if (reader.orgId === issuerToday(campaign.issuerOrgId, world)) return true;
  return (
    !campaign.draft && (isParticipant(acting.organisation, campaign.rules) || isParticipant(reader, campaign.rules))
  );
};

/** Figures of a unit: its own territory and everything below. */
export const mayReadFigures = (acting: Acting, unitId: string, world: World): boolean =>
  readsFigures.has(acting.appointment.role) && unitReadable(acting, unitId, world);

/** Whether of the work that somebody reads, only what was approved is shown. */
export const readsApprovedOnly = ({ appointment: { role } }: Acting): boolean => !readsWork.has(role);

/** What a list of achievements may show; null = nothing. Lists, counts and nodes ask the same. */
export const readingScope = (acting: Acting, world: World): ReadingScope | null => {
  const { role } = acting.appointment;
  if (!readsFigures.has(role)) return null;
  const { orgId } = acting.organisation;
  const reader = readsAs(acting.organisation, world).orgId;
  return {
    within: territoryOf(acting.organisation, world),
    orgIds: [...new Set([orgId, reader])].flatMap((one) => goesOnFor(one, world)),
    receiverOrgIds: receivesFor(reader, world),
    approvedOnly: readsApprovedOnly(acting),
  };
};

export const mayReadWork = (acting: Acting, work: WorkFacts, world: World): boolean => {
  const { role } = acting.appointment;
  if (!readsFigures.has(role) || (readsApprovedOnly(acting) && !work.approved)) return false;
  const { orgId } = acting.organisation;
  const reader = readsAs(acting.organisation, world).orgId;
  const concerned = [work.ownerOrgId, ...work.partnerOrgIds].map((one) => ownerToday(one, world) ?? one);
  if (concerned.includes(orgId) || concerned.includes(reader)) return true;
  if (work.receiverOrgId !== null && receiverToday(work.receiverOrgId, world) === reader) return true;
  const within = territoryOf(acting.organisation, world);
  return within !== null && holds(within, work.ownerUnitId, world);
};

/**
 * The units whose work a list shows by its territory; null = all there are. Work of a unit that was
 * dissolved stands where that unit's place is today.
 */
export const unitsShown = ({ within }: Pick<ReadingScope, 'within'>, world: World): readonly string[] | null => {
  const { tree } = world;
  if (within === null || !tree.has(within)) return [];
  return tree.roots.length === 1 && within === tree.roots[0] ? null : livingAndFormerWithin(within, world);
};

/** The units that somebody asks about by naming one: it and all below; a dissolved one alone. Rights are asked beside. */
export const unitsAsked = (unitId: string, world: World): readonly string[] =>
  world.tree.has(unitId) ? livingAndFormerWithin(unitId, world) : [unitId];

/** A case: its owner, who receives it, and whoever may read the owner's work. */
export const mayReadCase = (
  acting: Acting,
  work: Pick<WorkFacts, 'ownerOrgId' | 'ownerUnitId'> & { readonly receiverOrgId: string },
  world: World,
): boolean =>
  readsWork.has(acting.appointment.role) &&
  (receiverToday(work.receiverOrgId, world) === readsAs(acting.organisation, world).orgId ||
    mayReadWork(acting, { ...work, approved: false, partnerOrgIds: [] }, world));

/** Whose cases the queue of an organisation shows: its own, and those of the dissolved ones it stands in for. */
export const queueOf = (acting: Acting, world: World): readonly string[] =>
  readsQueue.has(acting.appointment.role) ? receivesFor(readsAs(acting.organisation, world).orgId, world) : [];
