import { startAnalytics } from '@thidua/analytics';
import type { Clock, ReaderStatus, RebuildOptions } from '@thidua/event-sourcing';
import { composeSupergraph, type Gateway, type Readiness, type Supergraph, startGateway } from '@thidua/gateway';
import { startRegistry } from '@thidua/registry';
import { startReview } from '@thidua/review';
import type { EvidenceDoor, RunningService } from '@thidua/service';
import { demoTokens } from '@thidua/service/demo-tokens';
import { startSubmission } from '@thidua/submission';
import type { Logger } from 'pino';
import { Rebuilds } from './rebuilds.js';
import { openStores, type Stores } from './stores.js';

/** All services in this process as one graph; nothing listens until it is opened. */
export interface House {
  readonly stores: Stores;
  readonly graph: Supergraph;
  /** Where evidence comes and goes, as over HTTP. */
  readonly evidence: EvidenceDoor | undefined;
  /** Waits until every reader that is not held has done all that the log holds, and what follows from it. */
  drain(): Promise<void>;
  /**
   * Holds the readers on which nothing written depends, until `release`: whoever writes much does not wait for them,
   * and they read it in larger batches.
   */
  holdAnswers(): { release(): void };
  /** Names of the read models, by which they are rebuilt. */
  readonly readModels: readonly string[];
  /** Builds a read model anew beside the one that answers, then puts it in its place; aborted, the old one stays. */
  rebuild(name: string, options: RebuildOptions): Promise<void>;
  /** Whether every reader has caught up, and what waits for somebody to look. */
  readiness(): Promise<Readiness>;
  /** Lets people in. */
  listen(host: string, port: number): Promise<Gateway>;
  close(): Promise<void>;
}

const starts = {
  registry: startRegistry,
  submission: startSubmission,
  review: startReview,
  analytics: startAnalytics,
};

const drainMsMax = 60_000;

export const openHouse = async (folder: string, clock: Clock, log: Logger): Promise<House> => {
  const stores = await openStores(folder, clock, log);
  const services: RunningService[] = [];
  for (const [name, start] of Object.entries(starts)) services.push(await start(stores.portsOf(name)));
  const readers = services.flatMap((service) => service.readers);
  const statuses = (): readonly ReaderStatus[] => [
    stores.registryReader.status(),
    ...readers.flatMap((one) => one.status()),
  ];
  const answering = services.filter(({ onlyAnswers }) => onlyAnswers).flatMap((service) => service.readers);
  const rebuilds = new Rebuilds([stores.registryReaders, ...readers], log);
  rebuilds.renew();
  const graph = composeSupergraph(services.map(({ subgraph }) => subgraph));
  const subscribers = () => services.reduce((sum, service) => sum + (service.subscribers?.() ?? 0), 0);
  const readiness = async () =>
    readinessOf(statuses(), await stores.store.head(), await stores.parked(), subscribers());
  const [evidence] = services.flatMap((service) => service.evidence ?? []);
  let gateway: Gateway | undefined;

  return {
    stores,
    graph,
    evidence,
    readiness,
    readModels: rebuilds.names,
    rebuild: (name, options) => rebuilds.rebuild(name, options),
    async drain() {
      for (let head = -1; head !== (await stores.store.head()); ) {
        head = await stores.store.head();
        const before = doneBy(statuses());
        const registry = stores.registryReader.caughtUp(drainMsMax);
        const others = readers.filter((one) => !one.isHeld).map((one) => one.caughtUp(drainMsMax));
        const done = [(await registry) === 'passed', ...(await Promise.all(others))];
        if (!done.includes(false)) continue;
        // Whoever still moves has only much to do: the log is asked again.
        if (doneBy(statuses()) === before) throw stuck(statuses());
        head = -1;
      }
    },
    holdAnswers() {
      for (const one of answering) one.hold();
      return {
        release() {
          for (const one of answering) one.release();
        },
      };
    },
    async listen(host, port) {
      const tokens = await demoTokens(folder);
      gateway = await startGateway({
        supergraph: graph,
        verifyToken: (token) => tokens.verify(token),
        readiness,
        ...(evidence && { evidence }),
        log,
        host,
        port,
      });
      return gateway;
    },
    async close() {
      await gateway?.close();
      await rebuilds.close();
      for (const service of services) await service.close();
      await stores.close();
    },
  };
};

/** A reader may be behind for a moment while people write; longer, and the house is not ready. */
const lagMsMax = 2000;

const readinessOf = (
  statuses: readonly ReaderStatus[],
  head: number,
  parked: number,
  subscribers: number,
): Readiness => ({
  ready: statuses.every(
    ({ fault, lagMs, checkpoint }) => fault === null && (checkpoint.position >= head || lagMs < lagMsMax),
  ),
  details: {
    head,
    parked,
    subscribers,
    readers: statuses.map(({ name, checkpoint, lagMs, fault }) => ({
      name,
      position: checkpoint.position,
      lagMs: Math.round(lagMs),
      stopped: fault !== null,
    })),
  },
});

/** Grows with everything that a reader does. */
const doneBy = (statuses: readonly ReaderStatus[]): number =>
  statuses.reduce((sum, { checkpoint }) => sum + checkpoint.position, 0);

const stuck = (statuses: readonly ReaderStatus[]): Error => {
  const faults = statuses.flatMap(({ name, fault }) => (fault ? [`${name}: ${fault.message}`] : []));
  return new Error(`the readers have not moved for ${drainMsMax / 1000} s. ${faults.join('; ')}`);
};
