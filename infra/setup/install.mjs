import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf, runQuietly } from './child.mjs';
import { complain, environment, root, say, secondsSince } from './place.mjs';

const lockFile = join(root, 'package-lock.json');
/** What npm itself writes at the end of an installation: the packages that are there. */
const installedFile = join(root, 'node_modules', '.package-lock.json');
/** The hash of the lock file that node_modules was last seen to agree with. */
const stampFile = join(root, 'node_modules', '.thidua-installed');

const readIfThere = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : null);

/** Whether two entries of lock files name the same package. */
const isSame = (a, b) =>
  a.version === b.version && a.integrity === b.integrity && a.resolved === b.resolved && a.link === b.link;

/**
 * Whether node_modules already holds what the lock file says, as after a developer's own `npm install`. A package
 * of another platform may be missing; anything else that differs makes it another installation.
 */
const agrees = (lockText, installedText) => {
  const { '': _root, ...wanted } = JSON.parse(lockText).packages;
  const installed = JSON.parse(installedText).packages;
  const hasExtra = Object.keys(installed).some((path) => !(path in wanted));
  return (
    !hasExtra &&
    Object.entries(wanted).every(([path, entry]) =>
      path in installed ? isSame(entry, installed[path]) : entry.optional === true,
    )
  );
};

/** npm as it was called, else the one in PATH. */
const npmCommand = () => {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js')
    ? { command: process.execPath, args: [npm], shell: false }
    : { command: 'npm', args: [], shell: process.platform === 'win32' };
};

const advice = `
npm ci failed, so nothing was started. What it says stands above. Most often:
 - the package registry cannot be reached: check the network, the proxy and npm's own settings, then try again;
 - package.json was changed by hand: run \`npm install\` once, so that package-lock.json agrees with it;
 - the disk is full.

Không cài được các gói (npm ci). Hãy kiểm tra mạng, cấu hình npm và dung lượng đĩa, rồi chạy lại lệnh vừa rồi.`;

/** Installs the packages of the lock file if they are not there. Answers an exit code. */
export const ensureInstalled = async () => {
  const lockText = readFileSync(lockFile, 'utf8');
  const lockHash = createHash('sha256').update(lockText).digest('hex');
  const installedText = readIfThere(installedFile);
  if (installedText !== null) {
    if (readIfThere(stampFile) === lockHash) return 0;
    if (agrees(lockText, installedText)) {
      writeFileSync(stampFile, lockHash);
      return 0;
    }
  }

  say('Installing packages, a minute or two the first time … / Đang cài các gói …');
  const startedMs = performance.now();
  const { command, args, shell } = npmCommand();
  const result = await runQuietly(command, [...args, 'ci'], { cwd: root, env: environment(), shell });
  const code = exitCodeOf(result);
  if (code !== 0) {
    process.stderr.write(result.output);
    if (!result.signal) complain(advice);
    return code;
  }
  writeFileSync(stampFile, lockHash);
  say(`Installed in ${secondsSince(startedMs)}.`);
  return 0;
};
