import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { type FollowUp, processHandler, projectionHandler } from '@thidua/event-sourcing';
import { graphqlModule, PORTS, READERS, Readers, type ServicePorts, startService, subgraphSdl } from '@thidua/service';
import type { Kysely } from 'kysely';
import { openReviewWhenSubmitted } from './review/open-review-when-submitted.process.js';
import { type ReviewCommand, reviewDecider } from './review/review.decider.js';
import { ReviewHandler } from './review/review.handler.js';
import { type ReviewTables, reviewProjection } from './review/review.projection.js';
import { ReviewResolver } from './review/review.resolver.js';

const sdl = subgraphSdl(new URL('../src/review.graphql', import.meta.url));

/** What this service reads of the log: its cases, and the process that opens them. */
const readersOf = (ports: ServicePorts): { readers: Readers; processes: Readers } => ({
  readers: new Readers(ports.feed, [projectionHandler(reviewProjection, ports.readModels as Kysely<ReviewTables>)]),
  processes: new Readers(ports.feed, [
    processHandler({
      process: openReviewWhenSubmitted,
      database: ports.processes,
      send: ({ id, command }: FollowUp<ReviewCommand>, meta) =>
        ports.executor.execute(reviewDecider, id, command, meta),
      alarm: (message, cause) => ports.log.error({ cause }, message),
    }),
  ]),
});

/** Review: cases about submissions. Owns the stream `review`. */
@Module({})
export class ReviewModule {
  static forRoot(ports: ServicePorts, readers: Readers): DynamicModule {
    return {
      module: ReviewModule,
      imports: [CqrsModule.forRoot(), graphqlModule(sdl)],
      providers: [
        { provide: PORTS, useValue: ports },
        { provide: READERS, useValue: readers },
        ReviewHandler,
        ReviewResolver,
      ],
    };
  }
}

export const startReview = (ports: ServicePorts) => {
  const { readers, processes } = readersOf(ports);
  return startService('review', ReviewModule.forRoot(ports, readers), sdl, [readers, processes]);
};
