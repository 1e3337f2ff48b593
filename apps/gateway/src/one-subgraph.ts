import { MapperKind, mapSchema } from '@graphql-tools/utils';
import type { Subgraph } from '@thidua/service';
import {
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';

/** Federation's own root fields: for joins between services, never for a client. */
const federationFields = ['_entities', '_service'];

/** A field with one of these cannot be answered by its subgraph alone, though it stands in its schema. */
const joiningDirectives = ['external', 'requires', 'override', 'provides'];

const isJoining = ({ name }: DirectiveNode) =>
  joiningDirectives.some((directive) => name.value === directive || name.value === `federation__${directive}`);

/** `Type.field` of all fields for which a subgraph needs another. */
const joinedFieldsOf = (sdl: string): ReadonlySet<string> => {
  const fields = new Set<string>();
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const wholeType = definition.directives?.some(isJoining) ?? false;
    for (const field of definition.fields ?? []) {
      if (wholeType || field.directives?.some(isJoining)) fields.add(`${definition.name.value}.${field.name.value}`);
    }
  }
  return fields;
};

/** What a subgraph can answer by itself, or null where it has no query of its own. */
const ownSchema = ({ sdl, schema }: Subgraph): GraphQLSchema | null => {
  const joined = joinedFieldsOf(sdl);
  const query = schema.getQueryType()?.name;
  const own = mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, name, type) =>
      joined.has(`${type}.${name}`) || (type === query && federationFields.includes(name)) ? null : field,
  });
  return own.getQueryType() ? own : null;
};

/** The whole graph describes itself; a service would describe only its part. */
const asksForTheSchema = (document: DocumentNode): boolean => {
  let asks = false;
  visit(document, {
    Field({ name }) {
      if (name.value === '__schema' || name.value === '__type') asks = true;
    },
  });
  return asks;
};

/**
 * Finds the one subgraph whose schema alone a document fits: it can answer as it is, four times as fast as the
 * joined graph. Null where none or several fit. Choices last as long as the document itself, which Apollo
 * Server and the gateway keep in caches of bounded size.
 */
export const chooserOf = (subgraphs: readonly Subgraph[]) => {
  const candidates = subgraphs.flatMap((subgraph) => {
    const own = ownSchema(subgraph);
    return own ? [{ subgraph, own }] : [];
  });
  const choices = new WeakMap<DocumentNode, Subgraph | null>();

  const choose = (document: DocumentNode): Subgraph | null => {
    if (asksForTheSchema(document)) return null;
    const fits = candidates.filter(({ own }) => validate(own, document, specifiedRules, { maxErrors: 1 }).length === 0);
    return fits.length === 1 ? (fits[0]?.subgraph ?? null) : null;
  };
  return (document: DocumentNode): Subgraph | null => {
    const chosen = choices.get(document);
    if (chosen !== undefined) return chosen;
    const choice = choose(document);
    choices.set(document, choice);
    return choice;
  };
};
