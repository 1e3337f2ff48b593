import { type Handlers, localDateOf, type Projection } from '@thidua/event-sourcing';
import { type EventData, type Line, type RecordedOf, reviewIdOf } from '@thidua/events';
import { foldVietnamese } from '@thidua/hierarchy';
import type { Transaction, Updateable } from 'kysely';
import { type AchievementRow, type AchievementTables, createAchievementTables, noDay } from './achievement.rows.js';
import { type EvidenceFacts, mergeLines } from './achievement.state.js';
import { titleKey } from './title-order.js';

type Rows = Transaction<AchievementTables>;
type Change = Updateable<AchievementRow>;

const update = async (rows: Rows, achievementId: string, set: Change): Promise<void> => {
  await rows.updateTable('achievement').set(set).where('achievement_id', '=', achievementId).execute();
};

const registered = async (
  rows: Rows,
  { data, position, revision, recordedAt }: RecordedOf<'AchievementRegistered.v1'>,
): Promise<void> => {
  const { achievementId, ownerOrgId: orgId, ownerUnitId: unitId } = data;
  await rows
    .insertInto('achievement')
    .values({
      achievement_id: achievementId,
      campaign_id: data.campaignId,
      position,
      revision,
      status: 'REGISTERED',
      area_code: data.areaCode,
      kind: data.kind,
      owner_org_id: orgId,
      owner_unit_id: unitId,
      registered_on: localDateOf(Date.parse(recordedAt)),
      planned_from: data.plannedFrom ?? null,
      planned_to: data.plannedTo ?? null,
      planned_key: data.plannedFrom ?? noDay,
      completed_key: noDay,
      percent_done: 0,
      submission_no: 0,
      title: data.titleVi,
      title_key: titleKey(data.titleVi),
      title_folded: ` ${foldVietnamese(data.titleVi)} `,
      movements: JSON.stringify(data.movementCodes),
      contributions: JSON.stringify([{ orgId, unitId, role: 'LEAD', shareBp: 10_000 }]),
      evidence: '[]',
      lines: '[]',
      approved_lines: '[]',
    } as AchievementRow)
    .execute();
};

const declared = async (rows: Rows, { data, revision }: RecordedOf<'ContributionsDeclared.v1'>): Promise<void> => {
  const { achievementId, contributions } = data;
  await update(rows, achievementId, { revision, contributions: JSON.stringify(contributions) });
  await rows.deleteFrom('achievement_partner').where('achievement_id', '=', achievementId).execute();
  const partners = contributions.filter(({ role }) => role === 'PARTNER');
  if (partners.length === 0) return;
  const named = partners.map(({ orgId }) => ({ achievement_id: achievementId, org_id: orgId }));
  await rows.insertInto('achievement_partner').values(named).execute();
};

/** What is stored of an achievement before a step that needs it. */
const before = (rows: Rows, achievementId: string): Promise<AchievementRow> =>
  rows.selectFrom('achievement').selectAll().where('achievement_id', '=', achievementId).executeTakeFirstOrThrow();

const begun = ({ status }: AchievementRow): AchievementRow['status'] =>
  status === 'REGISTERED' ? 'IN_PROGRESS' : status;

const progressed = async (rows: Rows, { data, revision }: RecordedOf<'ProgressRecorded.v1'>): Promise<void> => {
  const { achievementId, percentDone, effectiveOn } = data;
  const row = await before(rows, achievementId);
  const later = row.progress_on === null || row.progress_on <= effectiveOn;
  await update(rows, achievementId, {
    revision,
    status: begun(row),
    ...(later && { percent_done: percentDone, progress_on: effectiveOn }),
  });
};

/** The lines as they are now, with the day lists and counts know them by. */
const linesNow = (lines: readonly Line[]): Pick<AchievementRow, 'lines' | 'first_day'> => ({
  lines: JSON.stringify(lines),
  first_day: lines.map(({ effectiveOn }) => effectiveOn).sort()[0] ?? null,
});

const reported = async (rows: Rows, { data, revision }: RecordedOf<'QuantityReported.v1'>): Promise<void> => {
  const row = await before(rows, data.achievementId);
  const lines = mergeLines(JSON.parse(row.lines) as Line[], data.lines, data.removedLineIds);
  await update(rows, data.achievementId, { revision, status: begun(row), ...linesNow(lines) });
};

