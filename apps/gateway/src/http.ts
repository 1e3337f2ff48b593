import type { IncomingMessage } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { RequestContext } from '@thidua/service';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { contextOf, type VerifyToken } from './authentication.js';
import { internalFault } from './errors.js';

export const bodyBytesMax = 1024 * 1024;
/** How long a body may take to arrive, where its route says nothing else. */
const bodyMsMaxDefault = 30_000;
/** No route may say more: Node then ends the request. */
const requestMsMax = 10 * 60_000;
const headersMsMax = 30_000;
const headerBytesMax = 16 * 1024;

/** One entry of `errors`. */
export interface Fault {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

const badRequest = (message: string): Fault => ({ message, extensions: { code: 'BAD_REQUEST' } });

const malformed = badRequest(
  'Không đọc được yêu cầu; cần một JSON hợp lệ. The request cannot be read; it must be valid JSON.',
);
const clientFaults: Readonly<Record<number, Fault>> = {
  404: badRequest('Không có trang này; API ở /graphql. There is nothing here; the API is at /graphql.'),
  413: {
    message: 'Yêu cầu lớn hơn 1 MB. The request is larger than 1 MB.',
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'bytes', max: bodyBytesMax },
  },
  415: badRequest('Hãy gửi Content-Type: application/json. Send Content-Type: application/json.'),
};

export const refuse = (reply: FastifyReply, status: number, fault: Fault) =>
  reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ errors: [fault] });

/** Answers a fault of the client as its own, any other as ours, which the log explains. */
export const refuseFor =
  (log: Logger) => (error: FastifyError | GraphQLError, _request: FastifyRequest, reply: FastifyReply) => {
    const statusCode = ('statusCode' in error ? error.statusCode : undefined) ?? 500;
    if (statusCode < 500) return refuse(reply, statusCode, clientFaults[statusCode] ?? malformed);
    return refuse(reply, 500, internalFault(error, log));
  };

/** Ends the connection of a request that has not arrived as a whole within a time. */
export const endUnlessComplete = (raw: IncomingMessage, milliseconds: number): NodeJS.Timeout => {
  const end = () => {
    if (!raw.complete) raw.destroy();
  };
  return setTimeout(end, milliseconds).unref();
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How long the body of a request may take to arrive. */
    bodyMsMax?: number;
  }
}

/** A server whose every refusal has the form of a GraphQL answer, so that a client needs to know only one. */
export const httpServer = (log: Logger, bodyMsMax = bodyMsMaxDefault): FastifyInstance => {
  const refuseError = refuseFor(log);
  const app = fastify({
    bodyLimit: bodyBytesMax,
    requestTimeout: requestMsMax,
    forceCloseConnections: 'idle',
    http: { maxHeaderSize: headerBytesMax, headersTimeout: headersMsMax },
    frameworkErrors: (error, request, reply) => refuseError(error, request, reply),
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    // Apollo's adapter builds a URL from the Host header; a nonsensical one would fail there as a fault of ours.
    if (!URL.canParse(`http://${request.hostname}/`)) return refuse(reply, 400, malformed);
    return undefined;
  });
  app.addHook('onRequest', async ({ raw, routeOptions }, reply) => {
    const timer = endUnlessComplete(raw, routeOptions.config?.bodyMsMax ?? bodyMsMax);
    const done = () => {
      if (raw.complete) clearTimeout(timer);
    };
    raw.once('end', done);
    reply.raw.once('close', done);
  });
  // A connection kept alive by the last answer on it would hold the end up until it times out.
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, clientFaults[404] ?? malformed));
  app.setErrorHandler(refuseError);
  return app;
};

/** The one endpoint. Somebody who opens it in a browser wants to see something, so they get the explorer. */
export const serveGraph = (
  app: FastifyInstance,
  apollo: ApolloServer<RequestContext>,
  verifyToken: VerifyToken,
  streams: (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>,
): void => {
  const handler = fastifyApolloHandler(apollo, { context: (request) => contextOf(request, verifyToken) });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    preHandler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const browses = request.method === 'GET' && request.headers.accept?.includes('text/html');
      if (browses && !request.url.includes('?')) return reply.redirect('/explorer');
      return undefined;
    },
    async handler(request, reply) {
      return (await streams(request, reply)) ? reply : handler.call(this, request, reply);
    },
  });
};
