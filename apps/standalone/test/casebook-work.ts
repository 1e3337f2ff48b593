import type { Answered, CasebookWorld } from './casebook-world.js';

/** An achievement as its people know it. */
export interface Achieved {
  readonly id: string;
  /** The unit whose people work on it. */
  readonly of: string;
}

/** A submission and its case. */
export interface Submitted {
  readonly review: string;
  readonly submissionNo: number;
  /** The position of its event. */
  readonly receipt: string;
}

export interface LineSent {
  readonly lineId?: string;
  readonly metric: string;
  readonly effectiveOn: string;
}

/** A line of one metric in the fields that its kind asks for; one line id unless another is said. */
export const line = (metric: string, effectiveOn: string, quantity: object, lineId = 'l'): LineSent => ({
  lineId,
  metric,
  effectiveOn,
  ...quantity,
});

export const metres = (value: number, day: string, lineId = 'l') =>
  line('road_metre', day, { value: String(value) }, lineId);

export const people = (members: readonly string[], day: string, lineId = 'l') =>
  line('person', day, { members }, lineId);

/** The n-th person of this world, as a client names one. */
export const person = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const reason = { reasonCode: 'QUANTITY_UNCLEAR', note: 'Đo lại giúp' };
const reads = 'receipt revision achievement { reviewId submissionNo }';
export const force = { force: true };

/** Work in one campaign, done by the people of its units and decided by the reviewers above them. */
export class Work {
  constructor(
    readonly world: CasebookWorld,
    readonly campaign: string,
  ) {}

  async register(of: string, more: object = {}): Promise<Achieved> {
    const input = { campaign: this.campaign, area: '2.5', kind: 'TASK', title: 'Đường hoa', ...more };
    const made = await this.world.must(`clerk@${of}`, 'achievementRegister', input, 'achievementId');
    return { id: made.achievementId, of };
  }

  /** Answers the position. */
  async report({ id, of }: Achieved, lines: readonly LineSent[], more: object = {}): Promise<string> {
    const input = { ...force, achievement: id, lines, ...more };
    return (await this.world.must(`clerk@${of}`, 'achievementReportQuantities', input)).receipt;
  }

  async submit({ id, of }: Achieved): Promise<Submitted> {
    const input = { ...force, achievement: id };
    return submittedOf(await this.world.must(`head@${of}`, 'achievementSubmit', input, reads));
  }

  /** Registered, reported, submitted, not decided. */
  async waiting(of: string, lines: readonly LineSent[], more: object = {}): Promise<Achieved & Submitted> {
    const achieved = await this.register(of, more);
    await this.report(achieved, lines);
    return { ...achieved, ...(await this.submit(achieved)) };
  }

  async ask(of: Achieved, lines: readonly LineSent[], more: object = {}): Promise<Submitted> {
    const input = { ...force, achievement: of.id, lines, reason: 'Đo lại', ...more };
    return submittedOf(await this.world.must(`head@${of.of}`, 'achievementRequestAmendment', input, reads));
  }

  /** Answers the position at which the achievement took the decision over. */
  approve(of: Achieved, submitted: Submitted): Promise<string> {
    return this.decide(of, submitted, 'reviewApprove');
  }

  sendBack(of: Achieved, submitted: Submitted): Promise<string> {
    return this.decide(of, submitted, 'reviewReturn');
  }

  reject(of: Achieved, submitted: Submitted): Promise<string> {
    return this.decide(of, submitted, 'reviewReject');
  }

  /** An approved fact of a unit: registered, reported for its day, submitted, approved. */
  async approved(of: string, lines: readonly LineSent[], more: object = {}): Promise<Achieved & Submitted> {
    const achieved = await this.waiting(of, lines, more);
    return { ...achieved, receipt: await this.approve(achieved, achieved) };
  }

  /** An amendment, asked for and approved; answers the position of the correction. */
  async correct(of: Achieved, lines: readonly LineSent[], more: object = {}): Promise<string> {
    return this.approve(of, await this.ask(of, lines, more));
  }

  async revoke({ id, of }: Achieved): Promise<string> {
    const input = { ...force, id, reason: 'Trùng' };
    return (await this.world.must(`head@${this.world.receiverOf(of)}`, 'achievementRevoke', input)).receipt;
  }

  async withdraw({ id, of }: Achieved): Promise<string> {
    const input = { ...force, id, reason: 'Ghi nhầm' };
    return (await this.world.must(`head@${of}`, 'achievementWithdraw', input)).receipt;
  }

  private async decide({ of }: Achieved, { review, submissionNo }: Submitted, field: string): Promise<string> {
    await this.world.drain();
    const input = { ...force, review, submissionNo, ...(field !== 'reviewApprove' && reason) };
    const user = `reviewer@${this.world.receiverOf(of)}`;
    const { receipt, settled } = await this.world.must(user, field, input, 'receipt settled');
    if (!settled) throw new Error(`${field} of ${review} was not settled`);
    return receipt;
  }
}

const submittedOf = ({ receipt, achievement }: Answered): Submitted => ({
  receipt,
  review: achievement.reviewId,
  submissionNo: achievement.submissionNo,
});
