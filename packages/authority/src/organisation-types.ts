import type { UnitLevel } from '@thidua/events';

/** A kind of organisation: its names, the group it belongs to, the levels it exists at. */
export interface OrganisationType {
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly group: OrganisationGroup;
  readonly levels: readonly UnitLevel[];
}

export type OrganisationGroup =
  | 'front'
  | 'front_body'
  | 'socio_political'
  | 'social'
  | 'professional'
  | 'religious_ethnic';

const provinceOnly = ['province'] as const;
const twoLevels = ['province', 'district'] as const;
const committees = ['province', 'district', 'commune'] as const;
const allLevels = ['province', 'district', 'commune', 'hamlet'] as const;

const type = (
  code: string,
  nameVi: string,
  nameEn: string,
  group: OrganisationGroup,
  levels: readonly UnitLevel[],
): OrganisationType => ({ code, nameVi, nameEn, group, levels });

/**
 * Kinds of organisation. The Front's own and the five socio-political ones are set by the law on the
 * Front; the others are common provincial members, an illustrative set.
 */
export const organisationTypes: readonly OrganisationType[] = [
  type('FRONT_COMMITTEE', 'Ủy ban MTTQ Việt Nam', 'Fatherland Front Committee', 'front', committees),
  type('FRONT_STANDING_BOARD', 'Ban Thường trực Ủy ban MTTQ', 'Standing Board', 'front_body', committees),
  type('FRONT_OFFICE', 'Văn phòng Ủy ban MTTQ', 'Front Office', 'front_body', provinceOnly),
  type('FRONT_SPECIALISED_BOARD', 'Ban chuyên môn', 'Specialised Board', 'front_body', provinceOnly),
  type('FRONT_WORK_BOARD', 'Ban Công tác Mặt trận', 'Front Work Board', 'front', ['hamlet']),
  type('TRADE_UNION', 'Liên đoàn Lao động', 'Federation of Labour', 'socio_political', committees),
  type('FARMERS', 'Hội Nông dân', "Farmers' Union", 'socio_political', allLevels),
  type('WOMEN', 'Hội Liên hiệp Phụ nữ', "Women's Union", 'socio_political', allLevels),
  type('YOUTH', 'Đoàn TNCS Hồ Chí Minh', 'Ho Chi Minh Communist Youth Union', 'socio_political', allLevels),
  type('VETERANS', 'Hội Cựu chiến binh', "War Veterans' Association", 'socio_political', allLevels),
  type('RED_CROSS', 'Hội Chữ thập đỏ', 'Red Cross Society', 'social', committees),
  type('ELDERLY', 'Hội Người cao tuổi', 'Association of the Elderly', 'social', allLevels),
  type('STUDY_PROMOTION', 'Hội Khuyến học', 'Association for Promoting Education', 'social', committees),
  type(
    'AGENT_ORANGE',
    'Hội Nạn nhân chất độc da cam/dioxin',
    'Association of Agent Orange Victims',
    'social',
    twoLevels,
  ),
  type('LAWYERS', 'Hội Luật gia', "Lawyers' Association", 'professional', provinceOnly),
  type('COOP_ALLIANCE', 'Liên minh Hợp tác xã', 'Cooperative Alliance', 'professional', provinceOnly),
  type(
    'SCI_TECH_UNION',
    'Liên hiệp các Hội Khoa học và Kỹ thuật',
    'Union of Science and Technology Associations',
    'professional',
    provinceOnly,
  ),
  type('LITERATURE_ARTS', 'Hội Văn học Nghệ thuật', 'Literature and Arts Association', 'professional', provinceOnly),
  type('YOUTH_FEDERATION', 'Hội Liên hiệp Thanh niên', 'Youth Federation', 'social', committees),
  type(
    'SANGHA_PATRIOTIC',
    'Hội Đoàn kết sư sãi yêu nước',
    'Solidarity Association of Patriotic Buddhist Monks (Khmer)',
    'religious_ethnic',
    twoLevels,
  ),
  type(
    'BUDDHIST_SANGHA',
    'Ban Trị sự Giáo hội Phật giáo Việt Nam',
    'Buddhist Sangha Executive Board',
    'religious_ethnic',
    twoLevels,
  ),
  type(
    'CATHOLIC_COMMITTEE',
    'Ủy ban Đoàn kết Công giáo',
    'Committee for Solidarity of Catholics',
    'religious_ethnic',
    provinceOnly,
  ),
];

const byCode = new Map(organisationTypes.map((type) => [type.code, type]));

export const organisationType = (code: string): OrganisationType | undefined => byCode.get(code);

/** Whether a kind belongs to the member organisations: every kind that is not the Front's own. */
export const isMemberOrganisation = (code: string): boolean => {
  const group = byCode.get(code)?.group;
  return group !== undefined && group !== 'front' && group !== 'front_body';
};

/** Bodies inside a committee: they read as that committee and report to it. */
export const isCommitteeBody = (code: string): boolean => byCode.get(code)?.group === 'front_body';
