import type { ReportTotalQuantity } from '@thidua/events';
import {
  type DraftFigures,
  type Duty,
  type Inclusion,
  type ReportDifference,
  TotalTooLarge,
  versionOf,
  type Which,
} from '@thidua/reporting';
import { areaRef, type Language, metricRef, type StoredCampaign } from '@thidua/service';
import { GraphQLError } from 'graphql';
import type { ReportReading } from './report-reading.js';

interface Shown {
  readonly campaign: StoredCampaign;
  readonly reading: ReportReading;
  readonly language: Language;
}

/** What a saying says, frozen or derived. */
type Said = Pick<DraftFigures, 'totals' | 'children' | 'missingOrgIds'>;
const nothingSaid: Said = { totals: [], children: [], missingOrgIds: [] };

const tooLarge = (metric: string): GraphQLError => {
  const message = `the sum of "${metric}" is beyond what is shown exactly; look for a mistyped quantity (tổng của "${metric}" quá lớn; hãy tìm số liệu nhập sai)`;
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED' } });
};

/** A total beyond 2^53 is refused loudly, as every figure is. */
const exactly = <Figures>(derive: () => Figures): Figures => {
  try {
    return derive();
  } catch (fault) {
    if (!(fault instanceof TotalTooLarge)) throw fault;
    throw tooLarge(fault.metric);
  }
};

/** What GraphQL's Int holds. */
const countMax = 2 ** 31 - 1;

/** GraphQL's Quantity of a total, in the fields of its metric's kind; an average's count may be mistyped as well. */
export const totalQuantityValue = (quantity: ReportTotalQuantity, metric: string) => {
  const { count } = quantity;
  if (Math.abs(count) > countMax) throw tooLarge(metric);
  if ('num' in quantity) return { numerator: quantity.num, denominator: quantity.den, count, exact: true };
  if ('sum' in quantity) return { sum: quantity.sum, count, exact: true };
  return { value: quantity.value, count, exact: 'exact' in quantity ? quantity.exact : true };
};

/**
 * The figures of one saying of a report: of a version as it was sent, of a draft derived now; null = it says
 * nothing. All are functions, so that only what is asked for is derived.
 */
export const figuresValue = (duty: Duty, which: Which | null, shown: Shown) => {
  const { reading } = shown;
  const { reportId } = duty;
  const frozen = typeof which === 'number' ? versionOf(duty, which) : undefined;
  const said = (): Said => frozen ?? (which === 'draft' ? exactly(() => reading.draft(reportId)) : nothingSaid);
  return {
    totals: () =>
      said().totals.map(({ quantity, ...total }) => ({
        ...aboutOf(total, shown),
        quantity: totalQuantityValue(quantity, total.metric),
      })),
    children: () => inclusionsValue(said().children, reading),
    missing: () => said().missingOrgIds.map((orgId) => reading.nameOf(orgId)),
    asOfPosition: frozen?.asOfPosition ?? (which === 'draft' ? reading.moment.position : null),
    sha256: frozen?.sha256 ?? null,
    stale: () => which !== null && reading.staleness(reportId, which).stale,
    staleBecause: () => (which === null ? [] : inclusionsValue(reading.staleness(reportId, which).because, reading)),
    differences: () =>
      which === null
        ? []
        : exactly(() => reading.differences(reportId, which)).map((one) => differenceValue(one, shown)),
  };
};

/** What a figure is about. */
const aboutOf = (
  { areaCode, metric }: { readonly areaCode: string; readonly metric: string },
  { campaign, language }: Shown,
) => ({ area: areaRef(campaign, areaCode, language), metric: metricRef(campaign, metric, language) });

/** GraphQL's ReportInclusion. */
const inclusionsValue = (inclusions: readonly Inclusion[], reading: ReportReading) =>
  inclusions.map(({ reportId, version }) => {
    const duty = reading.duty(reportId);
    if (!duty) throw new Error(`the report ${reportId} is counted, and nobody owes it`);
    return { reportId, version, reporter: reading.nameOf(duty.orgId) };
  });

/** Lines behind one part of a difference that are shown. */
const linesMax = 200;

/** GraphQL's ReportDifference. */
const differenceValue = ({ reported, approvedNow, parts, ...about }: ReportDifference, shown: Shown) => ({
  ...aboutOf(about, shown),
  reported: totalQuantityValue(reported, about.metric),
  approvedNow: totalQuantityValue(approvedNow, about.metric),
  parts: parts.map(({ reason, change, lines }) => ({
    reason,
    change: totalQuantityValue(change, about.metric),
    lines: lines.slice(0, linesMax).map(({ achievementId, ownerOrgId, effectiveOn, change: by }) => ({
      achievementId,
      owner: shown.reading.nameOf(ownerOrgId),
      effectiveOn,
      change: totalQuantityValue(by, about.metric),
    })),
  })),
});
