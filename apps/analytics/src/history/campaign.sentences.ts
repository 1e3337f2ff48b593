import type { campaignEvents, participationEvents } from '@thidua/events';
import type { SentencesOf } from './words.js';

export const campaignSentences = {
  'CampaignDrafted.v1': {
    vi: ({ titleVi, kind, issuerOrgId, periodStart, periodEnd }, words) =>
      `${words.org(issuerOrgId)} soạn thảo ${words.term(kind)} "${titleVi}", từ ${words.day(periodStart)} đến ${words.day(periodEnd)}`,
    en: ({ titleVi, titleEn, kind, issuerOrgId, periodStart, periodEnd }, words) =>
      `${words.org(issuerOrgId)} drafted the ${words.term(kind)} "${titleEn ?? titleVi}", ${words.day(periodStart)} to ${words.day(periodEnd)}`,
  },
  'ContentAreaDefined.v1': {
    vi: ({ areaCode, titleVi }) => `Nội dung thi đua ${areaCode}: ${titleVi}`,
    en: ({ areaCode, titleVi, titleEn }) => `Content area ${areaCode}: ${titleEn ?? titleVi}`,
  },
  'ParticipantRuleSet.v1': {
    vi: ({ orgType, group, levels }, words) =>
      `Đối tượng tham gia: ${orgType ?? group ?? 'mọi tổ chức'}, ${words.some(levels.map((level) => words.term(level)))}`,
    en: ({ orgType, group, levels }, words) =>
      `Who takes part: ${orgType ?? group ?? 'every organisation'}, ${words.some(levels.map((level) => words.term(level)))}`,
  },
  'ReportRoundDefined.v1': {
    vi: ({ roundCode, kind, fromLevel, coversTo, dueBefore }, words) =>
      `Kỳ báo cáo ${roundCode} (${words.term(kind)}, ${words.term(fromLevel)}): số liệu đến ngày ${words.day(coversTo)}, nộp trước ${words.instant(dueBefore)}`,
    en: ({ roundCode, kind, fromLevel, coversTo, dueBefore }, words) =>
      `Report round ${roundCode} (${words.term(kind)}, ${words.term(fromLevel)}): covers to ${words.day(coversTo)}, due before ${words.instant(dueBefore)}`,
  },
  'MetricDefined.v1': {
    vi: ({ titleVi, unitVi, combine }, words) => `Chỉ tiêu ${titleVi}, đơn vị tính ${unitVi}, ${words.term(combine)}`,
    en: ({ titleEn, unitEn, combine }, words) => `Metric ${titleEn}, counted in ${unitEn}, ${words.term(combine)}`,
  },
  'CampaignLaunched.v1': {
    vi: ({ documentNo, documentDate }, words) =>
      `Phát động theo văn bản ${documentNo ?? 'chưa có số'} ngày ${words.day(documentDate)}`,
    en: ({ documentNo, documentDate }, words) =>
      `Launched by document ${documentNo ?? 'without a number'} of ${words.day(documentDate)}`,
  },
  'CampaignPlanAmended.v1': {
    vi: ({ documentNo }) => `Sửa kế hoạch${documentNo === undefined ? '' : ` theo văn bản ${documentNo}`}`,
    en: ({ documentNo }) => `Plan amended${documentNo === undefined ? '' : ` by document ${documentNo}`}`,
  },
  'CampaignDetailsChanged.v1': {
    vi: ({ titleVi, periodStart, periodEnd }, words) =>
      `Thông tin kế hoạch: "${titleVi}", từ ${words.day(periodStart)} đến ${words.day(periodEnd)}`,
    en: ({ titleVi, titleEn, periodStart, periodEnd }, words) =>
      `Details of the plan: "${titleEn ?? titleVi}", ${words.day(periodStart)} to ${words.day(periodEnd)}`,
  },
  'ReportRoundRescheduled.v1': {
    vi: ({ roundCode, receiverOrgId, oldDueBefore, newDueBefore }, words) =>
      `Đổi hạn nộp kỳ ${roundCode}${receiverOrgId === undefined ? '' : ` gửi ${words.org(receiverOrgId)}`} từ ${words.instant(oldDueBefore)} thành ${words.instant(newDueBefore)}`,
    en: ({ roundCode, receiverOrgId, oldDueBefore, newDueBefore }, words) =>
      `Round ${roundCode}${receiverOrgId === undefined ? '' : ` to ${words.org(receiverOrgId)}`} rescheduled from ${words.instant(oldDueBefore)} to ${words.instant(newDueBefore)}`,
  },
  'ReportingLineSet.v1': {
    vi: ({ reporterOrgId, receiverOrgId, validFrom }, words) =>
      `${words.org(reporterOrgId)} báo cáo cho ${words.org(receiverOrgId)} từ ngày ${words.day(validFrom)}`,
    en: ({ reporterOrgId, receiverOrgId, validFrom }, words) =>
      `${words.org(reporterOrgId)} reports to ${words.org(receiverOrgId)} from ${words.day(validFrom)}`,
  },
  'CampaignSuspended.v1': { vi: () => 'Tạm dừng phong trào', en: () => 'Campaign suspended' },
  'CampaignResumed.v1': { vi: () => 'Tiếp tục phong trào', en: () => 'Campaign resumed' },
  'ReportingClosed.v1': { vi: () => 'Khóa kỳ báo cáo', en: () => 'Reporting closed' },
  'CampaignSummarised.v1': {
    vi: ({ version }) => `Tổng kết phong trào bằng báo cáo tổng kết lần ${version}`,
    en: ({ version }) => `Campaign summarised by version ${version} of the summary`,
  },
  'CampaignClosed.v1': { vi: () => 'Kết thúc phong trào', en: () => 'Campaign closed' },
  'CampaignCancelled.v1': { vi: () => 'Hủy phong trào', en: () => 'Campaign cancelled' },
} satisfies SentencesOf<keyof typeof campaignEvents>;

