import { ApolloServer, type ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { RequestContext } from '@thidua/service';
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import { asGraphQLError, formatErrorFor, operationTimeout, presentErrors } from './errors.js';
import { limitRule, limits } from './limits.js';
import type { Supergraph, ValidRequest } from './supergraph.js';

export interface ApolloOptions {
  readonly supergraph: Supergraph;
  readonly log: Logger;
  readonly operationMsMax: number;
}

/** Apollo Server parses, validates, limits and answers; the supergraph executes. */
export const apolloServer = (options: ApolloOptions): ApolloServer<RequestContext> =>
  new ApolloServer<RequestContext>({
    gateway: gatewayOf(options),
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    introspection: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [limitRule],
    formatError: formatErrorFor(options.log),
    logger: options.log,
    // Nothing of ours is reported to anybody, whatever the environment says.
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });

/** Apollo's hook for graphs that something else executes. */
const gatewayOf = (options: ApolloOptions): ApolloServerOptionsWithGateway<RequestContext>['gateway'] => ({
  onSchemaLoadOrUpdate(callback) {
    callback({ apiSchema: options.supergraph.schema, coreSupergraphSdl: options.supergraph.sdl });
    return () => undefined;
  },
  load: async () => ({
    executor: ({ document, request, context }) =>
      answer(options, {
        document,
        operationName: request.operationName,
        variables: request.variables,
        // Apollo's gateway types predate typed contexts; this is what contextOf made.
        context: context as RequestContext,
      }),
  }),
  stop: async () => undefined,
});

/** Executes within the time there is; errors as a client may see them. */
export const answer = async (
  { supergraph, log, operationMsMax }: ApolloOptions,
  request: ValidRequest,
): Promise<ExecutionResult> => {
  const { language } = request.context;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<ExecutionResult>((resolve) => {
    timer = setTimeout(() => resolve({ data: null, errors: [operationTimeout(language)] }), operationMsMax).unref();
  });
  try {
    const result = await Promise.race([supergraph.run(request), timeout]);
    return result.errors ? { ...result, errors: presentErrors(result.errors, language, log) } : result;
  } catch (fault) {
    return { data: null, errors: presentErrors([asGraphQLError(fault)], language, log) };
  } finally {
    clearTimeout(timer);
  }
};
