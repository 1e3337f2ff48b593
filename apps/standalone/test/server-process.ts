import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** A server as a process of its own, as `npm start` runs it. */
export interface Run {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Resolves when it has said this, rejects when it ends before. */
  until(words: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<number | NodeJS.Signals>;
}

export const runServer = (folder: string, ...more: string[]): Run => {
  const child = spawn(process.execPath, [main, '--data', folder, '--port', '0', ...more], { stdio: 'pipe' });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += String(chunk);
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 0));
  });
  const until = (words: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = words.exec(text);
        if (found) {
          listeners.delete(look);
          resolve(found);
        }
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`ended before it said ${words}: ${text}`)));
    });
  return { child, said: () => text, until, ended };
};
