/**
 * Who may read and do what, written down a second time from domain.md E5 over plain lists: no tree and
 * no code of the system. Territory is found by climbing from parent to parent.
 */
export interface Org {
  readonly orgId: string;
  readonly type: string;
  readonly unitId: string;
  /** Set where it has ended; who takes over, if anybody. */
  readonly ended?: { readonly heir: string | null };
}

export interface Work {
  readonly achievement: string;
  readonly review: string | null;
  readonly orgId: string;
  readonly unitId: string;
  readonly receiver: string;
  /** Who contributes to it beside its owner. */
  readonly partners: readonly string[];
  readonly status: 'open' | 'approved' | 'draft';
}

/** What an organisation owes in a round. */
export interface Report {
  readonly report: string;
  /** The case of what it sent last, where somebody receives it. */
  readonly review: string | null;
  readonly orgId: string;
  readonly unitId: string;
  readonly round: string;
  /** Who receives it, written down when it came to be owed; null of the issuer's summary. */
  readonly receiver: string | null;
  readonly status: ReportStatus;
  /** Whether each version that it sent was accepted, oldest first. */
  readonly sent: readonly boolean[];
}
export type ReportStatus = 'EXPECTED' | 'DRAFT' | 'SUBMITTED' | 'RETURNED' | 'ACCEPTED' | 'REOPENED' | 'WAIVED';

/** Somebody under an appointment in force; null = under none. */
export type Who = { readonly role: string; readonly orgId: string } | null;

/** What stands today. */
export interface Facts {
  /** Parent of every living unit. */
  readonly parents: ReadonlyMap<string, string | null>;
  /** Where a unit that ended belongs. */
  readonly places: ReadonlyMap<string, string>;
  readonly orgs: readonly Org[];
  readonly works: readonly Work[];
  readonly reports: readonly Report[];
  readonly campaigns: readonly { readonly id: string; readonly issuer: string; readonly draft: boolean }[];
}

export type Verdict = 'allowed' | 'NOT_ALLOWED' | 'NOT_FOUND';

const bodies = ['FRONT_OFFICE', 'FRONT_STANDING_BOARD', 'FRONT_SPECIALISED_BOARD'];
const drafting = ['CLERK', 'HEAD'];
const working = ['CLERK', 'HEAD', 'REVIEWER', 'OFFICE', 'AUDITOR'];
const waiting = ['HEAD', 'REVIEWER', 'OFFICE', 'AUDITOR'];
const isWaiting = ({ status }: Report) => status === 'SUBMITTED';

export class RightsModel {
  constructor(readonly facts: Facts) {}

  isKnown(unitId: string): boolean {
    return this.facts.parents.has(unitId) || this.facts.places.has(unitId);
  }

  /** Whether a unit, or the place of one that ended, is a unit or lies below it. */
  isBelow(unitId: string, top: string): boolean {
    const { parents, places } = this.facts;
    for (let at: string | null = places.get(unitId) ?? unitId; at !== null; at = parents.get(at) ?? null) {
      if (at === top && parents.has(at)) return true;
    }
    return false;
  }

  /** How many living units a unit has, itself included. */
  sizeOf(top: string): number {
    return [...this.facts.parents.keys()].filter((unitId) => this.isBelow(unitId, top)).length;
  }

  org(orgId: string): Org | undefined {
    return this.facts.orgs.find((one) => one.orgId === orgId);
  }

  private committeeAt(unitId: string): Org | undefined {
    return this.facts.orgs.find((one) => one.unitId === unitId && one.type === 'FRONT_COMMITTEE' && !one.ended);
  }

  /** The bodies inside a committee see with its eyes. */
  private eyesOf(orgId: string): Org {
    const org = this.org(orgId);
    if (!org) throw new Error(orgId);
    return bodies.includes(org.type) ? (this.committeeAt(org.unitId) ?? org) : org;
  }

  private seesUnit({ orgId }: NonNullable<Who>, unitId: string): boolean {
    const { type, unitId: land } = this.eyesOf(orgId);
    return (type === 'FRONT_COMMITTEE' || type === 'FRONT_WORK_BOARD') && this.isBelow(unitId, land);
  }

  /** Who decides what an organisation received. */
  receiverOf(orgId: string): string | null {
    const org = this.org(orgId);
    if (!org?.ended) return org?.orgId ?? null;
    if (org.ended.heir !== null) return this.receiverOf(org.ended.heir);
    const place = this.facts.places.get(org.unitId) ?? org.unitId;
    for (let at: string | null = place; at !== null; at = this.facts.parents.get(at) ?? null) {
      const committee = this.committeeAt(at);
      if (committee) return committee.orgId;
    }
    return null;
  }

  /** Whether an organisation receives what another one sends up. */
  receives(receiver: string, sender: string): boolean {
    const org = this.org(this.ownerOf(sender) ?? sender);
    if (!org) return false;
    const place = this.facts.places.get(org.unitId) ?? org.unitId;
    for (let at: string | null = place; at !== null; at = this.facts.parents.get(at) ?? null) {
      const committee = this.committeeAt(at);
      if (committee && committee.orgId !== org.orgId) return committee.orgId === receiver;
    }
    return false;
  }

