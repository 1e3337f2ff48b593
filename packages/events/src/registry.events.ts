import { z } from 'zod';
import { code, coverages, id, localDate, role, text, title, unitLevel } from './values.js';

// Stored names: never rename one. A changed shape is `.v2` and an upcast (codec.ts).

/** What this log is: one installation is one body, one log, one tree. Stream `installation-main`. */
export const installationEvents = {
  'InstallationCreated.v1': z.strictObject({
    installationId: id(),
    kind: z.enum(['DEMO', 'OWN']),
    seed: z.string().max(100).optional(),
  }),
  'DemoLoaded.v1': z.strictObject({ installationId: id(), seed: z.string().max(100), mutations: z.int().min(0) }),
};

/** What a change of one unit states beside its values; a reorganisation gives its id to all it implies. */
const unitChange = () => ({
  validFrom: localDate(),
  legalBasis: title().optional(),
  reorganisationId: id().optional(),
});

/** FULL: the whole unit goes to that one. PARTIAL: a part of it, and nobody knows which share. */
const coverage = () => z.enum(coverages);

/** Stream `unittree-main`: all units are one consistency boundary (domain.md E2). */
export const unitTreeEvents = {
  'UnitRegistered.v1': z.strictObject({
    unitId: id(),
    level: unitLevel(),
    type: code(),
    nameVi: title(),
    nameEn: title().optional(),
    parentUnitId: id().optional(),
    code: code().optional(),
    validFrom: localDate(),
    generated: z.boolean().optional(),
    reorganisationId: id().optional(),
  }),
  'UnitRenamed.v1': z.strictObject({ unitId: id(), from: title(), to: title(), ...unitChange() }),
  'UnitReclassified.v1': z.strictObject({ unitId: id(), from: code(), to: code(), ...unitChange() }),
  'UnitRecoded.v1': z.strictObject({
    unitId: id(),
    from: code().optional(),
    to: code().optional(),
    ...unitChange(),
  }),
  'UnitMoved.v1': z.strictObject({
    unitId: id(),
    fromParentId: id().optional(),
    toParentId: id().optional(),
    ...unitChange(),
  }),
  'UnitDissolved.v1': z.strictObject({
    unitId: id(),
    successors: z.array(z.strictObject({ unitId: id(), coverage: coverage() })).max(2000),
    ...unitChange(),
  }),
  /** Followed in the same append by the events of the units it changes, each with its id. */
  'UnitsReorganised.v1': z.strictObject({
    reorganisationId: id(),
    resolutionNo: title(),
    validFrom: localDate(),
    mappings: z.array(z.strictObject({ fromUnitId: id(), toUnitId: id(), coverage: coverage() })).max(2000),
  }),
};

/** Stream `organisation-{orgId}`. */
export const organisationEvents = {
  'OrganisationEstablished.v1': z.strictObject({
    orgId: id(),
    orgType: code(),
    level: unitLevel(),
    unitId: id(),
    nameVi: title(),
    validFrom: localDate(),
    predecessorOrgIds: z.array(id()).max(2000),
  }),
  'OrganisationRenamed.v1': z.strictObject({ orgId: id(), from: title(), to: title(), validFrom: localDate() }),
  'OrganisationDissolved.v1': z.strictObject({
    orgId: id(),
    validFrom: localDate(),
    successorOrgId: id().optional(),
  }),
  'OfficerAppointed.v1': z.strictObject({
    orgId: id(),
    appointmentId: id(),
    userId: id(),
    role: role(),
    validFrom: localDate(),
    validTo: localDate().optional(),
  }),
  'OfficerReleased.v1': z.strictObject({
    orgId: id(),
    appointmentId: id(),
    validFrom: localDate(),
    reason: text().optional(),
  }),
};
