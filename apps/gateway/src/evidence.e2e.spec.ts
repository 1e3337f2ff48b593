import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { type ToyDoor, toyDoor } from '../test/toy-door.js';
import { toyGraph } from '../test/toy-graph.js';
import { composeSupergraph, type Gateway, type GatewayOptions, startGateway } from './index.js';

const bytesMax = 64 * 1024;
const photo = Buffer.from('a photo, as far as this gateway is concerned');

const connectTo = ({ url }: Gateway) => {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname);
};

describe('evidence over HTTP', () => {
  const supergraph = composeSupergraph(toyGraph());
  const logged: string[] = [];
  let door: ToyDoor;
  let gateway: Gateway;

  const start = (options: Partial<GatewayOptions>) =>
    startGateway({
      supergraph,
      verifyToken: async (token) => (token.startsWith('good-') ? { userId: token.slice(5) } : null),
      readiness: () => ({ ready: true, details: {} }),
      log: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }),
      host: '127.0.0.1',
      port: 0,
      ...options,
    });
  beforeAll(async () => {
    door = toyDoor(bytesMax);
    gateway = await start({ evidence: door });
  });
  afterAll(() => gateway.close());
  beforeEach(() => {
    door.answers(null);
    door.passed.length = 0;
    logged.length = 0;
  });

  const ask = async (
    method: string,
    path: string,
    {
      token = 'good-clerk',
      headers = {},
      body,
    }: { token?: string | null; headers?: object; body?: Buffer | ReadableStream | string } = {},
  ) => {
    const response = await fetch(gateway.url + path, {
      method,
      headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body, duplex: 'half' }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : null;
    const [error] = json?.errors ?? [];
    return { status: response.status, headers: response.headers, text, json, error, code: error?.extensions.code };
  };
  const put = (evidenceId: string, body: Buffer | ReadableStream = photo, more: object = {}) =>
    ask('PUT', `/evidence/${evidenceId}`, { body, ...more });
  const upload = async () => {
    const evidenceId = randomUUID();
    expect((await put(evidenceId)).status).toBe(201);
    return evidenceId;
  };

  describe('takes a file', () => {
    it('and answers what was found in it: 201, and 200 for the same again', async () => {
      const evidenceId = randomUUID();
      const first = await put(evidenceId);
      expect(first).toMatchObject({ status: 201, json: { evidenceId, mediaType: 'image/jpeg', bytes: photo.length } });
      expect(await put(evidenceId)).toMatchObject({ status: 200, json: first.json });
    });

    it('whatever type its sender calls it, in pieces as well', async () => {
      for (const type of ['image/jpeg', 'application/json', 'text/plain', 'application/x-www-form-urlencoded', 'x/y']) {
        const { status } = await put(randomUUID(), photo, { headers: { 'content-type': type } });
        expect({ type, status }).toEqual({ type, status: 201 });
      }
      const pieces = new ReadableStream({
        start(controller) {
          for (const byte of photo) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      });
      expect((await put(randomUUID(), pieces)).json).toMatchObject({ bytes: photo.length });
    });

    it('of exactly the limit, and refuses one byte more, with the limit, said beforehand or not', async () => {
      expect((await put(randomUUID(), Buffer.alloc(bytesMax, 1))).status).toBe(201);
      const large = Buffer.alloc(bytesMax + 1, 1);
      const extensions = { code: 'LIMIT_EXCEEDED', limit: 'bytes', max: bytesMax };
      expect(await put(randomUUID(), large)).toMatchObject({ status: 413, error: { extensions } });
      expect(door.passed).toHaveLength(1);
      const unsaid = new Blob([large]).stream();
      expect(await put(randomUUID(), unsaid)).toMatchObject({ status: 413, error: { extensions } });
      expect(door.passed).toHaveLength(2);
    });

    it('and says why it does not, also to a sender who is far from done', async () => {
      const huge = Buffer.alloc(200 * bytesMax, 1);
      expect(await put(randomUUID(), huge)).toMatchObject({ status: 413 });
      expect(await put(randomUUID(), new Blob([huge]).stream())).toMatchObject({ status: 413 });
      expect(door.passed[0]?.bytes).toBeLessThan(3 * bytesMax);
      expect(await put(randomUUID(), huge, { token: 'bad' })).toMatchObject({ status: 401 });
      door.answers({ kind: 'not-allowed', rule: 'role' });
      expect(await put(randomUUID(), new Blob([huge]).stream())).toMatchObject({ status: 403 });
    });

    it('and takes the rest of a refused one, so that its connection still serves the next request', async () => {
      const socket = connectTo(gateway);
      const piece = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
      socket.write(
        `PUT /evidence/${randomUUID()} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer good-clerk\r\ntransfer-encoding: chunked\r\n\r\n`,
      );
      let answers = '';
      for (let sent = 0; !answers.includes('413') && sent < 100; sent += 1) {
        socket.write(piece);
        await new Promise((go) => setImmediate(go));
        answers += socket.read() ?? '';
      }
      socket.end(`${piece.repeat(20)}0\r\n\r\nGET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      answers += Buffer.concat(await socket.toArray()).toString();
      expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
    });

    it('under an id in any spelling, which it says in small letters', async () => {
      const evidenceId = randomUUID();
      await put(evidenceId.toUpperCase());
      expect(door.passed[0]?.evidenceId).toBe(evidenceId);
    });

    it('and tells the door who sends it, in which capacity', async () => {
      await put(randomUUID(), photo, { headers: { 'acting-as': ' a7 ', 'accept-language': 'en' } });
      expect(door.passed[0]?.context).toEqual({
        viewer: { userId: 'clerk' },
        actingAs: 'a7',
        language: 'en',
        minReceipt: null,
      });
    });

    it('while GraphQL keeps its own limit and its own types', async () => {
      const query = JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(1024 * 1024) } });
      const headers = { 'content-type': 'application/json' };
      expect(await ask('POST', '/graphql', { headers, body: query })).toMatchObject({ status: 413 });
      const photograph = { headers: { 'content-type': 'image/jpeg' }, body: photo };
      expect(await ask('POST', '/graphql', photograph)).toMatchObject({ status: 415, code: 'BAD_REQUEST' });
    });
  });

  describe('refuses', () => {
    it.each([
      [
        'a role that attaches nothing',
        { kind: 'not-allowed', rule: 'role' },
        403,
        { code: 'NOT_ALLOWED', rule: 'role' },
      ],
      ['an id that holds another file', { kind: 'id-taken' }, 409, { code: 'ID_TAKEN' }],
      ['no bytes', { kind: 'empty' }, 400, { code: 'EMPTY' }],
      [
        'bytes of a type that is not taken, naming those that are',
        { kind: 'type-refused', mediaType: null, taken: ['image/jpeg', 'application/pdf'] },
        415,
        { code: 'MEDIA_TYPE_REFUSED', mediaType: null, taken: ['image/jpeg', 'application/pdf'] },
      ],
      ['too many uploads', { kind: 'too-many', max: 3 }, 429, { code: 'LIMIT_EXCEEDED', limit: 'unattached', max: 3 }],
    ] as const)('%s', async (_, outcome, status, extensions) => {
      door.answers(outcome);
      const answer = await put(randomUUID());
      expect(answer).toMatchObject({ status, json: { errors: [{ message: expect.any(String), extensions }] } });
      // Vietnamese and English, one behind the other.
      expect(answer.error.message).toMatch(/[ạảấầẩậắằệếềểọốồổộớờởợụủứừửữ].*(You|file|This)/);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    });

    it('whoever brings no token, or a bad one, before anything is read', async () => {
      for (const [method, token] of [
        ['PUT', null],
        ['PUT', 'bad'],
        ['GET', null],
        ['GET', 'bad'],
      ] as const) {
        const body = method === 'PUT' ? { body: photo } : {};
        const { status, code, headers } = await ask(method, `/evidence/${randomUUID()}`, { token, ...body });
        expect({ status, code }).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
        expect(headers.get('www-authenticate')).toBe('Bearer');
      }
      expect(door.passed).toEqual([]);
    });

    it('an id that is no UUID, whatever path it tries to be', async () => {
      const traversals = [
        '..%2F..%2Fevents.db',
        '..%5C..',
        '%2e%2e%2f',
        'a',
        `${randomUUID()}.jpg`,
        '%00',
        'constructor',
      ];
      for (const path of traversals) {
        expect({ path, ...(await put(path)) }).toMatchObject({ path, status: 400, code: 'BAD_REQUEST' });
        const got = await ask('GET', `/evidence/${path}`);
        expect({ path, status: got.status, code: got.code }).toEqual({ path, status: 404, code: 'NOT_FOUND' });
      }
      for (const path of ['/evidence', '/evidence/', '/evidence/../health/live%2f', '/evidence/%zz', `/evidence/a/b`]) {
        expect((await ask('GET', path)).status).toBeGreaterThanOrEqual(400);
      }
      expect(door.passed).toEqual([]);
    });

    it('a malformed header of the type', async () => {
      const answer = await put(randomUUID(), photo, { headers: { 'content-type': 'jpg' } });
      expect(answer).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
      expect(door.passed).toEqual([]);
    });

    it('other methods, naming those that it takes', async () => {
      for (const method of ['POST', 'PATCH', 'DELETE', 'OPTIONS']) {
        const answer = await ask(method, `/evidence/${randomUUID()}`);
        expect(answer).toMatchObject({ status: 405, code: 'BAD_REQUEST' });
        expect(answer.headers.get('allow')).toBe('GET, HEAD, PUT');
      }
      expect(door.passed).toEqual([]);
    });

    it('with a request to come back where the door knows not enough yet', async () => {
      for (const method of ['PUT', 'GET']) {
        door.fails(new GraphQLError('not yet', { extensions: { code: 'PROJECTION_LAGGING' } }));
        const answer = await ask(method, `/evidence/${randomUUID()}`, method === 'PUT' ? { body: photo } : {});
        expect(answer).toMatchObject({ status: 503, code: 'PROJECTION_LAGGING' });
        expect(answer.headers.get('retry-after')).toBe('1');
      }
      expect(logged).toEqual([]);
    });

    it('by a fault of ours behind an id that the log explains', async () => {
      for (const method of ['PUT', 'GET']) {
        door.fails(new Error('password of the disk: hunter2'));
        const answer = await ask(method, `/evidence/${randomUUID()}`, method === 'PUT' ? { body: photo } : {});
        expect(answer).toMatchObject({ status: 500, code: 'INTERNAL' });
        expect(answer.text).not.toMatch(/hunter2|stack|\.ts\b/);
        expect(logged.pop()).toContain(answer.error.extensions.id);
      }
    });
  });

  describe('cut off half-way', () => {
    it('ends the reading of the door with a fault, and is nothing to log', async () => {
      const evidenceId = randomUUID();
      const socket = connectTo(gateway);
      const gone = new Promise((resolve) => socket.once('close', resolve));
      socket.write(
        `PUT /evidence/${evidenceId} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer good-clerk\r\ncontent-length: 1000\r\n\r\nhalf`,
      );
      for (let tries = 0; !door.passed[0]?.bytes && tries < 400; tries += 1)
        await new Promise((go) => setTimeout(go, 5));
      socket.destroy();
      await gone;
      for (let tries = 0; !door.passed[0]?.fault && tries < 400; tries += 1)
        await new Promise((go) => setTimeout(go, 5));
      expect(door.passed).toMatchObject([{ evidenceId, bytes: 4, fault: { code: 'ECONNRESET' } }]);
      expect((await ask('GET', `/evidence/${evidenceId}`)).status).toBe(404);
      expect(logged).toEqual([]);
    });
  });

  describe('gives a file', () => {
    it('as an attachment that nothing runs, shows or keeps', async () => {
      const evidenceId = await upload();
      const { status, headers, text } = await ask('GET', `/evidence/${evidenceId}`);
      expect({ status, text }).toEqual({ status: 200, text: photo.toString() });
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'image/jpeg',
        'content-length': String(photo.length),
        'content-disposition': `attachment; filename="photo-${evidenceId}.jpg"`,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        'cross-origin-resource-policy': 'same-origin',
        etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
      });
      expect(headers.get('access-control-allow-origin')).toBeNull();
    });

    it('by its headers alone where only they are asked for', async () => {
      const evidenceId = await upload();
      const got = await ask('GET', `/evidence/${evidenceId}`);
      const { status, headers, text } = await ask('HEAD', `/evidence/${evidenceId}`);
      expect({ status, text }).toEqual({ status: 200, text: '' });
      for (const name of ['content-length', 'content-type', 'etag', 'content-disposition']) {
        expect(headers.get(name)).toBe(got.headers.get(name));
      }
      expect((await ask('HEAD', `/evidence/${randomUUID()}`)).status).toBe(404);
    });

    it('to nobody who may not read it: no word differs from that for an invented id', async () => {
      const evidenceId = await upload();
      const unreadable = await ask('GET', `/evidence/${evidenceId}`, { token: 'good-stranger' });
      const invented = await ask('GET', `/evidence/${randomUUID()}`, { token: 'good-stranger' });
      const malformed = await ask('GET', '/evidence/7', { token: 'good-stranger' });
      const without = ({ status, text, headers }: typeof invented) => {
        const { date, ...rest } = Object.fromEntries(headers);
        return { status, text, rest };
      };
      expect(unreadable).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      expect(without(unreadable)).toEqual(without(invented));
      expect(without(malformed)).toEqual(without(invented));
    });
  });

  it('has no routes where there is no door', async () => {
    const closed = await start({});
    const response = await fetch(`${closed.url}/evidence/${randomUUID()}`, { method: 'PUT', body: photo });
    expect(response.status).toBe(404);
    expect(((await response.json()) as { errors: unknown[] }).errors).toMatchObject([
      { extensions: { code: 'BAD_REQUEST' } },
    ]);
    await closed.close();
  });
});
