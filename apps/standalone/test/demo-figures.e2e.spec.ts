import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DemoAnswers, type FigureAsked } from './demo-answers.js';
import { differences, differencesBehind, differencesInTable } from './demo-comparison.js';
import { allAreas, askOracle, credits, type OracleFigures, type OraclePoint, planes } from './demo-oracle.js';
import { OracleList } from './demo-oracle-list.js';
import type { OracleCredit, OracleEntry } from './demo-oracle-work.js';
import { type DemoWorld, openDemoWorld, twoDistricts } from './demo-world.js';

/** How much of the province the oracle goes over. */
const scope = twoDistricts;

/** Points of the half year: how far the days go, and what was known. */
const points: readonly (readonly [string, OraclePoint])[] = [
  ['January, as known at the end of March', { upTo: '2022-01-31', known: '2022-03-31T23:59:59+07:00' }],
  ['the first of May, as known that evening', { upTo: '2022-05-01', known: '2022-05-01T23:59:59+07:00' }],
  ['May, before the overstated road is amended', { upTo: '2022-05-31', known: '2022-05-19T23:59:59+07:00' }],
  [
    'May, at the instant at which the amendment is asked for',
    { upTo: '2022-05-31', known: '2022-05-20T15:00:00+07:00' },
  ],
  ['the day of the final report, before the revocation', { upTo: '2022-06-19', known: '2022-06-21T23:59:59+07:00' }],
  ['the half year, all known', { upTo: '2022-06-30', known: null }],
];
const [, halfYear] = points.at(-1) as (typeof points)[number];

/** A bound against hanging: the load of a busy machine may take its time. */
const loadMsMax = 300_000;
/** Figures asked for in one document. */
const together = 100;
/** Of the figures that are not all looked behind every so many is. */
const sampled = 29;

describe('the figures of the demo', () => {
  let world: DemoWorld;
  let list: OracleList;
  let answers: DemoAnswers;

  beforeAll(async () => {
    world = await openDemoWorld(scope);
    list = new OracleList(world.seed, world.steps);
    answers = new DemoAnswers(world, list.campaign);
  }, loadMsMax);
  afterAll(() => world?.close());

  const unitIds = () => [...list.places.units.keys()];

  /** Every total that something is behind, on both planes. */
  const figuresOf = ({ behind }: OracleFigures): readonly FigureAsked[] =>
    [...behind.keys()].flatMap((name) => {
      const [unitId = '', part, area = '', metric = ''] = name.split(' ');
      if (part !== 'total') return [];
      return planes.map((plane) => ({ unitId, metric, area: area === allAreas ? null : area, plane }));
    });

  /** Of the whole half year every figure of all areas together; of the rest, and of what is shared, some. */
  const lookedBehind = (oracle: OracleFigures, point: OraclePoint, credit: OracleCredit): readonly FigureAsked[] =>
    figuresOf(oracle).filter(
      ({ area }, n) => n % sampled === 0 || (point === halfYear && credit === 'LEAD' && area === null),
    );

  it('are made of every kind of quantity, by every kind of decision, at every level, shared and whole', () => {
    const { entries, metrics, places } = list;
    const among = (words: (entry: OracleEntry) => string | undefined) => [...new Set(entries.map(words))].sort();
    expect(among(({ event }) => event)).toEqual([
      ...['AchievementApproved', 'AchievementCorrected', 'AchievementRejected', 'AchievementReturned'],
      ...['AchievementSubmitted', 'AchievementWithdrawn', 'AmendmentRequested', 'ApprovalRevoked'],
    ]);
    expect(among(({ metric }) => metrics.get(metric)?.combine)).toEqual(['AVERAGE', 'DISTINCT', 'RATIO', 'SUM']);
    expect(among(({ amount }) => Object.keys(amount).join(' '))).toEqual([
      'declared',
      'members',
      'num den',
      'sum count',
      'value',
    ]);
    expect(among(({ unitId }) => places.units.get(unitId)?.level)).toEqual([
      'commune',
      'district',
      'hamlet',
      'province',
    ]);
    expect(among(({ credit }) => String(credit))).toEqual(['BY_SHARE', 'LEAD', 'null']);
  });

  it('of the province are others at each of the points', () => {
    const { rootId } = list.places;
    const ofProvince = ([, point]: (typeof points)[number]): string => {
      const oracle = askOracle(list, point, 'LEAD');
      const names = [...oracle.behind.keys()].filter((name) => name.startsWith(rootId)).sort();
      return JSON.stringify(names.map((name) => planes.map((plane) => [name, oracle.numbers(name, plane)])));
    };
    expect(new Set(points.map(ofProvince)).size).toBe(points.length);
  });

  describe.each(points)('up to %s', (_, point) => {
    it.each(credits)('are those of the list of steps, for every unit, area, metric and plane: %s', async (credit) => {
      const oracle = askOracle(list, point, credit);
      const said = await answers.below(list.places.rootId, point, credit);
      expect([...said.units].sort()).toEqual(unitIds().sort());
      expect(differences(list, oracle, said)).toEqual([]);
    });

    it.each(credits)('are what the facts behind them combine to: %s', async (credit) => {
      const oracle = askOracle(list, point, credit);
      const asked = lookedBehind(oracle, point, credit);
      for (let from = 0; from < asked.length; from += together) {
        const some = asked.slice(from, from + together);
        const facts = await answers.facts(some, point, credit);
        expect(differencesBehind(list, oracle, some, facts)).toEqual([]);
      }
      expect(asked.length).toBeGreaterThan(10);
    });
  });

  it.each(credits)('are the same where each unit is asked by itself: %s', async (credit) => {
    const oracle = askOracle(list, halfYear, credit);
    for (let from = 0; from < unitIds().length; from += together) {
      const some = unitIds().slice(from, from + together);
      const said = await answers.alone(some, halfYear, credit);
      expect([...said.units]).toEqual(some);
      expect(differences(list, oracle, said)).toEqual([]);
    }
  });

  it.each(credits)('are the same in one table of all units: %s', async (credit) => {
    const cells = await answers.table(list.places.rootId, halfYear, credit);
    expect(new Set(cells.map(({ name }) => name.split(' ')[0])).size).toBe(unitIds().length);
    expect(differencesInTable(list, askOracle(list, halfYear, credit), cells)).toEqual([]);
  });
});
