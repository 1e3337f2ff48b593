import { type DynamicModule, Module } from '@nestjs/common';
import { projectionHandler } from '@thidua/event-sourcing';
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
import { Figures, type FigureTables, figuresProjection } from './figures/figures.projection.js';
import { RollupResolver } from './figures/rollup.resolver.js';
import { type MomentTables, momentsProjection } from './moments/moments.projection.js';

const sdl = subgraphSdl(new URL('../src/analytics.graphql', import.meta.url));

/** Analytics: figures over the tree of units as of two dates. Owns no stream, only reads. */
@Module({})
export class AnalyticsModule {
  static forRoot(ports: ServicePorts, readers: Readers, figures: Figures): DynamicModule {
    return {
      module: AnalyticsModule,
      imports: [graphqlModule(sdl)],
      providers: [
        { provide: PORTS, useValue: ports },
        { provide: READERS, useValue: readers },
        { provide: Figures, useValue: figures },
        RollupResolver,
      ],
    };
  }
}

export const startAnalytics = (ports: ServicePorts) => {
  const figures = new Figures();
  const readers = new Readers(ports.feed, [
    projectionHandler(momentsProjection, ports.readModels as Kysely<MomentTables>),
    projectionHandler(campaignProjection('analytics'), ports.readModels as Kysely<CampaignTables>),
    projectionHandler(figuresProjection(figures), ports.readModels as Kysely<FigureTables>),
  ]);
  return startService('analytics', AnalyticsModule.forRoot(ports, readers, figures), sdl, [readers]);
};
