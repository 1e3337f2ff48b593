import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  isInputType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  valueFromAST,
} from 'graphql';

/** A document's fragments by name. */
export const fragmentsOf = ({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> =>
  new Map(definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])));

/** The root fields of an operation, those in its fragments too. Each fragment is entered once, so circles end. */
export const rootFieldsOf = (operation: OperationDefinitionNode, document: DocumentNode): readonly FieldNode[] => {
  const fragments = fragmentsOf(document);
  const below = (selection: SelectionNode): SelectionSetNode | undefined => {
    if (selection.kind !== Kind.FRAGMENT_SPREAD) return selection.selectionSet;
    const fragment = fragments.get(selection.name.value);
    fragments.delete(selection.name.value);
    return fragment?.selectionSet;
  };
  const pending: SelectionNode[] = [...operation.selectionSet.selections];
  const fields: FieldNode[] = [];
  for (let selection = pending.pop(); selection; selection = pending.pop()) {
    if (selection.kind === Kind.FIELD) fields.push(selection);
    else pending.push(...(below(selection)?.selections ?? []));
  }
  return fields;
};

/** `__typename`, `__schema` and `__type` say nothing about anybody's data. */
export const isIntrospection = (field: FieldNode): boolean => field.name.value.startsWith('__');

/** What `minReceipt` says, on whatever root fields say it: the latest, since joined entities know only one. */
export const minReceiptOf = (
  fields: readonly FieldNode[],
  root: GraphQLObjectType,
  variables: Readonly<Record<string, unknown>>,
): number | null => {
  let latest: number | null = null;
  for (const field of fields) {
    const given = field.arguments?.find(({ name }) => name.value === 'minReceipt');
    const type = root.getFields()[field.name.value]?.args.find(({ name }) => name === 'minReceipt')?.type;
    if (!given || !isInputType(type)) continue;
    const receipt: unknown = valueFromAST(given.value, type, variables);
    if (typeof receipt === 'number') latest = Math.max(latest ?? receipt, receipt);
  }
  return latest;
};
