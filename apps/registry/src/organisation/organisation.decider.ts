import { organisationType } from '@thidua/authority';
import { type Decider, type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { OrganisationEvent, Role, UnitLevel } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';

export type Organisation =
  | { readonly status: 'none' }
  | {
      readonly status: 'active';
      readonly orgType: string;
      readonly unitId: string;
      readonly nameVi: string;
      readonly validFrom: string;
      readonly appointments: ReadonlyMap<string, { readonly userId: string; readonly releasedFrom: string | null }>;
    };

export type OrganisationCommand =
  | {
      readonly type: 'EstablishOrganisation';
      readonly orgId: string;
      readonly orgType: string;
      readonly nameVi: string;
      readonly validFrom: string;
      /** Its unit as the registry knows it. */
      readonly unit: { readonly unitId: string; readonly level: UnitLevel; readonly validFrom: string };
    }
  | {
      readonly type: 'AppointOfficer';
      readonly orgId: string;
      readonly appointmentId: string;
      readonly userId: string;
      readonly role: Role;
      readonly validFrom: string;
      readonly validTo: string | null;
      /** Roles this person holds anywhere, on the day the appointment begins or later. */
      readonly rolesHeld: readonly Role[];
    }
  | {
      readonly type: 'ReleaseOfficer';
      readonly orgId: string;
      readonly appointmentId: string;
      readonly validFrom: string;
      readonly reason: string | null;
    };

export type OrganisationRefusal = Refusal<
  | 'UNKNOWN_ORGANISATION_TYPE'
  | 'INVALID_TRANSITION'
  | 'DATES_REVERSED'
  | 'TEXT_INVALID'
  | 'TOO_MANY'
  | 'NOT_FOUND'
  | 'ROLE_NOT_HERE'
>;

type CommandOf<Type extends OrganisationCommand['type']> = Extract<OrganisationCommand, { type: Type }>;
type Decision = readonly OrganisationEvent[] | OrganisationRefusal;

export const organisationDecider: Decider<Organisation, OrganisationCommand, OrganisationEvent, OrganisationRefusal> = {
  category: 'organisation',
  initial: () => ({ status: 'none' }),
  evolve: {
    'OrganisationEstablished.v1': (_, { orgType, unitId, nameVi, validFrom }) => ({
      status: 'active',
      orgType,
      unitId,
      nameVi,
      validFrom,
      appointments: new Map(),
    }),
    'OfficerAppointed.v1': (org, { appointmentId, userId }) =>
      withAppointment(org, appointmentId, { userId, releasedFrom: null }),
    'OfficerReleased.v1': (org, { appointmentId, validFrom }) => {
      const held = org.status === 'active' ? org.appointments.get(appointmentId) : undefined;
      return held ? withAppointment(org, appointmentId, { ...held, releasedFrom: validFrom }) : org;
    },
  },
  decide(command, org) {
    switch (command.type) {
      case 'EstablishOrganisation':
        return establish(command, org);
      case 'AppointOfficer':
        return appoint(command, org);
      case 'ReleaseOfficer':
        return release(command, org);
    }
  },
};

const withAppointment = (
  org: Organisation,
  appointmentId: string,
  appointment: { userId: string; releasedFrom: string | null },
): Organisation =>
  org.status === 'active' ? { ...org, appointments: new Map(org.appointments).set(appointmentId, appointment) } : org;

const establish = (command: CommandOf<'EstablishOrganisation'>, org: Organisation): Decision => {
  const { orgId, orgType, nameVi, validFrom, unit } = command;
  const name = nameVi.normalize('NFC').trim();
  const faults: OrganisationRefusal[] = [];
  if (!organisationType(orgType)?.levels.includes(unit.level)) {
    faults.push(refuse('UNKNOWN_ORGANISATION_TYPE', ['type'], { type: orgType, level: unit.level }));
  }
  if (name.length === 0 || name.length > 1000) faults.push(refuse('TEXT_INVALID', ['name'], { max: 1000 }));
  if (validFrom < unit.validFrom) {
    faults.push(refuse('DATES_REVERSED', ['validFrom'], { from: unit.validFrom, to: validFrom }));
  }
  const refused = refusedFor(faults);
  if (refused) return refused;
  if (org.status === 'active') {
    return org.nameVi === name && org.validFrom === validFrom
      ? []
      : refuse('INVALID_TRANSITION', undefined, { from: 'active', to: 'establish' });
  }
  const { unitId, level } = unit;
  const data = { orgId, orgType, level, unitId, nameVi: name, validFrom, predecessorOrgIds: [] };
  return [{ type: 'OrganisationEstablished.v1', data }];
};

const appoint = (command: CommandOf<'AppointOfficer'>, org: Organisation): Decision => {
  const { orgId, appointmentId, userId, role, validFrom, validTo, rolesHeld } = command;
  if (org.status === 'none') return refuse('NOT_FOUND', ['organisation']);
  const faults: OrganisationRefusal[] = [];
  if (userId.length === 0 || userId.length > 200) faults.push(refuse('TEXT_INVALID', ['userId'], { max: 200 }));
  if (validTo !== null && validTo < validFrom) {
    faults.push(refuse('DATES_REVERSED', ['validTo'], { from: validFrom, to: validTo }));
  }
  const clash = rolesHeld.find((held) => (held === 'ADMIN') !== (role === 'ADMIN'));
  if (clash) faults.push(refuse('ROLE_NOT_HERE', ['role'], { held: clash, role }));
  const data = { orgId, appointmentId, userId, role, validFrom, ...(validTo !== null && { validTo }) };
  return refusedFor(faults) ?? [{ type: 'OfficerAppointed.v1', data }];
};

const release = (command: CommandOf<'ReleaseOfficer'>, org: Organisation): Decision => {
  const { orgId, appointmentId, validFrom, reason } = command;
  const held = org.status === 'active' ? org.appointments.get(appointmentId) : undefined;
  if (!held) return refuse('NOT_FOUND', ['appointment']);
  if (held.releasedFrom !== null && held.releasedFrom <= validFrom) return [];
  const data = { orgId, appointmentId, validFrom, ...(reason !== null && reason !== '' && { reason }) };
  return storable([{ type: 'OfficerReleased.v1', data }]);
};
