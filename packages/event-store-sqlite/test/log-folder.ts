import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@thidua/event-sourcing';
import { type LogHarness, testCodec } from '@thidua/event-sourcing/contracts';
import { openSqliteEventStore } from '../src/index.js';

/** A folder of its own for one test. */
export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'thidua-log-'));

export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

export const openStore = (folder: string) => openSqliteEventStore({ folder, clock: systemClock, codec: testCodec });

/** The SQLite store as the contracts want it. */
export const newSqliteLog = async (): Promise<LogHarness> => {
  const folder = await newFolder();
  return {
    open: ({ clock, codec }) => openSqliteEventStore({ folder, clock, codec }),
    destroy: () => removeFolder(folder),
  };
};
