import { type EventType, type Position, type RecordedEvent, reportEvents } from '@thidua/events';
import { type ApprovalEvent, type ApprovalEventType, ApprovedLines } from './approved-lines.js';
import { type Duty, type DutyEvent, dutyAfter } from './duty.js';
import { dueBeforeOf, noRounds, type RoundEvent, type RoundEventType, type RoundsBook, roundsAfter } from './rounds.js';
import { Timeline } from './timeline.js';

const roundTypes: readonly RoundEventType[] = [
  'CampaignDrafted.v1',
  'CampaignPlanAmended.v1',
  'ReportRoundDefined.v1',
  'ReportRoundRescheduled.v1',
  'ReportingLineSet.v1',
  'UnitPlanIssued.v1',
];
const approvalTypes: readonly ApprovalEventType[] = [
  'AchievementApproved.v1',
  'AchievementCorrected.v1',
  'ApprovalRevoked.v1',
];
const dutyTypes = Object.keys(reportEvents) as readonly (keyof typeof reportEvents)[];

/** The events that duties to report and their due instants follow from. */
export const dutyBookEventTypes: readonly EventType[] = [...dutyTypes, ...roundTypes];
/** These, and the events that the figures of reports follow from. */
export const reportBookEventTypes: readonly EventType[] = [...dutyBookEventTypes, ...approvalTypes];

const isOneOf = (types: readonly string[], { type }: RecordedEvent): boolean => types.includes(type);

interface CampaignBook {
  readonly rounds: Timeline<RoundsBook>;
  readonly dutyIds: string[];
  readonly dutyIdsOf: Map<string, string[]>;
  readonly approved: ApprovedLines;
  /** Changes that move duties, receivers or lines: positions of these only. */
  readonly shape: Timeline<Position>;
}

/**
 * What organisations owe, sent and were answered in all campaigns, as known at any position: a fold of the log in
 * memory, fed in log order. Whoever needs duties and due instants alone feeds it no approvals.
 */
export class ReportBook {
  private readonly campaigns = new Map<string, CampaignBook>();
  private readonly duties = new Map<string, Timeline<Duty | null>>();
  private lastPosition: Position = 0;

  /** Position of the last event it took. */
  get position(): Position {
    return this.lastPosition;
  }

  /** Takes the next event of the log; one that is not of `reportBookEventTypes` does nothing. */
  apply(event: RecordedEvent): void {
    if (isOneOf(dutyTypes, event)) this.changeDuty(event as DutyEvent);
    else if (isOneOf(roundTypes, event)) this.changeRounds(event as RoundEvent);
    else if (isOneOf(approvalTypes, event)) this.changeApproved(event as ApprovalEvent);
    else return;
    this.lastPosition = event.position;
  }

  /** What an organisation owes in a round; null where it was not known yet. */
  duty(reportId: string, knownUpTo: Position = Number.POSITIVE_INFINITY): Duty | null {
    return this.duties.get(reportId)?.at(knownUpTo) ?? null;
  }

  /** All that is owed in a campaign, in the order in which it came to be owed. */
  dutiesOf(campaignId: string, knownUpTo: Position = Number.POSITIVE_INFINITY): readonly Duty[] {
    return (this.campaigns.get(campaignId)?.dutyIds ?? []).flatMap((reportId) => this.duty(reportId, knownUpTo) ?? []);
  }

  /** All that one organisation owes in a campaign. */
  dutiesOfOrganisation(
    campaignId: string,
    orgId: string,
    knownUpTo: Position = Number.POSITIVE_INFINITY,
  ): readonly Duty[] {
    const dutyIds = this.campaigns.get(campaignId)?.dutyIdsOf.get(orgId) ?? [];
    return dutyIds.flatMap((reportId) => this.duty(reportId, knownUpTo) ?? []);
  }

  roundsOf(campaignId: string, knownUpTo: Position = Number.POSITIVE_INFINITY): RoundsBook {
    return this.campaigns.get(campaignId)?.rounds.at(knownUpTo) ?? noRounds;
  }

  /** Until when a report is on time, exclusive; see `dueBeforeOf`. */
  dueBefore(duty: Duty, knownUpTo: Position = Number.POSITIVE_INFINITY): string {
    return dueBeforeOf(this.roundsOf(duty.campaignId, knownUpTo), duty);
  }

  approvedIn(campaignId: string): ApprovedLines {
    return this.campaign(campaignId).approved;
  }

  /** The last position up to the given one at which who reports to whom may have changed. */
  shapeAt(campaignId: string, knownUpTo: Position): Position {
    return this.campaigns.get(campaignId)?.shape.at(knownUpTo) ?? 0;
  }

  private changeDuty(event: DutyEvent): void {
    const { reportId, campaignId } = event.data;
    const campaign = this.campaign(campaignId);
    let duty = this.duties.get(reportId);
    if (!duty) {
      duty = new Timeline<Duty | null>(null);
      this.duties.set(reportId, duty);
      campaign.dutyIds.push(reportId);
      if (event.type === 'ReportExpected.v1') {
        const { orgId } = event.data;
        campaign.dutyIdsOf.set(orgId, [...(campaign.dutyIdsOf.get(orgId) ?? []), reportId]);
      }
    }
    duty.put(event.position, dutyAfter(duty.latest ?? undefined, event));
    if (event.type === 'ReportExpected.v1' || event.type === 'ReportWaived.v1') {
      campaign.shape.put(event.position, event.position);
    }
  }

  private changeRounds(event: RoundEvent): void {
    const campaign = this.campaign(event.data.campaignId);
    campaign.rounds.put(event.position, roundsAfter(campaign.rounds.latest, event));
    campaign.shape.put(event.position, event.position);
  }

  private changeApproved(event: ApprovalEvent): void {
    this.campaign(event.data.subject.campaignId).approved.apply(event);
  }

  private campaign(campaignId: string): CampaignBook {
    let campaign = this.campaigns.get(campaignId);
    if (!campaign) {
      campaign = {
        rounds: new Timeline(noRounds),
        dutyIds: [],
        dutyIdsOf: new Map(),
        approved: new ApprovedLines(),
        shape: new Timeline<Position>(0),
      };
      this.campaigns.set(campaignId, campaign);
    }
    return campaign;
  }
}
