import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { type FeedHandler, type FollowUp, type ProcessRun, processHandler, readModelOf } from '@thidua/event-sourcing';
import { graphqlModule, PORTS, READERS, Readers, type ServicePorts, startService, subgraphSdl } from '@thidua/service';
import type { Kysely } from 'kysely';
import {
  closeReviewWhenSubjectWithdrawn,
  rememberingFirst,
} from './review/close-review-when-subject-withdrawn.process.js';
import { openReviewWhenSubmitted } from './review/open-review-when-submitted.process.js';
import { type ReviewCommand, reviewDecider } from './review/review.decider.js';
import { ReviewHandler } from './review/review.handler.js';
import { reviewProjection } from './review/review.projection.js';
import { ReviewResolver } from './review/review.resolver.js';
import type { WithdrawnTables } from './review/subjects-withdrawn.projection.js';

const sdl = subgraphSdl(new URL('../src/review.graphql', import.meta.url));

/** The read models of this service, in the order of their readers. */
export const reviewReadModels = () => [readModelOf(reviewProjection)];

/** What this service reads of the log: its cases, and the processes that open and close them. */
const readersOf = (ports: ServicePorts): { readers: Readers; processes: Readers } => {
  const memory = ports.processes as unknown as Kysely<WithdrawnTables>;
  const onCases = (process: ProcessRun<ReviewCommand>['process']): FeedHandler =>
    processHandler({
      process,
      database: ports.processes,
      send: ({ id, command }: FollowUp<ReviewCommand>, meta) =>
        ports.executor.execute(reviewDecider, id, command, meta),
      alarm: (message, cause) => ports.log.error({ cause }, message),
    });
  return {
    readers: new Readers(
      ports.feed,
      reviewReadModels().map((one) => one.over(ports.readModels, ports.workshop)),
    ),
    processes: new Readers(ports.feed, [
      onCases(openReviewWhenSubmitted),
      rememberingFirst(memory, onCases(closeReviewWhenSubjectWithdrawn(memory))),
    ]),
  };
};

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