  readsOrganisation(who: Who, orgId: string): boolean {
    const org = this.org(orgId);
    return who !== null && org !== undefined && (orgId === who.orgId || this.seesUnit(who, org.unitId));
  }

  /** The launched one is for committees, boards and provincial members; a draft is its issuer's. */
  readsCampaign(who: Who, id: string): boolean {
    const campaign = this.facts.campaigns.find((one) => one.id === id);
    if (who === null || campaign === undefined) return false;
    const eyes = this.eyesOf(who.orgId);
    if (eyes.orgId === this.ownerOf(campaign.issuer)) return true;
    const ofTheFront = eyes.type === 'FRONT_COMMITTEE' || eyes.type === 'FRONT_WORK_BOARD';
    return !campaign.draft && (ofTheFront || this.facts.parents.get(eyes.unitId) === null);
  }

  readsFigures(who: Who, unitId: string): boolean {
    return who !== null && who.role !== 'ADMIN' && this.isKnown(unitId) && this.seesUnit(who, unitId);
  }

  /** Who goes on with the work of an organisation: itself or its heir. */
  ownerOf(orgId: string): string | null {
    const org = this.org(orgId);
    if (!org?.ended) return org?.orgId ?? null;
    return org.ended.heir === null ? null : this.ownerOf(org.ended.heir);
  }

  /** Work of the land, one's own, what one contributes to, and what was sent to one. */
  readsWork(who: Who, { orgId, unitId, status, partners, receiver }: Work): boolean {
    if (who === null) return false;
    const role = working.includes(who.role) || (who.role === 'ANALYST' && status === 'approved');
    const eyes = this.eyesOf(who.orgId).orgId;
    const concerned = [orgId, ...partners].map((one) => this.ownerOf(one));
    const received = status !== 'draft' && this.receiverOf(receiver) === eyes;
    return (
      role && (concerned.includes(who.orgId) || concerned.includes(eyes) || received || this.seesUnit(who, unitId))
    );
  }

  /** A report of the land, one's own, and what one receives, sent or not; analysts read what is accepted. */
  readsReport(who: Who, { orgId, unitId, receiver, status }: Report): boolean {
    if (who === null) return false;
    const role = working.includes(who.role) || (who.role === 'ANALYST' && status === 'ACCEPTED');
    const eyes = this.eyesOf(who.orgId).orgId;
    const owner = this.ownerOf(orgId);
    const received = receiver !== null && this.receiverOf(receiver) === eyes;
    return role && (owner === who.orgId || owner === eyes || received || this.seesUnit(who, unitId));
  }

  /** Versions of a report: those that were sent back are not for analysts. */
  versionsRead(who: Who, report: Report): readonly number[] {
    const versions = report.sent.map((accepted, index) => ({ version: index + 1, accepted }));
    return versions.filter(({ accepted }) => accepted || who?.role !== 'ANALYST').map(({ version }) => version);
  }

  /** How an organisation takes part is read where it is read in full, and by those below a committee. */
  readsParticipation(who: Who, campaign: string, orgId: string): boolean {
    if (who === null || !this.readsCampaign(who, campaign)) return false;
    const org = this.org(orgId);
    if (!org) return false;
    const above = org.type === 'FRONT_COMMITTEE' && this.isBelow(this.org(who.orgId)?.unitId ?? '', org.unitId);
    return above || this.readsOrganisation(who, orgId);
  }

  /** Whether the case of a report is read: where the report is, by whoever follows the work. */
  readsReportCase(who: Who, report: Report): boolean {
    return who !== null && working.includes(who.role) && this.readsReport(who, report);
  }

  readsCase(who: Who, work: Work): boolean {
    if (who === null || !working.includes(who.role)) return false;
    const receives = this.receiverOf(work.receiver) === this.eyesOf(who.orgId).orgId;
    return receives || this.readsWork(who, work);
  }

  queueOf(who: Who): readonly string[] {
    if (who === null || !waiting.includes(who.role)) return [];
    const own = this.eyesOf(who.orgId).orgId;
    const { works, reports } = this.facts;
    const open = [...works.filter(({ status }) => status === 'open'), ...reports.filter(isWaiting)].filter(
      ({ receiver }) => receiver !== null && this.receiverOf(receiver) === own,
    );
    return open.flatMap(({ review }) => review ?? []).sort();
  }

  /** Units and what hangs on them are administered within the unit of the appointment; the top only from the top. */
  administers(who: Who, unitId: string | null): boolean {
    if (who?.role !== 'ADMIN') return false;
    const own = this.org(who.orgId)?.unitId ?? '';
    return unitId === null ? this.facts.parents.get(own) === null : this.isBelow(unitId, own);
  }

