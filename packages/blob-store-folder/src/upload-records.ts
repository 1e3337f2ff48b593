import { DatabaseSync } from 'node:sqlite';
import type { Upload } from '@thidua/event-sourcing';

/** FULL: in WAL a commit survives a power cut with one sync of the disk. */
const synchronousFull = 2;

const tables = `
  CREATE TABLE IF NOT EXISTS upload (
    upload_id TEXT PRIMARY KEY,
    uploaded_by TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    uploaded_ms INTEGER NOT NULL,
    named_by TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS upload_by_digest ON upload (sha256);
  CREATE INDEX IF NOT EXISTS upload_unnamed ON upload (uploaded_by, uploaded_ms) WHERE named_by IS NULL;
`;

const columns = `upload_id AS uploadId, uploaded_by AS uploadedBy, sha256, media_type AS mediaType, bytes,
  named_by AS namedBy`;

/** Who sent which blob under which id, in one small SQLite file. What a call did is durable when it returns. */
export class UploadRecords {
  private readonly database: DatabaseSync;

  constructor(file: string) {
    this.database = new DatabaseSync(file);
    try {
      this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
      this.database.exec(tables);
      const level = this.database.prepare('PRAGMA synchronous').get()?.synchronous;
      if (level !== synchronousFull) throw new Error(`synchronous of ${file} is ${level}, not ${synchronousFull}`);
    } catch (fault) {
      this.database.close();
      throw fault;
    }
  }

  find(uploadId: string): Upload | null {
    const row = this.database.prepare(`SELECT ${columns} FROM upload WHERE upload_id = ?`).get(uploadId);
    return row ? ({ ...row } as unknown as Upload) : null;
  }

  add({ uploadId, uploadedBy, sha256, mediaType, bytes }: Upload, atMs: number): void {
    this.database
      .prepare(
        'INSERT INTO upload (upload_id, uploaded_by, sha256, media_type, bytes, uploaded_ms) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(uploadId, uploadedBy, sha256, mediaType, bytes, atMs);
  }

  /** False where another has it, or there is no such upload. */
  name(uploadId: string, namedBy: string): boolean {
    const { changes } = this.database
      .prepare('UPDATE upload SET named_by = ?1 WHERE upload_id = ?2 AND ifnull(named_by, ?1) = ?1')
      .run(namedBy, uploadId);
    return Number(changes) === 1;
  }

  /** How many uploads of a person wait to be named since an instant. */
  unnamedOf(uploadedBy: string, sinceMs: number): number {
    const row = this.database
      .prepare('SELECT count(*) AS n FROM upload WHERE uploaded_by = ? AND uploaded_ms >= ? AND named_by IS NULL')
      .get(uploadedBy, sinceMs);
    return Number(row?.n);
  }

  /** Digests that only uploads from before an instant have which nothing named. */
  unnamedDigests(beforeMs: number): readonly string[] {
    return this.database
      .prepare(
        `SELECT sha256 FROM upload GROUP BY sha256
         HAVING max(named_by IS NOT NULL) = 0 AND max(uploaded_ms) < ?`,
      )
      .all(beforeMs)
      .map(({ sha256 }) => String(sha256));
  }

  forgetUnnamed(beforeMs: number): void {
    this.database.prepare('DELETE FROM upload WHERE named_by IS NULL AND uploaded_ms < ?').run(beforeMs);
  }

  close(): void {
    this.database.close();
  }
}
