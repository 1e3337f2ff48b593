#!/usr/bin/env node
// The version of Node is looked at before anything else is loaded: what is loaded would fail in ways that say nothing.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const nodeMajorMin = 26;
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const brought = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

if (!existsSync(main)) {
  process.stderr.write('Not built yet: run npm start once. / Chưa dựng xong: hãy chạy npm start một lần.\n');
  process.exitCode = 1;
} else if (Number.parseInt(process.versions.node, 10) >= nodeMajorMin) {
  await import(main);
} else if (existsSync(brought)) {
  process.exitCode = spawnSync(brought, [main, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
} else {
  process.stderr.write(`thidua needs Node.js ${nodeMajorMin} or later. / thidua cần Node.js ${nodeMajorMin} trở lên.\n`);
  process.exitCode = 1;
}
