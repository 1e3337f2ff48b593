import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf, runQuietly } from './child.mjs';
import { complain, environment, root, say, secondsSince } from './place.mjs';

const workspaceFolders = ['apps', 'packages'];
const rootInputs = ['package.json', 'package-lock.json', 'turbo.json', 'tsconfig.base.json', '.swcrc', '.node-version'];
const outputFolder = 'dist';
const notInputs = new Set(['node_modules', outputFolder, '.turbo', 'coverage']);

/** What was built from what, in two hashes: written after a build, compared before the next. */
const stampFile = join(root, 'node_modules', '.thidua-built');

const listFolder = (folder) => readdirSync(join(root, folder), { withFileTypes: true });

/** Files below a folder, in an order that every machine shares. */
const filesBelow = (folder, skipped) =>
  listFolder(folder)
    .filter((entry) => !skipped.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path, skipped) : [path];
    });

const workspaces = () =>
  workspaceFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => listFolder(folder).map((entry) => `${folder}/${entry.name}`))
    .filter((path) => existsSync(join(root, path, 'package.json')));

/** Everything that a build could read, by content: a time stamp can lie after a checkout or a copy. */
const hashOfInputs = () => {
  const hash = createHash('sha256');
  const files = [...rootInputs, ...workspaces().flatMap((workspace) => filesBelow(workspace, notInputs))];
  for (const file of files) {
    hash.update(`${file}\0`);
    hash.update(
      createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest(),
    );
  }
  return hash.digest('hex');
};

/** Everything that was built, by size and time: whoever takes away or replaces a file changes it. */
const hashOfOutputs = () => {
  const hash = createHash('sha256');
  const folders = workspaces()
    .map((workspace) => `${workspace}/${outputFolder}`)
    .filter((folder) => existsSync(join(root, folder)));
  for (const file of folders.flatMap((folder) => filesBelow(folder, new Set()))) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex');
};

/** Builds what changed since the last build. Turbo's cache makes a build cheap; the stamp saves asking it. */
export const ensureBuilt = async (node) => {
  const inputs = hashOfInputs();
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : null;
  if (stamp === `${inputs}\n${hashOfOutputs()}\n`) return 0;

  say('Building … / Đang dựng …');
  const startedMs = performance.now();
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const args = [turbo, 'run', 'build', '--output-logs=errors-only'];
  const result = await runQuietly(node, args, { cwd: root, env: environment() });
  const code = exitCodeOf(result);
  if (code !== 0) {
    process.stderr.write(result.output);
    if (!result.signal)
      complain('The build failed; what it says stands above. / Không dựng được, xem thông báo ở trên.');
    return code;
  }
  // A source that was saved while the build ran may not be in it: then the next start builds again.
  if (hashOfInputs() === inputs) writeFileSync(stampFile, `${inputs}\n${hashOfOutputs()}\n`);
  say(`Built in ${secondsSince(startedMs)}.`);
  return 0;
};
