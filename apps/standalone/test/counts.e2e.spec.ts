import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scenarioClock } from '@thidua/event-sourcing';
import { pino } from 'pino';
import { openHouse } from '../src/house.js';
import { Asked } from './casebook-figures.js';
import { force, metres, Work } from './casebook-work.js';
import { type Answered, type CasebookWorld, openCasebookWorld } from './casebook-world.js';

const answered = `query($campaign: ID!, $unit: ID!, $asOf: AsOf) { rollup(campaign: $campaign, unit: $unit, asOf: $asOf) {
  achievements { total registered inProgress underReview approved slipping }
  coverage { level invited registered planIssued }
  measures(areas: ["2.5"], metrics: ["road_metre"]) { approved { value } target assignedTarget completion }
  all: measures(metrics: ["road_metre"]) { target assignedTarget completion }
  own(areas: ["2.5"], metrics: ["road_metre"]) { target assignedTarget completion }
  children { unit { code } achievements { total } coverage { level invited } measures(areas: ["2.5"], metrics: ["road_metre"]) { target } } } }`;

/** One campaign from its launch on: who takes part, what is aimed at, how far the work is. */
describe('counts, coverage and targets beside the figures', () => {
  let world: CasebookWorld;
  let asked: Asked;
  let work: Work;
  let invited: string;
  let running = true;

  beforeAll(async () => {
    world = await openCasebookWorld();
    const campaign = await world.campaign('CB');
    asked = new Asked(world, campaign);
    work = new Work(world, campaign);
    invited = await asked.position();
  });
  afterAll(async () => {
    if (running) await world?.close();
    else rmSync(world.own.folder, { recursive: true, force: true });
  });

  const ask = async (name: string, asOf: object = {}, user = 'head@84'): Promise<Answered> => {
    const variables = { campaign: work.campaign, unit: world.unit(name), asOf };
    return (await world.ask(user, answered, variables)).rollup;
  };
  const levels = ({ coverage }: Answered) =>
    coverage.map(({ level, invited: asMany, registered, planIssued }: Answered) => [
      ...[level, asMany, registered, planIssued],
    ]);

  it('say level by level who is invited, registered and has a plan of its own, as it was known', async () => {
    const { campaign } = work;
    expect(levels(await ask('84'))).toEqual([
      ['PROVINCE', 1, 0, 0],
      ['DISTRICT', 2, 0, 0],
      ['COMMUNE', 7, 0, 0],
      ['HAMLET', 14, 0, 0],
    ]);
    world.at('2022-03-01');
    for (const name of ['842', '29242', '29242-01']) {
      await world.must(`head@${name}`, 'participationRegister', { ...force, campaign, subjectKind: 'COLLECTIVE' });
    }
    await world.must('head@842', 'participationIssuePlan', { ...force, campaign, issuedOn: '2022-02-28' });
    expect(levels(await ask('842'))).toEqual([
      ['DISTRICT', 1, 1, 1],
      ['COMMUNE', 4, 1, 0],
      ['HAMLET', 8, 1, 0],
    ]);
    expect(levels(await ask('29242', {}, 'head@29242'))).toEqual([
      ['COMMUNE', 1, 1, 0],
      ['HAMLET', 2, 1, 0],
    ]);
    expect(levels(await ask('842', { knownUpToPosition: invited }))[0]).toEqual(['DISTRICT', 1, 0, 0]);
  });

  it('count each achievement in the state it had, and those whose planned end has passed', async () => {
    const late = await work.register('29242-01', { plannedTo: '2022-03-10' });
    await work.register('29242-02', { plannedTo: '2022-03-11' });
    await work.report(late, [metres(7, '2022-02-20')]);
    await work.approved('29245-01', [metres(5, '2022-02-21')], { plannedTo: '2022-02-25' });
    world.at('2022-03-11');
    const counts = { total: 3, registered: 1, inProgress: 1, underReview: 0, approved: 1, slipping: 1 };
    for (const name of ['84', '842']) expect((await ask(name)).achievements).toEqual(counts);
    expect(await asked.counts('29242')).toEqual({ total: 2, registered: 1, inProgress: 1, slipping: 1 });
    expect(await asked.counts('29242-01', { effectiveUpTo: '2022-02-19' })).toEqual({});
    expect(await asked.counts('84', { knownUpTo: '2022-03-01T00:00:00+07:00' })).toEqual({});
    const { children } = await ask('842');
    const totals = children.map(({ unit, achievements }: Answered) => [unit.code, achievements.total]);
    expect(Object.fromEntries(totals)).toEqual({ 29239: 0, 29242: 2, 29245: 1, 29251: 0 });
  });

  it('sum targets for own work and show an assigned one beside, of its own unit only', async () => {
    const set = (name: string, value: string, scope: string) => {
      const targets = [{ area: '2.5', metric: 'road_metre', value, scope, effectiveOn: '2022-02-01' }];
      return world.must(`head@${name}`, 'participationSetTargets', { ...force, campaign: work.campaign, targets });
    };
    await set('29245', '4', 'OWN');
    await set('29245-01', '16', 'OWN');
    await set('842', '100', 'SUBTREE');
    const [measure] = (await ask('842')).measures;
    expect(measure).toEqual({ approved: { value: '5' }, target: '20', assignedTarget: '100', completion: 0.25 });
    const commune = await ask('29245');
    expect(commune.measures[0]).toMatchObject({ target: '20', assignedTarget: null, completion: 0.25 });
    expect(commune.own).toEqual([{ target: '4', assignedTarget: null, completion: 0 }]);
    expect((await ask('842')).all).toEqual([{ target: '20', assignedTarget: null, completion: 0.25 }]);
    expect((await ask('84')).measures[0]).toMatchObject({ target: '20', assignedTarget: null });
    const table = `query($campaign: ID!, $unit: ID!) { rollupTable(campaign: $campaign, unit: $unit, levels: [COMMUNE],
      areas: ["2.5"], metrics: ["road_metre", "vnd"]) { units { code } columns { metric { code } } targets } }`;
    const { rollupTable } = await world.ask('head@842', table, { campaign: work.campaign, unit: world.unit('842') });
    const codes = rollupTable.units.map(({ code }: Answered) => code);
    expect([...codes].sort()).toEqual(['29239', '29242', '29245', '29251', '842']);
    expect(rollupTable.targets[2 * codes.indexOf('842')]).toBe('20');
    expect(rollupTable.targets[2 * codes.indexOf('29245')]).toBe('20');
    expect(rollupTable.targets.filter((target: string | null) => target !== null)).toHaveLength(2);
    expect((await ask('29251')).measures[0]).toMatchObject({ target: null, assignedTarget: null, completion: null });
  });

  it('are the same after a restart, and after the read models are built anew', async () => {
    const before = await ask('84');
    const { folder, house } = world.own;
    await house().close();
    running = false;
    for (const rebuilds of [false, true]) {
      if (rebuilds) rmSync(`${folder}/analytics.read.db`);
      const again = await openHouse(folder, scenarioClock('2022-03-11T08:00:00+07:00'), pino({ level: 'silent' }));
      await again.drain();
      const variables = { campaign: work.campaign, unit: world.unit('84'), asOf: {} };
      const context = { viewer: { userId: 'head@84' }, actingAs: null, language: 'en', minReceipt: null } as const;
      const { data } = await again.graph.execute({ query: answered, variables, context });
      await again.close();
      expect((data as Answered).rollup).toEqual(before);
    }
  });
});
