import {
  type DocumentNode,
  GraphQLError,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import { fragmentsOf } from './operation.js';

/** What one document may hold. GraphiQL's introspection is 18 deep; our own queries stay far below all of these. */
export const limits = { tokens: 4000, depth: 20, aliases: 50, fields: 1000 } as const;

type DocumentLimit = Exclude<keyof typeof limits, 'tokens'>;
type Size = { readonly [Limit in DocumentLimit]: number };

const nothing: Size = { depth: 0, aliases: 0, fields: 0 };

const add = (one: Size, other: Size): Size => ({
  depth: Math.max(one.depth, other.depth),
  aliases: one.aliases + other.aliases,
  fields: one.fields + other.fields,
});

/**
 * Sizes as the answer would have them: a fragment counts wherever it is spread, and is measured once, so that
 * fragments that spread each other twice are refused by their sum and not by exhaustion. A fragment inside
 * itself counts nothing here; another rule refuses it. Fragments count as depth too, since walking them does;
 * no name is exempt, `__typename` least of all.
 */
const measureOf = (document: DocumentNode) => {
  const fragments = fragmentsOf(document);
  const known = new Map<string, Size>();

  const ofFragment = (name: string): Size => {
    const before = known.get(name);
    if (before) return before;
    known.set(name, nothing);
    const size = ofSelections(fragments.get(name)?.selectionSet);
    known.set(name, size);
    return size;
  };
  const ofSelection = (selection: SelectionNode): Size => {
    const below =
      selection.kind === Kind.FRAGMENT_SPREAD ? ofFragment(selection.name.value) : ofSelections(selection.selectionSet);
    const field = selection.kind === Kind.FIELD;
    return {
      depth: below.depth + 1,
      aliases: below.aliases + (field && selection.alias ? 1 : 0),
      fields: below.fields + (field ? 1 : 0),
    };
  };
  const ofSelections = (set: SelectionSetNode | undefined): Size =>
    (set?.selections ?? []).reduce((size, selection) => add(size, ofSelection(selection)), nothing);
  return ofSelections;
};

const names: { readonly [Limit in DocumentLimit]: string } = {
  depth: 'Truy vấn lồng quá sâu (depth)',
  aliases: 'Truy vấn có quá nhiều bí danh (aliases)',
  fields: 'Truy vấn chọn quá nhiều trường (fields)',
};

/** Refuses documents beyond the limits, before anything is executed. */
export const limitRule: ValidationRule = (context) => {
  const measure = measureOf(context.getDocument());
  return {
    OperationDefinition(operation) {
      const size = measure(operation.selectionSet);
      for (const limit of ['depth', 'aliases', 'fields'] as const) {
        const [max, found] = [limits[limit], size[limit]];
        if (found <= max) continue;
        const message = `${names[limit]}: ${found}, nhiều nhất ${max}. At most ${max} ${limit}, found ${found}.`;
        context.reportError(new GraphQLError(message, { nodes: operation, extensions: { limit, max, found } }));
      }
    },
  };
};
