/**
 * The one door to the house: `node infra/setup/run.mjs start|test|check|bench [args]`, as the scripts of package.json
 * call it. Plain JavaScript for Node 20 and later that needs no package, since it runs before any is installed:
 * it installs, builds, then hands over to Node 26. Every step that has nothing to do takes no time.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { runChecks } from './check.mjs';
import { exitCodeOf, runInFront } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { explainMissingNode, findNode } from './node.mjs';
import { complain, environment, root, say } from './place.mjs';

const usage = 'usage: node infra/setup/run.mjs start|test|check|bench [arguments]';

const start = async (node, args) => {
  const main = join(root, 'apps', 'standalone', 'dist', 'main.js');
  if (!existsSync(main)) {
    complain('apps/standalone has no build: is this a whole checkout?');
    return 1;
  }
  return exitCodeOf(await runInFront(node, [main, ...args], { env: environment() }));
};

const test = async (node, args) => {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const flags = ['--experimental-vm-modules', '--no-warnings'];
  return exitCodeOf(await runInFront(node, [...flags, jest, ...args], { cwd: root, env: environment() }));
};

/** Benchmarks one after the other: they print what they measure and fail at nothing. */
const bench = async (node, names) => {
  const folder = join(root, 'bench');
  const chosen =
    names.length > 0 ? names.map((name) => `${name}.mjs`) : readdirSync(folder).filter((file) => file.endsWith('.mjs'));
  for (const file of chosen) {
    say(`bench/${file}`);
    const code = exitCodeOf(await runInFront(node, [join(folder, file)], { cwd: root, env: environment() }));
    if (code !== 0) return code;
  }
  return 0;
};

const tasks = {
  start: { needsBuild: true, run: start },
  test: { needsBuild: true, run: test },
  check: { needsBuild: false, run: runChecks },
  bench: { needsBuild: true, run: bench },
};

const main = async ([name, ...args]) => {
  const task = Object.hasOwn(tasks, name ?? '') ? tasks[name] : undefined;
  if (!task) {
    complain(usage);
    return 2;
  }
  const installed = await ensureInstalled();
  if (installed !== 0) return installed;
  const node = findNode();
  if (!node) {
    complain(explainMissingNode());
    return 1;
  }
  const built = task.needsBuild ? await ensureBuilt(node) : 0;
  return built === 0 ? task.run(node, args) : built;
};

process.exitCode = await main(process.argv.slice(2));
