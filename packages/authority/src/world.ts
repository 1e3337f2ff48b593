import type { Role, UnitLevel } from '@thidua/events';
import type { Tree } from '@thidua/hierarchy';

/** An organisation as rights see it. */
export interface OrganisationFacts {
  readonly orgId: string;
  readonly orgType: string;
  readonly level: UnitLevel;
  readonly unitId: string;
  /** Set where it no longer exists today, with the organisation that takes over from it, if one does. */
  readonly dissolved?: { readonly successorOrgId: string | null } | undefined;
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
  /** The Front committee of a unit, where it has one today. */
  committeeOf(unitId: string): OrganisationFacts | undefined;
  /**
   * The living unit that a unit belongs to: itself; where it is dissolved its FULL successor, else its
   * nearest living ancestor. Null for a unit nobody knows, or above which nothing lives.
   */
  placeOf(unitId: string): string | null;
  /** Units that no longer exist: work that was done there is still read. */
  formerUnits(): readonly string[];
  /** Organisations that no longer exist: what they received is still decided. */
  formerOrganisations(): readonly OrganisationFacts[];
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
 * Under which appointment a person acts today: the one they name, or the only one they hold. Those at
 * an organisation that was dissolved give no rights.
 * Rights come from appointments, never from a token.
 */
export const actingUnder = (
  appointments: readonly Appointment[],
  chosen: string | null,
  today: string,
  world: World,
): Acting | NotActing => {
  const held = inForce(appointments, today).filter(({ orgId }) => !world.organisation(orgId)?.dissolved);
  const [only] = held;
  if (!only) return chosen === null ? 'no-appointment' : 'appointment-not-yours';
  if (chosen === null && held.length > 1) return 'choose-appointment';
  const appointment = chosen === null ? only : held.find(({ appointmentId }) => appointmentId === chosen);
  const organisation = appointment && world.organisation(appointment.orgId);
  if (!appointment || !organisation) return 'appointment-not-yours';
  return { userId: appointment.userId, appointment, organisation };
};
