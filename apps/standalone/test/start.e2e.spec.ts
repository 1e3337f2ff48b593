import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyLog } from '@thidua/event-store-sqlite';
import { mutations } from '@thidua/scenario';
import { demoSeed } from '../src/demo.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Resolves when it has said this, rejects when it ends before. */
  until(words: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<number | NodeJS.Signals>;
}

const run = (folder: string, ...more: string[]): Run => {
  const child = spawn(process.execPath, [main, '--data', folder, '--port', '0', ...more], { stdio: 'pipe' });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += String(chunk);
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 0));
  });
  const until = (words: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = words.exec(text);
        if (found) {
          listeners.delete(look);
          resolve(found);
        }
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`ended before it said ${words}: ${text}`)));
    });
  return { child, said: () => text, until, ended };
};

describe('npm start on a data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thidua-start-'));
  const runs: Run[] = [];
  const start = (...more: string[]) => {
    const started = run(folder, ...more);
    runs.push(started);
    return started;
  };

  beforeAll(async () => {
    // Cut off twice on the way: the load is sent again each time, and repeats change nothing.
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
  });

  it('holds each event of the demo once, and the log verifies', async () => {
    const report = await verifyLog(folder);
    expect(report.faults).toEqual([]);
    const commands = new Set(mutations(demoSeed).map(({ variables }) => variables.input.idempotencyKey));
    // Bootstrap is 4 commands, and each mutation of the demo is one; processes add theirs.
    expect(commands.size).toBe(mutations(demoSeed).length);
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
