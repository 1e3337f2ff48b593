import type { Message } from './messages.js';

/** Why a reviewer sends something back: a catalogue, so that reasons can be counted. Codes are stored. */
export const returnReasons = {
  QUANTITY_UNCLEAR: { vi: 'Số liệu chưa rõ hoặc chưa khớp', en: 'The quantities are unclear or do not agree' },
  EVIDENCE_MISSING: { vi: 'Thiếu minh chứng', en: 'Evidence is missing' },
  WRONG_PERIOD: { vi: 'Ngày thực hiện chưa đúng', en: 'The day it was done is wrong' },
  WRONG_AREA: { vi: 'Chưa đúng nội dung thi đua', en: 'It belongs to another content area' },
  DUPLICATE: { vi: 'Trùng với thành tích khác', en: 'It repeats another achievement' },
  CHILD_MISSING: { vi: 'Thiếu báo cáo cấp dưới', en: 'Reports of the level below are missing' },
  FIGURES_DIFFER: { vi: 'Số liệu tổng hợp chưa khớp với cấp dưới', en: 'The totals do not agree with those below' },
  NARRATIVE_INCOMPLETE: { vi: 'Nội dung báo cáo chưa đầy đủ', en: 'What the report says is incomplete' },
  OTHER: { vi: 'Lý do khác, xem ghi chú', en: 'Another reason, see the note' },
} satisfies Record<string, Message>;

export const returnReasonCodes: readonly string[] = Object.keys(returnReasons);

/** The catalogue's words for a stored code; the code itself where the catalogue no longer has it. */
export const returnReason = (code: string, language: 'vi' | 'en'): string =>
  code in returnReasons ? returnReasons[code as keyof typeof returnReasons][language] : code;
