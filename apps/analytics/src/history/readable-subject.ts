import { type HistorySubject, mayReadHistory, readsApprovedOnly } from '@thidua/authority';
import { actingIn, type CampaignDocument, type CampaignTables, campaignsById, type Standing } from '@thidua/service';
import type { Kysely } from 'kysely';
import { casesOf, type HistorySelection, subjectById, subjectsByIds } from './history.queries.js';
import type { HistoryTables, SubjectRow } from './history.rows.js';
import { shownOfApproved } from './subjects.js';

const workOf = (row: SubjectRow) => ({
  ownerOrgId: row.org_id ?? '',
  ownerUnitId: row.unit_id ?? '',
  approved: row.approved === 1,
  partnerOrgIds: JSON.parse(row.partner_org_ids) as string[],
  receiverOrgId: row.receiver_org_id,
});

/** A subject with the facts that its readers are judged by; null where its campaign is not known yet. */
const subjectOf = (row: SubjectRow, document: CampaignDocument | null): HistorySubject | null => {
  const campaign = document && {
    issuerOrgId: document.details.issuerOrgId,
    draft: document.launch === null,
    rules: document.rules,
  };
  switch (row.kind) {
    case 'unit':
      return { kind: 'unit' };
    case 'organisation':
      return { kind: 'organisation', orgId: row.org_id ?? '' };
    case 'campaign':
      return campaign && { kind: 'campaign', campaign };
    case 'participation':
      return campaign && { kind: 'participation', campaign, orgId: row.org_id ?? '' };
    case 'achievement':
    case 'report':
      return { kind: 'work', work: workOf(row) };
    case 'case':
      return { kind: 'case', work: { ...workOf(row), receiverOrgId: row.receiver_org_id ?? '' } };
    case 'installation':
      return null;
  }
};

/** A subject with what its readers are judged by; null while its campaign is not known. */
export interface JudgedSubject {
  readonly row: SubjectRow;
  readonly subject: HistorySubject | null;
}

/** Subjects by their ids; one that is not known is left out. */
export const judgedSubjects = async (
  database: Kysely<HistoryTables>,
  campaigns: Kysely<CampaignTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, JudgedSubject>> => {
  const rows = await subjectsByIds(database, [...new Set(ids)]);
  // Work and cases are judged without their campaign.
  const named = rows.flatMap(({ kind, campaign_id }) =>
    campaign_id !== null && (kind === 'campaign' || kind === 'participation') ? [campaign_id] : [],
  );
  const known = await campaignsById(campaigns, [...new Set(named)]);
  const documents = new Map(known.flatMap((one) => (one ? [[one.campaignId, one] as const] : [])));
  return new Map(
    rows.map((row) => [row.subject_id, { row, subject: subjectOf(row, documents.get(row.campaign_id ?? '') ?? null) }]),
  );
};

/** What of a subject's history somebody may read; null where that is nothing, or where there is no such subject. */
export const readableHistory = async (
  database: Kysely<HistoryTables>,
  campaigns: Kysely<CampaignTables>,
  subjectId: string,
  standing: Standing,
): Promise<HistorySelection | null> => {
  const acting = actingIn(standing);
  const row = await subjectById(database, subjectId);
  if (!row) return null;
  const ids = row.campaign_id === null ? [] : [row.campaign_id];
  const [document = null] = await campaignsById(campaigns, ids);
  const readable = (one: SubjectRow) => {
    const subject = subjectOf(one, document);
    return subject !== null && mayReadHistory(acting, subject, standing.world);
  };
  if (!readable(row)) return null;
  const cases = row.kind === 'case' ? [row] : await casesOf(database, subjectId);
  const isWork = row.kind === 'achievement' || row.kind === 'report';
  return {
    subjectId,
    caseIds: cases.filter(readable).map(({ subject_id }) => subject_id),
    types: isWork && acting && readsApprovedOnly(acting) ? shownOfApproved : null,
  };
};
