import { decodeRow, type LogRow, requirePage } from '@thidua/event-sourcing';
import type { EventCodec, Position, RecordedEvent } from '@thidua/events';
import { selectRows } from './log-table.js';
import type { SqliteDatabase } from './sqlite-database.js';

export const rowsAfter = (database: SqliteDatabase, position: Position, limit: number): LogRow[] =>
  database.all<LogRow>(`${selectRows} WHERE position > ? ORDER BY position LIMIT ?`, position, limit);

/** Events after a position in log order: about `limit`, ending at the end of an append. */
export const eventsAfter = (
  database: SqliteDatabase,
  codec: EventCodec,
  position: Position,
  limit: number,
): readonly RecordedEvent[] => {
  requirePage(limit);
  const page = rowsAfter(database, position, limit);
  const last = page.at(-1);
  const cutOff = last ? last.appendSize - 1 - last.appendIndex : 0;
  const rows = last && cutOff > 0 ? page.concat(rowsAfter(database, last.position, cutOff)) : page;
  return rows.map((row) => decodeRow(row, codec));
};
