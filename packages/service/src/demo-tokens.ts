import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { jwtVerify, SignJWT } from 'jose';

const algorithm = 'EdDSA';
const audience = 'thidua';
const keyFileName = 'demo-token.key';
const tokenLengthMax = 2048;
const userIdLengthMax = 200;
/** A clock that was set back by so much does not take away the tokens issued just before. */
const clockSetBackSecondsMax = 60;

/** How long a demo token holds. */
export const demoTokenSeconds = 3600;

/** Tokens of the demo: signed by a key that lies in the data folder, so whoever reads the folder may be anybody. */
export interface DemoTokens {
  /** A token for one hour that carries the user, the audience and the expiry, nothing else. Rights never stand in it. */
  issue(userId: string): Promise<string>;
  /** Whom a token names, or null where it is forged, expired, meant for others or lives too long. */
  verify(token: string): Promise<{ readonly userId: string } | null>;
}

/**
 * Opens the demo's tokens in a data folder; the key is made on first use, readable by its owner alone.
 *
 * @throws Error (in Vietnamese and English) where the key file is readable by others or holds no Ed25519 key.
 */
export const demoTokens = async (folder: string, now: () => Date = () => new Date()): Promise<DemoTokens> => {
  const privateKey = await openKey(folder);
  const publicKey = createPublicKey(privateKey);
  return {
    issue: (userId) => issue(privateKey, userId, now()),
    verify: (token) => verify(publicKey, token, now()),
  };
};

const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1000);

const issue = async (key: KeyObject, userId: string, now: Date): Promise<string> => {
  if (userId === '' || userId.length > userIdLengthMax) {
    throw new Error(
      `Mã người dùng phải có từ 1 đến ${userIdLengthMax} ký tự. A user id has 1 to ${userIdLengthMax} characters.`,
    );
  }
  return new SignJWT()
    .setProtectedHeader({ alg: algorithm })
    .setSubject(userId)
    .setAudience(audience)
    .setExpirationTime(secondsOf(now) + demoTokenSeconds)
    .sign(key);
};

const verify = async (key: KeyObject, token: string, now: Date): Promise<{ readonly userId: string } | null> => {
  if (token.length > tokenLengthMax) return null;
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      audience,
      requiredClaims: ['sub', 'aud', 'exp'],
      currentDate: now,
    });
    // There is no issue date in a token, so an hour's life is judged by what is left of it.
    const expiryMax = secondsOf(now) + demoTokenSeconds + clockSetBackSecondsMax;
    const livesTooLong = (payload.exp ?? Number.POSITIVE_INFINITY) > expiryMax;
    return payload.sub && !livesTooLong ? { userId: payload.sub } : null;
  } catch {
    // Whatever is wrong with a token, it names nobody; what exactly is not the bearer's business.
    return null;
  }
};

const openKey = async (folder: string): Promise<KeyObject> => {
  const path = join(folder, keyFileName);
  if (!(await exists(path))) await makeKey(folder, path);
  await assertPrivate(path);
  const key = createPrivateKey(await readFile(path));
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new Error(`${path} không phải khóa Ed25519. ${path} holds no Ed25519 key.`);
  }
  return key;
};

const hasCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
};

/**
 * The key is written aside and linked into place: nobody ever reads half a key, and of two programs that
 * start at once the second finds the first one's key and uses it.
 */
const makeKey = async (folder: string, path: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const aside = `${path}.${randomUUID()}`;
  const { privateKey } = generateKeyPairSync('ed25519');
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(aside, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(aside);
  }
};

/** Windows has no such modes; its data folder lies in the user's own profile. */
const assertPrivate = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const mode = (await stat(path)).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new Error(
    `Người khác đọc được khóa ${path}; hãy chạy: chmod 600 ${path}, hoặc xóa tệp này để tạo khóa mới. ` +
      `Others can read the key ${path}: run chmod 600 on it, or delete it to have a new one made.`,
  );
};
