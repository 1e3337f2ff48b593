import type { installationEvents, organisationEvents, unitTreeEvents } from '@thidua/events';
import { dayBefore } from '@thidua/hierarchy';
import type { SentencesOf } from './words.js';

type RegistryType = keyof typeof installationEvents | keyof typeof unitTreeEvents | keyof typeof organisationEvents;

export const registrySentences = {
  'InstallationCreated.v1': {
    vi: ({ kind }, words) => `Mở nhật ký ${words.term(kind === 'DEMO' ? 'DEMO' : 'OWN_LOG')}`,
    en: ({ kind }, words) => `Log begun: ${words.term(kind === 'DEMO' ? 'DEMO' : 'OWN_LOG')}`,
  },
  'DemoLoaded.v1': {
    vi: ({ mutations }) => `Nạp xong dữ liệu trình diễn, ${mutations} thao tác`,
    en: ({ mutations }) => `Demonstration loaded, ${mutations} operations`,
  },
  'UnitRegistered.v1': {
    vi: ({ nameVi, level, parentUnitId, validFrom }, words) =>
      `Ghi nhận đơn vị ${nameVi} (${words.term(level)}) thuộc ${words.parent(parentUnitId, validFrom)} từ ngày ${words.day(validFrom)}`,
    en: ({ nameVi, level, parentUnitId, validFrom }, words) =>
      `Unit ${nameVi} (${words.term(level)}) registered under ${words.parent(parentUnitId, validFrom)} from ${words.day(validFrom)}`,
  },
  'UnitRenamed.v1': {
    vi: ({ from, to, validFrom }, words) => `Đổi tên ${from} thành ${to} từ ngày ${words.day(validFrom)}`,
    en: ({ from, to, validFrom }, words) => `${from} renamed to ${to} from ${words.day(validFrom)}`,
  },
  'UnitReclassified.v1': {
    vi: ({ unitId, from, to, validFrom }, words) =>
      `Đổi loại ${words.unit(unitId, validFrom)} từ ${from} thành ${to} từ ngày ${words.day(validFrom)}`,
    en: ({ unitId, from, to, validFrom }, words) =>
      `${words.unit(unitId, validFrom)} reclassified from ${from} to ${to} from ${words.day(validFrom)}`,
  },
  'UnitRecoded.v1': {
    vi: ({ unitId, from, to, validFrom }, words) =>
      `Đổi mã ${words.unit(unitId, validFrom)} từ ${from ?? 'không mã'} thành ${to ?? 'không mã'} từ ngày ${words.day(validFrom)}`,
    en: ({ unitId, from, to, validFrom }, words) =>
      `Code of ${words.unit(unitId, validFrom)} changed from ${from ?? 'none'} to ${to ?? 'none'} from ${words.day(validFrom)}`,
  },
  'UnitMoved.v1': {
    vi: ({ unitId, fromParentId, toParentId, validFrom }, words) =>
      `Chuyển ${words.unit(unitId, validFrom)} từ ${words.parent(fromParentId, dayBefore(validFrom))} sang ${words.parent(toParentId, validFrom)} từ ngày ${words.day(validFrom)}`,
    en: ({ unitId, fromParentId, toParentId, validFrom }, words) =>
      `${words.unit(unitId, validFrom)} moved from ${words.parent(fromParentId, dayBefore(validFrom))} to ${words.parent(toParentId, validFrom)} from ${words.day(validFrom)}`,
  },
  'UnitDissolved.v1': {
    vi: ({ unitId, successors, validFrom }, words) =>
      `Giải thể ${words.unit(unitId, dayBefore(validFrom))} từ ngày ${words.day(validFrom)}${successors.length > 0 ? `, kế thừa: ${words.some(successors.map((one) => words.unit(one.unitId, validFrom)))}` : ''}`,
    en: ({ unitId, successors, validFrom }, words) =>
      `${words.unit(unitId, dayBefore(validFrom))} dissolved from ${words.day(validFrom)}${successors.length > 0 ? `, succeeded by ${words.some(successors.map((one) => words.unit(one.unitId, validFrom)))}` : ''}`,
  },
  'UnitsReorganised.v1': {
    vi: ({ resolutionNo, validFrom, mappings }, words) =>
      `Sắp xếp đơn vị theo nghị quyết ${resolutionNo} từ ngày ${words.day(validFrom)}: ${words.some(mappings.map((one) => `${words.unit(one.fromUnitId, dayBefore(validFrom))} thành ${words.unit(one.toUnitId, validFrom)}`))}`,
    en: ({ resolutionNo, validFrom, mappings }, words) =>
      `Units reorganised by resolution ${resolutionNo} from ${words.day(validFrom)}: ${words.some(mappings.map((one) => `${words.unit(one.fromUnitId, dayBefore(validFrom))} to ${words.unit(one.toUnitId, validFrom)}`))}`,
  },
  'OrganisationEstablished.v1': {
    vi: ({ nameVi, unitId, validFrom }, words) =>
      `Thành lập ${nameVi} tại ${words.unit(unitId, validFrom)} từ ngày ${words.day(validFrom)}`,
    en: ({ nameVi, unitId, validFrom }, words) =>
      `${nameVi} established at ${words.unit(unitId, validFrom)} from ${words.day(validFrom)}`,
  },
  'OrganisationRenamed.v1': {
    vi: ({ from, to, validFrom }, words) => `Đổi tên ${from} thành ${to} từ ngày ${words.day(validFrom)}`,
    en: ({ from, to, validFrom }, words) => `${from} renamed to ${to} from ${words.day(validFrom)}`,
  },
  'OrganisationDissolved.v1': {
    vi: ({ orgId, successorOrgId, validFrom }, words) =>
      `Giải thể ${words.org(orgId)} từ ngày ${words.day(validFrom)}${successorOrgId === undefined ? '' : `, kế thừa: ${words.org(successorOrgId)}`}`,
    en: ({ orgId, successorOrgId, validFrom }, words) =>
      `${words.org(orgId)} dissolved from ${words.day(validFrom)}${successorOrgId === undefined ? '' : `, succeeded by ${words.org(successorOrgId)}`}`,
  },
  'OfficerAppointed.v1': {
    vi: ({ orgId, userId, role, validFrom }, words) =>
      `Phân công ${userId} làm ${words.term(role)} tại ${words.org(orgId)} từ ngày ${words.day(validFrom)}`,
    en: ({ orgId, userId, role, validFrom }, words) =>
      `${userId} appointed ${words.term(role)} at ${words.org(orgId)} from ${words.day(validFrom)}`,
  },
  'OfficerReleased.v1': {
    vi: ({ orgId, validFrom }, words) => `Thôi phân công tại ${words.org(orgId)} từ ngày ${words.day(validFrom)}`,
    en: ({ orgId, validFrom }, words) => `Appointment at ${words.org(orgId)} ended from ${words.day(validFrom)}`,
  },
} satisfies SentencesOf<RegistryType>;