  changesUnit(who: Who, unitId: string | null): Verdict {
    if (this.administers(who, unitId)) return 'allowed';
    return who?.role === 'ADMIN' && unitId !== null && !this.isKnown(unitId) ? 'NOT_FOUND' : 'NOT_ALLOWED';
  }

  changesOrganisation(who: Who, orgId: string): Verdict {
    if (!this.readsOrganisation(who, orgId)) return 'NOT_FOUND';
    return this.administers(who, this.org(orgId)?.unitId ?? '') ? 'allowed' : 'NOT_ALLOWED';
  }

  drafts(who: Who, issuer: string): Verdict {
    const may =
      who !== null && ['OFFICE', 'HEAD'].includes(who.role) && this.eyesOf(who.orgId).orgId === this.ownerOf(issuer);
    return may ? 'allowed' : 'NOT_ALLOWED';
  }

  launches(who: Who, id: string): Verdict {
    if (who === null || !this.readsCampaign(who, id)) return 'NOT_FOUND';
    const issuer = this.facts.campaigns.find((one) => one.id === id)?.issuer;
    const leads = issuer !== undefined && this.ownerOf(issuer) === who.orgId;
    return who.role === 'HEAD' && leads ? 'allowed' : 'NOT_ALLOWED';
  }

  /** A draft is edited by whoever may draft; a launched plan is amended by its issuer's head. */
  amends(who: Who, id: string): Verdict {
    const campaign = this.facts.campaigns.find((one) => one.id === id);
    if (!campaign?.draft) return this.launches(who, id);
    return this.readsCampaign(who, id) ? this.drafts(who, campaign.issuer) : 'NOT_FOUND';
  }

  /** The issuer moves a due instant for all, a receiver for what it receives. */
  reschedules(who: Who, id: string, receiver: string | null): Verdict {
    const verdict = this.launches(who, id);
    const receives = receiver !== null && who !== null && this.receiverOf(receiver) === who.orgId;
    return verdict === 'NOT_ALLOWED' && who?.role === 'HEAD' && receives ? 'allowed' : verdict;
  }

  /** A head acts for the own organisation in a campaign that it reads. */
  takesPart(who: Who, campaign: string): Verdict {
    if (who === null) return 'NOT_ALLOWED';
    if (!this.readsCampaign(who, campaign)) return 'NOT_FOUND';
    return who.role === 'HEAD' ? 'allowed' : 'NOT_ALLOWED';
  }

  registers(who: Who, campaign: string): Verdict {
    if (who === null) return 'NOT_ALLOWED';
    if (!this.readsCampaign(who, campaign)) return 'NOT_FOUND';
    return drafting.includes(who.role) ? 'allowed' : 'NOT_ALLOWED';
  }

  changesWork(who: Who, work: Work | undefined, roles: readonly string[]): Verdict {
    if (who === null || !work || !this.readsWork(who, work)) return 'NOT_FOUND';
    return roles.includes(who.role) && this.ownerOf(work.orgId) === who.orgId ? 'allowed' : 'NOT_ALLOWED';
  }

  /** What the receiver does to work itself. */
  revokes(who: Who, work: Work | undefined): Verdict {
    if (who === null || !work || !this.readsWork(who, work)) return 'NOT_FOUND';
    const receives = work.status !== 'draft' && this.receiverOf(work.receiver) === who.orgId;
    return who.role === 'HEAD' && receives ? 'allowed' : 'NOT_ALLOWED';
  }

  decidesReport(who: Who, report: Report, roles: readonly string[]): Verdict {
    if (!this.readsReportCase(who, report)) return 'NOT_FOUND';
    return this.grants(who, report, roles);
  }

  decides(who: Who, work: Work | undefined, roles: readonly string[] = ['REVIEWER']): Verdict {
    if (who === null || !work || !this.readsCase(who, work)) return 'NOT_FOUND';
    return roles.includes(who.role) && this.receiverOf(work.receiver) === who.orgId ? 'allowed' : 'NOT_ALLOWED';
  }

  /** Clerks and heads write for their own organisation; the role OFFICE for its committee, too. */
  changesReport(who: Who, report: Report | undefined, roles: readonly string[]): Verdict {
    return this.actsOn(who, report, roles, report && this.ownerOf(report.orgId));
  }

  /** What the receiver does to a report; nobody to one that nobody receives. */
  grants(who: Who, report: Report | undefined, roles: readonly string[]): Verdict {
    const receiver = report?.receiver ?? null;
    return this.actsOn(who, report, roles, receiver === null ? null : this.receiverOf(receiver));
  }

  private actsOn(who: Who, report: Report | undefined, roles: readonly string[], orgId: string | null | undefined) {
    if (who === null || !report || !this.readsReport(who, report)) return 'NOT_FOUND';
    const acts = who.role === 'OFFICE' ? [who.orgId, this.eyesOf(who.orgId).orgId] : [who.orgId];
    return roles.includes(who.role) && acts.some((one) => one === orgId) ? 'allowed' : 'NOT_ALLOWED';
  }
}
