import type { Receipt } from '@thidua/events';
import type { GraphQLSchema } from 'graphql';

export type Language = 'vi' | 'en';

/**
 * What the gateway hands to a subgraph beside the document: who asks, in which capacity, in which
 * language. In one process it is the GraphQL context value itself, between processes it travels in headers.
 */
export interface RequestContext {
  /** The person the token names, null without a token. Rights never come from the token. */
  readonly viewer: { readonly userId: string } | null;
  /** The appointment named by the header Acting-As. */
  readonly actingAs: string | null;
  readonly language: Language;
  /** The root field's minReceipt, for resolvers of joined entities. */
  readonly minReceipt: Receipt | null;
}

/** One service's slice of the graph, as the gateway composes and executes it in one process. */
export interface Subgraph {
  readonly name: string;
  /** Federation 2 SDL, the shared part included. */
  readonly sdl: string;
  readonly schema: GraphQLSchema;
}
