/** `thidua replay` as a process of its own: what it reads it never changes, and no server is needed. */
import { runReplay } from './replay/run.js';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());

process.exitCode = await runReplay(process.argv.slice(2), { out: process.stdout, err: process.stderr }, stop.signal);
