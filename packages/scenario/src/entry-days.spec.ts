import { describe, expect, it } from '@jest/globals';
import { makeDice } from './dice.js';
import { drawEntryPlan, entryDay, entryDays, entryIndexUpTo } from './entry-days.js';

describe('the days of entry', () => {
  it('are the Tuesdays and Fridays on which people work, from the launch on, and the last day of June', () => {
    expect(entryDays).toHaveLength(37);
    expect([entryDays[0], entryDays.at(-2), entryDays.at(-1)]).toEqual(['2022-02-22', '2022-06-28', '2022-06-30']);
    const weekdays = entryDays.slice(0, -1).map((day) => Temporal.PlainDate.from(day).dayOfWeek);
    expect(new Set(weekdays)).toEqual(new Set([2, 5]));
    // The day off of 1 May was moved to it.
    expect(entryDays).not.toContain('2022-05-03');
    expect(entryDays).toEqual(entryDays.toSorted());
  });

  it('are found by the day up to which they count', () => {
    expect(entryIndexUpTo('2022-02-21')).toBe(-1);
    expect(entryDay(entryIndexUpTo('2022-05-05'))).toBe('2022-04-29');
    expect(entryDay(entryIndexUpTo('2022-05-06'))).toBe('2022-05-06');
    expect(() => entryDay(entryDays.length)).toThrow(RangeError);
  });
});

describe('the plan of those who have one receiver', () => {
  it('spreads its days from the launch up to a day, each in a part of its own, and one for the supplement', () => {
    for (let n = 0; n < 50; n++) {
      const { main, supplement } = drawEntryPlan(4, '2022-05-31', makeDice(`seed ${n}`, 'plan'));
      const end = entryIndexUpTo('2022-05-31') + 1;
      expect(main.map((index) => Math.floor((index * 4) / end))).toEqual([0, 1, 2, 3]);
      expect(entryDay(supplement) >= '2022-06-21' && entryDay(supplement) <= '2022-06-28').toBe(true);
    }
  });
});
