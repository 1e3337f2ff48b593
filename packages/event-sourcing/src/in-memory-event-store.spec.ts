import { eventFeedContract } from './contracts/event-feed.contract.js';
import { eventStoreContract } from './contracts/event-store.contract.js';
import type { LogHarness } from './contracts/log-harness.js';
import { storeFeed } from './event-feed.js';
import { inMemoryEventStore } from './in-memory-event-store.js';
import type { LogRow } from './log-row.js';

const newLog = async (): Promise<LogHarness> => {
  const rows: LogRow[] = [];
  return {
    open: async ({ clock, codec }) => inMemoryEventStore({ clock, codec, rows }),
    destroy: async () => {},
  };
};

eventStoreContract('the store in memory', newLog);
eventFeedContract('a store', newLog, storeFeed);
