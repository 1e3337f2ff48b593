import { describe, expect, it } from '@jest/globals';
import { castOf } from './cast.js';
import { registrationDays } from './registration-days.js';

describe('the days of registration', () => {
  const cast = castOf({ districts: ['842', '847'], hamlets: true, members: true });

  it('name every place but two hamlets', () => {
    const days = registrationDays('demo', cast);
    const places = [...cast.units, ...cast.hamlets].map(({ code }) => code);
    const absent = places.filter((place) => !days.has(place));
    expect(absent).toHaveLength(2);
    expect(absent.every((place) => place.includes('-'))).toBe(true);
    expect(days.get('84')).toBe('2022-02-21');
  });

  it('are office days: no Saturday, no Sunday', () => {
    const days = [...registrationDays('demo', cast).values()];
    expect(days.filter((day) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))).toEqual([]);
  });

  it('leave nobody out where there are too few for exceptions', () => {
    const few = { ...cast, hamlets: cast.hamlets.slice(0, 3), members: [] };
    const days = registrationDays('demo', few);
    expect(few.hamlets.filter(({ code }) => (days.get(code) ?? '9') > '2022-03-15')).toEqual([]);
  });
});
