import { createInterface } from 'node:readline/promises';
import { type Ask, SetupFault } from './own-answers.js';

/** Asks on a terminal, null where there is none. A person who leaves has set nothing up. */
export const terminal = (signal: AbortSignal): { readonly ask: Ask; close(): void } | null => {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const left = new AbortController();
  lines.on('SIGINT', () => lines.close());
  lines.on('close', () => left.abort());
  const given = AbortSignal.any([signal, left.signal]);
  return {
    async ask(question, suggestion) {
      try {
        const answer = await lines.question(`${question}${suggestion === null ? '' : ` [${suggestion}]`}: `, {
          signal: given,
        });
        return answer.trim() === '' ? (suggestion ?? '') : answer;
      } catch (fault) {
        if (!given.aborted) throw fault;
        throw new SetupFault('\nNothing was set up. / Chưa thiết lập gì.');
      }
    },
    close: () => lines.close(),
  };
};
