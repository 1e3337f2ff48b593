import { type OracleAmount, type OracleLine, wordsOf } from './demo-oracle-quantities.js';
import { shareOut } from './demo-oracle-shares.js';

export type OraclePlane = 'APPROVED' | 'PENDING';
export type OracleCredit = 'LEAD' | 'BY_SHARE';

/** A line, or one organisation's part of it, that comes (+1) or goes (-1) by one event. */
export interface OracleEntry {
  /** When it became known: the instant of the step that caused it. */
  readonly at: string;
  readonly event: string;
  readonly achievement: string;
  readonly area: string;
  readonly metric: string;
  readonly day: string;
  readonly unitId: string;
  readonly plane: OraclePlane;
  readonly sign: 1 | -1;
  /** Under which credit it counts; null: under both. */
  readonly credit: OracleCredit | null;
  /** 0 for the part of a partner: the line itself is counted at the lead. */
  readonly lines: 0 | 1;
  readonly amount: OracleAmount;
}

export interface OracleShare {
  readonly orgId: string;
  readonly unitId: string;
  readonly shareBp: number;
  readonly leads: boolean;
}

type State = 'drafted' | 'waiting' | 'returned' | 'approved' | 'amending' | 'rejected' | 'withdrawn' | 'revoked';
export type OracleOutcome = 'APPROVE' | 'RETURN' | 'REJECT';

const stateAfter = { APPROVE: 'approved', RETURN: 'returned', REJECT: 'rejected' } as const;
const eventOf = {
  APPROVE: 'AchievementApproved',
  RETURN: 'AchievementReturned',
  REJECT: 'AchievementRejected',
} as const;

/** One achievement from its registration on. It answers what each step adds to the figures and takes from them. */
export class OracleWork {
  submissions = 0;
  shares: readonly OracleShare[];
  private state: State = 'drafted';
  private lines: readonly OracleLine[] = [];
  private asked: readonly OracleLine[] = [];

  constructor(
    readonly id: string,
    readonly area: string,
    lead: Pick<OracleShare, 'orgId' | 'unitId'>,
  ) {
    this.shares = [{ ...lead, shareBp: 10_000, leads: true }];
  }

  report(lines: readonly OracleLine[]): void {
    this.mustBe('drafted', 'returned');
    this.lines = merged(this.lines, lines);
  }

  submit(at: string): readonly OracleEntry[] {
    this.mustBe('drafted', 'returned');
    this.state = 'waiting';
    this.submissions += 1;
    return this.entries(at, 'AchievementSubmitted', 'PENDING', 1, this.lines);
  }

  amend(at: string, lines: readonly OracleLine[]): readonly OracleEntry[] {
    this.mustBe('approved');
    this.state = 'amending';
    this.submissions += 1;
    this.asked = merged(this.lines, lines);
    return this.exchange(at, 'AmendmentRequested', 'PENDING', this.lines, this.asked);
  }

  decide(at: string, outcome: OracleOutcome): readonly OracleEntry[] {
    this.mustBe('waiting', 'amending');
    if (this.state === 'amending') return this.decideAmendment(at, outcome);
    this.state = stateAfter[outcome];
    const event = eventOf[outcome];
    const left = this.entries(at, event, 'PENDING', -1, this.lines);
    return outcome === 'APPROVE' ? [...left, ...this.entries(at, event, 'APPROVED', 1, this.lines)] : left;
  }

  withdraw(at: string): readonly OracleEntry[] {
    this.mustBe('drafted', 'returned', 'waiting', 'rejected');
    const left = this.state === 'waiting' ? this.lines : [];
    this.state = 'withdrawn';
    return this.entries(at, 'AchievementWithdrawn', 'PENDING', -1, left);
  }

  revoke(at: string): readonly OracleEntry[] {
    this.mustBe('approved');
    this.state = 'revoked';
    return this.entries(at, 'ApprovalRevoked', 'APPROVED', -1, this.lines);
  }

  private decideAmendment(at: string, outcome: OracleOutcome): readonly OracleEntry[] {
    this.state = 'approved';
    const before = this.lines;
    if (outcome !== 'APPROVE') return this.exchange(at, 'AmendmentRefused', 'PENDING', this.asked, before);
    this.lines = this.asked;
    return [
      ...this.exchange(at, 'AchievementCorrected', 'PENDING', this.asked, before),
      ...this.exchange(at, 'AchievementCorrected', 'APPROVED', before, this.asked),
    ];
  }

  /** Lines that are the same before and after neither go nor come. */
  private exchange(
    at: string,
    event: string,
    plane: OraclePlane,
    going: readonly OracleLine[],
    coming: readonly OracleLine[],
  ): readonly OracleEntry[] {
    const without = (lines: readonly OracleLine[], others: readonly OracleLine[]) =>
      lines.filter((line) => !others.some((other) => wordsOf(other) === wordsOf(line)));
    return [
      ...this.entries(at, event, plane, -1, without(going, coming)),
      ...this.entries(at, event, plane, 1, without(coming, going)),
    ];
  }

  /** A sum that several share counts whole at the lead, or in parts, by the credit that is asked for. */
  private entries(
    at: string,
    event: string,
    plane: OraclePlane,
    sign: 1 | -1,
    lines: readonly OracleLine[],
  ): readonly OracleEntry[] {
    const lead = this.shares.find(({ leads }) => leads) as OracleShare;
    return lines.flatMap(({ metric, day, amount }) => {
      const what = { at, event, achievement: this.id, area: this.area, metric, day, plane, sign } as const;
      const entire: OracleEntry = { ...what, unitId: lead.unitId, credit: null, lines: 1, amount };
      if (!('value' in amount) || this.shares.length === 1) return [entire];
      const parts = shareOut(amount.value, this.shares);
      const shared = this.shares.map(({ unitId, leads }, n): OracleEntry => {
        const part = { value: parts[n] as number };
        return { ...what, unitId, credit: 'BY_SHARE', lines: leads ? 1 : 0, amount: part };
      });
      // A partner to whom nothing falls has no part.
      const some = shared.filter((entry) => entry.lines === 1 || !('value' in entry.amount) || entry.amount.value > 0);
      return [{ ...entire, credit: 'LEAD' as const }, ...some];
    });
  }

  private mustBe(...states: readonly State[]): void {
    if (!states.includes(this.state)) throw new Error(`${this.id} is ${this.state}, not ${states.join(' or ')}`);
  }
}

/** A line that stands is replaced by the one with its id; any other is one more. */
const merged = (before: readonly OracleLine[], lines: readonly OracleLine[]): readonly OracleLine[] => {
  const byId = new Map(before.map((line) => [line.lineId, line]));
  for (const line of lines) byId.set(line.lineId, line);
  return [...byId.values()];
};
