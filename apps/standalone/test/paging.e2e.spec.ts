import { StatementSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Achieved, force, metres, Work } from './casebook-work.js';
import { type Answered, type CasebookWorld, openCasebookWorld } from './casebook-world.js';

const small = 5;
const large = 50;

type Method = 'all' | 'get' | 'run' | 'iterate';
type Called = (this: StatementSync, ...parameters: never[]) => unknown;

/** The log's readers wake up when they like, and look for its head and what comes behind. */
const byReaders = /position > \?|ORDER BY position DESC/;

/** Every other statement that SQLite runs in this process, of the log as well as of the read models. */
const countStatements = () => {
  const prototype = StatementSync.prototype as unknown as Record<Method, Called>;
  const statements: string[] = [];
  const originals = (['all', 'get', 'run', 'iterate'] as const).map((method) => {
    const original = prototype[method];
    prototype[method] = function (this: StatementSync, ...parameters: never[]) {
      if (!byReaders.test(this.sourceSQL)) statements.push(this.sourceSQL);
      return original.apply(this, parameters);
    };
    return () => {
      prototype[method] = original;
    };
  });
  return {
    statements,
    stop: () => {
      for (const restore of originals) restore();
    },
  };
};

const unitFields = 'id code name level type validFrom validTo';
const organisation = `{ id name type unit { ${unitFields} } }`;
const quantity = '{ value numerator denominator sum count exact }';
const lines = `{ lineId metric { code title unit combine decimals } quantity ${quantity} effectiveOn }`;
const achievement = `id title kind status submissionNo revision campaign { id } area { code title } owner ${organisation}
  unit { ${unitFields} } contributions { organisation ${organisation} role shareBp } movements plannedFrom plannedTo
  percentDone completedOn slipping registeredAfterFact lines ${lines} approvedLines ${lines} proposedLines ${lines}
  evidence { id kind mediaType bytes sha256 url capturedOn } returnedBecause { reasonCode reason note } endedBecause
  receiver ${organisation} reviewId allowed { action allowed because }`;
const review = `id subjectType submissionNo campaignId areaCode owner ${organisation} unit { ${unitFields} }
  receiver ${organisation} status reviewer { userId organisation ${organisation} role via } openedAt dueAt
  findings { code title text severity by { userId organisation ${organisation} role } at } outcome decidedAt
  reasonCode reason note mootedBecause revision allowed { action allowed because }`;
const participation = `id organisation ${organisation} status subjectKind headcount registeredOn
  plan { documentNo issuedOn rounds { round dueBefore } guidance }
  targets { id area { code title } metric { code title } value scope effectiveOn } withdrawnBecause revision`;
const campaign = `id code title kind occasion status revision issuer ${organisation} planOwner ${organisation} periodStart
  periodEnd launchedOn documentNo documentDate place signedBy { capacity onBehalfOf ${organisation} }
  legalBases { number dated issuer subject } references { number area { code } } duties { organisationType level duty }
  objectives requirements areas { code title responsible ${organisation} movements } metrics { code title unit }
  participantRules { organisationType group levels subjectKinds assumed }
  rounds { code kind fromLevel fromOrgTypes receiver ${organisation} via ${organisation} reschedulings { dueBefore before } }
  recipients { name organisation ${organisation} purpose mark } amendments { documentNo reason } statusReason`;
const unit = `id level type name nameEn code generated validFrom validTo revision parent { id name } ancestors { id }
  children { totalCount edges { node { id name } } } predecessors { coverage unit { id } } successors { coverage unit { id } }
  organisations { id name officers { id userId role organisation ${organisation} } }`;
const entry = `position recordedAt type summary actor { userId organisation ${organisation} role } reason data causedBy`;
const source = `achievementId owner ${organisation} position eventType plane effectiveOn recordedAt quantity ${quantity}`;

