import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedOf } from '@thidua/events';
import { standingOf } from '@thidua/service';
import { asking, committee, type District, openDistrict } from '../../test/district.js';
import { ReviewOrder } from './review.handler.js';

const change = (more: object = {}) => ({ idempotencyKey: randomUUID(), force: true, review: 'case', ...more });
const decision = (more: object = {}) => ({ ...change(), submissionNo: 2, ...more });
const why = { reasonCode: 'OTHER', note: 'Đo lại.' };

describe('changes of a case', () => {
  let district: District;
  beforeEach(async () => {
    district = await openDistrict();
    await district.opens();
  });
  afterEach(() => district.close());

  /** All mutations of one case, by somebody about something. */
  const tried = async (userId: string, review: string) => {
    const { resolver } = district;
    const context = asking(userId);
    return {
      reviewApprove: await resolver.approve(decision({ review }), context),
      reviewReturn: await resolver.sendBack(decision({ review, ...why }), context),
      reviewReject: await resolver.reject(decision({ review, ...why }), context),
      reviewAssign: await resolver.assign(change({ review, reviewer: 'other@842' }), context),
      reviewRecuse: await resolver.recuse({ ...change(), id: review, reason: 'x' }, context),
      reviewRaiseFinding: await resolver.raiseFinding(
        { ...change({ review }), code: 'OTHER', text: 'x', severity: 'NOTE' },
        context,
      ),
      reviewsDecide: await resolver.decideMany(
        { idempotencyKey: randomUUID(), outcome: 'APPROVE', items: [{ review, submissionNo: 2, force: true }] },
        context,
      ),
    };
  };
  const firstCodes = (answers: Awaited<ReturnType<typeof tried>>) =>
    Object.values(answers).map((answer) => {
      const errors = 'results' in answer ? answer.results[0]?.userErrors : answer.userErrors;
      return errors?.[0]?.code;
    });

  it.each(['reviewer@847', 'former@842', 'nobody'])(
    'tell %s of a case as they tell of one that never was',
    async (who) => {
      const about = async (review: string) => JSON.stringify(await tried(who, review)).replaceAll(review, 'ID');
      const before = (await district.log()).length;
      const real = await about('case');
      expect(real).toBe(await about(randomUUID()));
      expect(firstCodes(await tried(who, 'case'))).toEqual(Array(7).fill('NOT_FOUND'));
      expect(await district.log()).toHaveLength(before);
    },
  );

  it('are not allowed to whoever reads the case and does not decide there, and only a head assigns beside', async () => {
    for (const who of ['head@29242', 'reviewer@29242', 'clerk@842']) {
      expect([who, firstCodes(await tried(who, 'case'))]).toEqual([who, Array(7).fill('NOT_ALLOWED')]);
    }
    const byHead = firstCodes(await tried('head@842', 'case'));
    expect(byHead).toEqual([...Array(3).fill('NOT_ALLOWED'), undefined, ...Array(3).fill('NOT_ALLOWED')]);
  });

  it('need a revision or force, and a revision that is still true', async () => {
    const { resolver } = district;
    const bare = { idempotencyKey: randomUUID(), review: 'case', submissionNo: 2 };
    const { userErrors } = await resolver.approve(bare, asking('reviewer@842'));
    expect(userErrors).toMatchObject([{ code: 'REVISION_REQUIRED', field: ['expectedRevision'] }]);
    const old = { ...bare, idempotencyKey: randomUUID(), expectedRevision: 7 };
    expect((await resolver.approve(old, asking('reviewer@842'))).userErrors).toMatchObject([
      { code: 'REVISION_CONFLICT', expected: 7, actual: 0 },
    ]);
  });

  describe('assigning', () => {
    const assign = (userId: string, reviewer?: string) =>
      district.resolver.assign(change(reviewer === undefined ? {} : { reviewer }), asking(userId));

    it('takes a reviewer of the receiver, oneself where nobody is named', async () => {
      expect(await assign('head@842', 'other@842')).toMatchObject({ revision: 1, userErrors: [], settled: false });
      expect(await assign('reviewer@842')).toMatchObject({ revision: 2, userErrors: [] });
      expect(await assign('reviewer@842')).toMatchObject({ revision: 2, userErrors: [] });
    });

    it.each(['head@842', 'reviewer@847', 'former@842', 'reviewer@29242', 'nobody'])(
      'to %s is refused: they do not review there today',
      async (reviewer) => {
        const { userErrors } = await assign('head@842', reviewer);
        expect(userErrors).toMatchObject([{ code: 'REVIEWER_INVALID', field: ['reviewer'] }]);
      },
    );

    it('to oneself is refused to a head who does not review', async () => {
      expect((await assign('head@842')).userErrors).toMatchObject([{ code: 'REVIEWER_INVALID', field: ['reviewer'] }]);
    });

    it('goes on at the committee that receives in place of one that was dissolved', async () => {
      const data = { orgId: committee('842'), validFrom: '2022-05-01', successorOrgId: committee('847') };
      district.registers({ type: 'OrganisationDissolved.v1', data });
      const byOther = await district.resolver.assign(change({ reviewer: 'other@842' }), asking('reviewer@847'));
      expect(byOther.userErrors).toMatchObject([{ code: 'REVIEWER_INVALID' }]);
      expect(await district.resolver.assign(change(), asking('reviewer@847'))).toMatchObject({ userErrors: [] });
    });
  });

  it('of one case in parallel: exactly one decision wins, and the other learns whose and how', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `case-${index}`);
    for (const reviewId of ids) await district.opens({ reviewId, subjectId: reviewId });
    const standings = new Map(
      ['reviewer@842', 'other@842'].map((userId) => [userId, standingOf(asking(userId), district.view)] as const),
    );
    const decide = (userId: string, operation: 'reviewApprove' | 'reviewReject', review: string) => {
      const standing = standings.get(userId);
      if (!standing) throw new Error(userId);
      const actor = { userId, orgId: committee('842'), role: 'REVIEWER', appointmentId: userId } as const;
      const envelope = { via: null, inputHash: operation, correlationId: 'c', causationId: null, synthetic: false };
      const meta = { actor, commandId: `${userId} ${review}`, ...envelope, expectedRevision: 0 };
      const input = { review, submissionNo: 2, ...why };
      return district.handler.execute(new ReviewOrder({ operation, input }, { standing, meta }));
    };
    const answers = await Promise.all(
      ids.map((review, index) => {
        const pair = [
          () => decide('reviewer@842', 'reviewApprove', review),
          () => decide('other@842', 'reviewReject', review),
        ] as const;
        // Either is first as often.
        const [one, two] = index % 2 === 0 ? pair : ([pair[1], pair[0]] as const);
        return Promise.all([one(), two()]);
      }),
    );
    const decisions = (await district.log()).filter(
      (event): event is RecordedOf<'ReviewDecided.v1'> => event.type === 'ReviewDecided.v1',
    );
    expect(decisions).toHaveLength(100);
    expect(new Set(decisions.map(({ data }) => data.reviewId)).size).toBe(100);
    expect(new Set(decisions.map(({ data }) => data.outcome))).toEqual(new Set(['APPROVE', 'REJECT']));
    for (const [index, pair] of answers.entries()) {
      const winner = decisions.find(({ data }) => data.reviewId === ids[index]);
      const lost = pair.filter(({ kind }) => kind !== 'done');
      expect(lost).toEqual([
        {
          kind: 'refused',
          refusal: { refused: 'ALREADY_DECIDED', field: ['review'], detail: { outcome: winner?.data.outcome } },
          last: { actor: winner?.actor, recordedAt: winner?.recordedAt },
        },
      ]);
    }
  });
});
