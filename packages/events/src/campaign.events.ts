import { z } from 'zod';
import { code, combines, id, instant, localDate, text, title, unitLevel } from './values.js';

// Stored names: never rename one. A changed shape is `.v2` and an upcast (codec.ts).

const document = { number: z.string().max(100).optional(), dated: localDate().optional(), issuer: title() };

/** What a plan says of the campaign itself, beside its lists. */
const details = {
  code: code().optional(),
  titleVi: title(),
  titleEn: title().optional(),
  kind: z.enum(['DRIVE', 'THEMATIC']),
  occasion: title().optional(),
  planOwnerOrgId: id().optional(),
  periodStart: localDate(),
  periodEnd: localDate(),
  legalBases: z.array(z.strictObject({ ...document, subject: title() })).max(200),
  references: z.array(z.strictObject({ ...document, areaCode: code().optional() })).max(200),
  objectives: z.array(title()).max(200),
  requirements: z.array(title()).max(200),
  duties: z
    .array(z.strictObject({ orgType: code(), level: unitLevel(), dutyVi: title(), dutyEn: title().optional() }))
    .max(200),
  programmeRefs: z.array(code()).max(200),
};

/** Why a campaign changed its state. */
const because = z.strictObject({ campaignId: id(), reason: text() });

/** Stream `campaign-{id}`: the launch plan as its document states it, then what became of it. */
export const campaignEvents = {
  'CampaignDrafted.v1': z.strictObject({
    campaignId: id(),
    issuerOrgId: id(),
    ...details,
  }),
  'ContentAreaDefined.v1': z.strictObject({
    campaignId: id(),
    areaCode: code(),
    titleVi: title(),
    titleEn: title().optional(),
    responsibleOrgId: id().optional(),
    movements: z.array(title()).max(200),
  }),
  'ParticipantRuleSet.v1': z.strictObject({
    campaignId: id(),
    ruleId: id(),
    orgType: code().optional(),
    group: code().optional(),
    levels: z.array(unitLevel()).min(1).max(5),
    subjectKinds: z
      .array(z.enum(['COLLECTIVE', 'INDIVIDUAL']))
      .min(1)
      .max(2),
    assumed: z.boolean(),
  }),
  'ReportRoundDefined.v1': z.strictObject({
    campaignId: id(),
    roundCode: code(),
    kind: z.enum(['PRELIMINARY', 'FINAL', 'SUPPLEMENT', 'SUMMARY']),
    fromLevel: unitLevel(),
    fromOrgTypes: z.array(code()).min(1).max(50),
    receiverOrgId: id().optional(),
    viaOrgId: id().optional(),
    feeds: code().optional(),
    supplements: code().optional(),
    coversTo: localDate(),
    dueBefore: instant(),
    dueText: title(),
    assumed: z.boolean(),
  }),
  'MetricDefined.v1': z.strictObject({
    campaignId: id(),
    metric: code(),
    titleVi: title(),
    titleEn: title(),
    unitVi: title(),
    unitEn: title(),
    combine: z.enum(combines),
    decimals: z.int().min(0).max(6),
    countsItself: z.boolean(),
  }),
  'CampaignLaunched.v1': z.strictObject({
    campaignId: id(),
    documentNo: z.string().max(100).optional(),
    documentDate: localDate(),
    place: title().optional(),
    signedBy: z.strictObject({ capacityVi: title(), onBehalfOfOrgId: id() }),
    recipients: z
      .array(
        z.strictObject({
          name: title(),
          orgId: id().optional(),
          purpose: z.enum(['REPORT_TO', 'IMPLEMENT', 'INFORM', 'ARCHIVE']),
          mark: z.string().max(60).optional(),
        }),
      )
      .max(200),
  }),
  /**
   * The plan is stated anew: the details, areas, metrics, rules and rounds that follow in the same append
   * are all there are from now on.
   */
  'CampaignPlanAmended.v1': z.strictObject({
    campaignId: id(),
    documentNo: z.string().max(100).optional(),
    documentDate: localDate().optional(),
    reason: text().optional(),
  }),
  'CampaignDetailsChanged.v1': z.strictObject({ campaignId: id(), ...details }),
  'ReportRoundRescheduled.v1': z.strictObject({
    campaignId: id(),
    roundCode: code(),
    /** For this receiver alone; none = for all. */
    receiverOrgId: id().optional(),
    oldDueBefore: instant(),
    newDueBefore: instant(),
    reason: text().optional(),
  }),
  /** From a day on an organisation sends to another receiver than the default one; the latest (validFrom, position) holds. */
  'ReportingLineSet.v1': z.strictObject({
    campaignId: id(),
    reporterOrgId: id(),
    receiverOrgId: id(),
    validFrom: localDate(),
    validTo: localDate().optional(),
  }),
  'CampaignSuspended.v1': because,
  'CampaignResumed.v1': because,
  'ReportingClosed.v1': because,
  /** In one append with the `ReportAccepted` of that report. */
  'CampaignSummarised.v1': z.strictObject({ campaignId: id(), summaryReportId: id(), version: z.int().min(1) }),
  'CampaignClosed.v1': because,
  'CampaignCancelled.v1': because,
};
