import { join } from 'node:path';
import { openFolderBlobStore } from '@thidua/blob-store-folder';
import type { EventStore, ProcessTables } from '@thidua/event-sourcing';
import { type Clock, CommandExecutor, FeedReader, projectionHandler, storeFeed } from '@thidua/event-sourcing';
import { openReadModels, openSqliteEventStore } from '@thidua/event-store-sqlite';
import { type KeptEventTables, RegistryView, registryViewProjection, type ServicePorts } from '@thidua/service';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';

/** Everything that is kept in the data folder, opened; and the ports each service gets of it. */
export interface Stores {
  readonly store: EventStore;
  readonly registryView: RegistryView;
  readonly registryReader: FeedReader;
  readonly executor: CommandExecutor;
  portsOf(service: string): ServicePorts;
  /** How many commands of processes wait for somebody to look. */
  parked(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens the data folder: the log, a file of read models for each service, the checkpoints of the
 * processes. The services share one registry view and one set of folded streams.
 */
export const openStores = async (folder: string, clock: Clock, log: Logger): Promise<Stores> => {
  const store = await openSqliteEventStore({ folder, clock });
  const feed = storeFeed(store);
  const opened: Kysely<unknown>[] = [];
  const open = <Tables>(file: string): Kysely<Tables> => {
    const database = openReadModels<Tables>(join(folder, file));
    opened.push(database as unknown as Kysely<unknown>);
    return database;
  };

  const registryView = new RegistryView(clock);
  const registry = open<KeptEventTables>('registry.read.db');
  const registryReader = new FeedReader(feed, projectionHandler(registryViewProjection(registryView), registry));
  registryView.follow(registryReader);
  await registryReader.start();

  const blobs = await openFolderBlobStore({ folder: join(folder, 'evidence'), clock });
  const executor = new CommandExecutor(store);
  const processes = open<ProcessTables>('processes.db');
  return {
    store,
    registryView,
    registryReader,
    executor,
    portsOf: (service) => ({
      store,
      feed,
      executor,
      readModels: service === 'registry' ? (registry as unknown as Kysely<unknown>) : open(`${service}.read.db`),
      processes,
      blobs,
      registryView,
      clock,
      log: log.child({ service }),
    }),
    async parked() {
      const { parked } = await processes
        .selectFrom('parked')
        .select(({ fn }) => fn.countAll<number>().as('parked'))
        .executeTakeFirstOrThrow();
      return parked;
    },
    async close() {
      await registryReader.stop();
      for (const database of opened) await database.destroy();
      await blobs.close();
      await store.close();
    },
  };
};
