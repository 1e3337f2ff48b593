import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Appointment, inForce, mayReadOrganisation } from '@thidua/authority';
import { organisationIdOf } from '@thidua/events';
import {
  actingIn,
  lastDayOf,
  nameOn,
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
} from '@thidua/service';
import { appointmentIdOf, OrganisationOrder } from './organisation.handler.js';
import type {
  OfficerAppointInput,
  OfficerReleaseInput,
  OrganisationAct,
  OrganisationDissolveInput,
  OrganisationEstablishInput,
  OrganisationRenameInput,
} from './organisation.inputs.js';

const appointmentOf = (appointment: Appointment, view: RegistryView) => ({
  id: appointment.appointmentId,
  userId: appointment.userId,
  role: appointment.role,
  organisation: organisationName(view, appointment.orgId, view.today()),
  validFrom: appointment.validFrom,
  validTo: appointment.validTo,
});

/** An organisation on a day as its reader may see it: officers only to those who read it in full. */
export const organisationOf = (
  org: OrganisationRecord,
  standing: Standing,
  view: RegistryView,
  on: string = standing.today,
) => {
  const acting = actingIn(standing);
  const inFull = acting !== null && mayReadOrganisation(acting, org, standing.world);
  // Before its first day and after its last a unit is told as it was then.
  const unitDay = [on, view.lastDayOf(org.unitId), org.validFrom].find(
    (day) => day !== null && view.units.unit(org.unitId, { on: day }) !== null,
  );
  const unit = unitDay == null ? null : view.units.unit(org.unitId, { on: unitDay });
  const successor = org.dissolution?.successorOrgId ?? null;
  return {
    id: org.orgId,
    type: org.orgType,
    name: nameOn(org, on),
    level: org.level,
    unit: unit && { ...unit, id: unit.unitId, name: unit.nameVi, on: unitDay },
    validFrom: org.validFrom,
    validTo: lastDayOf(org),
    predecessors: org.predecessorOrgIds.flatMap((orgId) => organisationName(view, orgId, on) ?? []),
    successor: successor === null ? null : organisationName(view, successor, on),
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

  @Mutation('organisationRename')
  rename(@Args('input') input: OrganisationRenameInput, @Context() context: RequestContext) {
    return this.run({ operation: 'organisationRename', input }, input.organisation, context);
  }

  @Mutation('organisationDissolve')
  dissolve(@Args('input') input: OrganisationDissolveInput, @Context() context: RequestContext) {
    return this.run({ operation: 'organisationDissolve', input }, input.organisation, context);
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

  private async run(act: OrganisationAct, orgId: string, context: RequestContext) {
    const { operation, input } = act;
    const changes = operation !== 'organisationEstablish';
    let appointmentId: string | null = null;
    const payload = await runMutation(this.ports, context, operation, input, { changes }, async (caller) => {
      appointmentId = operation === 'officerAppoint' ? appointmentIdOf(caller.meta.commandId) : null;
      return this.commands.execute(new OrganisationOrder(act, caller));
    });
    return { ...payload, orgId, appointmentId: payload.userErrors.length > 0 ? null : appointmentId };
  }
}
