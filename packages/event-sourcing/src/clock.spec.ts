import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fixedClock, localDateOf, scenarioClock, systemClock, todayOf } from './clock.js';

const localDateAt = (instant: string): string => localDateOf(Date.parse(instant));

describe('the local date of an instant', () => {
  it.each([
    ['the last instant of a day', '2022-06-19T16:59:59.999Z', '2022-06-19'],
    ['the first instant of a day', '2022-06-19T17:00:00.000Z', '2022-06-20'],
    ['midnight UTC', '2022-06-20T00:00:00.000Z', '2022-06-20'],
    ['the turn of a year', '2021-12-31T17:00:00.000Z', '2022-01-01'],
    ['29 February', '2024-02-28T17:00:00.000Z', '2024-02-29'],
    ['an instant before 1970', '1969-12-31T16:59:59.999Z', '1969-12-31'],
  ])('%s', (_, instant, day) => {
    expect(localDateAt(instant)).toBe(day);
  });

  it('is that of Asia/Ho_Chi_Minh, on every day since the zone had its last change', () => {
    const zoned = (ms: number) =>
      Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString();
    const since = Date.UTC(1975, 5, 14);
    fc.assert(
      fc.property(fc.integer({ min: since, max: Date.UTC(2100, 0) }), (ms) => {
        expect(localDateOf(ms)).toBe(zoned(ms));
      }),
    );
  });

  it('of no instant throws instead of making up a day', () => {
    expect(() => localDateOf(Number.NaN)).toThrow(RangeError);
  });
});

describe('a clock', () => {
  it('that is fixed stands still until it is set, also back', () => {
    const clock = fixedClock('2022-06-19T16:59:59.999Z');
    expect([clock.now(), clock.now()]).toEqual(Array(2).fill(Date.parse('2022-06-19T16:59:59.999Z')));
    expect(todayOf(clock)).toBe('2022-06-19');
    clock.set(clock.now() + 1);
    expect(todayOf(clock)).toBe('2022-06-20');
    clock.set('2022-01-01T00:00:00Z');
    expect(clock.now()).toBe(Date.UTC(2022, 0));
  });

  it('of a scenario stands where it is put, until it is released for good', () => {
    const clock = scenarioClock('2022-01-01T00:00:00+07:00');
    expect(clock.now()).toBe(Date.parse('2021-12-31T17:00:00Z'));
    clock.set('2022-06-19T16:59:59.999Z');
    expect([clock.now(), todayOf(clock)]).toEqual([Date.parse('2022-06-19T16:59:59.999Z'), '2022-06-19']);
    clock.release();
    clock.set('2022-01-01T00:00:00Z');
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000);
  });

  it('of the system tells milliseconds since 1970', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
  });
});
