import { receiverIn, receiverToday, type World } from '@thidua/authority';
import { type Duty, isLiving } from './duty.js';
import type { ReportBook } from './report-book.js';
import { familyOf, lineOn, onwardOf, type RoundsBook } from './rounds.js';

/** What is known, and which day is today there. */
export interface Moment {
  readonly position: number;
  /** Local date of the instant at which the event at that position was recorded. */
  readonly today: string;
}

/**
 * Whose lines and reports go into whose report, in one round and those that feed it, at one moment (figures.md 6):
 * a chain leads from an organisation over whoever receives from it up to the issuer.
 */
export class ReportChains {
  private readonly rounds: RoundsBook;
  /** Those of the family of the round. */
  private readonly duties: readonly Duty[];
  private readonly ofFamily = new Map<string, Duty[]>();
  /** Of a supplement: what is owed in the rounds that it supplements, which say who sends to whom there as well. */
  private readonly supplemented = new Map<string, Duty[]>();
  private readonly livingOf = new Map<string, Duty[]>();
  /** Who stands at the root: the issuer, or whoever goes on for it. */
  private readonly top: string;
  private readonly parents = new Map<string, string | null>();
  private readonly reporters = new Map<string, string | null>();
  private readonly members = new Map<string, string[]>();
  private readonly below = new Map<string, string[]>();
  private ownersGrouped = 0;
  private byParent: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(
    private readonly book: ReportBook,
    private readonly campaignId: string,
    roundCode: string,
    private readonly moment: Moment,
    private readonly world: World,
  ) {
    this.rounds = book.roundsOf(campaignId, moment.position);
    const family = new Set(familyOf(this.rounds, roundCode));
    const duties = book.dutiesOf(campaignId, moment.position);
    this.duties = duties.filter((duty) => family.has(duty.roundCode));
    for (const duty of this.duties) push(this.ofFamily, duty.orgId, duty);
    const { supplements } = this.rounds.rounds.get(roundCode) ?? {};
    const others = new Set(supplements === undefined ? [] : familyOf(this.rounds, supplements));
    for (const duty of duties) if (others.has(duty.roundCode)) push(this.supplemented, duty.orgId, duty);
    for (const duty of duties) if (isLiving(duty)) push(this.livingOf, duty.orgId, duty);
    const { issuerOrgId } = this.rounds;
    this.top = receiverToday(issuerOrgId, world) ?? issuerOrgId;
  }

  /** The nearest reporter of an organisation's lines: itself, or the first above that owes a report; null where none does. */
  reporterOf(orgId: string): string | null {
    const before = this.reporters.get(orgId);
    if (before !== undefined) return before;
    const reporter = this.chainOf(orgId).find((one) => this.ofFamily.get(one)?.some(isLiving)) ?? null;
    this.reporters.set(orgId, reporter);
    return reporter;
  }

  /** The organisations with approved work whose lines belong to a reporter. */
  membersOf(reporterOrgId: string): readonly string[] {
    this.groupOwners();
    return this.members.get(reporterOrgId) ?? [];
  }

  /** The organisations with approved work whose chain leads to a reporter, however many report between them. */
  allBelow(reporterOrgId: string): readonly string[] {
    this.groupOwners();
    return this.below.get(reporterOrgId) ?? [];
  }

  /** Owners only ever come to it, so those that were grouped before stay where they are. */
  private groupOwners(): void {
    const { owners } = this.book.approvedIn(this.campaignId);
    for (; this.ownersGrouped < owners.length; this.ownersGrouped++) {
      const owner = owners[this.ownersGrouped] as string;
      const reporter = this.reporterOf(owner);
      if (reporter !== null) push(this.members, reporter, owner);
      for (const one of this.chainOf(owner)) push(this.below, one, owner);
    }
  }

  /** Ids of the reports that are owed to a report: those whose first living one further along their chain it is. */
  childrenOf(reportId: string): readonly string[] {
    this.byParent ??= this.groupedByParent();
    return this.byParent.get(reportId) ?? [];
  }

  /** Reports of rounds that do not feed this one go elsewhere: a supplement, which none feeds, has none. */
  private groupedByParent(): ReadonlyMap<string, readonly string[]> {
    const byParent = new Map<string, string[]>();
    for (const duty of this.duties) {
      const parent = isLiving(duty) ? this.parentDutyOf(duty) : null;
      if (parent) push(byParent, parent.reportId, duty.reportId);
    }
    return byParent;
  }

  /**
   * A supplement stands in for the report that it supplements where that one was waived: it counts all below it
   * directly, so nothing of it is passed on beside.
   */
  private parentDutyOf(duty: Duty): Duty | null {
    const onward = onwardOf(this.rounds, duty.roundCode);
    if (onward.length === 0) return null;
    const placeOf = ({ roundCode }: Duty) => {
      const { kind, supplements } = this.rounds.rounds.get(roundCode) ?? {};
      const direct = onward.indexOf(roundCode);
      if (direct >= 0 || kind !== 'SUPPLEMENT') return direct;
      const supplemented = onward.indexOf(supplements ?? '');
      // Right behind the report that it supplements, whichever of the two came to be owed first.
      return supplemented < 0 ? supplemented : supplemented + 0.5;
    };
    for (const orgId of this.chainOf(duty.orgId)) {
      const further = (this.livingOf.get(orgId) ?? []).filter(
        (one) => one.reportId !== duty.reportId && placeOf(one) >= 0,
      );
      if (further.length === 0) continue;
      return further.reduce((nearest, one) => (placeOf(one) < placeOf(nearest) ? one : nearest));
    }
    return null;
  }

  /** The organisation and all above it, up to the issuer. */
  private chainOf(orgId: string): readonly string[] {
    const chain = new Set<string>();
    // Should lines form a circle nevertheless, whoever stands in it is passed once.
    for (let next: string | null = orgId; next !== null && !chain.has(next); next = this.parentOf(next))
      chain.add(next);
    return [...chain];
  }

  private parentOf(orgId: string): string | null {
    const before = this.parents.get(orgId);
    if (before !== undefined) return before;
    const parent = this.findParent(orgId);
    this.parents.set(orgId, parent);
    return parent;
  }

  private findParent(orgId: string): string | null {
    if (orgId === this.top) return null;
    const org = this.world.organisation(orgId);
    const expected = this.expectedOf(orgId, org?.dissolved !== undefined);
    if (expected?.receiverOrgId) return expected.receiverOrgId;
    if (!org) return null;
    if (org.dissolved) return receiverToday(orgId, this.world);
    const { issuerOrgId } = this.rounds;
    return lineOn(this.rounds, orgId, this.moment.today) ?? receiverIn(org, issuerOrgId, this.world);
  }

  /** The report whose stored receiver an organisation sends to; an ended one only where it is owed still. */
  private expectedOf(orgId: string, dissolved: boolean): Duty | undefined {
    const owed = this.ofFamily.get(orgId) ?? [];
    const living = owed.find(isLiving);
    if (living || dissolved) return living;
    const supplemented = this.supplemented.get(orgId) ?? [];
    return owed[0] ?? supplemented.find(isLiving) ?? supplemented[0];
  }
}

const push = <Item>(groups: Map<string, Item[]>, key: string, item: Item): void => {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
};
