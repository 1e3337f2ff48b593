import { committeeNameOf, workBoardNameOf } from '@thidua/authority';
import type { Role } from '@thidua/events';
import type { Cast } from './cast.js';
import { type DemoIds, demoUserId, demoValidFrom, memberPlace, stepNames } from './demo-identity.js';
import { type ScenarioStep, step } from './scenario-step.js';
import { provinceCode, type UnitRow, unitsCsv } from './tra-vinh-units.js';
import { localInstant } from './working-time.js';

const admin = demoUserId('ADMIN', provinceCode);
const committeeRoles: readonly Role[] = ['HEAD', 'REVIEWER', 'CLERK'];
const memberRoles: readonly Role[] = ['HEAD', 'CLERK'];

// Each kind of step has an instant of its own: between two instants the readers of the log catch up.
const importedAt = localInstant(demoValidFrom, 7);
const hamletsImportedAt = localInstant(demoValidFrom, 7, 5);
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

const appoint = (ids: DemoIds, role: Role, place: string, organisation: string): ScenarioStep =>
  step(appointedAt, admin, 'OfficerAppoint', {
    idempotencyKey: ids.keyOf(stepNames.appointment(role, place)),
    force: true,
    organisation,
    userId: demoUserId(role, place),
    role,
    validFrom: demoValidFrom,
  });

const imported = (ids: DemoIds, at: string, stepName: string, units: readonly UnitRow[]): ScenarioStep =>
  step(at, admin, 'UnitsImport', {
    idempotencyKey: ids.keyOf(stepName),
    csv: unitsCsv(units),
    validFrom: demoValidFrom,
  });

/** The Front of the province: committees and the Office, and who acts for them. */
const frontSteps = (ids: DemoIds, units: readonly UnitRow[]): readonly ScenarioStep[] => {
  const province = units.find((unit) => unit.code === provinceCode);
  if (!province) throw new Error(`the data has no unit ${provinceCode}`);
  const officeName = `Văn phòng ${committeeNameOf(province.nameVi)}`;
  const committee = ids.committeeId(provinceCode);
  return [
    imported(ids, importedAt, stepNames.units, units),
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

/** The hamlets with their work boards; a board's head does its writing too. */
const hamletSteps = (ids: DemoIds, hamlets: readonly UnitRow[]): readonly ScenarioStep[] =>
  hamlets.length === 0
    ? []
    : [
        imported(ids, hamletsImportedAt, stepNames.hamlets, hamlets),
        ...hamlets.map(({ code, nameVi }) =>
          establish(ids, stepNames.board(code), 'FRONT_WORK_BOARD', code, workBoardNameOf(nameVi)),
        ),
        ...hamlets.map(({ code }) => appoint(ids, 'HEAD', code, ids.boardId(code))),
      ];

/** Where the list names the kind by level, a province has the first: `Hội Nông dân tỉnh Trà Vinh`. */
const memberNameOf = (nameOfType: string, provinceName: string): string => {
  const [first = nameOfType] = nameOfType.split(' / ');
  return `${first} ${provinceName.replace('Tỉnh', 'tỉnh')}`;
};

const memberSteps = (ids: DemoIds, { units, members }: Cast): readonly ScenarioStep[] => {
  const province = units.find((unit) => unit.code === provinceCode);
  if (!province) throw new Error(`the data has no unit ${provinceCode}`);
  return members.flatMap(({ code, nameVi }) => [
    establish(ids, stepNames.member(code), code, provinceCode, memberNameOf(nameVi, province.nameVi)),
    ...memberRoles.map((role) => appoint(ids, role, memberPlace(code), ids.memberId(code))),
  ]);
};

/** The units, their organisations, and who acts for them. */
export const registrySteps = (ids: DemoIds, cast: Cast): readonly ScenarioStep[] => [
  ...frontSteps(ids, cast.units),
  ...hamletSteps(ids, cast.hamlets),
  ...memberSteps(ids, cast),
];
