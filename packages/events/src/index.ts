export * from './catalogue.js';
export * from './codec.js';
export * from './envelope.js';
export * from './identity.js';
export { installationEvents, organisationEvents, unitTreeEvents } from './registry.events.js';
export { reviewEvents } from './review.events.js';
export type { Line, Subject } from './submission.events.js';
export {
  achievementEvents,
  campaignEvents,
} from './submission.events.js';
export * from './values.js';