export const participationSentences = {
  'ParticipantInvited.v1': {
    vi: ({ orgId }, words) => `Mời ${words.org(orgId)} tham gia`,
    en: ({ orgId }, words) => `${words.org(orgId)} invited to take part`,
  },
  'ParticipationRegistered.v1': {
    vi: ({ orgId, registeredOn, subjectKind }, words) =>
      `${words.org(orgId)} đăng ký tham gia (${words.term(subjectKind)}) ngày ${words.day(registeredOn)}`,
    en: ({ orgId, registeredOn, subjectKind }, words) =>
      `${words.org(orgId)} registered to take part (${words.term(subjectKind)}) on ${words.day(registeredOn)}`,
  },
  'UnitPlanIssued.v1': {
    vi: ({ orgId, documentNo, issuedOn }, words) =>
      `${words.org(orgId)} ban hành kế hoạch ${documentNo ?? 'chưa có số'} ngày ${words.day(issuedOn)}`,
    en: ({ orgId, documentNo, issuedOn }, words) =>
      `${words.org(orgId)} issued its plan ${documentNo ?? 'without a number'} on ${words.day(issuedOn)}`,
  },
  'TargetSet.v1': {
    vi: ({ metric, value, scope, effectiveOn }, words) =>
      `Đặt mục tiêu ${words.target(metric, value)} (${words.term(scope)}) từ ngày ${words.day(effectiveOn)}`,
    en: ({ metric, value, scope, effectiveOn }, words) =>
      `Target set: ${words.target(metric, value)} (${words.term(scope)}) from ${words.day(effectiveOn)}`,
  },
  'TargetRevised.v1': {
    vi: ({ metric, value, scope, effectiveOn }, words) =>
      `Sửa mục tiêu thành ${words.target(metric, value)} (${words.term(scope)}) từ ngày ${words.day(effectiveOn)}`,
    en: ({ metric, value, scope, effectiveOn }, words) =>
      `Target revised: ${words.target(metric, value)} (${words.term(scope)}) from ${words.day(effectiveOn)}`,
  },
  'ParticipationWithdrawn.v1': {
    vi: ({ orgId }, words) => `${words.org(orgId)} rút đăng ký tham gia`,
    en: ({ orgId }, words) => `${words.org(orgId)} withdrew from taking part`,
  },
} satisfies SentencesOf<keyof typeof participationEvents>;
