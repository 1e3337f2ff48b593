import type { EventData, EventType, Position } from '@thidua/events';

/** What an event says of how an organisation takes part. Plain data: it can be stored as JSON. */
export type CoverageChange =
  | { readonly does: 'invite'; readonly campaignId: string; readonly orgId: string; readonly unitId: string }
  | { readonly does: 'register' | 'issuePlan' | 'withdraw'; readonly campaignId: string; readonly orgId: string }
  /** `endsOn` is the first day (local date) on which it no longer exists. */
  | { readonly does: 'dissolve'; readonly orgId: string; readonly endsOn: string };

/** A change with its place in the log. */
export interface CoverageStep {
  readonly position: Position;
  readonly change: CoverageChange;
}

const changes = {
  'ParticipantInvited.v1': ({ campaignId, orgId, unitId }: EventData<'ParticipantInvited.v1'>): CoverageChange => ({
    does: 'invite',
    campaignId,
    orgId,
    unitId,
  }),
  'ParticipationRegistered.v1': ({ campaignId, orgId }: EventData<'ParticipationRegistered.v1'>): CoverageChange => ({
    does: 'register',
    campaignId,
    orgId,
  }),
  'UnitPlanIssued.v1': ({ campaignId, orgId }: EventData<'UnitPlanIssued.v1'>): CoverageChange => ({
    does: 'issuePlan',
    campaignId,
    orgId,
  }),
  'ParticipationWithdrawn.v1': ({ campaignId, orgId }: EventData<'ParticipationWithdrawn.v1'>): CoverageChange => ({
    does: 'withdraw',
    campaignId,
    orgId,
  }),
  'OrganisationDissolved.v1': ({
    orgId,
    validFrom: endsOn,
  }: EventData<'OrganisationDissolved.v1'>): CoverageChange => ({
    does: 'dissolve',
    orgId,
    endsOn,
  }),
} satisfies { readonly [Type in EventType]?: (data: EventData<Type>) => CoverageChange };

export type CoverageEventType = keyof typeof changes;

/** The events that coverage follows from: the keys of the map above. */
export const coverageEventTypes = Object.keys(changes) as readonly CoverageEventType[];

/** An event that coverage follows from, with its place in the log. */
export type CoverageEvent = {
  [Type in CoverageEventType]: { readonly type: Type; readonly data: EventData<Type>; readonly position: Position };
}[CoverageEventType];

/** What an event does to coverage. Pure. */
export const coverageStepOf = ({ type, data, position }: CoverageEvent): CoverageStep => {
  const changeOf = changes[type] as (data: unknown) => CoverageChange;
  return { position, change: changeOf(data) };
};

/** An organisation that was invited, as it takes part at some position. */
export interface InvitedOrganisation {
  readonly orgId: string;
  /** The unit it was invited for. */
  readonly unitId: string;
  readonly registered: boolean;
  readonly planIssued: boolean;
}

type InCampaign = Exclude<CoverageChange, { does: 'dissolve' }>;

/** How organisations take part in all campaigns, in log order; only ever appended to. */
export class CoverageHistory {
  private readonly byCampaign = new Map<string, { readonly position: Position; readonly change: InCampaign }[]>();
  private readonly ends = new Map<string, { readonly position: Position; readonly endsOn: string }>();
  private lastPosition: Position = 0;

  /** Takes the next step; positions never decrease. */
  append({ position, change }: CoverageStep): void {
    if (position < this.lastPosition) throw new Error(`step at ${position} comes after ${this.lastPosition}`);
    this.lastPosition = position;
    if (change.does === 'dissolve') {
      this.ends.set(change.orgId, { position, endsOn: change.endsOn });
      return;
    }
    const steps = this.byCampaign.get(change.campaignId);
    if (steps) steps.push({ position, change });
    else this.byCampaign.set(change.campaignId, [{ position, change }]);
  }

  /**
   * The organisations invited to a campaign that exist on a day (local date), as known at a position. Who withdrew
   * stays invited and is registered no more; one that is dissolved is gone, and its successor is invited itself.
   */
  invited(campaignId: string, on: string, knownUpTo: Position): readonly InvitedOrganisation[] {
    const invited = new Map<string, InvitedOrganisation>();
    for (const { position, change } of this.byCampaign.get(campaignId) ?? []) {
      if (position > knownUpTo) break;
      const after = takingPart(invited.get(change.orgId), change);
      if (after) invited.set(change.orgId, after);
    }
    return [...invited.values()].filter(({ orgId }) => {
      const end = this.ends.get(orgId);
      return end === undefined || end.position > knownUpTo || end.endsOn > on;
    });
  }
}

const takingPart = (before: InvitedOrganisation | undefined, change: InCampaign): InvitedOrganisation | undefined => {
  if (change.does === 'invite') {
    const { orgId, unitId } = change;
    return { registered: false, planIssued: false, ...before, orgId, unitId };
  }
  if (change.does === 'issuePlan') return before && { ...before, planIssued: true };
  return before && { ...before, registered: change.does === 'register' };
};
