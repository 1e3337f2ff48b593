import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { RequestContext } from '@thidua/service';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Logger } from 'pino';
import { contextOf, type VerifyToken } from './authentication.js';
import { internalFault } from './errors.js';

export const bodyBytesMax = 1024 * 1024;
const requestMsMax = 30_000;
const headerBytesMax = 16 * 1024;

interface Fault {
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

const refuse = (reply: FastifyReply, status: number, fault: Fault) =>
  reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ errors: [fault] });

const refuseFor = (log: Logger) => (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
  const { statusCode = 500 } = error;
  if (statusCode < 500) return refuse(reply, statusCode, clientFaults[statusCode] ?? malformed);
  return refuse(reply, 500, internalFault(error, log));
};

/** A server whose every refusal has the form of a GraphQL answer, so that a client needs to know only one. */
export const httpServer = (log: Logger): FastifyInstance => {
  const refuseError = refuseFor(log);
  const app = fastify({
    bodyLimit: bodyBytesMax,
    requestTimeout: requestMsMax,
    forceCloseConnections: 'idle',
    http: { maxHeaderSize: headerBytesMax },
    frameworkErrors: (error, request, reply) => refuseError(error, request, reply),
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    // Apollo's adapter builds a URL from the Host header; a nonsensical one would fail there as a fault of ours.
    if (!URL.canParse(`http://${request.hostname}/`)) return refuse(reply, 400, malformed);
    return undefined;
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
    handler,
  });
};
