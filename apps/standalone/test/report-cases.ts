import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Asked } from './casebook-figures.js';
import { Reports, reasonsOf, valuesOf } from './casebook-reports.js';
import { type Achieved, force, line, metres, type Submitted, Work } from './casebook-work.js';
import { type Answered, CasebookWorld, openCasebookWorld } from './casebook-world.js';
import { openOwnWorld } from './own-world.js';

const worldUnits = readFileSync(new URL('./data/world-units.csv', import.meta.url), 'utf8');

/** A world with units of its own below the province; committees and boards of those named, all with their people. */
const openWorldWith = async (csv: string, taking: (name: string) => boolean = () => true): Promise<CasebookWorld> => {
  const world = new CasebookWorld(await openOwnWorld(), '84');
  await world.found(csv);
  const names = [...world.units.keys()].filter(taking);
  await world.establish(names);
  await world.staff(names);
  await world.drain();
  world.at('2022-02-18');
  return world;
};

interface Setting {
  readonly world: CasebookWorld;
  readonly work: Work;
  readonly asked: Asked;
  readonly reports: Reports;
}

const settle = async (world: CasebookWorld, title: string): Promise<Setting> => {
  const campaign = await world.campaign(title);
  return {
    world,
    work: new Work(world, campaign),
    asked: new Asked(world, campaign),
    reports: new Reports(world, campaign),
  };
};

/** A member organisation of the province with people of its own, known as `member`. */
const memberOf = async (world: CasebookWorld): Promise<void> => {
  const input = {
    type: 'TRADE_UNION',
    unit: world.unit('84'),
    name: 'Liên đoàn Lao động tỉnh',
    validFrom: '2022-01-01',
  };
  const { organisation } = await world.must('admin@84', 'organisationEstablish', input, 'organisation { id }');
  for (const role of ['CLERK', 'HEAD']) {
    const user = `${role.toLowerCase()}@member`;
    const appointed = { force: true, organisation: organisation.id, userId: user, role, validFrom: '2022-01-01' };
    await world.must('admin@84', 'officerAppoint', appointed);
  }
};

/** Cases about reports, with exact answers; they hold wherever the server stands. */
export const describeReportCases = (): void => {
  describe('the worked example of figures.md 6, and its scenario 12', workedExample);
  describe('casebook 01: a closed unit stays in no denominator', closedUnit);
  describe('casebook 04: zero is a result, blank is not', zeroIsAResult);
  describe('casebook 16: before 20 June, to the millisecond', beforeTheDay);
  describe('casebook 20: un-approving under approved parents', unapproving);
};

