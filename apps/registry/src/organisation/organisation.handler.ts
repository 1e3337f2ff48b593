import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { may, mayReadOrganisation } from '@thidua/authority';
import type { Outcome } from '@thidua/event-sourcing';
import { objectIdOf, organisationIdOf, type Role } from '@thidua/events';
import {
  actingIn,
  type Caller,
  notFound,
  type OrganisationRecord,
  PORTS,
  refusedBy,
  refusedOutcome,
  type ServicePorts,
  type UserRefusal,
} from '@thidua/service';
import { unitTreeDecider, unitTreeStreamId } from '../unit/unit-tree.decider.js';
import { type OrganisationCommand, organisationDecider } from './organisation.decider.js';
import type {
  OfficerAppointInput,
  OrganisationAct,
  OrganisationChange,
  OrganisationEstablishInput,
} from './organisation.inputs.js';
import type { Successor } from './organisation.state.js';

/** A change of an organisation or its officers. */
export class OrganisationOrder extends Command<Outcome<UserRefusal>> {
  constructor(
    readonly act: OrganisationAct,
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

  async execute({ act, caller }: OrganisationOrder): Promise<Outcome<UserRefusal>> {
    return act.operation === 'organisationEstablish' ? this.establish(act.input, caller) : this.change(act, caller);
  }

  private async establish(input: OrganisationEstablishInput, caller: Caller): Promise<Outcome<UserRefusal>> {
    const { executor, registryView } = this.ports;
    const { acting, world } = caller.standing;
    const { state: tree } = await executor.load(unitTreeDecider, unitTreeStreamId);
    const unit = tree.units.get(input.unit);
    if (!unit) return refusedOutcome(notFound('unit'));
    const { unitId, level, validFrom } = unit;
    const refused = refusedBy(may('organisationEstablish', acting, { unitId }, world));
    if (refused) return refusedOutcome(refused);
    const predecessorOrgIds = input.predecessors ?? [];
    const unknown = predecessorOrgIds.findIndex((orgId) => !registryView.organisation(orgId));
    if (unknown >= 0) return refusedOutcome(notFound('predecessors', String(unknown)));
    const orgId = organisationIdOf(unitId, input.type);
    const command = {
      type: 'EstablishOrganisation',
      orgId,
      orgType: input.type,
      nameVi: input.name,
      validFrom: input.validFrom,
      unit: { unitId, level, validFrom, validTo: registryView.lastDayOf(unitId) },
      predecessorOrgIds,
    } as const;
    return this.run(orgId, command, caller);
  }

  private async change(change: OrganisationChange, caller: Caller): Promise<Outcome<UserRefusal>> {
    const { acting, world } = caller.standing;
    const org = this.ports.registryView.organisation(change.input.organisation);
    const reader = actingIn(caller.standing);
    if (!org || !reader || !mayReadOrganisation(reader, org, world)) return refusedOutcome(notFound('organisation'));
    const { orgId, unitId } = org;
    const userId = personOf(change, org);
    const target = { orgId, unitId, ...(userId !== undefined && { userId }) };
    const refused = refusedBy(may(change.operation, acting, target, world)) ?? this.refusedSuccessor(change, caller);
    return refused ? refusedOutcome(refused) : this.run(orgId, this.commandOf(change, caller), caller);
  }

  /** Who takes over decides what the other one received: that stays within what the administrator holds. */
  private refusedSuccessor(change: OrganisationChange, { standing }: Caller): UserRefusal | null {
    if (change.operation !== 'organisationDissolve' || (change.input.successor ?? null) === null) return null;
    const successor = this.ports.registryView.organisation(change.input.successor ?? '');
    if (!successor) return notFound('successor');
    const { unitId } = successor;
    const refused = refusedBy(may('organisationDissolve', standing.acting, { unitId }, standing.world));
    return refused && { ...refused, field: ['successor'] };
  }

  private commandOf(change: OrganisationChange, { meta }: Caller): OrganisationCommand {
    const { organisation: orgId, validFrom } = change.input;
    switch (change.operation) {
      case 'organisationRename':
        return { type: 'RenameOrganisation', orgId, nameVi: change.input.name, validFrom };
      case 'organisationDissolve': {
        const successor = this.ports.registryView.organisation(change.input.successor ?? '');
        return { type: 'DissolveOrganisation', orgId, validFrom, successor: successor ? successorOf(successor) : null };
      }
      case 'officerAppoint': {
        const { userId, role, validTo = null } = change.input;
        const rolesHeld = this.rolesHeldDuring(change.input);
        const appointmentId = appointmentIdOf(meta.commandId);
        return { type: 'AppointOfficer', orgId, appointmentId, userId, role, validFrom, validTo, rolesHeld };
      }
      case 'officerRelease': {
        const { appointment: appointmentId, reason = null } = change.input;
        return { type: 'ReleaseOfficer', orgId, appointmentId, validFrom, reason };
      }
    }
  }

  /** Roles that somebody holds on a day of the appointment they are to be given. */
  private rolesHeldDuring({ userId, validFrom, validTo = null }: OfficerAppointInput): readonly Role[] {
    return this.ports.registryView
      .appointmentsOf(userId)
      .filter((held) => held.validTo === null || (held.validTo >= validFrom && held.validTo >= held.validFrom))
      .filter((held) => validTo === null || held.validFrom <= validTo)
      .map((held) => held.role);
  }

  private run(orgId: string, command: OrganisationCommand, { meta }: Caller): Promise<Outcome<UserRefusal>> {
    return this.ports.executor.execute(organisationDecider, orgId, command, meta);
  }
}

const successorOf = ({ orgId, validFrom, dissolution }: OrganisationRecord): Successor => ({
  orgId,
  validFrom,
  dissolvedFrom: dissolution?.validFrom ?? null,
});

/** The person whose appointment is made or ended. */
const personOf = (change: OrganisationChange, org: OrganisationRecord): string | undefined => {
  if (change.operation === 'officerAppoint') return change.input.userId;
  if (change.operation !== 'officerRelease') return undefined;
  return org.appointments.find(({ appointmentId }) => appointmentId === change.input.appointment)?.userId;
};
