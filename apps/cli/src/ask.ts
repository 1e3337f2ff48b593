import { type ConnectionOptions, connect } from './connection.js';
import { orSayWhyNot } from './sending.js';

interface AskOptions extends ConnectionOptions {
  readonly pick?: string;
}

/** Sends a GraphQL document to the running server as somebody, and prints the answer. */
export const ask = (document: string, options: AskOptions): Promise<void> =>
  orSayWhyNot(async () => {
    const answer = await (await connect(options))(document);
    const picked = options.pick === undefined ? answer : pick(answer, options.pick);
    process.stdout.write(`${typeof picked === 'string' ? picked : JSON.stringify(picked, null, 2)}\n`);
    if ((answer as { errors?: unknown }).errors !== undefined || picked === undefined) process.exitCode = 1;
  });

/** The part of an answer at a path such as `data.campaigns.edges.0.node.id`. */
const pick = (answer: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (part, name) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[name] : undefined),
      answer,
    );