const workedExample = () => {
  const [hamlet1, hamlet2, commune, district] = ['29242-01', '29242-02', '29242', '842'] as const;
  let s: Setting;
  const said = new Map<string, Answered>();

  beforeAll(async () => {
    s = await settle(await openCasebookWorld(), 'Ví dụ');
    const { world, work, reports } = s;
    await memberOf(world);
    world.at('2022-03-05');
    const h1 = await work.approved(hamlet1, [metres(100, '2022-03-01')]);
    world.at('2022-04-02');
    await work.approved(hamlet2, [metres(40, '2022-04-01')]);
    world.at('2022-04-15');
    said.set('MID', await reports.give(district, 'MID'));
    world.at('2022-05-12');
    await work.approved(commune, [metres(50, '2022-05-01')]);
    await work.approved('member', [metres(1000, '2022-05-05')]);
    await work.approved(district, [metres(200, '2022-05-10')]);
    world.at('2022-06-08');
    said.set('HAMLET', await reports.give(hamlet1, 'FINAL-HAMLET'));
    world.at('2022-06-11');
    await work.approved(hamlet1, [metres(20, '2022-06-10')]);
    world.at('2022-06-13');
    said.set('COMMUNE', await reports.give(commune, 'FINAL-COMMUNE'));
    world.at('2022-06-19');
    said.set('FINAL', await reports.give(district, 'FINAL'));
    world.at('2022-06-21');
    await work.correct(h1, [metres(80, '2022-03-01')]);
    world.at('2022-06-26');
    await work.approved(commune, [metres(7, '2022-06-25')]);
  });
  afterAll(() => s?.world.close());

  it('MID of the district is 140, the final reports 100, 150 and 350', () => {
    expect(['MID', 'HAMLET', 'COMMUNE', 'FINAL'].map((one) => valuesOf(said.get(one).totals))).toEqual([
      ['140'],
      ['100'],
      ['150'],
      ['350'],
    ]);
    expect([...said.values()].map(({ stale }) => stale)).toEqual([false, false, false, false]);
    expect(said.get('COMMUNE').missing).toEqual([{ id: s.world.org(hamlet2) }]);
  });

  it('all three are stale since the correction, and still say what they said', async () => {
    for (const [name, round, value] of [
      [hamlet1, 'FINAL-HAMLET', '100'],
      [commune, 'FINAL-COMMUNE', '150'],
      [district, 'FINAL', '350'],
    ] as const) {
      const report = await s.reports.read(name, round);
      expect([report.status, report.stale, valuesOf(report.totals)]).toEqual(['ACCEPTED', true, [value]]);
    }
  });

  it('the hamlet says 100, and -20 since; the rollup counts 80', async () => {
    const report = await s.reports.read(hamlet1, 'FINAL-HAMLET');
    expect(reasonsOf(report.differences)).toEqual([['CORRECTED', '-20']]);
    const asOf = { effectiveUpTo: '2022-06-08' };
    expect((await s.asked.value(hamlet1, 'road_metre', { asOf })).approved).toBe(80);
  });

  it('the district approved now to 06-19 is 390 = 350 - 20 + 20 + 40', async () => {
    const { differences } = await s.reports.read(district, 'FINAL');
    expect(differences).toMatchObject([{ reported: { value: '350' }, approvedNow: { value: '390' } }]);
    expect(reasonsOf(differences)).toEqual([
      ['CORRECTED', '-20'],
      ['AFTER_COVER_DAY', '20'],
      ['NOT_REPORTED', '40'],
    ]);
  });

  it('the summary is 1,350 without the supplement, the missing 47 explained; 47 and 1,397 with it', async () => {
    const { world, reports } = s;
    const before = await reports.read('84', 'SUMMARY');
    expect(valuesOf(before.totals)).toEqual(['1350']);
    expect(reasonsOf(before.differences)).toEqual([
      ['CORRECTED', '-20'],
      ['AFTER_COVER_DAY', '27'],
      ['NOT_REPORTED', '40'],
    ]);
    world.at('2022-07-08');
    expect(valuesOf((await reports.give(district, 'SUPPLEMENT')).totals)).toEqual(['47']);
    const summary = await reports.submit('84', 'SUMMARY');
    expect([valuesOf(summary.totals), summary.differences, summary.reviewId]).toEqual([['1397'], [], null]);
    const asOf = { effectiveUpTo: '2022-06-30' };
    expect((await s.asked.value('84', 'road_metre', { asOf })).approved).toBe(1397);
  });

  it('the campaign is summed up by that summary, once reporting is closed, and no report is sent any more', async () => {
    const { world, reports } = s;
    const { campaign } = reports;
    const named = { ...force, campaign, report: reports.id('84', 'SUMMARY'), version: 1 };
    const early = await world.send('head@84', 'campaignSummarise', named);
    expect(early.userErrors).toMatchObject([{ code: 'INVALID_TRANSITION' }]);
    await world.must('head@84', 'campaignCloseReporting', { ...force, id: campaign, reason: 'Hết hạn' });
    await world.must('head@84', 'campaignSummarise', named);
    const { campaign: after } = await world.ask('head@84', `{ campaign(id: "${campaign}") { status } }`);
    expect([after.status, (await reports.read('84', 'SUMMARY')).status]).toEqual(['SUMMARISED', 'ACCEPTED']);
    const late = await world.send('head@847', 'reportSubmit', { ...force, report: reports.id('847', 'SUPPLEMENT') });
    expect(late.userErrors).toMatchObject([{ code: 'INVALID_TRANSITION', from: 'summarised' }]);
  });
};

