import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ExecutionResult, type GraphQLError, getOperationAST } from 'graphql';
import type { Logger } from 'pino';
import { contextOf, type VerifyToken } from './authentication.js';
import { asGraphQLError, formatErrorFor, unauthenticated } from './errors.js';
import type { LiveOperations } from './live.js';
import { LiveStream } from './live-stream.js';
import { watchToken } from './token-watch.js';

/** Says that the line is still there, for proxies that cut silent ones, and finds clients that left without a word. */
const heartbeatMs = 12_000;
const eventStream = 'text/event-stream';

export interface EventStreamOptions {
  readonly live: LiveOperations;
  readonly verifyToken: VerifyToken;
  readonly log: Logger;
  readonly tokenCheckMs: number;
}

interface Asked {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was asked, by POST or by GET; null where it is no GraphQL request, which Apollo Server then says. */
const askedBy = ({ method, body, query }: FastifyRequest): Asked | null => {
  const said: unknown = method === 'GET' ? query : body;
  if (!isRecord(said) || typeof said.query !== 'string') return null;
  const variables = typeof said.variables === 'string' ? jsonOf(said.variables) : (said.variables ?? {});
  if (!isRecord(variables)) return null;
  const { operationName } = said;
  return { query: said.query, operationName: typeof operationName === 'string' ? operationName : null, variables };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Apollo Server refuses it by name.
    return null;
  }
};

const statusOf = ([first]: readonly GraphQLError[]): number => {
  const { code, http } = first?.extensions ?? {};
  if (isRecord(http) && typeof http.status === 'number') return http.status;
  return code === 'LIMIT_EXCEEDED' ? 429 : 400;
};

/**
 * Subscriptions as server-sent events, where something between client and server breaks WebSockets: each answer
 * is an event `next`, the end an event `complete`. Answers whether the request was one.
 */
export const eventStreams = ({ live, verifyToken, log, tokenCheckMs }: EventStreamOptions) => {
  const format = formatErrorFor(log);
  const json = ({ errors, ...result }: ExecutionResult): string =>
    JSON.stringify({ ...result, ...(errors && { errors: errors.map((error) => format(error.toJSON(), error)) }) });
  const refuse = (reply: FastifyReply, errors: readonly GraphQLError[]) =>
    reply.code(statusOf(errors)).type('application/json; charset=utf-8').send(json({ errors }));

  return async (request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
    const asked = request.headers.accept?.includes(eventStream) ? askedBy(request) : null;
    if (!asked) return false;
    const { document } = live.check(asked.query, asked.operationName);
    // Everything that is wrong with a document is said by Apollo Server, as to any other request.
    if (!document || getOperationAST(document, asked.operationName)?.operation !== 'subscription') return false;
    const context = await contextOf(request, verifyToken);
    const stream = await live.subscribe({ ...asked, document, context });
    if (!(stream instanceof LiveStream)) {
      await refuse(reply, stream.errors ?? []);
      return true;
    }
    reply.hijack();
    const lost = () => void stream.abort(unauthenticated(context.language));
    const watch = watchToken(request.headers, verifyToken, tokenCheckMs, lost);
    await pipe(stream, reply.raw, json).finally(() => watch.stop());
    return true;
  };
};

const write = (response: ServerResponse, event: string, data: string): boolean =>
  response.write(`event: ${event}\ndata: ${data}\n\n`);

/** Sends until the stream ends or the client leaves; a slow client is waited for, and its notices wait in their queue. */
const pipe = async (
  stream: LiveStream,
  response: ServerResponse,
  json: (result: ExecutionResult) => string,
): Promise<void> => {
  const gone = new Promise<void>((resolve) => {
    // Whoever left before this line is told of no more.
    if (response.destroyed) resolve();
    else response.once('close', resolve);
  });
  void gone.then(() => stream.return());
  response.writeHead(200, {
    ...{ 'content-type': `${eventStream}; charset=utf-8`, 'cache-control': 'no-store' },
    ...{ 'x-accel-buffering': 'no', 'x-content-type-options': 'nosniff' },
  });
  response.write(':\n\n');
  const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs).unref();
  try {
    for await (const result of stream) {
      if (write(response, 'next', json(result))) continue;
      await Promise.race([gone, new Promise<void>((resolve) => response.once('drain', resolve))]);
    }
  } catch (fault) {
    // What ends a stream is an error that its client may see.
    write(response, 'next', json({ errors: [asGraphQLError(fault)] }));
  } finally {
    clearInterval(heartbeat);
    write(response, 'complete', '');
    response.end();
  }
};
