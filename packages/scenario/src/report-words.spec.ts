import { describe, expect, it } from '@jest/globals';
import { makeDice } from './dice.js';
import { extensionReason, narrativeOf, returnReasons } from './report-words.js';
import { loadTraVinhUnits } from './tra-vinh-units.js';

describe('the words of a report', () => {
  const units = loadTraVinhUnits();
  const unitOf = (code: string) => {
    const unit = units.find((one) => one.code === code);
    if (!unit) throw new Error(`no unit ${code}`);
    return unit;
  };
  const wordsOf = (code: string, round: string) =>
    narrativeOf(unitOf(code), round, makeDice('demo', `${code}/${round}`));

  it('begin with who reports and are whole sentences', () => {
    expect(wordsOf('847', 'FINAL')).toMatch(/^Ủy ban MTTQ Việt Nam huyện Châu Thành đã .+\. Khó khăn: .+\.$/);
    expect(wordsOf('842', 'MID')).toMatch(/^Ủy ban MTTQ Việt Nam thành phố Trà Vinh đã .+\.$/);
    expect(wordsOf('84', 'SUMMARY')).toMatch(/^Ủy ban MTTQ Việt Nam tỉnh Trà Vinh tổng kết .+\.$/);
  });

  it('say in a supplement what it is there for', () => {
    expect(wordsOf('847', 'SUPPLEMENT')).toContain('bổ sung kết quả đến hết ngày 30/6/2022');
  });

  it('state no figure, which is what the report is for', () => {
    expect([wordsOf('847', 'MID'), wordsOf('847', 'FINAL')].filter((words) => /\d/.test(words))).toEqual([]);
  });

  it('are the same for the same draw', () => {
    expect(wordsOf('847', 'FINAL')).toBe(wordsOf('847', 'FINAL'));
  });

  it('give a reason for what is sent back and for more time', () => {
    expect(Object.values(returnReasons).map(({ note }) => note.endsWith('gửi lại.'))).toEqual([true, true]);
    expect(extensionReason).toContain('gia hạn hai ngày');
  });
});
