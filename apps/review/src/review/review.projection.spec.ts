import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal, projectionHandler } from '@thidua/event-sourcing';
import type { DomainEvent, EventType } from '@thidua/events';
import fc from 'fast-check';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import {
  approve,
  assign,
  assigned,
  decided,
  found,
  logged,
  mooted,
  opened,
  opening,
  person,
  raise,
  recuse,
  recused,
  reportOpened,
} from '../../test/cases.js';
import { type ReviewCommand, reviewDecider } from './review.decider.js';
import { reviewProjection } from './review.projection.js';
import { reviewById, settledReceipts } from './review.queries.js';
import { type ReviewTables, reviewOf } from './review.rows.js';
import type { Review } from './review.state.js';

type By = DomainEvent & { readonly by?: string };

const projected = async (...events: readonly By[]) => {
  const database = memoryDatabase<ReviewTables>();
  const handler = projectionHandler(reviewProjection, database);
  await handler.start();
  await handler.handle(logged(events));
  return database;
};
const caseAfter = async (...events: readonly By[]) => reviewById(await projected(...events), 'case');

const settlement = (type: EventType): By => ({ type, data: { reviewId: 'case', subject: {} } });

describe('a case in its row', () => {
  it('opens as its event says', async () => {
    expect(await caseAfter(opened())).toEqual({
      review_id: 'case',
      revision: 0,
      status: 'OPEN',
      waiting: 1,
      subject_type: 'ACHIEVEMENT',
      subject_id: 'road',
      submission_no: 2,
      campaign_id: 'tra-vinh-2022',
      area_code: '2.1',
      round_code: null,
      owner_org_id: 'commune-committee',
      owner_unit_id: 'commune',
      receiver_org_id: 'district-committee',
      subject_receiver_org_id: 'district-committee',
      opened_at: '2022-05-01T02:00:00.000Z',
      due_at: '2022-05-08T02:00:00.000Z',
      submitted_by: '["clerk","head"]',
      recused: '[]',
      reviewer_user_id: null,
      findings: '[]',
      outcome: null,
      decided_at: null,
      decided_by: null,
      reason_code: null,
      note: null,
      mooted: null,
      settled_receipt: null,
    });
  });

  it('is held by whom it is assigned to, and by nobody once they step back', async () => {
    expect(await caseAfter(opened(), assigned('reviewer'))).toMatchObject({
      ...{ status: 'ASSIGNED', waiting: 1, reviewer_user_id: 'reviewer', revision: 1 },
    });
    expect(await caseAfter(opened(), assigned('reviewer'), assigned('other'))).toMatchObject({
      ...{ status: 'ASSIGNED', reviewer_user_id: 'other', revision: 2 },
    });
    expect(await caseAfter(opened(), assigned('reviewer'), recused('reviewer'))).toMatchObject({
      ...{ status: 'OPEN', waiting: 1, reviewer_user_id: null, recused: '["reviewer"]' },
    });
    expect(await caseAfter(opened(), assigned('reviewer'), recused('other'))).toMatchObject({
      ...{ status: 'ASSIGNED', reviewer_user_id: 'reviewer', recused: '["other"]' },
    });
  });

  it('keeps every finding with who raised it and when, in their order', async () => {
    const row = await caseAfter(
      opened(),
      { ...found(), by: 'an' },
      { ...found({ text: 'Thiếu biên bản.' }), by: 'chi' },
    );
    const at = '2022-05-01T02:00:00.000Z';
    expect(JSON.parse(row?.findings ?? '')).toEqual([
      { code: 'OTHER', text: 'Thiếu ảnh.', severity: 'MINOR', by: person('an'), at },
      { code: 'OTHER', text: 'Thiếu biên bản.', severity: 'MINOR', by: person('chi'), at },
    ]);
  });

  it('says who decided and how, whomever it was assigned to', async () => {
    const decision = decided({ outcome: 'REJECT', reasonCode: 'DUPLICATE', note: 'Trùng.' });
    const row = await caseAfter(opened(), assigned('reviewer'), { ...decision, by: 'deputy' });
    expect(row).toMatchObject({
      ...{ status: 'DECIDED', waiting: 0, outcome: 'REJECT', reason_code: 'DUPLICATE', note: 'Trùng.' },
      ...{ reviewer_user_id: 'deputy', decided_at: '2022-05-01T02:00:00.000Z', settled_receipt: null },
    });
    expect(JSON.parse(row?.decided_by ?? '')).toEqual(person('deputy'));
  });

  it('says why it closed without a decision, and who held it', async () => {
    expect(await caseAfter(opened(), assigned('reviewer'), mooted('CAMPAIGN_CANCELLED'))).toMatchObject({
      ...{ status: 'MOOTED', waiting: 0, mooted: 'CAMPAIGN_CANCELLED', outcome: null, reviewer_user_id: 'reviewer' },
    });
  });

  it.each([
    'AchievementApproved.v1',
    'AchievementReturned.v1',
    'AchievementRejected.v1',
    'AchievementCorrected.v1',
    'AmendmentRefused.v1',
    'ReportAccepted.v1',
    'ReportReturned.v1',
  ] as const)('knows the receipt of the %s that took its decision over', async (type) => {
    const other = opened({ reviewId: 'other', subjectId: 'bridge' });
    const database = await projected(opened(), other, decided(), settlement(type));
    expect([...(await settledReceipts(database, ['case', 'other', 'nowhere']))]).toEqual([['case', 40]]);
    expect((await reviewById(database, 'case'))?.revision).toBe(1);
  });

  it('about a report opens with its round and no area, each version in a row of its own', async () => {
    const second = reportOpened({ reviewId: 'later', submissionNo: 3 });
    const database = await projected(reportOpened(), decided({ subjectType: 'REPORT', outcome: 'RETURN' }), second);
    const about = { subject_type: 'REPORT', subject_id: 'report', area_code: null, round_code: 'FINAL-COMMUNE' };
    const receiver = { subject_receiver_org_id: 'district-committee' };
    expect(await reviewById(database, 'case')).toMatchObject({ ...about, ...receiver, status: 'DECIDED' });
    expect(await reviewById(database, 'later')).toMatchObject({ ...about, ...receiver, submission_no: 3 });
  });

  it('is not moved by a summary that was accepted without a case', async () => {
    const accepted: By = { type: 'ReportAccepted.v1', data: { reportId: 'summary', campaignId: 'c', version: 1 } };
    const row = await caseAfter(reportOpened(), accepted);
    expect(row).toMatchObject({ status: 'OPEN', revision: 0, settled_receipt: null });
  });

  it('knows who received the last submission of its subject, whoever received it', async () => {
    const later = opened({ reviewId: 'later', submissionNo: 3, receiverOrgId: 'other-district' });
    const bridge = opened({ reviewId: 'bridge', subjectId: 'bridge' });
    const database = await projected(opened(), bridge, decided({ outcome: 'RETURN' }), later);
    const receivers = await database
      .selectFrom('review')
      .select(['review_id', 'receiver_org_id', 'subject_receiver_org_id'])
      .orderBy('review_id')
      .execute();
    expect(receivers.map((row) => Object.values(row))).toEqual([
      ['bridge', 'district-committee', 'district-committee'],
      ['case', 'district-committee', 'other-district'],
      ['later', 'other-district', 'other-district'],
    ]);
  });
});

