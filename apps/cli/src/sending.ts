import { createHash } from 'node:crypto';

/** Something is wrong before the server is asked: a sentence in both languages. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

/** Runs a command; what keeps it from being sent is said in words alone, with exit code 1. */
export const orSayWhyNot = async (command: () => Promise<void>): Promise<void> => {
  try {
    await command();
  } catch (fault) {
    if (!(fault instanceof NotSent)) throw fault;
    process.stderr.write(`${fault.message}\n`);
    process.exitCode = 1;
  }
};

/** The same file of the same person for the same purpose is the same command, however often it is sent. */
export const keyOf = (...parts: readonly string[]): string => {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
};
