import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';

const documentsMax = 500;

/** A document that is good, or what is wrong with it. */
export type Checked =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly document?: undefined; readonly errors: readonly GraphQLError[] };

const check = (schema: GraphQLSchema, query: string | DocumentNode): Checked => {
  try {
    const document = typeof query === 'string' ? parse(query) : query;
    const errors = validate(schema, document);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
};

/** Documents of this process's own callers, parsed and validated once; past 500 the oldest leaves. */
export const documentCache = (schema: GraphQLSchema) => {
  const known = new Map<string | DocumentNode, Checked>();
  return (query: string | DocumentNode): Checked => {
    const before = known.get(query);
    if (before) return before;
    const checked = check(schema, query);
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= documentsMax) known.delete(oldest);
    known.set(query, checked);
    return checked;
  };
};
