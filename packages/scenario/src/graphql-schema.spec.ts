import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type ObjectTypeDefinitionNode,
  type OperationDefinitionNode,
  parse,
  validate,
  visit,
} from 'graphql';
import { mutations } from './mutations.js';
import type { MutationStep } from './scenario-step.js';

const root = new URL('../../../', import.meta.url);
const sdlFiles = [
  'packages/service/src/shared.graphql',
  ...globSync('apps/{registry,submission,review,analytics}/src/**/*.graphql', { cwd: root }).sort(),
];

/** Two slices of the graph may define parts of one type. */
const merged = (a: ObjectTypeDefinitionNode, b: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode => {
  const known = new Set(a.fields?.map((field) => field.name.value));
  return { ...a, fields: [...(a.fields ?? []), ...(b.fields ?? []).filter((field) => !known.has(field.name.value))] };
};

/** The services' slices as one schema, without the directives that only federation knows. */
const graph = (): GraphQLSchema => {
  const isOwn = (directive: ConstDirectiveNode) =>
    !['oneOf', 'deprecated', 'specifiedBy'].includes(directive.name.value);
  const types = new Map<string, DefinitionNode>();
  for (const file of sdlFiles) {
    const sdl = readFileSync(new URL(file, root), 'utf8');
    const document = visit(parse(sdl), { Directive: (node) => (isOwn(node as ConstDirectiveNode) ? null : undefined) });
    for (const stated of document.definitions) {
      if (!('name' in stated) || !stated.name) continue;
      // A feature's file extends a type that another file defines.
      const definition =
        stated.kind === Kind.OBJECT_TYPE_EXTENSION
          ? ({ ...stated, kind: Kind.OBJECT_TYPE_DEFINITION } as const)
          : stated;
      if (!definition.name) continue;
      const before = types.get(definition.name.value);
      const isSplit = before?.kind === Kind.OBJECT_TYPE_DEFINITION && definition.kind === Kind.OBJECT_TYPE_DEFINITION;
      types.set(definition.name.value, isSplit ? merged(before, definition) : definition);
    }
  }
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions: [...types.values()] });
};

const schema = graph();

const isOperation = (definition: DefinitionNode): definition is OperationDefinitionNode =>
  definition.kind === Kind.OPERATION_DEFINITION;

interface Document {
  readonly definition: OperationDefinitionNode | undefined;
  readonly faults: readonly GraphQLError[];
}

/** What the graph has against a document; thousands of steps send the same few. */
const documents = new Map<string, Document>();
const documentOf = (operation: string): Document => {
  const known = documents.get(operation);
  if (known) return known;
  const parsed = parse(operation);
  const document = { definition: parsed.definitions.find(isOperation), faults: validate(schema, parsed) };
  documents.set(operation, document);
  return document;
};

/** What the graph has against a document and its variables. */
const faultsOf = ({
  operation,
  operationName,
  variables,
}: Pick<MutationStep, 'operation' | 'operationName' | 'variables'>) => {
  const { definition, faults } = documentOf(operation);
  if (definition?.name?.value !== operationName) return [new GraphQLError(`no operation ${operationName}`)];
  if (faults.length > 0) return faults;
  return getVariableValues(schema, definition.variableDefinitions ?? [], variables).errors ?? [];
};

describe('the documents of the scenario', () => {
  const scope = { districts: ['842', '847'], hamlets: true, members: true };
  // A file that is uploaded comes through a door of its own.
  const steps = mutations('graph', scope).filter(
    (step): step is MutationStep => step.operationName !== 'EvidenceUpload',
  );

  it("are valid against the services' schemas, each with its variables", () => {
    const faults = steps.flatMap((step) => faultsOf(step).map((fault) => `${step.operationName}: ${fault.message}`));
    expect([...new Set(faults)]).toEqual([]);
  });

  it('are one document for each operation', () => {
    const operations = Map.groupBy(steps, (step) => step.operationName);
    for (const same of operations.values()) expect(new Set(same.map((step) => step.operation)).size).toBe(1);
    expect(new Set(steps.map((step) => step.operation)).size).toBe(operations.size);
  });

  it('would be found out if an input had a field that the graph does not know', () => {
    const [first] = steps;
    if (!first) throw new Error('the scenario is empty');
    const input = { ...first.variables.input, unknown: true } as unknown as MutationStep['variables']['input'];
    expect(faultsOf({ ...first, variables: { input } } as MutationStep).map((fault) => fault.message)).toEqual([
      expect.stringContaining('"unknown" is not defined'),
    ]);
  });
});
