import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './place.mjs';

const wanted = readFileSync(join(root, '.node-version'), 'utf8').trim();
const majorOf = (version) => Number.parseInt(version, 10);

/** The Node that runs the project: the present one if it is new enough, else the one that the packages bring. */
export const findNode = () => {
  if (majorOf(process.versions.node) >= majorOf(wanted)) return process.execPath;
  const brought = join(root, 'node_modules', '.bin', 'node');
  const probe = spawnSync(brought, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return probe.status === 0 && majorOf(probe.stdout) >= majorOf(wanted) ? brought : null;
};

export const explainMissingNode = () => {
  const here = `${process.platform}-${process.arch}`;
  const major = majorOf(wanted);
  return [
    `Thi Đua needs Node.js ${major}; this is ${process.versions.node}, and the packages bring none that runs on ${here}.`,
    `Install Node.js ${wanted} or later (https://nodejs.org, or a version manager that reads .node-version), then run the same command again.`,
    '',
    `Thi Đua cần Node.js ${major}; máy này đang dùng ${process.versions.node} và bộ cài kèm theo không chạy được trên ${here}.`,
    `Hãy cài Node.js ${wanted} hoặc mới hơn (https://nodejs.org), rồi chạy lại lệnh vừa rồi.`,
  ].join('\n');
};
