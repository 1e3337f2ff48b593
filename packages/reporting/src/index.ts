export {
  acceptedOf,
  type Duty,
  excusedBy,
  isLate,
  isLiving,
  type ReportStatus,
  type SentVersion,
  versionOf,
} from './duty.js';
export { dutyBookEventTypes, ReportBook, reportBookEventTypes } from './report-book.js';
export type { Moment } from './report-chains.js';
export type { DifferenceLine, DifferenceReason, ReportDifference } from './report-differences.js';
export { type DraftFigures, ReportFigures, type Staleness } from './report-figures.js';
export type { KnownRegistry } from './report-lines.js';
export { TotalTooLarge } from './report-totals.js';
export { dueBeforeOf, lineOn, type ReportingLine, type Round, type RoundsBook } from './rounds.js';
export type { Inclusion, Which } from './saying.js';
