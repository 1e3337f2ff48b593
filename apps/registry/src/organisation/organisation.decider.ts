import { organisationType } from '@thidua/authority';
import { type Decider, type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { OrganisationEvent, Role, UnitLevel } from '@thidua/events';
import { refuse, storable } from '@thidua/service/refusals';
import {
  type EstablishedOrganisation,
  evolveOrganisation,
  isOverBefore,
  nameInForce,
  type Organisation,
  type Successor,
  takesOver,
} from './organisation.state.js';

export type OrganisationCommand =
  | {
      readonly type: 'EstablishOrganisation';
      readonly orgId: string;
      readonly orgType: string;
      readonly nameVi: string;
      readonly validFrom: string;
      /** Its unit as the registry knows it. */
      readonly unit: {
        readonly unitId: string;
        readonly level: UnitLevel;
        readonly validFrom: string;
        readonly validTo?: string | null;
      };
      /** The organisations it takes over from. */
      readonly predecessorOrgIds?: readonly string[];
      /** Who goes on administering where nobody stands above who could appoint them. */
      readonly administrators?: readonly { readonly appointmentId: string; readonly userId: string }[];
    }
  | {
      readonly type: 'RenameOrganisation';
      readonly orgId: string;
      readonly nameVi: string;
      readonly validFrom: string;
    }
  | {
      readonly type: 'DissolveOrganisation';
      readonly orgId: string;
      /** First day it no longer exists. */
      readonly validFrom: string;
      readonly successor: Successor | null;
    }
  | {
      readonly type: 'AppointOfficer';
      readonly orgId: string;
      readonly appointmentId: string;
      readonly userId: string;
      readonly role: Role;
      readonly validFrom: string;
      readonly validTo: string | null;
      /** Roles this person holds anywhere, on any day of the appointment. */
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
  | 'SUCCESSOR_INVALID'
>;

type CommandOf<Type extends OrganisationCommand['type']> = Extract<OrganisationCommand, { type: Type }>;
type Decision = readonly OrganisationEvent[] | OrganisationRefusal;

export const organisationDecider: Decider<Organisation, OrganisationCommand, OrganisationEvent, OrganisationRefusal> = {
  category: 'organisation',
  initial: () => ({ status: 'none' }),
  evolve: evolveOrganisation,
  decide(command, org) {
    if (command.type === 'EstablishOrganisation') return establish(command, org);
    if (org.status === 'none')
      return refuse('NOT_FOUND', [command.type === 'ReleaseOfficer' ? 'appointment' : 'organisation']);
    switch (command.type) {
      case 'RenameOrganisation':
        return rename(command, org);
      case 'DissolveOrganisation':
        return dissolve(command, org);
      case 'AppointOfficer':
        return appoint(command, org);
      case 'ReleaseOfficer':
        return release(command, org);
    }
  },
};

const nameFaults = (name: string): readonly OrganisationRefusal[] =>
  name.length === 0 || name.length > 1000 ? [refuse('TEXT_INVALID', ['name'], { max: 1000 })] : [];

/** A day on which the organisation does not exist yet, or no longer. */
const dayFaults = (org: EstablishedOrganisation, validFrom: string, act: string): readonly OrganisationRefusal[] => {
  if (validFrom < org.validFrom) {
    return [refuse('DATES_REVERSED', ['validFrom'], { from: org.validFrom, to: validFrom })];
  }
  return org.dissolution !== null && org.dissolution.validFrom <= validFrom
    ? [refuse('INVALID_TRANSITION', ['validFrom'], { from: 'dissolved', to: act })]
    : [];
};

const establish = (command: CommandOf<'EstablishOrganisation'>, org: Organisation): Decision => {
  const { orgId, orgType, nameVi, validFrom, unit, predecessorOrgIds = [], administrators = [] } = command;
  const name = nameVi.normalize('NFC').trim();
  const faults: OrganisationRefusal[] = [];
  if (!organisationType(orgType)?.levels.includes(unit.level)) {
    faults.push(refuse('UNKNOWN_ORGANISATION_TYPE', ['type'], { type: orgType, level: unit.level }));
  }
  faults.push(...nameFaults(name));
  if (validFrom < unit.validFrom) {
    faults.push(refuse('DATES_REVERSED', ['validFrom'], { from: unit.validFrom, to: validFrom }));
  }
  const unitEnds = unit.validTo ?? null;
  if (unitEnds !== null && validFrom > unitEnds) {
    faults.push(refuse('DATES_REVERSED', ['validFrom'], { from: validFrom, to: unitEnds }));
  }
  const refused = refusedFor(faults);
  if (refused) return refused;
  if (org.status !== 'none') {
    const same = org.status === 'active' && org.names[0]?.nameVi === name && org.validFrom === validFrom;
    return same ? [] : refuse('INVALID_TRANSITION', undefined, { from: org.status, to: 'establish' });
  }
  const { unitId, level } = unit;
  const data = { orgId, orgType, level, unitId, nameVi: name, validFrom, predecessorOrgIds: [...predecessorOrgIds] };
  return storable<OrganisationEvent>([
    { type: 'OrganisationEstablished.v1', data },
    ...administrators.map(
      (administrator): OrganisationEvent => ({
        type: 'OfficerAppointed.v1',
        data: { orgId, ...administrator, role: 'ADMIN', validFrom },
      }),
    ),
  ]);
};

const rename = (command: CommandOf<'RenameOrganisation'>, org: EstablishedOrganisation): Decision => {
  const { orgId, nameVi, validFrom } = command;
  const to = nameVi.normalize('NFC').trim();
  const refused = refusedFor([...nameFaults(to), ...dayFaults(org, validFrom, 'rename')]);
  if (refused) return refused;
  const from = nameInForce(org, validFrom);
  return from === to ? [] : [{ type: 'OrganisationRenamed.v1', data: { orgId, from, to, validFrom } }];
};

const dissolve = (command: CommandOf<'DissolveOrganisation'>, org: EstablishedOrganisation): Decision => {
  const { orgId, validFrom, successor } = command;
  const successorOrgId = successor?.orgId ?? null;
  if (org.dissolution !== null) {
    const same = org.dissolution.validFrom === validFrom && org.dissolution.successorOrgId === successorOrgId;
    return same ? [] : refuse('INVALID_TRANSITION', ['organisation'], { from: 'dissolved', to: 'dissolve' });
  }
  const faults: OrganisationRefusal[] = [];
  // It exists for one day at least: what never was cannot end.
  if (validFrom <= org.validFrom) {
    faults.push(refuse('DATES_REVERSED', ['validFrom'], { from: org.validFrom, to: validFrom }));
  }
  if (successor && (successor.orgId === orgId || !takesOver(successor, validFrom))) {
    faults.push(refuse('SUCCESSOR_INVALID', ['successor'], { day: validFrom }));
  }
  const data = { orgId, validFrom, ...(successorOrgId !== null && { successorOrgId }) };
  return refusedFor(faults) ?? [{ type: 'OrganisationDissolved.v1', data }];
};

const appoint = (command: CommandOf<'AppointOfficer'>, org: EstablishedOrganisation): Decision => {
  const { orgId, appointmentId, userId, role, validFrom, validTo, rolesHeld } = command;
  const faults: OrganisationRefusal[] = [];
  if (userId.length === 0 || userId.length > 200) faults.push(refuse('TEXT_INVALID', ['userId'], { max: 200 }));
  faults.push(...dayFaults(org, validFrom, 'appoint'));
  if (validTo !== null && validTo < validFrom) {
    faults.push(refuse('DATES_REVERSED', ['validTo'], { from: validFrom, to: validTo }));
  }
  const clash = rolesHeld.find((held) => (held === 'ADMIN') !== (role === 'ADMIN'));
  if (clash) faults.push(refuse('ROLE_NOT_HERE', ['role'], { held: clash, role }));
  const data = { orgId, appointmentId, userId, role, validFrom, ...(validTo !== null && { validTo }) };
  return refusedFor(faults) ?? [{ type: 'OfficerAppointed.v1', data }];
};

const release = (command: CommandOf<'ReleaseOfficer'>, org: EstablishedOrganisation): Decision => {
  const { orgId, appointmentId, validFrom, reason } = command;
  const held = org.appointments.get(appointmentId);
  if (!held) return refuse('NOT_FOUND', ['appointment']);
  if (isOverBefore(held, org, validFrom)) return [];
  const data = { orgId, appointmentId, validFrom, ...(reason !== null && reason !== '' && { reason }) };
  return storable([{ type: 'OfficerReleased.v1', data }]);
};
