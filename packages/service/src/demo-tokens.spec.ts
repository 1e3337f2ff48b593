import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type JWTPayload, SignJWT } from 'jose';
import { demoTokens } from './demo-tokens.js';

describe('demo tokens', () => {
  const instant = new Date('2022-06-19T16:40:00Z');
  const later = (seconds: number) => () => new Date(instant.getTime() + seconds * 1000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'thidua-tokens-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const signed = async (claims: JWTPayload, key = keyOf()) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA' }).sign(await key);
  const keyOf = async () => createPrivateKey(await readFile(join(folder, 'demo-token.key')));
  const exp = Math.floor(instant.getTime() / 1000) + 3600;

  it('name the user they were issued for', async () => {
    const tokens = await demoTokens(folder);
    expect(await tokens.verify(await tokens.issue('head@29242'))).toEqual({ userId: 'head@29242' });
  });

  it('carry user, audience and expiry, and nothing else', async () => {
    const tokens = await demoTokens(folder, later(0));
    const [header, payload] = (await tokens.issue('head@29242'))
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    expect(header).toEqual({ alg: 'EdDSA' });
    expect(payload).toEqual({ sub: 'head@29242', aud: 'thidua', exp });
  });

  it('hold one hour to the second', async () => {
    const token = await (await demoTokens(folder, later(0))).issue('a');
    expect(await (await demoTokens(folder, later(3599))).verify(token)).toEqual({ userId: 'a' });
    expect(await (await demoTokens(folder, later(3600))).verify(token)).toBeNull();
  });

  it('are refused where the audience, the user or the expiry is missing or foreign', async () => {
    const tokens = await demoTokens(folder, later(0));
    const good = { sub: 'a', aud: 'thidua', exp };
    expect(await tokens.verify(await signed(good))).toEqual({ userId: 'a' });
    const bad: JWTPayload[] = [
      { ...good, aud: 'elsewhere' },
      { sub: 'a', exp },
      { aud: 'thidua', exp },
      { ...good, sub: '' },
      { sub: 'a', aud: 'thidua' },
      { ...good, exp: exp + 61 },
    ];
    for (const claims of bad) expect(await tokens.verify(await signed(claims))).toBeNull();
  });

  it('are refused where they are forged, unsigned, too long or no token at all', async () => {
    const tokens = await demoTokens(folder, later(0));
    const good = { sub: 'a', aud: 'thidua', exp };
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(await tokens.verify(await signed(good, Promise.resolve(privateKey)))).toBeNull();
    const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(await tokens.verify(`${text({ alg: 'none' })}.${text(good)}.`)).toBeNull();
    expect(await tokens.verify(await signed({ ...good, sub: 'a'.repeat(3000) }))).toBeNull();
    for (const token of ['', 'x', 'a.b.c', '..']) expect(await tokens.verify(token)).toBeNull();
  });

  it('are made with a PKCS8 key that only its owner reads, and leave nothing else behind', async () => {
    await demoTokens(folder);
    expect(await readdir(folder)).toEqual(['demo-token.key']);
    expect((await stat(join(folder, 'demo-token.key'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, 'demo-token.key'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it('of many programs that start at once share one key', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => demoTokens(folder)));
    const token = await (all[0] as (typeof all)[0]).issue('a');
    for (const tokens of all) expect(await tokens.verify(token)).toEqual({ userId: 'a' });
    expect(await readdir(folder)).toEqual(['demo-token.key']);
  });

  it('are not made with a key that others can read, or that is of another kind', async () => {
    const path = join(folder, 'demo-token.key');
    await demoTokens(folder);
    await chmod(path, 0o644);
    await expect(demoTokens(folder)).rejects.toThrow(/chmod 600/);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await chmod(path, 0o600);
    await expect(demoTokens(folder)).rejects.toThrow(/Ed25519/);
  });

  it('are issued for a user id of bounded length only', async () => {
    const tokens = await demoTokens(folder);
    await expect(tokens.issue('')).rejects.toThrow(/user id/);
    await expect(tokens.issue('a'.repeat(201))).rejects.toThrow(/user id/);
  });
});
