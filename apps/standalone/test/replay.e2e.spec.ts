import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runReplay } from '../src/replay/run.js';
import type { Answered, CasebookWorld } from './casebook-world.js';
import { openReplayWorld } from './replay-world.js';

let world: CasebookWorld;
let campaign: string;
let early: string;
/** The folder as it was when the server was closed; each test gets a copy. */
let closed = '';
let folder = '';
/** What the graph said while the server ran. */
const graph = new Map<string, Answered>();
let running: Ran;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const run = async (args: readonly string[], signal = new AbortController().signal): Promise<Ran> => {
  const said = { out: '', err: '' };
  const writing = (name: 'out' | 'err') => ({
    isTTY: false,
    write: (text: string | Uint8Array) => {
      said[name] += String(text);
      return true;
    },
  });
  const code = await runReplay(args, { out: writing('out'), err: writing('err') }, signal);
  return { code, ...said };
};

const compareIn = async (data: string) => {
  const { code, out, err } = await run(['--compare', '--json', '--data', data]);
  return { code, err, found: out === '' ? null : JSON.parse(out) };
};

const measure =
  'metric { code } approved { value numerator denominator sum count exact } pending { value numerator denominator sum count exact }';
const rollup = `query($campaign: ID!, $asOf: AsOf) { rollup(campaign: $campaign, asOf: $asOf) {
  unit { id code name } measures { ${measure} } own { ${measure} } unallocated { ${measure} }
  children { unit { id code name } measures { ${measure} } }
  asOf { effectiveFrom effectiveUpTo knownUpTo knownUpToPosition treeOn } } }`;

const ask = async (name: string, asOf: object) => {
  graph.set(name, (await world.ask('head@84', rollup, { campaign, asOf })).rollup);
};

/** Numbers as the graph writes them. */
const asGraph = (measures: Answered) =>
  measures.map(({ metric, approved, pending }: Answered) => {
    const text = (quantity: Answered) =>
      Object.fromEntries(
        Object.entries(quantity).map(([name, part]) => [
          name,
          typeof part === 'number' && name !== 'count' ? String(part) : part,
        ]),
      );
    return { metric: { code: metric }, approved: text(approved), pending: text(pending) };
  });

const newFolder = () => mkdtempSync(join(tmpdir(), 'thidua-replay-'));

