import { describe, expect, it } from '@jest/globals';
import { organisationIdOf } from '@thidua/events';
import { loadCampaignFile, loadTemplateFile } from './campaign-file.js';
import { campaignLaunchInput, campaignPlanInput } from './campaign-plan.js';
import { readJson } from './data-files.js';
import { demoIds } from './demo-identity.js';

const ids = demoIds('plan');
const file = loadCampaignFile();
const { metrics } = loadTemplateFile();
const plan = campaignPlanInput(file, metrics, ids);
const launch = campaignLaunchInput(file, ids);
const committee = organisationIdOf(ids.unitId('84'), 'FRONT_COMMITTEE');
const office = organisationIdOf(ids.unitId('84'), 'FRONT_OFFICE');

describe('the plan as the input of campaignDraft', () => {
  it('has the title, code, kind, occasion and period of the file', () => {
    expect(plan).toMatchObject({
      code: 'TV-2022-TAI-LAP-30',
      titleVi: file.title_vi,
      titleEn: file.title_en,
      kind: 'DRIVE',
      occasion: 'Kỷ niệm 30 năm tái thành lập tỉnh Trà Vinh (05/1992 – 05/2022)',
      periodStart: '2022-01-01',
      periodEnd: '2022-06-30',
    });
    expect(file.title_vi).toContain(plan.occasion.slice(1));
  });

  it('is issued by the provincial committee and owned by its Office', () => {
    expect(plan.issuer).toBe(committee);
    expect(plan.planOwner).toBe(office);
  });

  it('cites both legal bases and both references, one of them without a number or a date', () => {
    expect(plan.legalBases).toEqual([
      {
        number: '21-KH/TU',
        dated: '2021-06-16',
        issuer: 'Ban Thường vụ Tỉnh ủy',
        subject: 'Tổ chức kỷ niệm 30 năm tái thành lập tỉnh Trà Vinh',
      },
      {
        number: '68/KH-UBND',
        dated: '2021-08-06',
        issuer: 'Ủy ban nhân dân tỉnh',
        subject: 'Phát động đợt thi đua chào mừng kỷ niệm 30 năm tái thành lập tỉnh',
      },
    ]);
    expect(plan.references).toEqual([
      { number: '05-CT/TW', dated: '2016-05-15', issuer: 'Bộ Chính trị', area: '2.1' },
      { issuer: 'Đại hội Đại biểu Đảng bộ tỉnh lần thứ XI', area: '2.3' },
    ]);
  });

  it('has the objectives, requirements and duties of the file in their order', () => {
    expect(plan.objectives).toEqual(file.objectives.map((objective) => objective.vi));
    expect(plan.requirements).toEqual(file.requirements.map((requirement) => requirement.vi));
    expect([plan.objectives.length, plan.requirements.length]).toEqual([3, 2]);
    expect(plan.duties.map((duty) => [duty.organisationType, duty.level])).toEqual([
      ['FRONT_OFFICE', 'PROVINCE'],
      ['FRONT_SPECIALISED_BOARD', 'PROVINCE'],
      ['FRONT_COMMITTEE', 'DISTRICT'],
      ['MEMBER_ORGANISATION', 'DISTRICT'],
    ]);
    expect(plan.duties.map((duty) => [duty.dutyVi, duty.dutyEn])).toEqual(
      file.responsibilities.map((duty) => [duty.duty_vi, duty.duty_en]),
    );
  });

  it('has the six areas; 2.2 serves the three movements the plan names', () => {
    expect(plan.areas.map((area) => area.code)).toEqual(['2.1', '2.2', '2.3', '2.4', '2.5', '2.6']);
    expect(plan.areas.map((area) => [area.titleVi, area.titleEn])).toEqual(
      file.content_areas.map((area) => [area.title_vi, area.title_en]),
    );
    expect(plan.areas.map((area) => area.movements.length)).toEqual([0, 3, 0, 0, 0, 0]);
    expect(plan.areas[1]?.movements).toEqual(file.content_areas[1]?.movements_vi);
  });

  it('tells kinds from groups among its participants and leaves out the rule that the plan does not say', () => {
    expect(plan.participantRules).toEqual([
      {
        organisationType: 'FRONT_COMMITTEE',
        levels: ['PROVINCE', 'DISTRICT', 'COMMUNE'],
        subjectKinds: ['COLLECTIVE'],
        assumed: false,
      },
      { organisationType: 'FRONT_WORK_BOARD', levels: ['HAMLET'], subjectKinds: ['COLLECTIVE'], assumed: false },
      { group: 'MEMBER_ORGANISATION', levels: ['PROVINCE'], subjectKinds: ['COLLECTIVE'], assumed: false },
      {
        group: 'STAFF_MEMBER',
        levels: ['PROVINCE', 'DISTRICT', 'COMMUNE'],
        subjectKinds: ['INDIVIDUAL'],
        assumed: false,
      },
    ]);
  });
});

