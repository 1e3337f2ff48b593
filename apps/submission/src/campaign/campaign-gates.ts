import type { ParticipantRule } from '@thidua/authority';
import type { Combine, EventData } from '@thidua/events';

// What a campaign is to all that happens in it (domain.md E2, effects of its states).

/** States of a campaign, in the order they come; a suspended one goes back, a cancelled one never does. */
export type CampaignStatus =
  | 'draft'
  | 'launched'
  | 'suspended'
  | 'reporting-closed'
  | 'summarised'
  | 'closed'
  | 'cancelled';

/** A metric as quantities are judged by it. */
export interface MetricRule {
  readonly combine: Combine;
  readonly decimals: number;
  /** DISTINCT: a line of it is the achievement itself and brings no members. */
  readonly countsItself: boolean;
}

/** Who competes, under which rule, as what. */
export interface CampaignRule extends ParticipantRule {
  readonly ruleId: string;
  readonly subjectKinds: EventData<'ParticipantRuleSet.v1'>['subjectKinds'];
}

/** A campaign as work in it is judged by. */
export interface CampaignInForce {
  readonly status: CampaignStatus;
  readonly issuerOrgId: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  /** Codes of the content areas. */
  readonly areas: ReadonlySet<string>;
  readonly metrics: ReadonlyMap<string, MetricRule>;
  readonly rules: readonly CampaignRule[];
  /** Codes of the report rounds. */
  readonly rounds: ReadonlySet<string>;
}

type InState = Pick<CampaignInForce, 'status'>;

const among =
  (...states: readonly CampaignStatus[]) =>
  ({ status }: InState): boolean =>
    states.includes(status);

/**
 * Whether organisations register and achievements are registered and written: lines, evidence, progress,
 * completion, withdrawing a draft. Suspended, drafts may be saved; after reporting was closed, late work
 * still comes in.
 */
export const mayRegister = among('launched', 'suspended', 'reporting-closed', 'summarised');

/** Whether work is submitted, and what was submitted is taken back: not while the campaign is suspended. */
export const maySubmit = among('launched', 'reporting-closed', 'summarised');

/** Whether an amendment of approved work is asked for: the one thing that is still submitted once it is closed. */
export const mayCorrect = among('launched', 'reporting-closed', 'summarised', 'closed');

/** Whether a review's decision takes effect: cases that are open may be decided, unless all is cancelled. */
export const maySettle = among('launched', 'suspended', 'reporting-closed', 'summarised', 'closed');

/** Whether a receiver revokes an approval. */
export const mayRevoke = among('launched', 'suspended', 'reporting-closed', 'summarised', 'closed');

/** Whether due instants are moved: for as long as reports may come. */
export const mayReschedule = among('launched', 'suspended', 'reporting-closed');

/** Whether organisations that a rule matches are invited, also ones that are established later. */
export const mayInvite = among('launched', 'suspended', 'reporting-closed', 'summarised');

type RoundKind = EventData<'ReportRoundDefined.v1'>['kind'];

/** Whether a report is drafted. */
export const maySaveReport = among('launched', 'suspended', 'reporting-closed');

/** Whether a report of a round is sent: once reporting is closed the final rounds take no more. */
export const maySubmitReport = (kind: RoundKind) =>
  kind === 'FINAL' ? among('launched') : among('launched', 'reporting-closed');

/** Whether an accepted report of a round is opened again. */
export const mayReopenReport = (kind: RoundKind) =>
  kind === 'FINAL' ? among('launched', 'suspended') : among('launched', 'suspended', 'reporting-closed');

/** Whether a duty gets more time, is taken away, or its paper copy is recorded. */
export const mayChangeDuty = among('launched', 'suspended', 'reporting-closed');

/** Whether a review's decision about a report takes effect: what was summed up changes no more. */
export const maySettleReport = among('launched', 'suspended', 'reporting-closed');
