import { z } from 'zod';
import { code, combines, id, instant, localDate, quantityValue, text, title, unitLevel } from './values.js';

// Stored names: never rename one. A changed shape is `.v2` and an upcast (codec.ts).

const document = { number: z.string().max(100).optional(), dated: localDate().optional(), issuer: title() };

/** Stream `campaign-{id}`: the launch plan as its document states it, then what became of it. */
export const campaignEvents = {
  'CampaignDrafted.v1': z.strictObject({
    campaignId: id(),
    code: code().optional(),
    titleVi: title(),
    titleEn: title().optional(),
    kind: z.enum(['DRIVE', 'THEMATIC']),
    occasion: title().optional(),
    issuerOrgId: id(),
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
};

/** One reported quantity: what was done of one metric on one day. */
const line = z.strictObject({
  lineId: id(),
  metric: code(),
  quantity: z.strictObject({ value: quantityValue() }),
  effectiveOn: localDate(),
});
export type Line = z.infer<typeof line>;

/** Whole line sets stand in figure events, so that no reader looks elsewhere (figures.md 1). */
const lines = z.array(line).max(200);

/** What a figure event is about. */
const subject = z.strictObject({
  achievementId: id(),
  campaignId: id(),
  areaCode: code(),
  ownerOrgId: id(),
  ownerUnitId: id(),
  contributions: z
    .array(
      z.strictObject({
        orgId: id(),
        unitId: id(),
        role: z.enum(['LEAD', 'PARTNER']),
        shareBp: z.int().min(0).max(10_000),
      }),
    )
    .min(1)
    .max(100),
});
export type Subject = z.infer<typeof subject>;

const verdict = {
  submissionNo: z.int().min(1),
  reviewId: id(),
  subject,
  lines,
  reasonCode: code().optional(),
  note: text().optional(),
};

/** Stream `achievement-{id}`. */
export const achievementEvents = {
  'AchievementRegistered.v1': z.strictObject({
    achievementId: id(),
    campaignId: id(),
    areaCode: code(),
    kind: z.enum(['WORK', 'PRODUCT', 'TASK']),
    titleVi: text(),
    ownerOrgId: id(),
    ownerUnitId: id(),
    plannedFrom: localDate().optional(),
    plannedTo: localDate().optional(),
    templateId: code().optional(),
    movementCodes: z.array(code()).max(50),
  }),
  'QuantityReported.v1': z.strictObject({
    achievementId: id(),
    campaignId: id(),
    lines: z.array(line).max(200),
    removedLineIds: z.array(id()).max(200),
  }),
  'AchievementCompleted.v1': z.strictObject({ achievementId: id(), campaignId: id(), completedOn: localDate() }),
  'AchievementSubmitted.v1': z.strictObject({
    submissionNo: z.int().min(1),
    receiverOrgId: id(),
    subject,
    lines,
    submittedBy: z.array(id()).min(1).max(200),
  }),
  'AchievementApproved.v1': z.strictObject(verdict),
  'AchievementReturned.v1': z.strictObject(verdict),
};
