import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { type FollowUp, processHandler, readModelOf } from '@thidua/event-sourcing';
import { ReportBook } from '@thidua/reporting';
import {
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
import { AchievementHandler, RegisterHandler } from './achievement/achievement.handler.js';
import { achievementProjection } from './achievement/achievement.projection.js';
import { AchievementPayloadResolver, AchievementResolver } from './achievement/achievement.resolver.js';
import { AchievementChangesResolver } from './achievement/achievement-changes.resolver.js';
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
import { participationProjection } from './participation/participation.projection.js';
import { ParticipationResolver, ParticipationsResolver } from './participation/participation.resolver.js';
import { closeDutiesWhenOrganisationDissolved } from './report/close-duties-when-organisation-dissolved.process.js';
import { dutyQuestionsOver } from './report/duty-questions.js';
import { expectReportsWhenCampaignLaunched } from './report/expect-reports-when-campaign-launched.process.js';
import { expectReportsWhenOrganisationEstablished } from './report/expect-reports-when-organisation-established.process.js';
import type { CloseDuty, ExpectReport } from './report/report.commands.js';
import { reportDecider } from './report/report.decider.js';
import { ReportHandler } from './report/report.handler.js';
import { ReportPayloadResolver, ReportResolver } from './report/report.resolver.js';
import { newReports, REPORTS, type Reports } from './report/report-book.js';
import { reportBookProjection } from './report/report-book.projection.js';
import { ReportChangesResolver } from './report/report-changes.resolver.js';
import { settleSubject } from './report/settle-report.js';

const sdl = subgraphSdl(
  new URL('../src/campaign/campaign.graphql', import.meta.url),
  new URL('../src/participation/participation.graphql', import.meta.url),
  new URL('../src/achievement/achievement.graphql', import.meta.url),
  new URL('../src/report/report.graphql', import.meta.url),
);

/** The read models of this service, in the order of their readers; `book` is folded beside its table. */
export const submissionReadModels = (book = new ReportBook()) => [
  readModelOf(campaignProjection('submission')),
  readModelOf(achievementProjection),
  readModelOf(participationProjection),
  readModelOf(reportBookProjection(book)),
];

/** What this service reads of the log: its projections, and the processes that settle decisions, invite and say what is owed. */
const readersOf = (ports: ServicePorts, { book }: Reports): { readers: Readers; processes: Readers } => {
  const readers = new Readers(
    ports.feed,
    submissionReadModels(book).map((one) => one.over(ports.readModels, ports.workshop)),
  );
  const duties = dutyQuestionsOver(ports, book, { campaigns: readers.at(0), book: readers.at(3) });
  const alarm = (message: string, cause: unknown) => ports.log.error({ cause }, message);
  const processes = new Readers(ports.feed, [
    processHandler({
      process: settleWhenReviewDecided,
      database: ports.processes,
      send: settleSubject(ports),
      alarm,
    }),
    processHandler({
      process: inviteParticipantsWhenCampaignLaunched(invitationsOver(ports, readers.at(0))),
      database: ports.processes,
      send: ({ id, command }: FollowUp<InviteParticipant>, meta) =>
        ports.executor.execute(participationDecider, id, command, meta),
      alarm,
    }),
    ...[
      expectReportsWhenCampaignLaunched(duties),
      expectReportsWhenOrganisationEstablished(duties),
      closeDutiesWhenOrganisationDissolved(duties),
    ].map((process) =>
      processHandler({
        process,
        database: ports.processes,
        send: ({ id, command }: FollowUp<ExpectReport | CloseDuty>, meta) =>
          ports.executor.execute(reportDecider, id, command, meta),
        alarm,
      }),
    ),
  ]);
  return { readers, processes };
};

/** Submission: campaigns and what happens in them. Owns the streams `campaign`, `participation`, `achievement`, `report`. */
@Module({})
export class SubmissionModule {
  static forRoot(ports: ServicePorts, readers: Readers, reports: Reports): DynamicModule {
    return {
      module: SubmissionModule,
      imports: [CqrsModule.forRoot(), graphqlModule(sdl)],
      providers: [
        { provide: PORTS, useValue: ports },
        { provide: READERS, useValue: readers },
        { provide: REPORTS, useValue: reports },
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
        ReportHandler,
        ReportResolver,
        ReportChangesResolver,
        ReportPayloadResolver,
      ],
    };
  }
}

export const startSubmission = async (ports: ServicePorts): Promise<RunningService> => {
  const reports = newReports(ports);
  const { readers, processes } = readersOf(ports, reports);
  const module = SubmissionModule.forRoot(ports, readers, reports);
  const service = await startService('submission', module, sdl, [readers, processes]);
  return { ...service, evidence: evidenceDoor(ports) };
};
