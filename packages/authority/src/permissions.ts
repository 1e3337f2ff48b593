import type { Role } from '@thidua/events';
import { readsAs } from './receivers.js';
import { holds, ownerToday, receiverToday } from './succession.js';
import type { Acting, NotActing, World } from './world.js';

/** Whether something may be done; a no names its rule, a stable code that messages are made from. */
export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly rule: Rule };

export type Rule =
  | NotActing
  /** The role may not do this at all. */
  | 'role'
  /** Right role, but at another organisation than the one concerned. */
  | 'own-organisation'
  /** The receiver decides, nobody else. */
  | 'receiver'
  /** The issuer launches its campaign, nobody else. */
  | 'issuer'
  /** Outside the territory of the appointment. */
  | 'territory'
  /** An administrator never appoints or releases themselves. */
  | 'not-oneself';

/** What an operation is done to, as far as rights are concerned. */
export interface Target {
  /** The organisation that owns, receives or issues, by the operation's `where`. */
  readonly orgId?: string;
  readonly unitId?: string | null;
  readonly userId?: string;
  /** Where a change concerns what one organisation receives: that receiver. */
  readonly receiverOrgId?: string;
}

interface Permission {
  readonly roles: readonly Role[];
  readonly where: (acting: Acting, target: Target, world: World) => Rule | null;
}

/** Work of an organisation that was dissolved goes on at the one that took over from it. */
const ownOrganisation: Permission['where'] = (acting, { orgId }, world) =>
  orgId !== undefined && ownerToday(orgId, world) === acting.organisation.orgId ? null : 'own-organisation';

/** The Office drafts as its committee. */
const ownCommittee: Permission['where'] = (acting, { orgId }, world) =>
  orgId !== undefined && ownerToday(orgId, world) === readsAs(acting.organisation, world).orgId ? null : 'issuer';

/** The campaign of an issuer that was dissolved is led by the organisation that took over from it. */
const issuer: Permission['where'] = (acting, { orgId }, world) =>
  orgId !== undefined && ownerToday(orgId, world) === acting.organisation.orgId ? null : 'issuer';

/** The issuer for all, a receiver for what it receives itself. */
const issuerOrReceiver: Permission['where'] = (acting, { orgId, receiverOrgId }, world) =>
  issuer(acting, { ...(orgId !== undefined && { orgId }) }, world) === null ||
  receiver(acting, { ...(receiverOrgId !== undefined && { orgId: receiverOrgId }) }, world) === null
    ? null
    : 'issuer';

/** One's own, or as the receiver that of an organisation one receives from. */
const ownOrReceiver: Permission['where'] = (acting, { orgId, receiverOrgId }, world) =>
  ownOrganisation(acting, { ...(orgId !== undefined && { orgId }) }, world) === null ||
  receiver(acting, { ...(receiverOrgId !== undefined && { orgId: receiverOrgId }) }, world) === null
    ? null
    : 'own-organisation';

/** What a dissolved organisation received is decided by whoever receives in its place. */
const receiver: Permission['where'] = (acting, { orgId }, world) =>
  orgId !== undefined && receiverToday(orgId, world) === acting.organisation.orgId ? null : 'receiver';

/**
 * Within the unit of the appointment; a unit at the top only for those who stand at the top. A dissolved
 * unit lies where its place is today; one's own unit has no other place: rights end with it.
 */
const territory: Permission['where'] = (acting, { unitId }, world) => {
  const held = acting.organisation.unitId;
  if (unitId === null) return world.tree.parentOf(held) === null ? null : 'territory';
  return unitId !== undefined && holds(held, unitId, world) ? null : 'territory';
};

const territoryOfOthers: Permission['where'] = (acting, target, world) =>
  target.userId === acting.userId ? 'not-oneself' : territory(acting, target, world);

/** Whoever dissolves their own organisation would release themselves. */
const territoryButOwnOrganisation: Permission['where'] = (acting, target, world) =>
  target.orgId === acting.organisation.orgId ? 'not-oneself' : territory(acting, target, world);

/** Bodies of a committee read as it does; of their people the role OFFICE alone acts for it, too. */
const orAsOffice =
  (own: Permission['where'], today: (orgId: string, world: World) => string | null): Permission['where'] =>
  (acting, target, world) => {
    const { appointment, organisation } = acting;
    const asCommittee =
      appointment.role === 'OFFICE' &&
      target.orgId !== undefined &&
      today(target.orgId, world) === readsAs(organisation, world).orgId;
    return asCommittee ? null : own(acting, target, world);
  };

const ownOrAsOffice = orAsOffice(ownOrganisation, ownerToday);
const receiverOrAsOffice = orAsOffice(receiver, receiverToday);

