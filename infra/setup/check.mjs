import { join } from 'node:path';
import { exitCodeOf, runQuietly } from './child.mjs';
import { complain, environment, root, say, secondsSince } from './place.mjs';

const bin = (...path) => join(root, 'node_modules', ...path);

/** What `npm run check` runs, in this order: the program and its arguments, for the Node of the project. */
const checks = {
  biome: {
    says: 'format and lint',
    args: [bin('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--error-on-warnings', '--colors=off'],
  },
  tsc: { says: 'types', args: [bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'] },
  depcruise: {
    says: 'who may import whom',
    args: [
      bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'apps',
      'packages',
    ],
  },
  knip: { says: 'dead code', args: [bin('knip', 'bin', 'knip.js'), '--no-config-hints'] },
};

/** Runs the checks, all or those named, each to its end. Answers an exit code. */
export const runChecks = async (node, names) => {
  const unknown = names.filter((name) => !Object.hasOwn(checks, name));
  if (unknown.length > 0) {
    complain(`no such check: ${unknown.join(', ')}; there are ${Object.keys(checks).join(', ')}`);
    return 2;
  }
  const chosen = names.length > 0 ? names : Object.keys(checks);
  const failed = [];
  for (const name of chosen) {
    const { says, args } = checks[name];
    const startedMs = performance.now();
    const result = await runQuietly(node, args, { cwd: root, env: environment() });
    const code = exitCodeOf(result);
    if (result.signal) return code;
    if (code !== 0) {
      failed.push(name);
      process.stderr.write(`${result.output.trimEnd()}\n`);
    }
    say(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${says}), ${secondsSince(startedMs)}`);
  }
  say(failed.length === 0 ? `All ${chosen.length} checks hold.` : `Failed: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
};
