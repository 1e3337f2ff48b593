import { type DynamicModule, Module } from '@nestjs/common';
import { projectionHandler } from '@thidua/event-sourcing';
import { ReportBook } from '@thidua/reporting';
import { CoverageHistory } from '@thidua/rollup';
import {
  type CampaignTables,
  campaignProjection,
  graphqlModule,
  type KeptEventTables,
  PORTS,
  READERS,
  Readers,
  type ServicePorts,
  startService,
  subgraphSdl,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import { FigureAnswers } from './figures/answer.js';
import { ContributionsResolver } from './figures/contributions.resolver.js';
import { DifferenceResolver } from './figures/difference.resolver.js';
import { Figures, type FigureTables, figuresProjection } from './figures/figures.projection.js';
import { RollupResolver } from './figures/rollup.resolver.js';
import { RollupTableResolver } from './figures/rollup-table.resolver.js';
import { coverageProjection } from './level-coverage/level-coverage.projection.js';
import { CoverageResolver } from './level-coverage/level-coverage.resolver.js';
import { type MomentTables, momentsProjection } from './moments/moments.projection.js';
import { reportingProjection } from './reporting/reporting.projection.js';
import { MissingOrganisationsResolver, ReportingResolver } from './reporting/reporting.resolver.js';
import { StatusHistories, statusCountsProjection } from './status-counts/status-counts.projection.js';
import { StatusCountsResolver } from './status-counts/status-counts.resolver.js';
import type { StepTables } from './steps/steps.projection.js';
import { TargetAnswers } from './targets/target-answers.js';
import { TargetHistories, targetsProjection } from './targets/targets.projection.js';
import { TargetColumnResolver, TargetsResolver } from './targets/targets.resolver.js';

const sdl = subgraphSdl(
  new URL('../src/analytics.graphql', import.meta.url),
  new URL('../src/status-counts/status-counts.graphql', import.meta.url),
  new URL('../src/targets/targets.graphql', import.meta.url),
  new URL('../src/level-coverage/level-coverage.graphql', import.meta.url),
  new URL('../src/reporting/reporting.graphql', import.meta.url),
);

/** How the enums of the schema are called inside. */
const enums = { Plane: { APPROVED: 'approved', PENDING: 'pending' } };

/** What answers are made of, in memory: filled by the readers, asked by the resolvers. */
class Memory {
  readonly figures = new Figures();
  readonly statuses = new StatusHistories();
  readonly targets = new TargetHistories();
  readonly coverage = new CoverageHistory();
  readonly reports = new ReportBook();
}

/** Analytics: figures over the tree of units as of two dates. Owns no stream, only reads. */
@Module({})
export class AnalyticsModule {
  static forRoot(ports: ServicePorts, readers: Readers, memory: Memory): DynamicModule {
    return {
      module: AnalyticsModule,
      imports: [graphqlModule(sdl, enums)],
      providers: [
        { provide: PORTS, useValue: ports },
        { provide: READERS, useValue: readers },
        { provide: Figures, useValue: memory.figures },
        { provide: StatusHistories, useValue: memory.statuses },
        { provide: TargetHistories, useValue: memory.targets },
        { provide: CoverageHistory, useValue: memory.coverage },
        { provide: ReportBook, useValue: memory.reports },
        FigureAnswers,
        RollupResolver,
        RollupTableResolver,
        ContributionsResolver,
        DifferenceResolver,
        StatusCountsResolver,
        TargetAnswers,
        TargetsResolver,
        TargetColumnResolver,
        CoverageResolver,
        ReportingResolver,
        MissingOrganisationsResolver,
      ],
    };
  }
}

export const startAnalytics = (ports: ServicePorts) => {
  const memory = new Memory();
  const stepTables = ports.readModels as Kysely<StepTables>;
  const readers = new Readers(ports.feed, [
    projectionHandler(momentsProjection, ports.readModels as Kysely<MomentTables>),
    projectionHandler(campaignProjection('analytics'), ports.readModels as Kysely<CampaignTables>),
    projectionHandler(figuresProjection(memory.figures), ports.readModels as Kysely<FigureTables>),
    projectionHandler(statusCountsProjection(memory.statuses), stepTables),
    projectionHandler(targetsProjection(memory.targets), stepTables),
    projectionHandler(coverageProjection(memory.coverage), stepTables),
    projectionHandler(reportingProjection(memory.reports), ports.readModels as Kysely<KeptEventTables>),
  ]);
  return startService('analytics', AnalyticsModule.forRoot(ports, readers, memory), sdl, [readers]);
};
