/** How many people are counted by name on each plane; pending = those it would be if all is approved, less these. */
export interface People {
  readonly approved: number;
  readonly pending: number;
  /** How many would be named by more or fewer lines if all is approved, whether or not that changes the union. */
  readonly waiting: number;
}

/**
 * The union of the members of some lines (figures.md 5). A member is there while more lines name it than
 * were taken away: it leaves with its last one. Members are numbers below the size; made once, used again.
 */
export class MemberUnion implements People {
  private readonly onApproved: Int32Array;
  private readonly onPending: Int32Array;
  private readonly touched: number[] = [];
  private readonly isTouched: Uint8Array;
  private approvedNow = 0;
  private ifAllApproved = 0;
  private waitingNow = 0;

  constructor(size: number) {
    this.onApproved = new Int32Array(size);
    this.onPending = new Int32Array(size);
    this.isTouched = new Uint8Array(size);
  }

  get approved(): number {
    return this.approvedNow;
  }

  get pending(): number {
    return this.ifAllApproved - this.approvedNow;
  }

  get waiting(): number {
    return this.waitingNow;
  }

  /** `plane` is its place in `planes`; `sign` +1 where a line that names the member comes, -1 where one goes. */
  add(member: number, plane: number, sign: number): void {
    if (this.isTouched[member] === 0) {
      this.isTouched[member] = 1;
      this.touched.push(member);
    }
    const approved = this.onApproved[member] as number;
    const pending = this.onPending[member] as number;
    const approvedAfter = plane === 0 ? approved + sign : approved;
    const pendingAfter = plane === 0 ? pending : pending + sign;
    this.onApproved[member] = approvedAfter;
    this.onPending[member] = pendingAfter;
    this.approvedNow += counted(approvedAfter) - counted(approved);
    this.ifAllApproved += counted(approvedAfter + pendingAfter) - counted(approved + pending);
    this.waitingNow += counted(Math.abs(pendingAfter)) - counted(Math.abs(pending));
  }

  /** Back to nobody. */
  clear(): void {
    for (const member of this.touched) {
      this.onApproved[member] = 0;
      this.onPending[member] = 0;
      this.isTouched[member] = 0;
    }
    this.touched.length = 0;
    this.approvedNow = 0;
    this.ifAllApproved = 0;
    this.waitingNow = 0;
  }
}

const counted = (lines: number): number => (lines > 0 ? 1 : 0);
