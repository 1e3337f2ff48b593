import { localDateOf } from '@thidua/event-sourcing';
import type { Position } from '@thidua/events';
import { acceptedOf, type Duty, type SentVersion, versionOf } from './duty.js';
import { Kept } from './kept.js';
import type { ReportBook } from './report-book.js';
import { type Moment, ReportChains } from './report-chains.js';
import type { Round } from './rounds.js';
import { type CountedLine, type Inclusion, lineKeyOf, reportsByOwner, type Saying } from './saying.js';

type Lines = ReadonlyMap<string, CountedLine>;

const sayingsKeptMax = 2000;
const chainsKeptMax = 64;

/** Where organisations and trees of any day come from, as known at any position. */
export interface KnownRegistry {
  worldAsOf(on: string, knownUpTo: Position): ConstructorParameters<typeof ReportChains>[4];
  /** The last position up to the given one at which a unit or an organisation changed. */
  shapeAt(knownUpTo: Position): Position;
}

/** The lines that drafts and versions count, each once. Versions never change, so theirs are kept. */
export class ReportLines {
  private readonly frozen = new Kept<{ readonly saying: Saying; readonly own: readonly CountedLine[]; all?: Lines }>(
    sayingsKeptMax,
  );
  private readonly chains = new Kept<ReportChains>(chainsKeptMax);

  constructor(
    private readonly book: ReportBook,
    private readonly registry: KnownRegistry,
  ) {}

  /** What a report would say now; throws where nobody owes it. */
  draft(reportId: string, moment: Moment): Saying & { readonly missingOrgIds: readonly string[] } {
    const duty = this.dutyAt(reportId, moment.position);
    const round = this.roundAt(duty, moment.position);
    const chains = this.chainsAt(duty, moment);
    const owed = chains.childrenOf(reportId).map((childId) => this.dutyAt(childId, moment.position));
    const { children, missingOrgIds } = this.countedOf(owed);
    const lessVersion = round.kind === 'SUPPLEMENT' ? this.finalOf(duty, round, moment.position) : null;
    return { duty, round, moment, coversTo: round.coversTo, children, chains, lessVersion, missingOrgIds };
  }

  /** What a version said. */
  version(inclusion: Inclusion): Saying {
    return this.keptOf(inclusion).saying;
  }

  /** The lines of a saying itself, without those of its children. */
  ownLines(saying: Saying): readonly CountedLine[] {
    const { duty, coversTo, chains, moment } = saying;
    const approved = this.book.approvedIn(duty.campaignId);
    return chains.membersOf(duty.orgId).flatMap((ownerOrgId) =>
      approved.of(ownerOrgId).flatMap(({ achievementId, areaCode, states }) =>
        states
          .at(moment.position)
          .lines.filter(({ effectiveOn }) => effectiveOn <= coversTo)
          .map((line) => ({ achievementId, areaCode, ownerOrgId, line, readAt: moment.position })),
      ),
    );
  }

  ownLinesOf(inclusion: Inclusion): readonly CountedLine[] {
    return this.keptOf(inclusion).own;
  }

  /** All lines that a draft counts: its own, and those of the versions it counts. */
  linesOfDraft(saying: Saying): Lines {
    return this.together(this.ownLines(saying), saying.children);
  }

  linesOf(inclusion: Inclusion): Lines {
    const kept = this.keptOf(inclusion);
    kept.all ??= this.together(kept.own, kept.saying.children);
    return kept.all;
  }

  /** What a saying and all that it counts, directly or through others, said. */
  sayingsIn(saying: Saying): readonly Saying[] {
    return [saying, ...saying.children.flatMap((child) => this.sayingsIn(this.version(child)))];
  }

  /** The accepted version of the report that a supplement supplements, null where there is none. */
  finalOf({ campaignId, orgId }: Duty, { supplements }: Round, knownUpTo: Position): number | null {
    return this.supplemented({ campaignId, orgId }, supplements, knownUpTo)?.acceptedVersion ?? null;
  }

  /** The version of the final report that a supplement is less. */
  lessOf({ duty, round, lessVersion, moment }: Saying): SentVersion | undefined {
    if (lessVersion === null) return undefined;
    const final = this.supplemented(duty, round.supplements, moment.position);
    return final && versionOf(final, lessVersion);
  }

