import { z } from 'zod';
import { code, id, instant, text } from './values.js';

// Stored names: never rename one. A changed shape is `.v2` and an upcast (codec.ts).

/** What a case is about. */
const subjectType = z.enum(['ACHIEVEMENT', 'AMENDMENT', 'REPORT']);

/** Stream `review-{reviewId}`: one case about one submission. */
export const reviewEvents = {
  'ReviewOpened.v1': z.strictObject({
    reviewId: id(),
    subjectType,
    subjectId: id(),
    submissionNo: z.int().min(1),
    campaignId: id(),
    /** Of an achievement. */
    areaCode: code().optional(),
    /** Of a report. */
    roundCode: code().optional(),
    ownerOrgId: id(),
    ownerUnitId: id(),
    receiverOrgId: id(),
    submittedBy: z.array(id()).min(1).max(200),
    dueAt: instant(),
  }),
  'ReviewerAssigned.v1': z.strictObject({ reviewId: id(), userId: id() }),
  'ReviewerRecused.v1': z.strictObject({ reviewId: id(), userId: id(), reason: text() }),
  'FindingRaised.v1': z.strictObject({
    reviewId: id(),
    code: code(),
    text: text(),
    severity: z.enum(['NOTE', 'MINOR', 'MAJOR']),
  }),
  'ReviewDecided.v1': z.strictObject({
    reviewId: id(),
    subjectType,
    subjectId: id(),
    submissionNo: z.int().min(1),
    outcome: z.enum(['APPROVE', 'RETURN', 'REJECT']),
    reasonCode: code().optional(),
    note: text().optional(),
  }),
  'ReviewMooted.v1': z.strictObject({ reviewId: id(), reason: z.enum(['WITHDRAWN', 'CAMPAIGN_CANCELLED']) }),
};
