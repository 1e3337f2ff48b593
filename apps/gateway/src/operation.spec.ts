import { describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLObjectType, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { isIntrospection, minReceiptOf, rootFieldsOf } from './operation.js';

const fieldsOf = (query: string, name?: string) => {
  const document = parse(query);
  return rootFieldsOf(getOperationAST(document, name) as OperationDefinitionNode, document);
};
const namesOf = (query: string, name?: string) =>
  fieldsOf(query, name)
    .map((field) => field.name.value)
    .sort();

describe('root fields of an operation', () => {
  it('are found through fragments, inline ones and aliases, and nothing below them is', () => {
    const query =
      '{ x: a { below } ...F ... { b } ... on Query { ...G } } fragment F on Query { c ...G } fragment G on Query { d }';
    expect(namesOf(query)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are those of the named operation only', () => {
    expect(namesOf('query A { a } mutation B { b }', 'B')).toEqual(['b']);
  });

  it('are found though fragments run in a circle or are missing', () => {
    expect(namesOf('{ ...F } fragment F on Query { a ...F ...Missing }')).toEqual(['a']);
  });

  it('are introspection only by their real name', () => {
    expect(fieldsOf('{ __typename __schema { __typename } }').every(isIntrospection)).toBe(true);
    expect(fieldsOf('{ __typename: secret }').some(isIntrospection)).toBe(false);
  });
});

describe('minReceipt of an operation', () => {
  const schema = buildSchema(
    'type Query { a(minReceipt: Int): Int b(minReceipt: Int): Int c(minReceipt: String): Int d: Int }',
  );
  const receiptOf = (query: string, variables = {}) =>
    minReceiptOf(fieldsOf(query), schema.getQueryType() as GraphQLObjectType, variables);

  it('is null where no root field names one', () => {
    expect(receiptOf('{ a d __typename }')).toBeNull();
    expect(receiptOf('{ a(minReceipt: null) }')).toBeNull();
    expect(receiptOf('query ($r: Int) { a(minReceipt: $r) }')).toBeNull();
  });

  it('is a literal or a variable, the latest of several', () => {
    expect(receiptOf('{ a(minReceipt: 7) }')).toBe(7);
    expect(receiptOf('query ($r: Int) { a(minReceipt: $r) b(minReceipt: 7) }', { r: 9 })).toBe(9);
    expect(
      receiptOf('query ($r: Int) { a(minReceipt: $r) ...F } fragment F on Query { b(minReceipt: 7) }', { r: 2 }),
    ).toBe(7);
  });

  it('is a number, whatever else an argument of that name may be', () => {
    expect(receiptOf('{ c(minReceipt: "7") }')).toBeNull();
  });
});