beforeAll(async () => {
  ({ world, campaign, early } = await openReplayWorld());
  await ask('early', { knownUpToPosition: early });
  await ask('march', { knownUpTo: '2022-03-31T23:59:59.999+07:00' });
  running = await run(['--compare', '--data', world.own.folder]);
  const house = world.own.house();
  closed = newFolder();
  await house.close();
  cpSync(world.own.folder, closed, { recursive: true });
  rmSync(world.own.folder, { recursive: true, force: true });
});
afterAll(() => rmSync(closed, { recursive: true, force: true }));
beforeEach(() => {
  folder = newFolder();
  cpSync(closed, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const changeIn = (file: string, statement: string) => {
  const database = new DatabaseSync(join(folder, file));
  const { changes } = database.prepare(statement).run();
  database.close();
  expect(changes).toBe(1);
};

/** Every table of every read model, with a column that somebody might change by hand. */
const tables = [
  ['registry', 'registry_event', 'event'],
  ['registry', 'checkpoint', 'receipt'],
  ['submission', 'campaign', 'document'],
  ['submission', 'achievement', 'title'],
  ['submission', 'participation', 'status'],
  ['submission', 'report_book_event', 'event'],
  ['submission', 'checkpoint', 'recorded_at'],
  ['review', 'review', 'owner_org_id'],
  ['review', 'checkpoint', 'position'],
  ['analytics', 'moment', 'latest'],
  ['analytics', 'campaign', 'revision'],
  ['analytics', 'fact', 'quantity'],
  ['analytics', 'status_step', 'step'],
  ['analytics', 'target_step', 'step'],
  ['analytics', 'coverage_step', 'step'],
  ['analytics', 'reporting_event', 'event'],
  ['analytics', 'history_entry', 'user_id'],
  ['analytics', 'history_of', 'case_id'],
  ['analytics', 'history_subject', 'unit_id'],
  ['analytics', 'checkpoint', 'version'],
] as const;
/** One that is nothing but its key: what is changed there is another row. */
const keyAlone = ['submission', 'achievement_partner', 'org_id'] as const;

describe('replay --compare', () => {
  it('finds no difference beside the running server', () => {
    expect(running).toMatchObject({
      code: 0,
      out: expect.stringContaining('the live read models are what the log makes'),
    });
    expect(running.err).toContain('Replay / Đọc lại nhật ký');
  });

  it('finds no difference in a closed folder, looks at every table there is, and leaves the folder as it was', async () => {
    const files = () =>
      readdirSync(folder)
        .filter((name) => !/-(wal|shm)$/.test(name))
        .map((name) => (name === 'evidence' ? name : [name, readFileSync(join(folder, name)).toString('base64')]));
    const before = files();
    const { code, found } = await compareIn(folder);
    expect([code, found.same]).toEqual([0, true]);
    const seen = found.tables.map(({ service, table }: Answered) => `${service}.${table}`).sort();
    expect(seen).toEqual([...tables, keyAlone].map(([service, table]) => `${service}.${table}`).sort());
    for (const { service, table, rows } of found.tables)
      expect([service, table, rows > 0]).toEqual([service, table, true]);
    expect(files()).toEqual(before);
  });

  it.each(tables)('finds a row of %s.%s whose %s was changed by hand, and names it', async (service, table, column) => {
    const where = `rowid = (SELECT min(rowid) FROM ${table})`;
    changeIn(`${service}.read.db`, `UPDATE ${table} SET ${column} = 7777777 WHERE ${where}`);
    const { code, found } = await compareIn(folder);
    expect(code).toBe(1);
    const differing = found.tables.filter(({ differences }: Answered) => differences > 0);
    expect(differing).toMatchObject([{ service, table, differences: 1, shown: [{ column }] }]);
    expect(String(differing[0].shown[0].live)).toContain('7777777');
    expect(String(differing[0].shown[0].rebuilt)).not.toContain('7777777');
  });

  it(`finds a row of ${keyAlone.join('.')} that was changed by hand as one too many and one that is missing`, async () => {
    const [service, table, column] = keyAlone;
    changeIn(`${service}.read.db`, `UPDATE ${table} SET ${column} = 'zz' WHERE rowid = 1`);
    const { code, found } = await compareIn(folder);
    expect(code).toBe(1);
    expect(found.tables.filter(({ differences }: Answered) => differences > 0)).toMatchObject([
      { service, table, differences: 2, shown: [{ live: null }, { rebuilt: null, live: { [column]: 'zz' } }] },
    ]);
  });

  it('finds rows that were taken away or added, and says so in words', async () => {
    changeIn('analytics.read.db', 'DELETE FROM target_step');
    changeIn('review.read.db', "UPDATE review SET review_id = 'x' WHERE rowid = (SELECT min(rowid) FROM review)");
    const { code, out } = await run(['--compare', '--data', folder]);
    expect(code).toBe(1);
    expect(out).toMatch(/analytics\.target_step position=\d+: live \/ hiện có null, log/);
    expect(out).toMatch(/review\.review review_id=x: live \/ hiện có \{/);
    expect(out).toContain('THE LIVE READ MODELS DIFFER');
  });

  it('shows at most twenty differences of a table and counts the others', async () => {
    const database = new DatabaseSync(join(folder, 'analytics.read.db'));
    database.exec("UPDATE moment SET recorded_at = 'x'");
    database.close();
    const { code, found } = await compareIn(folder);
    const [moment] = found.tables.filter(({ table }: Answered) => table === 'moment');
    expect([code, moment.shown.length, moment.differences]).toEqual([1, 20, moment.rows]);
  });

  it('compares what lags behind with the log up to there', async () => {
    const database = new DatabaseSync(join(folder, 'analytics.read.db'));
    database.exec(
      `DELETE FROM target_step; UPDATE checkpoint SET position = 0, receipt = 0, recorded_at = NULL WHERE name = 'analytics-targets'`,
    );
    database.close();
    expect((await compareIn(folder)).code).toBe(0);
  });

  it('finds a checkpoint beyond the end of the log, and one that stands within an append', async () => {
    changeIn('review.read.db', 'UPDATE checkpoint SET position = 999999, receipt = 999999');
    expect((await compareIn(folder)).found.tables.filter(({ differences }: Answered) => differences > 0)).toMatchObject(
      [{ table: 'checkpoint', shown: [{ column: 'position' }, { column: 'receipt' }] }],
    );
  });
});

describe('replay --to', () => {
  it.each([
    ['a position', 'early', (): string => early],
    ['a day', 'march', (): string => '2022-03-31'],
    ['an instant', 'march', (): string => '2022-03-31T23:59:59.999+07:00'],
  ] as const)('%s prints what rollup answered as of then', async (_, asked, to) => {
    const { code, out } = await run(['--to', to(), '--json', '--data', folder]);
    expect(code).toBe(0);
    const { asOf, units } = JSON.parse(out);
    const [root] = units;
    const expected = graph.get(asked);
    expect(units).toHaveLength(1);
    expect(root.unit).toEqual(expected.unit);
    expect(asGraphFigure(root.measures)).toEqual(expected.measures);
    expect(asGraphFigure(root.own)).toEqual(expected.own);
    expect(asGraphFigure(root.unallocated)).toEqual(expected.unallocated);
    expect(root.children.map((one: Answered) => ({ unit: one.unit, measures: asGraphFigure(one.measures) }))).toEqual(
      expected.children,
    );
    const { today: __, ...rest } = asOf;
    expect({ ...rest, knownUpToPosition: String(rest.knownUpToPosition) }).toEqual(expected.asOf);
    expect(root.measures.length).toBeGreaterThan(0);
  });

  it('prints one unit and one metric for a person', async () => {
    const { code, out } = await run([
      '--to',
      '2022-04-02',
      '--unit',
      '842',
      '--metric',
      'road_metre',
      '--data',
      folder,
    ]);
    expect(code).toBe(0);
    expect(out).toContain(`(${campaign})`);
    expect(out).toContain('road_metre (mét đường): approved / đã duyệt 102 [1], pending / chờ duyệt 50 [1]');
    expect(out).not.toContain('person');
  });
});

const asGraphFigure = (measures: Answered) =>
  asGraph(measures.map(({ metric, approved, pending }: Answered) => ({ metric, approved, pending })));

describe('what cannot be done ends with exit code 2 and words', () => {
  it.each([
    ['neither', [], 'Either --to or --compare. / Chọn'],
    ['both', ['--to', '1', '--compare'], 'Either --to or --compare. / Chọn'],
    ['no day', ['--to', '2022-02-30'], 'such as 2022-06-30'],
    ['an unknown option', ['--tu', '1'], '--tu'],
    [
      'an unknown campaign',
      ['--to', '99999', '--campaign', 'x'],
      'No campaign x had been launched then. / Khi đó chưa',
    ],
    ['nothing launched yet', ['--to', '1'], 'No campaign had been launched then. / Khi đó chưa'],
    ['an unknown unit', ['--to', '99999', '--unit', 'x'], 'No unit had the code x then. / Khi đó không'],
    ['an unknown metric', ['--to', '99999', '--metric', 'x'], 'has no "x" (phong trào không có "x")'],
  ])('%s', async (_, args, words) => {
    const { code, out, err } = await run([...args, '--data', folder]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });

  it('a folder without a log', async () => {
    const { code, err } = await run(['--compare', '--data', join(folder, 'nowhere')]);
    expect(code).toBe(2);
    expect(err).toMatch(/There is no log in .*nowhere.*\nKhông có nhật ký/);
  });

  it('a log whose event was changed, and one that is no log at all', async () => {
    changeIn('events.db', `UPDATE events SET data = replace(data, '120', '121') WHERE position = ${early}`);
    for (const args of [['--compare'], ['--to', early]]) {
      const { code, out, err } = await run([...args, '--data', folder]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/is damaged[\s\S]*bị hỏng[\s\S]*checksum of the append that ends at/);
    }
    writeFileSync(join(folder, 'events.db'), 'this is no database, whatever its name may say'.repeat(50));
    expect(await run(['--compare', '--data', folder])).toMatchObject({ code: 2, out: '' });
  });

  it('read models that were thrown away', async () => {
    rmSync(join(folder, 'review.read.db'));
    const { code, err } = await run(['--compare', '--data', folder]);
    expect(code).toBe(2);
    expect(err).toContain('start the server once');
  });

  it('a stop by its user, with a code of its own', async () => {
    for (const args of [['--compare'], ['--to', early]]) {
      const { code, out, err } = await run([...args, '--data', folder], AbortSignal.abort());
      expect([code, out]).toEqual([130, '']);
      expect(err).toContain('Stopped. / Đã dừng.');
    }
  });
});
