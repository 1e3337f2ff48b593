import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { RequestContext, Subgraph } from '@thidua/service';
import { GraphQLError, type GraphQLResolveInfo, GraphQLScalarType, parse } from 'graphql';

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])\n`;
const shared = readFileSync(new URL('../../../packages/service/src/shared.graphql', import.meta.url), 'utf8');

const librarySdl = `
  type Book @key(fields: "id") { id: ID! title: String! broken: String hidden: String! }
  type Query {
    book(id: ID!, minReceipt: Receipt, on: Date): Book
    books: [Book!]!
    lagging: String
    waits(milliseconds: Int!): Boolean
  }
  type Mutation { bookAdd(title: String!): BookPayload! bookRemove(id: ID!): BookPayload! }
  type BookPayload { book: Book receipt: Receipt userErrors: [UserError!]! }
`;

const loansSdl = `
  type Book @key(fields: "id") { id: ID! loan: Loan }
  type Loan @key(fields: "id") { id: ID! book: Book! reader: String! }
  type Query { loan(id: ID!, minReceipt: Receipt): Loan loans: [Loan!]! }
  type Mutation { loanOpen(book: ID!): LoanPayload! }
  type LoanPayload { loan: Loan userErrors: [UserError!]! }
`;

/** What the resolvers of the toy services saw. */
export interface Seen {
  readonly service: string;
  readonly field: string;
  readonly context: RequestContext;
  /** One object an execution: graphql makes its variables anew each time. */
  readonly execution: unknown;
}

type Args = Readonly<Record<string, unknown>>;
type Resolver = (source: unknown, args: Args, context: RequestContext) => unknown;

const strict = (name: string, form: RegExp) => {
  const parseValue = (value: unknown) => {
    if (!form.test(String(value)))
      throw new GraphQLError(`${name}: not one`, { extensions: { code: 'BAD_USER_INPUT' } });
    return name === 'Receipt' ? Number(value) : value;
  };
  const parseLiteral = (node: object) => parseValue('value' in node ? node.value : undefined);
  return new GraphQLScalarType({ name, serialize: String, parseValue, parseLiteral });
};

const scalars = {
  Receipt: strict('Receipt', /^\d+$/),
  Date: strict('Date', /^\d{4}-\d{2}-\d{2}$/),
  UserError: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
};

const titles = ['Số đỏ', 'Tắt đèn', 'Lão Hạc'];
const bookOf = (id: unknown) => (titles[Number(id)] ? { id: String(id), title: titles[Number(id)] } : null);
const loanOf = (id: unknown) => ({
  id: String(id),
  reader: `reader ${id}`,
  book: { __typename: 'Book', id: String(id) },
});
const notAllowed = {
  __typename: 'NotAllowed',
  code: 'NOT_ALLOWED',
  message: 'no',
  field: ['title'],
  rule: 'readers only',
};
const conflict = {
  __typename: 'RevisionConflict',
  code: 'REVISION_CONFLICT',
  message: 'moved',
  expected: 1,
  actual: 2,
};

/** Two small services that share the real shared part of the schema and know nothing of each other. */
export const toyGraph = (seen: Seen[] = []): readonly Subgraph[] => {
  const watched = (service: string, resolvers: Readonly<Record<string, Resolver>>) =>
    Object.fromEntries(
      Object.entries(resolvers).map(([field, resolve]) => [
        field,
        (source: unknown, args: Args, context: RequestContext, { variableValues }: GraphQLResolveInfo) => {
          seen.push({ service, field, context, execution: variableValues });
          return resolve(source, args, context);
        },
      ]),
    );
  const subgraph = (name: string, sdl: string, resolvers: object): Subgraph => {
    const whole = federation + shared + sdl;
    const schema = buildSubgraphSchema([{ typeDefs: parse(whole), resolvers: { ...scalars, ...resolvers } }]);
    return { name, sdl: whole, schema };
  };
  const reference = watched('library', { 'Book.reference': (_context, { id }) => bookOf(id) })['Book.reference'];
  return [
    subgraph('library', librarySdl, {
      Book: {
        // A reference resolver takes its arguments in another order than a field's.
        __resolveReference: (key: Args, context: RequestContext, info: GraphQLResolveInfo) =>
          reference?.(null, key, context, info),
        broken: () => {
          throw new Error('password of the database: hunter2');
        },
        hidden: () => null,
      },
      Query: watched('library', {
        book: (_, { id }) => bookOf(id),
        books: () => titles.map((_, id) => bookOf(id)),
        lagging: () => {
          throw new GraphQLError('not yet', { extensions: { code: 'PROJECTION_LAGGING', position: '41' } });
        },
        waits: (_, { milliseconds }) => new Promise((done) => setTimeout(done, Number(milliseconds), true).unref()),
      }),
      Mutation: watched('library', {
        bookAdd: (_, { title }) =>
          title === '' ? { userErrors: [notAllowed] } : { book: bookOf(1), receipt: 42, userErrors: [] },
        bookRemove: () => ({ userErrors: [conflict, notAllowed] }),
      }),
    }),
    subgraph('loans', loansSdl, {
      Book: { loan: ({ id }: Args) => loanOf(id) },
      Query: watched('loans', { loan: (_, { id }) => loanOf(id), loans: () => [0, 1, 2].map(loanOf) }),
      Mutation: watched('loans', {
        loanOpen: (_, { book }) =>
          book === '0' ? { userErrors: [notAllowed] } : { loan: loanOf(book), userErrors: [] },
      }),
    }),
  ];
};
