import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from './world.js';

const jpeg = (note: string) => Buffer.concat([Buffer.from('ffd8ffe000104a46494600', 'hex'), Buffer.from(note)]);
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A commune's clerk and head, who work; their district's reviewer, who reads; and those who may not. */
describe('evidence of an achievement', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.at('2022-02-20T08:00:00+07:00');
  });
  afterAll(() => world.close());

  const upload = async (user: string, bytes: Buffer, evidenceId: string = randomUUID(), headers = {}) => {
    const response = await world.send(user, `/evidence/${evidenceId}`, {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers,
    });
    const body = (await response.json()) as { errors?: { extensions: object }[] };
    return { evidenceId, status: response.status, body, refusal: body.errors?.[0]?.extensions };
  };
  const uploaded = async (user: string, bytes: Buffer) => {
    const { evidenceId, status } = await upload(user, bytes);
    expect(status).toBe(201);
    return evidenceId;
  };
  const download = async (user: string, evidenceId: string) => {
    const response = await world.send(user, `/evidence/${evidenceId}`);
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
  };
  const statusFor = async (user: string, evidenceId: string) => (await download(user, evidenceId)).status;

  const change = (user: string, field: string, input: object, reads = 'revision receipt') =>
    world.change(user, field, reads, { idempotencyKey: randomUUID(), force: true, ...input });
  const register = async (kind = 'WORK', user = 'clerk@29242') => {
    const input = { idempotencyKey: randomUUID(), campaign: world.ids.campaignId, area: '2.5', kind, title: 'Cầu mới' };
    const { achievementId } = await world.change(user, 'achievementRegister', 'achievementId', input);
    const lines = [{ lineId: 'l1', metric: 'road_metre', value: '30', effectiveOn: '2022-01-15' }];
    await change(user, 'achievementReportQuantities', { achievement: achievementId, lines });
    return achievementId as string;
  };
  const attach = (achievement: string, evidence: string, more: object = {}, user = 'clerk@29242') =>
    change(
      user,
      'achievementAttachEvidence',
      { achievement, evidence, kind: 'PHOTO', ...more },
      'achievementId revision receipt achievement { evidence { id kind mediaType bytes sha256 url capturedOn } }',
    );
  const refusalOf = ({ userErrors: [error] }: { userErrors: { code: string; field: string[] | null }[] }) => ({
    code: error?.code,
    field: error?.field,
  });

  it('lets a work be submitted, and goes from the commune to whoever reviews it', async () => {
    const achievement = await register();
    const bare = await change('head@29242', 'achievementSubmit', { achievement });
    expect(refusalOf(bare)).toMatchObject({ code: 'EVIDENCE_REQUIRED' });

    const bytes = jpeg('cầu mới, nghiệm thu');
    const { evidenceId, status, body } = await upload('clerk@29242', bytes);
    const found = { mediaType: 'image/jpeg', bytes: bytes.length, sha256: digestOf(bytes) };
    expect({ status, body }).toEqual({ status: 201, body: { evidenceId, ...found } });
    expect(await statusFor('clerk@29242', evidenceId)).toBe(404);

    const attached = await attach(achievement, evidenceId, { kind: 'ACCEPTANCE', capturedOn: '2022-02-01' });
    expect(attached).toMatchObject({ achievementId: achievement, userErrors: [] });
    expect(attached.achievement.evidence).toEqual([
      { id: evidenceId, kind: 'ACCEPTANCE', ...found, url: `/evidence/${evidenceId}`, capturedOn: '2022-02-01' },
    ]);

    const submitted = await change('head@29242', 'achievementSubmit', { achievement }, 'achievement { reviewId }');
    expect(submitted.userErrors).toEqual([]);
    const got = await download('reviewer@842', evidenceId);
    expect(got.bytes).toEqual(bytes);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': `attachment; filename="acceptance-${evidenceId}.jpg"`,
      'x-content-type-options': 'nosniff',
      etag: `"${digestOf(bytes)}"`,
    });
    for (const user of ['clerk@29242', 'head@29242', 'head@842', 'head@84']) {
      expect({ user, status: await statusFor(user, evidenceId) }).toEqual({ user, status: 200 });
    }
    for (const stranger of ['clerk@29245', 'head@844', 'analyst@84', 'admin@84', 'nobody']) {
      expect({ stranger, status: await statusFor(stranger, evidenceId) }).toEqual({ stranger, status: 404 });
    }

    const decision = { review: submitted.achievement.reviewId, submissionNo: 1 };
    const approved = await change('reviewer@842', 'reviewApprove', decision, 'settled');
    expect(approved).toMatchObject({ settled: true, userErrors: [] });
    expect(await statusFor('analyst@84', evidenceId)).toBe(200);
  });

  it('is uploaded by whoever drafts, and by nobody else', async () => {
    const anonymous = await world.send(null, `/evidence/${randomUUID()}`, { method: 'PUT', body: 'x' });
    expect(anonymous.status).toBe(401);
    for (const user of ['clerk@29242', 'head@842']) {
      expect(await upload(user, jpeg(user))).toMatchObject({ status: 201 });
    }
    for (const user of ['reviewer@842', 'analyst@84', 'admin@84']) {
      const refused = { status: 403, refusal: { code: 'NOT_ALLOWED', rule: 'role' } };
      expect({ user, ...(await upload(user, jpeg(user))) }).toMatchObject({ user, ...refused });
    }
    expect(await upload('nobody', jpeg('n'))).toMatchObject({ status: 403, refusal: { rule: 'no-appointment' } });
    const foreign = await upload('clerk@29242', jpeg('a'), randomUUID(), { 'acting-as': randomUUID() });
    expect(foreign).toMatchObject({ status: 403, refusal: { rule: 'appointment-not-yours' } });
  });

  it('is one file under one id of one person', async () => {
    const evidenceId = await uploaded('clerk@29242', jpeg('one'));
    expect(await upload('clerk@29242', jpeg('one'), evidenceId)).toMatchObject({ status: 200 });
    const taken = { status: 409, refusal: { code: 'ID_TAKEN' } };
    expect(await upload('clerk@29242', jpeg('another'), evidenceId)).toMatchObject(taken);
    expect(await upload('head@29242', jpeg('one'), evidenceId)).toMatchObject(taken);
  });

  it('is a picture or a document by its bytes, neither empty nor larger than 20 MB', async () => {
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const refused = await upload('clerk@29242', page, randomUUID(), { 'content-type': 'image/jpeg' });
    const taken = expect.arrayContaining(['image/jpeg', 'image/heic', 'application/pdf']);
    expect(refused).toMatchObject({ status: 415, refusal: { code: 'MEDIA_TYPE_REFUSED', mediaType: null, taken } });
    expect(await upload('clerk@29242', Buffer.from('%PDF-1.7\n'))).toMatchObject({ status: 201 });
    expect(await upload('clerk@29242', Buffer.alloc(0))).toMatchObject({ status: 400, refusal: { code: 'EMPTY' } });
    const bytesMax = 20 * 1024 * 1024;
    const large = Buffer.concat([jpeg('large'), Buffer.alloc(bytesMax)]);
    const refusal = { code: 'LIMIT_EXCEEDED', limit: 'bytes', max: bytesMax };
    expect(await upload('clerk@29242', large)).toMatchObject({ status: 413, refusal });
    expect(await upload('clerk@29242', large.subarray(0, bytesMax))).toMatchObject({ status: 201 });
  });

  it('is attached by whoever uploaded it, to one achievement of their own organisation', async () => {
    const [first, second] = [await register(), await register()];
    const foreign = await register('TASK', 'clerk@29245');
    const evidenceId = await uploaded('clerk@29242', jpeg('attached'));

    const notFound = { code: 'NOT_FOUND', field: ['evidence'] };
    expect(refusalOf(await attach(first, randomUUID()))).toEqual(notFound);
    expect(refusalOf(await attach(first, evidenceId, {}, 'head@29242'))).toEqual(notFound);
    expect(refusalOf(await attach(foreign, evidenceId))).toEqual({ code: 'NOT_FOUND', field: ['achievement'] });
    expect(refusalOf(await attach(first, evidenceId, {}, 'reviewer@842'))).toMatchObject({ code: 'NOT_ALLOWED' });
    const tomorrow = { capturedOn: '2022-02-21' };
    expect(refusalOf(await attach(first, evidenceId, tomorrow))).toEqual({
      code: 'DAY_IN_FUTURE',
      field: ['capturedOn'],
    });

    // What was refused took nothing: it still goes to the other achievement.
    const done = await attach(second, evidenceId.toUpperCase());
    expect(done.userErrors).toEqual([]);
    expect(done.achievement.evidence).toMatchObject([{ id: evidenceId, capturedOn: null }]);
    const again = await attach(second, evidenceId);
    expect(again).toMatchObject({ revision: done.revision, userErrors: [] });
    expect(refusalOf(await attach(first, evidenceId))).toEqual({ code: 'INVALID_TRANSITION', field: ['evidence'] });
  });

  it('answers the same to the same key, also once the achievement has moved on', async () => {
    const achievement = await register();
    const evidence = await uploaded('clerk@29242', jpeg('key'));
    const key = { idempotencyKey: randomUUID() };
    const done = await attach(achievement, evidence, key);
    await change('head@29242', 'achievementSubmit', { achievement });
    expect(await attach(achievement, evidence, key)).toMatchObject({ revision: done.revision, userErrors: [] });
    const late = await uploaded('clerk@29242', jpeg('late'));
    expect(refusalOf(await attach(achievement, late))).toMatchObject({ code: 'INVALID_TRANSITION' });
    const withdrawn = await change('clerk@29242', 'achievementWithdrawEvidence', { achievement, evidence });
    expect(refusalOf(withdrawn)).toMatchObject({ code: 'INVALID_TRANSITION' });
  });

  it('that is withdrawn is read by nobody any more, and may come back', async () => {
    const achievement = await register();
    const evidence = await uploaded('clerk@29242', jpeg('withdrawn'));
    await attach(achievement, evidence);
    expect(await statusFor('clerk@29242', evidence)).toBe(200);
    const reads = 'achievement { evidence { id } }';
    const input = { achievement, evidence, reason: 'Chụp nhầm' };
    const withdrawn = await change('head@29242', 'achievementWithdrawEvidence', input, reads);
    expect(withdrawn).toMatchObject({ achievement: { evidence: [] }, userErrors: [] });
    expect(await statusFor('clerk@29242', evidence)).toBe(404);
    await attach(achievement, evidence);
    expect(await statusFor('clerk@29242', evidence)).toBe(200);
  });

  it('that is damaged on the disk is not sent out', async () => {
    const bytes = jpeg('damaged later');
    const evidence = await uploaded('clerk@29242', bytes);
    await attach(await register(), evidence);
    const sha256 = digestOf(bytes);
    const file = join(world.folder, 'evidence', 'blobs', sha256.slice(0, 2), sha256);
    writeFileSync(file, Buffer.concat([readFileSync(file).subarray(1), Buffer.of(0)]));
    const got = await download('clerk@29242', evidence);
    expect(got.status).toBe(500);
    expect(got.bytes.toString()).toMatch(/INTERNAL/);
    expect(got.bytes.toString()).not.toMatch(/damaged|blobs|stack/);
  });

  it('that is cut off half-way leaves nothing behind', async () => {
    const evidenceId = randomUUID();
    const lying = () => readdirSync(join(world.folder, 'evidence', 'incoming'));
    const connection = new AbortController();
    const half = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(jpeg('half'))) });
    const sending = { method: 'PUT', body: half, duplex: 'half', signal: connection.signal } as const;
    const cut = world.send('clerk@29242', `/evidence/${evidenceId}`, sending);
    await until(() => lying().length === 1);
    connection.abort();
    await expect(cut).rejects.toThrow();
    await until(() => lying().length === 0);
    expect(await upload('clerk@29242', jpeg('whole'), evidenceId)).toMatchObject({ status: 201 });
  });

  it('is still there after a restart, and without the read models', async () => {
    const achievement = await register();
    const bytes = jpeg('kept');
    const [attached, waiting] = [await uploaded('clerk@29242', bytes), await uploaded('clerk@29242', jpeg('waiting'))];
    await attach(achievement, attached);
    await world.restart({ rebuild: true });
    expect((await download('reviewer@842', attached)).bytes).toEqual(bytes);
    expect(await attach(achievement, waiting)).toMatchObject({ userErrors: [] });
  });
});

/** Waits for what the server does on its own, within a bound. */
const until = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; !holds() && tries < 1000; tries += 1) await new Promise((go) => setTimeout(go, 5));
  expect(holds()).toBe(true);
};
