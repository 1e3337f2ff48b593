import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { importUnits } from './import-units.js';

interface Asked {
  readonly variables: {
    readonly input: { readonly idempotencyKey: string; readonly csv: string; readonly validFrom: string };
    readonly dryRun: boolean;
  };
}

const done = { imported: 24, unchanged: 0, repeated: false, faultCount: 0, receipt: '5', userErrors: [] };

describe('thidua import units', () => {
  let folder: string;
  let server: Server;
  let asked: Asked[];
  let payload: object;
  let out: string;
  let err: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'thidua-cli-'));
    asked = [];
    payload = done;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        asked.push(JSON.parse(body) as Asked);
        response.end(JSON.stringify({ data: { unitsImport: payload } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(folder, 'server.json'), JSON.stringify({ url: `http://127.0.0.1:${port}` }));
    [out, err] = ['', ''];
    const into = (add: (text: string) => void) => (text: string | Uint8Array) => {
      add(String(text));
      return true;
    };
    jest.spyOn(process.stdout, 'write').mockImplementation(
      into((text) => {
        out += text;
      }),
    );
    jest.spyOn(process.stderr, 'write').mockImplementation(
      into((text) => {
        err += text;
      }),
    );
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    process.exitCode = 0;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (content: string | Uint8Array) => {
    const path = join(folder, 'units.csv');
    writeFileSync(path, content);
    return path;
  };
  const run = (path: string, more: Partial<Parameters<typeof importUnits>[1]> = {}) =>
    importUnits(path, { as: 'admin@84', data: folder, language: 'en', validFrom: '2022-01-01', ...more });

  it('sends the file as it is, and says what was imported', async () => {
    await run(file('\uFEFFcode;name\r\n'));
    expect(asked[0]?.variables).toMatchObject({
      input: { csv: 'code;name\r\n', validFrom: '2022-01-01' },
      dryRun: false,
    });
    expect(out).toBe('24 units imported; 0 rows stood already.\n');
    expect(process.exitCode ?? 0).toBe(0);
  });

  it('gives the same file of the same person and day the same key, and any other another', async () => {
    await run(file('a'));
    await run(file('a'));
    await run(file('a'), { validFrom: '2022-01-02' });
    await run(file('a'), { as: 'admin@842' });
    await run(file('b'));
    const [first, ...keys] = asked.map(({ variables }) => variables.input.idempotencyKey);
    expect(first).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(keys[0]).toBe(first);
    expect(new Set(keys).size).toBe(4);
  });

  it('says each fault on a line and leaves with 1', async () => {
    const userErrors = [{ code: 'CODE_INVALID', message: 'Line 5, column code: …' }];
    payload = { ...done, imported: null, faultCount: 1, userErrors };
    await run(file('a'));
    expect(err).toContain('\nLine 5, column code: …\n1 faults; nothing was imported.\n');
    expect(process.exitCode).toBe(1);
  });

  it('says that nothing changed where the file was imported before, and what a dry run would do', async () => {
    await run(file('a'), { dryRun: true });
    expect(out).toBe('24 units would be imported; 0 rows stood already.\n');
    payload = { ...done, repeated: true };
    await run(file('a'));
    expect(out).toContain('imported before');
  });

  it.each<[string, () => string, object, RegExp]>([
    ['no day', () => file('a'), { validFrom: undefined }, /--valid-from 2022-01-01/],
    ['no such file', () => join(folder, 'none.csv'), {}, /There is no file/],
    ['a file that is not UTF-8', () => file(new Uint8Array([0x54, 0xea, 0x6e])), {}, /not UTF-8/],
    ['a file in UTF-16', () => file(Buffer.from('\uFEFFcode', 'utf16le')), {}, /not UTF-8/],
    ['a file of more than 1 MB', () => file('a'.repeat(1_000_001)), {}, /in parts/],
  ])('asks nobody where there is %s', async (_, path, more, words) => {
    await run(path(), more);
    expect(err).toMatch(words);
    expect(process.exitCode).toBe(1);
    expect(asked).toEqual([]);
  });
});
