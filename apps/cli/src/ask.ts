import { resolve } from 'node:path';
import { noServer } from './sending.js';
import { askServer, serverUrl } from './server.js';
import { type AsOptions, issueToken } from './token.js';

interface AskOptions extends AsOptions {
  readonly pick?: string;
  readonly actingAs?: string;
  readonly language: string;
}

/** Sends a GraphQL document to the running server as somebody, and prints the answer. */
export const ask = async (document: string, options: AskOptions): Promise<void> => {
  const issued = await issueToken(options);
  if (issued === null) return;
  const url = serverUrl(resolve(options.data));
  const { actingAs, language } = options;
  const answer = url === null ? null : await askServer(url, issued, document, { actingAs, language });
  if (answer === null) {
    process.stderr.write(`${noServer().message}\n`);
    process.exitCode = 1;
    return;
  }
  const picked = options.pick === undefined ? answer : pick(answer, options.pick);
  process.stdout.write(`${typeof picked === 'string' ? picked : JSON.stringify(picked, null, 2)}\n`);
  if ((answer as { errors?: unknown }).errors !== undefined || picked === undefined) process.exitCode = 1;
};

/** The part of an answer at a path such as `data.campaigns.edges.0.node.id`. */
const pick = (answer: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (part, name) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[name] : undefined),
      answer,
    );
