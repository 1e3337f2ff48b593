import type { Handlers } from '@thidua/event-sourcing';
import { type AnyRecorded, type EventData, participationIdOf } from '@thidua/events';
import type { HistoryRows, SubjectRow } from './history.rows.js';

const begin = async (
  rows: HistoryRows,
  facts: Pick<SubjectRow, 'subject_id' | 'kind'> & Partial<SubjectRow>,
): Promise<void> => {
  const none = { campaign_id: null, org_id: null, unit_id: null, receiver_org_id: null, of_id: null };
  const row = { ...none, partner_org_ids: '[]', approved: 0 as const, ...facts };
  const { subject_id, kind, ...changed } = facts;
  // An organisation registers with or without an invitation, so what came first stays and what is stated anew holds.
  await rows
    .insertInto('history_subject')
    .values(row)
    .onConflict((conflict) => conflict.column('subject_id').doUpdateSet({ kind, ...changed }))
    .execute();
};

const change = async (rows: HistoryRows, subjectId: string, set: Partial<SubjectRow>): Promise<void> => {
  await rows.updateTable('history_subject').set(set).where('subject_id', '=', subjectId).execute();
};

const unitOf = async (rows: HistoryRows, subjectId: string): Promise<string | null> => {
  const row = rows.selectFrom('history_subject').select('unit_id').where('subject_id', '=', subjectId);
  return (await row.executeTakeFirst())?.unit_id ?? null;
};

interface TakesPart {
  readonly data: { readonly campaignId: string; readonly orgId: string; readonly unitId: string };
}
const takesPart = (rows: HistoryRows, { data: { campaignId, orgId, unitId } }: TakesPart) =>
  begin(rows, {
    ...{ subject_id: participationIdOf(campaignId, orgId), kind: 'participation' },
    ...{ campaign_id: campaignId, org_id: orgId, unit_id: unitId },
  });

type Sent = EventData<'AchievementSubmitted.v1'> | EventData<'AmendmentRequested.v1'>;
const sent = (rows: HistoryRows, { data: { subject, receiverOrgId } }: { readonly data: Sent }) =>
  change(rows, subject.achievementId, { receiver_org_id: receiverOrgId });

interface OfAchievement {
  readonly data: { readonly subject: { readonly achievementId: string } };
}
const approved =
  (now: 0 | 1) =>
  (rows: HistoryRows, { data: { subject } }: OfAchievement) =>
    change(rows, subject.achievementId, { approved: now });

interface OfReport {
  readonly data: { readonly reportId: string };
}
const accepted =
  (now: 0 | 1) =>
  (rows: HistoryRows, { data: { reportId } }: OfReport) =>
    change(rows, reportId, { approved: now });

/** What the readers of a subject are judged by, where an event changes it. */
const steps: Handlers<HistoryRows> = {
  'UnitRegistered.v1': (rows, { data: { unitId } }) =>
    begin(rows, { subject_id: unitId, kind: 'unit', unit_id: unitId }),
  'OrganisationEstablished.v1': (rows, { data: { orgId, unitId } }) =>
    begin(rows, { subject_id: orgId, kind: 'organisation', org_id: orgId, unit_id: unitId }),
  'CampaignDrafted.v1': async (rows, { data: { campaignId, issuerOrgId } }) =>
    begin(rows, {
      ...{ subject_id: campaignId, kind: 'campaign', campaign_id: campaignId, org_id: issuerOrgId },
      unit_id: await unitOf(rows, issuerOrgId),
    }),
  'ParticipantInvited.v1': takesPart,
  'ParticipationRegistered.v1': takesPart,
  'AchievementRegistered.v1': (rows, { data: { achievementId, campaignId, ownerOrgId, ownerUnitId } }) =>
    begin(rows, {
      ...{ subject_id: achievementId, kind: 'achievement', campaign_id: campaignId },
      ...{ org_id: ownerOrgId, unit_id: ownerUnitId },
    }),
  'ContributionsDeclared.v1': (rows, { data: { achievementId, contributions } }) => {
    const partners = contributions.filter(({ role }) => role === 'PARTNER').map(({ orgId }) => orgId);
    return change(rows, achievementId, { partner_org_ids: JSON.stringify(partners) });
  },
  'AchievementSubmitted.v1': sent,
  'AmendmentRequested.v1': sent,
  'AchievementApproved.v1': approved(1),
  'AchievementWithdrawn.v1': approved(0),
  'ApprovalRevoked.v1': approved(0),
  'ReportExpected.v1': (rows, { data: { reportId, campaignId, orgId, unitId, receiverOrgId = null } }) =>
    begin(rows, {
      ...{ subject_id: reportId, kind: 'report', campaign_id: campaignId },
      ...{ org_id: orgId, unit_id: unitId, receiver_org_id: receiverOrgId },
    }),
  'NarrativeSaved.v1': accepted(0),
  'ReportSubmitted.v1': accepted(0),
  'ReportReturned.v1': accepted(0),
  'ReportAccepted.v1': accepted(1),
  'ReportReopened.v1': accepted(0),
  'ReportWaived.v1': accepted(0),
  'ReviewOpened.v1': (rows, { data }) =>
    begin(rows, {
      ...{ subject_id: data.reviewId, kind: 'case', campaign_id: data.campaignId, org_id: data.ownerOrgId },
      ...{ unit_id: data.ownerUnitId, receiver_org_id: data.receiverOrgId, of_id: data.subjectId },
    }),
};

export const rememberSubject = async (rows: HistoryRows, event: AnyRecorded): Promise<void> => {
  const step = steps[event.type] as ((rows: HistoryRows, event: AnyRecorded) => Promise<void>) | undefined;
  await step?.(rows, event);
};
