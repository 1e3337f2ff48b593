import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError, Kind, parseValue } from 'graphql';
import { sharedResolvers } from './scalars.js';

const { Date: date, DateTime: dateTime, Position: position, Receipt: receipt, BigInt: bigInt } = sharedResolvers;
type Scalar = typeof date;

/** What became of a value: parsed, or the code of the refusal. */
const parsed = (scalar: Scalar, value: unknown) => {
  try {
    return scalar.parseValue(value);
  } catch (fault) {
    if (!(fault instanceof GraphQLError)) throw fault;
    return fault.extensions.code;
  }
};
const refused = 'BAD_USER_INPUT';

describe('Date', () => {
  it.each(['2022-06-20', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('takes the day %s', (day) => {
    expect(parsed(date, day)).toBe(day);
  });

  it.each([
    '2022-02-30',
    '2022-02-29',
    '1900-02-29',
    '2022-13-01',
    '2022-00-01',
    '2022-06-31',
    '2022-6-20',
    '20/06/2022',
    '2022-06-20T00:00:00Z',
    '2022-06-20\n',
    ' 2022-06-20',
    '+002022-06-20',
    '٢٠٢٢-06-20',
    '',
  ])('refuses %j', (text) => {
    expect(parsed(date, text)).toBe(refused);
  });

  it('takes exactly the days of the calendar', () => {
    const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    const parts = fc.tuple(fc.integer({ min: 0, max: 9999 }), fc.nat({ max: 14 }), fc.nat({ max: 33 }));
    fc.assert(
      fc.property(parts, ([year, month, day]) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const length = (lengths[month - 1] ?? 0) + (month === 2 && isLeap(year) ? 1 : 0);
        expect(parsed(date, text)).toBe(day >= 1 && day <= length ? text : refused);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('DateTime', () => {
  it.each([
    ['2022-06-19T23:40:00+07:00', '2022-06-19T16:40:00.000Z'],
    ['2022-06-20T00:00+07:00', '2022-06-19T17:00:00.000Z'],
    ['2022-06-20T00:00:00Z', '2022-06-20T00:00:00.000Z'],
    ['2022-06-19T16:59:59.999Z', '2022-06-19T16:59:59.999Z'],
    ['2022-06-19T16:59:59.999999999Z', '2022-06-19T16:59:59.999Z'],
    ['2022-01-01T00:00:00-11:30', '2022-01-01T11:30:00.000Z'],
  ])('keeps %s as %s', (text, utc) => {
    expect(parsed(dateTime, text)).toBe(utc);
  });

  it.each([
    '2022-06-20T00:00:00',
    '2022-06-20',
    '2022-06-20 00:00:00Z',
    '2022-06-20T25:00:00Z',
    '2022-06-20T00:60:00Z',
    '2022-06-20T00:00:00+24:00',
    '2022-06-20T00:00:00.0000000000Z',
    '1655658000000',
    '',
  ])('refuses %j', (text) => {
    expect(parsed(dateTime, text)).toBe(refused);
  });

  it.each(['2022-02-30T00:00:00Z', '2022-02-29T23:00:00+07:00', '2022-06-31T00:00:00Z'])(
    'refuses %s, a day of no calendar, instead of moving it into the next month',
    (text) => {
      expect(parsed(dateTime, text)).toBe(refused);
    },
  );
});

describe('Position and Receipt', () => {
  it.each([position, receipt])('%s takes whole numbers up to 2^53 - 1, as text or number', (scalar) => {
    expect(parsed(scalar, '0')).toBe(0);
    expect(parsed(scalar, 12)).toBe(12);
    expect(parsed(scalar, '9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each(['9007199254740992', '10000000000000000', '-1', '1.5', '1e3', ' 1', '', 'abc'])('refuse %j', (text) => {
    expect(parsed(position, text)).toBe(refused);
    expect(parsed(receipt, text)).toBe(refused);
  });
});

describe('BigInt', () => {
  it.each(['0', '1200', '-5', '85.55', '007', '9007199254740992', '1'.repeat(60)])(
    'takes %s as text: what it may be is a rule of its metric',
    (text) => {
      expect(parsed(bigInt, text)).toBe(text);
    },
  );

  it('takes a JSON number by its digits', () => {
    expect(parsed(bigInt, 1200)).toBe('1200');
    expect(parsed(bigInt, 1.5)).toBe('1.5');
  });

  it.each(['', ' ', '1,5', '1.234,5', '1 200', '1e3', '+5', '.5', '5.', '--5', '0x10', 'NaN', '1'.repeat(61)])(
    'refuses %j, which is no plain decimal number',
    (text) => {
      expect(parsed(bigInt, text)).toBe(refused);
    },
  );

  it.each([1e21, Number.NaN, Number.POSITIVE_INFINITY, 1e-7])('refuses the number %s', (value) => {
    expect(parsed(bigInt, value)).toBe(refused);
  });
});

describe('every scalar', () => {
  const scalars = [date, dateTime, position, receipt, bigInt];

  it.each([true, null, {}, [], ['2022-06-20'], { toString: () => '5' }])(
    'refuses %j, which is neither text nor number',
    (value) => {
      for (const scalar of scalars) expect(parsed(scalar, value)).toBe(refused);
    },
  );

  it('reads a literal of a document as it reads a variable', () => {
    expect(date.parseLiteral(parseValue('"2022-06-20"'))).toBe('2022-06-20');
    expect(position.parseLiteral(parseValue('12'))).toBe(12);
    expect(bigInt.parseLiteral(parseValue('9007199254740993.5'))).toBe('9007199254740993.5');
    expect(() => bigInt.parseLiteral(parseValue('1e3'))).toThrow(GraphQLError);
    for (const scalar of scalars)
      expect(() => scalar.parseLiteral({ kind: Kind.BOOLEAN, value: true })).toThrow(GraphQLError);
  });

  it('answers as text', () => {
    expect(position.serialize(9007199254740991)).toBe('9007199254740991');
    expect(date.serialize('2022-06-20')).toBe('2022-06-20');
  });
});

describe('the shared part of the schema', () => {
  it('maps each level to the name it is stored by', () => {
    expect(Object.entries(sharedResolvers.UnitLevel).filter(([name, stored]) => name !== stored.toUpperCase())).toEqual(
      [],
    );
    expect(Object.keys(sharedResolvers.UnitLevel)).toEqual(['CENTRAL', 'PROVINCE', 'DISTRICT', 'COMMUNE', 'HAMLET']);
  });

  it('resolves a user error by the type it names', () => {
    expect(sharedResolvers.UserError.__resolveType({ __typename: 'NotAllowed' })).toBe('NotAllowed');
  });
});
