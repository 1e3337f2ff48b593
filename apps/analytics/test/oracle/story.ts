import type { Line, LineQuantity, Subject } from '@thidua/events';
import type { Campaign, Logged, Question } from './log.js';
import { askOracle, type OracleAnswer, type Part } from './oracle.js';
import type { OracleFigure } from './quantities.js';
import { type NewUnit, type Resolution, registered, reorganised } from './reorganisation.js';
import { Scribe } from './scribe.js';
import { Work } from './work.js';

export const campaign: Campaign = {
  campaignId: 'tra-vinh-2022',
  areas: ['2.2', '2.10'],
  metrics: [
    { metric: 'road_m', combine: 'SUM', countsItself: false },
    { metric: 'vnd', combine: 'SUM', countsItself: false },
    { metric: 'poor_share', combine: 'RATIO', countsItself: false },
    { metric: 'score', combine: 'AVERAGE', countsItself: false },
    { metric: 'person', combine: 'DISTINCT', countsItself: false },
    { metric: 'model', combine: 'DISTINCT', countsItself: true },
  ],
};

export const orgOf = (unitId: string): string => `committee of ${unitId}`;

/** A line; one without an id of its own is named by its day and metric. */
export const line = (quantity: LineQuantity | number, effectiveOn: string, more: Partial<Line> = {}): Line => ({
  lineId: `${effectiveOn} ${more.metric ?? 'road_m'}`,
  metric: 'road_m',
  quantity: typeof quantity === 'number' ? { value: quantity } : quantity,
  effectiveOn,
  ...more,
});

/** A log told by a test, position by position, and questions to the oracle about it. */
export class Story {
  private readonly scribe = new Scribe();
  private works = 0;

  get log(): readonly Logged[] {
    return this.scribe.log;
  }

  /** Units that begin, parents before their children. */
  begin(validFrom: string, units: readonly NewUnit[]): void {
    this.scribe.append(units.map((unit) => registered(unit, validFrom)));
  }

  /** A reorganisation, from position `at` on; answers its last position. */
  reorganise(resolution: Resolution, at?: number): number {
    return this.scribe.append(reorganised(this.log, resolution), at);
  }

  /** An achievement of a unit that nobody has registered yet. */
  work(ownerUnitId: string, lines: readonly Line[], about: Partial<Subject> = {}): Work {
    this.works++;
    const ownerOrgId = about.ownerOrgId ?? orgOf(ownerUnitId);
    const subject: Subject = {
      achievementId: `work-${this.works}`,
      campaignId: campaign.campaignId,
      areaCode: '2.2',
      ownerOrgId,
      ownerUnitId,
      contributions: [{ orgId: ownerOrgId, unitId: ownerUnitId, role: 'LEAD', shareBp: 10_000 }],
      ...about,
    };
    return new Work(subject, lines);
  }

  /** The events of an act, from position `at` on; answers their last position. */
  write(events: ReturnType<Work['submit']>, at?: number): number {
    return this.scribe.append(events, at);
  }

  /** An achievement registered, submitted and approved at once. */
  approved(ownerUnitId: string, lines: readonly Line[], about: Partial<Subject> = {}): Work {
    const work = this.work(ownerUnitId, lines, about);
    this.write([...work.register(), ...work.submit(), ...work.approve()]);
    return work;
  }

  ask(to: string, more: Partial<Question> = {}): OracleAnswer {
    const question: Question = { from: '2022-01-01', to, knownUpTo: this.scribe.head, treeOn: null, credit: 'LEAD' };
    return askOracle(this.log, campaign, { ...question, ...more });
  }
}

const zero: OracleFigure = { approved: { count: 0, exact: true }, pending: { count: 0, exact: true } };

/** The figure of one metric over all areas. */
export const figureOf = (answer: OracleAnswer, part: Part, path: string | readonly string[], metric = 'road_m') =>
  answer
    .figures(answer.factsOf(part, { path: typeof path === 'string' ? [path] : path }), 'all-areas')
    .get(`*|${metric}`) ?? zero;

/** Approved and pending of a total, in a metric that has values. */
export const values = (
  answer: OracleAnswer,
  path: string | readonly string[],
  metric = 'road_m',
): readonly number[] => {
  const { approved, pending } = figureOf(answer, 'total', path, metric);
  return [approved.value ?? 0, pending.value ?? 0];
};

/** A province with two districts and some wards. */
export const told = (validFrom = '2022-01-01'): Story => {
  const story = new Story();
  story.begin(validFrom, [
    { unitId: 'province', level: 'province', parent: null },
    { unitId: 'city', level: 'district', parent: 'province' },
    { unitId: 'west', level: 'district', parent: 'province' },
    { unitId: 'a', level: 'commune', parent: 'city' },
    { unitId: 'b', level: 'commune', parent: 'city' },
    { unitId: 'x', level: 'commune', parent: 'west' },
  ]);
  return story;
};
