import type { Evolve } from '@thidua/event-sourcing';
import type { OrganisationEvent, Role } from '@thidua/events';

/** An appointment as the rules see it. */
export interface HeldAppointment {
  readonly userId: string;
  readonly role: Role;
  readonly validFrom: string;
  /** First day it no longer holds by a release, and its last day by the appointment itself; null = open. */
  readonly releasedFrom: string | null;
  readonly validTo: string | null;
}

export interface EstablishedOrganisation {
  readonly status: 'active' | 'dissolved';
  readonly orgType: string;
  readonly unitId: string;
  readonly validFrom: string;
  /** As it was established, and every renaming since, in log order. */
  readonly names: readonly { readonly nameVi: string; readonly validFrom: string }[];
  readonly dissolution: { readonly validFrom: string; readonly successorOrgId: string | null } | null;
  readonly appointments: ReadonlyMap<string, HeldAppointment>;
}

export type Organisation = { readonly status: 'none' } | EstablishedOrganisation;

/** The organisation that takes over, as the registry knows it. */
export interface Successor {
  readonly orgId: string;
  readonly validFrom: string;
  /** First day it no longer exists, null where no end is known. */
  readonly dissolvedFrom: string | null;
}

export const evolveOrganisation: Evolve<Organisation, OrganisationEvent> = {
  'OrganisationEstablished.v1': (_, { orgType, unitId, nameVi, validFrom }) => ({
    status: 'active',
    orgType,
    unitId,
    validFrom,
    names: [{ nameVi, validFrom }],
    dissolution: null,
    appointments: new Map(),
  }),
  'OrganisationRenamed.v1': (org, { to: nameVi, validFrom }) =>
    org.status === 'none' ? org : { ...org, names: [...org.names, { nameVi, validFrom }] },
  'OrganisationDissolved.v1': (org, { validFrom, successorOrgId = null }) =>
    org.status === 'none' ? org : { ...org, status: 'dissolved', dissolution: { validFrom, successorOrgId } },
  'OfficerAppointed.v1': (org, { appointmentId, userId, role, validFrom, validTo = null }) =>
    withAppointment(org, appointmentId, { userId, role, validFrom, validTo, releasedFrom: null }),
  'OfficerReleased.v1': (org, { appointmentId, validFrom }) => {
    const held = org.status === 'none' ? undefined : org.appointments.get(appointmentId);
    return held ? withAppointment(org, appointmentId, { ...held, releasedFrom: validFrom }) : org;
  },
};

const withAppointment = (org: Organisation, appointmentId: string, appointment: HeldAppointment): Organisation =>
  org.status === 'none' ? org : { ...org, appointments: new Map(org.appointments).set(appointmentId, appointment) };

/** Among the names begun on a day the one with the latest day holds, of two of one day the later in the log. */
export const nameInForce = ({ names }: EstablishedOrganisation, on: string): string =>
  names
    .filter(({ validFrom }) => validFrom <= on)
    .reduce((latest, name) => (name.validFrom >= latest.validFrom ? name : latest), { nameVi: '', validFrom: '' })
    .nameVi;

/** Whether an organisation existed on the day before another one takes over, or still exists. */
export const existedUntil = (org: Organisation, day: string): org is EstablishedOrganisation =>
  org.status !== 'none' && org.validFrom < day && (org.dissolution === null || org.dissolution.validFrom >= day);

/** Whether an organisation exists on the day on which it takes over. */
export const takesOver = ({ validFrom, dissolvedFrom }: Successor, day: string): boolean =>
  validFrom <= day && (dissolvedFrom === null || dissolvedFrom > day);

/** Whether an appointment does not hold on a day or later: nothing is left to release. */
export const isOverBefore = (held: HeldAppointment, org: EstablishedOrganisation, day: string): boolean =>
  (held.releasedFrom !== null && held.releasedFrom <= day) ||
  (held.validTo !== null && held.validTo < day) ||
  (org.dissolution !== null && org.dissolution.validFrom <= day);

/** Who holds a role on a day. */
export const holdersOf = (org: EstablishedOrganisation, role: Role, on: string): readonly string[] => [
  ...new Set(
    [...org.appointments.values()]
      .filter((held) => held.role === role && held.validFrom <= on && !isOverBefore(held, org, on))
      .map(({ userId }) => userId),
  ),
];
