import { startAnalytics } from '@thidua/analytics';
import type { Clock, ReaderStatus } from '@thidua/event-sourcing';
import { composeSupergraph, type Gateway, type Readiness, type Supergraph, startGateway } from '@thidua/gateway';
import { startRegistry } from '@thidua/registry';
import { startReview } from '@thidua/review';
import type { RunningService } from '@thidua/service';
import { demoTokens } from '@thidua/service/demo-tokens';
import { startSubmission } from '@thidua/submission';
import type { Logger } from 'pino';
import { openStores, type Stores } from './stores.js';

/** All services in this process as one graph; nothing listens until it is opened. */
export interface House {
  readonly stores: Stores;
  readonly graph: Supergraph;
  /** Waits until every reader has done all that the log holds, and what follows from it. */
  drain(): Promise<void>;
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
  const graph = composeSupergraph(services.map(({ subgraph }) => subgraph));
  const subscribers = () => services.reduce((sum, service) => sum + (service.subscribers?.() ?? 0), 0);
  const readiness = async () =>
    readinessOf(statuses(), await stores.store.head(), await stores.parked(), subscribers());
  const [evidence] = services.flatMap((service) => service.evidence ?? []);
  let gateway: Gateway | undefined;

  return {
    stores,
    graph,
    readiness,
    async drain() {
      for (let head = -1; head !== (await stores.store.head()); ) {
        head = await stores.store.head();
        const registry = stores.registryReader.caughtUp(drainMsMax);
        const others = readers.map((one) => one.caughtUp(drainMsMax));
        const done = [(await registry) === 'passed', ...(await Promise.all(others))];
        if (done.includes(false)) throw stuck(statuses());
      }
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

const stuck = (statuses: readonly ReaderStatus[]): Error => {
  const faults = statuses.flatMap(({ name, fault }) => (fault ? [`${name}: ${fault.message}`] : []));
  return new Error(`the readers did not catch up in ${drainMsMax / 1000} s. ${faults.join('; ')}`);
};