  private supplemented(
    { campaignId, orgId }: Pick<Duty, 'campaignId' | 'orgId'>,
    roundCode: string | undefined,
    knownUpTo: Position,
  ): Duty | undefined {
    const duties = this.book.dutiesOfOrganisation(campaignId, orgId, knownUpTo);
    return duties.find((duty) => duty.roundCode === roundCode);
  }

  /** A line that two of them count, since its organisation moved between their moments, counts as it was read last. */
  private together(own: readonly CountedLine[], children: readonly Inclusion[]): Lines {
    const lines = new Map<string, CountedLine>();
    const count = (key: string, line: CountedLine) => {
      const before = lines.get(key);
      if (!before || line.readAt >= before.readAt) lines.set(key, line);
    };
    for (const child of children) for (const [key, line] of this.linesOf(child)) count(key, line);
    for (const line of own) count(lineKeyOf(line.achievementId, line.line.lineId), line);
    return lines;
  }

  /**
   * Each organisation counts once: with the accepted supplement that holds its lines, its own or that of whoever
   * goes on for it, since this holds everything; else with what it supplements.
   */
  private countedOf(owed: readonly Duty[]) {
    const accepted = owed.flatMap((duty) => {
      const version = acceptedOf(duty);
      return version ? [{ duty, inclusion: { reportId: duty.reportId, version: version.version } }] : [];
    });
    const supplementing = new Map<string, Saying[]>();
    for (const { duty, inclusion } of accepted) {
      const { supplements } = this.roundAt(duty, Number.POSITIVE_INFINITY);
      if (supplements === undefined) continue;
      const others = supplementing.get(supplements);
      if (others) others.push(this.version(inclusion));
      else supplementing.set(supplements, [this.version(inclusion)]);
    }
    const holders = new Map([...supplementing].map(([roundCode, sayings]) => [roundCode, reportsByOwner(sayings)]));
    const children = accepted
      .filter(({ duty }) => holders.get(duty.roundCode)?.(duty.orgId) === undefined)
      .map(({ inclusion }) => inclusion);
    const answered = new Set(accepted.map(({ duty }) => duty.orgId));
    const missing = owed.filter(({ orgId }) => !answered.has(orgId)).map(({ orgId }) => orgId);
    return { children, missingOrgIds: [...new Set(missing)] };
  }

  private keptOf({ reportId, version }: Inclusion) {
    return this.frozen.get(JSON.stringify([reportId, version]), () => {
      const duty = this.dutyAt(reportId, Number.POSITIVE_INFINITY);
      const sent = versionOf(duty, version);
      if (!sent) throw new Error(`the report ${reportId} has no version ${version}`);
      const { asOfPosition: position, asOfInstant, coversTo, children } = sent;
      const moment = { position, today: localDateOf(Date.parse(asOfInstant)) };
      const round = this.roundAt(duty, position);
      const lessVersion = sent.supplementsVersion ?? null;
      const saying = { duty, round, moment, coversTo, children, chains: this.chainsAt(duty, moment), lessVersion };
      return { saying, own: this.ownLines(saying) };
    });
  }

  /** Who reports to whom stays as it is between the positions at which something of it changed. */
  private chainsAt({ campaignId, roundCode }: Duty, { position, today }: Moment): ReportChains {
    const shapes = [this.book.shapeAt(campaignId, position), this.registry.shapeAt(position)];
    return this.chains.get(JSON.stringify([campaignId, roundCode, today, ...shapes]), () => {
      const world = this.registry.worldAsOf(today, position);
      return new ReportChains(this.book, campaignId, roundCode, { position, today }, world);
    });
  }

  private dutyAt(reportId: string, knownUpTo: Position): Duty {
    const duty = this.book.duty(reportId, knownUpTo);
    if (!duty) throw new Error(`nobody owes the report ${reportId}`);
    return duty;
  }

  private roundAt({ campaignId, roundCode }: Duty, knownUpTo: Position): Round {
    const round = this.book.roundsOf(campaignId, knownUpTo).rounds.get(roundCode);
    if (!round) throw new Error(`a report is owed in the round ${roundCode}, which its campaign lacks`);
    return round;
  }
}