/** Who may do what, where: one line a mutation. A mutation without a line does not compile. */
const permissions = {
  unitsImport: { roles: ['ADMIN'], where: territory },
  unitRegister: { roles: ['ADMIN'], where: territory },
  unitRename: { roles: ['ADMIN'], where: territory },
  unitReclassify: { roles: ['ADMIN'], where: territory },
  unitRecode: { roles: ['ADMIN'], where: territory },
  unitMove: { roles: ['ADMIN'], where: territory },
  unitDissolve: { roles: ['ADMIN'], where: territory },
  unitsReorganise: { roles: ['ADMIN'], where: territory },
  organisationEstablish: { roles: ['ADMIN'], where: territory },
  organisationRename: { roles: ['ADMIN'], where: territory },
  organisationDissolve: { roles: ['ADMIN'], where: territoryButOwnOrganisation },
  officerAppoint: { roles: ['ADMIN'], where: territoryOfOthers },
  officerRelease: { roles: ['ADMIN'], where: territoryOfOthers },
  campaignDraft: { roles: ['OFFICE', 'HEAD'], where: ownCommittee },
  campaignLaunch: { roles: ['HEAD'], where: issuer },
  campaignAmend: { roles: ['HEAD'], where: issuer },
  campaignSuspend: { roles: ['HEAD'], where: issuer },
  campaignResume: { roles: ['HEAD'], where: issuer },
  campaignCloseReporting: { roles: ['HEAD'], where: issuer },
  campaignClose: { roles: ['HEAD'], where: issuer },
  campaignCancel: { roles: ['HEAD'], where: issuer },
  reportingLineSet: { roles: ['HEAD'], where: issuer },
  campaignSummarise: { roles: ['HEAD'], where: issuer },
  roundReschedule: { roles: ['HEAD'], where: issuerOrReceiver },
  participationRegister: { roles: ['HEAD'], where: ownOrganisation },
  participationIssuePlan: { roles: ['HEAD'], where: ownOrganisation },
  participationSetTargets: { roles: ['HEAD'], where: ownOrReceiver },
  participationWithdraw: { roles: ['HEAD'], where: ownOrganisation },
  achievementRegister: { roles: ['CLERK', 'HEAD'], where: ownOrganisation },
  achievementDeclareContributions: { roles: ['CLERK', 'HEAD'], where: ownOrganisation },
  achievementRecordProgress: { roles: ['CLERK', 'HEAD'], where: ownOrganisation },
  achievementReportQuantities: { roles: ['CLERK', 'HEAD'], where: ownOrganisation },
  achievementAttachEvidence: { roles: ['CLERK', 'HEAD'], where: ownOrganisation },
  achievementWithdrawEvidence: { roles: ['CLERK', 'HEAD'], where: ownOrganisation },
  achievementComplete: { roles: ['CLERK', 'HEAD'], where: ownOrganisation },
  achievementSubmit: { roles: ['HEAD'], where: ownOrganisation },
  achievementsSubmit: { roles: ['HEAD'], where: ownOrganisation },
  achievementRequestAmendment: { roles: ['HEAD'], where: ownOrganisation },
  achievementWithdraw: { roles: ['HEAD'], where: ownOrganisation },
  achievementRevoke: { roles: ['HEAD'], where: receiver },
  reportSave: { roles: ['CLERK', 'HEAD', 'OFFICE'], where: ownOrAsOffice },
  reportSubmit: { roles: ['HEAD'], where: ownOrganisation },
  reportGrantExtension: { roles: ['HEAD'], where: receiver },
  reportRecordPaperReceipt: { roles: ['OFFICE', 'HEAD'], where: receiverOrAsOffice },
  reportWaive: { roles: ['HEAD'], where: receiver },
  reportReopen: { roles: ['HEAD'], where: receiver },
  reviewAssign: { roles: ['HEAD', 'REVIEWER'], where: receiver },
  reviewRecuse: { roles: ['REVIEWER'], where: receiver },
  reviewRaiseFinding: { roles: ['REVIEWER'], where: receiver },
  reviewApprove: { roles: ['REVIEWER'], where: receiver },
  reviewReturn: { roles: ['REVIEWER'], where: receiver },
  reviewReject: { roles: ['REVIEWER'], where: receiver },
  reviewsDecide: { roles: ['REVIEWER'], where: receiver },
} satisfies Record<string, Permission>;

export type Operation = keyof typeof permissions;
export const operations = Object.keys(permissions) as readonly Operation[];

/** Whether somebody may do an operation to a target they can read. Pure; asked by every handler. */
export const may = (operation: Operation, acting: Acting | NotActing, target: Target, world: World): Verdict => {
  if (typeof acting === 'string') return { allowed: false, rule: acting };
  const { roles, where }: Permission = permissions[operation];
  if (!roles.includes(acting.appointment.role)) return { allowed: false, rule: 'role' };
  const rule = where(acting, target, world);
  return rule === null ? { allowed: true } : { allowed: false, rule };
};