const evidenceChanged = async (
  rows: Rows,
  { achievementId }: { readonly achievementId: string },
  revision: number,
  change: (evidence: readonly EvidenceFacts[]) => readonly EvidenceFacts[],
): Promise<void> => {
  const { evidence } = await before(rows, achievementId);
  const changed = JSON.stringify(change(JSON.parse(evidence) as EvidenceFacts[]));
  await update(rows, achievementId, { revision, evidence: changed });
};

const completed = async (rows: Rows, { data, revision }: RecordedOf<'AchievementCompleted.v1'>): Promise<void> => {
  const { achievementId, completedOn } = data;
  const { status } = await before(rows, achievementId);
  const open = status === 'REGISTERED' || status === 'IN_PROGRESS';
  await update(rows, achievementId, {
    revision,
    status: open ? 'COMPLETED' : status,
    completed_on: completedOn,
    completed_key: completedOn,
    percent_done: 100,
  });
};

/** What is sent for review; why something was sent back before is answered by it. */
const sent = (
  { submissionNo, receiverOrgId, subject }: EventData<'AchievementSubmitted.v1'> | EventData<'AmendmentRequested.v1'>,
  revision: number,
): Change => ({
  revision,
  submission_no: submissionNo,
  receiver_org_id: receiverOrgId,
  review_id: reviewIdOf(subject.achievementId, submissionNo),
  reason_code: null,
  note: null,
});

const because = ({
  reasonCode,
  note,
}: EventData<'AchievementReturned.v1'> | EventData<'AmendmentRefused.v1'>): Change => ({
  reason_code: reasonCode ?? null,
  note: note ?? null,
});

const handlers: Handlers<Rows> = {
  'AchievementRegistered.v1': registered,
  'ContributionsDeclared.v1': declared,
  'ProgressRecorded.v1': progressed,
  'QuantityReported.v1': reported,
  'EvidenceAttached.v1': (rows, { data: { achievementId, campaignId: _, ...piece }, revision }) =>
    evidenceChanged(rows, { achievementId }, revision, (evidence) => [...evidence, piece]),
  'EvidenceWithdrawn.v1': (rows, { data, revision }) =>
    evidenceChanged(rows, data, revision, (evidence) =>
      evidence.filter(({ evidenceId }) => evidenceId !== data.evidenceId),
    ),
  'AchievementCompleted.v1': completed,
  'AchievementSubmitted.v1': (rows, { data, revision }) =>
    update(rows, data.subject.achievementId, { ...sent(data, revision), status: 'UNDER_REVIEW' }),
  'AchievementApproved.v1': (rows, { data: { subject, lines }, revision }) =>
    update(rows, subject.achievementId, { revision, status: 'APPROVED', approved_lines: JSON.stringify(lines) }),
  'AchievementReturned.v1': (rows, { data, revision }) =>
    update(rows, data.subject.achievementId, { revision, ...because(data), status: 'RETURNED' }),
  'AchievementRejected.v1': (rows, { data, revision }) =>
    update(rows, data.subject.achievementId, { revision, ...because(data), status: 'REJECTED' }),
  'AmendmentRequested.v1': (rows, { data, revision }) =>
    update(rows, data.subject.achievementId, {
      ...sent(data, revision),
      status: 'AMENDMENT_PENDING',
      proposed_lines: JSON.stringify(data.after),
    }),
  'AchievementCorrected.v1': (rows, { data: { subject, after }, revision }) =>
    update(rows, subject.achievementId, {
      revision,
      status: 'APPROVED',
      ...linesNow(after),
      approved_lines: JSON.stringify(after),
      proposed_lines: null,
    }),
  'AmendmentRefused.v1': (rows, { data, revision }) =>
    update(rows, data.subject.achievementId, {
      revision,
      ...because(data),
      status: 'APPROVED',
      proposed_lines: null,
    }),
  'AchievementWithdrawn.v1': (rows, { data: { subject, reason }, revision }) =>
    update(rows, subject.achievementId, { revision, status: 'WITHDRAWN', ended_reason: reason }),
  'ApprovalRevoked.v1': (rows, { data: { subject, reason }, revision }) =>
    update(rows, subject.achievementId, { revision, status: 'REVOKED', ended_reason: reason, approved_lines: '[]' }),
};

/** Achievements as pages and lists show them. */
export const achievementProjection: Projection<AchievementTables> = {
  name: 'submission-achievements',
  version: 2,
  tables: ['achievement', 'achievement_partner'],
  create: createAchievementTables,
  handlers,
};
