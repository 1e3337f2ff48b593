import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const html = 'text/html; charset=utf-8';
const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';
const graphql = 'application/graphql; charset=utf-8';
const json = 'application/json; charset=utf-8';

const require = createRequire(import.meta.url);

/** A file beside a package's manifest, whatever else the package exports. */
const beside = (manifest: string, file: string) => join(dirname(manifest), file);

/** Builds leave the page where it is: this resolves alike from src and from dist. */
const ofPage = (file: string) => fileURLToPath(new URL(`../src/explorer/${file}`, import.meta.url));

interface Asset {
  readonly type: string;
  readonly file: () => string;
}

/** Everything the page loads. It is a fixed list: no path of a request ever reaches the disk. */
const assets: Readonly<Record<string, Asset>> = {
  'explorer.css': { type: style, file: () => ofPage('explorer.css') },
  'explorer.js': { type: script, file: () => ofPage('explorer.js') },
  'examples.json': { type: json, file: () => ofPage('examples.json') },
  'me.graphql': { type: graphql, file: () => ofPage('me.graphql') },
  'campaign.graphql': { type: graphql, file: () => ofPage('campaign.graphql') },
  'unit.graphql': { type: graphql, file: () => ofPage('unit.graphql') },
  'reports.graphql': { type: graphql, file: () => ofPage('reports.graphql') },
  'rollup.graphql': { type: graphql, file: () => ofPage('rollup.graphql') },
  'why.graphql': { type: graphql, file: () => ofPage('why.graphql') },
  'history.graphql': { type: graphql, file: () => ofPage('history.graphql') },
  'demo-ids.graphql': { type: graphql, file: () => ofPage('demo-ids.graphql') },
  'demo-road.graphql': { type: graphql, file: () => ofPage('demo-road.graphql') },
  'react.production.min.js': {
    type: script,
    file: () => beside(require.resolve('react/package.json'), 'umd/react.production.min.js'),
  },
  'react-dom.production.min.js': {
    type: script,
    file: () => beside(require.resolve('react-dom/package.json'), 'umd/react-dom.production.min.js'),
  },
  'graphiql.min.js': { type: script, file: () => beside(require.resolve('graphiql/package.json'), 'graphiql.min.js') },
  'graphiql.min.css': { type: style, file: () => beside(require.resolve('graphiql/package.json'), 'graphiql.min.css') },
};

const page: Asset = { type: html, file: () => ofPage('index.html') };

/** The page reaches this origin and nothing else. GraphiQL's editor sets styles inline and ships fonts as data. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Loaded {
  readonly bytes: Buffer;
  readonly etag: string;
}

const load = async (asset: Asset): Promise<Loaded> => {
  const bytes = await readFile(asset.file());
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
};

/** A page to try the graph on, from this server alone: no network, no build. */
export const serveExplorer = (app: FastifyInstance): void => {
  const loaded = new Map<Asset, Loaded>();
  const send = async (asset: Asset, request: FastifyRequest, reply: FastifyReply) => {
    const ready = loaded.get(asset) ?? (await load(asset));
    loaded.set(asset, ready);
    const { bytes, etag } = ready;
    // Browsers keep the files but ask each time: nothing is sent twice, and no version is stale.
    reply.header('cache-control', 'no-cache').header('etag', etag).type(asset.type);
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.send(bytes);
  };
  app.get('/', async (_request, reply) => reply.redirect('/explorer'));
  app.get('/explorer', async (request, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy).header('referrer-policy', 'no-referrer');
    return send(page, request, reply);
  });
  app.get<{ Params: { name: string } }>('/explorer/assets/:name', async (request, reply) => {
    const { name } = request.params;
    const asset = Object.hasOwn(assets, name) ? assets[name] : undefined;
    return asset ? send(asset, request, reply) : reply.callNotFound();
  });
};
