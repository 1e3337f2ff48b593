import type { Line } from '@thidua/events';
import {
  areaRef,
  type Language,
  metricRef,
  organisationName,
  type RegistryView,
  returnReason,
  type StoredCampaign,
  unitAsOf,
} from '@thidua/service';
import type { AchievementRow } from './achievement.projection.js';

const lineValue = ({ lineId, metric, quantity, effectiveOn }: Line, campaign: StoredCampaign, language: Language) => ({
  lineId,
  metric: metricRef(campaign, metric, language),
  quantity: { value: quantity.value, count: 1, exact: true },
  effectiveOn,
});

/** Work that was done, or its first line, before the day it was registered. */
const registeredAfterFact = (row: AchievementRow, lines: readonly Line[]): boolean =>
  [row.completed_on, ...lines.map(({ effectiveOn }) => effectiveOn)].some(
    (day) => day !== null && day < row.registered_on,
  );

/** GraphQL's Achievement, but for its campaign. */
export const achievementValue = (
  row: AchievementRow,
  campaign: StoredCampaign,
  language: Language,
  view: RegistryView,
) => {
  const lines = JSON.parse(row.lines) as Line[];
  const approvedLines = JSON.parse(row.approved_lines) as Line[];
  return {
    id: row.achievement_id,
    campaignId: row.campaign_id,
    title: row.title,
    kind: row.kind,
    status: row.status,
    submissionNo: row.submission_no,
    revision: row.revision,
    area: areaRef(campaign, row.area_code, language),
    owner: organisationName(view, row.owner_org_id, view.today()),
    unit: unitAsOf(view, row.owner_unit_id, row.registered_on),
    movements: JSON.parse(row.movements) as string[],
    plannedFrom: row.planned_from,
    plannedTo: row.planned_to,
    completedOn: row.completed_on,
    registeredAfterFact: registeredAfterFact(row, lines),
    lines: lines.map((line) => lineValue(line, campaign, language)),
    approvedLines: approvedLines.map((line) => lineValue(line, campaign, language)),
    returnedBecause:
      row.status === 'RETURNED' && row.reason_code !== null
        ? { reasonCode: row.reason_code, reason: returnReason(row.reason_code, language), note: row.note }
        : null,
    reviewId: row.review_id,
  };
};
