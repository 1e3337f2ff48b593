import type {
  BlobStore,
  Clock,
  CommandExecutor,
  EventFeed,
  EventStore,
  ProcessTables,
  Workshop,
} from '@thidua/event-sourcing';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { RegistryView } from './registry-view.js';

/** All that a service gets from outside. Only the composition root knows which adapters these are. */
export interface ServicePorts {
  readonly store: EventStore;
  readonly feed: EventFeed;
  readonly executor: CommandExecutor;
  /** Tables of this service's projections; they can be thrown away and rebuilt. */
  readonly readModels: Kysely<unknown>;
  /** Where they are built anew while they serve. */
  readonly workshop: Workshop;
  /** Checkpoints of processes; nothing ever resets them. */
  readonly processes: Kysely<ProcessTables>;
  /** Files beside the log, named by their digest. */
  readonly blobs: BlobStore;
  readonly registryView: RegistryView;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The injection token of a service's ports. */
export const PORTS = Symbol('ServicePorts');
