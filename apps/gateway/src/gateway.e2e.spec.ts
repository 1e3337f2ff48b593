import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { type Seen, toyGraph } from '../test/toy-graph.js';
import { bodyBytesMax } from './http.js';
import { composeSupergraph, type Gateway, limits, type Readiness, startGateway } from './index.js';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly data: Record<string, unknown> | null | undefined;
  readonly codes: readonly unknown[];
  readonly messages: readonly string[];
  readonly headers: Headers;
}

type Options = {
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
  readonly variables?: object;
};

describe('the gateway over HTTP', () => {
  const seen: Seen[] = [];
  const logged: string[] = [];
  const supergraph = composeSupergraph(toyGraph(seen));
  let gateway: Gateway;
  let readiness: () => Readiness;

  beforeAll(async () => {
    gateway = await startGateway({
      supergraph,
      verifyToken: async (token) => (token.startsWith('good-') ? { userId: token.slice(5) } : null),
      readiness: () => readiness(),
      log: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }),
      port: 0,
    });
  });
  afterAll(() => gateway.close());
  beforeEach(() => {
    seen.length = 0;
    logged.length = 0;
    readiness = () => ({ ready: true, details: {} });
  });

  const answerOf = async (response: Response): Promise<Answer> => {
    const text = await response.text();
    const { data, errors = [] } = JSON.parse(text);
    return {
      status: response.status,
      text,
      data,
      codes: errors.map((error: { extensions: { code: string } }) => error.extensions.code),
      messages: errors.map((error: { message: string }) => error.message),
      headers: response.headers,
    };
  };
  const send = async (body: string, headers: Record<string, string> = {}) =>
    answerOf(
      await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      }),
    );
  const ask = (query: string, { token = 'good-head@84', headers = {}, variables = {} }: Options = {}) =>
    send(JSON.stringify({ query, variables }), { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers });
  const executions = (service: string) =>
    new Set(seen.filter((one) => one.service === service).map(({ execution }) => execution)).size;

  describe('executes', () => {
    it('a document of one service in that service, once and as it is', async () => {
      const { data } = await ask(
        'query Mine { one: book(id: 0) { ...Title } two: book(id: 1) { ...Title } books { id } } fragment Title on Book { __typename title }',
      );
      expect(data).toEqual({
        one: { __typename: 'Book', title: 'Số đỏ' },
        two: { __typename: 'Book', title: 'Tắt đèn' },
        books: [{ id: '0' }, { id: '1' }, { id: '2' }],
      });
      expect(seen.map(({ field }) => field)).toEqual(['book', 'book', 'books']);
      expect(executions('library')).toBe(1);
    });

    it('a document of several services in each, and joins their entities', async () => {
      const { data } = await ask('{ loans { reader book { title } } books { title } }');
      expect(data?.loans).toEqual([
        { reader: 'reader 0', book: { title: 'Số đỏ' } },
        { reader: 'reader 1', book: { title: 'Tắt đèn' } },
        { reader: 'reader 2', book: { title: 'Lão Hạc' } },
      ]);
      expect(data?.books).toHaveLength(3);
      expect(executions('loans')).toBe(1);
      // One execution for the root field, one that joins all three books.
      expect(executions('library')).toBe(2);
    });

    it('the operation that is named, of a document that holds several', async () => {
      const query = 'query A { books { id } } query B { loans { id book { title } } }';
      const body = (operationName?: string) => JSON.stringify({ query, operationName });
      const headers = { authorization: 'Bearer good-a' };
      expect((await send(body('A'), headers)).data).toHaveProperty('books');
      expect((await send(body('B'), headers)).data).toHaveProperty('loans');
      const unnamed = await send(body(), headers);
      expect(unnamed).toMatchObject({ status: 400, codes: ['OPERATION_RESOLUTION_FAILURE'] });
    });

    it('a mutation that one service does, with its user errors', async () => {
      const mutation = `mutation ($title: String!) { bookAdd(title: $title) { book { title } receipt userErrors { __typename code message ... on NotAllowed { rule } } } }`;
      const done = await ask(mutation, { variables: { title: 'Chí Phèo' } });
      expect(done.data?.bookAdd).toEqual({ book: { title: 'Tắt đèn' }, receipt: '42', userErrors: [] });
      const refused = await ask(mutation, { variables: { title: '' } });
      const userErrors = [{ __typename: 'NotAllowed', code: 'NOT_ALLOWED', message: 'no', rule: 'readers only' }];
      expect(refused.data?.bookAdd).toEqual({ book: null, receipt: null, userErrors });
      expect(executions('library')).toBe(2);
    });

    it('a mutation whose answer another service joins, with its user errors', async () => {
      const mutation = `mutation ($book: ID!) {
        loanOpen(book: $book) { loan { book { title } } userErrors { code ... on NotAllowed { rule } ... on RevisionConflict { actual } } }
        bookRemove(id: $book) { userErrors { __typename code ... on NotAllowed { rule } ... on RevisionConflict { actual } } }
      }`;
      const { data } = await ask(mutation, { variables: { book: '2' } });
      expect(data).toEqual({
        loanOpen: { loan: { book: { title: 'Lão Hạc' } }, userErrors: [] },
        bookRemove: {
          userErrors: [
            { __typename: 'RevisionConflict', code: 'REVISION_CONFLICT', actual: 2 },
            { __typename: 'NotAllowed', code: 'NOT_ALLOWED', rule: 'readers only' },
          ],
        },
      });
      const refused = await ask(mutation, { variables: { book: '0' } });
      expect(refused.data?.loanOpen).toEqual({
        loan: null,
        userErrors: [{ code: 'NOT_ALLOWED', rule: 'readers only' }],
      });
    });

    it('the same graph inside the process, under the context that is given', async () => {
      const context = { viewer: { userId: 'clerk@1' }, actingAs: 'a1', language: 'en', minReceipt: null } as const;
      const query = 'query ($id: ID!) { loan(id: $id) { book { title } } }';
      const { data } = await supergraph.execute({ query, variables: { id: '1' }, context });
      expect(data).toEqual({ loan: { book: { title: 'Tắt đèn' } } });
      expect(seen.map((one) => one.context)).toEqual([context, context]);
      expect((await supergraph.execute({ query: '{ nothing }', context })).errors).toHaveLength(1);
      expect((await supergraph.execute({ query: '{ nothing', context })).errors).toHaveLength(1);
    });
  });

  describe('tells services', () => {
    it('who asks, in which capacity and in which language', async () => {
      await ask('{ books { id } }', { headers: { 'acting-as': ' a7 ', 'accept-language': 'en-GB,vi;q=0.5' } });
      const context = { viewer: { userId: 'head@84' }, actingAs: 'a7', language: 'en', minReceipt: null };
      expect(seen[0]?.context).toEqual(context);
    });

    it('the minReceipt of a root field, for joined entities too', async () => {
      await ask('query ($r: Receipt) { loan(id: 1, minReceipt: $r) { book { title } } }', { variables: { r: '17' } });
      await ask('{ book(id: 1, minReceipt: "18") { title } }');
      expect(seen.map(({ context }) => context.minReceipt)).toEqual([17, 17, 18]);
    });

    it('about one request in a context of its own', async () => {
      await ask('{ books { id } }');
      await ask('{ books { id } }', { token: 'good-other' });
      expect(seen[0]?.context).not.toBe(seen[1]?.context);
      expect(seen[1]?.context.viewer).toEqual({ userId: 'other' });
    });
  });

  describe('asks for a token', () => {
    it('but not to say what a Query is, or what the schema looks like', async () => {
      const { status, text } = await ask('{ __typename }', { token: null });
      expect([status, JSON.parse(text)]).toEqual([200, { data: { __typename: 'Query' } }]);
      const described = await ask(
        '{ __schema { queryType { fields { name } } } __type(name: "Book") { fields { name } } }',
        { token: null },
      );
      expect(described.text).toContain('"loan"');
      expect(described.text).not.toMatch(/_entities|_service|join__/);
    });

    it.each([
      ['a query', '{ books { id } }'],
      ['a joined query', '{ loans { book { title } } }'],
      ['a mutation', 'mutation { bookAdd(title: "x") { receipt } }'],
      ['a field in a fragment', '{ __typename ...F } fragment F on Query { ... { books { id } } }'],
    ])('before any resolver runs: %s', async (_, query) => {
      const { status, codes, data, headers } = await ask(query, { token: null });
      expect({ status, codes, data }).toEqual({ status: 401, codes: ['UNAUTHENTICATED'], data: undefined });
      expect(headers.get('www-authenticate')).toBe('Bearer');
      expect(seen).toEqual([]);
    });

    it('that is good: a bad one is refused whatever is asked, in the language of the request', async () => {
      for (const authorization of ['Bearer bad', 'Bearer', 'Basic Zm9v', 'good-head@84', '']) {
        const { status, codes } = await send('{"query":"{ __typename }"}', { authorization });
        expect({ authorization, status, codes }).toEqual({ authorization, status: 401, codes: ['UNAUTHENTICATED'] });
      }
      const said = async (language: string) =>
        (await ask('{ books { id } }', { token: 'bad', headers: { 'accept-language': language } })).messages[0];
      expect(await said('en')).toMatch(/needs a valid token/);
      expect(await said('vi')).toMatch(/cần mã truy cập/);
      expect(seen).toEqual([]);
    });
  });

  describe('refuses', () => {
    it.each([
      ['an unfinished document', '{ books { id }', 'GRAPHQL_PARSE_FAILED'],
      ['an unknown field', '{ books { isbn } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['entities', '{ _entities(representations: []) { __typename } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['the service SDL', '{ _service { sdl } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['a circle of fragments', '{ ...F } fragment F on Query { ...F }', 'GRAPHQL_VALIDATION_FAILED'],
      ['a literal its scalar does not know', '{ book(id: 1, on: "30/2") { id } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['a subscription', 'subscription { books { id } }', 'OPERATION_RESOLUTION_FAILURE'],
    ])('%s', async (_, query, code) => {
      const { status, codes } = await ask(query);
      expect({ status, codes: [...new Set(codes)] }).toEqual({ status: 400, codes: [code] });
      expect(seen).toEqual([]);
    });

    it('variables that fit no type, alike in both paths', async () => {
      for (const fields of ['title', 'title loan { id }']) {
        const query = `query ($id: ID!, $on: Date) { book(id: $id, on: $on) { ${fields} } }`;
        for (const variables of [{}, { id: { no: 1 } }, { id: '1', on: '30/2' }]) {
          const { status, codes } = await ask(query, { variables });
          expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_USER_INPUT'] });
        }
      }
      expect(seen).toEqual([]);
    });

    it('bodies that are no GraphQL request', async () => {
      const bad = [
        '{"query":',
        '[]',
        '[{"query":"{ __typename }"}]',
        '{}',
        '',
        '"x"',
        'null',
        '{"query":7}',
        '{"query":"{ __typename }","variables":"x"}',
        '{"__proto__":1,"query":"{ __typename }"}',
      ];
      for (const body of bad) {
        const { status, codes } = await send(body);
        expect({ body, status, codes }).toEqual({ body, status: 400, codes: ['BAD_REQUEST'] });
      }
    });

    it('requests that a foreign page could send', async () => {
      const url = `${gateway.url}/graphql?query=${encodeURIComponent('{ __typename }')}`;
      expect(await answerOf(await fetch(url))).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
      const form = await send('{"query":"{ __typename }"}', { 'content-type': 'text/plain' });
      expect(form).toMatchObject({ codes: ['BAD_REQUEST'] });
      expect(form.status).toBeGreaterThanOrEqual(400);
      expect(form.status).toBeLessThan(500);
      expect(form.headers.get('access-control-allow-origin')).toBeNull();
    });

    it('a mutation by GET, and takes a query', async () => {
      const get = (query: string) =>
        fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, {
          headers: { authorization: 'Bearer good-a', 'apollo-require-preflight': '1' },
        }).then(answerOf);
      expect(await get('mutation { bookAdd(title: "x") { receipt } }')).toMatchObject({
        status: 405,
        codes: ['BAD_REQUEST'],
      });
      expect(seen).toEqual([]);
      expect(await get('{ books { id } }')).toMatchObject({ status: 200 });
    });

    it('more than the limits, by name and before any resolver runs', async () => {
      const aliases = Array.from({ length: limits.aliases + 1 }, (_, n) => `a${n}: __typename`).join(' ');
      const deep = `{ loans ${'{ book { loan '.repeat(10)} { id } ${'} }'.repeat(10)} }`;
      const tokens = `{ books { ${'id '.repeat(limits.tokens)} } }`;
      for (const query of [`{ ${aliases} }`, deep, tokens]) {
        expect(await ask(query)).toMatchObject({ status: 400, codes: ['LIMIT_EXCEEDED'] });
      }
      const large = JSON.stringify({ query: '{ books { id } }', variables: { x: 'x'.repeat(bodyBytesMax) } });
      expect(await send(large)).toMatchObject({ status: 413, codes: ['LIMIT_EXCEEDED'] });
      expect(seen).toEqual([]);
    });

    it('documents as deep as the limit of tokens lets them be', async () => {
      const nested = (open: string, middle: string, close: string, times: number) =>
        open.repeat(times) + middle + close.repeat(times);
      const deep = [
        nested('{ loans { book ', '{ id }', '} }', 900),
        `{ book${nested('{ loan { book ', '{ id }', '} }', 900)} }`,
        nested('{ ... ', '{ __typename }', '}', 1300),
        `{ book(id: ${nested('[', '1', ']', 1900)}) { id } }`,
        `{ book(id: ${nested('{ a: ', '1', '}', 980)}) { id } }`,
        `query ($a: ${nested('[', 'Int', ']', 1900)}) { book(id: $a) { id } }`,
        Array.from({ length: 300 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`).join(' ') +
          ' fragment F300 on Query { __typename } { ...F0 }',
      ];
      for (const query of deep) {
        const { status, codes } = await ask(query);
        expect({ query: query.slice(0, 40), status, code: codes[0] }).toEqual({
          query: query.slice(0, 40),
          status: 400,
          code: expect.stringMatching(/LIMIT_EXCEEDED|GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED/),
        });
      }
      expect(seen).toEqual([]);
    });

    it('what is not there, in the form of GraphQL', async () => {
      for (const path of ['/nothing', '/explorer/assets/..%2Fexplorer.js', '/explorer/assets/constructor', '/%zz']) {
        const { status, codes } = await answerOf(await fetch(gateway.url + path));
        expect({ path, fault: status === 404 || status === 400, codes }).toEqual({
          path,
          fault: true,
          codes: ['BAD_REQUEST'],
        });
      }
    });
  });

  describe('hides its own faults', () => {
    it.each([
      ['a service that answers alone', '{ book(id: 1) { broken } }', ['book', 'broken']],
      ['a joined service', '{ loan(id: 1) { reader book { broken } } }', ['loan', 'book', 'broken']],
    ])('in %s behind an id that the log explains', async (_, query, path) => {
      const { status, text, codes, data } = await ask(query, { headers: { 'accept-language': 'en' } });
      expect({ status, codes }).toEqual({ status: 200, codes: ['INTERNAL'] });
      expect(text).not.toMatch(/hunter2|password|stack|node_modules|\.ts\b/);
      const [error] = JSON.parse(text).errors;
      expect(error).toMatchObject({ path, message: expect.stringContaining(error.extensions.id) });
      expect(data).not.toBeNull();
      expect(logged).toHaveLength(1);
      const line = JSON.parse(logged[0] ?? '');
      expect(line).toMatchObject({ id: error.extensions.id, err: { message: expect.stringContaining('hunter2') } });
      expect(line.err.stack).toContain('toy-graph');
    });

    it('each by itself where a join has several', async () => {
      const { codes, text } = await ask('{ loans { id book { broken title } } }');
      expect(codes).toEqual(['INTERNAL', 'INTERNAL', 'INTERNAL']);
      expect(text).not.toContain('hunter2');
      expect(text).toContain('Lão Hạc');
    });

    it('such as a null where the schema promises a value', async () => {
      for (const query of ['{ book(id: 1) { hidden } }', '{ loan(id: 1) { book { hidden } } }']) {
        const { status, codes, text } = await ask(query);
        expect({ status, codes: [...new Set(codes)] }).toEqual({ status: 200, codes: ['INTERNAL'] });
        expect(text).not.toContain('non-nullable');
      }
    });

    it('but not the codes that clients rely on', async () => {
      for (const query of ['{ lagging }', '{ lagging loans { id } }']) {
        const { status, text } = await ask(query);
        const [error] = JSON.parse(text).errors;
        expect({ status, message: error.message, extensions: error.extensions }).toEqual({
          status: 200,
          message: 'not yet',
          extensions: { code: 'PROJECTION_LAGGING', position: '41' },
        });
      }
      expect(logged).toEqual([]);
    });
  });

  describe('serves', () => {
    it('health: live always, ready when the house says so', async () => {
      const get = async (path: string) => {
        const response = await fetch(gateway.url + path);
        return { status: response.status, body: await response.json() };
      };
      expect(await get('/health/live')).toEqual({ status: 200, body: { status: 'live' } });
      readiness = () => ({ ready: true, details: { lagSeconds: 0 } });
      expect(await get('/health/ready')).toEqual({
        status: 200,
        body: { status: 'ready', details: { lagSeconds: 0 } },
      });
      readiness = () => ({ ready: false, details: { behind: 3 } });
      expect(await get('/health/ready')).toEqual({
        status: 503,
        body: { status: 'not ready', details: { behind: 3 } },
      });
      readiness = () => {
        throw new Error('hunter2');
      };
      const { status, body } = await get('/health/ready');
      expect(status).toBe(503);
      expect(JSON.stringify(body)).not.toContain('hunter2');
    });

    it('an explorer whose every file comes from here', async () => {
      const home = await fetch(`${gateway.url}/`);
      expect(home.url).toBe(`${gateway.url}/explorer`);
      const policy = home.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
      const page = await home.text();
      expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
      const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
      expect(files).toHaveLength(6);
      for (const path of [...files, '/explorer/assets/me.graphql', '/explorer/assets/examples.json']) {
        const response = await fetch(gateway.url + path);
        const etag = response.headers.get('etag') ?? '';
        const bytes = (await response.arrayBuffer()).byteLength;
        expect({ path, status: response.status, some: bytes > 100 }).toEqual({ path, status: 200, some: true });
        expect(response.headers.get('content-type')).toMatch(
          /^(text\/(css|javascript)|application\/(graphql|json)); charset=utf-8$/,
        );
        const again = await fetch(gateway.url + path, { headers: { 'if-none-match': etag } });
        expect(again.status).toBe(304);
      }
    });

    it('the explorer to a browser that opens the endpoint', async () => {
      const response = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html,*/*' } });
      expect(response.url).toBe(`${gateway.url}/explorer`);
    });
  });
});
