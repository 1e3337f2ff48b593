import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The program that reads the log: it is built of all services, which the command line knows nothing of. */
const program = fileURLToPath(new URL('../../standalone/dist/replay.js', import.meta.url));

/** Hands everything over to a process of its own, and ends as that does. */
export const replay = async (args: readonly string[], path = program): Promise<void> => {
  if (!existsSync(path)) {
    process.stderr.write('Not built yet: run npm start once. / Chưa dựng xong: hãy chạy npm start một lần.\n');
    process.exitCode = 2;
    return;
  }
  const child = spawn(process.execPath, [path, ...args], { stdio: 'inherit' });
  // Ctrl-C reaches the child directly; we only wait for what it says.
  const onInterrupt = () => {};
  const onTerminate = () => child.kill('SIGTERM');
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  try {
    process.exitCode = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      // One that was killed has worked nothing out.
      child.on('close', (code) => resolve(code ?? 2));
    });
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onTerminate);
  }
};
