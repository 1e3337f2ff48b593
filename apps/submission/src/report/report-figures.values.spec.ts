import { describe, expect, it } from '@jest/globals';
import { type Duty, TotalTooLarge } from '@thidua/reporting';
import type { StoredCampaign } from '@thidua/service';
import { figuresValue, totalQuantityValue } from './report-figures.values.js';
import type { ReportReading } from './report-reading.js';

const tooLarge = () => {
  throw new TotalTooLarge('road_metre');
};
const limit = expect.objectContaining({ extensions: { code: 'LIMIT_EXCEEDED' } });

describe('figures of a report that are beyond what is shown exactly', () => {
  it('are refused as such, whichever of them is asked for, and nothing else of the report is', () => {
    const reading = { moment: { position: 7 }, draft: tooLarge, differences: tooLarge } as unknown as ReportReading;
    const shown = { campaign: {} as StoredCampaign, reading, language: 'en' } as const;
    const { totals, children, missing, differences, asOfPosition } = figuresValue({} as Duty, 'draft', shown);
    for (const asked of [totals, children, missing, differences]) expect(asked).toThrow(limit);
    expect(asOfPosition).toBe(7);
  });

  it('are refused where a count is more than a count can be', () => {
    const count = 2 ** 31 - 1;
    expect(totalQuantityValue({ sum: 1, count }, 'score')).toEqual({ sum: 1, count, exact: true });
    for (const one of [count + 1, -count - 1]) {
      expect(() => totalQuantityValue({ sum: 1, count: one }, 'score')).toThrow(limit);
    }
  });
});
