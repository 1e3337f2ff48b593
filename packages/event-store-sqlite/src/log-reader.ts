import { existsSync } from 'node:fs';
import type { EventStore } from '@thidua/event-sourcing';
import { type EventCodec, eventCodec } from '@thidua/events';
import { eventsAfter } from './log-pages.js';
import { logFileOf, requireSchema } from './log-table.js';
import { SqliteDatabase } from './sqlite-database.js';
import { isDamage, LogDamaged, verifyAll } from './verify-log.js';

/** A folder that holds no log. */
export class NoLog extends Error {
  override readonly name = 'NoLog';
  constructor(readonly folder: string) {
    super(`there is no log in ${folder}`);
  }
}

/** The log to be read alone: whoever has this can write nothing. */
export type LogReader = Pick<EventStore, 'readAll' | 'head' | 'close'>;

/**
 * Opens the log of a folder for reading, beside its owner or without one: it takes no lock of the folder and
 * changes nothing. Looks through the whole log first. Throws NoLog or LogDamaged. Where nobody has the log
 * open, SQLite may leave two empty files of its own beside it, which the next start takes away.
 */
export const openLogReader = async (folder: string, codec: EventCodec = eventCodec): Promise<LogReader> => {
  if (!existsSync(logFileOf(folder))) throw new NoLog(folder);
  try {
    const database = SqliteDatabase.openReadOnly(logFileOf(folder));
    try {
      requireSchema(folder, database);
      const { faults } = verifyAll(database);
      if (faults.length > 0) throw new LogDamaged(folder, faults);
    } catch (fault) {
      database.close();
      throw fault;
    }
    return readerOf(database, codec);
  } catch (fault) {
    throw isDamage(fault) ? new LogDamaged(folder, [fault.message]) : fault;
  }
};

const readerOf = (database: SqliteDatabase, codec: EventCodec): LogReader => {
  return {
    async readAll(after, limit) {
      return eventsAfter(database, codec, after, limit);
    },
    async head() {
      return database.first<{ head: number | null }>('SELECT max(position) AS head FROM events')?.head ?? 0;
    },
    async close() {
      database.close();
    },
  };
};
