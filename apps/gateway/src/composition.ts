import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { type ExecutionResult, type Executor, MapperKind, mapSchema } from '@graphql-tools/utils';
import { composeServices } from '@theguild/federation-composition';
import type { Subgraph } from '@thidua/service';
import {
  execute,
  type GraphQLScalarType,
  type GraphQLSchema,
  isScalarType,
  isSpecifiedScalarType,
  parse,
  subscribe,
} from 'graphql';

/** The services' schemas as one. */
export interface ComposedGraph {
  readonly supergraphSdl: string;
  /** Executes what spans services: splits a document, joins entities. Its scalars pass values through as they are. */
  readonly stitched: GraphQLSchema;
  /** The same types with the services' own scalars, which know a good value: to validate and coerce by. */
  readonly api: GraphQLSchema;
}

/** Federation's composer writes subgraph names so. */
const graphName = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');

/** @throws Error naming every conflict between the services' schemas. */
export const composeGraph = (subgraphs: readonly Subgraph[]): ComposedGraph => {
  const composition = composeServices(subgraphs.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl) })));
  if (composition.supergraphSdl === undefined) {
    const conflicts = composition.errors.map(({ message }) => `  - ${message}`).join('\n');
    const services = subgraphs.map(({ name }) => name).join(', ');
    throw new Error(`the schemas of ${services} do not compose into one graph:\n${conflicts}`);
  }
  const { supergraphSdl } = composition;
  const byName = new Map(subgraphs.map((subgraph) => [graphName(subgraph.name), subgraph]));
  const stitched = getStitchedSchemaFromSupergraphSdl({
    supergraphSdl,
    onSubschemaConfig(config) {
      const subgraph = byName.get(config.name);
      if (!subgraph) throw new Error(`the supergraph names a subgraph ${config.name} that was not given`);
      config.executor = inMemoryExecutor(subgraph.schema);
    },
  });
  return { supergraphSdl, stitched, api: withScalarsOf(subgraphs, stitched) };
};

/** The cast is for graphql-tools, whose executor promises whatever type its caller expects of the data. */
const inMemoryExecutor =
  (schema: GraphQLSchema): Executor =>
  ({ document, variables, context, operationName, operationType }) =>
    (operationType === 'subscription' ? subscribe : execute)({
      schema,
      document,
      variableValues: variables,
      contextValue: context,
      operationName: operationName ?? null,
    }) as Promise<ExecutionResult<never>>;

const withScalarsOf = (subgraphs: readonly Subgraph[], schema: GraphQLSchema): GraphQLSchema => {
  const scalars = new Map<string, GraphQLScalarType>();
  for (const type of subgraphs.flatMap((subgraph) => Object.values(subgraph.schema.getTypeMap()))) {
    if (isScalarType(type) && !isSpecifiedScalarType(type) && !scalars.has(type.name)) scalars.set(type.name, type);
  }
  return mapSchema(schema, { [MapperKind.SCALAR_TYPE]: (scalar) => scalars.get(scalar.name) ?? scalar });
};
