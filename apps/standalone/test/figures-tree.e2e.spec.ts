import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Asked } from './casebook-figures.js';
import { force, metres, Work } from './casebook-work.js';
import { type CasebookWorld, openCasebookWorld } from './casebook-world.js';

/** The scenarios of what a figure is where the tree of units changes, in the order of their days. */
describe('a figure, as the tree changes', () => {
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
  const figures = (name: string, asOf: Readonly<Record<string, string>> = {}) =>
    asked.figures(name, 'road_metre', { asOf });
  const founded = (key: string, parent: string, code: string, level = 'COMMUNE', type = 'ward') => ({
    ...{ key, parent, code, level, type },
    name: `Đơn vị ${key}`,
  });
  const full = (from: string, to: string) => ({ from, to, coverage: 'FULL' });
  const partial = (from: string, to: string) => ({ from, to, coverage: 'PARTIAL' });

  it('9 a merger in force 07-01, recorded 07-15: under the tree of 07-10 as it was known on the day asked', async () => {
    world.at('2022-06-01');
    await campaign('9');
    await work.approved('29395', [metres(10, '2022-05-01')]);
    await work.approved('29398', [metres(3, '2022-05-02')]);
    world.at('2022-07-15');
    await world.reorganise({
      resolutionNo: '9',
      validFrom: '2022-07-01',
      newUnits: [founded('29395 new', '847', '29395')],
      mappings: [full('29395', '29395 new'), full('29398', '29395 new')],
    });
    await world.staff(['29395 new'], '2022-07-15');
    world.at('2022-07-20');
    const district = async (treeOn: string, day: string) => {
      const { approved, children } = await figures('847', { treeOn, knownUpTo: `${day}T12:00:00+07:00` });
      return { approved, children };
    };
    const before = { approved: 13, children: { '29374': 0, '29395': 10, '29398': 3 } };
    expect(await district('2022-07-10', '2022-07-12')).toEqual(before);
    expect(await district('2022-06-30', '2022-07-16')).toEqual(before);
    const after = { approved: 13, children: { '29374': 0, '29395 new': 13 } };
    expect(await district('2022-07-10', '2022-07-16')).toEqual(after);
    expect(await district('2022-07-01', '2022-07-16')).toEqual(after);
    const unknown = { treeOn: '2022-07-10', knownUpTo: '2022-07-12T12:00:00+07:00' };
    expect(await asked.rollup(world.unit('29395 new'), 'road_metre', { asOf: unknown })).toBeNull();
  });

  it('14 shares of 5 by largest remainder, ties by organisation; a partner merges and the parts move with it', async () => {
    world.at('2022-08-01');
    await campaign('14');
    const boards = ['29374-01', '29395-01', '29398-01'].sort((a, b) => (world.org(a) < world.org(b) ? -1 : 1));
    const [a = '', b = '', c = ''] = boards;
    const joint = async (lead: string, shares: Readonly<Record<string, number>>, value: number) => {
      const achieved = await work.register(lead);
      const contributions = Object.entries(shares).map(([name, shareBp]) => ({
        organisation: world.org(name),
        role: name === lead ? 'LEAD' : 'PARTNER',
        shareBp,
      }));
      const input = { ...force, achievement: achieved.id, contributions };
      await world.must(`clerk@${lead}`, 'achievementDeclareContributions', input);
      await work.report(achieved, [metres(value, '2022-05-05')]);
      await work.approve(achieved, await work.submit(achieved));
      return achieved;
    };
    const parts = async (names: readonly string[], asOf: Readonly<Record<string, string>> = {}) =>
      Promise.all(
        names.map(async (name) => (await asked.value(name, 'road_metre', { asOf, credit: 'BY_SHARE' })).approved),
      );
    world.at('2022-08-02');
    const bridge = await joint(a, { [a]: 5000, [b]: 3000, [c]: 2000 }, 5);
    expect(await parts([a, b, c, '84'])).toEqual([3, 1, 1, 5]);
    expect(await Promise.all([a, b, c, '84'].map(async (name) => (await asked.value(name)).approved))).toEqual([
      5, 0, 0, 5,
    ]);
    // The count stays with the lead.
    const counts = [a, b].map(
      async (name) => (await asked.measure(name, 'road_metre', { credit: 'BY_SHARE' })).approved,
    );
    expect(await Promise.all(counts)).toEqual([
      { value: 3, count: 1, exact: true },
      { value: 1, count: 0, exact: true },
    ]);

    const commune = b.startsWith('29374') ? '29374' : '29395 new';
    const merged = `${b.slice(0, 5)}-03`;
    world.at('2022-08-10');
    await world.reorganise({
      resolutionNo: '14',
      validFrom: '2022-08-10',
      newUnits: [founded(merged, commune, merged, 'HAMLET', 'hamlet')],
      mappings: [full(b, merged), full(`${b.slice(0, 5)}-02`, merged)],
    });
    const now = { treeOn: '2022-08-10' };
    expect(await parts([a, merged, c, '847', '84'], now)).toEqual([3, 1, 1, 5, 5]);
    expect(await asked.rollup(world.unit(b), 'road_metre', { asOf: now, credit: 'BY_SHARE' })).toBeNull();
    expect(await parts([a, b, c, '84'])).toEqual([3, 1, 1, 5]);

    // A correction takes the old split away and puts the new one: 7 is 3.5, 2.1, 1.4.
    await work.correct(bridge, [metres(7, '2022-05-05')]);
    expect(await parts([a, merged, c, '84'], now)).toEqual([4, 2, 1, 7]);
  });

  it('14 a tie goes to the smaller organisation, whoever leads', async () => {
    world.at('2022-08-12');
    await campaign('14 tie');
    const [small = '', great = ''] = ['29242-01', '29242-02'].sort((a, b) => (world.org(a) < world.org(b) ? -1 : 1));
    const achieved = await work.register(great);
    const contributions = [
      { organisation: world.org(great), role: 'LEAD', shareBp: 5000 },
      { organisation: world.org(small), role: 'PARTNER', shareBp: 5000 },
    ];
    const input = { ...force, achievement: achieved.id, contributions };
    await world.must(`clerk@${great}`, 'achievementDeclareContributions', input);
    await work.report(achieved, [metres(1, '2022-05-05')]);
    await work.approve(achieved, await work.submit(achieved));
    const share = async (name: string) => (await asked.value(name, 'road_metre', { credit: 'BY_SHARE' })).approved;
    expect([await share(small), await share(great), await share('29242')]).toEqual([1, 0, 1]);
  });

  it('15 a unit split in part into two districts: the province holds it unallocated, neither district has it', async () => {
    world.at('2022-08-15');
    await campaign('15');
    await work.approved('29251', [metres(70, '2022-03-01')]);
    await work.approved('29251-01', [metres(5, '2022-03-01')]);
    await work.waiting('29251', [metres(9, '2022-03-01')]);
    world.at('2022-09-01');
    await world.reorganise({
      resolutionNo: '15',
      validFrom: '2022-09-01',
      newUnits: [founded('A', '842', '29901'), founded('B', '847', '29902', 'COMMUNE', 'commune')],
      mappings: [partial('29251', 'A'), partial('29251', 'B')],
      moves: [
        { unit: '29251-01', toParent: 'A' },
        { unit: '29251-02', toParent: 'B' },
      ],
    });
    const now = { treeOn: '2022-09-01' };
    const districts = { '842': 5, '847': 0 };
    expect(await figures('84', now)).toMatchObject({
      ...{ approved: 75, pending: 9, own: 0, unallocated: 70, children: districts },
    });
    expect(await figures('842', now)).toMatchObject({ approved: 5, pending: 0, own: 0, unallocated: 0 });
    expect((await figures('842', now)).children).toMatchObject({ A: 5 });
    expect(await figures('847', now)).toMatchObject({ approved: 0, pending: 0, own: 0, unallocated: 0 });
    expect((await figures('847', now)).children).toMatchObject({ B: 0 });
    expect(await figures('84')).toMatchObject({ approved: 75, unallocated: 0, children: { '842': 75, '847': 0 } });
    expect((await figures('842')).children).toMatchObject({ '29251': 75, A: 0 });
  });

  it('16 a part that keeps the old code is another unit: what was there is unallocated', async () => {
    world.at('2022-09-02');
    await campaign('16');
    await work.approved('29239', [metres(30, '2022-03-01')]);
    world.at('2022-09-10');
    await world.reorganise({
      resolutionNo: '16',
      validFrom: '2022-09-10',
      newUnits: [founded('29239 new', '842', '29239'), founded('D', '842', '29903')],
      mappings: [partial('29239', '29239 new'), partial('29239', 'D')],
      moves: [
        { unit: '29239-01', toParent: '29239 new' },
        { unit: '29239-02', toParent: 'D' },
      ],
    });
    const now = { treeOn: '2022-09-10' };
    expect(await figures('842', now)).toMatchObject({ approved: 30, own: 0, unallocated: 30 });
    expect((await figures('842', now)).children).toMatchObject({ '29239 new': 0, D: 0 });
    expect(await figures('29239 new', now)).toMatchObject({ unit: { code: '29239' }, approved: 0 });
    expect(await figures('84', now)).toMatchObject({ approved: 30, unallocated: 0, children: { '842': 30, '847': 0 } });
    expect((await figures('842')).children).toMatchObject({ '29239': 30, '29239 new': 0, D: 0 });
  });

  it('8 work of a ward that merged, registered by its successor: as it was the old ward, under the later tree the new', async () => {
    world.at('2024-10-01');
    await campaign('8', { periodStart: '2024-10-01', periodEnd: '2025-12-31' });
    world.at('2024-12-28');
    await world.reorganise({
      resolutionNo: '8',
      validFrom: '2025-01-01',
      newUnits: [founded('29242 new', '842', '29242')],
      mappings: [full('29242', '29242 new'), full('29245', '29242 new')],
    });
    world.at('2025-01-02');
    await world.staff(['29242 new'], '2025-01-01');
    world.at('2025-01-10');
    const { id } = await work.approved('29242 new', [metres(12, '2024-12-20')], { unit: world.unit('29245') });
    await work.approved('29242 new', [metres(5, '2025-01-05')]);
    const { achievement } = await world.ask(
      'head@29242 new',
      '{ achievement(id: "ID") { unit { id code } owner { id } } }'.replace('ID', id),
    );
    expect(achievement).toEqual({
      unit: { id: world.unit('29245'), code: '29245' },
      owner: { id: world.org('29242 new') },
    });

    const both = await figures('842');
    expect(both).toMatchObject({ approved: 17, own: 0, unallocated: 0 });
    expect(both.children).toMatchObject({ '29245': 12, '29242 new': 5, '29242': 0 });
    expect(await figures('29245')).toMatchObject({ approved: 12, own: 12 });
    const later = await figures('842', { treeOn: '2025-02-01' });
    expect(later).toMatchObject({ approved: 17, own: 0, unallocated: 0 });
    expect(later.children).toEqual({ A: 0, '29239 new': 0, D: 0, '29242 new': 17 });
    expect(await figures('29242 new', { treeOn: '2025-02-01' })).toMatchObject({ approved: 17, own: 17 });
  });
});
