import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { code, id, instant, localDate, quantityValue, text, title } from './values.js';

const takes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

describe('value types', () => {
  it.each([
    ['a day of the calendar', '2022-02-28', true],
    ['29 February of a leap year', '2024-02-29', true],
    ['29 February of another year', '2022-02-29', false],
    ['30 February', '2022-02-30', false],
    ['a month 13', '2022-13-01', false],
    ['a day without its zeros', '2022-2-1', false],
    ['an instant', '2022-02-01T00:00:00Z', false],
  ])('a local date: %s', (_, value, taken) => {
    expect(takes(localDate(), value)).toBe(taken);
  });

  it.each([
    ['UTC', '2022-06-19T17:00:00Z', true],
    ['UTC with milliseconds', '2022-06-19T17:00:00.000Z', true],
    ['local time with its offset', '2022-06-20T00:00:00+07:00', false],
    ['time without a zone', '2022-06-20T00:00:00', false],
    ['a day', '2022-06-20', false],
  ])('an instant: %s', (_, value, taken) => {
    expect(takes(instant(), value)).toBe(taken);
  });

  it.each([
    [0, true],
    [Number.MAX_SAFE_INTEGER, true],
    [Number.MAX_SAFE_INTEGER + 1, false],
    [-1, false],
    [0.5, false],
    [Number.NaN, false],
    ['1', false],
  ])('a quantity: %s', (value, taken) => {
    expect(takes(quantityValue(), value)).toBe(taken);
  });

  it.each([
    ['an id', id(), 200],
    ['a code', code(), 60],
    ['a title', title(), 1000],
    ['a text', text(), 10_000],
  ])('%s is not empty and has a longest', (_, schema, longest) => {
    expect([0, 1, longest, longest + 1].map((length) => takes(schema, 'ạ'.repeat(length)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
