import { describe, expect, it } from '@jest/globals';
import { type EventData, type RecordedOf, reviewIdOf } from '@thidua/events';
import { one } from '../../test/cases.js';
import { openReviewWhenSubmitted } from './open-review-when-submitted.process.js';

type Submission = EventData<'AchievementSubmitted.v1'>;

const submission: Submission = {
  submissionNo: 1,
  receiverOrgId: 'district-committee',
  subject: {
    achievementId: 'road',
    campaignId: 'tra-vinh-2022',
    areaCode: '2.1',
    ownerOrgId: 'commune-committee',
    ownerUnitId: 'commune',
    contributions: [{ orgId: 'commune-committee', unitId: 'commune', role: 'LEAD', shareBp: 10_000 }],
  },
  lines: [],
  submittedBy: ['clerk', 'head'],
};
const { reactions, name } = openReviewWhenSubmitted;

const submitted = (more: Partial<Submission> = {}, recordedAt = '2022-05-01T02:00:00.000Z') => {
  const event: RecordedOf<'AchievementSubmitted.v1'> = {
    ...one('AchievementSubmitted.v1', { ...submission, ...more }),
    recordedAt,
  };
  return reactions['AchievementSubmitted.v1']?.(event) ?? [];
};
const amendmentRequested = (submissionNo: number) => {
  const { lines, ...asked } = submission;
  const data = { ...asked, submissionNo, before: lines, after: lines, reason: 'Đo lại.' };
  return reactions['AmendmentRequested.v1']?.(one('AmendmentRequested.v1', data)) ?? [];
};

const report: EventData<'ReportSubmitted.v1'> = {
  reportId: 'report',
  campaignId: 'tra-vinh-2022',
  roundCode: 'FINAL-COMMUNE',
  orgId: 'commune-committee',
  unitId: 'commune',
  receiverOrgId: 'district-committee',
  coversTo: '2022-04-30',
  version: 2,
  asOfPosition: 40,
  asOfInstant: '2022-05-01T01:00:00.000Z',
  children: [],
  missingOrgIds: [],
  totals: [],
  sha256: '0'.repeat(64),
  submittedAt: '2022-05-01T02:00:00.000Z',
  dueBefore: '2022-05-02T00:00:00.000Z',
  late: false,
  lateMinutes: 0,
  submittedBy: ['clerk', 'head'],
};
const reportSubmitted = (more: Partial<EventData<'ReportSubmitted.v1'>> = {}) => {
  const event = one('ReportSubmitted.v1', { ...report, ...more });
  return reactions['ReportSubmitted.v1']?.(event) ?? [];
};

const opening = {
  reviewId: reviewIdOf('road', 1),
  subjectType: 'ACHIEVEMENT',
  subjectId: 'road',
  submissionNo: 1,
  campaignId: 'tra-vinh-2022',
  areaCode: '2.1',
  ownerOrgId: 'commune-committee',
  ownerUnitId: 'commune',
  receiverOrgId: 'district-committee',
  submittedBy: ['clerk', 'head'],
  dueAt: '2022-05-08T02:00:00.000Z',
};

describe('when something is submitted', () => {
  it('a case opens at the receiver that the event names, about all who took part', () => {
    expect(submitted()).toEqual([{ id: opening.reviewId, command: { type: 'OpenReview', opening } }]);
  });

  it('an amendment opens a case of its own', () => {
    const reviewId = reviewIdOf('road', 3);
    const about = { ...opening, reviewId, subjectType: 'AMENDMENT', submissionNo: 3 };
    expect(amendmentRequested(3)).toEqual([{ id: reviewId, command: { type: 'OpenReview', opening: about } }]);
  });

  it('the same submission opens the same case, another submission or achievement another', () => {
    const bridge = { ...submission.subject, achievementId: 'bridge' };
    const all = [submitted(), submitted(), submitted({ submissionNo: 2 }), submitted({ subject: bridge })];
    const cases = [...all, amendmentRequested(3)].map(([followUp]) => followUp?.id);
    expect(new Set(cases).size).toBe(4);
    expect(cases[0]).toBe(cases[1]);
  });

  it.each([
    ['2022-05-01T02:00:00.123Z', '2022-05-08T02:00:00.123Z'],
    ['2022-06-28T17:30:00.000Z', '2022-07-05T17:30:00.000Z'],
    ['2021-12-28T00:00:00.000Z', '2022-01-04T00:00:00.000Z'],
  ])('%s, it is due seven days on: %s', (recordedAt, dueAt) => {
    expect(submitted({}, recordedAt)).toMatchObject([{ command: { opening: { dueAt } } }]);
  });

  it('a report opens a case about that version, at the receiver that is stored with it', () => {
    const reviewId = reviewIdOf('report', 2);
    const { areaCode: _, ...shared } = opening;
    const about = {
      ...{ ...shared, reviewId, subjectType: 'REPORT', subjectId: 'report', submissionNo: 2 },
      roundCode: 'FINAL-COMMUNE',
    };
    expect(reportSubmitted()).toEqual([{ id: reviewId, command: { type: 'OpenReview', opening: about } }]);
    expect(reportSubmitted({ version: 3 }).map(({ id }) => id)).toEqual([reviewIdOf('report', 3)]);
  });

  it('a summary, which nobody receives, opens none', () => {
    expect(reportSubmitted({ receiverOrgId: undefined, roundCode: 'SUMMARY' })).toEqual([]);
  });

  it('nothing follows from any other event, and the name that ids are derived from stays', () => {
    expect(Object.keys(reactions)).toEqual(['AchievementSubmitted.v1', 'AmendmentRequested.v1', 'ReportSubmitted.v1']);
    expect(name).toBe('open-review-when-submitted');
  });
});
