import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { httpServer } from './http.js';

describe('a body that arrives slowly', () => {
  const logged: string[] = [];
  const app = httpServer(pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }), 100);
  app.post('/short', async () => 'whole');
  app.post('/long', { config: { bodyMsMax: 60_000 } }, async () => 'whole');
  afterEach(() => app.close());

  const half = (port: number, path: string): Socket => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{`);
    return socket;
  };
  const textOf = async (socket: Socket) => Buffer.concat(await socket.toArray()).toString();

  it('is waited for as long as its route says, else as long as the server says', async () => {
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    const [short, long] = [half(port, '/short'), half(port, '/long')];
    expect(await textOf(short)).toBe('');
    long.end('}');
    expect(await textOf(long)).toMatch(/^HTTP\/1\.1 200 [\s\S]*whole$/);
    expect(logged).toEqual([]);
  });
});
