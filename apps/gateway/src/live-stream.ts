import type { ExecutionResult, GraphQLError } from 'graphql';

type Result = IteratorResult<ExecutionResult, undefined>;

/**
 * The answers of one subscription as a client may see them. No generator: one that waits for its source would
 * put off `return` until the next answer, and so never let go of a source that is silent.
 */
export class LiveStream implements AsyncGenerator<ExecutionResult, undefined, undefined> {
  private readonly source: AsyncIterator<ExecutionResult>;
  private ended = false;
  private fault: GraphQLError | null = null;

  constructor(
    source: AsyncIterable<ExecutionResult>,
    private readonly present: (fault: unknown) => readonly GraphQLError[],
    private readonly release: () => void,
  ) {
    this.source = source[Symbol.asyncIterator]();
  }

  async next(): Promise<Result> {
    if (this.ended) return this.over();
    let result: IteratorResult<ExecutionResult>;
    try {
      result = await this.source.next();
    } catch (fault) {
      this.end();
      throw this.present(fault)[0];
    }
    if (result.done || this.ended) {
      this.end();
      return this.over();
    }
    const { errors } = result.value;
    return { done: false, value: errors ? { ...result.value, errors: errors.flatMap(this.present) } : result.value };
  }

  async return(): Promise<Result> {
    this.end();
    await this.source.return?.();
    return { done: true, value: undefined };
  }

  async throw(fault?: unknown): Promise<Result> {
    await this.return();
    throw fault;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** Ends it for a reason, which its client is told. */
  async abort(fault: GraphQLError): Promise<void> {
    if (this.ended) return;
    this.fault = fault;
    await this.return();
  }

  private over(): Result {
    const { fault } = this;
    this.fault = null;
    if (fault) throw fault;
    return { done: true, value: undefined };
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.release();
  }
}