describe('the report rounds of the plan', () => {
  it('take the one round of the plan with its receiver, its way and its own words', () => {
    expect(plan.rounds[0]).toEqual({
      code: 'FINAL',
      kind: 'FINAL',
      fromLevel: 'DISTRICT',
      fromOrgTypes: ['FRONT_COMMITTEE'],
      receiver: committee,
      via: office,
      feeds: 'SUMMARY',
      coversTo: '2022-06-19',
      dueBefore: '2022-06-20T00:00:00+07:00',
      dueText: 'trước ngày 20/6/2022',
      assumed: false,
    });
  });

  it('mark the other five as assumed and leave their receivers to the default', () => {
    const others = plan.rounds.slice(1);
    expect(others.map((round) => [round.assumed, round.receiver, round.via])).toEqual(
      Array.from({ length: 5 }, () => [true, undefined, undefined]),
    );
    expect(
      others.map((round) => [round.code, round.kind, round.fromLevel, round.feeds, round.supplements, round.coversTo]),
    ).toEqual([
      ['FINAL-COMMUNE', 'FINAL', 'COMMUNE', 'FINAL', undefined, '2022-06-13'],
      ['FINAL-HAMLET', 'FINAL', 'HAMLET', 'FINAL-COMMUNE', undefined, '2022-06-08'],
      ['MID', 'PRELIMINARY', 'DISTRICT', undefined, undefined, '2022-04-15'],
      ['SUPPLEMENT', 'SUPPLEMENT', 'DISTRICT', 'SUMMARY', 'FINAL', '2022-06-30'],
      ['SUMMARY', 'SUMMARY', 'PROVINCE', undefined, undefined, '2022-06-30'],
    ]);
    expect(others.map((round) => round.fromOrgTypes)).toEqual(
      file.reporting.rounds.slice(1).map((round) => round.from_org_types),
    );
    expect(others.map((round) => [round.dueBefore, round.dueText])).toEqual([
      ['2022-06-14T00:00:00+07:00', 'hết ngày 13/6/2022'],
      ['2022-06-09T00:00:00+07:00', 'hết ngày 8/6/2022'],
      ['2022-04-16T00:00:00+07:00', 'hết ngày 15/4/2022'],
      ['2022-07-11T00:00:00+07:00', 'hết ngày 10/7/2022'],
      ['2022-07-13T00:00:00+07:00', 'hết ngày 12/7/2022'],
    ]);
  });
});

describe('the metrics of the plan', () => {
  it('are all of the template file, titled by their unit and combined as it says', () => {
    expect(plan.metrics).toHaveLength(45);
    expect(
      plan.metrics.map(({ code, titleVi, titleEn, unitVi, unitEn, combine }) => [
        code,
        titleVi,
        titleEn,
        unitVi,
        unitEn,
        combine,
      ]),
    ).toEqual(metrics.map((row) => [row.code, row.unit_vi, row.unit_en, row.unit_vi, row.unit_en, row.rollup]));
  });

  it('carry decimals only for the score, and count the achievement itself only for initiatives and models', () => {
    expect(plan.metrics.filter((metric) => metric.decimals !== 0)).toEqual([
      expect.objectContaining({ code: 'score', combine: 'AVERAGE', decimals: 1 }),
    ]);
    expect(plan.metrics.filter((metric) => metric.countsItself).map((metric) => [metric.code, metric.combine])).toEqual(
      [
        ['initiative', 'DISTINCT'],
        ['model', 'DISTINCT'],
      ],
    );
  });
});

