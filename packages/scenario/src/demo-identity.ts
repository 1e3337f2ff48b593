import { committeeNameOf } from '@thidua/authority';
import { commandIdOf, objectIdOf, organisationIdOf, participationIdOf, type Role, reportIdOf } from '@thidua/events';
import { loadTraVinhUnits, provinceCode, type UnitRow } from './tra-vinh-units.js';

/** Everything of the demo's registry exists from the first day of the campaign's period. */
export const demoValidFrom = '2022-01-01';

/**
 * The person who holds a role at the Front of a unit, such as `head@29242` or, at a hamlet's board,
 * `head@29242-01`. No demo person has a name.
 */
export const demoUserId = (role: Role, unitCode: string): string => `${role.toLowerCase()}@${unitCode}`;

/** Where the people of a member organisation of the province are: `84-YOUTH`, so that its head is `head@84-YOUTH`. */
export const memberPlace = (type: string): string => `${provinceCode}-${type}`;

/**
 * Ids of a seed's scenario. They are derived as the services derive theirs (identity.ts of the events package),
 * so that a mutation can name what an earlier one will have made without reading its answer.
 */
export interface DemoIds {
  /** The idempotency key, a UUIDv5, of the step with this stable name. */
  readonly keyOf: (stepName: string) => string;
  readonly unitId: (unitCode: string) => string;
  readonly committeeId: (unitCode: string) => string;
  /** The Front's work board of a hamlet. */
  readonly boardId: (hamletCode: string) => string;
  /** The member organisation of the province of this type. */
  readonly memberId: (type: string) => string;
  /** The provincial Office. */
  readonly officeId: string;
  readonly appointmentId: (role: Role, unitCode: string) => string;
  readonly campaignId: string;
  /** The achievement that the step with this name registers, by who sends it. */
  readonly achievementId: (stepName: string, userId: string) => string;
  readonly participationId: (orgId: string) => string;
  /** What an organisation owes in a round. */
  readonly reportId: (orgId: string, roundCode: string) => string;
}

/** Stable names of the steps: the keys, and so all ids, hang on them. */
export const stepNames = {
  root: 'root',
  units: 'units',
  hamlets: 'hamlets',
  committee: (unitCode: string) => `organisation/FRONT_COMMITTEE/${unitCode}`,
  board: (hamletCode: string) => `organisation/FRONT_WORK_BOARD/${hamletCode}`,
  member: (type: string) => `organisation/${type}/${provinceCode}`,
  office: `organisation/FRONT_OFFICE/${provinceCode}`,
  appointment: (role: Role, unitCode: string) => `appointment/${role}/${unitCode}`,
  draft: 'campaign/draft',
  launch: 'campaign/launch',
} as const;

export const demoIds = (seed: string): DemoIds => {
  const keyOf = (stepName: string) => objectIdOf('idempotency-key', seed, stepName);
  const commandOf = (userId: string, stepName: string) => commandIdOf(userId, keyOf(stepName));
  const admin = demoUserId('ADMIN', provinceCode);
  const rootCommand = commandOf('system', stepNames.root);
  const importCommand = commandOf(admin, stepNames.units);
  const hamletsCommand = commandOf(admin, stepNames.hamlets);
  const campaignId = objectIdOf('campaign', commandOf(demoUserId('OFFICE', provinceCode), stepNames.draft));

  // The province is made by the program itself; every other unit by its row in an import.
  const madeBy = (unitCode: string) => (unitCode.includes('-') ? hamletsCommand : importCommand);
  const unitId = (unitCode: string) =>
    objectIdOf('unit', unitCode === provinceCode ? rootCommand : madeBy(unitCode), unitCode);
  const isRootAdmin = (role: Role, unitCode: string) => demoUserId(role, unitCode) === admin;

  return {
    keyOf,
    unitId,
    committeeId: (unitCode) => organisationIdOf(unitId(unitCode), 'FRONT_COMMITTEE'),
    boardId: (hamletCode) => organisationIdOf(unitId(hamletCode), 'FRONT_WORK_BOARD'),
    memberId: (type) => organisationIdOf(unitId(provinceCode), type),
    officeId: organisationIdOf(unitId(provinceCode), 'FRONT_OFFICE'),
    appointmentId: (role, unitCode) =>
      objectIdOf(
        'appointment',
        isRootAdmin(role, unitCode) ? rootCommand : commandOf(admin, stepNames.appointment(role, unitCode)),
      ),
    campaignId,
    achievementId: (stepName, userId) => objectIdOf('achievement', commandOf(userId, stepName)),
    participationId: (orgId) => participationIdOf(campaignId, orgId),
    reportId: (orgId, roundCode) => reportIdOf(campaignId, orgId, roundCode),
  };
};

/** What the program itself writes, as `system`, before the first mutation: somebody must be able to send it. */
export interface DemoRoot {
  readonly validFrom: string;
  /** Key and id of the one command that these facts belong to. */
  readonly idempotencyKey: string;
  readonly commandId: string;
  readonly unit: UnitRow & { readonly unitId: string };
  readonly organisation: { readonly orgId: string; readonly orgType: 'FRONT_COMMITTEE'; readonly nameVi: string };
  readonly admin: { readonly appointmentId: string; readonly userId: string; readonly role: 'ADMIN' };
}

export const demoRoot = (seed: string): DemoRoot => {
  const ids = demoIds(seed);
  const province = loadTraVinhUnits().find((unit) => unit.code === provinceCode);
  if (!province) throw new Error(`the data has no unit ${provinceCode}`);
  return {
    validFrom: demoValidFrom,
    idempotencyKey: ids.keyOf(stepNames.root),
    commandId: commandIdOf('system', ids.keyOf(stepNames.root)),
    unit: { ...province, unitId: ids.unitId(provinceCode) },
    organisation: {
      orgId: ids.committeeId(provinceCode),
      orgType: 'FRONT_COMMITTEE',
      nameVi: committeeNameOf(province.nameVi),
    },
    admin: {
      appointmentId: ids.appointmentId('ADMIN', provinceCode),
      userId: demoUserId('ADMIN', provinceCode),
      role: 'ADMIN',
    },
  };
};
