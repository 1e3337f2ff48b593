import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Somebody else has the data folder open. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  constructor(
    readonly folder: string,
    /** Null where it is not known. */
    readonly ownerPid: number | null,
  ) {
    super(`the data folder ${folder} is in use by ${ownerPid === null ? 'another process' : `process ${ownerPid}`}`);
  }
}

export interface FolderOwner {
  /** Lets the next one in; a second call does nothing. */
  readonly release: () => void;
}

/**
 * Makes this the one owner of an existing folder, or throws FolderInUse. The lock is the operating
 * system's, held through an empty SQLite file, so it ends with the process, however that dies.
 */
export const ownFolder = (folder: string): FolderOwner => {
  const pidFile = join(folder, 'owner.pid');
  // No other code of this process may open owner.lock: closing it there would drop the lock (POSIX).
  const lock = new DatabaseSync(join(folder, 'owner.lock'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (fault) {
    lock.close();
    const busy = (fault as { errcode?: number }).errcode === 5;
    throw busy ? new FolderInUse(folder, readPid(pidFile)) : fault;
  }
  writeFileSync(pidFile, String(process.pid));
  let held = true;
  return {
    release: () => {
      if (!held) return;
      held = false;
      rmSync(pidFile, { force: true });
      lock.close();
    },
  };
};

/** A hint for people. It may be missing, or for an instant be that of an owner that was killed. */
const readPid = (file: string): number | null => {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || null;
  } catch {
    return null;
  }
};
