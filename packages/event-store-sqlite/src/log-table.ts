import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { LogRow } from '@thidua/event-sourcing';
import { SqliteDatabase } from './sqlite-database.js';

/** Version of the table below. It changes with the table only, never with an event. */
const schemaVersion = 1;
/** Pages of WAL before they are copied into the file: larger is faster, and longer to open after a crash. */
const walPagesMax = 4000;

/** Where each field of an event stands. The order is that of the checksum: it never changes. */
const columnOf = {
  position: 'position',
  eventId: 'event_id',
  stream: 'stream',
  revision: 'revision',
  appendIndex: 'append_index',
  appendSize: 'append_size',
  type: 'type',
  data: 'data',
  envelope: 'envelope',
  recordedAt: 'recorded_at',
} as const satisfies Record<keyof LogRow, string>;
const fields = Object.keys(columnOf) as readonly (keyof LogRow)[];
const columns = Object.values(columnOf);

// Text, not JSON or blobs: replay is twice as fast, and the bytes stay as they were written.
const createTable = `
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    append_index INTEGER NOT NULL,
    append_size INTEGER NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    envelope TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    checksum TEXT CHECK ((checksum IS NOT NULL) = (append_index = append_size - 1))
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS events_by_stream ON events (stream, revision);
  CREATE UNIQUE INDEX IF NOT EXISTS events_by_id ON events (event_id);`;

const stampSchema = `PRAGMA user_version = ${schemaVersion};`;

/** Selects events as LogRow; a WHERE follows. */
export const selectRows = `SELECT ${fields.map((field) => `${columnOf[field]} AS "${field}"`).join(', ')} FROM events`;

/** Selects each column of events as the bytes that are stored, and the checksum; a WHERE follows. */
export const selectBytes = `SELECT ${columns.map((column) => `CAST(${column} AS BLOB) AS ${column}`).join(', ')}, checksum FROM events`;
export type BytesRow = Record<(typeof columns)[number], Uint8Array> & { checksum: string | null };

export const insertRow = `INSERT INTO events (${columns.join(', ')}, checksum) VALUES (${columns.map(() => '?').join(', ')}, ?)`;

/** The values of a row in the order of its columns, without the checksum. */
export const valuesOf = (row: LogRow): readonly (string | number)[] => fields.map((field) => row[field]);
export const bytesOf = (row: BytesRow): readonly Uint8Array[] => columns.map((column) => row[column]);

/**
 * Checksum of an append: SHA-256 over the bytes of every column of its rows, each with its length
 * before it. SQLite's pages have none.
 */
export class AppendChecksum {
  private readonly hash = createHash('sha256');

  add(values: readonly (string | number | Uint8Array)[]): void {
    for (const value of values) {
      const bytes = value instanceof Uint8Array ? value : Buffer.from(String(value));
      this.hash.update(`${bytes.byteLength}:`).update(bytes);
    }
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}

export const logFileOf = (folder: string): string => join(folder, 'events.db');

const schemaOf = (database: SqliteDatabase): number | undefined =>
  database.first<{ user_version: number }>('PRAGMA user_version')?.user_version;

/** Throws where the log was written in another form. */
export const requireSchema = (folder: string, database: SqliteDatabase): void => {
  const version = schemaOf(database);
  if (version === schemaVersion) return;
  throw new Error(`the log in ${folder} has schema ${version}, this build knows ${schemaVersion}`);
};

/** Opens the log of a folder that the caller owns, and makes it where there is none. */
export const openLogFile = (folder: string): SqliteDatabase => {
  const database = SqliteDatabase.open(logFileOf(folder), 'FULL');
  try {
    database.exec(`PRAGMA wal_autocheckpoint = ${walPagesMax}`);
    const isNew = schemaOf(database) === 0;
    if (!isNew) requireSchema(folder, database);
    if (isNew) database.transaction(() => database.exec(`${createTable} ${stampSchema}`));
  } catch (fault) {
    database.close();
    throw fault;
  }
  return database;
};

/** Writes, so that a log that cannot be written to, or not durably, is found before it is needed. */
export const requireDurableWrites = (database: SqliteDatabase): void => {
  database.transaction(() => database.exec(stampSchema));
  database.requireSynchronous('FULL');
};

/** Makes a folder that survives a power cut: a new name is durable once its parent is synced. */
export const makeFolder = (folder: string): void => {
  const target = resolve(folder);
  const firstMade = mkdirSync(target, { recursive: true });
  // Windows syncs no folders.
  if (firstMade === undefined || process.platform === 'win32') return;
  for (let made = target; made.length >= firstMade.length; made = dirname(made)) {
    const parent = openSync(dirname(made), 'r');
    try {
      fsyncSync(parent);
    } finally {
      closeSync(parent);
    }
  }
};
