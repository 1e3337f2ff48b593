import type { EventFeed, FeedHandler } from '@thidua/event-sourcing';
import { organisationEvents, type RecordedEvent, unitTreeEvents } from '@thidua/events';
import { type Readers, type RegistryView, waitMsMax } from '@thidua/service';
import type { Kysely } from 'kysely';
import type { ChangeHub } from './change-hub.js';
import { noticesOf } from './notices.js';

/** What notices wait for, so that whoever fetches again sees the change. */
export interface Telling {
  /** Rows that know the events already. */
  readonly readModels: Kysely<unknown>;
  readonly hub: ChangeHub;
  readonly feed: Pick<EventFeed, 'head'>;
  readonly readers: Pick<Readers, 'caughtUp'>;
  readonly registryView: Pick<RegistryView, 'caughtUp'>;
}

const movesStandings = ({ type }: RecordedEvent): boolean => type in organisationEvents || type in unitTreeEvents;

/**
 * The one listener behind all subscriptions. It begins at the end of the log, since only what comes is told, and
 * waits for the readers whose rows answer; where those take too long, everybody is told to fetch everything.
 */
export const tellChanges = ({ hub, feed, readers, registryView, readModels }: Telling): FeedHandler => ({
  name: 'analytics-changes',
  start: async () => ({ position: await feed.head(), receipt: 0, recordedAt: null }),
  async handle(batch) {
    const last = batch.at(-1);
    if (!last || hub.size === 0) return;
    const [read, seen] = await Promise.all([readers.caughtUp(waitMsMax), registryView.caughtUp(waitMsMax)]);
    if (!read || seen === 'lagging') return hub.missed(last);
    hub.publish({ notices: await noticesOf(batch, readModels), standingsMoved: batch.some(movesStandings) });
  },
});
