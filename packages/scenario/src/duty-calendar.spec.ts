import { describe, expect, it } from '@jest/globals';
import { atMost, dutySessionOf } from './duty-calendar.js';

describe('the calendar of duties', () => {
  it('gives each kind of step one instant of a day', () => {
    expect(dutySessionOf('2022-06-08', 'decide')).toBe('2022-06-08T16:00:00+07:00');
    expect(dutySessionOf('2022-02-21', 'register')).toBe('2022-02-21T08:00:00+07:00');
  });

  it('lets exceptions be so many of all, and at most a quarter of a few', () => {
    const places = Array.from({ length: 22 });
    expect([atMost(3, places), atMost(40, places), atMost(2, [])]).toEqual([3, 5, 0]);
  });
});
