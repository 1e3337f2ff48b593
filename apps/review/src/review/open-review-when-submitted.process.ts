import type { FollowUp, Process } from '@thidua/event-sourcing';
import { type EventData, type RecordedOf, reviewIdOf } from '@thidua/events';
import type { ReviewCommand } from './review.decider.js';

/** Days a reviewer has. */
const reviewDays = 7;

const daysOn = (instant: string, days: number): string =>
  new Date(Date.parse(instant) + days * 24 * 60 * 60 * 1000).toISOString();

type Submitted = RecordedOf<'AchievementSubmitted.v1'> | RecordedOf<'AmendmentRequested.v1'>;

const opens = (
  subjectType: Exclude<EventData<'ReviewOpened.v1'>['subjectType'], 'REPORT'>,
  { data: { subject, submissionNo, receiverOrgId, submittedBy }, recordedAt }: Submitted,
): FollowUp<ReviewCommand> => {
  const { achievementId, campaignId, areaCode, ownerOrgId, ownerUnitId } = subject;
  const reviewId = reviewIdOf(achievementId, submissionNo);
  const about = { subjectType, subjectId: achievementId, submissionNo, campaignId, areaCode };
  const who = { ownerOrgId, ownerUnitId, receiverOrgId, submittedBy };
  const opening = { reviewId, ...about, ...who, dueAt: daysOn(recordedAt, reviewDays) };
  return { id: reviewId, command: { type: 'OpenReview', opening } };
};

/** The issuer's summary has no receiver, so nobody decides it and no case opens. */
const opensOnReport = ({ data, recordedAt }: RecordedOf<'ReportSubmitted.v1'>): readonly FollowUp<ReviewCommand>[] => {
  const { reportId, version, campaignId, roundCode, orgId, unitId, receiverOrgId, submittedBy } = data;
  if (receiverOrgId === undefined) return [];
  const reviewId = reviewIdOf(reportId, version);
  const about = { subjectType: 'REPORT', subjectId: reportId, submissionNo: version, campaignId, roundCode } as const;
  const who = { ownerOrgId: orgId, ownerUnitId: unitId, receiverOrgId, submittedBy };
  const opening = { reviewId, ...about, ...who, dueAt: daysOn(recordedAt, reviewDays) };
  return [{ id: reviewId, command: { type: 'OpenReview', opening } }];
};

/** When work or a report is submitted, or an amendment is asked for, a case about it opens at its receiver. */
export const openReviewWhenSubmitted: Process<ReviewCommand> = {
  name: 'open-review-when-submitted',
  reactions: {
    'AchievementSubmitted.v1': (event) => [opens('ACHIEVEMENT', event)],
    'AmendmentRequested.v1': (event) => [opens('AMENDMENT', event)],
    'ReportSubmitted.v1': opensOnReport,
  },
};
