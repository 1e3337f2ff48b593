import type { UnitLevel } from '@thidua/events';
import type { CampaignFile, MetricRow, RoundRow } from './campaign-file.js';
import type { DemoIds } from './demo-identity.js';
import { stepNames } from './demo-identity.js';
import type {
  CampaignLaunchInput,
  CampaignPlanInput,
  GraphLevel,
  MetricInput,
  ParticipantRuleInput,
  ReportRoundInput,
} from './graphql-inputs.js';
import { orgTypes } from './org-types.js';

/** What the plan marks: the words of its title, which the file holds as one. */
const occasion = 'Kỷ niệm 30 năm tái thành lập tỉnh Trà Vinh (05/1992 – 05/2022)';

/**
 * An initiative and a model are what their achievement is, so each achievement counts as one of them and nobody
 * has to list them. People, households, units and OCOP products are others than the achievement: they do not.
 */
export const metricsThatCountThemselves: ReadonlySet<string> = new Set(['initiative', 'model']);

const graphLevelOf = (level: UnitLevel): GraphLevel => level.toUpperCase() as GraphLevel;

const kindsOfOrganisation: ReadonlySet<string> = new Set(orgTypes.map((type) => type.code));

/** A metric has no title of its own: its unit says what is counted. */
const metricInput = (row: MetricRow): MetricInput => ({
  code: row.code,
  titleVi: row.unit_vi,
  titleEn: row.unit_en,
  unitVi: row.unit_vi,
  unitEn: row.unit_en,
  combine: row.rollup,
  decimals: row.type === 'decimal1' ? 1 : 0,
  countsItself: metricsThatCountThemselves.has(row.code),
});

/** A code that is no kind of organisation names a group: the member organisations, or the staff of the Front. */
const participantRuleInput = (rule: CampaignFile['participants']['rules'][number]): ParticipantRuleInput => ({
  ...(kindsOfOrganisation.has(rule.org_type) ? { organisationType: rule.org_type } : { group: rule.org_type }),
  levels: rule.levels.map(graphLevelOf),
  subjectKinds: [rule.org_type === 'STAFF_MEMBER' ? 'INDIVIDUAL' : 'COLLECTIVE'],
  assumed: rule.label !== 'from_seed',
});

/** Where the plan has no words for a due date, the assumed date is said in the plan's manner. */
const dueTextOf = (round: RoundRow): string => {
  if (round.text_vi !== undefined) return round.text_vi;
  const [year, month, day] = round.due_date.split('-').map(Number);
  return `${round.inclusive ? 'hết' : 'trước'} ngày ${day}/${month}/${year}`;
};

const committeeOrOffice = (ids: DemoIds, ref: { readonly org_type: string; readonly unit_code: string }): string => {
  if (ref.org_type === 'FRONT_COMMITTEE') return ids.committeeId(ref.unit_code);
  if (ref.org_type === 'FRONT_OFFICE') return ids.officeId;
  throw new Error(`the demo establishes no ${ref.org_type}`);
};

/** A round without a receiver of its own goes to the default receiver of each who owes it. */
const roundInput = (round: RoundRow, ids: DemoIds): ReportRoundInput => ({
  code: round.round_code,
  kind: round.kind,
  fromLevel: graphLevelOf(round.from_level),
  fromOrgTypes: round.from_org_types,
  ...(round.to_org_ref && { receiver: committeeOrOffice(ids, round.to_org_ref) }),
  ...(round.via_org_ref && { via: committeeOrOffice(ids, round.via_org_ref) }),
  ...(round.feeds && { feeds: round.feeds }),
  ...(round.supplements && { supplements: round.supplements }),
  coversTo: round.covers_to,
  dueBefore: round.due_before_instant,
  dueText: dueTextOf(round),
  assumed: round.label === 'assumed',
});

/** The plan as its document states it, as the input of `campaignDraft`. */
export const campaignPlanInput = (
  file: CampaignFile,
  metrics: readonly MetricRow[],
  ids: DemoIds,
): CampaignPlanInput => ({
  idempotencyKey: ids.keyOf(stepNames.draft),
  code: file.campaign_code,
  titleVi: file.title_vi,
  titleEn: file.title_en,
  kind: 'DRIVE',
  occasion,
  issuer: committeeOrOffice(ids, file.document.issuer_org_ref),
  planOwner: ids.officeId,
  periodStart: file.period.start,
  periodEnd: file.period.end,
  legalBases: file.based_on.map((basis) => ({
    number: basis.number,
    dated: basis.dated,
    issuer: basis.issuer_vi,
    subject: basis.subject_vi,
  })),
  references: file.referenced_documents.map((reference) => ({
    ...(reference.number !== null && { number: reference.number }),
    ...(reference.dated !== undefined && { dated: reference.dated }),
    issuer: reference.issuer_vi,
    area: reference.content_area,
  })),
  objectives: file.objectives.map((objective) => objective.vi),
  requirements: file.requirements.map((requirement) => requirement.vi),
  duties: file.responsibilities.map((duty) => ({
    organisationType: duty.org_type,
    level: graphLevelOf(duty.level),
    dutyVi: duty.duty_vi,
    dutyEn: duty.duty_en,
  })),
  areas: file.content_areas.map((area) => ({
    code: area.code,
    titleVi: area.title_vi,
    titleEn: area.title_en,
    movements: area.movements_vi ?? [],
  })),
  metrics: metrics.map(metricInput),
  // The demo launches with what the plan itself says of who takes part; the rule assumed beside it is left out.
  participantRules: file.participants.rules.filter(({ label }) => label === 'from_seed').map(participantRuleInput),
  rounds: file.reporting.rounds.map((round) => roundInput(round, ids)),
});

/** The launch as its document states it: the capacity of who signed, never the name. */
export const campaignLaunchInput = (file: CampaignFile, ids: DemoIds): CampaignLaunchInput => ({
  idempotencyKey: ids.keyOf(stepNames.launch),
  force: true,
  campaign: ids.campaignId,
  ...(file.document.number !== null && { documentNo: file.document.number }),
  documentDate: file.document.issued_on,
  place: file.document.place,
  signedByCapacity: file.document.signatory_role_vi,
  signedOnBehalfOf: committeeOrOffice(ids, file.document.issuer_org_ref),
  recipients: file.recipients.map((recipient) => ({
    name: recipient.name_vi,
    purpose: recipient.purpose,
    ...(recipient.mark_vi !== null && { mark: recipient.mark_vi }),
  })),
});
