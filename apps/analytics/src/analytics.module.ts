import { type DynamicModule, Module } from '@nestjs/common';
import { readModelOf } from '@thidua/event-sourcing';
import { ReportBook } from '@thidua/reporting';
import { CoverageHistory } from '@thidua/rollup';
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
import { ChangeHub } from './changes/change-hub.js';
import { ChangesResolver } from './changes/changes.resolver.js';
import { tellChanges } from './changes/tell-changes.js';
import { FigureAnswers } from './figures/answer.js';
import { ContributionsResolver } from './figures/contributions.resolver.js';
import { DifferenceResolver } from './figures/difference.resolver.js';
import { Figures, figuresProjection } from './figures/figures.projection.js';
import { RollupResolver } from './figures/rollup.resolver.js';
import { RollupTableResolver } from './figures/rollup-table.resolver.js';
import { historyProjection } from './history/history.projection.js';
import { HistoryResolver } from './history/history.resolver.js';
import { coverageProjection } from './level-coverage/level-coverage.projection.js';
import { CoverageResolver } from './level-coverage/level-coverage.resolver.js';
import { momentsProjection } from './moments/moments.projection.js';
import { reportingProjection } from './reporting/reporting.projection.js';
import { MissingOrganisationsResolver, ReportingResolver } from './reporting/reporting.resolver.js';
import { StatusHistories, statusCountsProjection } from './status-counts/status-counts.projection.js';
import { StatusCountsResolver } from './status-counts/status-counts.resolver.js';
import { TargetAnswers } from './targets/target-answers.js';
import { TargetHistories, targetsProjection } from './targets/targets.projection.js';
import { TargetColumnResolver, TargetsResolver } from './targets/targets.resolver.js';

const sdl = subgraphSdl(
  new URL('../src/analytics.graphql', import.meta.url),
  new URL('../src/status-counts/status-counts.graphql', import.meta.url),
  new URL('../src/targets/targets.graphql', import.meta.url),
  new URL('../src/level-coverage/level-coverage.graphql', import.meta.url),
  new URL('../src/reporting/reporting.graphql', import.meta.url),
  new URL('../src/history/history.graphql', import.meta.url),
  new URL('../src/changes/changes.graphql', import.meta.url),
);

/** How the enums of the schema are called inside. */
const enums = { Plane: { APPROVED: 'approved', PENDING: 'pending' } };

/** What answers are made of, in memory: filled by the readers, asked by the resolvers. */
export class AnalyticsMemory {
  readonly figures = new Figures();
  readonly statuses = new StatusHistories();
  readonly targets = new TargetHistories();
  readonly coverage = new CoverageHistory();
  readonly reports = new ReportBook();
  readonly changes = new ChangeHub();
}

/** The read models that figures are answered from. */
export const figureReadModels = ({ figures }: Pick<AnalyticsMemory, 'figures'>) => [
  readModelOf(momentsProjection),
  readModelOf(campaignProjection('analytics')),
  readModelOf(figuresProjection(figures)),
];

/** The read models of this service, in the order of their readers; memory is filled beside their tables. */
export const analyticsReadModels = (memory: AnalyticsMemory) => [
  ...figureReadModels(memory),
  readModelOf(statusCountsProjection(memory.statuses)),
  readModelOf(targetsProjection(memory.targets)),
  readModelOf(coverageProjection(memory.coverage)),
  readModelOf(reportingProjection(memory.reports)),
  readModelOf(historyProjection),
];

/** Analytics: figures over the tree of units as of two dates. Owns no stream, only reads. */
@Module({})
export class AnalyticsModule {
  static forRoot(ports: ServicePorts, readers: Readers, memory: AnalyticsMemory): DynamicModule {
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
        { provide: ChangeHub, useValue: memory.changes },
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
        HistoryResolver,
        ChangesResolver,
      ],
    };
  }
}

export const startAnalytics = async (ports: ServicePorts): Promise<RunningService> => {
  const memory = new AnalyticsMemory();
  const models = analyticsReadModels(memory).map((one) => one.over(ports.readModels, ports.workshop));
  const readers = new Readers(ports.feed, models);
  const { changes: hub } = memory;
  // A reader of its own: it waits for the others, so nothing that waits for those may wait for it.
  const telling = new Readers(ports.feed, [tellChanges({ ...ports, hub, readers })]);
  const module = AnalyticsModule.forRoot(ports, readers, memory);
  const service = await startService('analytics', module, sdl, [readers, telling]);
  return {
    ...service,
    onlyAnswers: true,
    subscribers: () => hub.size,
    async close() {
      await hub.close();
      await service.close();
    },
  };
};
