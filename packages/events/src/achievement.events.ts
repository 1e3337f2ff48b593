import { z } from 'zod';
import { code, id, localDate, quantityValue, text } from './values.js';

// Stored names: never rename one. A changed shape is `.v2` and an upcast (codec.ts).

/** Members of one line, and of all lines of an achievement; more people are declared as a number. */
export const membersOfLineMax = 2000;
export const membersMax = 8000;
/** Lines of an achievement. */
export const linesMax = 200;

/** A quantity by how its metric combines (figures.md 5): SUM, RATIO, AVERAGE, and DISTINCT by name or by number. */
const quantity = z.union([
  z.strictObject({ value: quantityValue() }),
  z.strictObject({ num: quantityValue(), den: quantityValue() }),
  z.strictObject({ sum: quantityValue(), count: quantityValue() }),
  z.strictObject({ members: z.array(id()).max(membersOfLineMax) }),
  z.strictObject({ declared: quantityValue() }),
]);
export type LineQuantity = z.infer<typeof quantity>;

/** One reported quantity: what was done of one metric on one day. */
const line = z.strictObject({
  lineId: id(),
  metric: code(),
  quantity,
  effectiveOn: localDate(),
});
export type Line = z.infer<typeof line>;

/** Whole line sets stand in figure events, so that no reader looks elsewhere (figures.md 1). */
const lines = z.array(line).max(linesMax);

/** Who did it: the lead, which is the owner, and partners, each with a share in basis points; they sum to 10,000. */
const contributions = z
  .array(
    z.strictObject({
      orgId: id(),
      unitId: id(),
      role: z.enum(['LEAD', 'PARTNER']),
      shareBp: z.int().min(0).max(10_000),
    }),
  )
  .min(1)
  .max(100);
export type Contribution = z.infer<typeof contributions>[number];

/** What a figure event is about. */
const subject = z.strictObject({
  achievementId: id(),
  campaignId: id(),
  areaCode: code(),
  ownerOrgId: id(),
  ownerUnitId: id(),
  contributions,
});
export type Subject = z.infer<typeof subject>;

/** A decision that an achievement took over. */
const verdict = {
  submissionNo: z.int().min(1),
  reviewId: id(),
  subject,
  reasonCode: code().optional(),
  note: text().optional(),
};

/** Whole line sets on both sides of an amendment; a line equal on both makes no fact. */
const amendment = { before: lines, after: lines };

/** Everybody with an act of their own on the stream up to a submission: none of them may review it. */
const submittedBy = z.array(id()).min(1).max(200);

/** Facts about evidence; its bytes lie in the blob store under their digest. */
const evidence = {
  evidenceId: id(),
  kind: z.enum(['PHOTO', 'MINUTES', 'ACCEPTANCE', 'LIST', 'OTHER']),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,100}$/),
  bytes: z.int().min(0),
  capturedOn: localDate().optional(),
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
  'ContributionsDeclared.v1': z.strictObject({ achievementId: id(), campaignId: id(), contributions }),
  'ProgressRecorded.v1': z.strictObject({
    achievementId: id(),
    campaignId: id(),
    percentDone: z.int().min(0).max(100),
    note: text().optional(),
    effectiveOn: localDate(),
  }),
  'QuantityReported.v1': z.strictObject({
    achievementId: id(),
    campaignId: id(),
    lines: z.array(line).max(linesMax),
    removedLineIds: z.array(id()).max(200),
  }),
  'EvidenceAttached.v1': z.strictObject({ achievementId: id(), campaignId: id(), ...evidence }),
  'EvidenceWithdrawn.v1': z.strictObject({
    achievementId: id(),
    campaignId: id(),
    evidenceId: id(),
    reason: text().optional(),
  }),
  'AchievementCompleted.v1': z.strictObject({ achievementId: id(), campaignId: id(), completedOn: localDate() }),
  'AchievementSubmitted.v1': z.strictObject({
    submissionNo: z.int().min(1),
    receiverOrgId: id(),
    subject,
    lines,
    submittedBy,
  }),
  'AchievementApproved.v1': z.strictObject({ ...verdict, lines }),
  'AchievementReturned.v1': z.strictObject({ ...verdict, lines }),
  'AchievementRejected.v1': z.strictObject({ ...verdict, lines }),
  'AmendmentRequested.v1': z.strictObject({
    submissionNo: z.int().min(1),
    receiverOrgId: id(),
    subject,
    ...amendment,
    reason: text(),
    submittedBy,
  }),
  'AchievementCorrected.v1': z.strictObject({ ...verdict, ...amendment }),
  'AmendmentRefused.v1': z.strictObject({ ...verdict, ...amendment, outcome: z.enum(['RETURN', 'REJECT']) }),
  'AchievementWithdrawn.v1': z.strictObject({
    /** The submission that was under review, else the last one; 0 where it never was submitted. */
    submissionNo: z.int().min(0),
    subject,
    /** The lines that leave the pending plane: none where it was not under review. */
    lines,
    reason: text(),
  }),
  'ApprovalRevoked.v1': z.strictObject({
    submissionNo: z.int().min(1),
    subject,
    lines,
    reason: text(),
    revokedByOrgId: id(),
  }),
};