/** A page costs as many statements whatever its size: nothing is asked anew for each row. */
describe('no list asks for its rows one by one', () => {
  let world: CasebookWorld;
  let work: Work;
  /** An achievement whose history is longer than a page. */
  let measured: Achieved;

  beforeAll(async () => {
    world = await openCasebookWorld();
    work = new Work(world, await world.campaign('CB'));
    world.at('2022-03-01');
    await moreUnits();
    measured = await work.register('29242');
    for (let n = 0; n < large; n++) await work.report(measured, [metres(1 + n, '2022-02-01')]);
    for (let n = 0; n < large; n++) await oneOfMany(n);
    for (let n = 0; n < large; n++) await world.must('head@84', 'campaignDraft', draft(n), 'campaignId');
    await world.drain();
  });
  afterAll(() => world?.close());

  /** Hamlets enough for a page, each with a board that takes part. */
  const moreUnits = async (): Promise<void> => {
    const codes = Array.from({ length: 40 }, (_, n) => `29239-${String(n + 10)}`);
    const rows = codes.map((code) => `${code},29239,hamlet,quarter,Khóm ${code.slice(-2)},`);
    await world.found(['code,parent_code,level,type,name_vi,name_en', ...rows].join('\n'));
    await world.establish(codes);
    await world.drain();
  };
  /** Work in every state, of many owners, with partners, amendments, refusals and cases. */
  const oneOfMany = async (n: number): Promise<void> => {
    const of = ['29242', '29245', '29251'][n % 3] ?? '29242';
    const achieved = await work.register(of, { title: `Đường hoa ${n}` });
    const other = ['29245', '29251', '29242'][n % 3] ?? '29245';
    const contributions = [
      { organisation: world.org(of), role: 'LEAD', shareBp: 6000 },
      { organisation: world.org(other), role: 'PARTNER', shareBp: 4000 },
    ];
    const input = { ...force, achievement: achieved.id, contributions };
    await world.must(`clerk@${of}`, 'achievementDeclareContributions', input);
    await work.report(achieved, [metres(1 + n, '2022-02-01')]);
    await work.approve(achieved, await work.submit(achieved));
    const { review: id } = await work.ask(achieved, [metres(2 + n, '2022-02-01')]);
    await world.drain();
    const finding = { ...force, review: id, code: 'OTHER', text: 'Ảnh mờ' };
    await world.must(`${n % 2 ? 'reviewer' : 'second'}@842`, 'reviewRaiseFinding', finding);
    if (n % 4 === 0) await world.must('reviewer@842', 'reviewAssign', { ...force, review: id });
  };
  const draft = (n: number) => ({
    ...{ titleVi: `Phong trào ${n}`, kind: 'DRIVE', issuer: world.org('84'), areas: [], metrics: [] },
    ...{ participantRules: [], rounds: [], periodStart: '2022-01-01', periodEnd: '2022-12-31' },
  });

  const page = `{ edges { cursor node { %s } } pageInfo { hasNextPage endCursor } }`;
  const of = (node: string) => page.replace('%s', node);
  const given = 'query($campaign: ID!, $unit: ID!, $first: Int!)';
  const lists: readonly (readonly [name: string, user: string, query: string, of: (data: Answered) => Answered])[] = [
    [
      'achievements',
      'head@842',
      `${given.replace(', $unit: ID!', '')} { list: achievements(filter: { campaign: $campaign }, first: $first) ${of(achievement)} }`,
      ({ list }) => list,
    ],
    [
      'achievements within a unit',
      'head@842',
      `${given} { list: achievements(filter: { campaign: $campaign, within: $unit }, order: { by: TITLE }, first: $first) ${of(achievement)} }`,
      ({ list }) => list,
    ],
    [
      'reviewQueue',
      'reviewer@842',
      `query($first: Int!) { list: reviewQueue(first: $first) ${of(review)} }`,
      ({ list }) => list,
    ],
    [
      'campaigns',
      'head@84',
      `query($first: Int!) { list: campaigns(first: $first) ${of(campaign)} }`,
      ({ list }) => list,
    ],
    [
      'participations',
      'head@84',
      `query($campaign: ID!, $first: Int!) { campaign(id: $campaign) { list: participations(first: $first) ${of(participation)} } }`,
      (data) => data.campaign.list,
    ],
    ['units', 'head@84', `query($first: Int!) { list: units(first: $first) ${of(unit)} }`, ({ list }) => list],
    [
      'children of a unit',
      'head@84',
      `query($unit: ID!, $first: Int!) { unit(by: { id: $unit }) { list: children(first: $first) ${of(unit)} } }`,
      (data) => data.unit.list,
    ],
    [
      'contributions',
      'head@84',
      `${given} { list: contributions(campaign: $campaign, unit: $unit, metric: "road_metre", first: $first) ${of(source)} }`,
      ({ list }) => list,
    ],
    [
      'history',
      'auditor@842',
      `query($subject: ID!, $first: Int!) { list: history(subject: $subject, first: $first) ${of(entry)} }`,
      ({ list }) => list,
    ],
    [
      'events',
      'auditor@842',
      `query($campaign: ID!, $first: Int!) { list: events(filter: { campaign: $campaign, types: ["AchievementRegistered"] }, first: $first) ${of(entry)} }`,
      ({ list }) => list,
    ],
  ];

  it.each(lists)('%s: as many statements for 50 rows as for 5', async (name, user, query, listOf) => {
    await world.drain();
    const unitId = world.unit(name.startsWith('children') ? '29239' : '84');
    const countFor = async (first: number) => {
      const variables = { campaign: work.campaign, unit: unitId, subject: measured.id, first };
      const declared = Object.entries(variables).filter(([variable]) => query.includes(`$${variable}:`));
      const { statements, stop } = countStatements();
      try {
        const { data, errors } = await world.execute(user, query, Object.fromEntries(declared));
        expect(errors).toBeUndefined();
        return { rows: listOf(data as Answered).edges.length, statements: [...statements] };
      } finally {
        stop();
      }
    };
    const few = await countFor(small);
    const many = await countFor(large);
    expect([few.rows, many.rows]).toEqual([small, name.startsWith('children') ? 42 : large]);
    expect(many.statements.map(bare)).toEqual(few.statements.map(bare));
  });

  /** A statement without its number of parameters. */
  const bare = (statement: string): string => statement.replaceAll(/\((\?(, )?)+\)/g, '(?)');

  it('counts what it says it counts', async () => {
    const { statements, stop } = countStatements();
    await world.execute(
      'head@842',
      `{ a: campaign(id: "${work.campaign}") { id } b: campaign(id: "${work.campaign}") { id } }`,
    );
    const counted = statements.length;
    stop();
    expect(counted).toBeGreaterThan(0);
    await world.execute('head@842', `{ campaign(id: "${work.campaign}") { id } }`);
    expect(statements).toHaveLength(counted);
  });
});