const people = ['an', 'bình', 'clerk', 'em'];
const command: fc.Arbitrary<ReviewCommand> = fc.oneof(
  fc.constantFrom(...people).map((userId) => assign(userId)),
  fc.constantFrom(...people).map((userId) => recuse(userId)),
  fc.constantFrom(...people).map((userId) => raise({ persons: [userId] })),
  fc.constantFrom(...people).map((userId) => approve({ persons: [userId] })),
  fc.constant<ReviewCommand>({ type: 'MootReview', reason: 'WITHDRAWN' }),
);

describe('after any history', () => {
  it('a row that waits says the same as the rule knows, so that what is allowed is asked of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
        let review: Review = reviewDecider.initial();
        const events: By[] = [];
        for (const one of [{ type: 'OpenReview', opening } as const, ...commands]) {
          const decision = reviewDecider.decide(one, review);
          for (const event of isRefusal(decision) ? [] : decision) {
            review = evolveOne(reviewDecider.evolve, review, event, person('an'));
            events.push(event);
          }
        }
        const row = await caseAfter(...events);
        if (!row || review.status === 'none') throw new Error('no case');
        expect(row.revision).toBe(events.length - 1);
        // Once it is decided its row says who did that instead.
        expect(reviewOf(row)).toEqual({ ...review, ...(review.status === 'decided' && { assignee: null }) });
      }),
      { numRuns: 200 },
    );
  });
});
