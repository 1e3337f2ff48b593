import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

const scalar = <Internal>(name: string, parse: (text: string) => Internal): GraphQLScalarType =>
  new GraphQLScalarType({
    name,
    serialize: (value) => String(value),
    parseValue: (value) => {
      if (typeof value !== 'string' && typeof value !== 'number') throw badInput(`${name}: a string is expected`);
      // A JSON number beyond 2^53 has lost digits before we see it.
      if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
        throw badInput(`${name}: send a number this large as a string (hãy gửi số lớn dưới dạng chuỗi)`);
      }
      return parse(String(value));
    },
    parseLiteral: (node) => {
      if (node.kind !== Kind.STRING && node.kind !== Kind.INT && node.kind !== Kind.FLOAT) {
        throw badInput(`${name}: a string is expected`);
      }
      return parse(node.value);
    },
  });

/** Whether a text is a calendar day; 30 February is none. */
const isDay = (text: string): boolean => {
  const form = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const parsed = form ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text;
};

const parseDate = (text: string): string => {
  if (!isDay(text)) {
    throw badInput(`Date: "${text}" is not a day such as 2022-06-20 (không phải một ngày dạng 2022-06-20)`);
  }
  return text;
};

/** An instant with its offset, kept in UTC. */
const parseDateTime = (text: string): string => {
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const parsed = form && isDay(text.slice(0, 10)) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(parsed.getTime())) {
    throw badInput(`DateTime: "${text}" is not an instant such as 2022-06-20T00:00:00+07:00`);
  }
  return parsed.toISOString();
};

const parseCount =
  (name: string) =>
  (text: string): number => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value)) throw badInput(`${name}: "${text}" is not one of ours`);
    return value;
  };

/** Any plain decimal number, as text: what it may be is a rule of its metric, refused by name. */
const parseNumber = (text: string): string => {
  if (text.length > 60 || !/^-?\d+(\.\d+)?$/.test(text)) {
    throw badInput(`BigInt: "${text.slice(0, 60)}" is not a decimal number such as 1200`);
  }
  return text;
};

/** Scalars and mapped enums of the shared part of the schema. */
export const sharedResolvers = {
  Date: scalar('Date', parseDate),
  DateTime: scalar('DateTime', parseDateTime),
  Position: scalar('Position', parseCount('Position')),
  Receipt: scalar('Receipt', parseCount('Receipt')),
  BigInt: scalar('BigInt', parseNumber),
  UnitLevel: {
    CENTRAL: 'central',
    PROVINCE: 'province',
    DISTRICT: 'district',
    COMMUNE: 'commune',
    HAMLET: 'hamlet',
  },
  UserError: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
};
