import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { processHandler } from '@thidua/event-sourcing';
import { graphqlModule, PORTS, Readers, type ServicePorts, startService, subgraphSdl } from '@thidua/service';
import { establishSuccessorsWhenUnitsReorganised } from './organisation/establish-successors-when-units-reorganised.process.js';
import { OrganisationHandler } from './organisation/organisation.handler.js';
import { OrganisationResolver } from './organisation/organisation.resolver.js';
import { successionOver } from './organisation/succession.js';
import { ImportUnitsHandler } from './unit/unit.handler.js';
import { UnitResolver } from './unit/unit.resolver.js';
import { ChangeUnitHandler, ReorganiseUnitsHandler } from './unit/unit-changes.handler.js';
import { UnitChangesResolver } from './unit/unit-changes.resolver.js';

const sdl = subgraphSdl(new URL('../src/registry.graphql', import.meta.url));

/**
 * Registry: administrative units, organisations, appointments. Owns the streams `installation`,
 * `unittree` and `organisation`. Its queries read the registry view that all services share.
 */
@Module({})
export class RegistryModule {
  static forRoot(ports: ServicePorts): DynamicModule {
    return {
      module: RegistryModule,
      imports: [CqrsModule.forRoot(), graphqlModule(sdl)],
      providers: [
        { provide: PORTS, useValue: ports },
        ImportUnitsHandler,
        ChangeUnitHandler,
        ReorganiseUnitsHandler,
        OrganisationHandler,
        UnitResolver,
        UnitChangesResolver,
        OrganisationResolver,
      ],
    };
  }
}

/** What this service reads of the log beside the view: the process that gives new units their committees. */
const processesOf = (ports: ServicePorts): Readers =>
  new Readers(ports.feed, [
    processHandler({
      process: establishSuccessorsWhenUnitsReorganised,
      database: ports.processes,
      send: successionOver(ports.executor),
      alarm: (message, cause) => ports.log.error({ cause }, message),
    }),
  ]);

export const startRegistry = (ports: ServicePorts) =>
  startService('registry', RegistryModule.forRoot(ports), sdl, [processesOf(ports)]);
