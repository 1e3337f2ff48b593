import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestContext } from '@thidua/service';
import type { FastifyInstance } from 'fastify';
import type { ExecutionArgs, GraphQLError } from 'graphql';
import {
  CloseCode,
  type Context,
  handleProtocols,
  makeServer,
  type Server,
  type ServerOptions,
  type SubscribePayload,
} from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { contextOf, type VerifyToken } from './authentication.js';
import { formatErrorFor, internalFault, tooManyOperations, unauthenticated } from './errors.js';
import { bodyBytesMax } from './http.js';
import { type LiveOperations, liveLimits } from './live.js';
import { watchToken } from './token-watch.js';

/** A connection that answers no ping for so long is dead, and its subscriptions end. */
const pingMs = 12_000;
/** How long a connection may take to say who it is. */
const initMsMax = 3000;

/** Codes that end a connection as a whole, by the code of the error that ended an operation on it. */
const closing = { UNAUTHENTICATED: CloseCode.Unauthorized, FORBIDDEN: CloseCode.Forbidden } as const;
type Closing = keyof typeof closing;

const isClosing = (code: unknown): code is Closing => typeof code === 'string' && Object.hasOwn(closing, code);

/** What one connection is known by. */
interface Connection {
  readonly socket: WebSocket;
  readonly headers: IncomingHttpHeaders;
  context: RequestContext | null;
  watch: { stop(): void } | null;
}
type Params = Record<string, unknown> | undefined;
type Here = Context<Params, Connection>;

export interface WebSocketOptions {
  readonly live: LiveOperations;
  readonly verifyToken: VerifyToken;
  readonly log: Logger;
  readonly tokenCheckMs: number;
}

/** A browser sets no headers on a WebSocket, so what they say may stand in the payload of connection_init. */
const headersOf = (headers: IncomingHttpHeaders, params: Params): IncomingHttpHeaders => {
  const said = Object.entries(params ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name.toLowerCase(), value] as const] : [],
  );
  return { ...headers, ...Object.fromEntries(said) };
};

/** What the protocol asks of us: who connects, what a document may be, how errors look. */
const protocolOf = ({ live, verifyToken, log, tokenCheckMs }: WebSocketOptions): ServerOptions<Params, Connection> => {
  const format = formatErrorFor(log);
  const formatted = (errors: readonly GraphQLError[]) => errors.map((error) => format(error.toJSON(), error));
  const close = ({ extra: { socket } }: Here, code: Closing) => socket.close(closing[code], code);

  return {
    connectionInitWaitTimeout: initMsMax,
    async onConnect(here) {
      const { extra } = here;
      const headers = headersOf(extra.headers, here.connectionParams);
      // Whatever is wrong with the token, the connection ends with the code for it.
      extra.context = await contextOf({ headers }, verifyToken).catch(() => null);
      if (!extra.context?.viewer) {
        close(here, 'UNAUTHENTICATED');
        return false;
      }
      extra.watch = watchToken(headers, verifyToken, tokenCheckMs, () => close(here, 'UNAUTHENTICATED'));
      if (extra.socket.readyState !== extra.socket.OPEN) extra.watch.stop();
      return true;
    },
    onSubscribe: (here, _id, payload) => begin(live, here, payload),
    execute: ({ document, operationName, variableValues, contextValue }: ExecutionArgs) =>
      live.execute({
        ...{ document, operationName, variables: variableValues ?? {} },
        context: contextValue as RequestContext,
      }),
    subscribe: ({ document, operationName, variableValues, contextValue }: ExecutionArgs) =>
      live.subscribe({
        ...{ document, operationName, variables: variableValues ?? {} },
        context: contextValue as RequestContext,
      }),
    onNext: (_here, _id, _payload, _args, { errors, data, extensions }) => ({
      ...(data !== undefined && { data }),
      ...(errors && { errors: formatted(errors) }),
      ...(extensions && { extensions }),
    }),
    onError: (here, _id, _payload, errors) => {
      const ending = errors.map(({ extensions }) => extensions.code).find(isClosing);
      if (ending) close(here, ending);
      return formatted(errors);
    },
    onClose: ({ extra }) => extra.watch?.stop(),
  };
};

/** An operation as it may be executed, or what is wrong with it. */
const begin = (
  live: LiveOperations,
  { extra, subscriptions }: Here,
  { query, operationName, variables }: SubscribePayload,
): ExecutionArgs | readonly GraphQLError[] => {
  const { context } = extra;
  if (!context) return [unauthenticated('vi')];
  if (Object.keys(subscriptions).length > liveLimits.connection) return [tooManyOperations(liveLimits.connection)];
  const { document, errors } = live.check(query, operationName);
  if (!document) return errors;
  return { schema: live.schema, document, operationName, variableValues: variables, contextValue: context };
};

/** Connections by WebSocket, while the server runs. */
export interface WebSockets {
  /** Says goodbye to everybody. */
  close(): void;
  /** Cuts off whoever did not answer that. */
  cut(): void;
}

const refuseUpgrade = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** GraphQL over WebSocket at /graphql, by the protocol graphql-transport-ws. */
export const serveWebSockets = (app: FastifyInstance, options: WebSocketOptions): WebSockets => {
  const { log } = options;
  const protocol = makeServer(protocolOf(options));
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: bodyBytesMax,
    handleProtocols,
  });
  let ending = false;
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A client that leaves in the middle of the handshake is no fault of ours.
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?', 1)[0] !== '/graphql') return refuseUpgrade(socket, '404 Not Found');
    if (ending || server.clients.size >= liveLimits.connections) {
      return refuseUpgrade(socket, '503 Service Unavailable');
    }
    server.handleUpgrade(request, socket, head, (client) => serve(client, request, protocol, log));
  });
  return {
    close() {
      ending = true;
      for (const client of server.clients) client.close(1001, 'Going away');
    },
    cut() {
      for (const client of server.clients) client.terminate();
    },
  };
};

/** Lets one connection speak the protocol, until it closes or answers no ping. */
const serve = (socket: WebSocket, { headers }: IncomingMessage, protocol: Server<Connection>, log: Logger): void => {
  const fail = (fault: unknown) => {
    internalFault(fault, log);
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  };
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) return resolve();
          // A connection that breaks under a message is closed right after, and that ends what runs on it.
          socket.send(data, (fault) => (fault && socket.readyState === socket.OPEN ? reject(fault) : resolve()));
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => {
        socket.on('message', (data) => void take(String(data)).catch(fail));
      },
    },
    { socket, headers, context: null, watch: null },
  );
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const pinging = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, pingMs).unref();
  // Too long a message, or one that is no text: the socket closes itself with the code for it.
  socket.on('error', (fault) => log.debug({ err: fault }, 'a connection broke'));
  socket.once('close', (code, reason) => {
    clearInterval(pinging);
    closed(code, String(reason)).catch((fault: unknown) => internalFault(fault, log));
  });
};
