import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Appointment, inForce, mayReadOrganisation } from '@thidua/authority';
import { organisationIdOf } from '@thidua/events';
import {
  actingIn,
  type OrganisationRecord,
  organisationName,
  type PayloadValue,
  PORTS,
  type RegistryView,
  type RequestContext,
  readBack,
  runMutation,
  type ServicePorts,
  type Standing,
  standingOf,
  unitAsOf,
} from '@thidua/service';
import {
  appointmentIdOf,
  type OfficerAppointInput,
  type OfficerReleaseInput,
  type OrganisationChange,
  type OrganisationEstablishInput,
  OrganisationOrder,
} from './organisation.handler.js';

const appointmentOf = (appointment: Appointment, view: RegistryView) => ({
  id: appointment.appointmentId,
  userId: appointment.userId,
  role: appointment.role,
  organisation: organisationName(view, appointment.orgId, view.today()),
  validFrom: appointment.validFrom,
  validTo: appointment.validTo,
});

/** An organisation as its reader may see it: officers only to those who read it in full. */
export const organisationOf = (org: OrganisationRecord, standing: Standing, view: RegistryView) => {
  const acting = actingIn(standing);
  const inFull = acting !== null && mayReadOrganisation(acting, org, standing.world);
  const unit = unitAsOf(view, org.unitId, standing.today) ?? unitAsOf(view, org.unitId, org.validFrom);
  return {
    id: org.orgId,
    type: org.orgType,
    name: org.nameVi,
    level: org.level,
    unit: unit && { ...view.units.unit(unit.id, { on: unit.validFrom }), ...unit, on: standing.today },
    validFrom: org.validFrom,
    revision: org.revision,
    officers: inFull ? org.appointments.map((appointment) => appointmentOf(appointment, view)) : [],
  };
};

@Resolver('OrganisationPayload')
export class OrganisationResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly commands: CommandBus,
  ) {}

  @Query('me')
  async me(@Context() context: RequestContext) {
    const { registryView } = this.ports;
    const { userId, acting, today } = standingOf(context, registryView);
    const appointments = inForce(registryView.appointmentsOf(userId), today);
    return {
      userId,
      appointments: appointments.map((appointment) => appointmentOf(appointment, registryView)),
      acting: typeof acting === 'string' ? null : appointmentOf(acting.appointment, registryView),
    };
  }

  @Query('organisation')
  async organisation(
    @Args('id') id: string,
    @Args('minReceipt') minReceipt: number | undefined,
    @Context() context: RequestContext,
  ) {
    await this.ports.registryView.reach(minReceipt ?? null);
    return this.read(id, context);
  }

  @ResolveField('organisation')
  changed(@Parent() payload: PayloadValue & { orgId: string }, @Context() context: RequestContext) {
    const { registryView } = this.ports;
    return readBack(
      payload.receipt,
      (receipt) => registryView.reach(receipt),
      async () => this.read(payload.orgId, context),
    );
  }

  @Mutation('organisationEstablish')
  establish(@Args('input') input: OrganisationEstablishInput, @Context() context: RequestContext) {
    const orgId = organisationIdOf(input.unit, input.type);
    return this.run({ operation: 'organisationEstablish', input }, orgId, context);
  }

  @Mutation('officerAppoint')
  appoint(@Args('input') input: OfficerAppointInput, @Context() context: RequestContext) {
    return this.run({ operation: 'officerAppoint', input }, input.organisation, context);
  }

  @Mutation('officerRelease')
  release(@Args('input') input: OfficerReleaseInput, @Context() context: RequestContext) {
    return this.run({ operation: 'officerRelease', input }, input.organisation, context);
  }

  private read(orgId: string, context: RequestContext) {
    const { registryView } = this.ports;
    const org = registryView.organisation(orgId);
    return org ? organisationOf(org, standingOf(context, registryView), registryView) : null;
  }

  private async run(change: OrganisationChange, orgId: string, context: RequestContext) {
    const { operation, input } = change;
    const changes = operation !== 'organisationEstablish';
    let appointmentId: string | null = null;
    const payload = await runMutation(this.ports, context, operation, input, { changes }, async (caller) => {
      appointmentId = operation === 'officerAppoint' ? appointmentIdOf(caller.meta.commandId) : null;
      return this.commands.execute(new OrganisationOrder(change, caller));
    });
    return { ...payload, orgId, appointmentId: payload.userErrors.length > 0 ? null : appointmentId };
  }
}
