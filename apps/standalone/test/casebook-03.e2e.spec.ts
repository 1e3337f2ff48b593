import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Asked } from './casebook-figures.js';
import { type Achieved, line, Work } from './casebook-work.js';
import { type Answered, type CasebookWorld, openCasebookWorld, rowsOf } from './casebook-world.js';

/** Casebook 03: the parent's percentage is not the mean of percentages. And 04: zero is a result. */
describe('ratios and averages up the tree', () => {
  let world: CasebookWorld;
  let work: Work;
  let asked: Asked;
  const facts = new Map<string, Achieved>();

  beforeAll(async () => {
    world = await openCasebookWorld();
    const campaign = await world.campaign('CB');
    world.at('2022-06-01');
    work = new Work(world, campaign);
    asked = new Asked(world, campaign);
    for (const { unit_code: code = '', metric = '', numerator, denominator, effective_on: day = '' } of rowsOf(
      '03-ratio.csv',
    )) {
      facts.set(code, await work.approved(code, [line(metric, day, { numerator, denominator })]));
    }
  });
  afterAll(() => world?.close());

  const ratio = async (name: string, asking = {}) => {
    const { approved, pending, completion } = await asked.measure(name, 'poor_share', asking);
    return {
      approved: [approved.numerator, approved.denominator],
      pending: [pending.numerator, pending.denominator],
      completion,
    };
  };
  const approved = async (name: string, asking = {}) => (await ratio(name, asking)).approved;

  it('numerators and denominators are added, and divided by whoever shows them', async () => {
    expect(await approved('842')).toEqual([17, 29]);
    expect(await approved('847')).toEqual([92, 303]);
    expect(await approved('84')).toEqual([109, 332]);
    expect((await asked.measure('84', 'poor_share')).approved).toEqual({
      ...{ numerator: 109, denominator: 332, count: 7, exact: true },
    });
  });

  it('the same over HTTP, as strings, with no field of another kind', async () => {
    const query = `query($campaign: ID!, $unit: ID) { rollup(campaign: $campaign, unit: $unit) {
      measures(metrics: ["poor_share"]) { approved { value numerator denominator sum count exact } completion }
      own(metrics: ["poor_share"]) { approved { numerator denominator } }
      children { unit { code } measures(metrics: ["poor_share"]) { approved { numerator denominator } } } } }`;
    const { status, body } = await world.own.ask('analyst@842', query, {
      ...{ campaign: work.campaign, unit: world.unit('842') },
    });
    expect(status).toBe(200);
    const { measures, own, children } = body.data.rollup;
    expect(measures).toEqual([
      {
        approved: { value: null, numerator: '17', denominator: '29', sum: null, count: 4, exact: true },
        completion: null,
      },
    ]);
    expect(own).toEqual([{ approved: { numerator: '0', denominator: '0' } }]);
    const rows = children.map((one: Answered) => [one.unit.code, one.measures[0].approved]);
    expect(Object.fromEntries(rows)).toEqual({
      '29239': { numerator: '7', denominator: '12' },
      '29242': { numerator: '0', denominator: '5' },
      '29245': { numerator: '9', denominator: '9' },
      '29251': { numerator: '1', denominator: '3' },
    });
  });

  it('0/5 corrected to 0/0: waits as -0/-5, then 17/24 above; 0/0 has no percentage and is no error', async () => {
    const fact = facts.get('29242') as Achieved;
    const before = await asked.position();
    const asking = await work.ask(fact, [line('poor_share', '2022-05-31', { numerator: '0', denominator: '0' })]);
    expect(await ratio('842')).toEqual({ approved: [17, 29], pending: [0, -5], completion: null });
    await work.approve(fact, asking);
    expect(await ratio('842')).toEqual({ approved: [17, 24], pending: [0, 0], completion: null });
    expect(await ratio('29242')).toEqual({ approved: [0, 0], pending: [0, 0], completion: null });
    expect((await asked.measure('29242', 'poor_share')).approved.count).toBe(1);
    expect(await approved('842', { asOf: { knownUpToPosition: before } })).toEqual([17, 29]);
    expect(await approved('84')).toEqual([109, 327]);
  });

  it('n/0 is taken and added, and has no percentage of its own', async () => {
    await work.approved('29374-01', [line('poor_share', '2022-05-31', { numerator: '3', denominator: '0' })]);
    expect(await ratio('29374-01')).toEqual({ approved: [3, 0], pending: [0, 0], completion: null });
    expect(await approved('29374')).toEqual([53, 211]);
    expect(await approved('84')).toEqual([112, 327]);
  });

  it('04 a zero is averaged, a blank is not: 618.75 tenths of four', async () => {
    for (const [code, points] of [
      ['29242-01', '85'],
      ['29242-02', '0'],
      ['29245-02', '92.5'],
      ['29251-01', '70.0'],
    ] as const) {
      await work.approved(code, [line('score', '2022-05-31', { sum: points, count: 1 })]);
    }
    const { approved: average } = await asked.measure('842', 'score');
    expect(average).toEqual({ sum: 2475, count: 4, exact: true });
    expect(average.sum / average.count).toBe(618.75);
    expect((await asked.measure('29242', 'score')).approved).toEqual({ sum: 850, count: 2, exact: true });
  });

  it('the parts of each sum to the whole, at every unit', async () => {
    for (const name of ['29242', '842', '847', '84']) {
      for (const [metric, parts] of [
        ['poor_share', ['numerator', 'denominator', 'count']],
        ['score', ['sum', 'count']],
      ] as const) {
        const { measures, own, unallocated, children } = await asked.rollup(world.unit(name), metric);
        const below = children.map((one: Answered) => one.measures[0]);
        for (const part of parts) {
          const numbers = [own[0], unallocated[0], ...below].map((one: Answered) => Number(one.approved[part]));
          const sum = numbers.reduce((total: number, one: number) => total + one, 0);
          expect([name, metric, part, sum]).toEqual([name, metric, part, Number(measures[0].approved[part])]);
        }
      }
    }
  });
});
