import type { Actor, AnyRecorded, DomainEvent, EventData, EventType, RecordedOf } from '@thidua/events';
import type { ReviewCommand } from '../src/review/review.decider.js';

/** A case about the second submission of a road, by a clerk and a head of the commune; the district decides. */
export const opening: EventData<'ReviewOpened.v1'> = {
  reviewId: 'case',
  subjectType: 'ACHIEVEMENT',
  subjectId: 'road',
  submissionNo: 2,
  campaignId: 'tra-vinh-2022',
  areaCode: '2.1',
  ownerOrgId: 'commune-committee',
  ownerUnitId: 'commune',
  receiverOrgId: 'district-committee',
  submittedBy: ['clerk', 'head'],
  dueAt: '2022-05-08T02:00:00.000Z',
};

/** A case about the second version of the final report of that commune. */
export const reportOpening: EventData<'ReviewOpened.v1'> = {
  reviewId: 'case',
  subjectType: 'REPORT',
  subjectId: 'report',
  submissionNo: 2,
  campaignId: 'tra-vinh-2022',
  roundCode: 'FINAL-COMMUNE',
  ownerOrgId: 'commune-committee',
  ownerUnitId: 'commune',
  receiverOrgId: 'district-committee',
  submittedBy: ['clerk', 'head'],
  dueAt: '2022-05-08T02:00:00.000Z',
};

type Made<Type extends EventType> = { readonly type: Type; readonly data: EventData<Type> };

export const opened = (more: Partial<EventData<'ReviewOpened.v1'>> = {}): Made<'ReviewOpened.v1'> => ({
  type: 'ReviewOpened.v1',
  data: { ...opening, ...more },
});
export const reportOpened = (more: Partial<EventData<'ReviewOpened.v1'>> = {}): Made<'ReviewOpened.v1'> => ({
  type: 'ReviewOpened.v1',
  data: { ...reportOpening, ...more },
});
export const assigned = (userId: string, reviewId = 'case'): Made<'ReviewerAssigned.v1'> => ({
  type: 'ReviewerAssigned.v1',
  data: { reviewId, userId },
});
export const recused = (userId: string, reviewId = 'case'): Made<'ReviewerRecused.v1'> => ({
  type: 'ReviewerRecused.v1',
  data: { reviewId, userId, reason: 'Người nhà.' },
});
export const found = (more: Partial<EventData<'FindingRaised.v1'>> = {}): Made<'FindingRaised.v1'> => ({
  type: 'FindingRaised.v1',
  data: { reviewId: 'case', code: 'OTHER', text: 'Thiếu ảnh.', severity: 'MINOR', ...more },
});
export const decided = (more: Partial<EventData<'ReviewDecided.v1'>> = {}): Made<'ReviewDecided.v1'> => ({
  type: 'ReviewDecided.v1',
  data: {
    reviewId: 'case',
    subjectType: 'ACHIEVEMENT',
    subjectId: 'road',
    submissionNo: 2,
    outcome: 'APPROVE',
    ...more,
  },
});
export const mooted = (
  reason: EventData<'ReviewMooted.v1'>['reason'] = 'WITHDRAWN',
  reviewId = 'case',
): Made<'ReviewMooted.v1'> => ({ type: 'ReviewMooted.v1', data: { reviewId, reason } });

type Command<Type extends ReviewCommand['type']> = Extract<ReviewCommand, { type: Type }>;

const reasons = ['QUANTITY_UNCLEAR', 'OTHER'];

export const approve = (more: Partial<Command<'DecideReview'>> = {}): Command<'DecideReview'> => ({
  type: 'DecideReview',
  outcome: 'APPROVE',
  submissionNo: 2,
  persons: ['reviewer'],
  reasonCode: null,
  note: null,
  reasons,
  ...more,
});
export const sendBack = (more: Partial<Command<'DecideReview'>> = {}): Command<'DecideReview'> =>
  approve({ outcome: 'RETURN', reasonCode: 'QUANTITY_UNCLEAR', note: 'Hãy đo lại.', ...more });
export const reject = (more: Partial<Command<'DecideReview'>> = {}): Command<'DecideReview'> =>
  sendBack({ outcome: 'REJECT', ...more });
export const assign = (userId: string, more: Partial<Command<'AssignReviewer'>> = {}): Command<'AssignReviewer'> => ({
  type: 'AssignReviewer',
  userId,
  persons: [userId],
  reviewsHere: true,
  ...more,
});
export const recuse = (userId: string, reason = 'Người nhà.'): Command<'Recuse'> => ({
  type: 'Recuse',
  userId,
  reason,
});
export const raise = (more: Partial<Command<'RaiseFinding'>> = {}): Command<'RaiseFinding'> => ({
  type: 'RaiseFinding',
  persons: ['reviewer'],
  code: 'OTHER',
  text: 'Thiếu ảnh.',
  severity: 'MINOR',
  reasons,
  ...more,
});

export const person = (userId: string): Actor => ({
  userId,
  orgId: 'district-committee',
  role: 'REVIEWER',
  appointmentId: `appointment-${userId}`,
});

/** Events as a log holds them, one append each, at 02:00 UTC of 1 May 2022; revisions count by case. */
export const logged = (events: readonly (DomainEvent & { readonly by?: string })[], after = 0): AnyRecorded[] => {
  const revisions = new Map<string, number>();
  return events.map(({ by = 'reviewer', type, data }, index) => {
    const { reviewId = 'other' } = data as { readonly reviewId?: string };
    const revision = (revisions.get(reviewId) ?? -1) + 1;
    revisions.set(reviewId, revision);
    const position = after + index + 1;
    const at = { position, receipt: position * 10, eventId: `event-${position}`, stream: `review-${reviewId}` };
    const envelope = { commandId: `c${position}`, inputHash: 'h', correlationId: 'c', causationId: null, via: null };
    const append = { appendIndex: 0, appendSize: 1, recordedAt: '2022-05-01T02:00:00.000Z', synthetic: false };
    return { type, data, revision, ...at, ...append, ...envelope, actor: person(by) } as AnyRecorded;
  });
};

export const one = <Type extends EventType>(type: Type, data: EventData<Type>): RecordedOf<Type> =>
  logged([{ type, data }])[0] as RecordedOf<Type>;
