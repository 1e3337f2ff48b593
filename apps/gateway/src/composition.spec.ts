import { describe, expect, it } from '@jest/globals';
import type { Subgraph } from '@thidua/service';
import { buildSchema, parse } from 'graphql';
import { toyGraph } from '../test/toy-graph.js';
import { composeGraph } from './composition.js';
import { composeSupergraph } from './index.js';
import { chooserOf } from './one-subgraph.js';

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])\n`;
const context = { viewer: { userId: 'a' }, actingAs: null, language: 'vi', minReceipt: null } as const;

describe('the composed graph', () => {
  it('is not built from schemas that contradict each other, and says why and whose', () => {
    const subgraph = (name: string, type: string): Subgraph => {
      const sdl = `type Query { ${name}: Int } type Thing { size: ${type} }`;
      return { name, sdl: federation + sdl, schema: buildSchema(sdl) };
    };
    const compose = () => composeGraph([subgraph('one', 'Int'), subgraph('two', 'String')]);
    expect(compose).toThrow(/one, two do not compose[\s\S]*Thing\.size/);
  });

  it("shows clients nothing of federation, and knows the services' own scalars", () => {
    const { api, stitched } = composeGraph(toyGraph());
    expect(Object.keys(api.getQueryType()?.getFields() ?? {}).sort()).toEqual(
      ['book', 'books', 'lagging', 'loan', 'loans', 'waits'].sort(),
    );
    const isReceipt = (schema: typeof api) => () => {
      const type = schema.getType('Receipt');
      return type && 'parseValue' in type ? type.parseValue('no receipt') : undefined;
    };
    expect(isReceipt(api)).toThrow(/Receipt/);
    expect(isReceipt(stitched)()).toBe('no receipt');
  });

  it('keeps a document of this process that was checked once, and refuses a bad one each time', async () => {
    const graph = composeSupergraph(toyGraph());
    const query = parse('{ books { title } }');
    for (const one of [query, query, '{ books { title } }']) {
      expect((await graph.execute({ query: one, context })).errors).toBeUndefined();
    }
    for (const one of ['{ nothing }', '{ nothing }', '{']) {
      expect((await graph.execute({ query: one, context })).errors).toHaveLength(1);
    }
    expect((await graph.execute({ query, context: { ...context, viewer: null } })).errors).toHaveLength(1);
  });
});

describe('the one subgraph of a document', () => {
  const choose = chooserOf(toyGraph());
  const chosen = (query: string) => choose(parse(query))?.name ?? null;

  it('is the only one whose schema the whole document fits', () => {
    expect(chosen('{ books { title } }')).toBe('library');
    expect(chosen('{ loans { book { id } } }')).toBe('loans');
    expect(chosen('query A { books { id } } query B { book(id: 1) { title } }')).toBe('library');
  });

  it('is none where several are needed, or each would do', () => {
    expect(chosen('{ loans { book { title } } }')).toBeNull();
    expect(chosen('{ books { id } loans { id } }')).toBeNull();
    expect(chosen('query A { books { id } } query B { loans { id } }')).toBeNull();
    expect(chosen('{ __typename }')).toBeNull();
  });

  it('is none for what only the whole graph can say, or no client may ask', () => {
    expect(chosen('{ books { id } __type(name: "Book") { name } }')).toBeNull();
    expect(chosen('query A { books { id } } query B { __schema { types { name } } }')).toBeNull();
    expect(chosen('{ _service { sdl } }')).toBeNull();
    expect(chosen('{ _entities(representations: []) { __typename } }')).toBeNull();
  });

  it('is none where a field stands in its schema but needs another service', () => {
    const sdl =
      'type Book @key(fields: "id") { id: ID! title: String @external shout: String @requires(fields: "title") pages: Int } type Query { shelf: Book }';
    const directives =
      'directive @key(fields: String!) on OBJECT directive @external on FIELD_DEFINITION directive @requires(fields: String!) on FIELD_DEFINITION ';
    const chooseOf = chooserOf([{ name: 'shelf', sdl: federation + sdl, schema: buildSchema(directives + sdl) }]);
    expect(chooseOf(parse('{ shelf { pages } }'))?.name).toBe('shelf');
    expect(chooseOf(parse('{ shelf { shout } }'))).toBeNull();
    expect(chooseOf(parse('{ shelf { title } }'))).toBeNull();
  });
});
