import type { Kysely } from 'kysely';
import type { FeedHandler } from './feed-reader.js';
import { type Projection, projectionHandler } from './projection.js';

/** A projection as a service lists it: what its tables hold is known to itself alone. */
export interface ReadModel {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly string[];
  /** Its reader over a database, be it the live one or an empty one that is filled from the log. */
  readonly over: (database: Kysely<unknown>) => FeedHandler;
}

export const readModelOf = <Tables>(projection: Projection<Tables>): ReadModel => ({
  name: projection.name,
  version: projection.version,
  tables: projection.tables,
  over: (database) => projectionHandler(projection, database as unknown as Kysely<Tables>),
});
