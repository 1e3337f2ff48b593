import type { EvidenceDoor } from '@thidua/service';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { contextOf, languageOf, type VerifyToken } from './authentication.js';
import { unauthenticated } from './errors.js';
import * as answers from './evidence-answers.js';
import { endUnlessComplete, refuse, refuseFor } from './http.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const url = '/evidence/:evidenceId';

/** How long an upload may take: 20 MB from where half a megabit a second is a good day. */
const uploadMsMax = 10 * 60_000;
/** How long the rest of a refused upload is still taken and thrown away, so that its sender gets to read why. */
const dumpMsMax = 10_000;

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Evidence by PUT and GET: its bytes pass through here as a stream, what they mean is the business of the door. */
export const serveEvidence = (
  app: FastifyInstance,
  door: EvidenceDoor,
  verifyToken: VerifyToken,
  log: Logger,
): void => {
  app.register(async (scope) => {
    // Whatever the sender calls it, the body is bytes; nothing here reads them.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.setErrorHandler(refuseFaultFor(log));
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'private, no-store');
    });
    scope.addHook('onResponse', async ({ raw }) => {
      if (raw.complete) return;
      endUnlessComplete(raw, dumpMsMax);
      raw.resume();
    });
    scope.put(url, { config: { bodyMsMax: uploadMsMax } }, receiveFor(door, verifyToken));
    scope.route({ method: ['GET', 'HEAD'], url, handler: giveFor(door, verifyToken) });
    scope.route({
      method: ['POST', 'PATCH', 'DELETE', 'OPTIONS'],
      url,
      handler: async (_request, reply) => send(reply.header('allow', 'GET, HEAD, PUT'), answers.methodRefused),
    });
  });
};

const receiveFor =
  (door: EvidenceDoor, verifyToken: VerifyToken): Handler =>
  async (request, reply) => {
    const context = await signedIn(request, verifyToken);
    const evidenceId = evidenceIdOf(request);
    if (evidenceId === null) return send(reply, answers.idInvalid);
    const declaredBytes = Number(request.headers['content-length'] ?? 0);
    if (declaredBytes > door.bytesMax) return send(reply, answers.tooLarge(door.bytesMax));
    // Not destroyed when it is left half-read: the rest is still taken, and the connection goes on.
    const content: AsyncIterable<Uint8Array> = request.raw.iterator({ destroyOnReturn: false });
    const outcome = await door.put(context, evidenceId, content);
    if (outcome.kind !== 'received') return send(reply, answers.refusalOf(outcome, door.bytesMax));
    return reply.code(outcome.repeated ? 200 : 201).send(outcome.evidence);
  };

const giveFor =
  (door: EvidenceDoor, verifyToken: VerifyToken): Handler =>
  async (request, reply) => {
    const context = await signedIn(request, verifyToken);
    const evidenceId = evidenceIdOf(request);
    const file = evidenceId === null ? null : await door.get(context, evidenceId);
    if (!file) return send(reply, answers.notFound);
    return reply.headers(answers.downloadHeaders(file)).send(request.method === 'HEAD' ? undefined : file.open());
  };

/** Ids are one whether they are written in small or in capital letters; null for what is none. */
const evidenceIdOf = ({ params }: FastifyRequest): string | null => {
  const id = (params as { evidenceId: string }).evidenceId.toLowerCase();
  return uuid.test(id) ? id : null;
};

/** @throws GraphQLError UNAUTHENTICATED for nobody, as for a bad token. */
const signedIn = async (request: FastifyRequest, verifyToken: VerifyToken) => {
  const context = await contextOf(request, verifyToken);
  if (!context.viewer) throw unauthenticated(context.language);
  return context;
};

const send = (reply: FastifyReply, { status, fault }: answers.Answer) => refuse(reply, status, fault);

/** Nobody reads the answer to a request that was cut off; it is no fault of ours either. */
const wasCutOff = ({ raw }: FastifyRequest): boolean => raw.destroyed && !raw.complete;

const refuseFaultFor = (log: Logger) => {
  const refuseError = refuseFor(log);
  return (error: FastifyError | GraphQLError, request: FastifyRequest, reply: FastifyReply) => {
    if (wasCutOff(request)) return send(reply, answers.cutOff);
    if (error instanceof GraphQLError) return sendExpected(error, request, reply) ?? refuseError(error, request, reply);
    if ((error.statusCode ?? 500) < 500) return send(reply, answers.headerInvalid);
    return refuseError(error, request, reply);
  };
};

/** Answers that a client may rely on; null for any other error. */
const sendExpected = ({ extensions }: GraphQLError, request: FastifyRequest, reply: FastifyReply) => {
  switch (extensions.code) {
    case 'UNAUTHENTICATED': {
      const { message } = unauthenticated(languageOf(request.headers['accept-language']));
      const fault = { message, extensions: { code: 'UNAUTHENTICATED' } };
      return refuse(reply.header('www-authenticate', 'Bearer'), 401, fault);
    }
    case 'PROJECTION_LAGGING':
      return send(reply.header('retry-after', '1'), answers.lagging);
    default:
      return null;
  }
};
