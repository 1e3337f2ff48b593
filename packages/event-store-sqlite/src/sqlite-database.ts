import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { types } from 'node:util';

/** FULL: a commit survives a power cut. NORMAL: the last commits may be lost, for what can be rebuilt. */
export type Synchronous = 'FULL' | 'NORMAL';

const synchronousLevel = { NORMAL: 1, FULL: 2 } as const;
/** Older ones may damage a WAL that two connections checkpoint (sqlite.org/wal.html#walresetbug). */
const versionMin = [3, 51, 3] as const;
/** Pages kept in memory: indexes over UUIDs touch pages everywhere, and 2 MB, the default, holds few of them. */
const cacheKiB = 32 * 1024;
/** Pages of 4 KiB in the WAL before they are moved into the file, which syncs the disk. */
const walPagesMax = 8000;
/** Prepared statements kept by a connection. */
const statementsMax = 200;

/** SQLite said no. `code` is its extended result code: 2067 is a second row under a unique key. */
export class SqliteFault extends Error {
  override readonly name = 'SqliteFault';
  readonly code: number;
  constructor(fault: { message: string; errcode: number }) {
    super(fault.message, { cause: fault });
    this.code = fault.errcode;
  }
  /** The code without its detail: 5 is busy, 10 an IO error, 11 a damaged file, 13 a full disk, 26 no database. */
  get primaryCode(): number {
    return this.code & 0xff;
  }
}

/** A prepared statement, as Kysely wants it too. */
export interface Statement {
  /** Whether it answers rows. */
  readonly reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
}

/** One connection to one SQLite file, in WAL. It is synchronous, so nothing runs in a transaction but its work. */
export class SqliteDatabase {
  private readonly statements = new Map<string, Statement>();

  private constructor(private readonly connection: DatabaseSync) {}

  static open(file: string, synchronous: Synchronous): SqliteDatabase {
    const database = new SqliteDatabase(wrapped(() => new DatabaseSync(file)));
    try {
      database.requireVersion();
      const mode = database.first<{ journal_mode: string }>('PRAGMA journal_mode = WAL')?.journal_mode;
      if (mode !== 'wal' && file !== ':memory:') throw new Error(`${file} is not in WAL but in ${mode}`);
      database.exec(`PRAGMA synchronous = ${synchronous}`);
      database.exec(`PRAGMA cache_size = -${cacheKiB}; PRAGMA wal_autocheckpoint = ${walPagesMax}`);
      database.requireSynchronous(synchronous);
    } catch (fault) {
      database.close();
      throw fault;
    }
    return database;
  }

  /** For reading alone, also beside another process that writes: every change is refused by SQLite itself. */
  static openReadOnly(file: string): SqliteDatabase {
    const database = new SqliteDatabase(wrapped(() => new DatabaseSync(file, { readOnly: true })));
    try {
      database.requireVersion();
    } catch (fault) {
      database.close();
      throw fault;
    }
    return database;
  }

  /** Some drivers fall back to NORMAL in WAL without a word, so whoever needs FULL asks after a write. */
  requireSynchronous(synchronous: Synchronous): void {
    const level = this.first<{ synchronous: number }>('PRAGMA synchronous')?.synchronous;
    if (level !== synchronousLevel[synchronous]) throw new Error(`synchronous is ${level}, not ${synchronous}`);
  }

  /** From a bounded cache, least recently used first out. */
  prepare(sql: string): Statement {
    const statement = this.statements.get(sql) ?? prepared(this.connection, sql);
    this.statements.delete(sql);
    this.statements.set(sql, statement);
    if (this.statements.size > statementsMax) {
      const oldest = this.statements.keys().next().value;
      if (oldest !== undefined) this.statements.delete(oldest);
    }
    return statement;
  }

  all<Row>(sql: string, ...parameters: readonly unknown[]): Row[] {
    return this.prepare(sql).all(parameters) as Row[];
  }

  first<Row>(sql: string, ...parameters: readonly unknown[]): Row | undefined {
    return this.all<Row>(sql, ...parameters)[0];
  }

  exec(sql: string): void {
    wrapped(() => this.connection.exec(sql));
  }

  /** All or nothing; where it throws, nothing. */
  transaction<Result>(work: () => Result): Result {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (fault) {
      this.rollBackAfter(fault);
      throw fault;
    }
  }

  private rollBackAfter(fault: unknown): void {
    // Some faults have rolled back already.
    if (!this.inTransaction) return;
    try {
      this.exec('ROLLBACK');
    } catch (second) {
      throw new AggregateError([fault, second], `${String(fault)}, and then no rollback: ${String(second)}`);
    }
  }

  get inTransaction(): boolean {
    return this.connection.isTransaction;
  }

  close(): void {
    wrapped(() => this.connection.close());
  }

  private requireVersion(): void {
    const version = this.first<{ version: string }>('SELECT sqlite_version() AS version')?.version ?? '';
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
    const newer = major - versionMin[0] || minor - versionMin[1] || patch - versionMin[2];
    if (newer < 0)
      throw new Error(`SQLite ${version} may damage its files: ${versionMin.join('.')} or newer is needed`);
  }
}

const prepared = (connection: DatabaseSync, sql: string): Statement => {
  const statement: StatementSync = wrapped(() => connection.prepare(sql));
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => wrapped(() => statement.all(...parameters.map(bindable))),
    run: (parameters) => wrapped(() => statement.run(...parameters.map(bindable))),
    // A statement of its own: running the cached one meanwhile would move it.
    *iterate(parameters) {
      const rows = wrapped(() => connection.prepare(sql).iterate(...parameters.map(bindable)));
      try {
        for (const row of rows) yield row;
      } catch (fault) {
        throw named(fault);
      }
    },
  };
};

/** node:sqlite takes an object or undefined in the first place without a word and binds NULL. */
const bindable = (value: unknown): SQLInputValue => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'string' || typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (types.isUint8Array(value)) return value;
  throw new TypeError(
    `SQLite cannot store ${typeof value === 'number' ? value : Object.prototype.toString.call(value)}`,
  );
};

const wrapped = <Result>(work: () => Result): Result => {
  try {
    return work();
  } catch (fault) {
    throw named(fault);
  }
};

/** Errors of node:sqlite come from outside jest's realm, so they get a class that `instanceof` knows. */
const named = (fault: unknown): unknown => (isNodeSqliteError(fault) ? new SqliteFault(fault) : fault);

const isNodeSqliteError = (fault: unknown): fault is { message: string; errcode: number } =>
  typeof fault === 'object' && fault !== null && 'errcode' in fault;
