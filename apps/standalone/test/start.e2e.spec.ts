import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyLog } from '@thidua/event-store-sqlite';
import { mutations } from '@thidua/scenario';
import { demoSeed } from '../src/demo.js';
import { type Run, runServer } from './server-process.js';

describe('npm start on a data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thidua-start-'));
  const runs: Run[] = [];
  const start = (...more: string[]) => {
    const started = runServer(folder, ...more);
    runs.push(started);
    return started;
  };

  beforeAll(async () => {
    // Cut off twice on the way: the load goes on from where it had come to, and repeats change nothing.
    for (const ms of [1500, 3000]) {
      const cut = start();
      await cut.until(/Trà Vinh 2022: 0/);
      await new Promise((resolve) => setTimeout(resolve, ms));
      cut.child.kill('SIGKILL');
      expect(await cut.ended).toBe('SIGKILL');
    }
  });
  afterAll(() => {
    for (const { child } of runs) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('finishes a load that was cut off, answers, refuses a second owner, and stops cleanly', async () => {
    const first = start();
    const [, url] = await first.until(/GraphQL\s+(http:\S+)\/graphql/);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(/in use|đang được|đang dùng/i);
    expect(second.said()).not.toMatch(/\.js:\d/);

    first.child.kill('SIGTERM');
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
    // The whole province is loaded: a minute on a machine of its own, and this one may be shared.
  }, 600_000);

  it('holds each event of the demo once, and the log verifies', async () => {
    const report = await verifyLog(folder);
    expect(report.faults).toEqual([]);
    const sent = mutations(demoSeed).filter((step) => step.operationName !== 'EvidenceUpload');
    const commands = new Set(sent.map(({ variables }) => variables.input.idempotencyKey));
    // Bootstrap is 4 commands, and each mutation of the demo is one or, for many objects, several; processes add theirs.
    expect(commands.size).toBe(sent.length);
    expect(report.appends).toBeGreaterThan(commands.size);
    const again = start();
    const [, events] = await again.until(/([\d,]+) events in/);
    expect(Number(events?.replace(',', ''))).toBe(report.events);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  });

  it('refuses to listen where others could reach it', async () => {
    const open = start('--host', '0.0.0.0');
    expect(await open.ended).toBe(1);
    expect(open.said()).toMatch(/0\.0\.0\.0/);
    expect(open.said()).not.toMatch(/\.js:\d/);
  });
});
