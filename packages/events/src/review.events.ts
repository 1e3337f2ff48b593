import { z } from 'zod';
import { code, id, instant, text } from './values.js';

// Stored names: never rename one. A changed shape is `.v2` and an upcast (codec.ts).

/** Stream `review-{reviewId}`: one case about one submission. */
export const reviewEvents = {
  'ReviewOpened.v1': z.strictObject({
    reviewId: id(),
    subjectType: z.enum(['ACHIEVEMENT']),
    subjectId: id(),
    submissionNo: z.int().min(1),
    campaignId: id(),
    areaCode: code().optional(),
    ownerOrgId: id(),
    ownerUnitId: id(),
    receiverOrgId: id(),
    submittedBy: z.array(id()).min(1).max(200),
    dueAt: instant(),
  }),
  'ReviewDecided.v1': z.strictObject({
    reviewId: id(),
    subjectType: z.enum(['ACHIEVEMENT']),
    subjectId: id(),
    submissionNo: z.int().min(1),
    outcome: z.enum(['APPROVE', 'RETURN']),
    reasonCode: code().optional(),
    note: text().optional(),
  }),
};
