import type { Language } from '@thidua/service';

type Term = { readonly [One in Language]: string };
const term = (vi: string, en: string): Term => ({ vi, en });

/** What stored codes are called in a sentence. */
const terms = {
  CLERK: term('cán bộ soạn thảo', 'clerk'),
  HEAD: term('người đứng đầu', 'head'),
  REVIEWER: term('người thẩm định', 'reviewer'),
  OFFICE: term('văn phòng', 'office'),
  ANALYST: term('người phân tích', 'analyst'),
  AUDITOR: term('người kiểm toán', 'auditor'),
  ADMIN: term('quản trị', 'administrator'),
  central: term('trung ương', 'central level'),
  province: term('cấp tỉnh', 'province level'),
  district: term('cấp huyện', 'district level'),
  commune: term('cấp xã', 'commune level'),
  hamlet: term('ấp, khóm', 'hamlet level'),
  WORK: term('công trình', 'work'),
  PRODUCT: term('sản phẩm', 'product'),
  TASK: term('phần việc', 'task'),
  PHOTO: term('ảnh', 'photo'),
  MINUTES: term('biên bản', 'minutes'),
  ACCEPTANCE: term('biên bản nghiệm thu', 'acceptance minutes'),
  LIST: term('danh sách', 'list'),
  OTHER: term('khác', 'other'),
  ACHIEVEMENT: term('thành tích', 'achievement'),
  AMENDMENT: term('đề nghị đính chính', 'amendment'),
  REPORT: term('báo cáo', 'report'),
  APPROVE: term('công nhận', 'approved'),
  RETURN: term('trả lại', 'returned'),
  REJECT: term('không công nhận', 'rejected'),
  NOTE: term('lưu ý', 'note'),
  MINOR: term('nhỏ', 'minor'),
  MAJOR: term('nghiêm trọng', 'major'),
  WITHDRAWN: term('đã được rút', 'it was withdrawn'),
  CAMPAIGN_CANCELLED: term('phong trào đã hủy', 'the campaign was cancelled'),
  CORRECTION: term('có đính chính', 'a correction'),
  REORGANISATION: term('sắp xếp đơn vị', 'a reorganisation'),
  RECEIVER_REQUEST: term('nơi nhận yêu cầu', 'the receiver asks for it'),
  RECEIVER: term('nơi nhận miễn', 'the receiver waives it'),
  COLLECTIVE: term('tập thể', 'collective'),
  INDIVIDUAL: term('cá nhân', 'individual'),
  OWN: term('của chính đơn vị', 'its own'),
  SUBTREE: term('của cả địa bàn', 'of its whole territory'),
  PRELIMINARY: term('sơ kết', 'preliminary'),
  FINAL: term('báo cáo kết quả', 'final'),
  SUPPLEMENT: term('báo cáo bổ sung', 'supplement'),
  SUMMARY: term('tổng kết', 'summary'),
  DRIVE: term('đợt thi đua', 'drive'),
  THEMATIC: term('thi đua theo chuyên đề', 'thematic campaign'),
  SUM: term('cộng', 'sum'),
  DISTINCT: term('đếm không trùng', 'count without repeats'),
  RATIO: term('tỷ lệ', 'ratio'),
  AVERAGE: term('bình quân', 'average'),
  DEMO: term('trình diễn', 'demonstration'),
  OWN_LOG: term('của đơn vị', 'own'),
} as const;

export type TermCode = keyof typeof terms;

/** A stored code by its term. */
export const termOf = (code: TermCode, language: Language): string => terms[code][language];