const closedUnit = () => {
  let s: Setting;
  beforeAll(async () => {
    const more = ['03', '04'].map((no) => `29242-${no},29242,hamlet,quarter,Khóm ${Number(no)},`).join('\n');
    s = await settle(await openWorldWith(`${worldUnits.trim()}\n${more}\n`), 'Khóm');
    const { world, reports } = s;
    world.at('2022-04-05');
    await world.reorganise({
      ...{ resolutionNo: '12/NQ', validFrom: '2022-04-10' },
      newUnits: [
        {
          key: '29242-03b',
          parent: '29242',
          code: '29242-03',
          ...{ level: 'HAMLET', type: 'quarter', name: 'Khóm 3' },
        },
      ],
      mappings: ['29242-03', '29242-04'].map((from) => ({ from, to: '29242-03b', coverage: 'FULL' })),
    });
    world.at('2022-04-11');
    await world.appoint('head@29242-03b', 'HEAD', '29242-03b', '2022-04-11');
    world.at('2022-06-01');
    const fifth = { level: 'HAMLET', type: 'quarter', name: 'Khóm 5', code: '29242-05', validFrom: '2022-06-01' };
    await world.must('admin@84', 'unitRegister', { ...fifth, parent: world.unit('29242') });
    world.at('2022-06-07');
    await reports.submit('29242-01', 'FINAL-HAMLET');
    world.at('2022-06-08T23:00:00+07:00');
    await reports.submit('29242-02', 'FINAL-HAMLET');
    world.at('2022-06-09T10:00:00+07:00');
    await reports.submit('29242-03b', 'FINAL-HAMLET');
    world.at('2022-06-11');
  });
  afterAll(() => s?.world.close());

  it('in March four were expected and none had come', async () => {
    const tracker = await s.reports.tracker('29242', 'FINAL-HAMLET', { knownUpTo: '2022-03-01T00:00:00+07:00' });
    expect(tracker).toMatchObject({ expected: 4, submitted: 0, missing: 0 });
  });

  it('in June three are expected and have come, one of them 600 minutes late; nothing is missing', async () => {
    const tracker = await s.reports.tracker('29242', 'FINAL-HAMLET', { knownUpTo: '2022-06-10T00:00:00+07:00' });
    expect(tracker).toMatchObject({ expected: 3, submitted: 3, late: 1, missing: 0, waived: 0 });
    expect((await s.reports.read('29242-03b', 'FINAL-HAMLET')).lateMinutes).toBe(600);
  });

  it('the old ones are closed, and the new one says for whom it stands', async () => {
    const { world, reports } = s;
    const old = await reports.read('29242-03', 'FINAL-HAMLET', 'head@29242');
    expect(old.status).toBe('WAIVED');
    const { missing } = await reports.read('29242', 'FINAL-COMMUNE');
    expect(missing.map(({ id }: Answered) => world.nameOf(id)).length).toBe(3);
  });
};

const zeroIsAResult = () => {
  let s: Setting;
  beforeAll(async () => {
    s = await settle(await openWorldWith(worldUnits, (name) => !name.startsWith('29239')), 'Điểm');
    const { world, work, reports } = s;
    world.at('2022-06-01');
    for (const [name, sum] of [
      ['29242-01', '85.0'],
      ['29242-02', '0'],
      ['29245-02', '92.5'],
      ['29251-01', '70'],
    ] as const) {
      await work.approved(name, [line('score', '2022-05-31', { sum, count: 1 })]);
    }
    world.at('2022-06-07');
    for (const name of ['29242-01', '29242-02', '29245-02', '29251-01']) await reports.submit(name, 'FINAL-HAMLET');
    await reports.asReceiver('29251-02', 'FINAL-HAMLET', 'reportWaive', { reason: 'Khóm đang giải tỏa' });
    world.at('2022-06-10');
  });
  afterAll(() => s?.world.close());

  it('every report is taken, that of zero too', async () => {
    const zero = await s.reports.read('29242-02', 'FINAL-HAMLET');
    expect([zero.status, zero.totals[0].quantity]).toMatchObject(['SUBMITTED', { sum: '0', count: 1 }]);
  });

  it('the mean counts the zero and no blank', async () => {
    expect((await s.asked.measure('842', 'score')).approved).toEqual({ sum: 2475, count: 4, exact: true });
  });

  it('of five expected four have come, one is missing by name; the waived one is neither', async () => {
    const tracker = await s.reports.tracker('842', 'FINAL-HAMLET');
    expect(tracker).toMatchObject({ expected: 5, submitted: 4, waived: 1, missing: 1 });
    expect(tracker.missingOrganisations).toEqual([{ id: s.world.org('29245-01') }]);
  });
};

