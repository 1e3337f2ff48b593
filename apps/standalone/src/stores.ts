import { join } from 'node:path';
import { openFolderBlobStore } from '@thidua/blob-store-folder';
import type { EventStore, FeedReader, ProcessTables, Workshop } from '@thidua/event-sourcing';
import { type Clock, CommandExecutor, projectionHandler, storeFeed } from '@thidua/event-sourcing';
import { buildingSites, openReadModels, openRebuiltReadModels, openSqliteEventStore } from '@thidua/event-store-sqlite';
import {
  type KeptEventTables,
  Readers,
  RegistryView,
  registryViewProjection,
  type ServicePorts,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';

/** Everything that is kept in the data folder, opened; and the ports each service gets of it. */
export interface Stores {
  readonly store: EventStore;
  readonly registryView: RegistryView;
  readonly registryReader: FeedReader;
  /** The same reader, as services have theirs. */
  readonly registryReaders: Readers;
  readonly executor: CommandExecutor;
  portsOf(service: string): ServicePorts;
  /** How many commands of processes wait for somebody to look. */
  parked(): Promise<number>;
  close(): Promise<void>;
}

/** Said of a file of read models that was damaged. */
const rebuilt =
  'A file of read models was damaged: it was thrown away and is being built anew from the log. ' +
  'Một tệp dữ liệu dẫn xuất bị hỏng: đã bỏ và đang dựng lại từ nhật ký.';

/**
 * Opens the data folder: the log, a file of read models for each service, the checkpoints of the
 * processes. The services share one registry view and one set of folded streams. Read models that are damaged are
 * built anew; the log and the checkpoints of the processes never are.
 */
export const openStores = async (folder: string, clock: Clock, log: Logger): Promise<Stores> => {
  const store = await openSqliteEventStore({ folder, clock });
  const feed = storeFeed(store);
  const sites = buildingSites(folder);
  await sites.clear();
  const workshop: Workshop = { log: store, open: sites.open };
  const opened: Kysely<unknown>[] = [];
  const kept = <Tables>(database: Kysely<Tables>): Kysely<Tables> => {
    opened.push(database as unknown as Kysely<unknown>);
    return database;
  };
  const readModelsOf = <Tables>(service: string): Kysely<Tables> => {
    const file = join(folder, `${service}.read.db`);
    return kept(openRebuiltReadModels<Tables>(file, (damage) => log.warn({ file, damage }, rebuilt)));
  };

  const registryView = new RegistryView(clock);
  const registry = readModelsOf<KeptEventTables>('registry');
  const registryHandler = projectionHandler(registryViewProjection(registryView), registry, workshop);
  const registryReaders = new Readers(feed, [registryHandler]);
  const registryReader = registryReaders.at(0);
  registryView.follow(registryReader);
  await registryReaders.start();

  const blobs = await openFolderBlobStore({ folder: join(folder, 'evidence'), clock });
  const executor = new CommandExecutor(store);
  const processes = kept(openReadModels<ProcessTables>(join(folder, 'processes.db')));
  return {
    store,
    registryView,
    registryReader,
    registryReaders,
    executor,
    portsOf: (service) => ({
      store,
      feed,
      executor,
      readModels: service === 'registry' ? (registry as unknown as Kysely<unknown>) : readModelsOf(service),
      workshop,
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
      await registryReaders.stop();
      for (const database of opened) await database.destroy();
      await blobs.close();
      await store.close();
    },
  };
};
