import type { Dice } from './dice.js';
import type { QuantityLineInput } from './graphql-inputs.js';
import { daysAfter, periodStart } from './working-time.js';

/** Why a reviewer sends something back, by the code of the review catalogue. */
export type ReturnReason = 'QUANTITY_UNCLEAR' | 'EVIDENCE_MISSING' | 'WRONG_PERIOD';

/** What was sent back, why, and how it stood in the first report. */
export interface SentBack {
  readonly reason: ReturnReason;
  readonly note: string;
  readonly linesAtFirst: readonly QuantityLineInput[];
}

/** What the reviewer writes. */
const notes: Readonly<Record<ReturnReason, string>> = {
  QUANTITY_UNCLEAR: 'Số liệu chưa khớp với danh sách kèm theo, đề nghị rà soát và báo lại.',
  EVIDENCE_MISSING: 'Số lượng báo cáo nhiều hơn số có biên bản, đề nghị chỉ báo phần có minh chứng.',
  WRONG_PERIOD: 'Ngày thực hiện chưa đúng thực tế, đề nghị ghi lại theo ngày hoàn thành.',
};

const daysTooEarly = 3;

const earlier = (day: string): string => {
  const moved = daysAfter(day, -daysTooEarly);
  return moved < periodStart ? periodStart : moved;
};

const isNumber = ({ value, declared }: QuantityLineInput): boolean => value !== undefined || declared !== undefined;

const more = (amount: string, percent: number): string =>
  String(Number(amount) + Math.ceil((Number(amount) * percent) / 100));

/** A figure that nothing bears out, or a day on which it was not done yet. */
export const drawSentBack = (lines: readonly QuantityLineInput[], dice: Dice): SentBack => {
  const percent = dice.whole(20, 60);
  const reason = lines.every(isNumber)
    ? dice.pick(['QUANTITY_UNCLEAR', 'EVIDENCE_MISSING', 'WRONG_PERIOD'] as const)
    : 'WRONG_PERIOD';
  const linesAtFirst = lines.map((line) =>
    reason === 'WRONG_PERIOD'
      ? { ...line, effectiveOn: earlier(line.effectiveOn) }
      : {
          ...line,
          ...(line.value !== undefined && { value: more(line.value, percent) }),
          ...(line.declared !== undefined && { declared: more(line.declared, percent) }),
        },
  );
  return { reason, note: notes[reason], linesAtFirst };
};
