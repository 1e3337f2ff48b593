import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { type ApolloOptions, answer } from './apollo.js';
import type { Checked } from './documents.js';
import { asGraphQLError, presentErrors, tooManyOperations, unauthenticated } from './errors.js';
import { limitRule, limits } from './limits.js';
import { LiveStream } from './live-stream.js';
import { unknownOperation, type ValidRequest } from './supergraph.js';

/** How much may be open at once: subscriptions of one person, operations on one connection, connections. */
export const liveLimits = { viewer: 400, connection: 100, connections: 5000 } as const;

const validationErrorsMax = 20;

const codedAs = (code: string) => (error: GraphQLError) =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code, ...error.extensions },
  });

/**
 * Operations that do not come by an ordinary request: the same limits and rights as there. Every subscription
 * is counted from its beginning to its end, however it ends.
 */
export class LiveOperations {
  private readonly streams = new Set<LiveStream>();
  private readonly ofViewer = new Map<string, number>();

  constructor(private readonly options: ApolloOptions) {}

  /** Subscriptions that are open now. */
  get open(): number {
    return this.streams.size;
  }

  get schema(): GraphQLSchema {
    return this.options.supergraph.schema;
  }

  /** A document by the rules that every other one keeps, and that it holds the operation asked for. */
  check(query: string, operationName: string | null | undefined): Checked {
    try {
      const document = parse(query, { maxTokens: limits.tokens });
      const rules = [...specifiedRules, limitRule];
      const errors = validate(this.schema, document, rules, { maxErrors: validationErrorsMax });
      if (errors.length > 0) return { errors: errors.map(codedAs('GRAPHQL_VALIDATION_FAILED')) };
      return getOperationAST(document, operationName) ? { document } : { errors: [unknownOperation(operationName)] };
    } catch (fault) {
      if (!(fault instanceof GraphQLError)) throw fault;
      return { errors: [codedAs('GRAPHQL_PARSE_FAILED')(fault)] };
    }
  }

  /** A query or a mutation. */
  execute(request: ValidRequest): Promise<ExecutionResult> {
    return answer(this.options, request);
  }

  /** A subscription; what it comes to where it does not begin. */
  async subscribe(request: ValidRequest): Promise<LiveStream | ExecutionResult> {
    const { language, viewer } = request.context;
    if (!viewer) return { errors: [unauthenticated(language)] };
    const count = this.ofViewer.get(viewer.userId) ?? 0;
    if (count >= liveLimits.viewer) return { errors: [tooManyOperations(liveLimits.viewer)] };
    this.ofViewer.set(viewer.userId, count + 1);
    const present = (fault: unknown) => presentErrors([asGraphQLError(fault)], language, this.options.log);
    try {
      const source = await this.options.supergraph.subscribe(request);
      if (!(Symbol.asyncIterator in source)) {
        this.release(viewer.userId);
        return { ...source, errors: (source.errors ?? []).flatMap(present) };
      }
      const stream: LiveStream = new LiveStream(source, present, () => {
        this.streams.delete(stream);
        this.release(viewer.userId);
      });
      this.streams.add(stream);
      return stream;
    } catch (fault) {
      this.release(viewer.userId);
      return { errors: present(fault) };
    }
  }

  /** Ends every subscription. */
  async close(): Promise<void> {
    await Promise.all([...this.streams].map((stream) => stream.return()));
  }

  private release(userId: string): void {
    const left = (this.ofViewer.get(userId) ?? 1) - 1;
    if (left > 0) this.ofViewer.set(userId, left);
    else this.ofViewer.delete(userId);
  }
}
