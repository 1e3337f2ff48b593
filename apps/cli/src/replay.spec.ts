import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { replay } from './replay.js';

describe('thidua replay', () => {
  let folder = '';
  let exitCode: typeof process.exitCode;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'thidua-cli-'));
    exitCode = process.exitCode;
  });
  afterEach(() => {
    process.exitCode = exitCode;
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([0, 1, 2, 130])(
    'hands every argument over and ends with the exit code %i of what it started',
    async (code) => {
      const program = join(folder, 'program.mjs');
      const expected = JSON.stringify(['--to', '2022-06-30', '--json']);
      writeFileSync(
        program,
        `process.exitCode = JSON.stringify(process.argv.slice(2)) === '${expected}' ? ${code} : 77;`,
      );
      await replay(['--to', '2022-06-30', '--json'], program);
      expect(process.exitCode).toBe(code);
    },
  );

  it('ends with 2 where what it started was killed, or is not there', async () => {
    const program = join(folder, 'program.mjs');
    writeFileSync(program, "process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 60_000);");
    await replay([], program);
    expect(process.exitCode).toBe(2);
    process.exitCode = 0;
    await replay([], join(folder, 'nowhere.mjs'));
    expect(process.exitCode).toBe(2);
  });
});
