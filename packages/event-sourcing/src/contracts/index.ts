export { eventFeedContract } from './event-feed.contract.js';
export { eventStoreContract } from './event-store.contract.js';
export * from './log-harness.js';
