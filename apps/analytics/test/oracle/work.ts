import type { AchievementEvent, Line, Subject } from '@thidua/events';

type Status =
  | 'drafted'
  | 'under-review'
  | 'returned'
  | 'approved'
  | 'amendment-pending'
  | 'rejected'
  | 'withdrawn'
  | 'revoked';

/** Where an achievement may be in which state for an act; what is not listed is no history (domain.md E2). */
const allowed = {
  submit: ['drafted', 'returned'],
  approve: ['under-review'],
  return: ['under-review'],
  reject: ['under-review'],
  withdraw: ['drafted', 'returned', 'under-review', 'rejected'],
  amend: ['approved'],
  correct: ['amendment-pending'],
  refuse: ['amendment-pending'],
  revoke: ['approved'],
} satisfies Record<string, readonly Status[]>;

export type Act = keyof typeof allowed;

/** The life of one achievement: each act answers its events, and what leaves is always what entered. */
export class Work {
  status: Status = 'drafted';
  private submissionNo = 0;
  private approved: readonly Line[] = [];

  constructor(
    readonly subject: Subject,
    /** As they were reported last; while an amendment waits, what it asks for. */
    private lines: readonly Line[],
  ) {}

  get reported(): readonly Line[] {
    return this.lines;
  }

  /** The acts that are possible now. */
  get acts(): readonly Act[] {
    return (Object.keys(allowed) as Act[]).filter((act) => (allowed[act] as readonly Status[]).includes(this.status));
  }

  register(): readonly AchievementEvent[] {
    const { achievementId, campaignId, areaCode, ownerOrgId, ownerUnitId, contributions } = this.subject;
    const ids = { achievementId, campaignId };
    const about = { areaCode, kind: 'TASK' as const, titleVi: achievementId, ownerOrgId, ownerUnitId };
    return [
      { type: 'AchievementRegistered.v1', data: { ...ids, ...about, movementCodes: [] } },
      { type: 'ContributionsDeclared.v1', data: { ...ids, contributions } },
      this.report(this.lines),
    ];
  }

  /** Sets the lines anew: what no longer stands among them is taken away. */
  report(lines: readonly Line[]): AchievementEvent {
    const { achievementId, campaignId } = this.subject;
    const left = new Set(lines.map(({ lineId }) => lineId));
    const removedLineIds = this.lines.map(({ lineId }) => lineId).filter((lineId) => !left.has(lineId));
    this.lines = lines;
    return { type: 'QuantityReported.v1', data: { achievementId, campaignId, lines: [...lines], removedLineIds } };
  }

  submit(): readonly AchievementEvent[] {
    this.enter('submit', 'under-review');
    const { achievementId, campaignId } = this.subject;
    const completedOn =
      this.lines
        .map(({ effectiveOn }) => effectiveOn)
        .sort()
        .at(-1) ?? '2022-01-01';
    const submitted: AchievementEvent = {
      type: 'AchievementSubmitted.v1',
      data: { ...this.submission(), lines: [...this.lines] },
    };
    if (this.submissionNo > 1) return [submitted];
    return [{ type: 'AchievementCompleted.v1', data: { achievementId, campaignId, completedOn } }, submitted];
  }

  approve(): readonly AchievementEvent[] {
    this.enter('approve', 'approved');
    this.approved = this.lines;
    return [{ type: 'AchievementApproved.v1', data: { ...this.verdict(), lines: [...this.lines] } }];
  }

  return(): readonly AchievementEvent[] {
    this.enter('return', 'returned');
    return [{ type: 'AchievementReturned.v1', data: { ...this.verdict(), lines: [...this.lines] } }];
  }

  reject(): readonly AchievementEvent[] {
    this.enter('reject', 'rejected');
    return [{ type: 'AchievementRejected.v1', data: { ...this.verdict(), lines: [...this.lines] } }];
  }

  withdraw(): readonly AchievementEvent[] {
    const leaving = this.status === 'under-review' ? this.lines : [];
    this.enter('withdraw', 'withdrawn');
    const { submissionNo, subject } = this;
    return [
      { type: 'AchievementWithdrawn.v1', data: { submissionNo, subject, lines: [...leaving], reason: 'no longer' } },
    ];
  }

  amend(after: readonly Line[]): readonly AchievementEvent[] {
    this.enter('amend', 'amendment-pending');
    this.lines = after;
    const reason = 'measured again';
    return [{ type: 'AmendmentRequested.v1', data: { ...this.submission(), ...this.amendment(), reason } }];
  }

  correct(): readonly AchievementEvent[] {
    this.enter('correct', 'approved');
    const data = { ...this.verdict(), ...this.amendment() };
    this.approved = this.lines;
    return [{ type: 'AchievementCorrected.v1', data }];
  }

  refuse(): readonly AchievementEvent[] {
    this.enter('refuse', 'approved');
    const data = { ...this.verdict(), ...this.amendment(), outcome: 'REJECT' as const };
    this.lines = this.approved;
    return [{ type: 'AmendmentRefused.v1', data }];
  }

  revoke(): readonly AchievementEvent[] {
    this.enter('revoke', 'revoked');
    const { submissionNo, subject } = this;
    const because = { reason: 'a duplicate', revokedByOrgId: 'receiver' };
    return [{ type: 'ApprovalRevoked.v1', data: { submissionNo, subject, lines: [...this.approved], ...because } }];
  }

  private enter(act: Act, status: Status): void {
    if (!this.acts.includes(act)) throw new Error(`no achievement does ${act} while it is ${this.status}`);
    this.status = status;
  }

  private submission() {
    this.submissionNo++;
    const { submissionNo, subject } = this;
    return { submissionNo, receiverOrgId: 'receiver', subject, submittedBy: ['clerk'] };
  }

  private verdict() {
    const { submissionNo, subject } = this;
    return { submissionNo, reviewId: `${subject.achievementId}-${submissionNo}`, subject };
  }

  private amendment() {
    return { before: [...this.approved], after: [...this.lines] };
  }
}
