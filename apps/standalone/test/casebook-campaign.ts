/** What may differ from campaign CB. */
export interface CampaignOptions {
  readonly periodStart?: string;
  readonly periodEnd?: string;
  readonly areas?: readonly string[];
}

const metric = (code: string, combine: string, unitVi: string, unitEn: string, decimals = 0) => ({
  code,
  combine,
  titleVi: unitVi,
  titleEn: unitEn,
  unitVi,
  unitEn,
  decimals,
});

const metrics = [
  metric('road_metre', 'SUM', 'mét đường', 'metres of road'),
  metric('vnd', 'SUM', 'đồng', 'VND'),
  metric('person', 'DISTINCT', 'người', 'people'),
  metric('poor_share', 'RATIO', 'hộ nghèo', 'poor households'),
  metric('score', 'AVERAGE', 'điểm', 'points', 1),
];

const rule = (organisationType: string | null, group: string | null, levels: readonly string[]) => ({
  organisationType,
  group,
  levels,
  subjectKinds: ['COLLECTIVE'],
});

const participantRules = [
  rule('FRONT_COMMITTEE', null, ['PROVINCE', 'DISTRICT', 'COMMUNE']),
  rule('FRONT_WORK_BOARD', null, ['HAMLET']),
  rule(null, 'MEMBER_ORGANISATION', ['PROVINCE', 'DISTRICT', 'COMMUNE', 'HAMLET']),
];

const round = (code: string, kind: string, fromLevel: string, feeds: string | null, coversTo: string, due: string) => ({
  code,
  kind,
  fromLevel,
  fromOrgTypes: [fromLevel === 'HAMLET' ? 'FRONT_WORK_BOARD' : 'FRONT_COMMITTEE'],
  feeds,
  ...(kind === 'SUPPLEMENT' && { supplements: 'FINAL' }),
  coversTo,
  dueBefore: `${due}T00:00:00+07:00`,
  dueText: `trước ngày ${due}`,
});

/** The rounds of the plan of 2022. */
const rounds = [
  round('FINAL', 'FINAL', 'DISTRICT', 'SUMMARY', '2022-06-19', '2022-06-20'),
  round('FINAL-COMMUNE', 'FINAL', 'COMMUNE', 'FINAL', '2022-06-13', '2022-06-14'),
  round('FINAL-HAMLET', 'FINAL', 'HAMLET', 'FINAL-COMMUNE', '2022-06-08', '2022-06-09'),
  round('MID', 'PRELIMINARY', 'DISTRICT', null, '2022-04-15', '2022-04-16'),
  round('SUPPLEMENT', 'SUPPLEMENT', 'DISTRICT', 'SUMMARY', '2022-06-30', '2022-07-11'),
  round('SUMMARY', 'SUMMARY', 'PROVINCE', null, '2022-06-30', '2022-07-13'),
];

const roundsUntil = (periodEnd: string) => [
  round('FINAL', 'FINAL', 'COMMUNE', null, periodEnd, `${Number(periodEnd.slice(0, 4)) + 1}-02-01`),
];

/** Campaign CB as the input of `campaignDraft`; with a period of its own it has one round. */
export const planInput = (titleVi: string, issuer: string, options: CampaignOptions) => {
  const { periodStart = '2022-01-01', periodEnd = '2022-06-30', areas = ['2.5'] } = options;
  return {
    titleVi,
    kind: 'DRIVE',
    issuer,
    periodStart,
    periodEnd,
    areas: areas.map((code) => ({ code, titleVi: `Nội dung ${code}` })),
    metrics,
    participantRules,
    rounds: periodEnd === '2022-06-30' ? rounds : roundsUntil(periodEnd),
  };
};

export const launchInput = (issuer: string) => ({
  documentDate: '2022-02-18',
  signedByCapacity: 'Chủ tịch',
  signedOnBehalfOf: issuer,
});
