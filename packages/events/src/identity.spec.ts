import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  commandIdOf,
  eventIdOf,
  inputHashOf,
  objectIdOf,
  organisationIdOf,
  processCommandIdOf,
  reviewIdOf,
} from './identity.js';

const key = '0b8f8e3a-8d1c-4b1e-9f57-2f6f0c8f9a10';
const words = fc.string({ unit: 'grapheme', minLength: 1 }).filter((word) => !word.includes('\u001f'));

describe('a derived id', () => {
  // Stored logs hold these: a change here makes every retry a second command and every reader lose its streams.
  it.each([
    ['a command', commandIdOf('an', key), '41a2cda5-ac99-5258-b7d8-67c3c00e32b2'],
    [
      'a command of a process',
      processCommandIdOf('open-review-when-submitted', 'event-1', 0),
      'b0efbfd0-7f4f-5fcf-b177-0efeec837de3',
    ],
    ['an event', eventIdOf('command-1', 0), '4cf9ccad-c015-5a76-b293-7428adc1ea04'],
    ['an object', objectIdOf('achievement', 'command-1'), 'bfbe4ebe-b61c-554d-9d6e-b580f148b4ea'],
    ['an object of a bulk command', objectIdOf('unit', 'command-1', '29242'), 'fb56d1d9-ada8-5a5b-935e-76524b8f88ce'],
    ['an organisation', organisationIdOf('unit-1', 'FRONT_COMMITTEE'), 'ee7714b0-2b19-58c1-93a3-b7846025fe28'],
    ['a review', reviewIdOf('achievement-1', 1), '1d5b01c6-f5e4-5d8f-898d-b1156f17887f'],
  ])('of %s never changes', (_, derived, pinned) => {
    expect(derived).toBe(pinned);
  });

  it('differs by kind, even where all else is the same', () => {
    const ids = [
      commandIdOf('x', '1'),
      processCommandIdOf('x', '1', 0),
      eventIdOf('x', 1),
      objectIdOf('unit', 'x', 1),
      objectIdOf('campaign', 'x', 1),
      organisationIdOf('x', '1'),
      reviewIdOf('x', 1),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is a UUID version 5, the same for the same parts, another for others', () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    fc.assert(
      fc.property(words, words, words, words, (a, b, c, d) => {
        expect(organisationIdOf(a, b)).toMatch(uuid);
        expect(organisationIdOf(a, b)).toBe(organisationIdOf(a, b));
        expect(organisationIdOf(a, b) === organisationIdOf(c, d)).toBe(a === c && b === d);
      }),
    );
  });

  it('does not run its parts together', () => {
    expect(organisationIdOf('ab', 'c')).not.toBe(organisationIdOf('a', 'bc'));
    expect(eventIdOf('command-1', 11)).not.toBe(eventIdOf('command-11', 1));
    expect(processCommandIdOf('p', 'e1', 1)).not.toBe(processCommandIdOf('p', 'e', 11));
  });

  it('of an object is that of its first item', () => {
    expect(objectIdOf('unit', 'command-1')).toBe(objectIdOf('unit', 'command-1', 0));
  });

  it('of a command is the same in whatever case its key is written, and another for another person', () => {
    expect(commandIdOf('an', key.toUpperCase())).toBe(commandIdOf('an', key));
    expect(commandIdOf('An', key)).not.toBe(commandIdOf('an', key));
    expect(commandIdOf('binh', key)).not.toBe(commandIdOf('an', key));
  });
});

describe('the hash of an input', () => {
  const json = fc.jsonValue({ noUnicodeString: false });
  /** The same value with the fields of every object the other way round. */
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, field]) => [name, turned(field)]),
    );
  };

  it('never changes', () => {
    const input = { campaign: 'c', lines: [{ metric: 'road_metre', value: '1.200' }], note: 'đỏ', force: null };
    expect(inputHashOf('achievementReportQuantities', input)).toBe(
      'c47a2362fc744224e10f433845a85db3056a09b7a1fe7f64a940068e1b445d82',
    );
  });

  it('does not depend on the order of fields, at any depth', () => {
    fc.assert(fc.property(json, (input) => expect(inputHashOf('o', turned(input))).toBe(inputHashOf('o', input))));
  });

  it('depends on the operation, on every value, on the order of a list and on null against absent', () => {
    const hashes = [
      inputHashOf('one', { a: 1 }),
      inputHashOf('other', { a: 1 }),
      inputHashOf('one', { a: 2 }),
      inputHashOf('one', { a: '1' }),
      inputHashOf('one', { b: 1 }),
      inputHashOf('one', { a: null }),
      inputHashOf('one', {}),
      inputHashOf('one', { a: [1, 2] }),
      inputHashOf('one', { a: [2, 1] }),
      inputHashOf('one', null),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('takes an undefined field for an absent one, and no input for null', () => {
    expect(inputHashOf('one', { a: undefined, b: 1 })).toBe(inputHashOf('one', { b: 1 }));
    expect(inputHashOf('one', undefined)).toBe(inputHashOf('one', null));
  });

  it.each([
    ['a number that JSON lacks', Number.NaN],
    ['half a character', '\ud800'],
    [
      'a circle',
      (() => {
        const ring: { self?: unknown } = {};
        ring.self = ring;
        return ring;
      })(),
    ],
  ])('refuses %s instead of hashing something else', (_, value) => {
    expect(() => inputHashOf('one', { value })).toThrow();
  });
});
