import { readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runReplay } from '../src/replay/run.js';
import { Asked } from './casebook-figures.js';
import { type Achieved, metres, Work } from './casebook-work.js';
import { ServedWorld } from './served-world.js';

const hamlet = '29398-01';
const line = ['84', '847', '29398', hamlet];
const day = '2022-05-10';

/** Casebook 06: a partial refresh doubles values. Powers of two tell which fact was lost or doubled. */
describe('a server that is stopped, killed and robbed of its figures', () => {
  let served: ServedWorld;
  let work: Work;
  let asked: Asked;
  const waiting: (Achieved & { readonly metre: number; readonly approve: () => Promise<string> })[] = [];
  /** Positions of the approvals. */
  const approvals: string[] = [];
  let figures = '';

  beforeAll(async () => {
    served = await ServedWorld.open();
    figures = join(served.folder, 'analytics.read.db');
    const { world } = served;
    const [header, ...rows] = readFileSync(new URL('./data/world-units.csv', import.meta.url), 'utf8').split('\n');
    const mine = rows.filter((row) => line.includes(row.split(',')[0] ?? ''));
    await world.found([header, ...mine].join('\n'));
    await world.establish(line);
    await world.staff(line);
    work = new Work(world, await world.campaign('CB'));
    asked = new Asked(world, work.campaign);
    for (let n = 0; n < 12; n++) {
      const metre = 2 ** n;
      const submitted = await work.waiting(hamlet, [metres(metre, day)]);
      waiting.push({ ...submitted, metre, approve: () => work.approve(submitted, submitted) });
    }
  });
  afterAll(() => served?.close());

  const approve = async (from: number, to: number): Promise<void> => {
    for (const one of waiting.slice(from, to)) approvals.push(await one.approve());
  };
  const of = (metre: number): Achieved => {
    const found = waiting.find((one) => one.metre === metre);
    if (!found) throw new Error(`nobody reported ${metre} m`);
    return found;
  };
  /** The same figure at every level, and as many facts as there are. */
  const approved = async (asOf: Readonly<Record<string, string>> = {}) => {
    const values = await Promise.all(
      line.map(async (unit) => (await asked.measure(unit, 'road_metre', { asOf })).approved),
    );
    const [{ value, count } = { value: 0, count: 0 }] = values;
    expect(values).toEqual(Array(line.length).fill(values[0]));
    return [value, count];
  };
  const compare = async (): Promise<number> => {
    const silent = { write: () => true, isTTY: false };
    return runReplay(
      ['--compare', '--data', served.folder],
      { out: silent, err: silent },
      new AbortController().signal,
    );
  };
  /** What holds after each restart. */
  const stands = async (): Promise<void> => {
    expect(await approved()).toEqual([2048, 11]);
    expect(await approved({ knownUpToPosition: approvals[7] ?? '' })).toEqual([255, 8]);
    expect(await approved({ knownUpToPosition: approvals[11] ?? '' })).toEqual([4095, 12]);
    expect(await compare()).toBe(0);
  };

  it('counts 255 of eight, before and after a clean restart', async () => {
    await approve(0, 8);
    expect(await approved()).toEqual([255, 8]);
    expect(await served.end('SIGTERM')).toBe(0);
    await served.start();
    expect(await approved()).toEqual([255, 8]);
  });

  it('counts 4095 of twelve, 4096 after a correction, 2048 after a revocation', async () => {
    await approve(8, 12);
    expect(await approved()).toEqual([4095, 12]);
    await work.correct(of(4), [metres(5, day)]);
    expect(await approved()).toEqual([4096, 12]);
    await work.revoke(of(2048));
    expect(await approved()).toEqual([2048, 11]);
  });

  it('counts the same after a kill', async () => {
    expect(await served.end('SIGKILL')).toBe('SIGKILL');
    await served.start();
    await stands();
    expect(served.said()).not.toContain('damaged');
  });

  it('counts the same after its figures were deleted', async () => {
    expect(await served.end('SIGTERM')).toBe(0);
    for (const ending of ['', '-wal', '-shm']) rmSync(`${figures}${ending}`, { force: true });
    await served.start();
    await stands();
  });

  it('counts the same after the last 10 bytes of its figures were cut, and says that it built them anew', async () => {
    expect(await served.end('SIGTERM')).toBe(0);
    const { size } = statSync(figures);
    truncateSync(figures, size - 10);
    await served.start();
    await stands();
    const said = served.said().split('\n');
    const warnings = said.filter((one) => one.includes('damaged'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(figures);
    expect(warnings[0]).toContain('đang dựng lại từ nhật ký');
    expect(statSync(figures).size % 4096).toBe(0);
  });
});
