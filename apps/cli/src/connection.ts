import { resolve } from 'node:path';
import { NotSent } from './sending.js';
import { askServer, serverUrl } from './server.js';
import { type AsOptions, issueToken } from './token.js';

/** As whom a command speaks to the server, and in which language it is answered. */
export interface ConnectionOptions extends AsOptions {
  readonly actingAs?: string;
  readonly language: string;
}

/** Sends a document and answers what the server says. Throws NotSent where nobody answers. */
export type AskAs = (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** The server that runs on a data folder, to be asked as somebody. Throws NotSent where there is no such folder. */
export const connect = async (options: ConnectionOptions): Promise<AskAs> => {
  const token = await issueToken(options);
  const url = serverUrl(resolve(options.data));
  const { actingAs, language } = options;
  return async (query, variables) => {
    const asking = { actingAs, language, ...(variables && { variables }) };
    const answer = url === null ? null : await askServer(url, token, query, asking);
    if (answer !== null) return answer;
    throw new NotSent(
      'No server answers on this data: run npm start first. / Chưa có máy chủ nào chạy: hãy chạy npm start.',
    );
  };
};