const beforeTheDay = () => {
  let s: Setting;
  const said = new Map<string, Answered>();
  beforeAll(async () => {
    const districts = ['842', '844', '845', '847'].map((code) => `${code},84,district,district,Huyện ${code},`);
    const communes = ['29266', '29269'].map((code) => `${code},844,commune,commune,Xã ${code},`);
    const csv = ['code,parent_code,level,type,name_vi,name_en', ...districts, ...communes, ''].join('\n');
    s = await settle(await openWorldWith(csv), 'Hạn');
    const { world, reports } = s;
    const submit = async (name: string, round: string, instant: string) => {
      world.at(instant);
      said.set(name, await reports.submit(name, round));
    };
    await submit('29266', 'FINAL-COMMUNE', '2022-06-13T16:59:59.999Z');
    await submit('29269', 'FINAL-COMMUNE', '2022-06-13T17:00:00.000Z');
    await submit('842', 'FINAL', '2022-06-19T16:59:59.999Z');
    await submit('844', 'FINAL', '2022-06-19T17:00:00.000Z');
    await submit('845', 'FINAL', '2022-06-20T01:10:00.000Z');
    const more = { dueBefore: '2022-06-21T00:00:00+07:00', reason: 'Mưa bão' };
    for (const name of ['845', '847']) await reports.asReceiver(name, 'FINAL', 'reportGrantExtension', more);
    await submit('847', 'FINAL', '2022-06-20T05:00:00.000Z');
    const paper = { receivedOn: '2022-06-19', registerNo: '125/BC' };
    await reports.asReceiver('845', 'FINAL', 'reportRecordPaperReceipt', paper);
  });
  afterAll(() => s?.world.close());

  it('is late from the very millisecond of the due instant, which does not belong to it', () => {
    expect(['842', '844', '845', '29266', '29269'].map((name) => said.get(name).late)).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
    expect([said.get('844').lateMinutes, said.get('845').lateMinutes]).toEqual([0, 490]);
  });

  it('an extension that comes later excuses and changes nothing; the paper stands beside it', async () => {
    const third = await s.reports.read('845', 'FINAL');
    expect(third).toMatchObject({
      ...{ late: true, lateMinutes: 490, paperReceivedOn: '2022-06-19', paperRegisterNo: '125/BC' },
      excusedBy: { userId: 'head@84', organisation: { id: s.world.org('84') } },
      dueIn: '8 hours 10 minutes late',
    });
    expect((await s.reports.read('844', 'FINAL')).excusedBy).toBeNull();
  });

  it('an extension that came before keeps it in time', () => {
    expect([said.get('847').late, said.get('847').lateMinutes]).toEqual([false, 0]);
  });
};

