import { describe, expect, it } from '@jest/globals';
import type { Duty } from '@thidua/reporting';
import fc from 'fast-check';
import { type DueFacts, dueFactsOf, dueWords } from './due-words.js';

const dueBeforeMs = Date.parse('2022-06-20T00:00:00+07:00');
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

const said = (facts: Partial<DueFacts>) => {
  const whole = { waived: false, lateMinutes: undefined, dueBeforeMs, nowMs: dueBeforeMs, ...facts };
  return [dueWords(whole, 'vi'), dueWords(whole, 'en')];
};
/** Nothing sent, so much time before the due instant; negative = after it. */
const before = (ms: number) => said({ nowMs: dueBeforeMs - ms });
const late = (lateMinutes: number) => said({ lateMinutes });

describe('the words about a due instant', () => {
  it.each<[number, string, string]>([
    [1, 'còn dưới 1 phút', 'less than 1 minute left'],
    [minute - 1, 'còn dưới 1 phút', 'less than 1 minute left'],
    [minute, 'còn 1 phút', '1 minute left'],
    [2 * minute - 1, 'còn 1 phút', '1 minute left'],
    [hour - 1, 'còn 59 phút', '59 minutes left'],
    [hour, 'còn 1 giờ', '1 hour left'],
    [hour + minute, 'còn 1 giờ 1 phút', '1 hour 1 minute left'],
    [3 * hour + 5 * minute, 'còn 3 giờ 5 phút', '3 hours 5 minutes left'],
    [day - 1, 'còn 23 giờ 59 phút', '23 hours 59 minutes left'],
    [day, 'còn 1 ngày', '1 day left'],
    [day + 59 * minute, 'còn 1 ngày', '1 day left'],
    [day + hour, 'còn 1 ngày 1 giờ', '1 day 1 hour left'],
    [2 * day, 'còn 2 ngày', '2 days left'],
    [3 * day - 1, 'còn 2 ngày 23 giờ', '2 days 23 hours left'],
    [40 * day, 'còn 40 ngày', '40 days left'],
  ])('%d ms before it say what is left', (ms, vi, en) => {
    expect(before(ms)).toEqual([vi, en]);
  });

  it.each<[number, string, string]>([
    [0, 'quá hạn dưới 1 phút', 'overdue by less than 1 minute'],
    [minute - 1, 'quá hạn dưới 1 phút', 'overdue by less than 1 minute'],
    [minute, 'quá hạn 1 phút', 'overdue by 1 minute'],
    [8 * hour + 10 * minute, 'quá hạn 8 giờ 10 phút', 'overdue by 8 hours 10 minutes'],
    [day + 2 * hour, 'quá hạn 1 ngày 2 giờ', 'overdue by 1 day 2 hours'],
    [2 * day, 'quá hạn 2 ngày', 'overdue by 2 days'],
  ])('%d ms after it say that nothing was sent', (ms, vi, en) => {
    expect(before(-ms)).toEqual([vi, en]);
  });

  it.each<[number, string, string]>([
    [0, 'trễ dưới 1 phút', 'less than 1 minute late'],
    [1, 'trễ 1 phút', '1 minute late'],
    [490, 'trễ 8 giờ 10 phút', '8 hours 10 minutes late'],
    [1440, 'trễ 1 ngày', '1 day late'],
    [1570, 'trễ 1 ngày 2 giờ', '1 day 2 hours late'],
    [2 * 1440, 'trễ 2 ngày', '2 days late'],
  ])('say by how many of %d minutes what was sent was late', (minutes, vi, en) => {
    expect(late(minutes)).toEqual([vi, en]);
  });

  it('say that it was on time, or is waived, whatever the clock says', () => {
    for (const nowMs of [dueBeforeMs - day, dueBeforeMs + day]) {
      expect(said({ lateMinutes: null, nowMs })).toEqual(['đúng hạn', 'on time']);
      expect(said({ lateMinutes: null, waived: true, nowMs })).toEqual(['được miễn', 'waived']);
      expect(said({ waived: true, nowMs })).toEqual(['được miễn', 'waived']);
    }
  });

  it('never say more than there is, and lose less than a minute below a day, less than an hour above', () => {
    const spanOf = (words: string) => {
      const of = (unit: string) => Number(new RegExp(`(\\d+) ${unit}`, 'u').exec(words)?.[1] ?? 0);
      return words.includes('dưới') ? 0 : of('ngày') * day + of('giờ') * hour + of('phút') * minute;
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 * day }), (ms) => {
        const left = ms - spanOf(before(ms)[0] ?? '');
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThan(ms < day ? minute : hour);
      }),
    );
  });
});

describe('what they are said of', () => {
  const duty = (more: object) => ({ status: 'EXPECTED', sent: [], ...more }) as unknown as Duty;
  const due = '2022-06-19T17:00:00.000Z';
  const lateOf = (more: object) => dueFactsOf(duty(more), due, 0).lateMinutes;

  it('is the first version, whatever came after it', () => {
    const [onTime, tooLate] = [
      { late: false, lateMinutes: 0 },
      { late: true, lateMinutes: 5 },
    ];
    expect(lateOf({})).toBeUndefined();
    expect(lateOf({ status: 'SUBMITTED', sent: [onTime] })).toBeNull();
    expect(lateOf({ status: 'SUBMITTED', sent: [onTime, tooLate] })).toBeNull();
    expect(lateOf({ status: 'RETURNED', sent: [tooLate, onTime] })).toBe(5);
  });

  it('is the due instant that holds, in milliseconds', () => {
    expect(dueFactsOf(duty({ status: 'WAIVED' }), due, 7)).toEqual({
      waived: true,
      lateMinutes: undefined,
      dueBeforeMs: Date.parse(due),
      nowMs: 7,
    });
  });
});
