import { describe, expect, it } from '@jest/globals';
import { type EventData, inputHashOf, type RecordedOf } from '@thidua/events';
import { settleWhenReviewDecided } from './settle-when-review-decided.process.js';

const decided = (more: Partial<EventData<'ReviewDecided.v1'>> = {}): RecordedOf<'ReviewDecided.v1'> => ({
  type: 'ReviewDecided.v1',
  data: {
    reviewId: 'case',
    subjectType: 'ACHIEVEMENT',
    subjectId: 'road',
    submissionNo: 2,
    outcome: 'APPROVE',
    ...more,
  },
  eventId: 'e1',
  stream: 'review-case',
  revision: 1,
  receipt: 9,
  position: 9,
  appendIndex: 0,
  appendSize: 1,
  recordedAt: '2022-05-01T02:00:00.000Z',
  actor: { userId: 'reviewer', orgId: 'district-committee', role: 'REVIEWER', appointmentId: 'a1' },
  via: null,
  commandId: 'c1',
  inputHash: 'h1',
  correlationId: 'c1',
  causationId: null,
  synthetic: false,
});

const follow = (event: RecordedOf<'ReviewDecided.v1'>) =>
  settleWhenReviewDecided.reactions['ReviewDecided.v1']?.(event);

describe('when a review is decided', () => {
  it('its achievement takes the approval over', () => {
    expect(follow(decided())).toEqual([
      {
        id: 'road',
        command: { reviewId: 'case', subjectType: 'ACHIEVEMENT', submissionNo: 2, outcome: 'APPROVE' },
      },
    ]);
  });

  it('its achievement takes the return over, with reason and note', () => {
    const why = { outcome: 'RETURN', reasonCode: 'OTHER', note: 'Hãy đo lại.' } as const;
    expect(follow(decided(why))).toEqual([
      { id: 'road', command: { reviewId: 'case', subjectType: 'ACHIEVEMENT', submissionNo: 2, ...why } },
    ]);
  });

  it('a decision about an amendment stays one', () => {
    expect(follow(decided({ subjectType: 'AMENDMENT', outcome: 'REJECT' }))).toMatchObject([
      { id: 'road', command: { subjectType: 'AMENDMENT', outcome: 'REJECT' } },
    ]);
  });

  it('its report takes the decision over, by its version', () => {
    expect(follow(decided({ subjectType: 'REPORT', subjectId: 'c:o:FINAL' }))).toEqual([
      {
        id: 'c:o:FINAL',
        command: { reviewId: 'case', subjectType: 'REPORT', submissionNo: 2, outcome: 'APPROVE' },
      },
    ]);
  });

  it.each([
    ['ACHIEVEMENT', {}, '17e9f8a9f463b5b9a2456ed57672b1bbaed75a752ce68341b1e66dfa63fc73cf'],
    [
      'AMENDMENT',
      { outcome: 'REJECT', reasonCode: 'OTHER', note: 'Hãy đo lại.' },
      '950e79b39a54b0187bfae3fe2860a97174518e1c4ca11cbd57b6805cf8e99b5d',
    ],
  ] as const)(
    'what follows for an %s is hashed as it always was: a repeat is told by that',
    (subjectType, more, hash) => {
      const [followUp] = follow(decided({ subjectType, ...more })) ?? [];
      expect(inputHashOf(settleWhenReviewDecided.name, followUp)).toBe(hash);
    },
  );

  it('nothing follows from any other event, and the name that ids are derived from stays', () => {
    expect(Object.keys(settleWhenReviewDecided.reactions)).toEqual(['ReviewDecided.v1']);
    expect(settleWhenReviewDecided.name).toBe('settle-when-review-decided');
  });
});
