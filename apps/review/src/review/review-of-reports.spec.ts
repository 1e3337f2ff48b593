import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DomainEvent, organisationIdOf } from '@thidua/events';
import { messages } from '@thidua/service';
import { asking, committee, type District, openDistrict } from '../../test/district.js';

let district: District;
beforeEach(async () => {
  district = await openDistrict();
});
afterEach(() => district.close());

const reviewer = asking('reviewer@842');
const decision = (review = 'case') => ({ idempotencyKey: randomUUID(), force: true, review, submissionNo: 2 });
const why = { reasonCode: 'CHILD_MISSING', note: 'Thiếu 2 ấp.' };
const taken = (type: 'ReportAccepted.v1' | 'ReportReturned.v1', reviewId: string): DomainEvent => ({
  type,
  data: { reportId: 'report', campaignId: 'c', version: 2, reviewId },
});

/** Lets others go on until the log holds so many decisions, in a bounded number of turns. */
const decisions = async (count: number): Promise<void> => {
  for (let turn = 0; turn < 10_000; turn++) {
    const made = (await district.log()).filter(({ type }) => type === 'ReviewDecided.v1');
    if (made.length === count) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never ${count} decisions`);
};

describe('a case about a report', () => {
  it('names the report and its round, neither work nor an area', async () => {
    await district.opensReport();
    expect(await district.resolver.review('case', undefined, reviewer)).toMatchObject({
      ...{ subjectType: 'REPORT', report: { id: 'report' }, achievement: null, submissionNo: 2 },
      ...{ areaCode: null, roundCode: 'FINAL-COMMUNE', owner: { id: committee('29242') } },
    });
  });

  it('about work names no report and no round', async () => {
    await district.opens();
    expect(await district.resolver.review('case', undefined, reviewer)).toMatchObject({
      ...{ achievement: { id: 'road' }, report: null, areaCode: '2.1', roundCode: null },
    });
  });

  it('allows its reviewer to accept and to return it, and says why not to reject it', async () => {
    await district.opensReport();
    for (const language of ['vi', 'en'] as const) {
      const shown = await district.resolver.review('case', undefined, { ...reviewer, language });
      const allowed = new Map(shown?.allowed().map((one) => [one.action, one]));
      expect(allowed.get('reviewApprove')).toMatchObject({ allowed: true, because: null });
      expect(allowed.get('reviewReturn')).toMatchObject({ allowed: true, because: null });
      const because = messages.REPORT_NOT_REJECTED[language];
      expect(allowed.get('reviewReject')).toMatchObject({ allowed: false, because });
    }
    const answer = await district.resolver.reject({ ...decision(), ...why }, reviewer);
    expect(answer.userErrors).toMatchObject([{ code: 'REPORT_NOT_REJECTED', field: ['review'] }]);
  });

  it.each([
    ['approve', 'ReportAccepted.v1'],
    ['sendBack', 'ReportReturned.v1'],
  ] as const)('answers %s with the receipt of the %s that took the decision over', async (act, type) => {
    await district.opensReport();
    const answer = district.resolver[act]({ ...decision(), ...why }, reviewer);
    await decisions(1);
    const receipt = await district.settles('case', taken(type, 'case'));
    expect(await answer).toMatchObject({ revision: 1, receipt: String(receipt), settled: true, userErrors: [] });
    expect(await district.resolver.review('case', receipt, reviewer)).toMatchObject({
      ...{ status: 'DECIDED', reason: 'Reports of the level below are missing', note: 'Thiếu 2 ấp.' },
    });
  });
});

describe('the queue', () => {
  it('shows reports beside work, and just those of a kind or of a round where that is asked', async () => {
    await district.opens({ reviewId: 'work' });
    await district.opensReport({ reviewId: 'final' });
    await district.opensReport({ reviewId: 'mid', subjectId: 'other', roundCode: 'MID' });
    const ids = async (filter: object) =>
      (await district.resolver.reviewQueue({ filter }, reviewer)).edges.map(({ node }) => node.id);
    expect(await ids({})).toEqual(['final', 'mid', 'work']);
    expect(await ids({ subjectTypes: ['REPORT'] })).toEqual(['final', 'mid']);
    expect(await ids({ subjectTypes: ['ACHIEVEMENT', 'AMENDMENT'] })).toEqual(['work']);
    expect(await ids({ rounds: ['MID', 'SUPPLEMENT'] })).toEqual(['mid']);
    expect(await ids({ areas: ['2.1'] })).toEqual(['work']);
  });

  it("of the commune holds its Work Board's report, which the commune's reviewer decides and the board reads", async () => {
    const [hamlet, board] = ['29242-01', organisationIdOf('29242-01', 'FRONT_WORK_BOARD')];
    const names = { nameVi: 'Ấp 1', validFrom: '2022-01-01' };
    const head = { orgId: board, appointmentId: 'board', userId: 'head@board', role: 'HEAD', validFrom: '2022-01-01' };
    const unit = { unitId: hamlet, level: 'hamlet', type: 'hamlet', parentUnitId: '29242', ...names };
    const established = { orgId: board, orgType: 'FRONT_WORK_BOARD', level: 'hamlet', unitId: hamlet, ...names };
    district.registers({ type: 'UnitRegistered.v1', data: unit });
    district.registers({ type: 'OrganisationEstablished.v1', data: { ...established, predecessorOrgIds: [] } });
    district.registers({ type: 'OfficerAppointed.v1', data: head });
    const who = { ownerOrgId: board, ownerUnitId: hamlet, receiverOrgId: committee('29242') };
    await district.opensReport({ ...who, roundCode: 'FINAL-HAMLET', submittedBy: ['head@board'] });

    const queueOf = async (user: string) => (await district.resolver.reviewQueue({}, asking(user))).edges.length;
    expect(await queueOf('reviewer@29242')).toBe(1);
    expect(await queueOf('reviewer@842')).toBe(0);
    const seen = async (user: string) => (await district.resolver.review('case', undefined, asking(user)))?.report;
    // The district reads what lies below it; another district does not.
    for (const user of ['head@board', 'reviewer@29242', 'reviewer@842']) {
      expect([user, await seen(user)]).toEqual([user, { id: 'report' }]);
    }
    expect(await seen('reviewer@847')).toBeUndefined();
    const above = await district.resolver.approve(decision(), reviewer);
    expect(above.userErrors).toMatchObject([{ code: 'NOT_ALLOWED' }]);
    const own = await district.resolver.approve(decision(), asking('reviewer@29242'));
    expect(own).toMatchObject({ revision: 1, userErrors: [] });
  });
});

describe('many decisions at once', () => {
  const many = (outcome: 'APPROVE' | 'RETURN' | 'REJECT', reviews: readonly string[]) => ({
    ...{ idempotencyKey: randomUUID(), outcome, ...(outcome !== 'APPROVE' && why) },
    items: reviews.map((review) => ({ review, submissionNo: 2, expectedRevision: 0 })),
  });
  beforeEach(async () => {
    await district.opens({ reviewId: 'work' });
    await district.opensReport({ reviewId: 'a', subjectId: 'a' });
    await district.opensReport({ reviewId: 'b', subjectId: 'b' });
  });

  it.each([
    ['APPROVE', 'ReportAccepted.v1'],
    ['RETURN', 'ReportReturned.v1'],
  ] as const)('%s reports beside work, each answered by its own %s', async (outcome, type) => {
    const answer = district.resolver.decideMany(many(outcome, ['a', 'work', 'b']), reviewer);
    await decisions(3);
    const receipts = [
      ['a', String(await district.settles('a', taken(type, 'a')))],
      ['work', String(await district.settles('work'))],
      ['b', String(await district.settles('b', taken(type, 'b')))],
    ];
    const { results, receipt, userErrors } = await answer;
    expect(userErrors).toEqual([]);
    expect(results.map(({ id, receipt }) => [id, receipt])).toEqual(receipts);
    expect(receipt).toBe(receipts[2]?.[1]);
  });

  it('that reject refuse each report in its place and reject the work', async () => {
    const answer = district.resolver.decideMany(many('REJECT', ['a', 'work', 'b']), reviewer);
    await decisions(1);
    await district.settles('work');
    const { results } = await answer;
    expect(results.map(({ id, revision, userErrors: [error] }) => [id, revision, error?.code, error?.field])).toEqual([
      ['a', null, 'REPORT_NOT_REJECTED', ['items', '0', 'review']],
      ['work', 1, undefined, undefined],
      ['b', null, 'REPORT_NOT_REJECTED', ['items', '2', 'review']],
    ]);
  });
});
