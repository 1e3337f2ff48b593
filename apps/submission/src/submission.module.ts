import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { type FollowUp, processHandler, projectionHandler } from '@thidua/event-sourcing';
import {
  type CampaignTables,
  campaignProjection,
  graphqlModule,
  PORTS,
  READERS,
  Readers,
  type ServicePorts,
  startService,
  subgraphSdl,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import { achievementDecider, type SettleAchievement } from './achievement/achievement.decider.js';
import { AchievementHandler } from './achievement/achievement.handler.js';
import { type AchievementTables, achievementProjection } from './achievement/achievement.projection.js';
import { AchievementPayloadResolver, AchievementResolver } from './achievement/achievement.resolver.js';
import { settleWhenReviewDecided } from './achievement/settle-when-review-decided.process.js';
import { CampaignHandler } from './campaign/campaign.handler.js';
import { CampaignResolver } from './campaign/campaign.resolver.js';

const sdl = subgraphSdl(new URL('../src/submission.graphql', import.meta.url));

/** What this service reads of the log: its projections, and the process that settles decisions. */
const readersOf = (ports: ServicePorts): { readers: Readers; processes: Readers } => ({
  readers: new Readers(ports.feed, [
    projectionHandler(campaignProjection('submission'), ports.readModels as Kysely<CampaignTables>),
    projectionHandler(achievementProjection, ports.readModels as Kysely<AchievementTables>),
  ]),
  processes: new Readers(ports.feed, [
    processHandler({
      process: settleWhenReviewDecided,
      database: ports.processes,
      send: ({ id, command }: FollowUp<SettleAchievement>, meta) =>
        ports.executor.execute(achievementDecider, id, command, meta),
      alarm: (message, cause) => ports.log.error({ cause }, message),
    }),
  ]),
});

/** Submission: campaigns and achievements. Owns the streams `campaign` and `achievement`. */
@Module({})
export class SubmissionModule {
  static forRoot(ports: ServicePorts, readers: Readers): DynamicModule {
    return {
      module: SubmissionModule,
      imports: [CqrsModule.forRoot(), graphqlModule(sdl)],
      providers: [
        { provide: PORTS, useValue: ports },
        { provide: READERS, useValue: readers },
        CampaignHandler,
        CampaignResolver,
        AchievementHandler,
        AchievementResolver,
        AchievementPayloadResolver,
      ],
    };
  }
}

export const startSubmission = (ports: ServicePorts) => {
  const { readers, processes } = readersOf(ports);
  return startService('submission', SubmissionModule.forRoot(ports, readers), sdl, [readers, processes]);
};
