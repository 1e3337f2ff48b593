import { readFileSync } from 'node:fs';
import { organisations, units } from './world.js';

/**
 * Who may do and read what, written down a second time from domain.md E5, over plain lists: no tree,
 * no code of the package. Territory is found by climbing from parent to parent.
 */
export interface Who {
  readonly userId: string;
  readonly role: string;
  readonly orgId: string;
}

interface Org {
  readonly orgId: string;
  readonly orgType: string;
  readonly unitId: string;
  readonly level: string;
}

const table = new URL('../../scenario/data/org-types.json', import.meta.url);
const { types } = JSON.parse(readFileSync(table, 'utf8')) as { types: { code: string; group: string }[] };
const groupOf = (orgType: string) => types.find(({ code }) => code === orgType)?.group ?? 'none';
const byId = new Map(organisations.map((one) => [one.orgId, one]));
const orgOf = (orgId: string): Org => byId.get(orgId) as Org;
const parents = new Map(units.map(([unitId, parentUnitId]) => [unitId, parentUnitId]));

export const isBelow = (unitId: string | null, top: string): boolean =>
  unitId !== null && parents.has(unitId) && (unitId === top || isBelow(parents.get(unitId) ?? null, top));

/** The bodies inside a committee see with its eyes, where it exists. */
const eyesOf = (orgId: string): Org => {
  const own = orgOf(orgId);
  if (groupOf(own.orgType) !== 'front_body') return own;
  return organisations.find((one) => one.orgType === 'FRONT_COMMITTEE' && one.unitId === own.unitId) ?? own;
};

/** Of whose land somebody sees all: a committee its unit, a Work Board its hamlet, others none. */
const landOf = (orgId: string): string | null =>
  groupOf(eyesOf(orgId).orgType) === 'front' ? eyesOf(orgId).unitId : null;

const seesUnit = ({ orgId }: Who, unitId: string): boolean => {
  const land = landOf(orgId);
  return land !== null && isBelow(unitId, land);
};

const draftsWork = ['CLERK', 'HEAD'];
const doers: Readonly<Record<string, readonly [roles: readonly string[], where: string]>> = {
  unitsImport: [['ADMIN'], 'territory'],
  unitRegister: [['ADMIN'], 'territory'],
  unitRename: [['ADMIN'], 'territory'],
  unitReclassify: [['ADMIN'], 'territory'],
  unitRecode: [['ADMIN'], 'territory'],
  unitMove: [['ADMIN'], 'territory'],
  unitDissolve: [['ADMIN'], 'territory'],
  unitsReorganise: [['ADMIN'], 'territory'],
  organisationEstablish: [['ADMIN'], 'territory'],
  organisationRename: [['ADMIN'], 'territory'],
  organisationDissolve: [['ADMIN'], 'other-organisation'],
  officerAppoint: [['ADMIN'], 'not-oneself'],
  officerRelease: [['ADMIN'], 'not-oneself'],
  campaignDraft: [['HEAD', 'OFFICE'], 'committee'],
  campaignLaunch: [['HEAD'], 'issuer'],
  campaignAmend: [['HEAD'], 'issuer'],
  campaignSuspend: [['HEAD'], 'issuer'],
  campaignResume: [['HEAD'], 'issuer'],
  campaignCloseReporting: [['HEAD'], 'issuer'],
  campaignClose: [['HEAD'], 'issuer'],
  campaignCancel: [['HEAD'], 'issuer'],
  reportingLineSet: [['HEAD'], 'issuer'],
  campaignSummarise: [['HEAD'], 'issuer'],
  roundReschedule: [['HEAD'], 'issuer-or-receiver'],
  participationRegister: [['HEAD'], 'own-organisation'],
  participationIssuePlan: [['HEAD'], 'own-organisation'],
  participationSetTargets: [['HEAD'], 'own-or-receiver'],
  participationWithdraw: [['HEAD'], 'own-organisation'],
  achievementRegister: [draftsWork, 'own-organisation'],
  achievementDeclareContributions: [draftsWork, 'own-organisation'],
  achievementRecordProgress: [draftsWork, 'own-organisation'],
  achievementReportQuantities: [draftsWork, 'own-organisation'],
  achievementAttachEvidence: [draftsWork, 'own-organisation'],
  achievementWithdrawEvidence: [draftsWork, 'own-organisation'],
  achievementComplete: [draftsWork, 'own-organisation'],
  achievementSubmit: [['HEAD'], 'own-organisation'],
  achievementsSubmit: [['HEAD'], 'own-organisation'],
  achievementRequestAmendment: [['HEAD'], 'own-organisation'],
  achievementWithdraw: [['HEAD'], 'own-organisation'],
  achievementRevoke: [['HEAD'], 'receiver'],
  reportSave: [[...draftsWork, 'OFFICE'], 'own-or-as-office'],
  reportSubmit: [['HEAD'], 'own-organisation'],
  reportGrantExtension: [['HEAD'], 'receiver'],
  reportRecordPaperReceipt: [['HEAD', 'OFFICE'], 'receiver-or-as-office'],
  reportWaive: [['HEAD'], 'receiver'],
  reportReopen: [['HEAD'], 'receiver'],
  reviewAssign: [['HEAD', 'REVIEWER'], 'receiver'],
  reviewRecuse: [['REVIEWER'], 'receiver'],
  reviewRaiseFinding: [['REVIEWER'], 'receiver'],
  reviewApprove: [['REVIEWER'], 'receiver'],
  reviewReturn: [['REVIEWER'], 'receiver'],
  reviewReject: [['REVIEWER'], 'receiver'],
  reviewsDecide: [['REVIEWER'], 'receiver'],
};
export const operationsKnown = Object.keys(doers);

