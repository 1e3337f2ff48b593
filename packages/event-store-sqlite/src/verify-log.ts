import { existsSync } from 'node:fs';
import { ownFolder } from './folder-owner.js';
import { AppendChecksum, type BytesRow, bytesOf, logFileOf, openLogFile, selectBytes } from './log-table.js';
import { type SqliteDatabase, SqliteFault } from './sqlite-database.js';

/** What a look through a log found. */
export interface LogReport {
  readonly events: number;
  readonly appends: number;
  /** What is wrong, in words; empty where the log is as it was written. At most 100. */
  readonly faults: readonly string[];
}

/** The log is not as it was written: it is not served. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';
  constructor(
    readonly folder: string,
    readonly faults: readonly string[],
  ) {
    super(`the log in ${folder} is damaged: ${faults.join('; ')}`);
  }
}

const faultsMax = 100;

/**
 * Looks through the whole log of a folder that nobody has open: SQLite's own check, dense positions
 * and revisions, the checksum of each append. A cut-off end is not seen: a shorter log is a log.
 */
export const verifyLog = async (folder: string): Promise<LogReport> => {
  if (!existsSync(logFileOf(folder))) throw new Error(`there is no log in ${folder}`);
  const owner = ownFolder(folder);
  try {
    const database = openLogFile(folder);
    try {
      return verifyAll(database);
    } finally {
      database.close();
    }
  } catch (fault) {
    if (!isDamage(fault)) throw fault;
    return { events: 0, appends: 0, faults: [fault.message] };
  } finally {
    owner.release();
  }
};

/** What is checked at every opening: positions without a gap, and the last append. */
export const requireSound = (folder: string, database: SqliteDatabase): void => {
  const faults = new Faults();
  faults.during(() => {
    const dense = database.first<{ dense: number }>(
      'SELECT count(*) = coalesce(max(position), 0) AS dense FROM events',
    );
    if (dense?.dense !== 1) return faults.add('its positions have a gap');
    // Clamped in SQL: a damaged size may be no number that JavaScript holds.
    const lastAppend = database.first<{ after: number }>(
      `SELECT max(0, min(position - 1, position - append_size)) AS after FROM events ORDER BY position DESC LIMIT 1`,
    );
    if (lastAppend) verifyRows(database, lastAppend.after, faults);
  });
  if (faults.found.length > 0) throw new LogDamaged(folder, faults.found);
};

/** Whether SQLite itself says that the file is damaged, or none of its own. */
export const isDamage = (fault: unknown): fault is SqliteFault =>
  fault instanceof SqliteFault && (fault.primaryCode === 11 || fault.primaryCode === 26);

class Faults {
  readonly found: string[] = [];

  add(fault: string): void {
    if (!this.full) this.found.push(fault);
  }

  get full(): boolean {
    return this.found.length >= faultsMax;
  }

  /** Counts it as a fault where SQLite cannot read on. */
  during(work: () => void): void {
    try {
      work();
    } catch (fault) {
      if (!isDamage(fault)) throw fault;
      this.add(fault.message);
    }
  }
}

/** Looks through the whole log of an open file. */
export const verifyAll = (database: SqliteDatabase): LogReport => {
  const faults = new Faults();
  let seen = { events: 0, appends: 0 };
  faults.during(() => {
    for (const { integrity_check: line } of database.all<{ integrity_check: string }>('PRAGMA integrity_check')) {
      if (line !== 'ok') faults.add(line);
    }
  });
  faults.during(() => {
    seen = verifyRows(database, 0, faults);
  });
  faults.during(() => {
    const gaps = database.all<{ stream: string }>(
      `SELECT stream FROM events GROUP BY stream
       HAVING min(revision) <> 0 OR max(revision) <> count(*) - 1 LIMIT ${faultsMax}`,
    );
    for (const { stream } of gaps) faults.add(`the revisions of ${stream} have a gap`);
  });
  return { ...seen, faults: faults.found };
};

/** Looks at each append after a position. */
const verifyRows = (database: SqliteDatabase, after: number, faults: Faults): { events: number; appends: number } => {
  // By the column: the selected bytes of the same name would sort as text.
  const rows = database.prepare(`${selectBytes} WHERE events.position > ? ORDER BY events.position`);
  const walk = new AppendWalk(after, faults);
  for (const row of rows.iterate([after])) {
    if (faults.full) break;
    walk.add(row as BytesRow);
  }
  walk.end();
  return { events: walk.events, appends: walk.appends };
};

/** Takes rows in log order and tells whether they are whole appends as they were written. */
class AppendWalk {
  events = 0;
  appends = 0;
  private index = 0;
  private checksum = new AppendChecksum();

  constructor(
    private readonly after: number,
    private readonly faults: Faults,
  ) {}

  add(row: BytesRow): void {
    const position = numberIn(row.position);
    const expected = this.after + this.events + 1;
    if (position !== expected) this.faults.add(`position ${position} stands at ${expected}`);
    if (numberIn(row.append_index) !== this.index) this.faults.add(`the append at ${position} is not whole`);
    this.checksum.add(bytesOf(row));
    this.events += 1;
    this.index += 1;
    if (this.index >= numberIn(row.append_size)) this.endAppend(position, row.checksum);
  }

  end(): void {
    if (this.index > 0 && !this.faults.full) this.faults.add('the last append is not whole');
  }

  private endAppend(position: number, stored: string | null): void {
    const isAsWritten = this.checksum.digest() === stored;
    if (!isAsWritten) this.faults.add(`the checksum of the append that ends at ${position} is wrong`);
    this.appends += 1;
    this.index = 0;
    this.checksum = new AppendChecksum();
  }
}

const numberIn = (bytes: Uint8Array): number => Number(Buffer.from(bytes).toString());
