import { describe, expect, it } from '@jest/globals';
import { type EventData, type RecordedOf, reviewIdOf } from '@thidua/events';
import { openReviewWhenSubmitted } from './open-review-when-submitted.process.js';

const submission: EventData<'AchievementSubmitted.v1'> = {
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

const submitted = (
  more: Partial<EventData<'AchievementSubmitted.v1'>> = {},
  recordedAt = '2022-05-01T02:00:00.000Z',
): RecordedOf<'AchievementSubmitted.v1'> => ({
  type: 'AchievementSubmitted.v1',
  data: { ...submission, ...more },
  eventId: 'e1',
  stream: 'achievement-road',
  revision: 3,
  receipt: 9,
  position: 9,
  appendIndex: 1,
  appendSize: 2,
  recordedAt,
  actor: { userId: 'head', orgId: 'commune-committee', role: 'HEAD', appointmentId: 'a1' },
  via: null,
  commandId: 'c1',
  inputHash: 'h1',
  correlationId: 'c1',
  causationId: null,
  synthetic: false,
});

const follow = (event: RecordedOf<'AchievementSubmitted.v1'>) =>
  openReviewWhenSubmitted.reactions['AchievementSubmitted.v1']?.(event) ?? [];

const dueAt = (recordedAt: string) =>
  follow(submitted({}, recordedAt)).map(({ command }) => command.type === 'OpenReview' && command.opening.dueAt);

describe('when an achievement is submitted', () => {
  it('a case opens at the receiver that the event names, about all who took part', () => {
    const reviewId = reviewIdOf('road', 1);
    const opening = {
      reviewId,
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
    expect(follow(submitted())).toEqual([{ id: reviewId, command: { type: 'OpenReview', opening } }]);
  });

  it('the same submission opens the same case, another submission or achievement another', () => {
    const caseOf = (more: Partial<EventData<'AchievementSubmitted.v1'>>) => follow(submitted(more))[0]?.id;
    const bridge = { ...submission.subject, achievementId: 'bridge' };
    const cases = [caseOf({}), caseOf({}), caseOf({ submissionNo: 2 }), caseOf({ subject: bridge })];
    expect(new Set(cases).size).toBe(3);
    expect(cases[0]).toBe(cases[1]);
  });

  it.each([
    ['2022-05-01T02:00:00.123Z', '2022-05-08T02:00:00.123Z'],
    ['2022-06-28T17:30:00.000Z', '2022-07-05T17:30:00.000Z'],
    ['2021-12-28T00:00:00.000Z', '2022-01-04T00:00:00.000Z'],
  ])('%s, it is due seven days on: %s', (recordedAt, due) => {
    expect(dueAt(recordedAt)).toEqual([due]);
  });

  it('nothing follows from any other event, and the name that ids are derived from stays', () => {
    expect(Object.keys(openReviewWhenSubmitted.reactions)).toEqual(['AchievementSubmitted.v1']);
    expect(openReviewWhenSubmitted.name).toBe('open-review-when-submitted');
  });
});
