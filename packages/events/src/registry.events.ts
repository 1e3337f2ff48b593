import { z } from 'zod';
import { code, id, localDate, role, text, title, unitLevel } from './values.js';

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
