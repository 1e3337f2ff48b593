import type { reportEvents, reviewEvents } from '@thidua/events';
import type { SentencesOf } from './words.js';

export const reportSentences = {
  'ReportExpected.v1': {
    vi: ({ orgId, roundCode, receiverOrgId }, words) =>
      `${words.org(orgId)} phải nộp báo cáo kỳ ${roundCode}${receiverOrgId === undefined ? '' : ` cho ${words.org(receiverOrgId)}`}`,
    en: ({ orgId, roundCode, receiverOrgId }, words) =>
      `${words.org(orgId)} owes a report in round ${roundCode}${receiverOrgId === undefined ? '' : ` to ${words.org(receiverOrgId)}`}`,
  },
  'NarrativeSaved.v1': {
    vi: ({ version }) => `Lưu nội dung báo cáo lần ${version}`,
    en: ({ version }) => `Narrative of version ${version} saved`,
  },
  'ReportSubmitted.v1': {
    vi: ({ version, roundCode, coversTo, late, lateMinutes, children, missingOrgIds }, words) =>
      `Nộp báo cáo lần ${version} kỳ ${roundCode}, số liệu đến ngày ${words.day(coversTo)}, ${children.length} báo cáo cấp dưới, thiếu ${missingOrgIds.length}; ${late ? `trễ ${lateMinutes} phút` : 'đúng hạn'}`,
    en: ({ version, roundCode, coversTo, late, lateMinutes, children, missingOrgIds }, words) =>
      `Version ${version} submitted in round ${roundCode}, to ${words.day(coversTo)}, ${children.length} reports of the level below, ${missingOrgIds.length} missing; ${late ? `${lateMinutes} minutes late` : 'on time'}`,
  },
  'PaperReceiptRecorded.v1': {
    vi: ({ receivedOn, registerNo, recordedByOrgId }, words) =>
      `${words.org(recordedByOrgId)} nhận bản giấy ngày ${words.day(receivedOn)}, số đến ${registerNo}`,
    en: ({ receivedOn, registerNo, recordedByOrgId }, words) =>
      `Paper received by ${words.org(recordedByOrgId)} on ${words.day(receivedOn)}, register number ${registerNo}`,
  },
  'ExtensionGranted.v1': {
    vi: ({ grantedByOrgId, newDueBefore }, words) =>
      `${words.org(grantedByOrgId)} gia hạn nộp đến trước ${words.instant(newDueBefore)}`,
    en: ({ grantedByOrgId, newDueBefore }, words) =>
      `Extension granted by ${words.org(grantedByOrgId)}: due before ${words.instant(newDueBefore)}`,
  },
  'ReportReturned.v1': {
    vi: ({ version, reasonCode }, words) => `Trả lại báo cáo lần ${version}${words.because(reasonCode)}`,
    en: ({ version, reasonCode }, words) => `Version ${version} returned${words.because(reasonCode)}`,
  },
  'ReportAccepted.v1': {
    vi: ({ version, reasonCode }, words) => `Tiếp nhận báo cáo lần ${version}${words.because(reasonCode)}`,
    en: ({ version, reasonCode }, words) => `Version ${version} accepted${words.because(reasonCode)}`,
  },
  'ReportReopened.v1': {
    vi: ({ fromVersion, cause }, words) => `Mở lại báo cáo lần ${fromVersion}: ${words.term(cause)}`,
    en: ({ fromVersion, cause }, words) => `Version ${fromVersion} reopened: ${words.term(cause)}`,
  },
  'ReportWaived.v1': {
    vi: ({ cause, successorOrgId }, words) =>
      `Miễn nộp báo cáo: ${words.term(cause)}${successorOrgId === undefined ? '' : `, ${words.org(successorOrgId)} nộp thay`}`,
    en: ({ cause, successorOrgId }, words) =>
      `Report waived: ${words.term(cause)}${successorOrgId === undefined ? '' : `, ${words.org(successorOrgId)} takes it over`}`,
  },
} satisfies SentencesOf<keyof typeof reportEvents>;

export const reviewSentences = {
  'ReviewOpened.v1': {
    vi: ({ subjectType, submissionNo, receiverOrgId, dueAt }, words) =>
      `Mở hồ sơ thẩm định ${words.term(subjectType)}, lần trình ${submissionNo}, tại ${words.org(receiverOrgId)}, hạn ${words.instant(dueAt)}`,
    en: ({ subjectType, submissionNo, receiverOrgId, dueAt }, words) =>
      `Case of the ${words.term(subjectType)}, submission ${submissionNo}, opened at ${words.org(receiverOrgId)}, due ${words.instant(dueAt)}`,
  },
  'ReviewerAssigned.v1': {
    vi: ({ userId }) => `Giao ${userId} thẩm định`,
    en: ({ userId }) => `Assigned to ${userId}`,
  },
  'ReviewerRecused.v1': {
    vi: ({ userId }) => `${userId} thôi thẩm định`,
    en: ({ userId }) => `${userId} stepped back from the review`,
  },
  'FindingRaised.v1': {
    vi: ({ code, severity }, words) => `Nêu ý kiến thẩm định mức ${words.term(severity)}${words.because(code)}`,
    en: ({ code, severity }, words) => `Finding raised, ${words.term(severity)}${words.because(code)}`,
  },
  'ReviewDecided.v1': {
    vi: ({ subjectType, submissionNo, outcome, reasonCode }, words) =>
      `Kết luận thẩm định ${words.term(subjectType)}, lần trình ${submissionNo}: ${words.term(outcome)}${words.because(reasonCode)}`,
    en: ({ subjectType, submissionNo, outcome, reasonCode }, words) =>
      `Decision on the ${words.term(subjectType)}, submission ${submissionNo}: ${words.term(outcome)}${words.because(reasonCode)}`,
  },
  'ReviewMooted.v1': {
    vi: ({ reason }, words) => `Đóng hồ sơ, không cần kết luận: ${words.term(reason)}`,
    en: ({ reason }, words) => `Case closed without a decision: ${words.term(reason)}`,
  },
} satisfies SentencesOf<keyof typeof reviewEvents>;
