import type { Kysely } from 'kysely';
import type { FeedHandler } from './feed-reader.js';
import type { Projection } from './projection.js';
import { projectionHandler } from './projection-handler.js';
import type { Workshop } from './rebuild.js';

/** A projection as a service lists it: what its tables hold is known to itself alone. */
export interface ReadModel {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly string[];
  /** Its reader over a database, be it the live one or an empty one that is filled from the log. A workshop lets it be rebuilt. */
  readonly over: (database: Kysely<unknown>, workshop?: Workshop) => FeedHandler;
}

export const readModelOf = <Tables>(projection: Projection<Tables>): ReadModel => ({
  name: projection.name,
  version: projection.version,
  tables: projection.tables,
  over: (database, workshop) => projectionHandler(projection, database as unknown as Kysely<Tables>, workshop),
});
