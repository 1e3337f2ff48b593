#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The version of Node is looked at before anything of ours is loaded: that would fail in ways that say nothing.

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
  process.stderr.write(
    `thidua needs Node.js ${nodeMajorMin} or later. / thidua cần Node.js ${nodeMajorMin} trở lên.\n`,
  );
  process.exitCode = 1;
}
