import { type Checkpoint, checkpointAfter, type FeedHandler, type ReadModel, startOfLog } from '@thidua/event-sourcing';
import { type LogReader, openReadModels } from '@thidua/event-store-sqlite';
import type { RecordedEvent } from '@thidua/events';
import type { Kysely } from 'kysely';
import type { CheckpointRow, LiveService } from './live.js';
import { type Replaying, replayLog } from './log.js';
import { compareRows, compareTable, type Difference, TableDifferences, tablesIn } from './tables.js';

export interface ComparedTable {
  readonly service: string;
  readonly table: string;
  /** Rows that the log makes. */
  readonly rows: number;
  readonly differences: number;
  /** The first of them. */
  readonly shown: readonly Difference[];
}

export interface Comparison {
  readonly same: boolean;
  /** Where the log ended. */
  readonly head: number;
  readonly tables: readonly ComparedTable[];
}

/** A live read model and its rebuilt twin, which goes as far as the live one had come. */
interface Twin {
  readonly model: ReadModel;
  readonly stored: CheckpointRow | undefined;
  readonly handler: FeedHandler;
  done: Checkpoint;
}

/** Rebuilds every read model from the log up to where the live one stands, and compares them row by row. */
export const compareWithLog = async (
  log: LogReader,
  live: readonly LiveService[],
  replaying: Replaying,
): Promise<Comparison> => {
  const rebuilding = live.map((one) => new Rebuilding(one));
  try {
    for (const one of rebuilding) await one.start();
    const take = async (page: readonly RecordedEvent[]) => {
      for (const one of rebuilding) await one.take(page);
      return 'more' as const;
    };
    const head = await replayLog(log, take, replaying);
    const tables: ComparedTable[] = [];
    for (const one of rebuilding) {
      replaying.signal.throwIfAborted();
      tables.push(...(await one.compare()));
    }
    return { same: tables.every(({ differences }) => differences === 0), head, tables };
  } finally {
    for (const one of rebuilding) await one.close();
  }
};

/** The read models of one service, built anew in memory. */
class Rebuilding {
  private readonly database: Kysely<unknown> = openReadModels<unknown>(':memory:');
  private readonly twins: readonly Twin[];

  constructor(private readonly live: LiveService) {
    this.twins = live.models.map((model) => ({
      model,
      stored: live.checkpoints.get(model.name),
      handler: model.over(this.database),
      done: startOfLog,
    }));
  }

  async start(): Promise<void> {
    for (const { handler } of this.twins) await handler.start();
  }

  async take(page: readonly RecordedEvent[]): Promise<void> {
    for (const twin of this.twins) {
      const upTo = twin.stored?.position ?? 0;
      const reached = page.filter(({ receipt }) => receipt <= upTo);
      if (reached.length === 0) continue;
      await twin.handler.handle(reached);
      twin.done = checkpointAfter(reached, twin.done);
    }
  }

  async compare(): Promise<readonly ComparedTable[]> {
    const { service, names, tables } = this.live;
    const rebuilt = await tablesIn(this.database);
    const skipped = new Set(this.twins.filter((twin) => !isOfThisVersion(twin)).flatMap(({ model }) => model.tables));
    const compared = [this.compareCheckpoints()];
    for (const table of new Set([...names, ...rebuilt])) {
      if (table === 'checkpoint' || skipped.has(table)) continue;
      if (names.includes(table) && rebuilt.includes(table)) {
        const found = await compareTable(tables, this.database, table);
        compared.push({ service, table, rows: found.rows, differences: found.count, shown: found.kept });
      } else {
        compared.push(oneSided(service, table, names.includes(table)));
      }
    }
    return compared;
  }

  /** What each live read model says of itself; its tables are compared where it is of the version that we build. */
  private compareCheckpoints(): ComparedTable {
    const { service, checkpoints } = this.live;
    const found = new TableDifferences();
    for (const { model, stored, done } of this.twins) {
      const { name, version } = model;
      const key = { name };
      const { position, receipt, recordedAt } = done;
      const expected = { name, version, position, receipt, recorded_at: recordedAt };
      found.rows += 1;
      if (!stored) found.add({ key, column: null, live: null, rebuilt: expected });
      else if (stored.version !== version) {
        found.add({ key, column: 'version', live: stored.version, rebuilt: version });
      } else compareRows(found, ['name'], { ...stored }, expected);
    }
    const ours = new Set(this.twins.map(({ model }) => model.name));
    for (const [name, row] of checkpoints) {
      if (!ours.has(name)) found.add({ key: { name }, column: null, live: row, rebuilt: null });
    }
    return { service, table: 'checkpoint', rows: found.rows, differences: found.count, shown: found.kept };
  }

  async close(): Promise<void> {
    await this.database.destroy();
  }
}

const isOfThisVersion = ({ model, stored }: Twin): boolean => stored?.version === model.version;

/** A table that only one side has. */
const oneSided = (service: string, table: string, live: boolean): ComparedTable => {
  const difference = { key: { table }, column: null, live: live ? table : null, rebuilt: live ? null : table };
  return { service, table, rows: 0, differences: 1, shown: [difference] };
};

/** As a person reads it. */
export const comparisonAsText = ({ same, head, tables }: Comparison): string => {
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  const lines = tables.flatMap(({ service, table, differences, shown }) => [
    ...shown.map((difference) => `${service}.${table} ${differenceText(difference)}`),
    ...(differences > shown.length
      ? [`${service}.${table}: ${differences} differences in all / tất cả ${differences} sai khác`]
      : []),
  ]);
  const outcome = same
    ? 'the live read models are what the log makes of them. / các bảng khớp với nhật ký.'
    : 'THE LIVE READ MODELS DIFFER from what the log makes of them. / CÁC BẢNG KHÔNG KHỚP với nhật ký.';
  return [...lines, `${tables.length} tables, ${rows} rows, ${head} events: ${outcome}`, ''].join('\n');
};

const differenceText = ({ key, column, live, rebuilt }: Difference): string => {
  const place = Object.entries(key)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  const [one, other] = [String(JSON.stringify(live)), String(JSON.stringify(rebuilt))];
  const from = Math.max(0, firstDifference(one, other) - contextLength);
  const sides = `live / hiện có ${excerpt(one, from)}, log / nhật ký ${excerpt(other, from)}`;
  return `${place}${column === null ? '' : ` ${column}`}: ${sides}`;
};

/** A value is shown from shortly before where it differs. */
const contextLength = 20;
const excerptLength = 120;

const firstDifference = (one: string, other: string): number => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
};

const excerpt = (text: string, from: number): string =>
  `${from > 0 ? '…' : ''}${text.slice(from, from + excerptLength)}${text.length > from + excerptLength ? '…' : ''}`;
