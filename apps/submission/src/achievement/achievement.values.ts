import { receiverToday } from '@thidua/authority';
import type { Contribution, Line } from '@thidua/events';
import {
  areaRef,
  type Language,
  metricRef,
  organisationName,
  type RegistryView,
  returnReason,
  type StoredCampaign,
  unitAsOfOrLast,
} from '@thidua/service';
import type { AchievementRow } from './achievement.rows.js';
import type { EvidenceFacts } from './achievement.state.js';

/** GraphQL's Quantity of one line, in the fields of its metric's kind. */
const quantityValue = ({ quantity }: Line) => {
  const one = { count: 1, exact: true };
  if ('num' in quantity) return { ...one, numerator: quantity.num, denominator: quantity.den };
  if ('sum' in quantity) return { ...one, sum: quantity.sum, count: quantity.count };
  if ('members' in quantity) return { ...one, value: quantity.members.length };
  return 'declared' in quantity
    ? { ...one, value: quantity.declared, exact: false }
    : { ...one, value: quantity.value };
};

const linesValue = (stored: string, campaign: StoredCampaign, language: Language) =>
  (JSON.parse(stored) as Line[]).map((line) => ({
    lineId: line.lineId,
    metric: metricRef(campaign, line.metric, language),
    quantity: quantityValue(line),
    effectiveOn: line.effectiveOn,
  }));

/** Bytes are downloaded where they were uploaded, by the rights of their achievement. */
const evidenceValue = ({ evidenceId, kind, mediaType, bytes, sha256, capturedOn }: EvidenceFacts) => ({
  ...{ id: evidenceId, kind, mediaType, bytes, sha256, capturedOn },
  url: `/evidence/${evidenceId}`,
});

/** Work that was done, or its first line, before the day it was registered (domain.md E4.10). */
const registeredAfterFact = ({ first_day, completed_on, registered_on }: AchievementRow): boolean =>
  [first_day, completed_on].some((day) => day !== null && day < registered_on);

/** Its planned end has passed, and it neither is completed nor was given up (figures.md 8). */
const slipping = ({ planned_to, status }: AchievementRow, today: string): boolean =>
  planned_to !== null && planned_to < today && (status === 'REGISTERED' || status === 'IN_PROGRESS');

const explained: ReadonlySet<AchievementRow['status']> = new Set(['RETURNED', 'REJECTED', 'APPROVED']);

const returnedBecause = ({ status, reason_code, note }: AchievementRow, language: Language) =>
  explained.has(status) && reason_code !== null
    ? { reasonCode: reason_code, reason: returnReason(reason_code, language), note }
    : null;

/** GraphQL's Achievement, but for its campaign and what the viewer may do. */
export const achievementValue = (
  row: AchievementRow,
  campaign: StoredCampaign,
  language: Language,
  view: RegistryView,
) => {
  const today = view.today();
  const nameOf = (orgId: string) => organisationName(view, orgId, today);
  const receiver = row.receiver_org_id && (receiverToday(row.receiver_org_id, view.world()) ?? row.receiver_org_id);
  const contributions = JSON.parse(row.contributions) as Contribution[];
  return {
    row,
    id: row.achievement_id,
    title: row.title,
    kind: row.kind,
    status: row.status,
    submissionNo: row.submission_no,
    revision: row.revision,
    area: areaRef(campaign, row.area_code, language),
    owner: nameOf(row.owner_org_id),
    unit: unitAsOfOrLast(view, row.owner_unit_id, row.registered_on),
    contributions: contributions.map(({ orgId, role, shareBp }) => ({ organisation: nameOf(orgId), role, shareBp })),
    movements: JSON.parse(row.movements) as string[],
    plannedFrom: row.planned_from,
    plannedTo: row.planned_to,
    percentDone: row.percent_done,
    completedOn: row.completed_on,
    slipping: slipping(row, today),
    registeredAfterFact: registeredAfterFact(row),
    lines: linesValue(row.lines, campaign, language),
    approvedLines: linesValue(row.approved_lines, campaign, language),
    proposedLines: row.proposed_lines === null ? null : linesValue(row.proposed_lines, campaign, language),
    evidence: (JSON.parse(row.evidence) as EvidenceFacts[]).map(evidenceValue),
    returnedBecause: returnedBecause(row, language),
    endedBecause: row.ended_reason,
    receiver: receiver === null ? null : nameOf(receiver),
    reviewId: row.review_id,
  };
};

export type AchievementValue = ReturnType<typeof achievementValue>;
