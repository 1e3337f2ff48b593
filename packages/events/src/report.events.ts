import { z } from 'zod';
import { code, id, instant, localDate, text } from './values.js';

// Stored names: never rename one. A changed shape is `.v2` and an upcast (codec.ts).

const about = { reportId: id(), campaignId: id() };

/** Whole number that may be negative: a supplement may take away. */
const signed = () => z.int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

/** A total by how its metric combines (figures.md 6); `count` = lines, of an average the values held. */
const totalQuantity = z.union([
  z.strictObject({ value: signed(), count: signed() }),
  z.strictObject({ num: signed(), den: signed(), count: signed() }),
  z.strictObject({ sum: signed(), count: signed() }),
  z.strictObject({ value: signed(), exact: z.boolean(), count: signed() }),
]);
export type ReportTotalQuantity = z.infer<typeof totalQuantity>;

/** Sorted by (areaCode, metric) in code points; one row for each pair with a counted line. */
const totals = z.array(z.strictObject({ areaCode: code(), metric: code(), quantity: totalQuantity })).max(20_000);
export type ReportTotal = z.infer<typeof totals>[number];

/** Stream `report-{campaignId}:{orgId}:{roundCode}`: what one organisation owes in one round. */
export const reportEvents = {
  'ReportExpected.v1': z.strictObject({
    ...about,
    roundCode: code(),
    orgId: id(),
    unitId: id(),
    /** None for the issuer's summary, which nobody above receives. */
    receiverOrgId: id().optional(),
    /** Dissolved organisations whose duty in this round it takes over. */
    takesOverOrgIds: z.array(id()).max(2000),
  }),
  'NarrativeSaved.v1': z.strictObject({ ...about, version: z.int().min(1), text: text() }),
  'ReportSubmitted.v1': z.strictObject({
    ...about,
    roundCode: code(),
    orgId: id(),
    unitId: id(),
    receiverOrgId: id().optional(),
    coversTo: localDate(),
    version: z.int().min(1),
    /** The position of the log that its totals were read at. */
    asOfPosition: z.int().min(0),
    /** When the event at that position was recorded: its local date is the "today" of the totals. */
    asOfInstant: instant(),
    children: z.array(z.strictObject({ reportId: id(), version: z.int().min(1) })).max(20_000),
    missingOrgIds: z.array(id()).max(20_000),
    /** Of a supplement: the version of the final report that it is less. */
    supplementsVersion: z.int().min(1).optional(),
    totals,
    /** Over the RFC 8785 bytes of the totals. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    narrative: text().optional(),
    submittedAt: instant(),
    dueBefore: instant(),
    late: z.boolean(),
    lateMinutes: z.int().min(0),
    submittedBy: z.array(id()).min(1).max(200),
  }),
  'PaperReceiptRecorded.v1': z.strictObject({
    ...about,
    receivedOn: localDate(),
    registerNo: z.string().min(1).max(100),
    recordedByOrgId: id(),
  }),
  'ExtensionGranted.v1': z.strictObject({
    ...about,
    newDueBefore: instant(),
    grantedByOrgId: id(),
    reason: text(),
  }),
  'ReportReturned.v1': z.strictObject({
    ...about,
    version: z.int().min(1),
    reviewId: id().optional(),
    reasonCode: code().optional(),
    note: text().optional(),
  }),
  'ReportAccepted.v1': z.strictObject({
    ...about,
    version: z.int().min(1),
    reviewId: id().optional(),
    reasonCode: code().optional(),
    note: text().optional(),
  }),
  'ReportReopened.v1': z.strictObject({
    ...about,
    fromVersion: z.int().min(1),
    cause: z.enum(['CORRECTION', 'REORGANISATION', 'RECEIVER_REQUEST']),
    reason: text().optional(),
  }),
  'ReportWaived.v1': z.strictObject({
    ...about,
    cause: z.enum(['RECEIVER', 'REORGANISATION']),
    byOrgId: id().optional(),
    successorOrgId: id().optional(),
    reason: text().optional(),
  }),
};
