import { readFileSync } from 'node:fs';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EvidenceDoor } from './evidence-door.js';
import type { Readers } from './readers.js';
import type { Subgraph } from './request-context.js';
import { sharedResolvers } from './scalars.js';

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])\n`;

/**
 * A service's SDL with the shared part, as a federation subgraph. A feature may keep its own file: the
 * service's first one holds `type Query`, the others `extend type Query`.
 */
export const subgraphSdl = (...files: readonly URL[]): string =>
  federation +
  [new URL('../src/shared.graphql', import.meta.url), ...files].map((file) => readFileSync(file, 'utf8')).join('\n');

/** The GraphQL wiring of a service's module. */
export const graphqlModule = (sdl: string, resolvers: Record<string, unknown> = {}): DynamicModule =>
  GraphQLModule.forRoot<ApolloFederationDriverConfig>({
    driver: ApolloFederationDriver,
    typeDefs: sdl,
    resolvers: { ...sharedResolvers, ...resolvers },
    playground: false,
    introspection: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  });

/** A running service inside this process: its slice of the graph, its readers, and how it ends. */
export interface RunningService {
  readonly subgraph: Subgraph;
  readonly readers: readonly Readers[];
  /** Whether it only answers: nothing that is written depends on what it has read. */
  readonly onlyAnswers?: boolean;
  /** Where it takes and gives evidence over HTTP. */
  readonly evidence?: EvidenceDoor;
  /** How many subscriptions listen to it, where it has any. */
  readonly subscribers?: () => number;
  close(): Promise<void>;
}

/** Starts a service that never listens: the gateway executes its schema in memory. */
export const startService = async (
  name: string,
  module: DynamicModule,
  sdl: string,
  readers: readonly Readers[],
): Promise<RunningService> => {
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    // Expected answers such as PROJECTION_LAGGING are not faults; the gateway logs what is one.
    logger: false,
    abortOnError: false,
  });
  await app.init();
  const { schema } = app.get(GraphQLSchemaHost);
  for (const one of readers) await one.start();
  return {
    subgraph: { name, sdl, schema },
    readers,
    async close() {
      await Promise.all(readers.map((one) => one.stop()));
      await app.close();
    },
  };
};
