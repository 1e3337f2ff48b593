import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Asked } from './casebook-figures.js';
import { type Achieved, force, line, metres, people, person, Work } from './casebook-work.js';
import { type CasebookWorld, openCasebookWorld } from './casebook-world.js';

/** The scenarios of what a figure is, each in a campaign of its own; those of the tree stand beside. */
describe('a figure, as of two dates', () => {
  let world: CasebookWorld;
  let work: Work;
  let asked: Asked;

  beforeAll(async () => {
    world = await openCasebookWorld();
  });
  afterAll(() => world?.close());

  const campaign = async (title: string, options = {}) => {
    const id = await world.campaign(title, options);
    work = new Work(world, id);
    asked = new Asked(world, id);
  };
  const at = (day: string, position?: string) => ({
    asOf: { effectiveUpTo: day, ...(position !== undefined && { knownUpToPosition: position }) },
  });
  const known = (position: string) => ({ asOf: { knownUpToPosition: position } });
  /** A unit's own answer, and those above it, which hold nothing else. */
  const upwards = ['29242-01', '29242', '842', '84'];

  it('17 recordedAt goes 10:00, 10:02, and a clock goes back to 10:01: known up to 10:01 is the first event only', async () => {
    world.at('2022-02-18T09:00:00+07:00');
    await campaign('17');
    const positions: string[] = [];
    for (const [minute, of] of [
      ['10:00', '29242-01'],
      ['10:02', '29242-02'],
      ['10:01', '29245-01'],
    ] as const) {
      const achieved = await work.register(of);
      await work.report(achieved, [metres(1, '2022-02-01')]);
      world.at(`2022-02-18T${minute}:00+07:00`);
      positions.push((await work.submit(achieved)).receipt);
    }
    const knownAt = async (minute: string) => {
      const asOf = { knownUpTo: `2022-02-18T${minute}:00+07:00`, effectiveUpTo: '2022-02-18' };
      return (await asked.value('84', 'road_metre', { asOf })).pending;
    };
    expect(await knownAt('09:59')).toBe(0);
    expect(await knownAt('10:01')).toBe(1);
    // One writer never writes a time below its last one, so the third event says 10:02 as well.
    expect(await knownAt('10:02')).toBe(3);
    expect(positions.map(Number)).toEqual([...positions.map(Number)].sort((a, b) => a - b));
  });

  it('18 registered 02-19, approved later, asked in between: counted as it was then', async () => {
    world.at('2022-02-19');
    await campaign('18');
    const achieved = await work.register('29242-01');
    const between = await asked.position();
    await work.report(achieved, [metres(5, '2022-02-01')]);
    const submitted = await work.submit(achieved);
    const approval = await work.approve(achieved, submitted);
    for (const name of upwards) {
      expect(await asked.counts(name, { knownUpToPosition: between })).toEqual({ total: 1, registered: 1 });
      expect(await asked.counts(name, { knownUpToPosition: submitted.receipt })).toEqual({ total: 1, underReview: 1 });
      expect(await asked.counts(name, { knownUpToPosition: approval })).toEqual({ total: 1, approved: 1 });
      expect(await asked.counts(name, { effectiveUpTo: '2022-01-31' })).toEqual({});
    }
  });

  it('1 100 m done 01-15, submitted, then approved: pending in between, approved after', async () => {
    world.at('2022-06-01');
    await campaign('1');
    const achieved = await work.register('29242-01');
    const entered = await work.report(achieved, [metres(100, '2022-01-15')]);
    const submitted = await work.submit(achieved);
    await world.drain();
    const between = await asked.position();
    const approval = await work.approve(achieved, submitted);
    for (const name of upwards) {
      const on = (day: string, position: string) => asked.value(name, 'road_metre', at(day, position));
      expect(await on('2022-01-31', entered)).toEqual({ approved: 0, pending: 0 });
      expect(await on('2022-01-31', submitted.receipt)).toEqual({ approved: 0, pending: 100 });
      expect(await on('2022-01-31', between)).toEqual({ approved: 0, pending: 100 });
      expect(await on('2022-01-31', approval)).toEqual({ approved: 100, pending: 0 });
      expect(await on('2022-01-14', approval)).toEqual({ approved: 0, pending: 0 });
    }
  });

  it('2 lines of two days under two line ids: both count from their days; under one line id only the last', async () => {
    await campaign('2');
    await work.approved('29242-01', [metres(100, '2022-02-01', 'a'), metres(150, '2022-03-01', 'b')]);
    const same = await work.register('29245-01');
    await work.report(same, [metres(100, '2022-02-01')]);
    await work.report(same, [metres(150, '2022-03-01')]);
    await work.approve(same, await work.submit(same));
    const on = async (name: string, day: string) => (await asked.value(name, 'road_metre', at(day))).approved;
    expect(await on('29242-01', '2022-02-15')).toBe(100);
    expect(await on('29242-01', '2022-03-15')).toBe(250);
    expect(await on('29245-01', '2022-02-15')).toBe(0);
    expect(await on('29245-01', '2022-03-15')).toBe(150);
  });

  it('3 1,200 of 03-10 corrected to 1,020: the correction counts from its position on', async () => {
    await campaign('3');
    const overstated = await work.approved('29242-01', [metres(1200, '2022-03-10')]);
    const asking = await work.ask(overstated, [metres(1020, '2022-03-10')]);
    await world.drain();
    const before = await asked.position();
    const correction = await work.approve(overstated, asking);
    for (const name of upwards) {
      expect(await asked.value(name, 'road_metre', at('2022-04-01', before))).toEqual({
        approved: 1200,
        pending: -180,
      });
      expect(await asked.value(name, 'road_metre', at('2022-04-01', correction))).toEqual({
        approved: 1020,
        pending: 0,
      });
      expect(await asked.value(name, 'road_metre', at('2022-03-09', correction))).toEqual({ approved: 0, pending: 0 });
    }
  });

  it('4 a correction moves the day 04-10 to 04-20: every fact stands at the day of its line', async () => {
    await campaign('4');
    const achieved = await work.approved('29242-01', [metres(100, '2022-04-10')]);
    const asking = await work.ask(achieved, [metres(100, '2022-04-20')]);
    const on = (day: string) => asked.value('29242-01', 'road_metre', at(day));
    expect(await asked.value('29242-01', 'road_metre', at('2022-04-15', achieved.receipt))).toEqual({
      approved: 100,
      pending: 0,
    });
    expect(await on('2022-04-15')).toEqual({ approved: 100, pending: -100 });
    expect(await on('2022-04-20')).toEqual({ approved: 100, pending: 0 });
    await work.approve(achieved, asking);
    expect(await on('2022-04-15')).toEqual({ approved: 0, pending: 0 });
    expect(await on('2022-04-20')).toEqual({ approved: 100, pending: 0 });
  });

  it('5 amendments of 100 to 130 and to 60 wait as +30 and -40; one person less waits as -1', async () => {
    await campaign('5');
    const up = await work.approved('29242-01', [metres(100, '2022-03-01')]);
    const down = await work.approved('29245-01', [metres(100, '2022-03-01')]);
    const group = await work.approved('29242-01', [people([person(1), person(2), person(3)], '2022-03-01')]);
    await work.ask(up, [metres(130, '2022-03-01')]);
    const refused = await work.ask(down, [metres(60, '2022-03-01')]);
    await work.ask(group, [people([person(1), person(3)], '2022-03-01')]);
    expect(await asked.value('29242-01')).toEqual({ approved: 100, pending: 30 });
    expect(await asked.value('29245-01')).toEqual({ approved: 100, pending: -40 });
    expect(await asked.value('842')).toEqual({ approved: 200, pending: -10 });
    expect(await asked.value('29242-01', 'person')).toEqual({ approved: 3, pending: -1 });
    await work.sendBack(down, refused);
    expect(await asked.value('29245-01')).toEqual({ approved: 100, pending: 0 });
    expect(await asked.counts('842')).toEqual({ total: 3, approved: 3 });
  });

  it('6 submitted, then returned: pending in between, nothing in both after, visible in the counts', async () => {
    await campaign('6');
    const waiting = await work.waiting('29242-01', [metres(40, '2022-03-01')]);
    const returned = await work.sendBack(waiting, waiting);
    for (const name of upwards) {
      expect(await asked.value(name, 'road_metre', known(waiting.receipt))).toEqual({ approved: 0, pending: 40 });
      expect(await asked.value(name, 'road_metre', known(returned))).toEqual({ approved: 0, pending: 0 });
      expect(await asked.counts(name, { knownUpToPosition: waiting.receipt })).toEqual({ total: 1, underReview: 1 });
      expect(await asked.counts(name, { knownUpToPosition: returned })).toEqual({ total: 1, returned: 1 });
    }
  });

  it('7 revoked: every day in full before that position, nothing from it on', async () => {
    await campaign('7');
    const lines = [metres(30, '2022-03-01', 'a'), metres(12, '2022-04-01', 'b')];
    const achieved = await work.approved('29242-01', lines);
    const before = await asked.position();
    const revocation = await work.revoke(achieved);
    const days = [
      ['2022-02-28', 0],
      ['2022-03-31', 30],
      ['2022-06-30', 42],
    ] as const;
    for (const [day, metresBefore] of days) {
      expect(await asked.value('84', 'road_metre', at(day, before))).toEqual({ approved: metresBefore, pending: 0 });
      expect(await asked.value('84', 'road_metre', at(day, revocation))).toEqual({ approved: 0, pending: 0 });
    }
    expect(await asked.counts('84')).toEqual({ total: 1, revoked: 1 });
  });

  it('10 one person in two places: counted once at their parent, and no longer where the first place is revoked', async () => {
    await campaign('10');
    const first = await work.approved('29242-01', [people([person(7)], '2022-03-01')]);
    await work.approved('29242-02', [people([person(7)], '2022-03-10')]);
    const before = await asked.position();
    const revocation = await work.revoke(first);
    const persons = async (day: string, position: string) =>
      (await asked.value('29242', 'person', at(day, position))).approved;
    expect(await persons('2022-03-05', before)).toBe(1);
    expect(await persons('2022-03-05', revocation)).toBe(0);
    expect(await persons('2022-03-15', before)).toBe(1);
    expect(await persons('2022-03-15', revocation)).toBe(1);
    expect((await asked.measure('29242', 'person')).approved).toEqual({ value: 1, count: 1, exact: true });
  });

  it('11 target 10, raised to 15 on 05-01: the one of the day holds, as it was known', async () => {
    await campaign('11');
    await work.approved('29242-01', [metres(6, '2022-02-01')]);
    const set = async (value: string, effectiveOn: string) => {
      const targets = [{ area: '2.5', metric: 'road_metre', value, effectiveOn }];
      const input = { ...force, campaign: work.campaign, targets };
      return (await world.must('head@29242-01', 'participationSetTargets', input)).receipt as string;
    };
    const first = await set('10', '2022-01-01');
    const raised = await set('15', '2022-05-01');
    for (const name of ['29242-01', '84']) {
      for (const area of [undefined, '2.5']) {
        const of = async (day: string, position: string) => {
          const asking = { ...at(day, position), ...(area !== undefined && { area }) };
          const { target, assignedTarget, completion } = await asked.measure(name, 'road_metre', asking);
          return { target, assignedTarget, completion };
        };
        expect(await of('2022-03-01', raised)).toEqual({ target: '10', assignedTarget: null, completion: 0.6 });
        expect(await of('2022-05-01', raised)).toEqual({ target: '15', assignedTarget: null, completion: 0.4 });
        expect(await of('2022-05-01', first)).toEqual({ target: '10', assignedTarget: null, completion: 0.6 });
      }
    }
    expect(await asked.measure('29245', 'road_metre')).toMatchObject({ target: null, completion: null });
  });

  it('13 no day, no quantity, a day outside the period or after today is refused by name; zero is taken', async () => {
    await campaign('13');
    const achieved: Achieved = await work.register('29242-01');
    const sent = (effectiveOn: string | null, value: string | null) => ({
      ...line('road_metre', '', { value }),
      effectiveOn,
    });
    const refusals = [
      [sent(null, '5'), 'MISSING', 'effectiveOn'],
      [sent('2022-02-01', null), 'QUANTITY_MISSING', 'value'],
      [sent('2021-12-31', '5'), 'DAY_OUTSIDE_PERIOD', 'effectiveOn'],
      [sent('2022-07-01', '5'), 'DAY_OUTSIDE_PERIOD', 'effectiveOn'],
      [sent('2022-06-02', '5'), 'DAY_IN_FUTURE', 'effectiveOn'],
    ] as const;
    const head = () => world.own.house().stores.store.head();
    const report = (one: object) =>
      world.send('clerk@29242-01', 'achievementReportQuantities', { ...force, achievement: achieved.id, lines: [one] });
    for (const [one, code, field] of refusals) {
      const before = await head();
      const { userErrors, receipt } = await report(one);
      expect(userErrors).toMatchObject([{ code, field: ['lines', '0', field] }]);
      expect([receipt, await head()]).toEqual([null, before]);
    }
    expect((await report(sent('2022-06-01', '0'))).userErrors).toEqual([]);
    const submitted = await work.submit(achieved);
    await work.approve(achieved, submitted);
    const { approved } = await asked.measure('29242-01', 'road_metre');
    expect(approved).toEqual({ value: 0, count: 1, exact: true });
  });
});
