import { committeeNameOf } from '@thidua/authority';
import type { Role } from '@thidua/events';
import { type DemoIds, demoUserId, demoValidFrom, stepNames } from './demo-identity.js';
import { type ScenarioStep, step } from './scenario-step.js';
import { provinceCode, type UnitRow, unitsCsv } from './tra-vinh-units.js';
import { localInstant } from './working-time.js';

const admin = demoUserId('ADMIN', provinceCode);
const committeeRoles: readonly Role[] = ['HEAD', 'REVIEWER', 'CLERK'];

// Each kind of step has an instant of its own: between two instants the readers of the log catch up.
const importedAt = localInstant(demoValidFrom, 7);
const establishedAt = localInstant(demoValidFrom, 7, 10);
const appointedAt = localInstant(demoValidFrom, 7, 20);

const establish = (ids: DemoIds, stepName: string, type: string, unitCode: string, name: string): ScenarioStep =>
  step(establishedAt, admin, 'OrganisationEstablish', {
    idempotencyKey: ids.keyOf(stepName),
    type,
    unit: ids.unitId(unitCode),
    name,
    validFrom: demoValidFrom,
  });

const appoint = (ids: DemoIds, role: Role, unitCode: string, organisation: string): ScenarioStep =>
  step(appointedAt, admin, 'OfficerAppoint', {
    idempotencyKey: ids.keyOf(stepNames.appointment(role, unitCode)),
    force: true,
    organisation,
    userId: demoUserId(role, unitCode),
    role,
    validFrom: demoValidFrom,
  });

/** The units, their Front committees with the provincial Office, and who acts for them. */
export const registrySteps = (ids: DemoIds, units: readonly UnitRow[]): readonly ScenarioStep[] => {
  const province = units.find((unit) => unit.code === provinceCode);
  if (!province) throw new Error(`the data has no unit ${provinceCode}`);
  const officeName = `Văn phòng ${committeeNameOf(province.nameVi)}`;
  const committee = ids.committeeId(provinceCode);
  return [
    step(importedAt, admin, 'UnitsImport', {
      idempotencyKey: ids.keyOf(stepNames.units),
      csv: unitsCsv(units),
      validFrom: demoValidFrom,
    }),
    ...units
      .filter((unit) => unit !== province)
      .map(({ code, nameVi }) =>
        establish(ids, stepNames.committee(code), 'FRONT_COMMITTEE', code, committeeNameOf(nameVi)),
      ),
    establish(ids, stepNames.office, 'FRONT_OFFICE', provinceCode, officeName),
    ...units.flatMap(({ code }) => committeeRoles.map((role) => appoint(ids, role, code, ids.committeeId(code)))),
    appoint(ids, 'OFFICE', provinceCode, ids.officeId),
    appoint(ids, 'ANALYST', provinceCode, committee),
    appoint(ids, 'AUDITOR', provinceCode, committee),
  ];
};
