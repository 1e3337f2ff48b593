import { receiverToday } from '@thidua/authority';
import { reviewIdOf } from '@thidua/events';
import { type Duty, excusedBy, isLate, type SentVersion, type Which } from '@thidua/reporting';
import { actorOf, type Language, type RegistryView, returnReason, type StoredCampaign } from '@thidua/service';
import { roundValue } from '../campaign/campaign.values.js';
import { dueFactsOf, dueWords } from './due-words.js';
import { figuresValue } from './report-figures.values.js';
import type { ReportReading } from './report-reading.js';

/** What a report is shown from. */
export interface Shown {
  readonly campaign: StoredCampaign;
  readonly reading: ReportReading;
  readonly language: Language;
  readonly view: RegistryView;
  readonly nowMs: number;
  /** Whether the viewer reads of reports what was accepted, and nothing else. */
  readonly acceptedOnly: () => boolean;
}

/** Which saying of a report is shown: a version that was sent and stands, else what is not sent yet; of a waived one none. */
const shownOf = ({ status, sent }: Duty): Which | null => {
  if (status === 'WAIVED') return null;
  return status === 'SUBMITTED' || status === 'ACCEPTED' ? (sent.at(-1)?.version ?? null) : 'draft';
};

/** The version that is drafted, or that was sent last. */
const versionShown = ({ status, sent }: Duty): number => {
  if (status === 'EXPECTED') return 0;
  return sent.length + (status === 'DRAFT' || status === 'RETURNED' || status === 'REOPENED' ? 1 : 0);
};

const returnedBecause = ({ status, returned }: Duty, language: Language) =>
  status === 'RETURNED' && returned?.reasonCode !== undefined
    ? {
        reasonCode: returned.reasonCode,
        reason: returnReason(returned.reasonCode, language),
        note: returned.note ?? null,
      }
    : null;

/** Why it is owed no longer: in its receiver's words, or that its organisation ended. */
const waivedBecause = ({ waived }: Duty, { reading, language }: Shown): string | null => {
  if (waived === null || waived.reason !== undefined) return waived?.reason ?? null;
  const successor = waived.successorOrgId === undefined ? null : reading.nameOf(waived.successorOrgId);
  return language === 'vi'
    ? `Tổ chức đã kết thúc do sắp xếp đơn vị${successor ? `; ${successor.name} báo cáo thay` : ''}.`
    : `The organisation ended by a reorganisation${successor ? `; ${successor.name} reports in its place` : ''}.`;
};

const receiverValue = ({ receiverOrgId }: Duty, { reading, view }: Shown) =>
  receiverOrgId === null ? null : reading.nameOf(receiverToday(receiverOrgId, view.world()) ?? receiverOrgId);

const paperValue = ({ paper }: Duty) => ({
  paperReceivedOn: paper?.receivedOn ?? null,
  paperRegisterNo: paper?.registerNo ?? null,
});

/** GraphQL's Report, but for its campaign and what the viewer may do. What has to be derived is a function: it runs where it is asked for. */
export const reportValue = (duty: Duty, shown: Shown) => {
  const { campaign, reading, language, view, nowMs } = shown;
  const { reportId, status, sent, receiverOrgId } = duty;
  const dueBefore = reading.dueBefore(duty);
  const excused = excusedBy(duty);
  const version = versionShown(duty);
  return {
    duty,
    id: reportId,
    round: () => roundShown(duty, shown),
    reporter: () => reading.nameOf(duty.orgId),
    receiver: () => receiverValue(duty, shown),
    status,
    version,
    revision: duty.revision,
    dueBefore,
    dueIn: dueWords(dueFactsOf(duty, dueBefore, nowMs), language),
    submittedAt: sent.at(-1)?.submittedAt ?? null,
    late: isLate(duty),
    lateMinutes: sent[0]?.lateMinutes ?? null,
    excusedBy: () => excused && actorOf(excused, null, view),
    ...paperValue(duty),
    narrative: duty.narrative,
    ...figuresValue(duty, shownOf(duty), { campaign, reading, language }),
    versions: () => versionsShown(duty, shown).map((one) => versionValue(duty, one, shown)),
    returnedBecause: returnedBecause(duty, language),
    waivedBecause: waivedBecause(duty, shown),
    reviewId: status === 'SUBMITTED' && receiverOrgId !== null ? reviewIdOf(reportId, version) : null,
  };
};

export type ReportValue = ReturnType<typeof reportValue>;

/** What was sent back is read like work that was not approved. */
const versionsShown = ({ sent }: Duty, { acceptedOnly }: Shown): readonly SentVersion[] =>
  acceptedOnly() ? sent.filter(({ outcome }) => outcome === 'APPROVE') : sent;

const roundShown = ({ roundCode }: Duty, { campaign, reading }: Shown) => {
  const round = campaign.rounds.find((one) => one.roundCode === roundCode);
  if (!round) throw new Error(`a report is owed in the round ${roundCode}, which its campaign lacks`);
  return roundValue(round, campaign, (orgId) => reading.nameOf(orgId));
};

/** GraphQL's ReportVersion. */
const versionValue = (duty: Duty, sent: SentVersion, { campaign, reading, language }: Shown) => ({
  version: sent.version,
  outcome: sent.outcome,
  submittedAt: sent.submittedAt,
  dueBefore: sent.dueBefore,
  late: sent.late,
  lateMinutes: sent.lateMinutes,
  coversTo: sent.coversTo,
  narrative: sent.narrative ?? null,
  supplementsVersion: sent.supplementsVersion ?? null,
  ...figuresValue(duty, sent.version, { campaign, reading, language }),
});
