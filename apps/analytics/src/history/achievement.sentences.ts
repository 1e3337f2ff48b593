import type { achievementEvents } from '@thidua/events';
import type { SentencesOf } from './words.js';

const percent = (basisPoints: number) => `${basisPoints / 100}%`;

export const achievementSentences = {
  'AchievementRegistered.v1': {
    vi: ({ kind, titleVi, areaCode, ownerOrgId }, words) =>
      `${words.org(ownerOrgId)} đăng ký ${words.term(kind)} "${titleVi}", nội dung ${words.area(areaCode)}`,
    en: ({ kind, titleVi, areaCode, ownerOrgId }, words) =>
      `${words.org(ownerOrgId)} registered the ${words.term(kind)} "${titleVi}", area ${words.area(areaCode)}`,
  },
  'ContributionsDeclared.v1': {
    vi: ({ contributions }, words) =>
      `Tỷ lệ đóng góp: ${words.some(contributions.map(({ orgId, shareBp }) => `${words.org(orgId)} ${percent(shareBp)}`))}`,
    en: ({ contributions }, words) =>
      `Shares: ${words.some(contributions.map(({ orgId, shareBp }) => `${words.org(orgId)} ${percent(shareBp)}`))}`,
  },
  'ProgressRecorded.v1': {
    vi: ({ percentDone, effectiveOn }, words) => `Tiến độ ${percentDone}% ngày ${words.day(effectiveOn)}`,
    en: ({ percentDone, effectiveOn }, words) => `Progress ${percentDone}% on ${words.day(effectiveOn)}`,
  },
  'QuantityReported.v1': {
    vi: ({ lines, removedLineIds }, words) =>
      `Ghi số liệu: ${words.lines(lines)}${removedLineIds.length > 0 ? `; bỏ ${removedLineIds.length} dòng` : ''}`,
    en: ({ lines, removedLineIds }, words) =>
      `Figures reported: ${words.lines(lines)}${removedLineIds.length > 0 ? `; ${removedLineIds.length} removed` : ''}`,
  },
  'EvidenceAttached.v1': {
    vi: ({ kind }, words) => `Đính kèm minh chứng: ${words.term(kind)}`,
    en: ({ kind }, words) => `Evidence attached: ${words.term(kind)}`,
  },
  'EvidenceWithdrawn.v1': { vi: () => 'Rút minh chứng', en: () => 'Evidence withdrawn' },
  'AchievementCompleted.v1': {
    vi: ({ completedOn }, words) => `Hoàn thành ngày ${words.day(completedOn)}`,
    en: ({ completedOn }, words) => `Completed on ${words.day(completedOn)}`,
  },
  'AchievementSubmitted.v1': {
    vi: ({ submissionNo, receiverOrgId, lines }, words) =>
      `Trình lần ${submissionNo} lên ${words.org(receiverOrgId)}: ${words.lines(lines)}`,
    en: ({ submissionNo, receiverOrgId, lines }, words) =>
      `Submission ${submissionNo} to ${words.org(receiverOrgId)}: ${words.lines(lines)}`,
  },
  'AchievementApproved.v1': {
    vi: ({ lines, reasonCode }, words) => `Công nhận: ${words.lines(lines)}${words.because(reasonCode)}`,
    en: ({ lines, reasonCode }, words) => `Approved: ${words.lines(lines)}${words.because(reasonCode)}`,
  },
  'AchievementReturned.v1': {
    vi: ({ submissionNo, reasonCode }, words) => `Trả lại lần trình ${submissionNo}${words.because(reasonCode)}`,
    en: ({ submissionNo, reasonCode }, words) => `Submission ${submissionNo} returned${words.because(reasonCode)}`,
  },
  'AchievementRejected.v1': {
    vi: ({ submissionNo, reasonCode }, words) =>
      `Không công nhận lần trình ${submissionNo}${words.because(reasonCode)}`,
    en: ({ submissionNo, reasonCode }, words) => `Submission ${submissionNo} rejected${words.because(reasonCode)}`,
  },
  'AmendmentRequested.v1': {
    vi: ({ before, after }, words) => `Đề nghị đính chính: ${words.change(before, after)}`,
    en: ({ before, after }, words) => `Amendment requested: ${words.change(before, after)}`,
  },
  'AchievementCorrected.v1': {
    vi: ({ before, after, reasonCode }, words) =>
      `Đính chính: ${words.change(before, after)}${words.because(reasonCode)}`,
    en: ({ before, after, reasonCode }, words) =>
      `Corrected: ${words.change(before, after)}${words.because(reasonCode)}`,
  },
  'AmendmentRefused.v1': {
    vi: ({ before, after, outcome, reasonCode }, words) =>
      `Đề nghị đính chính bị ${words.term(outcome)}: ${words.change(before, after)}${words.because(reasonCode)}`,
    en: ({ before, after, outcome, reasonCode }, words) =>
      `Amendment ${words.term(outcome)}: ${words.change(before, after)}${words.because(reasonCode)}`,
  },
  'AchievementWithdrawn.v1': { vi: () => 'Rút thành tích', en: () => 'Achievement withdrawn' },
  'ApprovalRevoked.v1': {
    vi: ({ revokedByOrgId, lines }, words) => `${words.org(revokedByOrgId)} hủy công nhận: ${words.lines(lines)}`,
    en: ({ revokedByOrgId, lines }, words) => `Approval revoked by ${words.org(revokedByOrgId)}: ${words.lines(lines)}`,
  },
} satisfies SentencesOf<keyof typeof achievementEvents>;
