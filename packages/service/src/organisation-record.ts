import type { Appointment, OrganisationFacts } from '@thidua/authority';
import type { EventData, OrganisationEvent, Position } from '@thidua/events';
import { dayBefore } from '@thidua/hierarchy';

/** A name, and the first day it holds. */
interface Named {
  readonly nameVi: string;
  readonly validFrom: string;
}

/** An organisation with its officers and its history, as known now. */
export interface OrganisationRecord extends Omit<OrganisationFacts, 'dissolved'> {
  readonly validFrom: string;
  /** In the order in which they come into force. */
  readonly names: readonly Named[];
  readonly predecessorOrgIds: readonly string[];
  /** Where the log says that it was established. */
  readonly position: Position;
  /** First day it no longer exists, who takes over, and where the log says so; null where no end is known. */
  readonly dissolution: {
    readonly validFrom: string;
    readonly successorOrgId: string | null;
    readonly position: Position;
  } | null;
  readonly revision: number;
  /** Each ends at the latest with the organisation. */
  readonly appointments: readonly Appointment[];
}

/** Where the log holds an event about it. */
interface Place {
  readonly revision: number;
  readonly position: Position;
}

export const establishedOf = (
  { nameVi, ...facts }: EventData<'OrganisationEstablished.v1'>,
  { revision, position }: Place,
): OrganisationRecord => ({
  ...facts,
  position,
  names: [{ nameVi, validFrom: facts.validFrom }],
  dissolution: null,
  revision,
  appointments: [],
});

/** What a later event makes of an organisation. */
export const changedBy = (
  org: OrganisationRecord,
  event: Exclude<OrganisationEvent, { type: 'OrganisationEstablished.v1' }>,
  { revision, position }: Place,
): OrganisationRecord => {
  switch (event.type) {
    case 'OrganisationRenamed.v1': {
      const { to: nameVi, validFrom } = event.data;
      const later = org.names.findIndex((name) => name.validFrom > validFrom);
      const names = org.names.toSpliced(later < 0 ? org.names.length : later, 0, { nameVi, validFrom });
      return { ...org, names, revision };
    }
    case 'OrganisationDissolved.v1': {
      const { validFrom, successorOrgId = null } = event.data;
      const dissolved = { ...org, dissolution: { validFrom, successorOrgId, position }, revision };
      return { ...dissolved, appointments: org.appointments.map((one) => endedWith(dissolved, one)) };
    }
    case 'OfficerAppointed.v1': {
      const { validTo = null, ...appointment } = event.data;
      return { ...org, appointments: [...org.appointments, endedWith(org, { ...appointment, validTo })], revision };
    }
    case 'OfficerReleased.v1': {
      const { appointmentId, validFrom } = event.data;
      const appointments = org.appointments.map((one) =>
        one.appointmentId === appointmentId ? endedBy(one, dayBefore(validFrom)) : one,
      );
      return { ...org, appointments, revision };
    }
  }
};

/** An appointment holds at the latest up to a day: an end that is recorded later never lengthens it. */
const endedBy = (appointment: Appointment, lastDay: string): Appointment =>
  appointment.validTo !== null && appointment.validTo <= lastDay ? appointment : { ...appointment, validTo: lastDay };

const endedWith = ({ dissolution }: OrganisationRecord, appointment: Appointment): Appointment =>
  dissolution === null ? appointment : endedBy(appointment, dayBefore(dissolution.validFrom));

/** Its name on a day; before its first day the first one it has. */
export const nameOn = ({ names }: OrganisationRecord, on: string): string =>
  (names.findLast(({ validFrom }) => validFrom <= on) ?? names[0])?.nameVi ?? '';

export const existsOn = ({ validFrom, dissolution }: OrganisationRecord, on: string): boolean =>
  validFrom <= on && (dissolution === null || on < dissolution.validFrom);

/** Its last day, null where no end is known. */
export const lastDayOf = ({ dissolution }: OrganisationRecord): string | null =>
  dissolution && dayBefore(dissolution.validFrom);

/** The organisation as rights see it on a day, as known at a position. */
export const factsOn = (
  org: OrganisationRecord,
  on: string,
  knownUpTo: Position = Number.POSITIVE_INFINITY,
): OrganisationFacts => {
  const { dissolution } = org;
  if (dissolution === null || on < dissolution.validFrom || dissolution.position > knownUpTo) return org;
  return { ...org, dissolved: { successorOrgId: dissolution.successorOrgId } };
};
