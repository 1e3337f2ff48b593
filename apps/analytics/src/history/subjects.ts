import {
  type AnyRecorded,
  achievementEvents,
  campaignEvents,
  type EventData,
  type EventType,
  organisationEvents,
  participationEvents,
  participationIdOf,
  reportEvents,
  reviewEvents,
  unitTreeEvents,
} from '@thidua/events';

/** What an event is about, as its readers are judged. */
export type EventKind =
  | 'installation'
  | 'unit'
  | 'organisation'
  | 'campaign'
  | 'participation'
  | 'achievement'
  | 'report'
  | 'case';

const kinds: readonly (readonly [EventKind, object])[] = [
  ['unit', unitTreeEvents],
  ['organisation', organisationEvents],
  ['campaign', campaignEvents],
  ['participation', participationEvents],
  ['achievement', achievementEvents],
  ['report', reportEvents],
  ['case', reviewEvents],
];

export const kindOf = (type: string): EventKind => kinds.find(([, events]) => type in events)?.[0] ?? 'installation';

const unit = ({ unitId }: { readonly unitId: string }) => [unitId];
const organisation = ({ orgId }: { readonly orgId: string }) => [orgId];
const campaign = ({ campaignId }: { readonly campaignId: string }) => [campaignId];
const participation = ({ campaignId, orgId }: { readonly campaignId: string; readonly orgId: string }) => [
  participationIdOf(campaignId, orgId),
];
const achievement = ({ achievementId }: { readonly achievementId: string }) => [achievementId];
const ofSubject = ({ subject }: { readonly subject: { readonly achievementId: string } }) => [subject.achievementId];
const report = ({ reportId }: { readonly reportId: string }) => [reportId];
/** What a case is about is added from the case's own row. */
const review = ({ reviewId }: { readonly reviewId: string }) => [reviewId];

/**
 * The subjects of each event, the one whose readers it is judged by first. It stands under another one
 * only where everybody who reads that one may read it.
 */
const subjectsOf = {
  'InstallationCreated.v1': () => [],
  'DemoLoaded.v1': () => [],
  'UnitRegistered.v1': unit,
  'UnitRenamed.v1': unit,
  'UnitReclassified.v1': unit,
  'UnitRecoded.v1': unit,
  'UnitMoved.v1': ({ unitId, fromParentId, toParentId }) => [unitId, fromParentId, toParentId],
  'UnitDissolved.v1': ({ unitId, successors }) => [unitId, ...successors.map((successor) => successor.unitId)],
  'UnitsReorganised.v1': ({ mappings }) => mappings.flatMap(({ toUnitId, fromUnitId }) => [toUnitId, fromUnitId]),
  'OrganisationEstablished.v1': ({ orgId, predecessorOrgIds }) => [orgId, ...predecessorOrgIds],
  'OrganisationRenamed.v1': organisation,
  'OrganisationDissolved.v1': ({ orgId, successorOrgId }) => [orgId, successorOrgId],
  'OfficerAppointed.v1': organisation,
  'OfficerReleased.v1': organisation,
  'CampaignDrafted.v1': campaign,
  'ContentAreaDefined.v1': campaign,
  'ParticipantRuleSet.v1': campaign,
  'ReportRoundDefined.v1': campaign,
  'MetricDefined.v1': campaign,
  'CampaignLaunched.v1': campaign,
  'CampaignPlanAmended.v1': campaign,
  'CampaignDetailsChanged.v1': campaign,
  'ReportRoundRescheduled.v1': campaign,
  'ReportingLineSet.v1': campaign,
  'CampaignSuspended.v1': campaign,
  'CampaignResumed.v1': campaign,
  'ReportingClosed.v1': campaign,
  'CampaignSummarised.v1': campaign,
  'CampaignClosed.v1': campaign,
  'CampaignCancelled.v1': campaign,
  'ParticipantInvited.v1': participation,
  'ParticipationRegistered.v1': participation,
  'UnitPlanIssued.v1': participation,
  'TargetSet.v1': participation,
  'TargetRevised.v1': participation,
  'ParticipationWithdrawn.v1': participation,
  'AchievementRegistered.v1': achievement,
  'ContributionsDeclared.v1': achievement,
  'ProgressRecorded.v1': achievement,
  'QuantityReported.v1': achievement,
  'EvidenceAttached.v1': achievement,
  'EvidenceWithdrawn.v1': achievement,
  'AchievementCompleted.v1': achievement,
  'AchievementSubmitted.v1': ofSubject,
  'AchievementApproved.v1': ofSubject,
  'AchievementReturned.v1': ofSubject,
  'AchievementRejected.v1': ofSubject,
  'AmendmentRequested.v1': ofSubject,
  'AchievementCorrected.v1': ofSubject,
  'AmendmentRefused.v1': ofSubject,
  'AchievementWithdrawn.v1': ofSubject,
  'ApprovalRevoked.v1': ofSubject,
  'ReportExpected.v1': report,
  'NarrativeSaved.v1': report,
  'ReportSubmitted.v1': report,
  'PaperReceiptRecorded.v1': report,
  'ExtensionGranted.v1': report,
  'ReportReturned.v1': report,
  'ReportAccepted.v1': report,
  'ReportReopened.v1': report,
  'ReportWaived.v1': report,
  'ReviewOpened.v1': review,
  'ReviewerAssigned.v1': review,
  'ReviewerRecused.v1': review,
  'FindingRaised.v1': review,
  'ReviewDecided.v1': review,
  'ReviewMooted.v1': review,
} satisfies { readonly [Type in EventType]: (data: EventData<Type>) => readonly (string | undefined)[] };

/** Ids of the subjects of an event, each once, the one whose readers it is judged by first; none of the installation's. */
export const namedBy = (event: AnyRecorded): readonly string[] => {
  const subjects = subjectsOf[event.type] as (data: unknown) => readonly (string | undefined)[];
  return [...new Set(subjects(event.data).filter((one) => one !== undefined))];
};

/** What happened, without the version of the stored event, which is an affair of the log. */
export const plainType = (type: string): string => type.replace(/\.v\d+$/, '');

/** Of approved work, what those read who read approved work only: neither drafts nor what was sent in vain. */
export const shownOfApproved: readonly string[] = [
  'AchievementRegistered',
  'ContributionsDeclared',
  'AchievementCompleted',
  'AchievementApproved',
  'AchievementCorrected',
  'ReportExpected',
  'ExtensionGranted',
  'PaperReceiptRecorded',
  'ReportAccepted',
];
