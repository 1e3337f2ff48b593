import { randomUUID } from 'node:crypto';
import { type Achieved, force, metres, type Submitted, Work } from './casebook-work.js';
import type { CasebookWorld } from './casebook-world.js';

/** An achievement in a state, with a case where it has one and a piece of evidence. */
export interface Copy extends Achieved {
  readonly evidence: string;
  readonly review?: string;
  readonly submissionNo?: number;
}

/** Somebody who asks, under the appointment they chose. */
export interface Asker {
  readonly user: string;
  readonly actingAs?: string;
  /** Whether the door for files takes theirs: that of clerks and heads. */
  readonly uploads: boolean;
}

export const owner = '29242';
export const partner = '29245';
export const receiver = '842';
const lines = [metres(7, '2022-02-01')];

/** Makes achievements of 29242 in a state, in each of which `both@842`, a reviewer of the receiver, took part as a clerk. */
export class Copies {
  readonly work: Work;

  private constructor(
    readonly world: CasebookWorld,
    campaign: string,
    readonly both: { readonly asClerk: Asker; readonly asReviewer: Asker },
  ) {
    this.work = new Work(world, campaign);
  }

  static async in(world: CasebookWorld): Promise<(campaign: string) => Copies> {
    const user = 'both@842';
    const asked = await world.appoint(user, 'CLERK', owner);
    const decided = await world.appoint(user, 'REVIEWER', receiver);
    const asClerk = { user, actingAs: asked.appointmentId, uploads: true };
    const asReviewer = { user, actingAs: decided.appointmentId, uploads: false };
    return (campaign) => new Copies(world, campaign, { asClerk, asReviewer });
  }

  /** Registered, with a partner and a piece of evidence; no line yet. */
  async registered(more: object = {}): Promise<Copy> {
    const { world, work, both } = this;
    const achieved = await work.register(owner, more);
    const shares = [
      { organisation: world.org(owner), role: 'LEAD', shareBp: 6000 },
      { organisation: world.org(partner), role: 'PARTNER', shareBp: 4000 },
    ];
    const change = { ...force, achievement: achieved.id };
    await world.must(`clerk@${owner}`, 'achievementDeclareContributions', { ...change, contributions: shares });
    const evidence = await world.own.upload(both.asClerk.user, both.asClerk.actingAs);
    const input = { ...change, evidence, kind: 'LIST' };
    const { userErrors } = await world.send(
      ...([both.asClerk.user, 'achievementAttachEvidence', input, 'revision', both.asClerk.actingAs] as const),
    );
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
    return { ...achieved, evidence };
  }

  async reported(more: object = {}): Promise<Copy> {
    const copy = await this.registered(more);
    await this.work.report(copy, lines);
    return copy;
  }

  async inProgress(): Promise<Copy> {
    const copy = await this.reported();
    const input = { ...force, achievement: copy.id, percentDone: 40, effectiveOn: '2022-02-02' };
    await this.world.must(`clerk@${owner}`, 'achievementRecordProgress', input);
    return copy;
  }

  async completed(): Promise<Copy> {
    const copy = await this.reported();
    const input = { ...force, achievement: copy.id, completedOn: '2022-02-03' };
    await this.world.must(`clerk@${owner}`, 'achievementComplete', input);
    return copy;
  }

  async underReview(): Promise<Copy & Submitted> {
    const copy = await this.reported();
    const submitted = await this.work.submit(copy);
    await this.world.drain();
    return { ...copy, ...submitted };
  }

  async returned(): Promise<Copy> {
    const copy = await this.underReview();
    await this.work.sendBack(copy, copy);
    return copy;
  }

  async approved(): Promise<Copy> {
    const copy = await this.underReview();
    await this.work.approve(copy, copy);
    return copy;
  }

  async amendmentPending(): Promise<Copy> {
    const copy = await this.approved();
    const submitted = await this.work.ask(copy, [metres(5, '2022-02-01')]);
    await this.world.drain();
    return { ...copy, ...submitted };
  }

  async rejected(): Promise<Copy> {
    const copy = await this.underReview();
    await this.work.reject(copy, copy);
    return copy;
  }

  async withdrawn(): Promise<Copy> {
    const copy = await this.underReview();
    await this.work.withdraw(copy);
    await this.world.drain();
    return copy;
  }

  async revoked(): Promise<Copy> {
    const copy = await this.approved();
    await this.work.revoke(copy);
    return copy;
  }

  /** A case that is assigned to `reviewer@842`. */
  async assigned(): Promise<Copy & Submitted> {
    const copy = await this.underReview();
    await this.world.must(`reviewer@${receiver}`, 'reviewAssign', { ...force, review: copy.review });
    return copy;
  }

  /** A case from which `reviewer@842` stepped back. */
  async recused(): Promise<Copy & Submitted> {
    const copy = await this.underReview();
    const input = { ...force, id: copy.review, reason: 'Người nhà' };
    await this.world.must(`reviewer@${receiver}`, 'reviewRecuse', input);
    return copy;
  }
}

/** Valid input of every mutation on an achievement that stands. */
export const workInputs = {
  achievementDeclareContributions: ({ id }: Copy, world: CasebookWorld) => ({
    achievement: id,
    contributions: [{ organisation: world.org(owner), role: 'LEAD', shareBp: 10_000 }],
  }),
  achievementRecordProgress: ({ id }: Copy) => ({ achievement: id, percentDone: 55, effectiveOn: '2022-02-05' }),
  achievementReportQuantities: ({ id }: Copy) => ({ achievement: id, lines: [metres(8, '2022-02-01')] }),
  achievementAttachEvidence: async ({ id }: Copy, world: CasebookWorld, { user, actingAs, uploads }: Asker) => ({
    achievement: id,
    evidence: uploads ? await world.own.upload(user, actingAs) : randomUUID(),
    kind: 'PHOTO',
  }),
  achievementWithdrawEvidence: ({ id, evidence }: Copy) => ({ achievement: id, evidence }),
  achievementComplete: ({ id }: Copy) => ({ achievement: id, completedOn: '2022-02-06' }),
  achievementSubmit: ({ id }: Copy) => ({ achievement: id }),
  achievementRequestAmendment: ({ id }: Copy) => ({
    achievement: id,
    lines: [metres(6, '2022-02-01')],
    reason: 'Đo lại',
  }),
  achievementWithdraw: ({ id }: Copy) => ({ id, reason: 'Ghi nhầm' }),
  achievementRevoke: ({ id }: Copy) => ({ id, reason: 'Trùng' }),
};

const why = { reasonCode: 'QUANTITY_UNCLEAR', note: 'Đo lại giúp' };
const decision = ({ review, submissionNo }: Copy) => ({ review, submissionNo });

/** Valid input of every mutation on a case. Reviewers take it themselves, others give it to one of them. */
export const caseInputs = {
  reviewApprove: decision,
  reviewReturn: (copy: Copy) => ({ ...decision(copy), ...why }),
  reviewReject: (copy: Copy) => ({ ...decision(copy), ...why }),
  reviewAssign: ({ review }: Copy, _world: CasebookWorld, { user }: Asker) => ({
    review,
    ...(!['reviewer@842', 'second@842', 'both@842', 'reviewer@84'].includes(user) && { reviewer: 'second@842' }),
  }),
  reviewRecuse: ({ review }: Copy) => ({ id: review, reason: 'Người nhà' }),
  reviewRaiseFinding: ({ review }: Copy) => ({ review, code: 'OTHER', text: 'Ảnh mờ' }),
};
