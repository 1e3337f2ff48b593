import { describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLError, getIntrospectionQuery, parse, specifiedRules, validate } from 'graphql';
import { limitRule, limits } from './limits.js';

const many = Array.from({ length: limits.fields + 1 }, (_, n) => `f${n}`);
const schema = buildSchema(`type Query { a: Query b: Int ${many.map((name) => `${name}: Int`).join(' ')} }`);

const refused = (query: string): readonly unknown[] =>
  validate(schema, parse(query), [...specifiedRules, limitRule]).map(({ extensions }: GraphQLError) => extensions);

const nested = (times: number, inner = 'b') => `${'a { '.repeat(times)}${inner}${' }'.repeat(times)}`;
const aliased = (times: number, field = 'b') => Array.from({ length: times }, (_, n) => `x${n}: ${field}`).join(' ');

describe('limits of a document', () => {
  it('let N pass and refuse N + 1 by name, in depth', () => {
    expect(refused(`{ ${nested(limits.depth - 1)} }`)).toEqual([]);
    const [max, found] = [limits.depth, limits.depth + 1];
    expect(refused(`{ ${nested(limits.depth)} }`)).toEqual([{ limit: 'depth', max, found }]);
  });

  it('let N pass and refuse N + 1 by name, in aliases, __typename included', () => {
    for (const field of ['b', '__typename']) {
      expect(refused(`{ ${aliased(limits.aliases, field)} }`)).toEqual([]);
      const [max, found] = [limits.aliases, limits.aliases + 1];
      expect(refused(`{ ${aliased(limits.aliases + 1, field)} }`)).toEqual([{ limit: 'aliases', max, found }]);
    }
  });

  it('let N pass and refuse N + 1 by name, in fields', () => {
    const [max, found] = [limits.fields, limits.fields + 1];
    expect(refused(`{ ${many.slice(1).join(' ')} }`)).toEqual([]);
    expect(refused(`{ ${many.join(' ')} }`)).toEqual([{ limit: 'fields', max, found }]);
  });

  it('count a fragment wherever it is spread', () => {
    const fragment = `fragment F on Query { ${aliased(limits.aliases / 2)} }`;
    expect(refused(`{ a { ...F } two: a { b } } ${fragment}`)).toEqual([]);
    const [max, found] = [limits.aliases, limits.aliases + 1];
    expect(refused(`{ a { ...F } two: a { ...F } } ${fragment}`)).toEqual([{ limit: 'aliases', max, found }]);
    const deep = `fragment D on Query { ${nested(limits.depth - 3)} }`;
    expect(refused(`{ ${nested(1, '...D')} } ${deep}`)).toEqual([]);
    expect(refused(`{ ${nested(2, '... { ...D }')} } ${deep}`)).toMatchObject([{ limit: 'depth' }]);
  });

  it('hold for each operation by itself', () => {
    const half = `{ ${aliased(limits.aliases)} }`;
    expect(refused(`query A ${half} query B ${half}`)).toEqual([]);
    expect(refused(`query A ${half} query B { ${nested(limits.depth)} }`)).toMatchObject([{ limit: 'depth' }]);
  });

  it('sum up fragments that double each other instead of walking them', () => {
    const doubling = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    const found = refused(`{ ...F0 } ${doubling.join(' ')} fragment F60 on Query { b }`);
    expect(found).toMatchObject([{ limit: 'depth' }, { limit: 'fields', found: 2 ** 60 }]);
  });

  it('end in circles, which another rule names', () => {
    expect(refused('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A b }')).toEqual([{}]);
  });

  it('leave room for the introspection that explorers send', () => {
    const all = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true };
    expect(refused(getIntrospectionQuery({ ...all, inputValueDeprecation: true, oneOf: true }))).toEqual([]);
  });
});
