import type { Role } from '@thidua/events';
import { isParticipant, type ParticipantRule } from './participants.js';
import { readsAs } from './receivers.js';
import { holds, livingAndFormerWithin, receiverToday, receivesFor } from './succession.js';
import type { Acting, OrganisationFacts, World } from './world.js';

/** Roles that read work as it is: drafts, cases, what waits. ANALYST sees approved achievements only. */
const readsWork: ReadonlySet<Role> = new Set(['CLERK', 'HEAD', 'REVIEWER', 'OFFICE', 'AUDITOR']);
const readsFigures: ReadonlySet<Role> = new Set([...readsWork, 'ANALYST']);
/** Roles that see what waits for their organisation: who decides, and who follows the work. */
const readsQueue: ReadonlySet<Role> = new Set(['REVIEWER', 'HEAD', 'OFFICE', 'AUDITOR']);

/** What an achievement or a case says of itself where rights are concerned. */
export interface WorkFacts {
  readonly ownerOrgId: string;
  readonly ownerUnitId: string;
  readonly approved: boolean;
}

/** Which work a list may show: of these units, or of this one organisation. */
export interface ReadingScope {
  /** The unit whose subtree is read, null where only one organisation's own work is. */
  readonly within: string | null;
  readonly orgId: string;
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

/** A campaign: its issuer with its bodies, and every organisation that a rule matches. */
export const mayReadCampaign = (
  acting: Acting,
  campaign: { readonly issuerOrgId: string; readonly draft: boolean; readonly rules: readonly ParticipantRule[] },
  world: World,
): boolean => {
  const reader = readsAs(acting.organisation, world);
  if (reader.orgId === campaign.issuerOrgId) return true;
  return (
    !campaign.draft && (isParticipant(acting.organisation, campaign.rules) || isParticipant(reader, campaign.rules))
  );
};

/** Figures of a unit: its own territory and everything below. */
export const mayReadFigures = (acting: Acting, unitId: string, world: World): boolean =>
  readsFigures.has(acting.appointment.role) && unitReadable(acting, unitId, world);

/** What a list of achievements or cases may show; null = nothing. Lists, counts and nodes ask the same. */
export const readingScope = (acting: Acting, world: World): ReadingScope | null => {
  const { role } = acting.appointment;
  if (!readsFigures.has(role)) return null;
  return {
    within: territoryOf(acting.organisation, world),
    orgId: acting.organisation.orgId,
    approvedOnly: !readsWork.has(role),
  };
};

export const mayReadWork = (acting: Acting, work: WorkFacts, world: World): boolean => {
  const scope = readingScope(acting, world);
  if (!scope || (scope.approvedOnly && !work.approved)) return false;
  return work.ownerOrgId === scope.orgId || (scope.within !== null && holds(scope.within, work.ownerUnitId, world));
};

/**
 * The units whose work a list shows: those of the scope, of them those that were asked for; null = all
 * there are. Work of a unit that was dissolved stands where that unit's place is today.
 */
export const unitsShown = (
  { within: territory }: ReadingScope,
  asked: string | null,
  world: World,
): readonly string[] | null => {
  const { tree } = world;
  if (territory === null || !tree.has(territory)) return [];
  if (asked !== null && !tree.has(asked)) return holds(territory, asked, world) ? [asked] : [];
  const top = asked === null || tree.isWithin(territory, asked) ? territory : asked;
  if (!tree.isWithin(top, territory)) return [];
  return tree.roots.length === 1 && top === tree.roots[0] ? null : livingAndFormerWithin(top, world);
};

/** A case: its owner, who receives it, and whoever may read the owner's work. */
export const mayReadCase = (
  acting: Acting,
  work: Omit<WorkFacts, 'approved'> & { readonly receiverOrgId: string },
  world: World,
): boolean =>
  readsWork.has(acting.appointment.role) &&
  (receiverToday(work.receiverOrgId, world) === readsAs(acting.organisation, world).orgId ||
    mayReadWork(acting, { ...work, approved: false }, world));

/** Whose cases the queue of an organisation shows: its own, and those of the dissolved ones it stands in for. */
export const queueOf = (acting: Acting, world: World): readonly string[] =>
  readsQueue.has(acting.appointment.role) ? receivesFor(readsAs(acting.organisation, world).orgId, world) : [];
