import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedOf } from '@thidua/events';
import { asking, openReports, orgOf, type ReportProvince, reportOf } from '../../test/report-province.js';

const campaignId = 'tra-vinh-2022';
const [hamlet, commune] = [reportOf('29242-01', 'FINAL-HAMLET'), reportOf('29242', 'FINAL-COMMUNE')];

let province: ReportProvince;
beforeEach(async () => {
  province = await openReports();
  await province.owe(['29242-01', 'FINAL-HAMLET'], ['29242', 'FINAL-COMMUNE']);
});
afterEach(() => province.close());

const submit = (report: string, unitId: string, input: { idempotencyKey: string; expectedRevision?: number }) =>
  province.changes.submit(
    { ...(input.expectedRevision === undefined && { force: true }), ...input, report },
    asking(`HEAD@${unitId}`),
  );
const decided = (type: 'ReportAccepted.v1' | 'ReportReturned.v1', reportId: string, version: number) =>
  province.happens(`report-${reportId}`, { type, data: { reportId, campaignId, version, reasonCode: 'OTHER' } });
const versionsOf = async (reportId: string) =>
  (await province.log()).flatMap((event) => {
    if (event.type !== 'ReportSubmitted.v1') return [];
    const { data } = event as unknown as RecordedOf<'ReportSubmitted.v1'>;
    return data.reportId === reportId ? [data] : [];
  });

describe('a report that is sent again with the same key', () => {
  it('is answered as it was, whatever became of it and of its campaign since', async () => {
    const idempotencyKey = randomUUID();
    const first = await submit(hamlet, '29242-01', { idempotencyKey });
    const again = () => submit(hamlet, '29242-01', { idempotencyKey });
    const same = { revision: first.revision, receipt: first.receipt, userErrors: [] };
    expect(await again()).toMatchObject(same);
    await decided('ReportReturned.v1', hamlet, 1);
    expect(await again()).toMatchObject(same);
    expect((await submit(hamlet, '29242-01', { idempotencyKey: randomUUID() })).userErrors).toEqual([]);
    await decided('ReportAccepted.v1', hamlet, 2);
    await province.happens(`campaign-${campaignId}`, { type: 'ReportingClosed.v1', data: { campaignId, reason: 'x' } });
    expect(await again()).toMatchObject(same);
    expect((await versionsOf(hamlet)).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('is answered as it was also where what it would say now is too much to be said', async () => {
    const idempotencyKey = randomUUID();
    const first = await submit(hamlet, '29242-01', { idempotencyKey });
    await decided('ReportReturned.v1', hamlet, 1);
    const ownerOrgId = orgOf('29242-01');
    for (const achievementId of ['a', 'b']) {
      const contributions = [{ orgId: ownerOrgId, unitId: '29242-01', role: 'LEAD' as const, shareBp: 10_000 }];
      const subject = {
        achievementId,
        campaignId,
        areaCode: '2.5',
        ownerOrgId,
        ownerUnitId: '29242-01',
        contributions,
      };
      const quantity = { value: Number.MAX_SAFE_INTEGER };
      const lines = [{ lineId: 'l', metric: 'road_metre', quantity, effectiveOn: '2022-03-01' }];
      const data = { submissionNo: 1, reviewId: 'r', subject, lines };
      await province.happens(`achievement-${achievementId}`, { type: 'AchievementApproved.v1', data });
    }
    const anew = await submit(hamlet, '29242-01', { idempotencyKey: randomUUID() });
    expect(anew.userErrors.map(({ code }) => code)).toEqual(['QUANTITY_TOO_LARGE']);
    expect(await submit(hamlet, '29242-01', { idempotencyKey })).toMatchObject({
      ...{ revision: first.revision, receipt: first.receipt, userErrors: [] },
    });
  });

  it('at once by two is sent by one of them', async () => {
    const answers = await Promise.all(
      [randomUUID(), randomUUID()].map((idempotencyKey) => submit(hamlet, '29242-01', { idempotencyKey })),
    );
    expect(answers.map(({ userErrors }) => userErrors.map(({ code }) => code)).toSorted()).toEqual([
      [],
      ['INVALID_TRANSITION'],
    ]);
    expect(await versionsOf(hamlet)).toHaveLength(1);
  });

  it('of a revision that is past is refused, and says nothing anew', async () => {
    await province.changes.save(
      { idempotencyKey: randomUUID(), force: true, report: hamlet, narrative: 'x' },
      asking('CLERK@29242-01'),
    );
    const refused = await submit(hamlet, '29242-01', { idempotencyKey: randomUUID(), expectedRevision: 0 });
    expect(refused.userErrors.map(({ code }) => code)).toEqual(['REVISION_CONFLICT']);
    expect(await versionsOf(hamlet)).toEqual([]);
  });
});

describe('a report that is sent while a report below is accepted', () => {
  it('counts it or names it missing, as of its own position', async () => {
    await submit(hamlet, '29242-01', { idempotencyKey: randomUUID() });
    await Promise.all([
      submit(commune, '29242', { idempotencyKey: randomUUID() }),
      decided('ReportAccepted.v1', hamlet, 1),
    ]);
    const [sent] = await versionsOf(commune);
    const acceptedAt = (await province.log()).find(({ type }) => type === 'ReportAccepted.v1')?.position ?? 0;
    const counts = sent !== undefined && acceptedAt <= sent.asOfPosition;
    expect(sent?.children).toEqual(counts ? [{ reportId: hamlet, version: 1 }] : []);
    expect(sent?.missingOrgIds).toHaveLength(counts ? 0 : 1);
  });
});
