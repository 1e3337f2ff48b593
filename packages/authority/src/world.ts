import type { Role, UnitLevel } from '@thidua/events';
import type { Tree } from '@thidua/hierarchy';

/** An organisation as rights see it. */
export interface OrganisationFacts {
  readonly orgId: string;
  readonly orgType: string;
  readonly level: UnitLevel;
  readonly unitId: string;
}

/** A role that a person holds at an organisation, from the first to the last day (null = open). */
export interface Appointment {
  readonly appointmentId: string;
  readonly userId: string;
  readonly orgId: string;
  readonly role: Role;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** What rights are judged by: the tree of today as known now, and the organisations in it. */
export interface World {
  readonly tree: Tree;
  organisation(orgId: string): OrganisationFacts | undefined;
  /** The Front committee of a unit, where it has one. */
  committeeOf(unitId: string): OrganisationFacts | undefined;
}

/** A person acting under one appointment in force. */
export interface Acting {
  readonly userId: string;
  readonly appointment: Appointment;
  readonly organisation: OrganisationFacts;
}

/** Why a person acts under no appointment. */
export type NotActing = 'no-appointment' | 'choose-appointment' | 'appointment-not-yours';

/** Appointments in force on a day, both ends included. */
export const inForce = (appointments: readonly Appointment[], on: string): readonly Appointment[] =>
  appointments.filter(({ validFrom, validTo }) => validFrom <= on && (validTo === null || on <= validTo));

/**
 * Under which appointment a person acts today: the one they name, or the only one they hold.
 * Rights come from appointments, never from a token.
 */
export const actingUnder = (
  appointments: readonly Appointment[],
  chosen: string | null,
  today: string,
  world: World,
): Acting | NotActing => {
  const held = inForce(appointments, today);
  const [only] = held;
  if (!only) return chosen === null ? 'no-appointment' : 'appointment-not-yours';
  if (chosen === null && held.length > 1) return 'choose-appointment';
  const appointment = chosen === null ? only : held.find(({ appointmentId }) => appointmentId === chosen);
  const organisation = appointment && world.organisation(appointment.orgId);
  if (!appointment || !organisation) return 'appointment-not-yours';
  return { userId: appointment.userId, appointment, organisation };
};
