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
  type RunningService,
  type ServicePorts,
  startService,
  subgraphSdl,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import { AchievementHandler, RegisterHandler } from './achievement/achievement.handler.js';
import { achievementProjection } from './achievement/achievement.projection.js';
import { AchievementPayloadResolver, AchievementResolver } from './achievement/achievement.resolver.js';
import type { AchievementTables } from './achievement/achievement.rows.js';
import { AchievementChangesResolver } from './achievement/achievement-changes.resolver.js';
import { settleAchievement } from './achievement/settle-achievement.js';
import { settleWhenReviewDecided } from './achievement/settle-when-review-decided.process.js';
import { CampaignHandler } from './campaign/campaign.handler.js';
import { CampaignResolver } from './campaign/campaign.resolver.js';
import { evidenceDoor } from './evidence/evidence.door.js';
import { EvidenceHandler } from './evidence/evidence.handler.js';
import { EvidenceResolver } from './evidence/evidence.resolver.js';
import { invitationsOver } from './participation/invitations.js';
import { inviteParticipantsWhenCampaignLaunched } from './participation/invite-participants-when-campaign-launched.process.js';
import { type InviteParticipant, participationDecider } from './participation/participation.decider.js';
import { ParticipationHandler } from './participation/participation.handler.js';
import { type ParticipationTables, participationProjection } from './participation/participation.projection.js';
import { ParticipationResolver, ParticipationsResolver } from './participation/participation.resolver.js';

const sdl = subgraphSdl(
  new URL('../src/campaign/campaign.graphql', import.meta.url),
  new URL('../src/participation/participation.graphql', import.meta.url),
  new URL('../src/achievement/achievement.graphql', import.meta.url),
);

/** What this service reads of the log: its projections, and the processes that settle decisions and invite. */
const readersOf = (ports: ServicePorts): { readers: Readers; processes: Readers } => {
  const readers = new Readers(ports.feed, [
    projectionHandler(campaignProjection('submission'), ports.readModels as Kysely<CampaignTables>),
    projectionHandler(achievementProjection, ports.readModels as Kysely<AchievementTables>),
    projectionHandler(participationProjection, ports.readModels as Kysely<ParticipationTables>),
  ]);
  const alarm = (message: string, cause: unknown) => ports.log.error({ cause }, message);
  const processes = new Readers(ports.feed, [
    processHandler({
      process: settleWhenReviewDecided,
      database: ports.processes,
      send: settleAchievement(ports),
      alarm,
    }),
    processHandler({
      process: inviteParticipantsWhenCampaignLaunched(invitationsOver(ports, readers.at(0))),
      database: ports.processes,
      send: ({ id, command }: FollowUp<InviteParticipant>, meta) =>
        ports.executor.execute(participationDecider, id, command, meta),
      alarm,
    }),
  ]);
  return { readers, processes };
};

/** Submission: campaigns, participations, achievements. Owns the streams `campaign`, `participation`, `achievement`. */
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
        ParticipationHandler,
        ParticipationsResolver,
        ParticipationResolver,
        RegisterHandler,
        AchievementHandler,
        AchievementResolver,
        AchievementChangesResolver,
        AchievementPayloadResolver,
        EvidenceHandler,
        EvidenceResolver,
      ],
    };
  }
}

export const startSubmission = async (ports: ServicePorts): Promise<RunningService> => {
  const { readers, processes } = readersOf(ports);
  const module = SubmissionModule.forRoot(ports, readers);
  const service = await startService('submission', module, sdl, [readers, processes]);
  return { ...service, evidence: evidenceDoor(ports) };
};
