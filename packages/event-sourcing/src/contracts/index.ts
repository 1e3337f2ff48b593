export * from './blob-harness.js';
export { blobStoreContract } from './blob-store.contract.js';
export { eventFeedContract } from './event-feed.contract.js';
export { eventStoreContract } from './event-store.contract.js';
export * from './log-harness.js';