describe('the launch', () => {
  it('names the document without a number, its date, place, capacity and body', () => {
    expect(launch).toMatchObject({
      force: true,
      campaign: ids.campaignId,
      documentDate: '2022-02-18',
      place: 'Trà Vinh',
      signedByCapacity: 'Phó Chủ tịch',
      signedOnBehalfOf: committee,
    });
    expect(launch).not.toHaveProperty('documentNo');
  });

  it('has the seven recipients with their purpose and mark', () => {
    expect(launch.recipients.map((recipient) => [recipient.purpose, recipient.mark])).toEqual([
      ['REPORT_TO', 'b/c'],
      ['REPORT_TO', 'b/c'],
      ['REPORT_TO', 'b/c'],
      ['INFORM', undefined],
      ['IMPLEMENT', 'thực hiện'],
      ['IMPLEMENT', 'thực hiện'],
      ['ARCHIVE', 'Lưu'],
    ]);
    expect(launch.recipients.map((recipient) => recipient.name)).toEqual(
      file.recipients.map((recipient) => recipient.name_vi),
    );
  });
});

/** Paths of all values in a JSON document, list places left out. */
const pathsOf = (value: unknown, path = ''): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, path));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => pathsOf(item, path ? `${path}.${key}` : key));
};

/** Paths that stand under one path, written as words. */
const under = (path: string, keys: string): readonly string[] =>
  keys
    .trim()
    .split(/\s+/)
    .map((key) => (path ? `${path}.${key}` : key));

describe('what the campaign file holds beyond the mapping', () => {
  it('is nothing but notes, words of the document that another field says, and the name that is never stored', () => {
    const taken = [
      ...under('', 'campaign_code title_vi title_en period.start period.end objectives.vi requirements.vi'),
      ...under('document', 'number issued_on place signatory_role_vi issuer_org_ref.org_type issuer_org_ref.unit_code'),
      ...under('based_on', 'number dated issuer_vi subject_vi'),
      ...under('referenced_documents', 'number dated issuer_vi content_area'),
      ...under('content_areas', 'code title_vi title_en movements_vi'),
      ...under('responsibilities', 'org_type level duty_vi duty_en'),
      ...under('participants', 'rules.org_type rules.levels rules.label subject_kinds'),
      ...under('recipients', 'name_vi purpose mark_vi'),
      ...under('reporting.rounds', 'round_code kind from_level from_org_types feeds supplements covers_to text_vi'),
      ...under('reporting.rounds', 'due_date due_before_instant inclusive label'),
      ...under('reporting.rounds.to_org_ref', 'org_type unit_code'),
      ...under('reporting.rounds.via_org_ref', 'org_type unit_code'),
    ];
    const left = [
      ...under('', 'schema seed_text_notes labels.from_seed labels.editorial labels.assumed'),
      ...under('document', 'type_vi type_en number_note issuer_vi issuer_en signed_for_vi signatory_name'),
      ...under('', 'referenced_documents.type_vi content_areas.label responsibilities.org_vi responsibilities.label'),
      ...under('period', 'text_vi time_zone note'),
      ...under('reporting.rounds', 'via_vi to_level note'),
      ...under('participants', 'text_vi rules.note'),
      ...under('participants.scale_in_2022', 'province district commune hamlet hamlet_note'),
      ...under('objectives', 'code label en'),
      ...under('requirements', 'code label en'),
      ...under('achievement_kinds', 'code vi en'),
      ...under('recipients.expands_to', 'org_type level count group'),
    ];
    const all = new Set(pathsOf(readJson<unknown>('campaign-tra-vinh-2022.json')));
    expect([...all].toSorted()).toEqual([...taken, ...left].toSorted());
  });
});
