export {
  achievementEvents,
  type Contribution,
  type Line,
  type LineQuantity,
  linesMax,
  membersMax,
  membersOfLineMax,
  type Subject,
} from './achievement.events.js';
export { campaignEvents } from './campaign.events.js';
export * from './catalogue.js';
export * from './codec.js';
export * from './envelope.js';
export * from './identity.js';
export { participationEvents } from './participation.events.js';
export { installationEvents, organisationEvents, unitTreeEvents } from './registry.events.js';
export { type ReportTotal, type ReportTotalQuantity, reportEvents } from './report.events.js';
export { reviewEvents } from './review.events.js';
export * from './sealing.js';
export * from './values.js';