const unapproving = () => {
  const chain = [
    ['29374-01', 'FINAL-HAMLET'],
    ['29374', 'FINAL-COMMUNE'],
    ['847', 'FINAL'],
  ] as const;
  let s: Setting;
  let a: Achieved & Submitted;
  let before: readonly Answered[];
  let revoked: string;

  const read = async () => {
    const found: Answered[] = [];
    for (const [name, round] of chain) found.push(await s.reports.read(name, round));
    return found;
  };

  beforeAll(async () => {
    s = await settle(await openCasebookWorld(), 'Trùng');
    const { world, work, reports } = s;
    world.at('2022-05-02');
    a = await work.approved('29374-01', [metres(120, '2022-05-01')]);
    await work.approved('29374-01', [metres(180, '2022-05-01')]);
    await work.approved('29374', [metres(50, '2022-05-01')]);
    await work.approved('29398', [metres(450, '2022-05-01')]);
    world.at('2022-06-07');
    await reports.give('29374-01', 'FINAL-HAMLET');
    await reports.give('29374', 'FINAL-COMMUNE');
    await reports.give('29398', 'FINAL-COMMUNE');
    await reports.give('847', 'FINAL');
    before = await read();
    world.at('2022-06-22');
    revoked = await work.revoke(a);
  });
  afterAll(() => s?.world.close());

  it('versions 1 keep 300, 350, 800 and their digests, are stale by -120, and stay accepted', async () => {
    expect(before.map(({ totals }) => valuesOf(totals))).toEqual([['300'], ['350'], ['800']]);
    expect(before[2].missing).toEqual([{ id: s.world.org('29395') }]);
    const now = await read();
    expect(now.map(({ totals, sha256 }) => [totals, sha256])).toEqual(
      before.map(({ totals, sha256 }) => [totals, sha256]),
    );
    expect(now.map(({ status, stale }) => [status, stale])).toEqual(chain.map(() => ['ACCEPTED', true]));
    expect(now.map(({ differences }) => reasonsOf(differences))).toEqual(chain.map(() => [['REVOKED', '-120']]));
  });

  it('the rollup counts 680, and 800 before the revocation; the difference is one part', async () => {
    const { asked, world } = s;
    const earlier = { knownUpToPosition: String(Number(revoked) - 1) };
    expect((await asked.value('847')).approved).toBe(680);
    expect((await asked.value('847', 'road_metre', { asOf: earlier })).approved).toBe(800);
    const query = `query($campaign: ID!, $unit: ID!, $from: AsOf!) {
      difference(campaign: $campaign, unit: $unit, metric: "road_metre", from: $from, to: {}) {
        change { value } parts { reason quantity { value } } } }`;
    const variables = { campaign: asked.campaign, unit: world.unit('847'), from: earlier };
    expect((await world.ask('head@84', query, variables)).difference).toEqual({
      change: { value: '-120' },
      parts: [{ reason: 'REVOKED', quantity: { value: '-120' } }],
    });
  });

  it('a hamlet that is given anew leaves its ancestors stale, which say whose report it is', async () => {
    const { reports } = s;
    await reports.asReceiver('29374-01', 'FINAL-HAMLET', 'reportReopen', { cause: 'CORRECTION' });
    const reopened = await reports.read('29374-01', 'FINAL-HAMLET');
    expect([reopened.status, valuesOf(reopened.totals)]).toEqual(['REOPENED', ['180']]);
    await reports.give('29374-01', 'FINAL-HAMLET');
    const [hamlet, commune, district] = await read();
    expect([hamlet.stale, commune.stale, district.stale]).toEqual([false, true, true]);
    expect(commune.staleBecause).toMatchObject([{ reportId: reports.id('29374-01', 'FINAL-HAMLET'), version: 1 }]);
  });

  it('new versions of all say 180, 230, 680; the first versions say what they said', async () => {
    const { reports } = s;
    for (const [name, round] of chain.slice(1)) {
      await reports.asReceiver(name, round, 'reportReopen', { cause: 'CORRECTION', reason: 'Trùng' });
    }
    for (const [name, round] of chain.slice(1)) await reports.give(name, round);
    const now = await read();
    expect(now.map(({ version, stale, totals }) => [version, stale, valuesOf(totals)])).toEqual([
      [2, false, ['180']],
      [2, false, ['230']],
      [2, false, ['680']],
    ]);
    expect(now.map(({ versions }) => valuesOf(versions[0].totals))).toEqual([['300'], ['350'], ['800']]);
    expect(now.map(({ versions }) => versions[0].sha256)).toEqual(before.map(({ sha256 }) => sha256));
  });
};
