import type { Line, Position, RecordedOf } from '@thidua/events';
import { Timeline } from './timeline.js';

/** What made the approved lines of an achievement what they are. */
type Act = 'approved' | 'corrected' | 'revoked';

/** The approved lines of an achievement as known at some position; none before it is approved. */
export interface ApprovedState {
  readonly lines: readonly Line[];
  readonly act: Act | null;
}

/** An achievement that was approved once. */
export interface ApprovedWork {
  readonly achievementId: string;
  readonly areaCode: string;
  readonly ownerOrgId: string;
  readonly states: Timeline<ApprovedState>;
}

export type ApprovalEventType = 'AchievementApproved.v1' | 'AchievementCorrected.v1' | 'ApprovalRevoked.v1';
export type ApprovalEvent = { [Type in ApprovalEventType]: RecordedOf<Type> }[ApprovalEventType];

const nothing: ApprovedState = { lines: [], act: null };

/** The approved lines of one campaign by the organisation that owns them, as known at any position. */
export class ApprovedLines {
  private readonly works = new Map<string, ApprovedWork>();
  private readonly byOwner = new Map<string, ApprovedWork[]>();
  /** Organisations that own approved work, or did, in the order in which they came to it. */
  readonly owners: string[] = [];

  apply(event: ApprovalEvent): void {
    const { achievementId, areaCode, ownerOrgId } = event.data.subject;
    let work = this.works.get(achievementId);
    if (!work) {
      work = { achievementId, areaCode, ownerOrgId, states: new Timeline(nothing) };
      this.works.set(achievementId, work);
      const others = this.byOwner.get(ownerOrgId);
      if (others) others.push(work);
      else {
        this.byOwner.set(ownerOrgId, [work]);
        this.owners.push(ownerOrgId);
      }
    }
    work.states.put(event.position, stateAfter(event));
  }

  of(ownerOrgId: string): readonly ApprovedWork[] {
    return this.byOwner.get(ownerOrgId) ?? [];
  }

  stateOf(achievementId: string, knownUpTo: Position): ApprovedState {
    return this.works.get(achievementId)?.states.at(knownUpTo) ?? nothing;
  }
}

const stateAfter = (event: ApprovalEvent): ApprovedState => {
  switch (event.type) {
    case 'AchievementApproved.v1':
      return { lines: event.data.lines, act: 'approved' };
    case 'AchievementCorrected.v1':
      return { lines: event.data.after, act: 'corrected' };
    case 'ApprovalRevoked.v1':
      return { lines: [], act: 'revoked' };
  }
};
