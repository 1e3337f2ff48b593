import type { Actor, Position } from '@thidua/events';
import { nameOn } from './organisation-record.js';
import type { RegistryView } from './registry-view.js';

/** GraphQL's UnitAsOf, filled from the registry view. */
export interface UnitAsOfValue {
  readonly id: string;
  readonly code: string | null;
  readonly name: string;
  readonly level: string;
  readonly type: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export interface OrganisationNameValue {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly unit: UnitAsOfValue | null;
}

/** A unit as it is called on a date, as known at a position (default: now); null where it does not exist then. */
export const unitAsOf = (
  view: RegistryView,
  unitId: string,
  on: string,
  knownUpTo?: Position,
): UnitAsOfValue | null => {
  const unit = view.units.unit(unitId, { on, knownUpTo });
  if (!unit) return null;
  return {
    id: unit.unitId,
    code: unit.code,
    name: unit.nameVi,
    level: unit.level,
    type: unit.type,
    validFrom: unit.validFrom,
    validTo: unit.validTo,
  };
};

/** A unit as it is called on a date, or as it was called on its last day where that is over. */
export const unitAsOfOrLast = (view: RegistryView, unitId: string, on: string): UnitAsOfValue | null => {
  const lastDay = view.lastDayOf(unitId);
  return unitAsOf(view, unitId, lastDay !== null && lastDay < on ? lastDay : on);
};

/** An organisation as it is called on a date, with its unit as of that date. */
export const organisationName = (view: RegistryView, orgId: string, on: string): OrganisationNameValue | null => {
  const org = view.organisation(orgId);
  return org
    ? { id: orgId, name: nameOn(org, on), type: org.orgType, unit: unitAsOfOrLast(view, org.unitId, on) }
    : null;
};

/** Who did something: a person by role and organisation, and the process where one acted. */
export const actorOf = (actor: Actor, via: string | null, view: RegistryView) => ({
  userId: actor.userId,
  organisation: actor.orgId === null ? null : organisationName(view, actor.orgId, view.today()),
  role: actor.role,
  via,
});
