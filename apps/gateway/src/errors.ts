import { randomUUID } from 'node:crypto';
import { HeaderMap } from '@apollo/server';
import type { Language } from '@thidua/service';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { limits } from './limits.js';

/** Codes a client may rely on; a fault with any other, or none, is ours and shows nothing of itself. */
const stableCodes: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'PROJECTION_LAGGING',
  'LIMIT_EXCEEDED',
  'OPERATION_TIMEOUT',
  'INTERNAL',
]);

const messages = {
  UNAUTHENTICATED: {
    vi: 'Yêu cầu này cần mã truy cập (token) còn hiệu lực, trong header Authorization: Bearer.',
    en: 'This needs a valid token, in the header Authorization: Bearer.',
  },
  OPERATION_TIMEOUT: {
    vi: 'Yêu cầu mất quá nhiều thời gian nên không chờ nữa. Nếu là thay đổi, có thể nó vẫn được ghi: hãy gửi lại cùng idempotencyKey.',
    en: 'This took too long and is no longer waited for. A change may still have been written: send it again with the same idempotencyKey.',
  },
  INTERNAL: {
    vi: 'Hệ thống gặp lỗi khi xử lý yêu cầu này. Khi báo lỗi, hãy gửi kèm mã {id}.',
    en: 'Something went wrong on our side. When you report it, name {id}.',
  },
} satisfies Record<string, Readonly<Record<Language, string>>>;

export const unauthenticated = (language: Language): GraphQLError =>
  new GraphQLError(messages.UNAUTHENTICATED[language], {
    extensions: {
      code: 'UNAUTHENTICATED',
      http: { status: 401, headers: new HeaderMap([['www-authenticate', 'Bearer']]) },
    },
  });

export const operationTimeout = (language: Language): GraphQLError =>
  new GraphQLError(messages.OPERATION_TIMEOUT[language], { extensions: { code: 'OPERATION_TIMEOUT' } });

/** Too much at once by one person, or on one connection. */
export const tooManyOperations = (max: number): GraphQLError =>
  new GraphQLError(
    `Quá nhiều thao tác mở cùng lúc (operations), nhiều nhất ${max}. At most ${max} operations are open at once.`,
    { extensions: { code: 'LIMIT_EXCEEDED', limit: 'operations', max } },
  );

/** A fault of ours: the log gets the cause, the client an id that finds it there. Without a language, both are said. */
export const internalFault = (cause: unknown, log: Logger, language?: Language) => {
  const id = randomUUID();
  log.error({ err: cause, id }, 'a request failed by a fault of ours');
  const { vi, en } = messages.INTERNAL;
  const message = (language ? messages.INTERNAL[language] : `${vi} ${en}`).replaceAll('{id}', id);
  return { message, extensions: { code: 'INTERNAL', id } };
};

export const asGraphQLError = (fault: unknown): GraphQLError => {
  if (fault instanceof GraphQLError) return fault;
  return new GraphQLError('fault', { originalError: fault instanceof Error ? fault : new Error(String(fault)) });
};

const causeOf = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;

const partsMax = 20;

/** Several faults of one joined field arrive as one; each has its own code, so they are told apart again. */
const apart = (error: GraphQLError): readonly GraphQLError[] => {
  const cause: unknown = error.originalError;
  if (!(cause instanceof AggregateError)) return [error];
  return cause.errors.slice(0, partsMax).map((part: unknown) => {
    const fault = asGraphQLError(part);
    return fault.path ? fault : new GraphQLError(fault.message, { path: error.path ?? null, originalError: fault });
  });
};

/** Execution errors as a client may see them, in its language. */
export const presentErrors = (
  errors: readonly GraphQLError[],
  language: Language,
  log: Logger,
): readonly GraphQLError[] =>
  errors.flatMap(apart).map((error) => {
    if (stableCodes.has(error.extensions.code)) return error;
    const { message, extensions } = internalFault(causeOf(error), log, language);
    return new GraphQLError(message, { nodes: error.nodes ?? null, path: error.path ?? null, extensions });
  });

/** The last net under every error that Apollo Server sends, wherever it came from. */
export const formatErrorFor =
  (log: Logger) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const extensions = { ...formatted.extensions };
    if (typeof extensions.limit === 'string')
      return { ...formatted, extensions: { ...extensions, code: 'LIMIT_EXCEEDED' } };
    if (/^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(formatted.message)) return tokenLimit;
    if (stableCodes.has(extensions.code)) return formatted;
    return internalFault(causeOf(error), log);
  };

const tokenLimit: GraphQLFormattedError = {
  message: `Truy vấn quá dài: nhiều nhất ${limits.tokens} từ (tokens). At most ${limits.tokens} tokens.`,
  extensions: { code: 'LIMIT_EXCEEDED', limit: 'tokens', max: limits.tokens },
};
