import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { may, mayReadOrganisation } from '@thidua/authority';
import type { Outcome } from '@thidua/event-sourcing';
import { objectIdOf, organisationIdOf, type Role } from '@thidua/events';
import {
  actingIn,
  type Caller,
  notFound,
  PORTS,
  refusedBy,
  refusedOutcome,
  type ServicePorts,
  type UserRefusal,
} from '@thidua/service';
import { unitTreeDecider, unitTreeStreamId } from '../unit/unit-tree.decider.js';
import { type OrganisationCommand, organisationDecider } from './organisation.decider.js';

export interface OrganisationEstablishInput {
  readonly idempotencyKey: string;
  readonly type: string;
  readonly unit: string;
  readonly name: string;
  readonly validFrom: string;
}

export interface OfficerAppointInput {
  readonly idempotencyKey: string;
  readonly organisation: string;
  readonly userId: string;
  readonly role: Role;
  readonly validFrom: string;
  readonly validTo?: string | null;
}

export interface OfficerReleaseInput {
  readonly idempotencyKey: string;
  readonly organisation: string;
  readonly appointment: string;
  readonly validFrom: string;
  readonly reason?: string | null;
}

export type OrganisationChange =
  | { readonly operation: 'organisationEstablish'; readonly input: OrganisationEstablishInput }
  | { readonly operation: 'officerAppoint'; readonly input: OfficerAppointInput }
  | { readonly operation: 'officerRelease'; readonly input: OfficerReleaseInput };

/** A change of an organisation or its officers. */
export class OrganisationOrder extends Command<Outcome<UserRefusal>> {
  constructor(
    readonly change: OrganisationChange,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** Id of the appointment that a command makes. */
export const appointmentIdOf = (commandId: string): string => objectIdOf('appointment', commandId);

@CommandHandler(OrganisationOrder)
export class OrganisationHandler implements ICommandHandler<OrganisationOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ change, caller }: OrganisationOrder): Promise<Outcome<UserRefusal>> {
    return change.operation === 'organisationEstablish'
      ? this.establish(change.input, caller)
      : this.changeOfficers(change, caller);
  }

  private async establish(input: OrganisationEstablishInput, caller: Caller): Promise<Outcome<UserRefusal>> {
    const { acting, world } = caller.standing;
    const { state: tree } = await this.ports.executor.load(unitTreeDecider, unitTreeStreamId);
    const unit = tree.units.get(input.unit);
    if (!unit) return refusedOutcome(notFound('unit'));
    const refused = refusedBy(may('organisationEstablish', acting, { unitId: unit.unitId }, world));
    if (refused) return refusedOutcome(refused);
    const orgId = organisationIdOf(unit.unitId, input.type);
    return this.run(
      orgId,
      {
        type: 'EstablishOrganisation',
        orgId,
        orgType: input.type,
        nameVi: input.name,
        validFrom: input.validFrom,
        unit,
      },
      caller,
    );
  }

  private async changeOfficers(
    change: Exclude<OrganisationChange, { operation: 'organisationEstablish' }>,
    caller: Caller,
  ): Promise<Outcome<UserRefusal>> {
    const { registryView } = this.ports;
    const { acting, world } = caller.standing;
    const org = registryView.organisation(change.input.organisation);
    const reader = actingIn(caller.standing);
    if (!org || !reader || !mayReadOrganisation(reader, org, world)) return refusedOutcome(notFound('organisation'));
    const userId = this.personOf(change);
    const target = { unitId: org.unitId, ...(userId !== undefined && { userId }) };
    const refused = refusedBy(may(change.operation, acting, target, world));
    if (refused) return refusedOutcome(refused);
    return this.run(org.orgId, this.commandOf(change, caller), caller);
  }

  private personOf(change: Exclude<OrganisationChange, { operation: 'organisationEstablish' }>): string | undefined {
    if (change.operation === 'officerAppoint') return change.input.userId;
    const org = this.ports.registryView.organisation(change.input.organisation);
    return org?.appointments.find(({ appointmentId }) => appointmentId === change.input.appointment)?.userId;
  }

  private commandOf(
    change: Exclude<OrganisationChange, { operation: 'organisationEstablish' }>,
    { meta }: Caller,
  ): OrganisationCommand {
    if (change.operation === 'officerRelease') {
      const { organisation: orgId, appointment: appointmentId, validFrom, reason } = change.input;
      return { type: 'ReleaseOfficer', orgId, appointmentId, validFrom, reason: reason ?? null };
    }
    const { organisation: orgId, userId, role, validFrom, validTo } = change.input;
    const rolesHeld = this.ports.registryView
      .appointmentsOf(userId)
      .filter((held) => held.validTo === null || held.validTo >= validFrom)
      .map((held) => held.role);
    const appointmentId = appointmentIdOf(meta.commandId);
    return {
      type: 'AppointOfficer',
      orgId,
      appointmentId,
      userId,
      role,
      validFrom,
      validTo: validTo ?? null,
      rolesHeld,
    };
  }

  private run(orgId: string, command: OrganisationCommand, { meta }: Caller): Promise<Outcome<UserRefusal>> {
    return this.ports.executor.execute(organisationDecider, orgId, command, meta);
  }
}
