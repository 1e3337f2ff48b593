import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { graphqlModule, PORTS, type ServicePorts, startService, subgraphSdl } from '@thidua/service';
import { OrganisationHandler } from './organisation/organisation.handler.js';
import { OrganisationResolver } from './organisation/organisation.resolver.js';
import { ImportUnitsHandler } from './unit/unit.handler.js';
import { UnitResolver } from './unit/unit.resolver.js';

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
        OrganisationHandler,
        UnitResolver,
        OrganisationResolver,
      ],
    };
  }
}

export const startRegistry = (ports: ServicePorts) => startService('registry', RegistryModule.forRoot(ports), sdl, []);
