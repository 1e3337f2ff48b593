import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Achieved, force, metres, Work } from './casebook-work.js';
import { type Answered, type CasebookWorld, openCasebookWorld } from './casebook-world.js';

const entry = 'position recordedAt type summary actor { userId role organisation { name } } reason data causedBy';
const page = `edges { cursor node { ${entry} } } pageInfo { hasNextPage endCursor }`;
const historyQuery = `query($subject: ID!, $asOf: AsOf, $first: Int, $after: String) {
  history(subject: $subject, asOf: $asOf, first: $first, after: $after) { ${page} } }`;
const eventsQuery = `query($filter: EventFilter, $first: Int, $after: Position) {
  events(filter: $filter, first: $first, after: $after) { ${page} } }`;

/** A road from its registration to its correction and revocation, and what of it each reader sees. */
describe('history and events', () => {
  let world: CasebookWorld;
  let road: Achieved;
  let kept: Achieved;
  let elsewhere: Achieved;
  let approvedAt = '';

  beforeAll(async () => {
    world = await openCasebookWorld();
    world.at('2022-05-25');
    const work = new Work(world, await world.campaign('CB'));
    road = await work.register('29242', { title: 'Đường liên ấp' });
    const contributions = [
      { organisation: world.org('29242'), role: 'LEAD', shareBp: 6000 },
      { organisation: world.org('29245'), role: 'PARTNER', shareBp: 4000 },
    ];
    await world.must('clerk@29242', 'achievementDeclareContributions', {
      ...force,
      achievement: road.id,
      contributions,
    });
    await work.report(road, [metres(1200, '2022-05-20')]);
    approvedAt = await work.approve(road, await work.submit(road));
    world.at('2022-05-26');
    await work.correct(road, [metres(1020, '2022-05-20')]);
    world.at('2022-06-22');
    await work.revoke(road);
    kept = await work.approved('29242', [metres(7, '2022-05-20')]);
    elsewhere = await work.approved('29374', [metres(9, '2022-05-20')]);
  });
  afterAll(() => world?.close());

  const ask = async (user: string, query: string, variables: object, language: 'vi' | 'en' = 'vi') => {
    await world.drain();
    const context = { viewer: { userId: user }, actingAs: null, language, minReceipt: null } as const;
    const request = { query, variables: { ...variables }, context };
    const { data, errors } = await world.own.house().graph.execute(request);
    if (errors) throw new Error(JSON.stringify(errors));
    return data as Answered;
  };
  const historyOf = async (user: string, subject: string, more: object = {}, language: 'vi' | 'en' = 'vi') =>
    (await ask(user, historyQuery, { subject, ...more }, language)).history;
  const eventsOf = async (user: string, more: object = {}) => (await ask(user, eventsQuery, more)).events;
  const nodes = ({ edges }: Answered): Answered[] => edges.map(({ node }: Answered) => node);
  const typesOf = (answer: Answered): string[] => nodes(answer).map(({ type }) => type);

  it('tell what happened to the road, in the words of both languages', async () => {
    const told = async (language: 'vi' | 'en') =>
      nodes(await historyOf('head@29242', road.id, {}, language)).map(({ type, summary }) => `${type}: ${summary}`);
    const [own, other, above] = ['29242', '29245', '842'].map((code) => `Ủy ban MTTQ Việt Nam ${code}`);
    expect(await told('vi')).toEqual([
      `AchievementRegistered: ${own} đăng ký phần việc "Đường liên ấp", nội dung 2.5 Nội dung 2.5`,
      `ContributionsDeclared: Tỷ lệ đóng góp: ${own} 60%; ${other} 40%`,
      'QuantityReported: Ghi số liệu: mét đường 1.200',
      'AchievementCompleted: Hoàn thành ngày 20/5/2022',
      `AchievementSubmitted: Trình lần 1 lên ${above}: mét đường 1.200`,
      `ReviewOpened: Mở hồ sơ thẩm định thành tích, lần trình 1, tại ${above}, hạn 08:00 1/6/2022`,
      'ReviewDecided: Kết luận thẩm định thành tích, lần trình 1: công nhận',
      'AchievementApproved: Công nhận: mét đường 1.200',
      'AmendmentRequested: Đề nghị đính chính: mét đường 1.200 thành 1.020',
      `ReviewOpened: Mở hồ sơ thẩm định đề nghị đính chính, lần trình 2, tại ${above}, hạn 08:00 2/6/2022`,
      'ReviewDecided: Kết luận thẩm định đề nghị đính chính, lần trình 2: công nhận',
      'AchievementCorrected: Đính chính: mét đường 1.200 thành 1.020',
      `ApprovalRevoked: ${above} hủy công nhận: mét đường 1.020`,
    ]);
    const english = await told('en');
    expect(english).toHaveLength(13);
    expect(english[9]).toBe(
      `ReviewOpened: Case of the amendment, submission 2, opened at ${above}, due 08:00 2022-06-02`,
    );
    expect(english.slice(-2)).toEqual([
      'AchievementCorrected: Corrected: metres of road 1,200 to 1,020',
      `ApprovalRevoked: Approval revoked by ${above}: metres of road 1,020`,
    ]);
  });

  it('lead from a decision taken over to the decision, and from a case to the submission', async () => {
    const entries = nodes(await historyOf('head@29242', road.id));
    const causeOf = (type: string) => {
      const { causedBy } = entries.find((one) => one.type === type) ?? {};
      return entries.find(({ position }) => position === causedBy)?.type ?? causedBy;
    };
    expect(['AchievementApproved', 'AchievementCorrected', 'ReviewOpened'].map(causeOf)).toEqual([
      ...['ReviewDecided', 'ReviewDecided', 'AchievementSubmitted'],
    ]);
    expect(['ReviewDecided', 'AchievementSubmitted', 'ApprovalRevoked'].map(causeOf)).toEqual([null, null, null]);
  });

  it('give who did it and why', async () => {
    const entries = nodes(await historyOf('head@29242', road.id));
    expect(entries.find(({ type }) => type === 'AmendmentRequested')).toMatchObject({
      ...{ reason: 'Đo lại', actor: { userId: 'head@29242', role: 'HEAD' }, data: null },
    });
    expect(entries.at(-1)).toMatchObject({ reason: 'Trùng', actor: { userId: 'head@842' } });
  });

  it('end at what was known', async () => {
    const then = await historyOf('head@29242', road.id, { asOf: { knownUpToPosition: approvedAt } });
    expect(typesOf(then).at(-1)).toBe('AchievementApproved');
    const day = await historyOf('head@29242', road.id, { asOf: { knownUpTo: '2022-05-26T23:00:00+07:00' } });
    expect(typesOf(day).at(-1)).toBe('AchievementCorrected');
  });

  it('come in pages that neither skip nor repeat', async () => {
    const whole = await historyOf('head@29242', road.id);
    const read: Answered[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { edges, pageInfo }: Answered = await historyOf('head@29242', road.id, { first: 3, after });
      read.push(...edges);
      ({ endCursor: after, hasNextPage: more } = pageInfo);
    }
    expect(read).toEqual(whole.edges);
  });

  it('show nothing to strangers, as of something that is not there', async () => {
    const nothing = await historyOf('head@29374', 'nowhere');
    expect(nothing).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
    for (const user of ['head@29374', 'nobody', 'auditor@847']) {
      expect(await historyOf(user, road.id)).toEqual(nothing);
      expect(await historyOf(user, `${road.id}x`)).toEqual(nothing);
    }
  });

  it('show a partner the work and not its cases', async () => {
    const types = typesOf(await historyOf('head@29245', road.id));
    expect(types).toContain('AchievementCorrected');
    expect(types.filter((type) => type.startsWith('Review'))).toEqual([]);
    expect(typesOf(await historyOf('head@29242', road.id))).toContain('ReviewOpened');
  });

  it('give auditors the data, free text sealed, and nobody else', async () => {
    const entries = nodes(await historyOf('auditor@842', road.id));
    expect(entries.every(({ data }) => data !== null)).toBe(true);
    const dataOf = (type: string) => entries.find((one) => one.type === type)?.data;
    expect(dataOf('AchievementRegistered')).toMatchObject({
      achievementId: road.id,
      titleVi: '[sealed]',
      areaCode: '2.5',
    });
    expect(dataOf('ApprovalRevoked')).toMatchObject({ reason: '[sealed]', lines: [{ quantity: { value: 1020 } }] });
    for (const user of ['head@842', 'head@29242', 'reviewer@842']) {
      expect(nodes(await historyOf(user, road.id)).filter(({ data }) => data !== null)).toEqual([]);
    }
  });

  it('show analysts approved work only, its drafts and cases not, and no data', async () => {
    expect(typesOf(await historyOf('analyst@842', road.id))).toEqual([]);
    const entries = await historyOf('analyst@842', kept.id);
    expect(typesOf(entries)).toEqual(['AchievementRegistered', 'AchievementCompleted', 'AchievementApproved']);
    expect(nodes(entries).filter(({ data }) => data !== null)).toEqual([]);
  });

  it('name the people behind a unit only to those who read its officers, or audit', async () => {
    const actors = async (user: string) =>
      new Set(nodes(await historyOf(user, world.unit('29242'))).map(({ actor }) => actor?.userId ?? null));
    expect(await actors('head@84')).toEqual(new Set(['admin@84']));
    expect(await actors('auditor@842')).toEqual(new Set(['admin@84']));
    expect(await actors('head@29374')).toEqual(new Set([null]));
  });

  it('list events to auditors of the territory alone, in pages that are one list', async () => {
    expect(await eventsOf('head@842')).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
    const work = { types: ['AchievementApproved', 'ReviewDecided'] };
    const of = async (user: string) =>
      nodes(await eventsOf(user, { filter: work })).map(({ data }) => data.subject?.achievementId ?? data.subjectId);
    expect(new Set(await of('auditor@842'))).toEqual(new Set([road.id, kept.id]));
    expect(new Set(await of('auditor@847'))).toEqual(new Set([elsewhere.id]));
    expect(new Set(await of('auditor@84'))).toEqual(new Set([road.id, kept.id, elsewhere.id]));
    const read: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { edges, pageInfo }: Answered = await eventsOf('auditor@842', { first: 40, after });
      read.push(...edges.map(({ cursor }: Answered) => cursor));
      ({ endCursor: after, hasNextPage: more } = pageInfo);
    }
    const whole: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { edges, pageInfo }: Answered = await eventsOf('auditor@842', { first: 100, after });
      whole.push(...edges.map(({ node }: Answered) => node.position));
      ({ endCursor: after, hasNextPage: more } = pageInfo);
    }
    expect(read).toEqual(whole);
    expect(whole.map(Number)).toEqual([...new Set(whole.map(Number))].sort((a, b) => a - b));
    expect(whole.length).toBeGreaterThan(100);
  });
});