interface Done {
  readonly orgId?: string;
  readonly unitId?: string | null;
  readonly userId?: string;
  readonly receiverOrgId?: string;
}

/** 'yes', or the rule that says no. */
export const modelMay = (
  operation: string,
  who: Who | string,
  { orgId, unitId, userId, receiverOrgId }: Done,
): string => {
  if (typeof who === 'string') return who;
  const [roles, where] = doers[operation] ?? [[], ''];
  if (!roles.includes(who.role)) return 'role';
  const own = orgOf(who.orgId);
  if (where === 'committee') return orgId === eyesOf(who.orgId).orgId ? 'yes' : 'issuer';
  if (where === 'not-oneself' && userId === who.userId) return 'not-oneself';
  if (where === 'other-organisation' && orgId === who.orgId) return 'not-oneself';
  if (['not-oneself', 'other-organisation', 'territory'].includes(where)) {
    const inside =
      unitId === null ? parents.get(own.unitId) === null : unitId !== undefined && isBelow(unitId, own.unitId);
    return inside ? 'yes' : 'territory';
  }
  // Bodies of a committee read as it does; only the role OFFICE acts for it.
  const asOffice = who.role === 'OFFICE' && orgId === eyesOf(who.orgId).orgId;
  if (where === 'own-or-as-office') return orgId === who.orgId || asOffice ? 'yes' : 'own-organisation';
  if (where === 'receiver-or-as-office') return orgId === who.orgId || asOffice ? 'yes' : 'receiver';
  if (where === 'issuer-or-receiver') return orgId === who.orgId || receiverOrgId === who.orgId ? 'yes' : 'issuer';
  if (where === 'own-or-receiver')
    return orgId === who.orgId || receiverOrgId === who.orgId ? 'yes' : 'own-organisation';
  return orgId === who.orgId ? 'yes' : where;
};

interface Rule {
  readonly orgType?: string | undefined;
  readonly group?: string | undefined;
  readonly levels: readonly string[];
}

const competes = ({ orgType, level }: Org, rule: Rule): boolean => {
  const group = groupOf(orgType);
  const member = rule.group === 'MEMBER_ORGANISATION' && !group.startsWith('front') && group !== 'none';
  return rule.levels.includes(level) && (rule.orgType === orgType || rule.group === group || member);
};

const seesFigures = (role: string) => role !== 'ADMIN';
const seesDrafts = (role: string) => seesFigures(role) && role !== 'ANALYST';

export const modelReads = {
  organisation: (who: Who, orgId: string) => orgId === who.orgId || seesUnit(who, orgOf(orgId).unitId),
  campaign: (who: Who, issuer: string, draft: boolean, rules: readonly Rule[]) =>
    eyesOf(who.orgId).orgId === issuer ||
    (!draft && rules.some((rule) => competes(orgOf(who.orgId), rule) || competes(eyesOf(who.orgId), rule))),
  figures: (who: Who, unitId: string) => seesFigures(who.role) && seesUnit(who, unitId),
  work: (
    who: Who,
    owner: string,
    unitId: string,
    approved: boolean,
    partners: readonly string[],
    receiver: unknown,
  ) => {
    const eyes = eyesOf(who.orgId).orgId;
    const concerned = [owner, ...partners].some((orgId) => orgId === who.orgId || orgId === eyes);
    const concerns = concerned || receiver === eyes || seesUnit(who, unitId);
    return (seesDrafts(who.role) || (approved && seesFigures(who.role))) && concerns;
  },
  case: (who: Who, owner: string, unitId: string, receiver: string) =>
    seesDrafts(who.role) &&
    ([who.orgId, eyesOf(who.orgId).orgId].includes(owner) ||
      receiver === eyesOf(who.orgId).orgId ||
      seesUnit(who, unitId)),
  scope: (who: Who) =>
    seesFigures(who.role)
      ? {
          within: landOf(who.orgId),
          orgIds: [...new Set([who.orgId, eyesOf(who.orgId).orgId])],
          receiverOrgIds: [eyesOf(who.orgId).orgId],
          approvedOnly: !seesDrafts(who.role),
        }
      : null,
};
