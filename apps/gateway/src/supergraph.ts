import type { RequestContext, Subgraph } from '@thidua/service';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  type OperationTypeNode,
  subscribe,
} from 'graphql';
import { composeGraph } from './composition.js';
import { documentCache } from './documents.js';
import { unauthenticated } from './errors.js';
import { chooserOf } from './one-subgraph.js';
import { isIntrospection, minReceiptOf, rootFieldsOf } from './operation.js';

const variableErrorsMax = 10;

/** A document that was validated against the graph's schema, and what it is executed with. */
export interface ValidRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly context: RequestContext;
}

/** A request made inside this process, as text or as a document. */
export interface GraphRequest extends Omit<ValidRequest, 'document'> {
  readonly query: string | DocumentNode;
}

export interface Supergraph {
  readonly sdl: string;
  /** What clients see: the schema without federation's own fields. */
  readonly schema: GraphQLSchema;
  /** Executes a document that is known to be valid. Never throws what a document can cause. */
  run(request: ValidRequest): Promise<ExecutionResult>;
  /** Begins a subscription that is known to be valid; what it comes to where it does not begin. */
  subscribe(request: ValidRequest): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
  /** Parses and validates first; for callers inside this process. */
  execute(request: GraphRequest): Promise<ExecutionResult>;
}

/** Composes services into one graph. It knows no domain: what a field means is its service's business. */
export const composeSupergraph = (subgraphs: readonly Subgraph[]): Supergraph => {
  const { supergraphSdl, stitched, api } = composeGraph(subgraphs);
  const choose = chooserOf(subgraphs);
  const documents = documentCache(api);

  const run = async (request: ValidRequest): Promise<ExecutionResult> => {
    const { document, operationName, variables } = request;
    const { context, errors } = admit(api, request, ['query', 'mutation']);
    if (!context) return { errors };
    const schema = choose(document)?.schema ?? stitched;
    return execute({ schema, document, operationName, variableValues: variables, contextValue: context });
  };
  return {
    sdl: supergraphSdl,
    schema: api,
    run,
    async subscribe(request) {
      const { document, operationName, variables } = request;
      const { context, errors } = admit(api, request, ['subscription']);
      if (!context) return { errors };
      const schema = choose(document)?.schema ?? stitched;
      return subscribe({ schema, document, operationName, variableValues: variables, contextValue: context });
    },
    async execute({ query, ...request }) {
      const { document, errors } = documents(query);
      return document ? run({ ...request, document }) : { errors };
    },
  };
};

type Admitted =
  | { readonly context: RequestContext; readonly errors?: undefined }
  | { readonly context?: undefined; readonly errors: readonly GraphQLError[] };

/**
 * What stands between a valid document and its execution, alike whoever executes it: which operation, whether
 * somebody asks, variables that fit. The context is a new object each time, since joins are batched by it.
 */
const admit = (
  schema: GraphQLSchema,
  { document, operationName, variables = {}, context }: ValidRequest,
  kinds: readonly `${OperationTypeNode}`[],
): Admitted => {
  const operation = getOperationAST(document, operationName);
  if (!operation) return { errors: [unknownOperation(operationName)] };
  const root = kinds.includes(operation.operation) ? schema.getRootType(operation.operation) : null;
  if (!root) return { errors: [unsupported(operation)] };
  const fields = rootFieldsOf(operation, document);
  if (!context.viewer && !fields.every(isIntrospection)) return { errors: [unauthenticated(context.language)] };
  const { coerced, errors = [] } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: variableErrorsMax,
  });
  if (!coerced) return { errors: errors.map(badVariable) };
  return { context: { ...context, minReceipt: minReceiptOf(fields, root, coerced) ?? context.minReceipt } };
};

const badVariable = ({ message, nodes }: GraphQLError) =>
  new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } });

export const unknownOperation = (name: string | null | undefined) =>
  new GraphQLError(name ? `Unknown operation named "${name}".` : 'Name one of the operations: operationName.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  });

const unsupported = ({ operation }: OperationDefinitionNode) =>
  new GraphQLError(`The graph takes no ${operation} here.`, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
