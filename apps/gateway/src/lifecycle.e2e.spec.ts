import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { type Seen, toyGraph } from '../test/toy-graph.js';
import { composeSupergraph, type Gateway, type GatewayOptions, startGateway } from './index.js';

describe('the life of a gateway', () => {
  const running: Gateway[] = [];
  const seen: Seen[] = [];
  const supergraph = composeSupergraph(toyGraph(seen));

  const start = async (options: Partial<GatewayOptions> = {}) => {
    const gateway = await startGateway({
      supergraph,
      verifyToken: async (userId) => ({ userId }),
      readiness: () => ({ ready: true, details: {} }),
      log: pino({ level: 'silent' }),
      port: 0,
      ...options,
    });
    running.push(gateway);
    return gateway;
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map((gateway) => gateway.close()));
    seen.length = 0;
  });

  const wait = (gateway: Gateway, milliseconds: number) =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer a', 'accept-language': 'en' },
      body: JSON.stringify({ query: `{ waits(milliseconds: ${milliseconds}) }` }),
    }).then((response) => response.json());
  const begun = async (count: number) => {
    for (let tries = 0; seen.length < count && tries < 200; tries += 1) await new Promise((go) => setTimeout(go, 5));
    expect(seen).toHaveLength(count);
  };
  const raw = (gateway: Gateway, text: string) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(gateway.url);
      const socket = connect(Number(port), hostname, () => socket.end(text));
      let answer = '';
      socket.setEncoding('utf8').on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('close', () => resolve(answer)).on('error', reject);
    });

  it('begins only on a host of this machine while demo tokens are good', async () => {
    await expect(start({ host: '0.0.0.0' })).rejects.toThrow(/demo tokens/);
    const open = await start({ host: '0.0.0.0', loopbackOnly: false });
    expect(open.url).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
  });

  it('begins at an address that can be opened as it is printed', async () => {
    for (const host of ['localhost', '127.0.0.1']) {
      const { url } = await start({ host });
      expect(url).toMatch(new RegExp(`^http://${host}:\\d+$`));
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
    }
  });

  it('does not begin where another program has the port', async () => {
    const { url } = await start({ host: '127.0.0.1' });
    await expect(start({ host: '127.0.0.1', port: Number(new URL(url).port) })).rejects.toThrow(/EADDRINUSE/);
  });

  it('ends after the requests under way, and twice is once', async () => {
    const gateway = await start();
    const answer = wait(gateway, 150);
    await begun(1);
    await Promise.all([gateway.close(), gateway.close()]);
    expect(await answer).toEqual({ data: { waits: true } });
    await expect(fetch(`${gateway.url}/health/live`)).rejects.toThrow();
  });

  it('ends within a bound though a request never does', async () => {
    const gateway = await start({ closeMsMax: 200 });
    const answer = wait(gateway, 60_000).catch(() => 'cut off');
    await begun(1);
    await gateway.close();
    expect(await answer).toBe('cut off');
  });

  it('waits for an operation within a bound, and says that it gave up', async () => {
    const gateway = await start({ operationMsMax: 50 });
    const { data, errors } = (await wait(gateway, 60_000)) as { data: unknown; errors: { extensions: unknown }[] };
    expect(data).toBeNull();
    expect(errors).toMatchObject(
      [{ message: /idempotencyKey/, extensions: { code: 'OPERATION_TIMEOUT' } }].map((error) => ({
        ...error,
        message: expect.stringMatching(error.message),
      })),
    );
  });

  it('survives requests that are no proper HTTP, as faults of the client', async () => {
    const gateway = await start({ host: '127.0.0.1' });
    const requests = [
      'GET /health/live HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
      'GET /graphql?query={__typename} HTTP/1.1\r\nHost: [\r\nApollo-Require-Preflight: 1\r\nConnection: close\r\n\r\n',
      'GET / HTTP/1.1\r\nConnection: close\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      'NONSENSE\r\n\r\n',
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: nonsense/\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
    ];
    for (const request of requests) expect(await raw(gateway, request)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
  });

  it('answers on IPv6 by its address', async () => {
    const gateway = await start({ host: '::1' });
    expect(gateway.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect(await wait(gateway, 1)).toEqual({ data: { waits: true } });
  });
});
