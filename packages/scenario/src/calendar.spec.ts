import { describe, expect, it } from '@jest/globals';
import { sessionOf } from './calendar.js';
import { atMost } from './cast.js';

describe('the calendar', () => {
  it('gives each kind of step one instant of a day', () => {
    expect(sessionOf('2022-06-08', 'decideReports')).toBe('2022-06-08T16:00:00+07:00');
    expect(sessionOf('2022-02-21', 'registerParticipation')).toBe('2022-02-21T08:00:00+07:00');
  });

  it('lets exceptions be so many of all, and at most a quarter of a few', () => {
    const places = Array.from({ length: 22 });
    expect([atMost(3, places), atMost(40, places), atMost(2, [])]).toEqual([3, 5, 0]);
  });
});
