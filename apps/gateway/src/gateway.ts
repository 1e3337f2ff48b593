import type { EvidenceDoor } from '@thidua/service';
import type { Logger } from 'pino';
import { apolloServer } from './apollo.js';
import type { VerifyToken } from './authentication.js';
import { eventStreams } from './event-stream.js';
import { serveEvidence } from './evidence.js';
import { serveExplorer } from './explorer.js';
import { type CheckReadiness, serveHealth } from './health.js';
import { httpServer, serveGraph } from './http.js';
import { LiveOperations } from './live.js';
import { assertLoopback } from './loopback.js';
import type { Supergraph } from './supergraph.js';
import { tokenCheckMs as tokenCheckMsDefault } from './token-watch.js';
import { serveWebSockets } from './websocket.js';

export interface GatewayOptions {
  /** The services as one graph; whoever composed it may use it in the process as well. */
  readonly supergraph: Supergraph;
  readonly verifyToken: VerifyToken;
  readonly readiness: CheckReadiness;
  /** Takes and gives evidence; where there is none, its routes do not exist. */
  readonly evidence?: EvidenceDoor;
  readonly log: Logger;
  /** Default localhost, on both IPv4 and IPv6. */
  readonly host?: string;
  /** Default 8080; 0 takes a free one. */
  readonly port?: number;
  /** Default true, and it must be while demo tokens are good: refuses any host but this machine's own. */
  readonly loopbackOnly?: boolean;
  /** How long an operation is waited for; default 30 s. */
  readonly operationMsMax?: number;
  /** How often the token of an open subscription is verified again; default 5 s. */
  readonly tokenCheckMs?: number;
  /** How long requests under way are waited for at the end; default 5 s. */
  readonly closeMsMax?: number;
}

/** The one public endpoint, while it runs. */
export interface Gateway {
  /** Such as http://localhost:8080. */
  readonly url: string;
  /** Subscriptions that are open now, over WebSocket and as event streams. */
  readonly subscriptions: () => number;
  /** Takes no more requests, lets those under way finish, and cuts them off after closeMsMax. */
  close(): Promise<void>;
}

/**
 * Serves the composed graph: GraphQL at /graphql, over HTTP and WebSocket, its explorer at /, health at /health, evidence at /evidence.
 *
 * @throws Error where the host is not this machine's own, or the port is taken.
 */
export const startGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { supergraph, verifyToken, readiness, evidence, log, host = 'localhost', port = 8080 } = options;
  const {
    loopbackOnly = true,
    operationMsMax = 30_000,
    closeMsMax = 5000,
    tokenCheckMs = tokenCheckMsDefault,
  } = options;
  if (loopbackOnly) assertLoopback(host);
  const apollo = apolloServer({ supergraph, log, operationMsMax });
  await apollo.start();
  const app = httpServer(log);
  serveHealth(app, readiness, log);
  serveExplorer(app);
  const live = new LiveOperations({ supergraph, log, operationMsMax });
  const sockets = serveWebSockets(app, { live, verifyToken, log, tokenCheckMs });
  serveGraph(app, apollo, verifyToken, eventStreams({ live, verifyToken, log, tokenCheckMs }));
  // A subscription has no end of its own, and the server's waits for all that is open.
  app.addHook('preClose', async () => {
    sockets.close();
    await live.close();
  });
  if (evidence) serveEvidence(app, evidence, verifyToken, log);

  const end = async () => {
    const closed = app.close().then(() => apollo.stop());
    await boundedBy(closeMsMax, closed, () => {
      sockets.cut();
      app.server.closeAllConnections();
    });
  };
  try {
    await app.listen({ host, port });
  } catch (fault) {
    await end();
    throw fault;
  }
  let closing: Promise<void> | undefined;
  return {
    url: urlOf(host, app.server.address()),
    subscriptions: () => live.open,
    close: () => (closing ??= end()),
  };
};

const urlOf = (host: string, address: ReturnType<import('node:net').Server['address']>): string => {
  const port = typeof address === 'object' && address ? address.port : 0;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
};

const boundedBy = async (milliseconds: number, work: Promise<void>, giveUp: () => void): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      giveUp();
      resolve();
    }, milliseconds);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
