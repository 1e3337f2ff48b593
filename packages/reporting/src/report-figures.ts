import type { Position, ReportTotal } from '@thidua/events';
import type { ReportBook } from './report-book.js';
import type { Moment } from './report-chains.js';
import { differencesOf, type ReportDifference, sameLine, withoutFinal } from './report-differences.js';
import { type KnownRegistry, ReportLines } from './report-lines.js';
import { digestOf, pairOf, totalsLess, totalsOf } from './report-totals.js';
import { type CountedLine, type Inclusion, type Saying, type Which } from './saying.js';

/** What a report says that is not sent yet, derived at one moment. */
export interface DraftFigures {
  readonly coversTo: string;
  readonly children: readonly Inclusion[];
  /** Who should have reported to it and has no accepted version. */
  readonly missingOrgIds: readonly string[];
  /** Of a supplement: the version of the final report that it is less. */
  readonly supplementsVersion: number | null;
  readonly totals: readonly ReportTotal[];
  /** Over the RFC 8785 bytes of the totals, in hex. */
  readonly sha256: string;
}

/** Whether what a report says has changed since, and through which of its children. */
export interface Staleness {
  readonly stale: boolean;
  readonly because: readonly Inclusion[];
}

/**
 * The figures of reports (figures.md 6), all of them derived: of drafts, and of versions as they stand to what is
 * approved. Asks for reports that are owed, and for versions that were sent; anything else throws.
 */
export class ReportFigures {
  private readonly lines: ReportLines;

  constructor(
    private readonly book: ReportBook,
    registry: KnownRegistry,
  ) {
    this.lines = new ReportLines(book, registry);
  }

  /** What a report would say now. Throws TotalTooLarge. */
  draft(reportId: string, moment: Moment): DraftFigures {
    const saying = this.lines.draft(reportId, moment);
    const totals = this.totalsIn(saying, this.lines.linesOfDraft(saying));
    const { coversTo, children, missingOrgIds, lessVersion } = saying;
    return { coversTo, children, missingOrgIds, supplementsVersion: lessVersion, totals, sha256: digestOf(totals) };
  }

  /** The totals of a version, recomputed from the log at its `asOfPosition`. Throws TotalTooLarge. */
  recomputed(reportId: string, version: number): readonly ReportTotal[] {
    const inclusion = { reportId, version };
    return this.totalsIn(this.lines.version(inclusion), this.lines.linesOf(inclusion));
  }

  staleness(reportId: string, which: Which, moment: Moment): Staleness {
    if (which !== 'draft') return this.stalenessOf({ reportId, version: which }, moment.position, new Map());
    const { children } = this.lines.draft(reportId, moment);
    const because = this.staleAmong(children, moment.position, new Map());
    return { stale: because.length > 0, because };
  }

  /** What is approved at a moment beside what a report says: a row for each figure that differs. Throws TotalTooLarge. */
  differences(reportId: string, which: Which, moment: Moment): readonly ReportDifference[] {
    const [saying, counted] = this.sayingAndLines(reportId, which, moment);
    const approved = this.book.approvedIn(saying.duty.campaignId);
    const sayings = this.lines.sayingsIn(saying);
    const found = differencesOf({ saying, counted, sayings, approved, knownUpTo: moment.position });
    const final = this.lines.lessOf(saying);
    if (!final) return found;
    const taken = new Map(final.totals.map(({ areaCode, metric, quantity }) => [pairOf(areaCode, metric), quantity]));
    return found.map((one) => withoutFinal(one, taken.get(pairOf(one.areaCode, one.metric))));
  }

  private sayingAndLines(
    reportId: string,
    which: Which,
    moment: Moment,
  ): readonly [Saying, ReadonlyMap<string, CountedLine>] {
    if (which === 'draft') {
      const draft = this.lines.draft(reportId, moment);
      return [draft, this.lines.linesOfDraft(draft)];
    }
    const inclusion = { reportId, version: which };
    return [this.lines.version(inclusion), this.lines.linesOf(inclusion)];
  }

  private totalsIn(saying: Saying, lines: ReadonlyMap<string, CountedLine>): readonly ReportTotal[] {
    const totals = totalsOf(lines.values());
    const final = this.lines.lessOf(saying);
    return final ? totalsLess(totals, final.totals) : totals;
  }

  private stalenessOf(inclusion: Inclusion, knownUpTo: Position, known: Map<string, Staleness>): Staleness {
    const key = JSON.stringify([inclusion.reportId, inclusion.version]);
    const before = known.get(key);
    if (before) return before;
    const saying = this.lines.version(inclusion);
    const because = this.staleAmong(saying.children, knownUpTo, known);
    const stale =
      because.length > 0 ||
      this.anyChanged(saying, this.lines.ownLinesOf(inclusion), knownUpTo) ||
      this.finalMovedOn(saying, knownUpTo);
    const staleness = { stale, because };
    known.set(key, staleness);
    return staleness;
  }

  /** Children that are stale themselves, or have a newer accepted version that differs in the lines that were counted. */
  private staleAmong(
    children: readonly Inclusion[],
    knownUpTo: Position,
    known: Map<string, Staleness>,
  ): readonly Inclusion[] {
    return children.filter(
      (child) => this.stalenessOf(child, knownUpTo, known).stale || this.supersededOtherwise(child, knownUpTo),
    );
  }

  private anyChanged({ duty }: Saying, own: readonly CountedLine[], knownUpTo: Position): boolean {
    const approved = this.book.approvedIn(duty.campaignId);
    return own.some(({ achievementId, line }) => {
      const now = approved.stateOf(achievementId, knownUpTo).lines.find(({ lineId }) => lineId === line.lineId);
      return !now || !sameLine(line, now);
    });
  }

  private supersededOtherwise(child: Inclusion, knownUpTo: Position): boolean {
    const accepted = this.book.duty(child.reportId, knownUpTo)?.acceptedVersion ?? child.version;
    if (accepted === child.version) return false;
    const newer = this.lines.linesOf({ ...child, version: accepted });
    return [...this.lines.linesOf(child)].some(([key, { line }]) => {
      const now = newer.get(key);
      return !now || !sameLine(line, now.line);
    });
  }

  /** Another version of the final report was accepted than the one that a supplement is less. */
  private finalMovedOn({ duty, round, lessVersion }: Saying, knownUpTo: Position): boolean {
    return round.kind === 'SUPPLEMENT' && this.lines.finalOf(duty, round, knownUpTo) !== lessVersion;
  }
}
