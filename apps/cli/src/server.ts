import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const askMsMax = 35_000;

/** The server that runs on a data folder, or null: it leaves its address there while it runs. */
export const serverUrl = (folder: string): string | null => {
  const file = join(folder, 'server.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { url: string }).url : null;
};

interface Asking {
  readonly actingAs?: string | undefined;
  readonly language?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Sends a document to a server; null where nobody answers there: one that was killed leaves its address behind. */
export const askServer = async (
  url: string,
  token: string,
  query: string,
  { actingAs, language = 'vi', variables }: Asking = {},
): Promise<unknown> => {
  try {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'accept-language': language,
        ...(actingAs !== undefined && { 'acting-as': actingAs }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(askMsMax),
    });
    return await answer.json();
  } catch (fault) {
    if (fault instanceof TypeError || (fault instanceof DOMException && fault.name === 'TimeoutError')) return null;
    throw fault;
  }
};
